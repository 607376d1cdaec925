"""The XML of a model file as plain nodes that know their line, and a list of its faults."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from kinchain.core.errors import Fault, InputError

MOST_FAULTS = 40
"""A file with more faults than this is no model; the rest is not told."""


@dataclass(slots=True)
class Node:
    """One element: its tag, name, own text, children and line."""

    tag: str
    name: str
    line: int
    version: str = ""
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, *tags: str) -> Node | None:
        """Return the first child that has one of the tags, in the order of the tags."""
        for tag in tags:
            for one in self.children:
                if one.tag == tag:
                    return one
        return None

    def word(self, *tags: str, default: str = "") -> str:
        """Return the text of a child, or the default where it is missing or empty."""
        found = self.child(*tags)
        return (found.text.strip() if found is not None else "") or default

    def members(self, *tags: str) -> list[Node]:
        """Return the objects of a set (``<Set><objects>...``), or its direct children."""
        found = self.child(*tags)
        if found is None:
            return []
        held = found.child("objects")
        return [one for one in (held or found).children if one.tag not in {"objects", "groups"}]

    def walk(self) -> Iterator[Node]:
        """Go through this node and all below it."""
        yield self
        for one in self.children:
            yield from one.walk()


class Faults:
    """The faults of one file, gathered and raised once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Fault] = []

    def add(self, what: str, node: Node, expected: str, mend: str) -> None:
        """Note one fault at a node."""
        named = f" '{node.name}'" if node.name else ""
        where = f"{self.path}:{node.line}, <{node.tag}>{named}"
        self.found.append(Fault(what, where, expected, mend))

    def stop(self) -> None:
        """Raise all that was found.

        Raises
        ------
        InputError
            If there is any fault.
        """
        if self.found:
            raise InputError(self.found[:MOST_FAULTS])

    def numbers(
        self, node: Node, tag: str, default: tuple[float, ...], count: int | None = None
    ) -> tuple[float, ...]:
        """Return the numbers of a child; the default where it is missing or faulty."""
        found = node.child(tag)
        if found is None or not found.text.strip():
            return default
        try:
            values = tuple(float(word) for word in found.text.replace(",", " ").split())
        except ValueError:
            values = (math.nan,)
        wanted = f"{count} numbers" if count != 1 else "one number"
        if not all(math.isfinite(value) for value in values):
            self.add(
                "holds something that is no finite number",
                found,
                f"{wanted if count else 'numbers'}, such as those OpenSim writes",
                f"correct this line inside <{node.tag}> {node.name}".rstrip(),
            )
            return default
        if count is not None and len(values) != count:
            self.add(
                f"holds {len(values)} numbers",
                found,
                wanted,
                f"correct this line inside <{node.tag}> {node.name}".rstrip(),
            )
            return default
        return values

    def number(self, node: Node, tag: str, default: float) -> float:
        """Return the single number of a child."""
        return self.numbers(node, tag, (default,), 1)[0]

    def vector(
        self, node: Node, tag: str, default: tuple[float, float, float] = (0.0, 0.0, 0.0)
    ) -> tuple[float, float, float]:
        """Return the three numbers of a child."""
        x, y, z = self.numbers(node, tag, default, 3)
        return (x, y, z)

    def flag(self, node: Node, tag: str, default: bool) -> bool:
        """Return the true or false of a child."""
        word = node.word(tag).lower()
        if not word:
            return default
        if word not in {"true", "false", "1", "0"}:
            found = node.child(tag) or node
            self.add("is neither true nor false", found, "true or false", "correct this line")
            return default
        return word in {"true", "1"}


def parse_xml(path: Path) -> Node:
    """Read a file's XML.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    root
        Its outermost element.

    Raises
    ------
    InputError
        If it cannot be opened or is not well-formed XML.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            Fault(
                f"cannot be opened ({error.strerror})",
                str(path),
                "an OpenSim model file (.osim)",
                "check the path and its rights",
            )
        ) from error
    top = Node("", "", 0)
    stack = [top]
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(
            tag,
            attributes.get("name", ""),
            parser.CurrentLineNumber,
            attributes.get("Version", ""),
        )
        stack[-1].children.append(node)
        stack.append(node)

    def end(_tag: str) -> None:
        stack.pop()

    def text(words: str) -> None:
        stack[-1].text += words

    def entity(*_parts: object) -> None:
        raise InputError(
            Fault(
                "declares XML entities, which no model needs",
                f"{path}:{parser.CurrentLineNumber}",
                "a model file as OpenSim writes it",
                "remove the document type declaration",
            )
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise InputError(
            Fault(
                f"is not well-formed XML ({expat.ErrorString(error.code)})",
                f"{path}:{error.lineno}",
                "an OpenSim model file (.osim)",
                "save the model again from OpenSim, or correct this line",
            )
        ) from error
    return top.children[0]
