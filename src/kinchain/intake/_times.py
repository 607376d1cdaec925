"""All times told in a narrative, in days before the day of telling."""

from __future__ import annotations

from datetime import date as Date

from kinchain.intake._amounts import amount_at
from kinchain.intake._calendar import named_at
from kinchain.intake._read import Passage
from kinchain.intake._time import Time


def times_of(passage: Passage, told_on: Date) -> list[Time]:
    """Find all times told.

    Parameters
    ----------
    passage
        The text taken apart.
    told_on
        The day of telling.

    Returns
    -------
    times
        In order; ``how`` is ``ago``, ``for``, ``since``, ``bare`` or ``later``.
    """
    found: list[Time] = []
    index = 0
    while index < len(passage.tokens):
        time = amount_at(passage.tokens, index) or named_at(passage.tokens, index, told_on)
        if time is None:
            index += 1
            continue
        found.append(time)
        index = max(time.last, index + 1)
    return found
