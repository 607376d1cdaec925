"""Durations and dates told in words, in days before the day of telling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from kinchain.intake._read import Passage
from kinchain.intake._text import SENTENCE, Token

NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "thirteen": 13.0,
    "fourteen": 14.0,
    "fifteen": 15.0,
    "sixteen": 16.0,
    "seventeen": 17.0,
    "eighteen": 18.0,
    "nineteen": 19.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "couple": 2.0,
    "few": 3.0,
    "several": 4.0,
    "half": 0.5,
    "dozen": 12.0,
}
UNITS = {
    "minute": 1 / 1440,
    "minutes": 1 / 1440,
    "hour": 1 / 24,
    "hours": 1 / 24,
    "h": 1 / 24,
    "day": 1.0,
    "days": 1.0,
    "night": 1.0,
    "nights": 1.0,
    "week": 7.0,
    "weeks": 7.0,
    "wk": 7.0,
    "fortnight": 14.0,
    "fortnights": 14.0,
    "month": 30.0,
    "months": 30.0,
    "winters": 365.0,
    "summers": 365.0,
    "year": 365.0,
    "years": 365.0,
    "decade": 3650.0,
    "decades": 3650.0,
}
SLASHED = {"12": 30.0, "52": 7.0, "7": 1.0, "24": 1 / 24}
VAGUE = {"years": 1095.0, "months": 90.0, "weeks": 21.0, "days": 3.0, "hours": 0.2}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march",
            "april apr",
            "may",
            "june",
            "july",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
FEASTS = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "easter": (4, 5),
    "halloween": (10, 31),
    "thanksgiving": (11, 26),
    "spring": (4, 1),
    "summer": (7, 1),
    "autumn": (9, 25),
    "fall": (9, 25),
    "winter": (12, 15),
    "newyear": (1, 1),
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
    if name not in ("sat", "sun")
}
MEALS = frozenset("noon midday lunchtime lunch breakfast teatime".split())
"""Times of the day of telling, after "since" or "at"."""
LEADS = frozenset("for over about past last nearly almost some around roughly under bout".split())
TAILS = frozenset("ago now back later since".split())
_SUFFERED = frozenset("a my this pain sore burning on constant right left aching".split())
MAX_DIGITS = 5
"""Longer rows of digits are no count of days or weeks."""
RATES = frozenset("every each per times once twice x next".split())


@dataclass(frozen=True, slots=True)
class Time:
    """A time told: tokens, days before the telling, and how it was said."""

    first: int
    last: int
    days: float
    how: str


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
        time = _amount(passage.tokens, index) or _named(passage.tokens, index, told_on)
        if time is None:
            index += 1
            continue
        found.append(time)
        index = max(time.last, index + 1)
    return found


def _word(tokens: list[Token], index: int) -> str:
    return tokens[index].word if 0 <= index < len(tokens) else ""


def number_at(tokens: list[Token], index: int) -> tuple[float, int] | None:
    """Read a number in figures or words.

    Parameters
    ----------
    tokens
        The words.
    index
        Where it begins.

    Returns
    -------
    number
        The number and how many tokens it takes, or None.
    """
    word = _word(tokens, index)
    if len(word) <= MAX_DIGITS and word.replace(".", "", 1).replace(",", "", 1).isdecimal():
        value = float(word.replace(",", "."))
        after = _word(tokens, index + 1)
        if after in ("to", "or") or (after.isdecimal() and _dash_between(tokens, index)):
            skip = 1 if after in ("to", "or") else 0
            second = _word(tokens, index + 1 + skip)
            if (
                second.isdecimal()
                and len(second) <= MAX_DIGITS
                and _word(tokens, index + 2 + skip) in UNITS
            ):
                return (value + float(second)) / 2, 2 + skip
        return value, 1
    if word not in NUMBERS:
        return None
    value, used = NUMBERS[word], 1
    after = _word(tokens, index + 1)
    if word in ("a", "an") and after in ("couple", "few", "half", "dozen"):
        value, used = NUMBERS[after], 2
    elif 20 <= value < 100 and after in NUMBERS and 1 <= NUMBERS[after] < 10 and after != "a":
        value, used = value + NUMBERS[after], 2
    elif after in ("or", "to") and NUMBERS.get(_word(tokens, index + 2), 0) > 1:
        value, used = (value + NUMBERS[_word(tokens, index + 2)]) / 2, 3
    if _word(tokens, index + used) == "of":
        used += 1
    elif _word(tokens, index + used) == "hundred":
        value, used = value * 100, used + 1
    return value, used


def _dash_between(tokens: list[Token], index: int) -> bool:
    return tokens[index + 1].start - tokens[index].end <= 1


def _amount(tokens: list[Token], index: int) -> Time | None:
    word = _word(tokens, index)
    if "/" in word:
        return _slashed(tokens, index)
    number = number_at(tokens, index)
    if word == "one" and _word(tokens, index + 1) in ("day", "night", "minute"):
        return None
    if number is None:
        return _vague(tokens, index)
    value, used = number
    at = index + used
    if _word(tokens, at) == "and" and _word(tokens, at + 2) == "half":
        value, at = value + 0.5, at + 3
    if value == 0.5 and _word(tokens, at) in ("a", "an"):
        at += 1
    if _word(tokens, at) in ("good", "solid", "full", "whole", "long", "odd", "or", "straight"):
        at += 1
    unit = _word(tokens, at)
    if unit not in UNITS or any(t.boundary for t in tokens[index + 1 : at + 1]):
        return None
    at += 1
    if [_word(tokens, at + n) for n in range(3)] == ["and", "a", "half"]:
        value, at = value + 0.5, at + 3
    how = _how(tokens, index, at)
    only = _word(tokens, index - 1) in ("only", "just", "barely")
    if how is None or (word in ("a", "an") and used == 1 and how == "bare" and not only):
        return None
    return Time(index, at, value * UNITS[unit], how)


def _vague(tokens: list[Token], index: int) -> Time | None:
    word = _word(tokens, index)
    if word not in VAGUE:
        return None
    before = _word(tokens, index - 1)
    if before in ("for", "many", "off") and _word(tokens, index + 1) != "ago":
        return Time(index, index + 1, VAGUE[word], "for")
    if _word(tokens, index + 1) == "ago":
        return Time(index, index + 2, VAGUE[word], "ago")
    return None


def _slashed(tokens: list[Token], index: int) -> Time | None:
    top, _, bottom = tokens[index].word.partition("/")
    if (
        bottom not in SLASHED
        or not top.isdecimal()
        or len(top) > MAX_DIGITS
        or _word(tokens, index + 1) == "worst"
    ):
        return None
    if bottom == "7" and int(top) > 14:
        return None
    how = _how(tokens, index, index + 1) or "bare"
    return Time(index, index + 1, int(top) * SLASHED[bottom], how)


def _how(tokens: list[Token], first: int, last: int) -> str | None:
    after = _word(tokens, last)
    if _word(tokens, first - 1) in ("about", "around", "roughly", "nearly", "almost", "just"):
        first -= 1
        if _word(tokens, first - 1) not in ("in", "within", "after", "until", "every"):
            return "ago" if after in ("ago", "back") else _how_led(tokens, first + 1, last)
    return _how_led(tokens, first, last)


def _how_led(tokens: list[Token], first: int, last: int) -> str | None:
    before, after = _word(tokens, first - 1), _word(tokens, last)
    two_before = _word(tokens, first - 2)
    opening = tokens[first].boundary == SENTENCE and _word(tokens, last + 1) in _SUFFERED
    if after in ("old", "yo") or (after == "of" and before != "past" and not opening):
        return None
    if after in ("later", "apart", "after", "a"):
        return "later"
    no_age = before in RATES or after in ("each", "every") or before in ("within", "after", "until")
    if no_age or (before == "in" and two_before != "once" and after not in ("ago", "back", "now")):
        return None
    if after in ("ago", "back", "before") or (after == "or" and _word(tokens, last + 2) == "ago"):
        return "ago"
    if after == "since":
        return "ago" if _word(tokens, last + 1) == "" else "for"
    if before in ("since", "from"):
        return "since"
    if before in LEADS or two_before == "for" or after in ("now", "on"):
        return "for"
    return "bare"


def _named(tokens: list[Token], index: int, told_on: Date) -> Time | None:
    word, before = _word(tokens, index), _word(tokens, index - 1)
    two_before = _word(tokens, index - 2)
    since = "since" in (before, two_before, _word(tokens, index - 3)) or before == "from"
    how = "since" if since else "ago"
    if word in ("yesterday", "lastnight"):
        return Time(index, index + 1, 1.0, how)
    if word in ("today", "tonight"):
        return Time(index, index + 1, 0.0, how) if since else None
    if word == "this" and _word(tokens, index + 1) in ("morning", "afternoon", "evening", "arvo"):
        return Time(index, index + 2, 0.0, how)
    if word == "last" and _word(tokens, index + 1) in ("night", "week", "month", "year"):
        days = {"night": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
        return Time(index, index + 2, days[_word(tokens, index + 1)], how)
    if word == "weekend" and before in ("the", "last", "this"):
        return Time(index, index + 1, 2.0 if before != "last" else 8.0, how)
    if word in WEEKDAYS and before != "next" and _word(tokens, index + 1) != "to":
        back = (told_on.weekday() - WEEKDAYS[word]) % 7 or 7
        return Time(index, index + 1, float(back), how)
    return _of_today(tokens, index, since, how) or _dated(tokens, index, told_on, how)


def _of_today(tokens: list[Token], index: int, since: bool, how: str) -> Time | None:
    word, before = _word(tokens, index), _word(tokens, index - 1)
    if word in MEALS and (since or before in ("at", "around", "about")):
        return Time(index, index + 1, 0.0, how)
    if word == "week" and before == "all":
        return Time(index - 1, index + 1, 7.0, "for")
    return None


def _dated(tokens: list[Token], index: int, told_on: Date, how: str) -> Time | None:
    word, before = _word(tokens, index), _word(tokens, index - 1)
    if word == "new" and _word(tokens, index + 1) == "year":
        return Time(index, index + 2, _days_back(told_on, 1, 1), how)
    if word in ("fall", "spring") and before == "the" and _word(tokens, index - 2) != "in":
        return None
    worn = _word(tokens, index + 1) in ("boots", "shoes", "coat", "sun", "training", "break")
    if (
        word in FEASTS
        and not worn
        and before
        in (
            "since",
            "last",
            "in",
            "at",
            "the",
            "around",
            "before",
            "from",
            "over",
            "this",
            "after",
        )
    ):
        if before == "before" or (word in ("fall", "spring") and before in ("a", "after")):
            how = "since" if _word(tokens, index - 2) == "since" else how
        month, day = FEASTS[word]
        return Time(index, index + 1, _days_back(told_on, month, day), how)
    if word in MONTHS and (
        before in ("in", "since", "last", "early", "late", "mid", "from", "around", "of", "back")
        or word not in ("may", "march")
    ):
        return Time(index, index + 1, _days_back(told_on, MONTHS[word], 15), how)
    if len(word) == 4 and word.isdecimal() and before in ("in", "since", "from", "dvt", "around"):
        year = int(word)
        if 1930 <= year <= told_on.year:
            days = max((told_on - Date(year, 7, 1)).days, 30)
            return Time(index, index + 1, float(days), how)
    return None


def _days_back(told_on: Date, month: int, day: int) -> float:
    past = Date(told_on.year, month, day)
    if past > told_on:
        past = Date(told_on.year - 1, month, day)
    return float((told_on - past).days)
