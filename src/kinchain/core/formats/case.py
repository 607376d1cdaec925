"""``kinchain-case/1``: one person's words, answers, scores and recordings."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import Field

from kinchain.core.formats._base import Exchanged

Site = Literal[
    "low_back",
    "hip",
    "thigh",
    "knee",
    "shin",
    "calf",
    "ankle",
    "heel",
    "arch",
    "midfoot",
    "forefoot",
    "toes",
    "foot",
    "leg",
]
"""Where it hurts, in the words of a body map."""

KNEE_SITES: tuple[Site, ...] = ("knee",)
"""Sites at the knee end of the chain."""

FOOT_SITES: tuple[Site, ...] = ("ankle", "heel", "arch", "midfoot", "forefoot", "toes", "foot")
"""Sites at the foot end of the chain."""

MAX_NARRATIVE_CHARACTERS = 1_100_000
"""Longest narrative taken; far above what anyone writes, so that input stays bounded."""


class Person(Exchanged):
    """Who it is about; anything may be missing."""

    age: Annotated[float, Field(ge=0, le=115)] | None = None
    sex: Literal["female", "male", "other"] | None = None
    height_m: Annotated[float, Field(ge=0.5, le=2.6)] | None = None
    mass_kg: Annotated[float, Field(ge=3, le=400)] | None = None
    occupation: Annotated[str, Field(max_length=200)] | None = None
    activity: Annotated[str, Field(max_length=500)] | None = None
    country: Annotated[str, Field(max_length=60)] | None = None


class Complaint(Exchanged):
    """One place that hurts."""

    site: Site
    side: Literal["left", "right", "both", "unknown"] = "unknown"
    started: Literal["first", "later", "same_time", "unknown"] = "unknown"
    onset: Literal["sudden", "gradual", "unknown"] = "unknown"
    duration_days: Annotated[float, Field(ge=0, le=36500)] | None = None


class Outcome(Exchanged):
    """One score of an outcome measure on one day."""

    measure: Annotated[str, Field(min_length=1, max_length=40)]
    date: Date
    value: Annotated[float, Field(allow_inf_nan=False)]
    about: str | None = None
    version: str | None = None


class Examined(Exchanged):
    """One finding as a clinician found it; it goes before what was told of the same finding.

    ``finding`` is a vocabulary id with its side, ``by`` who examined (a role, not a name).
    """

    finding: Annotated[str, Field(min_length=1, max_length=80)]
    value: bool | Annotated[float, Field(allow_inf_nan=False)] | str
    by: Annotated[str, Field(min_length=1, max_length=80)]
    date: Date | None = None


class WalkInput(Exchanged):
    """A recording, relative to the case file."""

    path: str
    static: str | None = None
    model: str | None = None


class Case(Exchanged):
    """One case; a finding that is missing or ``unknown`` is not "no"."""

    format: Literal["kinchain-case/1"] = "kinchain-case/1"
    date: Date | None = None
    person: Person = Person()
    narrative: Annotated[str, Field(max_length=MAX_NARRATIVE_CHARACTERS)] = ""
    complaints: tuple[Complaint, ...] = ()
    findings: dict[str, bool | float | str] = {}
    examined: tuple[Examined, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    walks: tuple[WalkInput, ...] = ()
