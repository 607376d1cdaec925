"""Age, sex, height and mass of the person the text is about."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]

M_PER_FOOT, M_PER_INCH = 0.3048, 0.0254
KG_PER_POUND, KG_PER_STONE = 0.45359237, 6.35029318
"""Exact by the international yard and pound agreement of 1959."""

_UNITS = "one two three four five six seven eight nine".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_WORDS: dict[str, int] = {name: number for number, name in enumerate(_UNITS, 1)}
_WORDS.update({name: number for number, name in enumerate(_TEENS, 10)})
_WORDS.update({name: 10 * number for number, name in enumerate(_TENS, 2)})
_NUMBER = (
    r"(\d{1,3}|(?:"
    + "|".join(_TENS)
    + r")(?:[- ](?:"
    + "|".join(_UNITS)
    + r"))?|"
    + "|".join(_TEENS + _UNITS)
    + r")"
)
_FEMALE = r"woman|female|lady|girl|mum|mother|grandmother|nan|housewife|gal|waitress|wife"
_MALE = r"man|male|lad|boy|bloke|guy|gentleman|dad|father|grandad|husband|fella|chap"


@dataclass(frozen=True, slots=True)
class HeardPerson:
    """What the text says about the person; spans in Unicode code points.

    Parameters
    ----------
    age
        In years.
    sex
        ``female``, ``male`` or None.
    height_m
        In metres.
    mass_kg
        In kilograms.
    spans
        Place of each of the above that was told.
    """

    age: float | None = None
    sex: str | None = None
    height_m: float | None = None
    mass_kg: float | None = None
    spans: tuple[tuple[str, Span], ...] = ()


_SEX_LETTER = (
    r"(?:(?:\s*/\s*|-)?{0}\b|\s+(?:female|male)\b|\s+(?-i:[{1}])\b)(?![\w'\u2019])"
    r"(?!\s*(?:walk|sprint|run|row|swim|shuttle|high|tall|away|long|deep|drop|fall|from|per|apart))"
)
_AGE = [
    re.compile(pattern, re.I)
    for pattern in (
        r"\b" + _NUMBER + r"[- ]*(?:years?|yrs?|y|year)[- ]*(?:old|of age|o)\b",
        r"(?:kgs?|cm|kilos|lbs?|st|stone|\bm|\bf|male|metres?|\bman|woman)[,; ]+"
        + _NUMBER
        + r" ?(?:years?|yrs?)\b(?!\s*(?:ago|of|with|now|since))",
        r"\b" + _NUMBER + r"[ -]*(?:yo|y/o|yrs? old|y\.o\.)(?!\w)",
        r"(?<![.,\d/-])\b(\d{1,2})" + _SEX_LETTER.format("(?:f|m|female|male)", "FM"),
        r"(?<!\d )\b(?:f|m|female|male|woman|man)[ ,/]+(?:aged? )?(\d{2})\b(?! ?(?:kg|lb|mg|cm|st|%|/|days|w|m|y))",
        r"\b(?:i'?m|i am|im|i\u2019m|aged?|turned|turning|she'?s|he'?s|she is|he is|she\u2019s"
        r"|he\u2019s|is|be)\s+(?:just |only |now |nearly |almost )?(?:aged? )?"
        + _NUMBER
        + r"\b(?!\s*(?:weeks?|months?|days?|hours?|minutes?|st\b|stone|kg|kilos?|lbs?|pounds?|ft\b|foot|feet"
        r"|cm|m\b|mg|in\b|miles?|km|metres?|meters?|out|/|%|\.\d|times|or|to|of|per|units|steps|points?|degrees|'|\u2019|-\d))",
        r"\b(?:bloke|man|woman|lady|lad|guy|chap|gal|girl|boy) of " + _NUMBER + r"\b",
        r"\bat (\d{2}),? i\b(?!\s+(?:was|had|could|used|got|did|went|broke|tore|started))",
        r"(?:^|[.!?]\s+)(?:hi,? ?|hello,? ?)?(?:[a-z]+ ){0,2}(?:teacher|nurse|worker|retired|driver|student|farmer|builder),? (\d{2})(?=[,. ])",
        r"^\s*(\d{2})(?=,|\.| here)",
        r"\b(?:little one|boy|girl|son|daughter|mum|dad|lad|(?:re|for|about|called|named|child|son|daughter|boy|girl|this is):? (?-i:[A-Z][a-z]+)) \((?:aged? )?(\d{1,2})(?: ?(?:y|yrs?|years?))?\)",
        r"(?:^|[.!?]\s+)(?:[a-z-]+ ){0,2}(?:player|runner|dancer|swimmer|gymnast|footballer|rower|cyclist|climber|resident|patient|smoker|postman|gardener|chef|pensioner|carer), ?(\d{1,2})(?=[,.])(?!,\d)",
        r"\b(?:smoker|diabetic|hypertensive|asthmatic), (\d{2})(?=\.(?:\s|$))",
        r"^\s*(?:fit|well|healthy|active|retired|single|married|otherwise [a-z]+), (\d{2})(?=[,.])",
    )
]
_SELF_FEMALE = re.compile(
    r"\b(?:i'?m|i am|im|i\u2019m|as|am)\s+(?:an? |the )?(?:(?!my|his|her|and|like|but|the)[\w-]+[ ,]+){0,5}?(?:"
    + _FEMALE
    + r")\b"
    r"|(?<![.,\d/-])\b\d{1,2}"
    + _SEX_LETTER.format("f", "F")
    + r"|\b(?:\d{1,2}|(?:years?|yrs?|y)[ -]old)[ -]*(?:yo|y/o)?[ -]*(?:"
    + _FEMALE
    + r")\b"
    r"|^\s*(?:\d{1,3},? )?(?:female|woman|f)\b|\bas a girl\b|\bmy (?:period|periods|pregnancy|womb|husband and i)\b"
    r"|\b(?:i'?m|i am|im|i\u2019m) (?:\w+ ){0,3}?pregnant\b",
    re.I,
)
_SELF_MALE = re.compile(
    r"\b(?:i'?m|i am|im|i\u2019m|as|am)\s+(?:an? |the )?(?:(?!my|his|her|and|like|but|the)[\w-]+[ ,]+){0,5}?(?:"
    + _MALE
    + r")\b"
    r"|(?<![.,\d/-])\b\d{1,2}"
    + _SEX_LETTER.format("m", "M")
    + r"|\b(?:\d{1,2}|(?:years?|yrs?|y)[ -]old)[ -]*(?:yo|y/o)?[ -]*(?:"
    + _MALE
    + r")\b"
    r"|^\s*(?:\d{1,3},? )?(?:male|man|m)\b|\bas a boy\b|\bmy (?:prostate|erection|penis|willy|testicles)\b",
    re.I,
)
_NOTE_FEMALE, _NOTE_MALE = (
    re.compile(r"^\s*\d{1,3} ?(?:yo|y/o)? ?" + letter + r"\b") for letter in "FM"
)
"""Age and sex as a note begins ("79F")."""
_KIN_FEMALE = (
    r"mum|mom|mam|mummy|mother|daughter|granddaughter|sister|wife|missus|nan|nana|gran|granny|grandma|"
    r"grandmother|aunt|auntie|girl|lass|lassie|girlfriend|niece|mother-in-law|old lady|lady|woman"
)
_KIN_MALE = (
    r"dad|daddy|father|son|grandson|brother|husband|hubby|grandad|granddad|grandpa|grandfather|uncle|boy|lad|"
    r"laddie|boyfriend|nephew|father-in-law|bloke|gentleman|man"
)
_KIN_ANY = r"child|kid|toddler|baby|partner|friend|mate|flatmate|cousin|neighbour|neighbor|little one|youngest|eldest"
_PROXY_FEMALE = re.compile(
    r"\b(?:(?:my|our|the|a) (?:[\w-]+ ){0,2}?(?:" + _KIN_FEMALE + r")|mum|mam|nan|gran|grandma)\b",
    re.I,
)
_PROXY_MALE = re.compile(
    r"\b(?:(?:my|our|the|a) (?:[\w-]+ ){0,2}?(?:" + _KIN_MALE + r")|dad|grandad|grandpa)\b", re.I
)
_SHE = re.compile(r"\bshe(?:'s|\u2019s)?\b", re.I)
_HE = re.compile(r"\bhe(?:'s|\u2019s)?\b", re.I)
_PROXY_AGE = [
    re.compile(
        r"\b(?:"
        + "|".join((_KIN_FEMALE, _KIN_MALE, _KIN_ANY))
        + r")(?:'s|\u2019s| is|,| is now| was| of| aged|, aged)? "
        + _NUMBER
        + r"\b(?!\s*(?:weeks?|months?|days?|hours?|minutes?|stone|kg|kilos?|foot|feet|ft|cm|m\b|mg|times|of|out|legs?|knees?|to|or|-\d))",
        re.I,
    )
]
_DECADES = {
    name: 10 * number
    for number, name in enumerate(
        "teens twenties thirties forties fifties sixties seventies eighties nineties".split(), 1
    )
}
_DECADE = re.compile(
    r"(?:\b(?:am|is|are|i'?m|i\u2019m|[a-z]+['\u2019]s|man|woman|lady|gentleman|patient|male|female)[, ]+(?:well |now |just |still |already )?"
    r"(?:in (?:my|her|his|their|the) )?|(?:^|[.!?]\s+)(?:now )?in my )(?P<part>early|mid|late)?[- ]*(?P<name>"
    + "|".join(_DECADES)
    + r"|[2-9]0'?s)\b",
    re.I,
)
_PARTS = {"early": 2.0, "mid": 5.0, "late": 8.0}
"""Years into a decade of life that its part stands for."""
_NEXT_BIRTHDAY = re.compile(
    r"\b(?:shall be|will be|['\u2019]ll be|turn(?:ing)?|going to be)\s+"
    + _NUMBER
    + r"\b,?\s+(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|the|a|\w+ (?:weeks|months))\b|next (?!week|day)|later this|this (?:year|spring|summer|autumn|winter)|on my next)",
    re.I,
)
_FEET = re.compile(
    r"\b(?P<ft>[3-7]|three|four|five|six|seven)\s*(?:ft|foot|feet|'|\u2019|\u2032)\s*"
    r"(?:(?P<in>1[01]|\d|"
    + "|".join([*_UNITS, "ten", "eleven"])
    + r")(?:\.\d)?\s*(?:in\b|ins\b|inch(?:es)?|\"|\u201d|''|\u2033)?)?"
    r"(?!\s*(?:long|deep|away|off|drop|of|fall|wall|down)|[0-9])",
    re.I,
)
_METRES = re.compile(
    r"\b(1[.,]\d{1,2}|2[.,][0-2]\d?)\s*(?:m|metres?|meters?)\b|\b(1\d\d|20\d)\s*(?:cm|centimet)|\b1 ?m ?(\d{2})\b(?! ?(?:cm|mm|years?|yrs?|kg|%))",
    re.I,
)
_STONE = re.compile(
    r"\b(?P<st>\d{1,2}(?:\.\d)?|"
    + "|".join(_UNITS + _TEENS)
    + r"|twenty)(?P<half> and a half)?\s*(?:st|stone|stones)\b"
    r"(?!\s*cold)(?:[ ,]*(?:and )?(?P<lb>1[0-3]|\d|"
    + "|".join([*_UNITS, *_TEENS[:4]])
    + r")\s*(?:lbs?|pounds?)?(?!\w)(?! ?(?:ft\b|foot|feet|'|\u2019|weeks?|months?|days?|years?|times|of|/)))?",
    re.I,
)
_POUNDS = re.compile(r"\b(\d{2,3})\s*(?:lbs?|pounds?)\b", re.I)
_KILOS = re.compile(r"\b(\d{2,3}(?:[.,]\d)?)\s*(?:kgs?|kilos?|kilograms?)\b", re.I)
_CHANGE = re.compile(
    r"\b(lost|lose|losing|gained|gain|put on|putting on|dropped|shed|lift\w*|carry\w*|carried|deadlift\w*|squat\w*|press\w*)\b[^.!?]{0,30}$",
    re.I,
)


_OWN_PART = re.compile(
    r"\b(?:my|me) (?:\w+ ){0,2}(?:knees?|foot|feet|heels?|ankles?|legs?|calf|calves|shins?|toes?|hips?|back|arch|"
    r"thighs?|soles?|achilles)\b|\bme,? i\b",
    re.I,
)
_THIRD = re.compile(r"\b(?:he|she|his|her)\b", re.I)
_FIRST = re.compile(r"\b(?:i|me|mine)\b", re.I)
_KIN_TOLD = re.compile(
    r"(?:^|[.!?:,]\s+|\bfor |\babout )(?:(?:my|our|the) (?:[\w-]+ )?)?(?:"
    + "|".join((_KIN_FEMALE, _KIN_MALE, _KIN_ANY))
    + r")\b(?!\s+(?:says?|said|thinks?|thought|told|had|reckons?|calls?|used|made|nagged|got|sent))",
    re.I,
)


def tells_of_other(text: str) -> bool:
    """Say whether a text is about another person than its writer.

    Parameters
    ----------
    text
        The narrative.
    """
    if not _THIRD.search(text) or _OWN_PART.search(text):
        return False
    return not _FIRST.search(text) or bool(_KIN_TOLD.search(text))


def by_pronoun(text: str, person: HeardPerson) -> bool:
    """Say whether nothing but "he" or "she" tells of a person ("He shot me a look").

    Parameters
    ----------
    text
        The narrative.
    person
        What was heard of the person.
    """
    place = dict(person.spans).get("sex")
    told = text[place[0] : place[1]] if place else ""
    return person.age is None and bool(_SHE.fullmatch(told) or _HE.fullmatch(told))


def hear_person(text: str, proxy: bool) -> HeardPerson:
    """Read age, sex and size.

    Parameters
    ----------
    text
        The narrative.
    proxy
        Whether somebody writes for another person.
    """
    spans: dict[str, Span] = {}
    values: dict[str, float] = {}
    for name, found in (
        ("age", _age(text, proxy)),
        ("height_m", _height(text)),
        ("mass_kg", _mass(text)),
    ):
        if found is not None:
            values[name], spans[name] = found
    sex = None
    for name, match in _sexes(text, proxy):
        if match and (sex is None or match.start() < spans["sex"][0]):
            sex, spans["sex"] = name, match.span()
    return HeardPerson(
        values.get("age"),
        sex,
        values.get("height_m"),
        values.get("mass_kg"),
        tuple(sorted(spans.items())),
    )


def _sexes(text: str, proxy: bool) -> list[tuple[str, re.Match[str] | None]]:
    """Return where the person's sex is told, by kin, by "he" and "she", or of oneself."""
    if not proxy:
        return [("female", _SELF_FEMALE.search(text)), ("male", _SELF_MALE.search(text))]
    kin = [("female", _PROXY_FEMALE.search(text)), ("male", _PROXY_MALE.search(text))]
    kin += [("female", _NOTE_FEMALE.search(text)), ("male", _NOTE_MALE.search(text))]
    if any(match for _, match in kin):
        return kin
    return [("female", _SHE.search(text)), ("male", _HE.search(text))]


def _number(text: str) -> float:
    text = text.lower().replace(",", ".")
    if text[0].isdigit():
        return float(text)
    return float(sum(_WORDS.get(word, 0) for word in re.split(r"[- ]", text)))


_NOT_AGE_BEFORE = re.compile(r"(?:worst|pain|now|it|down|by|score|scale)\s*(?:is|be|of)?\s*$", re.I)


def _age(text: str, proxy: bool) -> tuple[float, Span] | None:
    coming = _NEXT_BIRTHDAY.search(text)
    if coming and 2 <= _number(coming.group(1)) <= 115:
        return _number(coming.group(1)) - 1, coming.span()
    return _age_told(text, proxy or not _FIRST.search(text)) or _decade(text)


def _decade(text: str) -> tuple[float, Span] | None:
    """Read "in her eighties", "late forties": the middle of what is meant."""
    match = _DECADE.search(text)
    if match is None:
        return None
    name = match.group("name").lower()
    start = float(_DECADES[name] if name in _DECADES else int(name[:2]))
    return start + _PARTS[(match.group("part") or "mid").lower()], match.span()


def _age_told(text: str, proxy: bool) -> tuple[float, Span] | None:
    for pattern in (*(_PROXY_AGE if proxy else ()), *_AGE):
        for match in pattern.finditer(text):
            value = _number(match.group(1))
            before = text[max(match.start() - 12, 0) : match.start()]
            whole = match.group().lower()
            if whole.startswith(("is ", "be ")) and not re.search(
                r"\b(?:she|he|who|daughter|son|mum|dad|mother|father|wife|husband)\s*$",
                before,
                re.I,
            ):
                continue
            if 1 <= value <= 115 and not _NOT_AGE_BEFORE.search(before):
                return value, match.span()
    return None


def _height(text: str) -> tuple[float, Span] | None:
    for match in _FEET.finditer(text):
        inches = match.group("in")
        marked = re.search(r"ft|foot|feet", match.group(), re.I)
        if not inches and not marked:
            continue
        value = (
            _number(match.group("ft")) * M_PER_FOOT
            + (_number(inches) if inches else 0) * M_PER_INCH
        )
        before = text[max(match.start() - 18, 0) : match.start()]
        if value >= 1.2 and not re.search(
            r"(?:from|about|off|fell|over|least|than|every)\s*$", before, re.I
        ):
            return round(value, 3), match.span()
    metres = _METRES.search(text)
    if metres:
        if metres.group(1):
            return float(metres.group(1).replace(",", ".")), metres.span()
        if metres.group(2):
            return float(metres.group(2)) / 100, metres.span()
        return 1 + float(metres.group(3)) / 100, metres.span()
    return None


def _mass(text: str) -> tuple[float, Span] | None:
    return _mass_with_unit(text) or _mass_after_height(text)


def _mass_after_height(text: str) -> tuple[float, Span] | None:
    """Read "6'2 190": pounds after feet and inches."""
    for match in _FEET.finditer(text):
        told = _BARE_POUNDS.match(text, match.end())
        if match.group("in") and told:
            return round(float(told.group(1)) * KG_PER_POUND, 1), told.span(1)
    return None


_BARE_POUNDS = re.compile(
    r"[\s,/;]+(?:and )?([1-3]\d\d)(?=[\s.,;]|$)(?!\s*(?:cm|mm|m\b|miles|km|steps|days|[.,]\d))"
)


def _mass_with_unit(text: str) -> tuple[float, Span] | None:
    for pattern in (_STONE, _KILOS, _POUNDS):
        for match in pattern.finditer(text):
            if _CHANGE.search(text[max(match.start() - 40, 0) : match.start()]):
                continue
            if pattern is _STONE:
                value = (
                    _number(match.group("st")) + (0.5 if match.group("half") else 0)
                ) * KG_PER_STONE
                value += (_number(match.group("lb")) if match.group("lb") else 0) * KG_PER_POUND
            else:
                value = _number(match.group(1)) * (KG_PER_POUND if pattern is _POUNDS else 1)
            if 15 <= value <= 400:
                return round(value, 1), match.span()
    return None
