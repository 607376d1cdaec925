"""``kinchain evidence``: look at one entry, list the gaps, check everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.cli.gaps import count_gaps, figures, gap_lines, unverified
from kinchain.core.errors import Fault, InputError, UnknownNameError, unknown_name
from kinchain.evidence import Knowledge, load_claims, load_knowledge, read_knowledge
from kinchain.evidence.model import (
    Chance,
    Cited,
    Claim,
    Condition,
    Edge,
    FindingDef,
    Mechanism,
    Node,
    Raises,
    Source,
)
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.rules import Rule, RuleBook

WIDTH = 100
"""Columns where the output is no terminal."""


def browse(entry: str | None, *, gaps: bool, check: bool) -> None:
    """Print what was asked for.

    Parameters
    ----------
    entry
        Id of an entry, or None for an overview.
    gaps
        List what has no source.
    check
        Read and check all files afresh.

    Raises
    ------
    KnowledgeError
        With every fault of the knowledge, where it is checked.
    UnknownNameError
        If there is no such entry.
    """
    if (entry is not None) + gaps + check > 1:
        raise InputError(
            Fault("more than one thing asked", "kinchain evidence", "an ID, --gaps or --check",
                  "ask for one at a time")
        )  # fmt: skip
    console = Console(highlight=False, emoji=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, width=WIDTH, no_color=True)
    knowledge = read_knowledge() if check else load_knowledge()
    rules, claims = rules_for(knowledge), load_claims()
    if gaps:
        parts = _gaps(knowledge, rules, claims)
    elif entry is None:
        parts = _overview(knowledge, rules, claims, checked=check)
    else:
        parts = _entry(entry, knowledge, rules, claims)
    for part in parts:
        console.print(part)


def _overview(
    knowledge: Knowledge, rules: RuleBook, claims: Mapping[str, Claim], *, checked: bool
) -> list[RenderableType]:
    kinds: dict[str, Sequence[str]] = {
        "conditions": tuple(knowledge.conditions),
        "findings": tuple(knowledge.findings),
        "mechanisms": tuple(knowledge.mechanisms),
        "edges": tuple(knowledge.edges),
        "nodes": tuple(knowledge.nodes),
        "danger rules": tuple(rule.id for rule in rules.rules),
        "sources": tuple(knowledge.sources),
        "claims": tuple(claims),
    }
    table = _table()
    for kind, ids in kinds.items():
        table.add_row(Text(f"{len(ids)} {kind}", style="bold"), Text(", ".join(ids[:6]) + ", ..."))
    head = f"Knowledge {knowledge.version}"
    if checked:
        return [Text(f"{head}: no fault found.", style="bold"), table]
    more = "kinchain evidence ID shows one; --gaps lists what has no source; --check validates."
    return [Text(head, style="bold"), table, Text(more, style="dim")]


def _gaps(
    knowledge: Knowledge, rules: RuleBook, claims: Mapping[str, Claim]
) -> list[RenderableType]:
    found = list(figures(knowledge, rules))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("figure", "file"):
        table.add_column(name, no_wrap=True)
    for name in ("no source", "all", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    counts = count_gaps(found)
    for (kind, file), (without, total) in counts.items():
        table.add_row(kind, file, str(without), str(total), f"{100 * without / total:.0f} %")
    n_gaps = sum(without for without, _ in counts.values())
    table.add_row("all", "", str(n_gaps), str(len(found)), f"{100 * n_gaps / len(found):.0f} %")
    lines = _table(24)
    for owner, what in gap_lines(found).items():
        lines.add_row(Text(owner), Text(what))
    open_claims = _table(10)
    for claim in unverified(claims):
        open_claims.add_row(claim.id, Text(claim.claim))
    return [
        Text("Figures that rest on expert judgement, with a wide interval", style="bold"), "",
        table, "", Text("Which", style="bold"), "", lines, "",
        Text(f"Founding claims not read in a source: {len(unverified(claims))}", style="bold"),
        "", open_claims,
    ]  # fmt: skip


def _table(first: int | None = None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=first is None, width=first, overflow="fold", style="dim")
    table.add_column(ratio=1, overflow="fold")
    return table


def _entry(
    name: str, knowledge: Knowledge, rules: RuleBook, claims: Mapping[str, Claim]
) -> list[RenderableType]:
    book = {rule.id: rule for rule in rules.rules}
    tables: tuple[Mapping[str, Any], ...] = (
        knowledge.conditions, knowledge.findings, knowledge.mechanisms, knowledge.edges,
        knowledge.nodes, book, knowledge.sources, claims,
    )  # fmt: skip
    for table in tables:
        if name in table:
            return _Entry(knowledge, name).show(table[name])
    known = [one for table in tables for one in table]
    raise UnknownNameError(
        unknown_name(name, known, "kinchain evidence, argument 'ID'", "evidence")
    )


class _Entry:
    """Shows one entry with its figures, intervals, basis and sources."""

    def __init__(self, knowledge: Knowledge, name: str) -> None:
        self.knowledge = knowledge
        self.name = name
        self.cited: dict[str, None] = {}

    def show(self, entry: Any) -> list[RenderableType]:
        kinds: dict[type, Any] = {
            Condition: self.condition, FindingDef: self.finding, Mechanism: self.mechanism,
            Edge: self.edge, Node: self.node, Rule: self.rule, Source: self.source,
            Claim: self.claim,
        }  # fmt: skip
        parts: list[RenderableType] = kinds[type(entry)](entry)
        if not isinstance(entry, Source):
            self.cite(getattr(entry, "sources", ()))
            parts.extend(self.sources())
        return parts

    def cite(self, sources: Iterable[str]) -> str:
        self.cited.update(dict.fromkeys(sources))
        return ", ".join(sources)

    def head(self, kind: str, title: str, *facts: tuple[str, object]) -> list[RenderableType]:
        text = Text(f"{title}", style="bold")
        text.append(f"  {kind} {self.name}", style="dim not bold")
        table = _table(12)
        for fact, what in facts:
            if what not in ("", None, (), []):
                table.add_row(fact, Text(str(what)))
        return [text, table]

    def figures(self, title: str, rows: Iterable[tuple[str, Cited]]) -> list[RenderableType]:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=title,
                      title_justify="left", title_style="bold")  # fmt: skip
        table.add_column("", overflow="fold")
        table.add_column("value", justify="right", no_wrap=True)
        table.add_column("from-to", no_wrap=True)
        table.add_column("basis", no_wrap=True)
        table.add_column("sources and note", overflow="fold", ratio=1)
        for name, one in rows:
            share = isinstance(one, Chance)
            value = _number(one.figure, share=share)
            span = f"{_number(one.low, share=share)} to {_number(one.high, share=share)}"
            note = "; ".join(part for part in (self.cite(one.sources), one.note) if part)
            table.add_row(Text(name), value, span, one.basis, Text(note))
        return ["", table]

    def condition(self, one: Condition) -> list[RenderableType]:
        return [
            *self.head("condition", one.name, ("plain", one.plain), ("also", ", ".join(one.also)),
                       ("ICD-10", one.icd10), ("urgency", one.urgency),
                       ("feared", "yes" if one.feared else "no"), ("about", one.about),
                       ("link", one.link)),
            *self.figures("How common before anything is told", [("prior", one.prior)]),
            *self.figures("What raises or lowers it (factor on the odds)",
                          [(_band(factor), factor) for factor in one.raised_by]),
            *self.figures("What it shows", [(sign.finding, sign) for sign in one.shows]),
        ]  # fmt: skip

    def finding(self, one: FindingDef) -> list[RenderableType]:
        bounds = f"{one.range[0]:g} to {one.range[1]:g} {one.unit}" if one.range else ""
        derived = " ".join(str(part) for part in one.derive) if one.derive else ""
        shown = [name for name, links in self.knowledge.links.items() if self.name in links]
        parts = self.head(
            "finding", one.label, ("kind", one.kind), ("side", "of a leg" if one.sided else "none"),
            ("type", one.type), ("range", bounds), ("choices", ", ".join(one.choices)),
            ("meaning", one.meaning), ("ask", one.ask), ("why", one.why), ("test", one.test),
            ("caution", one.caution), ("implies", ", ".join(one.implies)), ("from", derived),
            ("shown by", ", ".join(shown)),
        )  # fmt: skip
        if one.leak is not None:
            parts.extend(self.figures("Yes without any of these", [("leak", one.leak)]))
        return parts

    def mechanism(self, one: Mechanism) -> list[RenderableType]:
        edges = [edge for edge in self.knowledge.edges.values() if edge.mechanism == self.name]
        facts = (("family", one.code), ("plain", one.plain), ("direction", one.direction),
                 ("verdict", one.verdict), ("why", one.why), ("to settle", one.settle),
                 ("simulated", "yes" if one.simulated else "no, evidence only"))  # fmt: skip
        rows = [(f"{edge.id}: {edge.cause} -> {edge.effect}", edge.strength) for edge in edges]
        return [*self.head("mechanism", one.name, *facts), *self.figures("Its edges", rows)]

    def edge(self, one: Edge) -> list[RenderableType]:
        facts = (("mechanism", one.mechanism), ("side", one.side), ("verdict", one.verdict),
                 ("why", one.why))  # fmt: skip
        return [
            *self.head("edge", f"{one.cause} -> {one.effect}", *facts),
            *self.figures("Strength", [("P(brought about)", one.strength)]),
        ]

    def node(self, one: Node) -> list[RenderableType]:
        number = " ".join(str(part) for part in one.number) if one.number else ""
        edges = [e.id for e in self.knowledge.edges.values() if self.name in (e.cause, e.effect)]
        return self.head("node", one.label, ("layer", one.layer), ("end", one.end),
                         ("signs", ", ".join(one.signs)), ("number", number),
                         ("edges", ", ".join(edges)))  # fmt: skip

    def rule(self, one: Rule) -> list[RenderableType]:
        tiers = "\n".join(f"{tier.urgency}: {tier.action}" for tier in one.tiers)
        return self.head("danger rule", one.name, ("basis", one.basis), ("scope", one.scope),
                         ("levels", tiers), ("asks", ", ".join(one.asks)), ("may mean", one.say),
                         ("see", one.see), ("note", one.note))  # fmt: skip

    def source(self, one: Source) -> list[RenderableType]:
        users = [
            entry
            for table in (self.knowledge.conditions, self.knowledge.mechanisms,
                          self.knowledge.edges, self.knowledge.findings)
            for entry, held in table.items()
            if self.name in _all_sources(held)
        ]  # fmt: skip
        return self.head("source", one.cite, ("address", one.url), ("read", one.seen),
                         ("used by", ", ".join(users)))  # fmt: skip

    def claim(self, one: Claim) -> list[RenderableType]:
        return self.head("claim", one.claim, ("section", one.section), ("verdict", one.verdict),
                         ("why", one.why), ("verified", "yes" if one.verified else "no"),
                         ("carried by", one.carried_by))  # fmt: skip

    def sources(self) -> list[RenderableType]:
        table = _table(20)
        for name in self.cited:
            source = self.knowledge.sources.get(name)
            if source is not None:
                table.add_row(name, Text(f"{source.cite} {source.url} ({source.seen})"))
        return ["", Text("Sources", style="bold"), table] if self.cited else []


def _all_sources(entry: Any) -> set[str]:
    found = set(entry.sources)
    for name in ("prior", "leak", "strength"):
        figure = getattr(entry, name, None)
        found.update(figure.sources if figure is not None else ())
    for name in ("raised_by", "shows"):
        found.update(s for figure in getattr(entry, name, ()) for s in figure.sources)
    return found


def _band(factor: Raises) -> str:
    if factor.is_ is not None:
        return f"{factor.finding} is {factor.is_}"
    if factor.from_ is None and factor.to is None:
        return factor.finding
    low = "" if factor.from_ is None else f"from {factor.from_:g}"
    high = "" if factor.to is None else f"to {factor.to:g}"
    return " ".join(part for part in (factor.finding, low, high) if part)


def _number(value: float, *, share: bool) -> str:
    return f"{100 * value:.3g} %" if share else f"{value:.3g}"
