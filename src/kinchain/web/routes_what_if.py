"""What-if: set something on the knee or foot, and see how the walk would change."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kinchain.core.errors import Fault, InputError, KinchainError
from kinchain.core.formats.case import Person
from kinchain.web.current import AnyVisit, OwnVisit, go, keep_first, store_of
from kinchain.web.effects import job_for, order_for
from kinchain.web.forms import OwnForm
from kinchain.web.render import catalogue, page
from kinchain.web.routes_walks import OwnJob, faults_of
from kinchain.web.upload import check_room
from kinchain.web.visit import Visit, told_anew
from kinchain.web.walked import delete_job
from kinchain.web.what_if import controls, order_of, shown_what_if, told_settings
from kinchain.web.work.tasks import EFFECTS, SIMULATE

router = APIRouter()

MOST_KEPT = 30


@router.get("/what-if")
def form(request: Request, visit: AnyVisit) -> Response:
    """Show what can be set, and what was tried before.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _form(request, visit)


@router.post("/what-if/begin")
def begin(request: Request, visit: AnyVisit, form: OwnForm) -> RedirectResponse:
    """Begin with a what-if, before anything is told.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    answer = go("/what-if")
    if visit is None:
        keep_first(request, answer, told_anew(None, "", Person()))
    return answer


@router.post("/what-if")
def take(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Put a what-if into the queue.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    store = store_of(request)
    try:
        order = order_of(form, visit)
        check_room(store, visit.id)
        if len(store.jobs.of(visit.id, SIMULATE)) >= MOST_KEPT:
            raise InputError(FULL)
    except KinchainError as error:
        return _form(request, visit, dict(form.pairs), tuple(error.faults))
    return go(f"/what-if/{store.jobs.put(visit.id, SIMULATE, order)}")


@router.post("/what-if/told")
def simulate_told(request: Request, visit: OwnVisit, form: OwnForm) -> RedirectResponse:
    """Put into the queue what simulated walks add to the result.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    store = store_of(request)
    job = job_for(store, visit)
    if job is not None and job.state in ("queued", "running", "done"):
        return go(f"/what-if/{job.id}")
    check_room(store, visit.id)
    for old in store.jobs.of(visit.id, EFFECTS):
        delete_job(store, old)
    return go(f"/what-if/{store.jobs.put(visit.id, EFFECTS, order_for(store, visit))}")


@router.get("/what-if/{job_id}")
def show(request: Request, job: OwnJob) -> Response:
    """Show how far the work is, or what would change.

    Parameters
    ----------
    request
        What the browser asks.
    job
        The work.
    """
    if job.kind not in (SIMULATE, EFFECTS):
        raise HTTPException(404)
    if job.kind == EFFECTS and job.state == "done":
        return go("/report#chain")
    shown = None if job.kind == EFFECTS else shown_what_if(store_of(request), job)
    if shown is None:
        words = catalogue().what_if
        return page(
            request, "work", job=job, faults=faults_of(job), back="/what-if",
            name=job.payload.get("name", ""), w=words,
        )  # fmt: skip
    return page(request, "what_if_result", job=job, w=shown)


def _form(
    request: Request,
    visit: Visit | None,
    sent: dict[str, str] | None = None,
    faults: tuple[Fault, ...] = (),
) -> Response:
    jobs = [] if visit is None else store_of(request).jobs.of(visit.id, SIMULATE)
    told = {} if visit is None or sent is not None else told_settings(visit)
    person = None if visit is None else visit.interview.case.person
    return page(
        request, "what_if", 422 if faults else 200, is_known=visit is not None, faults=faults,
        groups=controls(sent or {}, told), effects=_effects(request, visit),
        sent=sent or {}, is_told=bool(told), jobs=jobs[::-1],
        lacks_size=person is not None and None in (person.height_m, person.mass_kg),
    )  # fmt: skip


def _effects(request: Request, visit: Visit | None) -> str:
    """Return where the work on what was told stands: ``none``, or the state of its job."""
    job = None if visit is None else job_for(store_of(request), visit)
    return "none" if job is None else job.state


FULL = Fault(
    "so many what-ifs are kept that there is no room for another", "the form that was sent",
    f"at most {MOST_KEPT}", "delete one that is not needed any more",
)  # fmt: skip
