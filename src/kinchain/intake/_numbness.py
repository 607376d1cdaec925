"""Whether numbness is told as new."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.core.findings import Finding
from kinchain.intake._read import Passage
from kinchain.intake._time import Time
from kinchain.intake._told import Told

NEW_WITHIN_DAYS = 14.0
"""Numbness at most this old counts as new."""


def newly_numb(passage: Passage, times: list[Time], told_all: list[Told]) -> Iterator[Finding]:
    """Yield numbness told as having come now, suddenly or within two weeks.

    Parameters
    ----------
    passage
        The text taken apart.
    times
        Times told.
    told_all
        Findings heard so far.
    """
    for told in told_all:
        if not told.finding.id.startswith(("numb_", "tingling_")) or not told.finding.value:
            continue
        words = passage.words(told.hit.first - 6, told.hit.last + 4)
        new = not {"now", "suddenly", "sudden", "today", "just"}.isdisjoint(words)
        old = not {"years", "always", "still", "months", "usual", "diabetes"}.isdisjoint(words)
        if (new or _lately(passage, times, told)) and not old:
            yield Finding("numb_new", True, told.finding.side, "narrative", told.finding.span)


def _lately(passage: Passage, times: list[Time], told: Told) -> bool:
    """Say whether a date of the last two weeks is told with a complaint or just before."""
    own = passage.sentence[told.hit.first]
    near = [t for t in times if 0 <= own - passage.sentence[t.first] <= 1]
    dated = [t for t in near if t.how in ("ago", "since") and t.days > 0.02]
    return bool(dated) and max(t.days for t in dated) <= NEW_WITHIN_DAYS


def numb_since(
    passage: Passage, told_all: list[Told], time: Time, span: tuple[int, int]
) -> Iterator[Finding]:
    """Yield numbness told in the sentence of a date of the last two weeks.

    Parameters
    ----------
    passage
        The text taken apart.
    told_all
        Findings heard so far.
    time
        The date.
    span
        Its characters, from and to.
    """
    own = passage.sentence[time.first]
    for told in told_all:
        near = passage.sentence[told.hit.first] == own
        numb = told.finding.id.startswith(("numb_", "tingling_")) and told.finding.value is True
        if near and numb:
            yield Finding("numb_new", True, told.finding.side, "narrative", span)
