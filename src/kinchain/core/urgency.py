"""The five levels of urgency, ordered."""

from __future__ import annotations

from typing import Literal, get_args

Urgency = Literal["emergency", "same_day", "within_days", "routine", "self_care"]
"""How soon: from ``emergency`` (now) to ``self_care``."""

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
"""All levels, most urgent first."""


def more_urgent(first: Urgency, second: Urgency) -> Urgency:
    """Return the more urgent of two levels.

    Parameters
    ----------
    first
        One level.
    second
        Another.
    """
    return first if URGENCIES.index(first) <= URGENCIES.index(second) else second


def at_least(level: Urgency, floor: Urgency) -> bool:
    """Say whether a level is as urgent as another, or more.

    Parameters
    ----------
    level
        The level in question.
    floor
        The level it should reach.
    """
    return URGENCIES.index(level) <= URGENCIES.index(floor)
