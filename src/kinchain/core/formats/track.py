"""``kinchain-track/1``: a person's diary, repeated home tests and outcome scores."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import Field

from kinchain.core.formats._base import Exchanged

PLACE = (
    r"^(low_back|(hip|thigh|knee|shin|calf|ankle|heel|arch|midfoot|forefoot|toes|foot|leg)"
    r"@(left|right))$"
)
"""A place of the body map with its side."""

Place = Annotated[str, Field(pattern=PLACE)]
Nrs = Annotated[float, Field(ge=0, le=10)]
"""Pain from 0, none, to 10, the worst there can be."""

MAX_NOTE_CHARACTERS = 2000
MAX_ENTRIES = 20_000
"""Fifty years of days."""


class Followed(Exchanged):
    """What is followed: a condition, since when care began, and when to look again."""

    condition: Annotated[str, Field(max_length=80)] | None = None
    side: Literal["left", "right", "both", "unknown"] = "unknown"
    started: Date | None = None
    review_on: Date | None = None


class DiaryDay(Exchanged):
    """One day; whatever is missing was not told."""

    date: Date
    pain: dict[Place, Nrs] = {}
    next_morning: dict[Place, Nrs] = {}
    stiffness_min: Annotated[float, Field(ge=0, le=1440)] | None = None
    swelling: bool | None = None
    steps: Annotated[int, Field(ge=0, le=200_000)] | None = None
    exercise_done: bool | None = None
    new_signs: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    note: Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)] = ""


class HomeTest(Exchanged):
    """One home test on one day: a finding of the vocabulary with its side."""

    date: Date
    test: Annotated[str, Field(max_length=80)]
    value: Annotated[float, Field(allow_inf_nan=False)]


class TrackedScore(Exchanged):
    """One outcome score: number, day, version; ``items`` where the activities are one's own."""

    date: Date
    measure: Annotated[str, Field(max_length=40)]
    value: Annotated[float, Field(allow_inf_nan=False)]
    version: Annotated[str, Field(max_length=80)] = ""
    about: Place | None = None
    items: dict[Annotated[str, Field(max_length=120)], Nrs] = {}


class Track(Exchanged):
    """Everything that is followed in one person."""

    format: Literal["kinchain-track/1"] = "kinchain-track/1"
    about: Followed = Followed()
    days: Annotated[tuple[DiaryDay, ...], Field(max_length=MAX_ENTRIES)] = ()
    tests: Annotated[tuple[HomeTest, ...], Field(max_length=MAX_ENTRIES)] = ()
    scores: Annotated[tuple[TrackedScore, ...], Field(max_length=MAX_ENTRIES)] = ()
