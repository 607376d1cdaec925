"""What a page adds to a home test: its drawing, and a clock or a counter where one helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from kinchain.report.figures.exercise_set import drawing
from kinchain.report.figures.home_tests import home_test_drawing


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock or a counter, worked by a script; without one a clock on the wall does as well.

    Parameters
    ----------
    kind
        ``count`` counts taps, ``watch`` counts seconds.
    seconds
        When it ends by itself; 0 for never.
    """

    kind: Literal["count", "watch"]
    seconds: int = 0


TIMERS: Mapping[str, Timer] = {
    "chair_stands_30s_n": Timer("count", 30),
    "single_leg_heel_raises_n": Timer("count"),
    "single_leg_balance_s": Timer("watch", 45),
    "touch_test_missed_n": Timer("count"),
}
"""Tests that are timed or counted; how long is what each test's own steps say."""


def timer_of(finding: str) -> Timer | None:
    """Return the clock or counter of a home test, or None.

    Parameters
    ----------
    finding
        Id of the finding that it tells, without a side.
    """
    return TIMERS.get(finding)


def picture_of(kind: str, name: str, title: str) -> Markup:
    """Return the drawing of a test, an exercise or a treatment; empty where there is none.

    Parameters
    ----------
    kind
        ``test``, ``exercise`` or ``treatment``.
    name
        Its id.
    title
        Its name in plain words.
    """
    if kind == "test":
        return Markup(home_test_drawing(name, title, f"drawn-{name}"))
    if kind in ("exercise", "treatment"):
        return Markup(drawing(name, title, f"drawn-{name}"))
    return Markup("")
