"""Times told by name ("since Tuesday", "at Easter", "in 2019"), counted from the day of telling."""

from __future__ import annotations

from datetime import date as Date

from kinchain.intake._amounts import UNITS
from kinchain.intake._text import Token, word_at
from kinchain.intake._time import Time

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
    "boxingday": (12, 26),
    "hogmanay": (12, 31),
    "valentines": (2, 14),
    "valentine": (2, 14),
    "bonfire": (11, 5),
    "midsummer": (6, 24),
    "whitsun": (5, 24),
    "pentecost": (5, 24),
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
_THIS_WEEK = frozenset("it my the has i both his her".split())
"""What may follow "this week" where it dates a change ("this week it's gone red")."""
_LONGEST = {month: 28 if month == 2 else 30 for month in range(1, 13)}
"""Last day of each month that is there every year (one day short at most)."""
_SHORT_YEARS = 60
"""From this, two digits after "in" may be a year of the last century ("in '98")."""
MEALS = frozenset("noon midday lunchtime lunch breakfast teatime".split())
"""Times of the day of telling, after "since" or "at"."""


def named_at(tokens: list[Token], index: int, told_on: Date) -> Time | None:
    word, before = word_at(tokens, index), word_at(tokens, index - 1)
    two_before = word_at(tokens, index - 2)
    since = "since" in (before, two_before, word_at(tokens, index - 3)) or before == "from"
    how = "since" if since else "ago"
    if word in ("yesterday", "lastnight"):
        return Time(index, index + 1, 2.0 if before == "before" else 1.0, how)
    if word in ("today", "tonight"):
        return Time(index, index + 1, 0.0, how) if since else None
    if word == "this" and word_at(tokens, index + 1) in ("morning", "afternoon", "evening", "arvo"):
        return Time(index, index + 2, 0.0, how)
    if word == "last" and word_at(tokens, index + 1) in ("night", "week", "month", "year"):
        days = {"night": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
        return Time(index, index + 2, days[word_at(tokens, index + 1)], how)
    if word == "week" and before == "this" and word_at(tokens, index + 1) in _THIS_WEEK:
        return Time(index, index + 1, 7.0, "since")
    if word == "weekend" and before in ("the", "last", "this"):
        return Time(index, index + 1, 2.0 if before != "last" else 8.0, how)
    if word in WEEKDAYS and before != "next" and word_at(tokens, index + 1) != "to":
        back = (told_on.weekday() - WEEKDAYS[word]) % 7 or 7
        return Time(index, index + 1, float(back), how)
    return (
        _of_today(tokens, index, since, how)
        or _day_of_month(tokens, index, told_on, how)
        or _dated(tokens, index, told_on, how)
        or _the_nth(tokens, index, told_on, how)
    )


def _the_nth(tokens: list[Token], index: int, told_on: Date, how: str) -> Time | None:
    """Read "since the 3rd", the last such day before the telling."""
    lead = (word_at(tokens, index - 2), word_at(tokens, index - 1))
    number = word_at(tokens, index)
    if lead[1] != "the" or lead[0] not in ("since", "from", "on") or number[-2:] not in _NTH:
        return None
    day = int(number[:-2]) if number[:-2].isdecimal() and len(number) <= 4 else 0
    after = word_at(tokens, index + 1)
    ended = index + 1 >= len(tokens) or tokens[index + 1].boundary > 0 or after in _AFTER_NTH
    if not 1 <= day <= 31 or not ended:
        return None
    month, year = told_on.month, told_on.year
    if day >= told_on.day:
        month, year = (month - 1, year) if month > 1 else (12, year - 1)
    past = Date(year, month, min(day, _LONGEST[month]))
    return Time(index, index + 1, float((told_on - past).days), how)


_NTH = ("st", "nd", "rd", "th")
_AFTER_NTH = frozenset("and with when i my it the on but so because or".split())


def _day_of_month(tokens: list[Token], index: int, told_on: Date, how: str) -> Time | None:
    """Read "5 March", "the 5th of March", "March 5th"; ends at the later word."""
    month = MONTHS.get(word_at(tokens, index))
    if month is None:
        return None
    before = index - 2 if word_at(tokens, index - 1) == "of" else index - 1
    for place in (before, index + 1):
        if place >= len(tokens) or (place > index and tokens[place].boundary):
            continue
        digits = word_at(tokens, place).removesuffix("th").removesuffix("st")
        digits = digits.removesuffix("nd").removesuffix("rd")
        if digits.isdecimal() and 1 <= int(digits[:3]) <= 31:
            lead = {word_at(tokens, place - n) for n in (1, 2)}
            how = "since" if place < index and lead & {"since", "from"} else how
            days = _days_back(told_on, month, min(int(digits), _LONGEST[month]))
            return Time(index, max(place, index) + 1, days, how)
    return None


def _of_today(tokens: list[Token], index: int, since: bool, how: str) -> Time | None:
    word, before = word_at(tokens, index), word_at(tokens, index - 1)
    if word in MEALS and (since or before in ("at", "around", "about")):
        return Time(index, index + 1, 0.0, how)
    if word == "week" and before == "all":
        return Time(index - 1, index + 1, 7.0, "for")
    return None


def _dated(tokens: list[Token], index: int, told_on: Date, how: str) -> Time | None:
    word, before = word_at(tokens, index), word_at(tokens, index - 1)
    if word == "new" and word_at(tokens, index + 1) == "year":
        return Time(index, index + 2, _days_back(told_on, 1, 1), how)
    if word in ("fall", "spring") and before == "the" and word_at(tokens, index - 2) != "in":
        return None
    worn = word_at(tokens, index + 1) in ("boots", "shoes", "coat", "sun", "training", "break")
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
            "until",
            "til",
            "till",
        )
    ):
        if before == "before" or (word in ("fall", "spring") and before in ("a", "after")):
            how = "since" if word_at(tokens, index - 2) == "since" else how
        month, day = FEASTS[word] if word != "easter" else _easter(told_on)
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
    short = len(word) == 2 and word.isdecimal() and int(word) >= _SHORT_YEARS
    if short and before in ("in", "since") and tokens[index].boundary == 0:
        after = word_at(tokens, index + 1)
        if after in UNITS or (after[:1].isdecimal()):
            return None
        return Time(index, index + 1, float((told_on - Date(1900 + int(word), 7, 1)).days), how)
    return None


def _easter(told_on: Date) -> tuple[int, int]:
    """Return month and day of the last Easter Sunday (Gregorian computus, Butcher 1876)."""
    for year in (told_on.year, told_on.year - 1):
        a, (b, c) = year % 19, divmod(year, 100)
        d, e = divmod(b, 4)
        h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
        i, k = divmod(c, 4)
        rest = (32 + 2 * e + 2 * i - h - k) % 7
        m = (a + 11 * h + 22 * rest) // 451
        month, day = divmod(h + rest - 7 * m + 114, 31)
        if Date(year, month, day + 1) <= told_on:
            break
    return month, day + 1


def _days_back(told_on: Date, month: int, day: int) -> float:
    past = Date(told_on.year, month, day)
    if past > told_on:
        past = Date(told_on.year - 1, month, day)
    return float((told_on - past).days)
