"""Every figure and statement of the knowledge cites sources that exist and were read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinchain.evidence import Knowledge, load_claims, load_knowledge
from kinchain.evidence.check import READ_MARKS
from kinchain.evidence.model import Cited
from kinchain.evidence.rule_book import rules_for

KNOWLEDGE = load_knowledge()
ROOT = Path(__file__).parents[2]
MECHANICS = ("gait", "body", "simulate")
CITED_IN_CODE = re.compile(r"evidence:([a-z][a-z0-9_]+)")
"""How a mechanics room cites a source: ``evidence:ID`` in a docstring or comment."""


def citations(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every place that cites, and what it cites."""
    for name, finding in knowledge.findings.items():
        yield f"finding {name}", finding.sources
    for name, condition in knowledge.conditions.items():
        yield f"condition {name}", condition.sources
    for name, mechanism in knowledge.mechanisms.items():
        yield f"mechanism {name}", mechanism.sources
    for name, edge in knowledge.edges.items():
        yield f"edge {name}", edge.sources
    for rule in rules_for(knowledge).rules:
        yield f"rule {rule.id}", rule.sources
    for name, claim in load_claims().items():
        yield f"claim {name}", claim.sources
    for place, figure in figures(knowledge):
        yield place, figure.sources


def figures(knowledge: Knowledge) -> Iterator[tuple[str, Cited]]:
    """Yield every figure with an interval and where it stands."""
    for name, finding in knowledge.findings.items():
        if finding.leak:
            yield f"leak of {name}", finding.leak
    for name, condition in knowledge.conditions.items():
        yield f"prior of {name}", condition.prior
        for show in condition.shows:
            yield f"{name} shows {show.finding}", show
        for factor in condition.raised_by:
            yield f"{name} raised by {factor.finding}", factor
    for name, edge in knowledge.edges.items():
        yield f"strength of {name}", edge.strength


def was_read(source: str) -> bool:
    return KNOWLEDGE.sources[source].seen.startswith(READ_MARKS)


def test_every_cited_source_exists() -> None:
    missing = {
        f"{place}: {source}"
        for place, sources in citations(KNOWLEDGE)
        for source in sources
        if source not in KNOWLEDGE.sources
    }
    assert not missing


def test_nothing_cites_a_source_twice_in_one_place() -> None:
    twice = [place for place, sources in citations(KNOWLEDGE) if len(set(sources)) < len(sources)]
    assert not twice


def test_every_source_says_what_it_is_and_how_much_was_seen() -> None:
    for name, source in KNOWLEDGE.sources.items():
        assert re.fullmatch(r"[a-z0-9_]+", name), name
        assert len(source.cite) > 10, name
        assert source.seen.strip(), name
        assert source.url == "" or source.url.startswith(("https://", "http://")), name


@pytest.mark.parametrize("basis", ["sourced", "derived"])
def test_a_figure_with_a_source_cites_one(basis: str) -> None:
    for place, figure in figures(KNOWLEDGE):
        if figure.basis == basis:
            assert figure.sources, place


def test_a_sourced_figure_cites_a_source_that_was_read() -> None:
    unread = [
        place
        for place, figure in figures(KNOWLEDGE)
        if figure.basis == "sourced" and not any(was_read(one) for one in figure.sources)
    ]
    assert not unread


def test_a_derived_figure_comes_from_a_source_that_was_read() -> None:
    unread = [
        place
        for place, figure in figures(KNOWLEDGE)
        if figure.basis == "derived" and not any(was_read(one) for one in figure.sources)
    ]
    assert not unread


def test_every_interval_holds_its_figure() -> None:
    for place, figure in figures(KNOWLEDGE):
        assert figure.low <= figure.figure <= figure.high, place
        assert figure.low < figure.high, place


def test_validated_and_guideline_rules_cite() -> None:
    for rule in rules_for(KNOWLEDGE).rules:
        if rule.basis != "expert":
            assert rule.sources, rule.id


def test_supported_verdicts_cite() -> None:
    bare = [
        name
        for table in (KNOWLEDGE.mechanisms, load_claims())
        for name, entry in table.items()
        if entry.verdict == "supported" and not entry.sources  # type: ignore[attr-defined]
    ]
    assert not bare


def test_mechanics_rooms_cite_only_sources_that_exist() -> None:
    for room in MECHANICS:
        for file in (ROOT / "src" / "kinchain" / room).rglob("*.py"):
            for source in CITED_IN_CODE.findall(file.read_text("utf-8")):
                assert source in KNOWLEDGE.sources, f"{file.name}: {source}"
