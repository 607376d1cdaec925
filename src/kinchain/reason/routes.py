"""Routes through the causal graph: which edges lead from one told end to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kinchain.core.findings import OTHER_SIDE, Findings, Side
from kinchain.evidence import Knowledge
from kinchain.evidence.model import Edge
from kinchain.evidence.vocabulary import COMPARE

LEGS: tuple[Side, ...] = ("left", "right", "unknown")

MIN_ROUTE = 1e-4
"""A route less probable than this is not followed further."""


@dataclass(frozen=True)
class Place:
    """A node of the graph on one leg."""

    node: str
    side: Side


@dataclass(frozen=True)
class Route:
    """A way through the graph by one mechanism.

    ``probability`` is that of the whole way: the start is there and every edge holds.
    """

    mechanism: str
    start: Place
    end: Place
    edges: tuple[Edge, ...]
    passed: tuple[Side, ...]
    """The leg on which each edge's effect falls."""
    told: tuple[str, ...]
    """Keys of the findings on the way that were told."""
    probability: float
    strengths: tuple[float, ...] = ()
    """P(effect by this route | cause) of each edge, with what a recorded walk shows of the load."""


@dataclass(frozen=True)
class Ground:
    """What is told and inferred about every node, per leg.

    Parameters
    ----------
    knowledge
        The knowledge base.
    findings
        Completed and placed findings.
    posterior
        (condition id, side) -> probability; side ``none`` for the whole person.
    """

    knowledge: Knowledge
    findings: Findings
    posterior: Mapping[tuple[str, Side], float]

    def told(self, node: str, side: Side) -> str | None:
        """Return the key of a told finding by which this node is there, or None.

        Parameters
        ----------
        node
            Node id.
        side
            Leg.
        """
        signs: tuple[str, ...] = (node,)
        if node in self.knowledge.nodes:
            entry = self.knowledge.nodes[node]
            signs = (*entry.signs, *entry.measured)
            if entry.number:
                value = self.findings.number(entry.number[0])
                if value is not None and COMPARE[entry.number[1]](value, entry.number[2]):
                    return entry.number[0]
        for sign in signs:
            for one in (side, "none"):
                if self.findings.is_true(sign, one):
                    return sign if one == "none" else f"{sign}@{one}"
        return None

    def denied(self, node: str, side: Side) -> bool:
        """Say whether every sign of this node was denied on this leg.

        Parameters
        ----------
        node
            Node id.
        side
            Leg.
        """
        entry = self.knowledge.nodes.get(node)
        signs = entry.signs if entry else (node,)
        return bool(signs) and all(
            self.findings.is_false(sign, side) or self.findings.is_false(sign, "none")
            for sign in signs
        )

    def presence(self, node: str, side: Side) -> float:
        """Return P(node is there) where it is a condition or was told, else 0.

        Parameters
        ----------
        node
            Node id.
        side
            Leg.
        """
        if node in self.knowledge.conditions:
            return max(
                self.posterior.get((node, side), 0.0), self.posterior.get((node, "none"), 0.0)
            )
        return 1.0 if self.told(node, side) else 0.0

    def strength(self, edge: Edge, side: Side) -> float:
        """Return P(the edge holds | its cause), raised where the load it leads to was measured.

        Parameters
        ----------
        edge
            The edge.
        side
            The leg of its effect.

        Notes
        -----
        By Bayes, with P(shown | high) of the node and P(shown | not high by this route) of the
        finding's leak. A load that no walk shows leaves the strength as it is.
        """
        p = edge.strength.p
        entry = self.knowledge.nodes.get(edge.effect)
        if entry is None or entry.layer != "load" or entry.shown is None:
            return p
        for sign in entry.measured:
            leak = self.knowledge.findings[sign].leak
            if leak is not None and self.findings.is_true(sign, side):
                seen = p * entry.shown.p
                return max(p, seen / (seen + (1.0 - p) * leak.p))
        return p


def outgoing(knowledge: Knowledge, mechanism: str) -> Mapping[str, tuple[Edge, ...]]:
    """Return the edges of one mechanism by their cause, with those from load to pain.

    Parameters
    ----------
    knowledge
        The knowledge base.
    mechanism
        Mechanism id.
    """
    table: dict[str, tuple[Edge, ...]] = {}
    for edge in knowledge.edges.values():
        if edge.mechanism in (mechanism, ""):
            table[edge.cause] = (*table.get(edge.cause, ()), edge)
    return table


def effect_sides(edge: Edge, side: Side) -> tuple[Side, ...]:
    """Return the legs on which an edge's effect can fall.

    Parameters
    ----------
    edge
        The edge.
    side
        The leg of its cause.
    """
    if edge.side == "same" or side == "unknown":
        return (side,)
    other = OTHER_SIDE[side]
    return (other,) if edge.side == "other" else (side, other)


def routes(ground: Ground, mechanism: str, *, to_told: bool = True) -> Iterator[Route]:
    """Yield every route of a mechanism from a node that is there to an end of the graph.

    Parameters
    ----------
    ground
        What is told and inferred.
    mechanism
        Mechanism id.
    to_told
        True: only to complaints or signs that were told. False: only to findings not told
        and not denied, i.e. what may still come.
    """
    table = outgoing(ground.knowledge, mechanism)
    for cause in table:
        if cause in ground.knowledge.nodes and ground.knowledge.nodes[cause].layer == "load":
            continue
        for side in LEGS:
            presence = ground.presence(cause, side)
            if presence > MIN_ROUTE:
                place = Place(cause, side)
                key = ground.told(cause, side)
                seed = Route(mechanism, place, place, (), (), (key,) if key else (), presence)
                yield from _follow(ground, table, seed, to_told=to_told)


def _follow(
    ground: Ground, table: Mapping[str, tuple[Edge, ...]], way: Route, *, to_told: bool
) -> Iterator[Route]:
    """Yield every longer way that ends where it should."""
    for edge in table.get(way.end.node, ()):
        if edge in way.edges:
            continue
        for side in effect_sides(edge, way.end.side):
            strength = ground.strength(edge, side)
            onward = way.probability * strength
            if onward < MIN_ROUTE or ground.denied(edge.effect, side):
                continue
            place = Place(edge.effect, side)
            key = ground.told(edge.effect, side)
            longer = replace(
                way,
                end=place,
                edges=(*way.edges, edge),
                passed=(*way.passed, side),
                told=(*way.told, key) if key else way.told,
                probability=onward,
                strengths=(*way.strengths, strength),
            )
            if _ends(ground, place) and (key is not None) == to_told:
                yield longer
            yield from _follow(ground, table, longer, to_told=to_told)


def any_holds(ways: Iterable[Route], depth: int = 0) -> float:
    """Return P(at least one of several routes from one start holds | the start is there).

    Parameters
    ----------
    ways
        Routes with the same start and the same first edges.
    depth
        How many edges they share.

    Notes
    -----
    Routes that branch share the edges before the branch, so they are summed as a tree.
    """
    onward: dict[tuple[str, Side], list[Route]] = {}
    for way in ways:
        if len(way.edges) == depth:
            return 1.0
        onward.setdefault((way.edges[depth].id, way.passed[depth]), []).append(way)
    miss = 1.0
    for group in onward.values():
        miss *= 1.0 - group[0].strengths[depth] * any_holds(group, depth + 1)
    return 1.0 - miss


def _ends(ground: Ground, place: Place) -> bool:
    """Say whether a node is one that a person notices: a finding, or a whole complaint."""
    return place.node in ground.knowledge.findings or place.node in (
        "knee_complaint",
        "foot_complaint",
    )
