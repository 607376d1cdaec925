"""Recorded walks of a case: what was worked out of each, and how it enters the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kinchain.app.assess import assess
from kinchain.app.walk_case import ReadWalk, shown_of
from kinchain.app.walk_findings import Shown
from kinchain.core.formats.assessment import Assessment
from kinchain.store.files import KeptFile
from kinchain.store.jobs import Job
from kinchain.store.keeping import Store
from kinchain.web.effects import with_effects
from kinchain.web.incoming import KIND as RECORDING
from kinchain.web.visit import Visit
from kinchain.web.work.effects import read_summary
from kinchain.web.work.tasks import RESULT, SUMMARY, WALK

N_KEPT = 32


@dataclass(frozen=True)
class _Summary:
    """The text of a result, told apart by its file alone."""

    file_id: str
    text: bytes

    def __hash__(self) -> int:
        return hash(self.file_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Summary) and other.file_id == self.file_id


@lru_cache(maxsize=N_KEPT)
def _read(summary: _Summary) -> ReadWalk:
    return read_summary(summary.text)


def read_walk(store: Store, job: Job) -> ReadWalk | None:
    """Return what was worked out of a recording; None before that is done.

    Parameters
    ----------
    store
        The store.
    job
        The job, of a case that is theirs for sure.
    """
    if job.state != "done" or job.result_id is None:
        return None
    kept = store.files.get(job.case_id, job.result_id)
    if kept is None or not kept.name.endswith(SUMMARY):
        return None
    text = store.files.content(job.case_id, job.result_id)
    return _read(_Summary(job.result_id, text))


def forget_walks() -> None:
    """Drop what was worked out of recordings from memory; called when anything is deleted."""
    _read.cache_clear()


def shown_walks(store: Store, case_id: str) -> Shown | None:
    """Return what the recordings of a case show; None where there are none.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    """
    found = [read_walk(store, job) for job in store.jobs.of(case_id, WALK)]
    return shown_once([one for one in found if one is not None])


def shown_once(read: Sequence[ReadWalk]) -> Shown | None:
    """Return what recordings show together, or None for none.

    Parameters
    ----------
    read
        What each gave.
    """
    return shown_of(read) if read else None


def assessed(store: Store, visit: Visit) -> Assessment:
    """Return the assessment of what was told, with what recordings and simulated walks add.

    Parameters
    ----------
    store
        The store.
    visit
        The visit.
    """
    done = assess(visit.interview.case, walked=shown_walks(store, visit.id))
    return with_effects(store, visit, done)


def result_part(store: Store, job: Job, part: str) -> KeptFile | None:
    """Return one of the files that a job made, or None.

    Parameters
    ----------
    store
        The store.
    job
        The job, of a case that is theirs for sure.
    part
        Which, such as ``walk.html``.
    """
    if job.state != "done" or job.result_id is None:
        return None
    last = store.files.get(job.case_id, job.result_id)
    if last is None or not last.name.endswith(SUMMARY):
        return None
    wanted = last.name.removesuffix(SUMMARY) + part
    return next((one for one in store.files.of(job.case_id, RESULT) if one.name == wanted), None)


def delete_job(store: Store, job: Job) -> None:
    """Stop a job and delete what came in for it and what it made.

    Parameters
    ----------
    store
        The store.
    job
        The job, of a case that is theirs for sure.
    """
    store.jobs.stop(job.case_id, job.id)
    for one in store.files.of(job.case_id, RESULT):
        if one.name.startswith(f"{job.id}."):
            store.files.delete(job.case_id, one.id)
    for file_id in job.payload.get("files", {}):
        kept = store.files.get(job.case_id, file_id)
        if kept is not None and kept.kind == RECORDING:
            store.files.delete(job.case_id, file_id)
    store.jobs.delete(job.case_id, job.id)
    store.wipe()
    forget_walks()
