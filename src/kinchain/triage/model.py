"""What triage takes and gives: complaints in, a frozen `Triage` out."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.core.findings import Side
from kinchain.core.urgency import Urgency
from kinchain.evidence.rules import RuleBasis


@dataclass(frozen=True, slots=True)
class ComplaintSite:
    """One place that hurts.

    Parameters
    ----------
    site
        A coarse site of the case format, e.g. ``knee`` or ``low_back``.
    side
        ``left``, ``right``, ``both`` or ``unknown``.
    duration_days
        How long, in days, or None where not told.
    """

    site: str
    side: Side = "unknown"
    duration_days: float | None = None


@dataclass(frozen=True, slots=True)
class LikelyDanger:
    """A condition that inference finds likely, with the urgency it would need.

    Parameters
    ----------
    condition
        Condition id.
    probability
        Marginal posterior, 0 to 1.
    urgency
        Level that this condition needs.
    """

    condition: str
    probability: float
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One rule that fired.

    Parameters
    ----------
    rule, name
        Rule id and name.
    urgency
        Level of the tier that fired.
    because
        Keys of the findings that made it true, e.g. ``warmth_knee@left``.
    sources
        Source ids.
    basis
        ``validated``, ``guideline`` or ``expert``.
    strict
        True where one level lower would be a miss.
    say, action
        What it may mean and what to do, in plain words.
    screen_note
        For a validated rule used on self-report, the sentence that says so; else empty.
    possible
        Those of `because` that are only what the words may mean; empty where the rule fires
        as urgently without them.
    """

    rule: str
    name: str
    urgency: Urgency
    because: tuple[str, ...]
    sources: tuple[str, ...]
    basis: RuleBasis
    strict: bool
    say: str
    action: str
    screen_note: str
    possible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class See:
    """Whom to see, what to bring and what to say there."""

    who: str
    bring: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Triage:
    """How soon care is needed, and why.

    Parameters
    ----------
    urgency
        The most urgent level that anything called for.
    provisional
        True while a core danger question is open (never at ``emergency``: that ends the
        interview).
    red_flags
        Rules that fired, most urgent first.
    not_asked
        Keys of the core danger questions still open.
    see
        Whom to see, what to bring, what to say.
    advice
        What to do, in plain words.
    protect
        Protective instructions until seen.
    raised_by
        Likely conditions that call for this level or more than the rules do.
    exercise_allowed
        False at ``emergency`` and ``same_day``.
    """

    urgency: Urgency
    provisional: bool
    red_flags: tuple[RedFlag, ...]
    not_asked: tuple[str, ...]
    see: See
    advice: str
    protect: tuple[str, ...]
    raised_by: tuple[LikelyDanger, ...] = ()
    exercise_allowed: bool = True
