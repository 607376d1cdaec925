"""Read a form with a recording from a request, and put the work on it into the queue."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from fastapi import Request
from python_multipart.multipart import parse_options_header

from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.case import Person
from kinchain.store.keeping import Store
from kinchain.web.current import store_of
from kinchain.web.forms import check_site, check_token
from kinchain.web.incoming import BROKEN, KIND, STATIC, Arrived, Incoming
from kinchain.web.incoming import WALK as WALK_FIELD
from kinchain.web.work.tasks import WALK

MOST_BYTES = 600_000_000
"""So much a case keeps in files, results included."""

MOST_WALKS = 20
MOST_OPEN = 4
MOST_WAITING = 60
"""Recordings of a case, jobs of a case that wait, jobs of all cases that wait."""

ENDING = re.compile(r"\.(c3d|trc|mot|sto|csv|json|txt)$", re.IGNORECASE)


async def take_in(request: Request, case_id: str) -> tuple[Arrived, ...]:
    """Keep the files of a form, and return them.

    Parameters
    ----------
    request
        The request.
    case_id
        The case, theirs for sure.

    Raises
    ------
    RefusedForm
        If it was not drawn for this browser, or comes from another site.
    InputError
        If it is no form of ours, too large, or holds no file.
    """
    check_site(request)
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:
        raise InputError(BROKEN)
    incoming = Incoming(
        store_of(request), case_id, boundary, lambda token: check_token(request, token)
    )
    try:
        async for chunk in request.stream():
            if chunk:
                await asyncio.to_thread(incoming.feed, chunk)
        return incoming.close()
    except BaseException:
        await asyncio.shield(asyncio.to_thread(incoming.drop))
        raise


def check_room(store: Store, case_id: str) -> None:
    """Refuse another recording where there are too many already.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.

    Raises
    ------
    InputError
        If there is no room.
    """
    jobs = store.jobs.of(case_id)
    n_open = sum(one.state in ("queued", "running") for one in jobs)
    if n_open >= MOST_OPEN or store.jobs.waiting() >= MOST_WAITING:
        raise InputError(BUSY)
    n_walks = sum(one.kind == WALK for one in jobs)
    if n_walks >= MOST_WALKS or store.files.n_bytes(case_id) > MOST_BYTES:
        raise InputError(FULL)


def queue_walk(store: Store, case_id: str, files: Sequence[Arrived], person: Person) -> str:
    """Put the work on a recording into the queue; return the job's id.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    files
        The files that came.
    person
        Who walks.
    """
    names = {one.id: f"{one.field}-{n}{_ending(one.name)}" for n, one in enumerate(files, 1)}
    walk = [one for one in files if one.field == WALK_FIELD]
    static = next((names[one.id] for one in files if one.field == STATIC), None)
    payload = {
        "files": names,
        "walk": [names[one.id] for one in walk],
        "static": static,
        "name": walk[0].name,
        "person": {"mass_kg": person.mass_kg, "height_m": person.height_m, "sex": person.sex},
    }
    return store.jobs.put(case_id, WALK, payload)


def drop_loose(store: Store, case_id: str) -> None:
    """Delete recordings that no job names: the server was killed before it could be queued.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    """
    named = {file for job in store.jobs.of(case_id, WALK) for file in job.payload.get("files", ())}
    for one in store.files.of(case_id, KIND):
        if one.id not in named:
            store.files.delete(case_id, one.id)


def _ending(name: str) -> str:
    found = ENDING.search(name)
    return found[0].lower() if found else ""


BUSY = Fault(
    "recordings are being worked on; no further one is taken now",
    "the recording",
    f"at most {MOST_OPEN} at a time",
    "wait until one is done",
)
FULL = Fault(
    "so many recordings are kept that there is no room for another",
    "the recording",
    f"at most {MOST_WALKS} recordings and {MOST_BYTES // 1_000_000} MB",
    "delete one that is not needed any more",
)
