"""Times told as a number of units ("three weeks ago", "6/52", "for months")."""

from __future__ import annotations

from kinchain.intake._text import SENTENCE, Token, word_at
from kinchain.intake._time import Time

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
LEADS = frozenset("for over about past last nearly almost some around roughly under bout".split())
_SUFFERED = frozenset("a my this pain sore burning on constant right left aching".split())
_COMPLAINTS = frozenset(
    "pain pains ache aching hurting hurt agony misery soreness trouble grief bother discomfort "
    "hell swelling limping throbbing burning cramps cramp hobbling torture suffering".split()
)
"""What a time may be "of" where it tells how long."""
_TELLERS = frozenset("i it my this the now we he she they with".split())
_OF_PERSONS = frozenset("kg kilos cm m lb lbs st stone male female man woman f".split())
"""What stands before an age in a list of height, mass and age."""
MAX_DIGITS = 5
"""Longer rows of digits are no count of days or weeks."""
RATES = frozenset("every each per times once twice x next".split())


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
    word = word_at(tokens, index)
    if len(word) <= MAX_DIGITS and word.replace(".", "", 1).replace(",", "", 1).isdecimal():
        value = float(word.replace(",", "."))
        after = word_at(tokens, index + 1)
        if after in ("to", "or") or (after.isdecimal() and _dash_between(tokens, index)):
            skip = 1 if after in ("to", "or") else 0
            second = word_at(tokens, index + 1 + skip)
            if (
                second.isdecimal()
                and len(second) <= MAX_DIGITS
                and word_at(tokens, index + 2 + skip) in UNITS
            ):
                return (value + float(second)) / 2, 2 + skip
        return value, 1
    if word not in NUMBERS:
        return None
    value, used = NUMBERS[word], 1
    after = word_at(tokens, index + 1)
    if word in ("a", "an") and after in ("couple", "few", "half", "dozen"):
        value, used = NUMBERS[after], 2
    elif 20 <= value < 100 and after in NUMBERS and 1 <= NUMBERS[after] < 10 and after != "a":
        value, used = value + NUMBERS[after], 2
    elif after in ("or", "to") and NUMBERS.get(word_at(tokens, index + 2), 0) > 1:
        value, used = (value + NUMBERS[word_at(tokens, index + 2)]) / 2, 3
    if word_at(tokens, index + used) == "of":
        used += 1
    elif word_at(tokens, index + used) == "hundred":
        value, used = value * 100, used + 1
    return value, used


def _dash_between(tokens: list[Token], index: int) -> bool:
    return tokens[index + 1].start - tokens[index].end <= 1


def amount_at(tokens: list[Token], index: int) -> Time | None:
    word = word_at(tokens, index)
    if "/" in word:
        return _slashed(tokens, index)
    number = number_at(tokens, index)
    if word == "one" and word_at(tokens, index + 1) in ("day", "night", "minute"):
        return None
    if number is None:
        return _vague(tokens, index)
    value, used = number
    at = index + used
    if word_at(tokens, at) == "and" and word_at(tokens, at + 2) == "half":
        value, at = value + 0.5, at + 3
    if value == 0.5 and word_at(tokens, at) in ("a", "an"):
        at += 1
    if word_at(tokens, at) in ("good", "solid", "full", "whole", "long", "odd", "or", "straight"):
        at += 1
    unit, halved = word_at(tokens, at), False
    if unit not in UNITS or any(t.boundary for t in tokens[index + 1 : at + 1]):
        return None
    at += 1
    if [word_at(tokens, at + n) for n in range(3)] == ["and", "a", "half"]:
        value, at, halved = value + 0.5, at + 3, True
    how = _how(tokens, index, at) if value * UNITS[unit] >= 1 or _is_past(tokens, at) else None
    single = word in ("a", "an") and used == 1 and not halved
    if how is None or (single and how == "bare" and not _lasting(tokens, index, at, unit)):
        return None
    return Time(index, at, value * UNITS[unit], how)


def _is_past(tokens: list[Token], last: int) -> bool:
    """Say whether some hours are not told as until something happens."""
    return word_at(tokens, last) not in ("before", "till", "until", "to")


def _lasting(tokens: list[Token], first: int, last: int, unit: str) -> bool:
    """Say whether "a month" tells how long ("best part of a month", "a fortnight I've had")."""
    if word_at(tokens, first - 1) in ("only", "just", "barely", "been"):
        return True
    if word_at(tokens, first - 2) in ("part", "most") or word_at(tokens, last) == "or":
        return True
    opens = tokens[first].boundary == SENTENCE and UNITS[unit] >= UNITS["week"]
    return opens and word_at(tokens, last) in _TELLERS


def _vague(tokens: list[Token], index: int) -> Time | None:
    word = word_at(tokens, index)
    if word not in VAGUE:
        return None
    before = word_at(tokens, index - 1)
    if before in ("for", "many", "off", "there", "been") and word_at(tokens, index + 1) != "ago":
        return Time(index, index + 1, VAGUE[word], "for")
    if word_at(tokens, index + 1) == "ago":
        return Time(index, index + 2, VAGUE[word], "ago")
    return None


def _slashed(tokens: list[Token], index: int) -> Time | None:
    top, _, bottom = tokens[index].word.partition("/")
    if (
        bottom not in SLASHED
        or not top.isdecimal()
        or len(top) > MAX_DIGITS
        or word_at(tokens, index + 1) == "worst"
    ):
        return None
    if bottom == "7" and int(top) > 14:
        return None
    how = _how(tokens, index, index + 1) or "bare"
    if how == "later" and word_at(tokens, index + 1) == "after":
        how = "bare"
    return Time(index, index + 1, int(top) * SLASHED[bottom], how)


def _how(tokens: list[Token], first: int, last: int) -> str | None:
    after = word_at(tokens, last)
    if word_at(tokens, first - 1) == "x" and after not in ("a", "per"):
        return "for"
    if word_at(tokens, first - 1) in ("about", "around", "roughly", "nearly", "almost", "just"):
        first -= 1
        if word_at(tokens, first - 1) not in ("in", "within", "after", "until", "every"):
            return "ago" if after in ("ago", "back") else _how_led(tokens, first + 1, last)
    return _how_led(tokens, first, last)


def _of_a_complaint(tokens: list[Token], last: int) -> bool:
    """Say whether a time is one "of pain", not "of rest" or "of physio"."""
    for index in range(last + 1, min(last + 6, len(tokens))):
        if tokens[index].boundary:
            return False
        if tokens[index].word in _COMPLAINTS:
            return True
    return False


def _how_led(tokens: list[Token], first: int, last: int) -> str | None:
    before, after = word_at(tokens, first - 1), word_at(tokens, last)
    two_before = word_at(tokens, first - 2)
    if _of_something(tokens, first, last):
        return "for" if _of_a_complaint(tokens, last) else None
    if _tells_an_age(tokens, first, last):
        return None
    months_on = after == "on" and before in ("then", "and")
    rated = after == "a" and word_at(tokens, last + 1) in UNITS
    if months_on or rated or after in ("later", "apart", "after"):
        return "later"
    if before in RATES or after in ("each", "every") or before in ("within", "after", "until"):
        return None
    if before == "in" and two_before != "once" and after not in ("ago", "back", "now"):
        return None
    if after in ("ago", "back", "before") or (after == "or" and word_at(tokens, last + 2) == "ago"):
        return "ago"
    return _how_long(tokens, first, last)


def _of_something(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether a time is "of" something, but not "3 weeks of this"."""
    if word_at(tokens, last) != "of" or word_at(tokens, first - 1) == "past":
        return False
    return tokens[first].boundary != SENTENCE or word_at(tokens, last + 1) not in _SUFFERED


def _tells_an_age(tokens: list[Token], first: int, last: int) -> bool:
    """Say whether a time is an age, or how far a pregnancy is ("I'm 34 weeks")."""
    if word_at(tokens, last) in ("old", "yo") or word_at(tokens, first - 1) in ("am", "aged"):
        return True
    if word_at(tokens, last - 1) in ("year", "years") and word_at(tokens, first - 1) in _OF_PERSONS:
        return True
    written = tokens[first - 1].end - tokens[first - 1].start if first else 0
    return word_at(tokens, first - 1) == "i" and written > 1


def _how_long(tokens: list[Token], first: int, last: int) -> str:
    before, after = word_at(tokens, first - 1), word_at(tokens, last)
    two_before = word_at(tokens, first - 2)
    if after == "since":
        return "ago" if word_at(tokens, last + 1) == "" else "since"
    if before in ("since", "from"):
        return "since"
    part = before == "of" and two_before in ("part", "most")
    if part or before in LEADS or two_before == "for" or after in ("now", "on"):
        return "for"
    return "bare"
