"""Recorded walks: send one, see how far the work on it is, and what it shows."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from kinchain.core.errors import Fault, KinchainError
from kinchain.core.formats.case import Person
from kinchain.store.jobs import Job
from kinchain.web.current import AnyVisit, OwnVisit, go, keep_first, store_of
from kinchain.web.forms import OwnForm
from kinchain.web.render import catalogue, page
from kinchain.web.upload import check_room, drop_loose, queue_walk, take_in
from kinchain.web.visit import Visit, told_anew
from kinchain.web.walk_shown import shown_walk
from kinchain.web.walked import delete_job, read_walk, result_part
from kinchain.web.work.tasks import SIMULATE, WALK

router = APIRouter()

PARTS = {"walk": "walk.html", "loads": "loads.html", "simulation": "simulation.html"}
"""Pages that a job makes, each with its file."""

DOWNLOADS = {
    "walk.html": ("text/html; charset=utf-8", "knee-and-foot-walk.html"),
    "walk.json": ("application/json", "knee-and-foot-walk.json"),
    "loads.html": ("text/html; charset=utf-8", "knee-and-foot-loads.html"),
    "loads.json": ("application/json", "knee-and-foot-loads.json"),
    "simulation.html": ("text/html; charset=utf-8", "knee-and-foot-what-if.html"),
    "simulation.json": ("application/json", "knee-and-foot-what-if.json"),
}
"""Files that can be had, each with its type and its name."""

CLOSED_OFF = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src {}; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""A made page holds its own script, allowed by its hash. The browser keeps the page apart from
this site: no cookie, no form, no request, whatever a recording brought in."""

OWN_SCRIPT = re.compile(rb"script-src ('sha256-[A-Za-z0-9+/=]+')")
HEAD_BYTES = 4096


def need_job(request: Request, visit: OwnVisit, job_id: str) -> Job:
    """Return a job of this visit.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    job_id
        Id in the address.

    Raises
    ------
    HTTPException
        If there is none.
    """
    job = store_of(request).jobs.get(visit.id, job_id)
    if job is None:
        raise HTTPException(404)
    return job


OwnJob = Annotated[Job, Depends(need_job)]
"""A job of the visitor's own case; 404 for any other."""


@router.get("/walks")
def walks(request: Request, visit: AnyVisit) -> Response:
    """Show the recordings, and the form for another one.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _walks(request, visit)


@router.post("/walks/begin")
def begin(request: Request, visit: AnyVisit, form: OwnForm) -> RedirectResponse:
    """Begin with a recording, before anything is told.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    answer = go("/walks")
    if visit is None:
        keep_first(request, answer, told_anew(None, "", Person()))
    return answer


@router.post("/walks/upload")
async def upload(request: Request, visit: OwnVisit) -> Response:
    """Take a recording in.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    store = store_of(request)
    try:
        check_room(store, visit.id)
        drop_loose(store, visit.id)
        files = await take_in(request, visit.id)
    except KinchainError as error:
        return _walks(request, visit, tuple(error.faults))
    job_id = queue_walk(store, visit.id, files, visit.interview.case.person)
    return go(f"/walks/{job_id}")


@router.get("/walks/{job_id}")
def walk(request: Request, visit: OwnVisit, job: OwnJob) -> Response:
    """Show how far the work is, or what came of it.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    job
        The work.
    """
    if job.kind != WALK:
        raise HTTPException(404)
    read = read_walk(store_of(request), job)
    if read is None:
        return page(
            request, "work", job=job, faults=faults_of(job), back="/walks",
            name=job.payload.get("name", ""), w=catalogue().walks,
        )  # fmt: skip
    return page(request, "walk", job=job, w=shown_walk(visit, read), version=visit.version)


@router.get("/work/{job_id}/state")
def state(job: OwnJob) -> Response:
    """Return how far the work is, for the page's script.

    Parameters
    ----------
    job
        The work.
    """
    return JSONResponse({"state": job.state, "at": job.progress, "step": job.step})


@router.get("/work/{job_id}/view/{part}")
def view(request: Request, job: OwnJob, part: str) -> Response:
    """Show a made page in a frame of this site.

    Parameters
    ----------
    request
        What the browser asks.
    job
        The work.
    part
        Which page.
    """
    if part not in PARTS or result_part(store_of(request), job, PARTS[part]) is None:
        raise HTTPException(404)
    back = f"/what-if/{job.id}" if job.kind == SIMULATE else f"/walks/{job.id}"
    return page(request, "made", job=job, part=part, back=back, file=PARTS[part])


@router.get("/work/{job_id}/page/{part}")
def made(request: Request, job: OwnJob, part: str) -> Response:
    """Return a made page, kept apart from this site.

    Parameters
    ----------
    request
        What the browser asks.
    job
        The work.
    part
        Which page.
    """
    if part not in PARTS:
        raise HTTPException(404)
    store = store_of(request)
    kept = result_part(store, job, PARTS[part])
    if kept is None:
        raise HTTPException(404)
    content = store.files.content(job.case_id, kept.id)
    own = OWN_SCRIPT.search(content[:HEAD_BYTES])
    policy = CLOSED_OFF.format("'none'" if own is None else own[1].decode("ascii"))
    headers = {"Content-Security-Policy": policy}
    return Response(content, 200, headers, "text/html; charset=utf-8")


@router.get("/work/{job_id}/file/{name}")
def download(request: Request, job: OwnJob, name: str) -> Response:
    """Return a file that was made, to keep.

    Parameters
    ----------
    request
        What the browser asks.
    job
        The work.
    name
        Which file.
    """
    if name not in DOWNLOADS:
        raise HTTPException(404)
    kind, shown = DOWNLOADS[name]
    answer = _file(request, job, name, kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{shown}"'
    return answer


@router.post("/work/{job_id}/delete")
def delete(request: Request, job: OwnJob, form: OwnForm) -> RedirectResponse:
    """Stop the work, and delete it with all that came in for it and all it made.

    Parameters
    ----------
    request
        What the browser asks.
    job
        The work.
    form
        The fields that were sent.
    """
    delete_job(store_of(request), job)
    return go("/walks" if job.kind == WALK else "/what-if")


def _walks(request: Request, visit: Visit | None, faults: tuple[Fault, ...] = ()) -> Response:
    jobs = [] if visit is None else store_of(request).jobs.of(visit.id, WALK)
    person = None if visit is None else visit.interview.case.person
    return page(
        request, "walks", 422 if faults else 200, jobs=jobs[::-1], faults=faults,
        is_known=visit is not None, lacks_size=person is not None and None in
        (person.height_m, person.mass_kg),
    )  # fmt: skip


def faults_of(job: Job) -> list[Fault]:
    """Return what a job failed with.

    Parameters
    ----------
    job
        The work.
    """
    return [Fault(**{name: one[name] for name in ("what", "where", "expected", "mend")})
            for one in job.error] if job.state == "failed" else []  # fmt: skip


def _file(request: Request, job: Job, name: str, kind: str) -> Response:
    store = store_of(request)
    kept = result_part(store, job, name)
    if kept is None:
        raise HTTPException(404)
    headers = {"Content-Length": str(kept.n_bytes)}
    return StreamingResponse(store.files.pieces(job.case_id, kept.id), 200, headers, kind)
