"""Delete one causal edge at a time and see whether the assessment and its chain change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case, Complaint, Person
from kinchain.evidence import Knowledge, load_knowledge
from kinchain.evidence.model import Edge

CHANGED = 1e-6
"""Smallest change of a probability that counts."""

MOST_TRIED = 16
"""Cases tried for one edge before it is called idle."""

LONGEST_ROUTE = 4
"""Most edges followed from either end of an edge."""

N_FORKS = 3
"""Ways tried where the graph forks."""

PERSON = Person(age=52, sex="female", height_m=1.66, mass_kg=82)
"""Who the built cases are about."""

STRONG_ODDS = 3.0
"""What raises a condition by this factor or more is told too."""

N_SIGNS = 5
"""Most telling findings by which a built case shows a condition."""


def told_signs(knowledge: Knowledge, node: str, side: str) -> dict[str, bool | float | str]:
    """Return findings that tell of a node of the graph on one side.

    Parameters
    ----------
    knowledge
        The knowledge base.
    node
        A condition, a finding, or a state, gait or load node with its signs.
    side
        ``left`` or ``right``.
    """
    if node in knowledge.conditions:
        shows = sorted(knowledge.conditions[node].shows, key=lambda s: -s.p)
        names = [s.finding for s in shows if knowledge.findings[s.finding].type == "bool"]
        names = [
            *[n for n in names if knowledge.findings[n].kind == "site"][:2],
            *[n for n in names if knowledge.findings[n].kind != "site"][:N_SIGNS],
            *[r.finding for r in knowledge.conditions[node].raised_by if r.odds >= STRONG_ODDS],
        ]
    elif node in knowledge.findings:
        names = [node]
    else:
        names = list(knowledge.nodes[node].signs)[:N_SIGNS] if node in knowledge.nodes else []
    found: dict[str, bool | float | str] = {}
    for name in names:
        entry = knowledge.findings.get(name)
        if entry is not None and entry.type == "bool":
            found[f"{name}@{side}" if entry.sided else name] = True
    return found


def route(knowledge: Knowledge, edge: Edge, up: bool, wanted: int = 0) -> list[tuple[str, bool]]:
    """Follow the graph from one end of an edge until a condition or finding is met.

    Parameters
    ----------
    knowledge
        The knowledge base.
    edge
        Where to begin.
    up
        True towards causes, False towards effects.
    wanted
        Which of several ways to take where the graph forks.

    Returns
    -------
    nodes
        Nodes on the way, each with whether it lies on the other leg than the edge's cause.
    """
    node, other = (edge.cause, False) if up else (edge.effect, edge.side == "other")
    found = [(node, other)]
    for _ in range(LONGEST_ROUTE):
        if node not in knowledge.nodes and (up or node in knowledge.conditions):
            break
        ways = [
            e
            for e in knowledge.edges.values()
            if (e.effect if up else e.cause) == node
            and (e.cause if up else e.effect) not in {n for n, _ in found}
        ]
        ways.sort(key=lambda e: e.mechanism != edge.mechanism)
        if not ways:
            break
        way = ways[wanted % len(ways)]
        node = way.cause if up else way.effect
        other = other != (way.side == "other")
        found.append((node, other))
    return found


def built_cases(knowledge: Knowledge, edge: Edge) -> Iterator[Case]:
    """Yield cases in which an edge shows: its ends, what lies before and what follows.

    Parameters
    ----------
    knowledge
        The knowledge base.
    edge
        The edge.
    """
    for fork in range(N_FORKS):
        nodes = [*route(knowledge, edge, True, fork), *route(knowledge, edge, False, fork)]
        findings: dict[str, bool | float | str] = {}
        for node, other in nodes:
            findings |= told_signs(knowledge, node, "right" if other else "left")
        there = "right" if nodes[-1][1] else "left"
        yield Case(person=PERSON, findings=findings)
        for first in ("knee", "foot"):
            both = {"pain_knee@left": True, f"pain_foot@{there}": True, "started_first": first}
            places = {"knee": ("knee", "left"), "foot": ("foot", there)}
            complaints = tuple(
                Complaint(
                    site=site, side=side, onset="gradual",
                    started="first" if end == first else "later",
                    duration_days=200 if end == first else 30,
                )
                for end, (site, side) in places.items()
            )  # fmt: skip
            yield Case(person=PERSON, findings={**findings, **both}, complaints=complaints)


def differences(a: Assessment, b: Assessment) -> dict[str, bool]:
    """Say which parts of two assessments differ.

    Parameters
    ----------
    a, b
        Assessments of the same case.
    """
    return {
        "chain": _differ(_chain(a), _chain(b)) or a.chain.at_risk != b.chain.at_risk,
        "direction": a.chain.direction != b.chain.direction,
        "conditions": _differ(
            {f"{c.id}@{c.side}": c.probability for c in a.conditions},
            {f"{c.id}@{c.side}": c.probability for c in b.conditions},
        ),
        "assessment": _bare(a) != _bare(b),
    }


def _chain(told: Assessment) -> dict[str, float]:
    """Return the chances of the directions and of the mechanisms, by name."""
    found = {str(name): p for name, p in told.chain.probabilities.items()}
    return found | {m.id: m.probability for m in told.chain.mechanisms}


def _differ(a: dict[str, float], b: dict[str, float]) -> bool:
    return any(abs(a.get(k, 0.0) - b.get(k, 0.0)) > CHANGED for k in {*a, *b})


def _bare(told: Assessment) -> Assessment:
    return told.model_copy(update={"created": None})


def without(knowledge: Knowledge, edge: str) -> Knowledge:
    """Return the knowledge with one causal edge deleted.

    Parameters
    ----------
    knowledge
        The knowledge base.
    edge
        Id of the edge.
    """
    return replace(
        knowledge, edges={name: e for name, e in knowledge.edges.items() if name != edge}
    )


def try_edge(task: tuple[str, tuple[Case, ...]]) -> dict[str, Any]:
    """Delete one edge and look for a case in which the chain changes.

    Parameters
    ----------
    task
        Id of the edge; further cases to try after the built ones.
    """
    from kinchain.app.assess import assess

    name, further = task
    knowledge = load_knowledge()
    edge = knowledge.edges[name]
    less = without(knowledge, name)
    row: dict[str, Any] = {"edge": name, "chain": False, "direction": False,
                           "conditions": False, "assessment": False, "tried": 0}  # fmt: skip
    tried = [*built_cases(knowledge, edge), *further][:MOST_TRIED]
    for case in tried:
        row["tried"] += 1
        changed = differences(assess(case, knowledge), assess(case, less))
        row |= {part: row[part] or changed[part] for part in changed}
        if row["chain"] and row["assessment"]:
            break
    return row


def summarise(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Count the edges whose deletion changes something, and name those that change nothing.

    Parameters
    ----------
    rows
        One row an edge.
    """
    parts = ("assessment", "chain", "direction", "conditions")
    return {
        "n_edges": len(rows),
        **{f"changes_{part}": sum(bool(r[part]) for r in rows) for part in parts},
        "idle": [r["edge"] for r in rows if not r["assessment"]],
        "chain_unmoved": [r["edge"] for r in rows if r["assessment"] and not r["chain"]],
    }
