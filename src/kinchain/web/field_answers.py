"""From the fields of a question's form to an answer; what is left out is never a silent no."""

from __future__ import annotations

from collections.abc import Callable

from kinchain.app.interview import NOT_SURE, Answer, Question, read_answer
from kinchain.core.errors import Fault, InputError
from kinchain.web.forms import Form
from kinchain.web.settings import MAX_STORY_CHARACTERS

LEGS = ("left", "right")


def answer_from(question: Question, form: Form) -> Answer:
    """Return the answer that a form gives to a question.

    Parameters
    ----------
    question
        The question.
    form
        The form; its button ``do`` is ``next``, ``none`` or ``unsure``.

    Raises
    ------
    InputError
        If nothing was chosen, or it is no answer.
    """
    if form.one("do") == "unsure":
        return NOT_SURE
    readers: dict[str, Callable[[], Answer]] = {
        "words": lambda: _words(question, form),
        "places": lambda: _places(question, form),
        "several": lambda: _several(question, form),
        "number": lambda: _number(question, form),
    }
    if question.kind in readers:
        return readers[question.kind]()
    return _choice(question, form)


def _nothing(question: Question) -> str:
    expected = {
        "several": "at least one tick, or the button 'None of these'",
        "places": "at least one place",
        "number": "a number",
        "words": "a few words",
    }.get(question.kind, "one of the answers")
    raise InputError(
        Fault(
            "nothing was chosen",
            "Your answer",
            f"{expected}; or the button 'Not sure'",
            "choose, then go on",
        )
    )


def _words(question: Question, form: Form) -> str:
    words = form.one("answer") or _nothing(question)
    if len(words) > MAX_STORY_CHARACTERS:
        raise InputError(
            Fault("this is too long", "Your answer", f"at most {MAX_STORY_CHARACTERS:,} characters",
                  "shorten it to what matters now")
        )  # fmt: skip
    return words


def _choice(question: Question, form: Form) -> Answer:
    value = form.one("answer") or _nothing(question)
    if value not in question.choices:
        raise InputError(
            Fault("this is not one of the answers", "Your answer", "one of those shown",
                  "choose again")
        )  # fmt: skip
    if question.kind == "yes_no" and question.side != "both":
        return value == "yes"
    return value


def _number(question: Question, form: Form) -> Answer:
    typed = form.one("answer") or _nothing(question)
    unit = form.one("unit") if question.unit == "days" else ""
    return read_answer(question, f"{typed} {unit}".strip()[:40])


def _places(question: Question, form: Form) -> Answer:
    if form.one("do") == "none":
        if question.key == "elsewhere":
            return ()
        _nothing(question)
    found = tuple(dict.fromkeys(form.many("place")))
    if not found:
        _nothing(question)
    return found


def _several(question: Question, form: Form) -> Answer:
    """Read the ticks: a leg is a yes there; "not sure" leaves what is not ticked unknown."""
    ticked = form.many("item")
    if form.one("do") == "none":
        if ticked:
            raise InputError(
                Fault("something is ticked, and 'None of these' was pressed", "Your answer",
                      "ticks and 'Next', or no tick and 'None of these'",
                      "take the ticks away, or press 'Next'")
            )  # fmt: skip
        return ()
    if not ticked:
        _nothing(question)
    found: list[str] = []
    for key, _ in question.items:
        found += _of_item(key, frozenset(ticked))
    if not found:
        _nothing(question)
    return tuple(found)


def _of_item(key: str, ticked: frozenset[str]) -> list[str]:
    name, _, side = key.partition("@")
    if side != "both":
        if key in ticked:
            return [key]
        return [f"{key}?"] if f"{key}?" in ticked else []
    found = [f"{name}@{leg}" for leg in LEGS if f"{name}@{leg}" in ticked]
    if f"{key}?" in ticked:
        found += [f"{name}@{leg}?" for leg in LEGS if f"{name}@{leg}" not in found]
    return found
