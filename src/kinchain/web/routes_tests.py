"""Home tests on one page: drawings, clocks, and room for what came out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.app.home_tests import home_tests, tests_done, told_by_tests
from kinchain.app.interview import Answer, Question, read_answer
from kinchain.core.errors import Fault, InputError
from kinchain.evidence import load_knowledge
from kinchain.report.words import UNIT_WORDS, phrase
from kinchain.web.alarm import alarm_of
from kinchain.web.current import OwnVisit, check_version, go, is_emergency, keeper_of
from kinchain.web.forms import Form, OwnForm
from kinchain.web.home_tests import Timer, picture_of, timer_of
from kinchain.web.render import page
from kinchain.web.shelves import address
from kinchain.web.visit import Visit, put_right

router = APIRouter()

MAX_TYPED = 40


@dataclass(frozen=True, slots=True)
class TestCard:
    """One home test as it is shown; ``typed`` is what stands in its field."""

    q: Question
    picture: Markup
    timer: Timer | None
    href: str
    unit: str
    typed: str


@router.get("/tests")
def show(request: Request, visit: OwnVisit) -> Response:
    """Show the home tests that suit now, and those that were done.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _page(request, visit)


@router.post("/tests")
def take(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take results; what is left empty was not done, and stays unknown.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    check_version(visit, form)
    interview = visit.interview
    faults: list[Fault] = []
    answers = {
        one.key: answer for one in home_tests(interview)
        if (answer := _answer(one, form, faults)) is not None
    }  # fmt: skip
    if not answers and not faults:
        faults.append(NOTHING)
    if faults:
        return _page(request, visit, form, tuple(faults))
    try:
        after = put_right(interview, told_by_tests(interview, answers))
    except InputError as error:
        return _page(request, visit, form, error.faults)
    keeper_of(request).change(visit, after)
    return go("/report" if is_emergency(after) else "/tests?saved=1")


def _answer(question: Question, form: Form, faults: list[Fault]) -> Answer | None:
    typed = form.one(question.key)[:MAX_TYPED]
    if not typed:
        return None
    try:
        return read_answer(question, typed)
    except InputError as error:
        label = load_knowledge().findings[question.finding].label
        faults.extend(
            Fault(one.what, label, one.expected, "correct it, or leave it empty")
            for one in error.faults
        )
        return None


def _page(
    request: Request, visit: Visit, form: Form | None = None, faults: tuple[Fault, ...] = ()
) -> Response:
    interview = visit.interview
    known = load_knowledge().findings
    done = [
        (phrase(known[one.id], one.value), one.side if one.side in ("left", "right") else "")
        for one in tests_done(interview)
    ]
    cards = [_card(one, form) for one in home_tests(interview)]
    return page(
        request, "tests", 422 if faults else 200, version=visit.version, faults=faults,
        cards=cards, done=done, alarm=alarm_of(interview),
        saved=bool(request.query_params.get("saved")) and not faults,
        has_timer=any(one.timer is not None for one in cards),
    )  # fmt: skip


def _card(question: Question, form: Form | None) -> TestCard:
    unit = UNIT_WORDS.get(question.unit, question.unit)
    bounds = f"{question.low:g} to {question.high:g} {unit}".strip()
    return TestCard(
        question, picture_of("test", question.finding, question.text), timer_of(question.finding),
        address(f"test:{question.finding}"),
        bounds if question.kind == "number" else "",
        "" if form is None else form.one(question.key),
    )  # fmt: skip


NOTHING = Fault(
    "nothing was filled in",
    "The home tests",
    "the result of at least one test",
    "fill in what you did, or go back to the result",
)
