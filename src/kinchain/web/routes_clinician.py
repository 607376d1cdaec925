"""The page for the appointment: one sheet for the clinician, and room for what was examined."""

from __future__ import annotations

from datetime import date as Date

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.app.clinician import clinician_page
from kinchain.app.interview import Interview
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.case import Outcome
from kinchain.evidence import load_knowledge
from kinchain.report.clinician_page import clinician_section
from kinchain.store.keeping import Store
from kinchain.web.alarm import alarm_at
from kinchain.web.current import OwnVisit, check_version, go, keeper_of, store_of
from kinchain.web.examination import examined_from, rows_of
from kinchain.web.forms import Form, OwnForm
from kinchain.web.render import page
from kinchain.web.track_kept import today_of, track_of
from kinchain.web.visit import Visit, put_right
from kinchain.web.walked import assessed

router = APIRouter()


@router.get("/clinician")
def show(request: Request, visit: OwnVisit) -> Response:
    """Show the sheet for the clinician.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return page(
        request, "clinician", sheet=sheet_of(visit, store_of(request)),
        saved=bool(request.query_params.get("saved")),
        n_examined=len(visit.interview.case.examined), alarm=alarm_at(visit.interview.urgency),
    )  # fmt: skip


@router.get("/clinician/exam")
def ask_exam(request: Request, visit: OwnVisit) -> Response:
    """Show the form for what was examined.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _exam(request, visit)


@router.post("/clinician/exam")
def take_exam(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take what was examined; it goes before what was told of the same finding.

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
    try:
        after = with_exam(visit.interview, form, today_of(store_of(request)))
    except InputError as error:
        return _exam(request, visit, form, error.faults)
    if after.start != visit.interview.start:
        keeper_of(request).change(visit, after)
    return go("/clinician?saved=1")


def with_exam(interview: Interview, form: Form, today: Date) -> Interview:
    """Return an interview with what a form says was examined.

    Parameters
    ----------
    interview
        The interview.
    form
        The form.
    today
        No later day is taken.

    Raises
    ------
    InputError
        If something cannot be used, or contradicts itself.
    """
    found = examined_from(interview.start, form, today)
    start = interview.start.model_copy(update={"examined": found})
    return put_right(Interview(start, interview.asked), {})


def sheet_of(visit: Visit, store: Store) -> Markup:
    """Return the clinician's sheet of a visit, as HTML.

    Parameters
    ----------
    visit
        What was told.
    store
        The store, for recorded walks and scores.
    """
    case = visit.interview.case
    scores = (
        Outcome(measure=one.measure, date=one.date, value=one.value, about=one.about,
                version=one.version or None)
        for one in track_of(store, visit.id).scores
    )  # fmt: skip
    shown = case.model_copy(update={"outcomes": (*case.outcomes, *scores)})
    made = clinician_page(shown, assessed(store, visit), load_knowledge())
    return Markup(clinician_section(made))


def _exam(
    request: Request, visit: Visit, form: Form | None = None, faults: tuple[Fault, ...] = ()
) -> Response:
    today = today_of(store_of(request)).isoformat()
    latest = max(visit.interview.case.examined, key=lambda one: one.date or Date.min, default=None)
    return page(
        request, "exam", 422 if faults else 200, groups=rows_of(visit.interview.case, form),
        faults=faults, version=visit.version, today=today,
        by=form.one("by") if form is not None else latest.by if latest is not None else "",
        day=form.one("date") if form is not None else today,
        alarm=alarm_at(visit.interview.urgency),
    )  # fmt: skip
