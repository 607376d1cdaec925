"""Read the knowledge files into typed values, gathering every fault before raising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.core.parsed_yaml import parse_package_yaml
from kinchain.evidence.model import (
    Claim,
    Condition,
    Edge,
    FindingDef,
    Mechanism,
    Node,
    Source,
)
from kinchain.evidence.vocabulary import ancestors

T = TypeVar("T")
Entry = TypeVar("Entry", FindingDef, Condition, Node, Mechanism, Edge, Claim)

KNOWLEDGE = files("kinchain.evidence") / "knowledge"
"""The folder of the knowledge files inside the package."""

KNOWLEDGE_VERSION = "2026.11.0"
"""Version of the knowledge, echoed in every assessment."""


@dataclass(frozen=True)
class Knowledge:
    """The whole knowledge base, indexed by id, in file order."""

    version: str
    sources: Mapping[str, Source]
    findings: Mapping[str, FindingDef]
    conditions: Mapping[str, Condition]
    nodes: Mapping[str, Node]
    mechanisms: Mapping[str, Mechanism]
    edges: Mapping[str, Edge]
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Id -> file name, for error texts and the evidence browser."""

    @cached_property
    def links(self) -> Mapping[str, Mapping[str, float]]:
        """P(finding | condition) by condition and finding.

        A coarser finding (heel pain) is at least as likely as a finer one it follows
        from (pain under the heel).
        """
        table: dict[str, dict[str, float]] = {}
        for name, condition in self.conditions.items():
            links = {show.finding: show.p for show in condition.shows}
            for finding, p in tuple(links.items()):
                for above in ancestors(finding, self.findings):
                    links[above] = max(links.get(above, 0.0), p)
            table[name] = links
        return table


def read_yaml(file: Traversable) -> Any:
    """Parse one knowledge file.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    KnowledgeError
        If it is not YAML; names file and line.
    """
    try:
        return parse_package_yaml(file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise KnowledgeError(
            Fault(
                what=f"not valid YAML ({getattr(error, 'problem', 'broken')})",
                where=f"{file.name}{line}",
                expected="a YAML mapping",
                mend="mend the syntax on that line",
            )
        ) from error


def line_of(file: Traversable, path: tuple[str | int, ...]) -> int:
    """Find the line (from 1) on which a field stands.

    Parameters
    ----------
    file
        The knowledge file.
    path
        Keys and indices from the root.
    """
    node: Any = yaml.compose(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    line = 1
    for step in path:
        below = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    line, below = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            below = next(iter(node.value[step : step + 1]), None)
            line = line if below is None else below.start_mark.line + 1
        if below is None:
            return line
        node = below
    return line


def _typed(file: Traversable, key: str, kind: type[T], faults: list[Fault]) -> list[T]:
    """Read the list or table ``key`` of a file as models; add faults, keep what is sound."""
    data = read_yaml(file)
    if not isinstance(data, dict) or key not in data:
        faults.append(
            Fault(f"no '{key}' in the file", file.name, f"a list '{key}'", "add the list")
        )
        return []
    try:
        return TypeAdapter(list[kind]).validate_python(data[key])  # type: ignore[valid-type]
    except ValidationError as error:
        faults.extend(
            Fault(
                what=fault["msg"],
                where=f"{file.name}:{line_of(file, (key, *fault['loc']))},"
                f" field '{'.'.join(str(step) for step in fault['loc'])}'",
                expected="the form described in docs/reference/knowledge-format.md",
                mend="correct the field",
            )
            for fault in error.errors(include_url=False, include_input=False)
        )
        return []


def _sources(faults: list[Fault]) -> tuple[dict[str, Source], dict[str, str]]:
    found: dict[str, Source] = {}
    where: dict[str, str] = {}
    for file in sorted(KNOWLEDGE.iterdir(), key=lambda item: item.name):
        if not file.name.startswith("sources") or not file.name.endswith(".yaml"):
            continue
        for name, entry in (read_yaml(file).get("sources") or {}).items():
            if name in found:
                faults.append(_twice(name, file.name, where[name]))
                continue
            try:
                found[name] = Source.model_validate(entry)
                where[name] = file.name
            except ValidationError as error:
                faults.append(
                    Fault(
                        what=error.errors()[0]["msg"],
                        where=f"{file.name}:{line_of(file, ('sources', name))}, source '{name}'",
                        expected="cite, url, seen",
                        mend="complete the entry",
                    )
                )
    return found, where


def _twice(name: str, file: str, first: str) -> Fault:
    return Fault(
        what=f"'{name}' is defined twice",
        where=file,
        expected=f"one definition; the first is in {first}",
        mend="rename or delete one",
    )


def _indexed(
    name: str, key: str, kind: type[Entry], faults: list[Fault], where: dict[str, str]
) -> dict[str, Entry]:
    """Index by id all entries of one file, or of all files of a folder."""
    place = KNOWLEDGE / name
    sources = sorted(place.iterdir(), key=lambda item: item.name) if place.is_dir() else [place]
    found: dict[str, Entry] = {}
    for file in sources:
        if not file.name.endswith(".yaml"):
            continue
        for entry in _typed(file, key, kind, faults):
            if entry.id in found:
                faults.append(_twice(entry.id, file.name, where[entry.id]))
            found[entry.id] = entry
            where[entry.id] = file.name
    return found


def read_knowledge() -> Knowledge:
    """Read all knowledge files afresh and check them.

    Raises
    ------
    KnowledgeError
        With every fault of every file.
    """
    from kinchain.evidence.check import cross_faults

    faults: list[Fault] = []
    sources, where = _sources(faults)
    knowledge = Knowledge(
        version=KNOWLEDGE_VERSION,
        sources=sources,
        findings=_indexed("findings.yaml", "findings", FindingDef, faults, where),
        conditions=_indexed("conditions", "conditions", Condition, faults, where),
        nodes=_indexed("graph.yaml", "nodes", Node, faults, where),
        mechanisms=_indexed("graph.yaml", "mechanisms", Mechanism, faults, where),
        edges=_indexed("graph.yaml", "edges", Edge, faults, where),
        files=where,
    )
    faults.extend(cross_faults(knowledge))
    if faults:
        raise KnowledgeError(faults)
    return knowledge


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """Return the knowledge base, read and checked once per process.

    Raises
    ------
    KnowledgeError
        With every fault of every file.
    """
    return read_knowledge()


@lru_cache(maxsize=1)
def load_claims() -> Mapping[str, Claim]:
    """Return the founding claims by id.

    Raises
    ------
    KnowledgeError
        If the file has faults.
    """
    faults: list[Fault] = []
    claims = _indexed("claims.yaml", "claims", Claim, faults, {})
    if faults:
        raise KnowledgeError(faults)
    return claims
