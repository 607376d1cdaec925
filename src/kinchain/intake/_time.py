"""A time told by a person, before it is known what it dates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Time:
    """A time told: tokens, days before the telling, and how it was said."""

    first: int
    last: int
    days: float
    how: str
