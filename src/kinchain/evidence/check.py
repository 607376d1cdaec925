"""Checks across knowledge files: names resolve, intervals are honest, bands do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from kinchain.core.errors import Fault, unknown_name
from kinchain.evidence.model import Cited, Condition, Raises

if TYPE_CHECKING:
    from kinchain.evidence.load import Knowledge

MIN_EXPERT_ODDS_SPREAD = 2.0
"""An expert probability's interval must span at least this factor in odds: nobody's
judgement of a symptom's frequency is sharper than that."""

READ_MARKS = ("abstract", "full text", "table")
"""A source so marked was read itself; a ``sourced`` figure needs one such source."""


def cross_faults(knowledge: Knowledge) -> list[Fault]:
    """Return every fault that only shows across entries.

    Parameters
    ----------
    knowledge
        The knowledge as parsed.
    """
    return [
        *_finding_faults(knowledge),
        *_condition_faults(knowledge),
        *_graph_faults(knowledge),
    ]


def _missing(names: Iterable[str], known: Sequence[str], where: str, kind: str) -> Iterator[Fault]:
    lookup = set(known)
    for name in names:
        if name not in lookup:
            yield unknown_name(name, known, where, kind)


def _cited_faults(entry: Cited, knowledge: Knowledge, where: str) -> Iterator[Fault]:
    yield from _missing(entry.sources, tuple(knowledge.sources), where, "source")
    read = [
        name
        for name in entry.sources
        if name in knowledge.sources and knowledge.sources[name].seen.startswith(READ_MARKS)
    ]
    if entry.basis == "sourced" and entry.sources and not read:
        yield Fault(
            what="a figure is called 'sourced', but none of its sources was read itself",
            where=where,
            expected="a source seen as abstract, table or full text",
            mend="read the source and say so, or call the figure 'expert'",
        )


def _finding_faults(knowledge: Knowledge) -> Iterator[Fault]:
    known = tuple(knowledge.findings)
    for name, entry in knowledge.findings.items():
        where = f"{knowledge.files.get(name, 'findings')}, finding '{name}'"
        yield from _missing(entry.implies, known, f"{where}, field 'implies'", "finding")
        yield from _missing(entry.sources, tuple(knowledge.sources), where, "source")
        if entry.derive:
            yield from _missing(entry.derive[:1], known, f"{where}, field 'derive'", "finding")
        if entry.type == "number" and entry.range is None:
            yield Fault("a number without a range", where, "range: [low, high]", "add the range")
        if entry.type == "choice" and not entry.choices:
            yield Fault("a choice without choices", where, "choices: [...]", "add the choices")
        if entry.leak:
            yield from _cited_faults(entry.leak, knowledge, f"{where}, field 'leak'")


def _condition_faults(knowledge: Knowledge) -> Iterator[Fault]:
    known = tuple(knowledge.findings)
    for name, entry in knowledge.conditions.items():
        where = f"{knowledge.files.get(name, 'conditions')}, condition '{name}'"
        yield from _missing(entry.sources, tuple(knowledge.sources), where, "source")
        yield from _cited_faults(entry.prior, knowledge, f"{where}, field 'prior'")
        if entry.both_sides:
            yield from _cited_faults(entry.both_sides, knowledge, f"{where}, field 'both_sides'")
        for show in entry.shows:
            place = f"{where}, shows '{show.finding}'"
            yield from _missing([show.finding], known, place, "finding")
            yield from _cited_faults(show, knowledge, place)
            yield from _spread_faults(show.low, show.high, show.basis, place)
        for factor in entry.raised_by:
            place = f"{where}, raised_by '{factor.finding}'"
            yield from _missing([factor.finding], known, place, "finding")
            yield from _cited_faults(factor, knowledge, place)
        yield from _list_faults(entry, where)


def _spread_faults(low: float, high: float, basis: str, where: str) -> Iterator[Fault]:
    if basis == "expert":
        spread = (high / (1.0 - high)) / (low / (1.0 - low))
        if spread < MIN_EXPERT_ODDS_SPREAD - 1e-9:
            yield Fault(
                what=f"an expert interval {low} to {high} is too narrow to be honest",
                where=where,
                expected=f"ends at least a factor {MIN_EXPERT_ODDS_SPREAD} apart in odds",
                mend="widen the interval, or cite the study",
            )


def _list_faults(entry: Condition, where: str) -> Iterator[Fault]:
    shown = [show.finding for show in entry.shows]
    raising = {factor.finding for factor in entry.raised_by}
    for name in sorted({one for one in shown if shown.count(one) > 1}):
        yield Fault(f"'{name}' is shown twice", where, "one entry a finding", "delete one")
    for name in sorted(raising & set(shown)):
        yield Fault(
            what=f"'{name}' both raises and is shown",
            where=where,
            expected="a cause or an effect, not both",
            mend="delete one of the two entries",
        )
    for name in sorted(raising):
        yield from _band_faults([f for f in entry.raised_by if f.finding == name], where)


def _band_faults(bands: list[Raises], where: str) -> Iterator[Fault]:
    ends = sorted(
        (-inf if b.from_ is None else b.from_, inf if b.to is None else b.to)
        for b in bands
        if b.is_ is None and (b.from_ is not None or b.to is not None)
    )
    for first, second in pairwise(ends):
        if second[0] < first[1]:
            yield Fault(
                what=f"two bands of '{bands[0].finding}' overlap",
                where=where,
                expected="bands [from, to) that do not overlap",
                mend="move an end",
            )


def _graph_faults(knowledge: Knowledge) -> Iterator[Fault]:
    nodes = (*knowledge.nodes, *knowledge.conditions, *knowledge.findings)
    for name, node in knowledge.nodes.items():
        where = f"graph.yaml, node '{name}'"
        yield from _missing(
            (*node.signs, *node.measured), tuple(knowledge.findings), where, "finding"
        )
        if node.shown:
            yield from _cited_faults(node.shown, knowledge, f"{where}, field 'shown'")
    for name, mechanism in knowledge.mechanisms.items():
        where = f"graph.yaml, mechanism '{name}'"
        yield from _missing(mechanism.sources, tuple(knowledge.sources), where, "source")
    for name, edge in knowledge.edges.items():
        where = f"graph.yaml, edge '{name}'"
        yield from _missing((edge.cause, edge.effect), nodes, where, "node")
        from_load = edge.cause in knowledge.nodes and knowledge.nodes[edge.cause].layer == "load"
        named = () if from_load and not edge.mechanism else (edge.mechanism,)
        yield from _missing(named, tuple(knowledge.mechanisms), where, "mechanism")
        yield from _missing(edge.sources, tuple(knowledge.sources), where, "source")
        yield from _cited_faults(edge.strength, knowledge, where)
