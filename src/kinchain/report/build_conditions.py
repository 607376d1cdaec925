"""The conditions of a report, and the feared ones that are not excluded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinchain.core.findings import Side
from kinchain.core.formats.assessment import ConditionResult, Evidence
from kinchain.report import words
from kinchain.report.context import Context
from kinchain.report.model import ConditionPart, FearedPart, Weight

N_CONDITIONS = 5
N_FOR_AND_AGAINST = 4


def conditions_of(context: Context) -> tuple[ConditionPart, ...]:
    """Return the likeliest conditions, one entry for both sides.

    Parameters
    ----------
    context
        The assessment.
    """
    groups: dict[str, list[ConditionResult]] = {}
    for one in context.told.conditions:
        groups.setdefault(one.id, []).append(one)
    shown = [group for group in groups.values() if group[0].not_excluded is None]
    return tuple(_condition(context, group) for group in shown[:N_CONDITIONS])


def feared_of(context: Context, shown: set[str]) -> tuple[FearedPart, ...]:
    """Return feared conditions by the reason why they look less likely.

    Parameters
    ----------
    context
        The assessment.
    shown
        Ids of conditions that are shown already.
    """
    seen = set(shown)
    reasons: dict[str, dict[str, str]] = {}
    for one in context.told.conditions:
        if one.not_excluded is not None and one.id not in seen:
            seen.add(one.id)
            name = f"{one.name}, {words.percent(one.probability)}"
            reasons.setdefault(_reason(one.not_excluded), {})[one.id] = name
    return tuple(
        FearedPart(why, tuple(names.values()), tuple(names)) for why, names in reasons.items()
    )


def _condition(context: Context, group: list[ConditionResult]) -> ConditionPart:
    """Return one condition; its sides together, the likeliest first."""
    best = max(group, key=lambda one: one.probability)
    sides = [one for one in group if one.side in ("left", "right")]
    sides = [one for one in sides if one.probability >= best.probability / 2]
    entry = context.knowledge.conditions.get(best.id)
    place = " and ".join(one.side for one in sides) or words.SIDE_WORDS[best.side]
    return ConditionPart(
        id=best.id,
        name=best.name,
        plain=entry.plain if entry else "",
        sides=place,
        probability=best.probability,
        likelihood=f"{words.likelihood(best.probability)}, {words.percent(best.probability)}",
        because=_weights(context, best.because, best.side),
        against=_weights(context, best.against, best.side),
        refs=context.refs(best.sources),
    )


def _weights(context: Context, items: Sequence[Evidence], side: Side) -> tuple[Weight, ...]:
    """Return the findings for or against; one told of both legs weighs for both."""
    found: dict[str, tuple[list[Side], float]] = {}
    for one in items:
        if one.finding in context.knowledge.findings:
            text = words.phrase(context.knowledge.findings[one.finding], one.value)
            sides, bits = found.get(text, ([], 0.0))
            found[text] = ([*sides, one.side], bits + one.bits)
    rows = [
        Weight(words.with_sides(text, sides, side), words.bits_bar(bits))
        for text, (sides, bits) in found.items()
    ]
    return tuple(rows[:N_FOR_AND_AGAINST])


def _reason(not_excluded: str) -> str:
    found = re.search(r"because (.+?)\. Not excluded", not_excluded)
    return found.group(1).capitalize() if found else not_excluded
