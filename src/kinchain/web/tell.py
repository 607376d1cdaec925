"""Tell: own words, age, sex, height and weight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kinchain.app.interview import Interview
from kinchain.core.errors import Fault
from kinchain.core.formats.case import Person
from kinchain.web.current import (
    AnyVisit,
    check_version,
    go,
    is_emergency,
    keep_first,
    keeper_of,
)
from kinchain.web.forms import Form, OwnForm
from kinchain.web.pointed import kept_of
from kinchain.web.render import page
from kinchain.web.settings import MAX_STORY_CHARACTERS
from kinchain.web.visit import Visit, told_anew

router = APIRouter()

FIELDS = ("words", "age", "sex", "height", "mass")
NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")
SEXES = ("female", "male", "other")

RANGES: Mapping[str, tuple[float, float, str]] = {
    "age": (0.0, 115.0, "Age: 0 to 115 years, as a number"),
    "height": (50.0, 260.0, "Height: 50 to 260 centimetres, as a number"),
    "mass": (3.0, 400.0, "Weight: 3 to 400 kilograms, as a number"),
}
"""What each number may be, and how that is said."""

LABELS = {"words": "your words", "age": "age", "sex": "sex", "height": "height", "mass": "weight"}


@router.get("/tell")
def show(request: Request, visit: AnyVisit) -> Response:
    """Show the form, with what was told before.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _page(request, visit, _values(visit), {})


@router.post("/tell")
def take(request: Request, visit: AnyVisit, form: OwnForm) -> Response:
    """Take the story and the person; what cannot be used is said beside its field.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    values = {name: form.one(name) for name in FIELDS}
    wrong = _faults(values, form)
    if wrong:
        return _page(request, visit, values, wrong)
    before = None
    if visit is not None:
        check_version(visit, form)
        before = visit.interview
    kept = None if before is None else kept_of(before.start)
    interview = told_anew(before, values["words"], _person(values), kept)
    answer = go(_next(interview, form.one("do"), has_words=bool(values["words"])))
    if visit is not None:
        keeper_of(request).change(visit, interview)
    else:
        keep_first(request, answer, interview)
    return answer


def _next(interview: Interview, do: str, *, has_words: bool) -> str:
    if is_emergency(interview):
        return "/report"
    if do == "map":
        return "/where"
    return "/heard" if has_words else "/question"


def _values(visit: Visit | None) -> dict[str, str]:
    if visit is None:
        return dict.fromkeys(FIELDS, "")
    case = visit.interview.case
    person = case.person
    answered = case.findings.get("age")
    age = person.age if isinstance(answered, bool | str | None) else answered
    return {
        "words": case.narrative,
        "age": _shown(age),
        "sex": person.sex or "",
        "height": _shown(None if person.height_m is None else 100.0 * person.height_m),
        "mass": _shown(person.mass_kg),
    }


def _shown(number: float | None) -> str:
    return "" if number is None else f"{round(number, 1):g}"


def _faults(values: Mapping[str, str], form: Form) -> dict[str, Fault]:
    found: dict[str, Fault] = {}
    if not values["words"] and form.one("do") not in ("ask", "map"):
        found["words"] = _fault(
            "words", "nothing was written", "A few words on what hurts",
            "write a few words, show it on a picture, or choose 'I would rather be asked'",
        )  # fmt: skip
    elif len(values["words"]) > MAX_STORY_CHARACTERS:
        found["words"] = _fault(
            "words", f"this is too long ({len(values['words']):,} characters)",
            f"At most {MAX_STORY_CHARACTERS:,} characters", "shorten it to what matters now",
        )  # fmt: skip
    for name, (low, high, expected) in RANGES.items():
        number = _number(values[name])
        if values[name] and (number is None or not low <= number <= high):
            found[name] = _fault(
                name, "the value cannot be used", expected, "correct it, or leave it empty"
            )
    if values["sex"] and values["sex"] not in SEXES:
        found["sex"] = _fault("sex", "the value cannot be used", "One of the list", "choose again")
    return found


def _fault(name: str, what: str, expected: str, mend: str) -> Fault:
    return Fault(what, LABELS[name].capitalize(), expected, mend)


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _person(values: Mapping[str, str]) -> Person:
    height = _number(values["height"])
    told: dict[str, Any] = {
        "age": _number(values["age"]),
        "sex": values["sex"] or None,
        "height_m": None if height is None else round(height / 100.0, 3),
        "mass_kg": _number(values["mass"]),
    }
    return Person.model_validate(told)


def _page(
    request: Request, visit: Visit | None, values: Mapping[str, str], wrong: Mapping[str, Fault]
) -> Response:
    return page(
        request, "tell", 422 if wrong else 200, values=values, errors=wrong,
        faults=tuple(wrong.values()), first=next(iter(wrong), ""),
        version=None if visit is None else visit.version,
    )  # fmt: skip
