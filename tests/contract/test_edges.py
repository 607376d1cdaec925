"""Every causal edge is alive: taken out, the chain of some person changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kinchain.core.findings import Finding, Findings, Side
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.evidence.model import Edge
from kinchain.evidence.vocabulary import ancestors
from kinchain.reason import believe_chain, infer

CHANGED = 1e-6
"""Smallest change of a probability that counts as one."""

N_SHOWN = 6
KNOWLEDGE = load_knowledge()


def ways(
    edge: Edge, *, up: bool, mechanism: str | None = None, seen: tuple[Edge, ...] = ()
) -> Iterator[tuple[Edge, ...]]:
    """Yield the ways along one mechanism that lead to an edge, or on from it.

    An edge from a load to pain belongs to every mechanism that reaches the load.
    """
    yield ()
    here = edge.cause if up else edge.effect
    own = mechanism or edge.mechanism
    for onward in KNOWLEDGE.edges.values():
        meets = (onward.effect if up else onward.cause) == here
        joined = not own or not onward.mechanism or onward.mechanism == own
        if meets and joined and onward is not edge and onward not in seen:
            way_own = own or onward.mechanism
            for rest in ways(onward, up=up, mechanism=way_own, seen=(*seen, edge)):
                yield (*rest, onward) if up else (onward, *rest)


def signs(node: str, side: Side, but: frozenset[str] = frozenset()) -> list[Finding]:
    """Return findings that tell of a node of the graph, without those that tell others."""
    if node in KNOWLEDGE.conditions:
        condition = KNOWLEDGE.conditions[node]
        shows = sorted(condition.shows, key=lambda show: -show.p / _leak(show.finding))
        names = [
            show.finding
            for show in shows
            if but.isdisjoint((show.finding, *ancestors(show.finding, KNOWLEDGE.findings)))
        ][:N_SHOWN]
    elif node in KNOWLEDGE.nodes:
        entry = KNOWLEDGE.nodes[node]
        if entry.number:
            return [Finding(entry.number[0], entry.number[2] + 5.0)]
        names = list(entry.signs[:1])
    else:
        names = [node]
    return [
        Finding(name, True, side if KNOWLEDGE.findings[name].sided else "none") for name in names
    ]


def rivals(edge: Edge, way: tuple[Edge, ...]) -> frozenset[str]:
    """Return the findings that tell of this mechanism's nodes beside one way."""
    own = {node for one in way for node in (one.cause, one.effect)}
    found: set[str] = set()
    for one in KNOWLEDGE.edges.values():
        if one.mechanism == edge.mechanism:
            for node in {one.cause, one.effect} - own:
                found |= {node, *(KNOWLEDGE.nodes[node].signs if node in KNOWLEDGE.nodes else ())}
    return frozenset(found)


def _leak(finding: str) -> float:
    leak = KNOWLEDGE.findings[finding].leak
    return leak.p if leak else 0.03


def probes(edge: Edge) -> Iterator[Findings]:
    """Yield people in whom this edge should show: told to the end, or with the end to come."""
    for before in ways(edge, up=True):
        for after in ways(edge, up=False):
            way = (*before, edge, *after)
            there: Side = "right" if any(one.side == "other" for one in way) else "left"
            ends = signs(way[-1].effect, there)
            pains = [Finding("pain_knee", True, "left"), Finding("pain_foot", True, there)]
            for but in (frozenset[str](), rivals(edge, way)):
                first = signs(way[0].cause, "left", but)
                yield Findings((*first, *ends))
                yield Findings((*first, *ends, *pains))
                yield Findings(tuple(first))
                for pain in pains:
                    yield Findings((*first, pain))


def summary(findings: Findings, knowledge: Knowledge) -> dict[str, float]:
    """Return every figure of the chain by name."""
    completed = complete(findings, knowledge.findings)
    chain = believe_chain(completed, infer(completed, knowledge), knowledge)
    figures: dict[str, float] = {name: p for name, p in chain.probabilities.items()}
    figures |= {belief.mechanism.id: belief.probability for belief in chain.mechanisms}
    for risk in chain.at_risk:
        end = risk.route.end
        figures[f"risk {risk.mechanism.id} {end.node}@{end.side}"] = risk.route.probability
    return figures


def matters(edge: Edge) -> bool:
    """Say whether the chain of at least one probe changes without this edge."""
    rest = {name: one for name, one in KNOWLEDGE.edges.items() if name != edge.id}
    without = replace(KNOWLEDGE, edges=rest)
    for findings in probes(edge):
        here, there = summary(findings, KNOWLEDGE), summary(findings, without)
        names = here.keys() | there.keys()
        if any(abs(here.get(name, 0.0) - there.get(name, 0.0)) > CHANGED for name in names):
            return True
    return False


@pytest.mark.parametrize("name", sorted(KNOWLEDGE.edges))
def test_deleting_an_edge_changes_somebodys_chain(name: str) -> None:
    assert matters(KNOWLEDGE.edges[name])


def test_every_mechanism_has_an_edge_and_starts_where_something_can_be_told() -> None:
    for name in KNOWLEDGE.mechanisms:
        edges = [edge for edge in KNOWLEDGE.edges.values() if edge.mechanism == name]
        assert edges
        effects = {edge.effect for edge in edges}
        starts = [edge.cause for edge in edges if edge.cause not in effects]
        assert starts or any(edge.cause in KNOWLEDGE.nodes for edge in edges)
        for start in starts:
            assert signs(start, "left"), f"{name} starts at {start}, which nobody can tell"


def test_every_load_or_state_is_reached_or_told() -> None:
    touched = {n for edge in KNOWLEDGE.edges.values() for n in (edge.cause, edge.effect)}
    assert KNOWLEDGE.nodes.keys() <= touched
    effects = {edge.effect for edge in KNOWLEDGE.edges.values()}
    for name, node in KNOWLEDGE.nodes.items():
        assert node.signs or node.number or name in effects
