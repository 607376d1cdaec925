"""From what a person types to an answer, and from an answer to findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kinchain.app._interview_ask import SITES
from kinchain.app._interview_model import NOT_SURE, Answer, Look, Question
from kinchain.app._interview_pick import hurting
from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Value
from kinchain.evidence import load_knowledge
from kinchain.evidence.vocabulary import ancestors

UNSURE = frozenset(
    ("", "?", "not sure", "unsure", "don't know", "dont know", "unknown", "idk", "skip", "n/a")
)
YES = frozenset(("y", "yes", "yeah", "yep", "true", "1"))
NO = frozenset(("n", "no", "nope", "false", "0", "neither", "none"))
SIDE_WORDS = {"l": "left", "left": "left", "r": "right", "right": "right", "b": "both",
              "both": "both"}  # fmt: skip
SITE_WORDS = {
    **{site.replace("_", " "): site for site in SITES},
    **{site: site for site in SITES},
    "back": "low_back", "groin": "hip", "lower leg": "shin", "sole": "arch",
    "ball of the foot": "forefoot", "ball of foot": "forefoot", "toe": "toes",
    "big toe": "toes", "achilles": "calf", "kneecap": "knee",
}  # fmt: skip
"""Words for places; longer ones are tried first."""

DAYS_IN = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
"""Days in each unit that a duration may be told in."""

NUMBER = re.compile(r"([+-]?\d{1,6}(?:[.,]\d{1,4})?)\s*(.*)")


def read_answer(question: Question, text: str) -> Answer:
    """Read what was typed as an answer to a question.

    Parameters
    ----------
    question
        The question.
    text
        What was typed; nothing at all is "not sure".

    Raises
    ------
    InputError
        If it is no answer to this question, with a hint what would be.
    """
    typed = " ".join(text.split()).strip()
    word = typed.lower().rstrip(".!")
    if word in UNSURE:
        return NOT_SURE
    readers: dict[str, Callable[[], Answer]] = {
        "words": text.strip,
        "places": lambda: _places(question, word),
        "several": lambda: _several(question, word),
        "number": lambda: _number(question, word),
    }
    if question.kind in readers:
        return readers[question.kind]()
    return _choice(question, word)


def _choice(question: Question, word: str) -> Answer:
    if question.kind == "yes_no" and question.side != "both":
        if word in YES or word in NO:
            return word in YES
        raise no_answer(question)
    if question.kind == "yes_no" and word in NO:
        return "no"
    near = [c for c in question.choices if word in (c, c.replace("_", " "), c[0])]
    if not near and question.kind == "choice":
        near = [c for c in question.choices if c.replace("_", " ").startswith(word)]
    if len(near) != 1:
        raise no_answer(question)
    return near[0]


def no_answer(question: Question, what: str = "this is no answer to the question") -> InputError:
    """Return the error for an answer that cannot be used, with what can.

    Parameters
    ----------
    question
        The question.
    what
        What is wrong; never what was typed.
    """
    expected = {
        "words": "a few sentences of plain text",
        "places": "places with their side, such as: left knee, right heel",
        "several": f"the numbers of all that are so, such as: {_like(question)}; with a ? behind "
        "one that you are not sure of; or: none",
        "number": f"a number from {question.low:g} to {question.high:g} {_unit(question)}".strip(),
    }.get(question.kind, " / ".join(one.replace("_", " ") for one in question.choices))
    if question.unit == "days":
        expected = "a length of time, such as: 10 days, 3 weeks, 2 months"
    return InputError(
        Fault(
            what,
            f"the answer to '{question.key}'",
            f"{expected}, or: not sure",
            "answer again; back goes to the question before",
        )
    )


def _places(question: Question, word: str) -> tuple[str, ...]:
    if word in NO and question.key == "elsewhere":
        return ()
    found: list[str] = []
    for part in re.split(r",|;|\band\b", word):
        if not part.strip():
            continue
        side = next((s for w, s in SIDE_WORDS.items() if re.search(rf"\b{w}\b", part)), "unknown")
        site = next(
            (
                SITE_WORDS[name]
                for name in sorted(SITE_WORDS, key=len, reverse=True)
                if re.search(rf"\b{name}s?\b", part)
            ),
            None,
        )
        if site is None:
            raise no_answer(question, "a place that is not on the list")
        found.append(site if site == "low_back" else f"{site}@{side}")
    return tuple(dict.fromkeys(found))


def _like(question: Question) -> str:
    return "1 left, 3 both" if question.side == "both" else "1, 3"


def _unit(question: Question) -> str:
    return "" if question.unit in ("0-10", "count", "grade") else question.unit


PICKED = re.compile(r"(\d{1,2})\s*(\?)?\s*(left|right|both|l|r|b)?\s*(\?)?")
"""One of several, by its number; a question mark where the person is not sure of it."""


def _several(question: Question, word: str) -> tuple[str, ...]:
    """Read numbers of what applies; what is left out counts as no."""
    if word in NO and word != "0":
        return ()
    found: list[str] = []
    for part in re.split(r"[,;]|\band\b|\s+(?=\d)", word):
        if not part.strip():
            continue
        match = PICKED.fullmatch(part.strip())
        if match is None or not 1 <= int(match[1]) <= len(question.items):
            raise no_answer(question)
        key = question.items[int(match[1]) - 1][0]
        if key.endswith("@both") and match[3]:
            key = key.replace("@both", f"@{SIDE_WORDS[match[3]]}")
        elif key.endswith("@both") and not (match[2] or match[4]):
            raise no_answer(question, "it is not clear for which leg")
        found.append(key + ("?" if match[2] or match[4] else ""))
    return tuple(dict.fromkeys(found))


def _number(question: Question, word: str) -> float:
    match = NUMBER.fullmatch(word)
    if match is None:
        raise no_answer(question)
    value, unit = float(match[1].replace(",", ".")), match[2].strip().rstrip("s")
    if question.unit == "days" and unit:
        if unit not in DAYS_IN:
            raise no_answer(question)
        value = round(value * DAYS_IN[unit])
    return value


def findings_of(question: Question, answer: Answer, look: Look) -> tuple[tuple[str, Value], ...]:
    """Return the findings that an answer tells; "not sure" leaves them unknown.

    Parameters
    ----------
    question
        The question.
    answer
        The answer.
    look
        What was known when it was asked.

    Raises
    ------
    InputError
        If the answer does not fit the question.
    """
    if question.kind == "words":
        if not isinstance(answer, str):
            raise no_answer(question)
        return ()
    if answer == NOT_SURE:
        return () if question.kind in ("places", "side") else tuple(_unknown(question))
    if question.kind == "places":
        return tuple(_pain(question, answer))
    if question.kind == "side":
        if answer not in question.choices:
            raise no_answer(question)
        return tuple((f"pain_{site}@{answer}", True) for site in hurting(look, "unknown"))
    if question.kind == "several":
        return tuple(_ticked(question, answer))
    return tuple(_told(question, answer))


def _ticked(question: Question, answer: Answer) -> Iterator[tuple[str, Value]]:
    """Yield a finding for each item: named is yes, with a ``?`` unknown, left out is no."""
    if not isinstance(answer, tuple):
        raise no_answer(question)
    named: dict[str, Value] = {}
    for one in answer:
        name, _, side = one.rstrip("?").partition("@")
        keys = [f"{name}@left", f"{name}@right"] if side == "both" else [one.rstrip("?")]
        if not set(keys) <= set(question.keys):
            raise no_answer(question, "something that was not asked for")
        named |= dict.fromkeys(keys, "unknown" if one.endswith("?") else True)
    for key in [key for key, value in named.items() if value is True]:
        name, _, side = key.partition("@")
        for above in ancestors(name, load_knowledge().findings):
            named[f"{above}@{side}" if side else above] = True
    yield from ((key, named.get(key, False)) for key in question.keys)


def _unknown(question: Question) -> Iterator[tuple[str, Value]]:
    yield from ((key, "unknown") for key in question.keys)


def _pain(question: Question, answer: Answer) -> Iterator[tuple[str, Value]]:
    if not isinstance(answer, tuple) or (not answer and question.key != "elsewhere"):
        raise no_answer(question)
    for place in answer:
        site, _, side = place.partition("@")
        sides = ("", "left", "right", "both", "unknown")
        if site not in SITES or side not in sides or (side != "") == (site == "low_back"):
            raise no_answer(question)
        yield (f"pain_{place}", True)


def _told(question: Question, answer: Answer) -> Iterator[tuple[str, Value]]:
    if question.kind == "number":
        number = isinstance(answer, int | float) and not isinstance(answer, bool)
        if not number or not question.low <= float(answer) <= question.high:  # type: ignore[arg-type]
            raise no_answer(question, "not a possible value")
        yield from ((key, float(answer)) for key in question.keys)  # type: ignore[arg-type]
    elif question.kind == "choice":
        if answer not in question.choices:
            raise no_answer(question)
        yield (question.key, str(answer))
    elif question.side == "both":
        if answer is False:
            answer = "no"
        if answer not in question.choices:
            raise no_answer(question, "it is not clear for which leg")
        for key in question.keys:
            yield (key, answer in ("both", key.rpartition("@")[2]))
    elif isinstance(answer, bool):
        yield (question.key, answer)
    else:
        raise no_answer(question)
