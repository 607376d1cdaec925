"""The plain words of a report: urgency, likelihood, verdicts, directions, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinchain.core.findings import Side, Value
from kinchain.core.urgency import Urgency
from kinchain.evidence.model import FindingDef


@dataclass(frozen=True, slots=True)
class UrgencyWords:
    """How a level of urgency is headed, and how it is named on the ladder of levels."""

    headline: str
    rung: str
    colour: str


URGENCY_WORDS: Mapping[Urgency, UrgencyWords] = {
    "self_care": UrgencyWords("You can start caring for it yourself", "self-care", "green"),
    "routine": UrgencyWords("Plan a visit", "planned visit", "blue"),
    "within_days": UrgencyWords("Be seen within two to three days", "within days", "yellow"),
    "same_day": UrgencyWords("Be seen today", "today", "dark_orange"),
    "emergency": UrgencyWords("Emergency: get help now", "emergency", "red"),
}
"""Words of every level, least urgent first."""

LIKELIHOOD_WORDS: tuple[tuple[float, str], ...] = (
    (0.9, "very likely"),
    (0.7, "likely"),
    (0.5, "more likely than not"),
    (0.3, "may well be"),
    (0.1, "possible"),
    (0.0, "less likely"),
)
"""Least probability at which each word is used."""

VERDICT_WORDS: Mapping[str, str] = {
    "supported": "well shown",
    "partly": "partly shown",
    "weak": "weak proof",
    "contradicted": "studies disagree",
}
"""What the evidence says of a route in general; not how likely it is in this person."""

BASIS_WORDS: Mapping[str, str] = {
    "validated": ", tested rule",
    "guideline": ", from a guideline",
    "expert": ", expert view",
}
"""Where a danger rule comes from."""

DOSE_WORDS: Mapping[str, str] = {
    "guideline": "from a guideline",
    "trial": "from a trial",
    "usual_practice": "usual practice",
}
"""Where a dose comes from."""

NO_NUMBER = "no number: usual practice"
"""What it means where an advice names no source."""

PERSON_WORDS: Mapping[str, str] = {
    "age": "{} years old",
    "height_m": "{} m tall",
    "mass_kg": "{} kg",
    "sex": "{}",
    "bmi": "body mass index {}",
}
"""How age, sex and size are told."""

DIRECTION_WORDS: Mapping[str, str] = {
    "knee_to_foot": "The knee may be the start, and the foot may follow.",
    "foot_to_knee": "The foot may be the start, and the knee may follow.",
    "both": "Knee and foot may each make the other worse.",
    "common_cause": "One cause may lie behind both.",
    "none": "No link between knee and foot was seen in what you told.",
    "undetermined": "It is not clear yet whether one leads to the other.",
}
"""What is said about each direction."""

HYPOTHESIS_WORDS: Mapping[str, str] = {
    "knee_to_foot": "knee to foot",
    "foot_to_knee": "foot to knee",
    "both": "both ways",
    "common_cause": "shared cause",
    "none": "no link",
}
"""Short names of the five that the probabilities run over."""

UNIT_WORDS: Mapping[str, str] = {
    "deg": "degrees",
    "min": "minutes",
    "degC": "degrees C",
    "0-10": "of 10",
    "count": "",
    "points": "points",
    "grade": "",
    "kg/m2": "",
}
"""Units as a person reads them."""

SIDE_WORDS: Mapping[Side, str] = {
    "left": "left",
    "right": "right",
    "both": "both sides",
    "unknown": "side not told",
    "none": "",
}
"""Names of the sides."""

DAYS_WORDS: tuple[tuple[float, float, str], ...] = (
    (14.0, 1.0, "day"),
    (60.0, 7.0, "week"),
    (730.0, 30.44, "month"),
    (float("inf"), 365.25, "year"),
)
"""Below how many days a duration is told in which unit, and the unit's length in days."""

WEEKS_OF_A_YEAR = 52.0
"""From here on a time of follow-up is told in years."""


def likelihood(probability: float) -> str:
    """Return the word for a probability.

    Parameters
    ----------
    probability
        From 0 to 1.
    """
    return next(word for least, word in LIKELIHOOD_WORDS if probability >= least)


def percent(probability: float) -> str:
    """Return a probability as whole percent; never 0 % and never 100 %.

    Parameters
    ----------
    probability
        From 0 to 1.
    """
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


def of_hundred(share: float) -> str:
    """Return a share as how many of 100 people.

    Parameters
    ----------
    share
        From 0 to 1.
    """
    return f"{100 * share:.0f}"


def duration(days: float) -> str:
    """Return a duration in the unit that a person would use.

    Parameters
    ----------
    days
        Length in days.
    """
    if days < 1.0:
        return "less than a day"
    length, name = next((size, word) for below, size, word in DAYS_WORDS if days < below)
    count = round(days / length)
    return f"{count} {name}{'' if count == 1 else 's'}"


def after_weeks(weeks: float) -> str:
    """Return a time of follow-up in the unit that a person would use.

    Parameters
    ----------
    weeks
        Length in weeks; from a year on it is told in years.
    """
    if weeks < WEEKS_OF_A_YEAR:
        return duration(7.0 * weeks)
    years = round(weeks / WEEKS_OF_A_YEAR)
    return f"{years} year{'' if years == 1 else 's'}"


def phrase(entry: FindingDef, value: Value) -> str:
    """Return a finding in plain words, without its side.

    Parameters
    ----------
    entry
        The finding's entry in the vocabulary.
    value
        What was told.
    """
    if entry.id in PERSON_WORDS:
        return PERSON_WORDS[entry.id].format(value if isinstance(value, str) else f"{value:g}")
    if isinstance(value, bool):
        return entry.label if value else f"{entry.label}: no"
    if isinstance(value, str):
        return f"{entry.label}: {value.replace('_', ' ')}"
    if entry.unit == "days":
        return f"{entry.label}: {duration(float(value))}"
    unit = UNIT_WORDS.get(entry.unit, entry.unit)
    return f"{entry.label}: {value:g} {unit}".rstrip()


def with_sides(text: str, sides: Sequence[Side], known: Side = "none") -> str:
    """Return a text with its sides behind it, unless they are clear already.

    Parameters
    ----------
    text
        The text.
    sides
        Its sides.
    known
        The side that the reader takes for granted here.
    """
    told = [one for one in dict.fromkeys(sides) if one not in ("none", known)]
    if not told:
        return text
    if "left" in told and "right" in told:
        return f"{text} ({SIDE_WORDS['both']})"
    return f"{text} ({', '.join(SIDE_WORDS[one] for one in told)})"


def bits_bar(bits: float) -> int:
    """Return how many bars a finding's weight gets, from 0 (a little) to 5.

    Parameters
    ----------
    bits
        Weight in bits; the sign is left to the heading.
    """
    return min(5, round(abs(bits)))
