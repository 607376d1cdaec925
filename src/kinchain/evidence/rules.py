"""Danger rules: typed, frozen, and a loader that gathers every fault of the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Literal, cast, get_args

import yaml

from kinchain.core.errors import Fault, KnowledgeError, unknown_name
from kinchain.core.parsed_yaml import parse_package_yaml
from kinchain.core.urgency import URGENCIES, Urgency
from kinchain.evidence._rule_expressions import (
    AtLeast,
    BothLegs,
    Compare,
    Expression,
    ExpressionReader,
    Recent,
    Told,
    ids_of,
)
from kinchain.evidence._rule_model import (
    CoreQuestions,
    LevelText,
    Rule,
    RuleBasis,
    RuleBook,
    Tier,
)

__all__ = [
    "AtLeast",
    "BothLegs",
    "Compare",
    "CoreQuestions",
    "Expression",
    "LevelText",
    "Recent",
    "Rule",
    "RuleBasis",
    "RuleBook",
    "Tier",
    "Told",
    "ids_of",
    "load_rules",
    "read_rules",
]

RULES_FILE = "red_flags.yaml"
_FORMAT = "kinchain-red-flags/1"


def read_rules(findings: Mapping[str, bool], sources: Collection[str]) -> RuleBook:
    """Read the package's own danger rules.

    Parameters
    ----------
    findings
        Known finding ids, each with whether it takes a side.
    sources
        Known source ids.

    Raises
    ------
    KnowledgeError
        With every fault of the file.
    """
    file = files("kinchain.evidence") / "knowledge" / RULES_FILE
    try:
        raw = parse_package_yaml(file)
    except yaml.YAMLError:  # said with its line below
        raw = None
    return load_rules(file.read_text(encoding="utf-8"), RULES_FILE, findings, sources, raw)


def load_rules(
    text: str,
    where: str,
    findings: Mapping[str, bool],
    sources: Collection[str],
    raw: object = None,
) -> RuleBook:
    """Read danger rules from YAML text and check them whole.

    Parameters
    ----------
    text
        YAML.
    where
        Name of the file, for faults.
    findings
        Known finding ids, each with whether it takes a side.
    sources
        Known source ids.
    raw
        What the text holds, where it was parsed before.

    Raises
    ------
    KnowledgeError
        With every fault of the file: file, line, rule id and field each.
    """
    try:
        raw = yaml.load(text, Loader=yaml.CSafeLoader) if raw is None else raw
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{where}:{mark.line + 1}" if mark is not None else where
        raise KnowledgeError(Fault("not YAML", line, "valid YAML", "Mend the syntax.")) from error
    if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
        raise KnowledgeError(
            Fault("not a rule file", f"{where}, format", _FORMAT, "Write the format field first.")
        )
    reader = _Reader(where, findings, sources, raw)
    book = reader.book([])
    if reader.faults:
        reader = _Reader(where, findings, sources, raw)
        reader.book(_rule_lines(yaml.compose(text, Loader=yaml.CSafeLoader)))
        raise KnowledgeError(reader.faults)
    return book


def _rule_lines(root: yaml.Node | None) -> list[int]:
    """Return the line of each rule, counted from 1."""
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "rules" and isinstance(value, yaml.SequenceNode):
                return [item.start_mark.line + 1 for item in value.value]
    return []


class _Reader:
    """Turns the raw file into a `RuleBook`, gathering faults."""

    def __init__(
        self,
        where: str,
        findings: Mapping[str, bool],
        sources: Collection[str],
        raw: dict[str, object],
    ) -> None:
        self._where = where
        self._findings = findings
        self._sources = sources
        self._raw = raw
        self._phrases = _mapping(raw.get("phrases"))
        self._expressions = ExpressionReader(findings, _mapping(raw.get("groups")))
        self.faults = self._expressions.faults

    def book(self, lines: list[int]) -> RuleBook:
        for name in _mapping(self._raw.get("groups")):
            self._expressions.read(f"${name}", f"{self._where}, groups.{name}")
        levels = _mapping(self._raw.get("levels"))
        rules = tuple(
            self._rule(_mapping(item), lines[i] if i < len(lines) else 0)
            for i, item in enumerate(_sequence(self._raw.get("rules")))
        )
        self._check_ids(rules)
        return RuleBook(
            version=str(self._raw.get("version", "")),
            rules=rules,
            questions=self._questions(),
            levels={level: self._level(levels.get(level), level) for level in URGENCIES},
            child=self._level(self._raw.get("child"), "child"),
            provisional=self._text(self._raw, "provisional", self._where),
            screen_note=self._text(self._raw, "screen_note", self._where),
            sided=frozenset(name for name, sided in self._findings.items() if sided),
        )

    def _fault(self, what: str, where: str, expected: str) -> None:
        self.faults.append(Fault(what, where, expected, "Mend this field."))

    def _check_ids(self, rules: tuple[Rule, ...]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                self._fault("rule id used twice", f"{self._where}, {rule.id}, id", "one of each")
            seen.add(rule.id)

    def _text(self, raw: Mapping[str, object], name: str, where: str) -> str:
        value = raw.get(name)
        if not isinstance(value, str) or not value.strip():
            self._fault("missing text", f"{where}, {name}", "plain words")
            return ""
        return " ".join(value.split())

    def _choice(self, value: object, allowed: tuple[str, ...], where: str, kind: str) -> str:
        if value not in allowed:
            self.faults.append(unknown_name(str(value), allowed, where, kind))
            return allowed[-1]
        return str(value)

    def _names(self, raw: object, known: Collection[str], where: str, kind: str) -> tuple[str, ...]:
        names = tuple(str(name) for name in _sequence(raw))
        for name in names:
            if name not in known:
                self.faults.append(unknown_name(name, sorted(known), where, kind))
        return names

    def _said(self, raw: object, where: str) -> tuple[str, ...]:
        names = self._names(raw, self._phrases.keys(), where, "phrase")
        return tuple(" ".join(str(self._phrases.get(name, "")).split()) for name in names)

    def _level(self, raw: object, name: str) -> LevelText:
        fields, where = _mapping(raw), f"{self._where}, {name}"
        return LevelText(
            who=self._text(fields, "who", where),
            bring=self._said(fields.get("bring"), f"{where}, bring"),
            say=self._text(fields, "say", where),
            advice=self._text(fields, "advice", where),
            protect=self._said(fields.get("protect"), f"{where}, protect"),
        )

    def _questions(self) -> tuple[CoreQuestions, ...]:
        found = []
        for i, item in enumerate(_sequence(self._raw.get("core_questions"))):
            fields, where = _mapping(item), f"{self._where}, core_questions[{i}]"
            when = fields.get("when")
            expression = None if when is None else self._expressions.read(when, f"{where}, when")
            ask = self._names(fields.get("ask"), self._findings.keys(), f"{where}, ask", "finding")
            found.append(CoreQuestions(expression, ask))
        return tuple(found)

    def _tiers(self, raw: Mapping[str, object], where: str) -> tuple[Tier, ...]:
        found = []
        for item in _sequence(raw.get("tiers")) or [raw]:
            fields = {"action": raw.get("action"), **_mapping(item)}
            level = self._choice(fields.get("urgency"), URGENCIES, f"{where}, urgency", "level")
            when = self._expressions.read(fields.get("when"), f"{where}, when")
            action = self._text(fields, "action", where)
            found.append(Tier(cast(Urgency, level), when, action))
        return tuple(sorted(found, key=lambda tier: URGENCIES.index(tier.urgency)))

    def _rule(self, raw: Mapping[str, object], line: int) -> Rule:
        file = f"{self._where}:{line}" if line else self._where
        where = f"{file}, {raw.get('id', 'rule without id')}"
        tiers = self._tiers(raw, where)
        basis = self._choice(raw.get("basis"), get_args(RuleBasis), f"{where}, basis", "basis")
        sources = self._names(raw.get("sources"), self._sources, f"{where}, sources", "source")
        if not sources and basis != "expert":
            self._fault("no source", f"{where}, sources", "a source id, or basis expert")
        scope = self._choice(raw.get("scope", "leg"), ("leg", "person"), f"{where}, scope", "scope")
        asks_where = f"{where}, asks"
        return Rule(
            id=self._text(raw, "id", where),
            name=self._text(raw, "name", where),
            scope=cast(Literal["leg", "person"], scope),
            tiers=tiers,
            basis=cast(RuleBasis, basis),
            screen=raw.get("screen") is True,
            strict=raw.get("strict") is True,
            asks=self._names(raw.get("asks"), self._findings.keys(), asks_where, "finding"),
            say=self._text(raw, "say", where),
            see=str(raw.get("see", "")),
            bring=self._said(raw.get("bring"), f"{where}, bring"),
            tell=self._text(raw, "tell", where),
            protect=self._said(raw.get("protect"), f"{where}, protect"),
            sources=sources,
            note=" ".join(str(raw.get("note", "")).split()),
        )


def _mapping(raw: object) -> dict[str, object]:
    return cast(dict[str, object], raw) if isinstance(raw, dict) else {}


def _sequence(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list) else []
