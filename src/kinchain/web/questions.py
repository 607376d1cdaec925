"""Questions one at a time: why, "not sure", back; an emergency ends them at once."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from kinchain.app.interview import MAX_QUESTIONS, Question, answer, back, next_question
from kinchain.core.errors import Fault, InputError
from kinchain.report.words import UNIT_WORDS
from kinchain.web.alarm import alarm_of
from kinchain.web.current import OwnVisit, check_version, go, is_emergency, keeper_of
from kinchain.web.field_answers import answer_from
from kinchain.web.forms import Form, OwnForm
from kinchain.web.home_tests import picture_of, timer_of
from kinchain.web.keep import ChangedElsewhere
from kinchain.web.render import page
from kinchain.web.routes_where import site_pictures
from kinchain.web.visit import Visit

router = APIRouter()


@router.get("/question")
def show(request: Request, visit: OwnVisit) -> Response:
    """Show the next question, or the result where there is none.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    question = next_question(visit.interview)
    return go("/report") if question is None else _page(request, visit, question)


@router.post("/question")
def take(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take an answer; at an emergency the next thing shown is what to do.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    if form.one("version") != str(visit.version):
        if _is_second_click(visit, form):
            return go("/question")
        raise ChangedElsewhere
    question = next_question(visit.interview)
    if question is None:
        return go("/report")
    if form.one("key") != question.key:
        raise ChangedElsewhere
    try:
        after = answer(visit.interview, answer_from(question, form))
    except InputError as error:
        return _page(request, visit, question, form, error.faults)
    keeper_of(request).change(visit, after)
    if is_emergency(after):
        return go("/report")
    return go("/question" if after.urgency == visit.interview.urgency else "/question?new=1")


@router.post("/question/back")
def step_back(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take the last answer back.

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
    if not visit.interview.asked:
        return go("/heard")
    after = back(visit.interview)
    keeper_of(request).change(visit, after)
    return go("/report" if is_emergency(after) else "/question")


def _is_second_click(visit: Visit, form: Form) -> bool:
    """Say whether the same answer came twice: then it was taken, and nothing is wrong."""
    interview = visit.interview
    if not interview.asked or interview.asked[-1].key != form.one("key"):
        return False
    before = back(interview)
    question = next_question(before)
    try:
        return question is not None and (
            answer(before, answer_from(question, form)).asked[-1] == interview.asked[-1]
        )
    except InputError:
        return False


def _page(
    request: Request,
    visit: Visit,
    question: Question,
    form: Form | None = None,
    faults: tuple[Fault, ...] = (),
) -> Response:
    form = form or Form(())
    return page(
        request, "question", 422 if faults else 200, q=question, version=visit.version,
        number=len(visit.interview.asked) + 1, most=MAX_QUESTIONS, alarm=alarm_of(visit.interview),
        faults=tuple(_plain(one) for one in faults), typed=form.one("answer"),
        is_told=_is_told(request, visit), unit=form.one("unit") or "days",
        unit_words=UNIT_WORDS.get(question.unit, question.unit),
        ticked=frozenset((*form.many("item"), *form.many("place"))),
        pictures=site_pictures() if question.kind == "places" else (),
        timer=timer_of(question.finding),
        drawn=picture_of("test", question.finding, question.text) if question.steps else "",
    )  # fmt: skip


def _is_told(request: Request, visit: Visit) -> bool:
    """Say whether the advice of this urgency was shown in full before."""
    interview = visit.interview
    is_new = bool(request.query_params.get("new")) or not interview.asked
    return interview.urgency == "same_day" and not is_new


def _plain(one: Fault) -> Fault:
    """Return a fault of the interview in the words of a page with buttons."""
    if not one.where.startswith("the answer to '"):
        return one
    return Fault(one.what, "Your answer", one.expected, "answer again, or press 'Not sure'")
