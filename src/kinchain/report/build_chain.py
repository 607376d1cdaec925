"""The chain of a report: direction, routes, and what may follow at the other end."""

from __future__ import annotations

from kinchain.core.formats.assessment import AtRisk, MechanismResult
from kinchain.report import words
from kinchain.report.build_simulated import simulated_of
from kinchain.report.context import Context
from kinchain.report.model import ChainPart, RiskPart, RoutePart

N_ROUTES = 5

CERTAIN = 0.99
"""Above this the shares of the chain say nothing that the headline does not."""

FOOT_SITE_IDS = (
    "pain_foot",
    "pain_heel",
    "pain_ankle",
    "pain_arch",
    "pain_midfoot",
    "pain_forefoot",
    "pain_toes",
    "pain_achilles",
    "pain_big_toe",
    "pain_under_big_toe",
    "swelling_foot",
    "swelling_ankle",
)
"""Beginnings of the findings that put the foot end into the picture."""

KNEE_SITE_IDS = (
    "pain_knee", "swelling_knee", "knee_stiff", "giving_way", "locking",
    "pain_below_kneecap", "pain_above_kneecap",
)  # fmt: skip
"""Beginnings of the findings that put the knee end into the picture."""


def chain_of(context: Context) -> ChainPart:
    """Return the chain.

    Parameters
    ----------
    context
        The assessment.
    """
    chain = context.told.chain
    return ChainPart(
        direction=chain.direction,
        headline=words.DIRECTION_WORDS[chain.direction],
        why=chain.why,
        shares=tuple(
            (words.HYPOTHESIS_WORDS[name], share)
            for name, share in sorted(chain.probabilities.items(), key=lambda pair: -pair[1])
            if max(chain.probabilities.values()) < CERTAIN
        ),
        knee=_end(context, "knee", KNEE_SITE_IDS),
        foot=_end(context, "foot", FOOT_SITE_IDS),
        routes=tuple(_route(context, one) for one in chain.mechanisms[:N_ROUTES]),
        at_risk=_risks(context),
        simulated=simulated_of(context),
    )


def _risks(context: Context) -> tuple[RiskPart, ...]:
    """Return what may follow at the other end, gathered by the way it would come about."""
    groups: dict[str, list[AtRisk]] = {}
    for one in context.told.chain.at_risk:
        groups.setdefault(one.why, []).append(one)
    return tuple(
        RiskPart(
            ", ".join(dict.fromkeys(one.what for one in group)),
            why,
            words.VERDICT_WORDS[group[0].evidence],
            context.refs(group[0].sources),
        )
        for why, group in groups.items()
    )


def _end(context: Context, name: str, beginnings: tuple[str, ...]) -> str:
    """Return an end of the chain with the sides on which it is sore."""
    sides = {
        one.side
        for one in context.told.heard
        if one.value is True and one.finding.startswith(beginnings)
    }
    if not sides:
        return f"{name}, not sore"
    if {"left", "right"} <= sides:
        return {"knee": "both knees", "foot": "both feet"}[name]
    known = next((side for side in ("left", "right") if side in sides), "")
    return f"{known} {name}".strip()


def _route(context: Context, one: MechanismResult) -> RoutePart:
    entry = context.knowledge.mechanisms.get(one.id)
    return RoutePart(
        id=one.id,
        name=one.name,
        plain=entry.plain if entry else "",
        direction=one.direction,
        probability=one.probability,
        verdict=one.evidence,
        verdict_words=words.VERDICT_WORDS[one.evidence],
        because=context.keys(one.because),
        settle=one.settle,
        refs=context.refs(one.sources),
    )
