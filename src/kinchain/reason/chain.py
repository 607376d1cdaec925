"""Which end of the chain acts on the other, by which mechanism, and what is at risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinchain.core.chain import HYPOTHESES, ChainDirection
from kinchain.core.chain import ChainHypothesis as Hypothesis
from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge
from kinchain.evidence.model import Mechanism
from kinchain.reason.infer import Inference
from kinchain.reason.network import place_legs
from kinchain.reason.routes import Ground, Place, Route, any_holds, routes
from kinchain.reason.story import (
    FOOT_SIGNS,
    FOOT_STATES,
    KNEE_SIGNS,
    KNEE_STATES,
    UNLISTED,
    any_told,
    says_unrelated,
    tells_of_both,
    tells_of_two_ends,
    with_story,
)

MIN_SETTLED = 0.4
"""Below this no direction is named (weighed on the open cases)."""

UNRELATED = 0.75
"""With both ends sore, "none" is only said above this; otherwise it is undetermined."""

N_AT_RISK = 4

WHOLE_COMPLAINTS: Mapping[str, str] = {"knee_complaint": "pain_knee", "foot_complaint": "pain_foot"}
"""What a whole complaint is told as."""


@dataclass(frozen=True)
class MechanismBelief:
    """One mechanism in this person and the routes behind it."""

    mechanism: Mechanism
    probability: float
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Risk:
    """Something at the other end that may follow."""

    mechanism: Mechanism
    route: Route


@dataclass(frozen=True)
class ChainBelief:
    """Direction, its probabilities, mechanisms and what is at risk."""

    direction: ChainDirection
    probabilities: Mapping[Hypothesis, float]
    why: str
    mechanisms: tuple[MechanismBelief, ...]
    at_risk: tuple[Risk, ...]
    ends: tuple[bool, bool]
    """Whether the knee end and the foot end are among the complaints."""


def believe_chain(findings: Findings, inference: Inference, knowledge: Knowledge) -> ChainBelief:
    """Work out direction and mechanisms from the graph, the findings and the posterior.

    Parameters
    ----------
    findings
        Completed findings.
    inference
        The conditions' posterior on the same findings.
    knowledge
        The knowledge base.
    """
    posterior = {
        (one.node.condition.id, one.node.side): one.probability for one in inference.ranked
    }
    ground = Ground(knowledge, place_legs(findings), posterior)
    ends = (any_told(ground.findings, KNEE_SIGNS), any_told(ground.findings, FOOT_SIGNS))
    before = {
        name: _mechanism(ground, mechanism) for name, mechanism in knowledge.mechanisms.items()
    }
    prior = _prior(before.values(), told_both=tells_of_two_ends(ground.findings))
    after = with_story(prior, ground.findings)
    mechanisms = tuple(
        sorted(
            (_update(belief, prior, after) for belief in before.values() if belief.routes),
            key=lambda belief: -belief.probability,
        )
    )
    direction, why = _settle(after, ends, ground.findings, mechanisms)
    return ChainBelief(direction, after, why, mechanisms, _at_risk(ground, ends), ends)


def _mechanism(ground: Ground, mechanism: Mechanism) -> MechanismBelief:
    """Return how probable it is that this mechanism joins the told ends."""
    if mechanism.direction == "common_cause":
        return _common(ground, mechanism)
    starts: dict[Place, list[Route]] = {}
    for route in routes(ground, mechanism.id):
        if _crosses(ground, route, mechanism) and _is_own_gait(ground, route):
            starts.setdefault(route.start, []).append(route)
    best: tuple[float, list[Route]] = (0.0, [])
    for start, ways in starts.items():
        probability = ground.presence(start.node, start.side) * any_holds(ways)
        best = max(best, (probability, ways), key=lambda one: one[0])
    probability, ways = best
    return MechanismBelief(
        mechanism, probability, tuple(sorted(ways, key=lambda route: -route.probability))
    )


def _is_own_gait(ground: Ground, route: Route) -> bool:
    """Say whether a changed walk told at the start of a route has a sore end to spare.

    A limp spares a knee as well as a foot; it counts for what is sore on its own leg.
    """
    node = ground.knowledge.nodes.get(route.start.node)
    if node is None or node.layer != "gait":
        return True
    signs = KNEE_SIGNS if node.end == "knee" else FOOT_SIGNS
    return any(ground.findings.is_true(sign, route.start.side) for sign in signs)


def _end_of(ground: Ground, node: str) -> str:
    """Return the end of the chain a node sits at: knee, foot, leg, whole or none."""
    knowledge = ground.knowledge
    if node in knowledge.nodes:
        return knowledge.nodes[node].end
    if node in knowledge.conditions:
        return knowledge.conditions[node].end
    if "knee" in node or node in ("pain_fibula_upper",):
        return "knee"
    return "foot" if "foot" in node or node in FOOT_FINDINGS else "leg"


FOOT_FINDINGS = frozenset(
    (
        "pain_ankle",
        "pain_heel",
        "pain_arch",
        "pain_midfoot",
        "pain_forefoot",
        "pain_toes",
        "pain_achilles",
        "swelling_ankle",
    )
)


def _crosses(ground: Ground, route: Route, mechanism: Mechanism) -> bool:
    """Say whether a route begins at the mechanism's own end and leaves it."""
    start, end = _end_of(ground, route.start.node), _end_of(ground, route.end.node)
    if mechanism.direction == "knee_to_foot":
        return start in ("knee", "leg", "whole") and end in ("foot", "leg")
    return start in ("foot", "leg", "whole") and end == "knee"


def _common(ground: Ground, mechanism: Mechanism) -> MechanismBelief:
    """Return how probable it is that one cause brought about both ends."""
    best: dict[str, dict[str, Route]] = {}
    for route in routes(ground, mechanism.id):
        kept = best.setdefault(route.start.node, {})
        held = kept.get(route.end.node)
        if held is None or route.probability > held.probability:
            kept[route.end.node] = route
    likeliest: tuple[float, tuple[Route, ...]] = (0.0, ())
    none_did = 1.0
    for ends in best.values():
        by_end: dict[str, Route] = {}
        for route in sorted(ends.values(), key=lambda one: one.probability):
            by_end[_end_of(ground, route.end.node)] = route
        if not {"knee", "foot"} <= by_end.keys():
            continue
        knee, foot = by_end["knee"], by_end["foot"]
        presence = max(ground.presence(knee.start.node, knee.start.side), 1e-9)
        probability = knee.probability * foot.probability / presence
        none_did *= 1.0 - probability
        likeliest = max(likeliest, (probability, (knee, foot)), key=lambda one: one[0])
    return MechanismBelief(mechanism, 1.0 - none_did, likeliest[1])


def _prior(beliefs: Iterable[MechanismBelief], *, told_both: bool) -> dict[Hypothesis, float]:
    """Combine the mechanisms into the five hypotheses, before the story's order."""
    miss: dict[Hypothesis, float] = {
        name: 1.0 - unlisted * told_both for name, unlisted in UNLISTED.items()
    }
    for belief in beliefs:
        miss[belief.mechanism.direction] *= 1.0 - belief.probability
    down, up, common = (1.0 - miss[name] for name in miss)
    apart = 1.0 - common
    return {
        "knee_to_foot": apart * down * (1.0 - up),
        "foot_to_knee": apart * up * (1.0 - down),
        "both": apart * up * down,
        "common_cause": common,
        "none": apart * (1.0 - up) * (1.0 - down),
    }


def _holding(probabilities: Mapping[Hypothesis, float], direction: Hypothesis) -> float:
    own = probabilities[direction]
    return own if direction == "common_cause" else own + probabilities["both"]


def _update(
    belief: MechanismBelief,
    prior: Mapping[Hypothesis, float],
    after: Mapping[Hypothesis, float],
) -> MechanismBelief:
    """Carry the story's weight from the direction to each of its mechanisms."""
    direction = belief.mechanism.direction
    before = max(_holding(prior, direction), 1e-12)
    probability = min(1.0, belief.probability * _holding(after, direction) / before)
    return MechanismBelief(belief.mechanism, probability, belief.routes)


def _settle(
    after: Mapping[Hypothesis, float],
    ends: tuple[bool, bool],
    findings: Findings,
    mechanisms: tuple[MechanismBelief, ...],
) -> tuple[ChainDirection, str]:
    """Name the direction, or say that nothing settles it, with the reason."""
    best = max(HYPOTHESES, key=lambda name: after[name])
    if not any(ends) and best == "none":
        return "none", "Neither knee nor foot was told as sore."
    if not all(ends) and best == "none":
        return "none", "Only one end of the chain was told as sore."
    if best != "none" and not _has_other_end(best, ends, findings, mechanisms):
        return "none", "Only one end of the chain was told as sore."
    if after[best] < MIN_SETTLED:
        return "undetermined", "No direction stands out from what was told."
    if best == "none":
        if after[best] >= UNRELATED or says_unrelated(findings):
            return "none", "Nothing told joins the two; they may well be unrelated."
        return "undetermined", "Both ends are sore, and nothing told joins them or parts them."
    if _is_weak(best, findings, mechanisms):
        return "undetermined", "The evidence behind the likeliest direction is weak."
    return best, "This is the likeliest reading of what was told; it is not proof of a cause."


def _has_other_end(
    best: Hypothesis,
    ends: tuple[bool, bool],
    findings: Findings,
    mechanisms: tuple[MechanismBelief, ...],
) -> bool:
    """Say whether anything told is of each end: a complaint, a state, or the story's order."""
    if all(ends) or tells_of_two_ends(findings):
        return True
    wanted = {"knee_to_foot": KNEE_STATES, "foot_to_knee": FOOT_STATES}.get(best)
    if wanted is not None and any_told(findings, wanted):
        return True
    return any(
        belief.mechanism.direction == best
        and belief.probability >= MIN_SETTLED
        and any(len(route.told) > 1 for route in belief.routes)
        for belief in mechanisms
    )


def _is_weak(best: Hypothesis, findings: Findings, mechanisms: tuple[MechanismBelief, ...]) -> bool:
    """Say whether a direction rests on no story and on weak mechanisms alone."""
    if best == "common_cause":
        return False
    strong = any(
        belief.mechanism.verdict == "supported" and belief.probability >= MIN_SETTLED
        for belief in mechanisms
        if belief.mechanism.direction == best
    )
    return not tells_of_both(findings) and not strong


def _at_risk(ground: Ground, ends: tuple[bool, bool]) -> tuple[Risk, ...]:
    """Return what may follow at the other end where only one is sore, likeliest first."""
    if ends not in ((True, False), (False, True)):
        return ()
    direction = "knee_to_foot" if ends[0] else "foot_to_knee"
    found: dict[str, Risk] = {}
    for mechanism in ground.knowledge.mechanisms.values():
        if mechanism.direction != direction:
            continue
        for route in routes(ground, mechanism.id, to_told=False):
            key = WHOLE_COMPLAINTS.get(route.end.node, route.end.node)
            held = found.get(key)
            if (
                _crosses(ground, route, mechanism)
                and _is_own_gait(ground, route)
                and (held is None or route.probability > held.route.probability)
            ):
                found[key] = Risk(mechanism, route)
    ordered = sorted(found.values(), key=lambda risk: -risk.route.probability)
    return tuple(ordered[:N_AT_RISK])
