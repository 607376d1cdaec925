"""Work that outlives a request and a crash: a queue in the database, leased by workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from kinchain.store.shelf import Shelf, fields, new_id
from kinchain.store.tables import JOBS

State = Literal["queued", "running", "done", "failed", "stopped"]

LEASE = timedelta(seconds=60)
"""A worker that says nothing for so long is taken for dead, and its job goes to another."""

MOST_ATTEMPTS = 3
WAIT_AGAIN = timedelta(seconds=10)
MAX_STEP = 80

GAVE_UP: Mapping[str, str] = {
    "what": "the work ended without a word each time it was tried",
    "where": "the worker of kinchain",
    "expected": "a result, or a fault that says what is wrong",
    "mend": "try a shorter recording, or report it without anybody's data",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Parameters
    ----------
    id
        Its id.
    case_id
        The case.
    kind
        What is to be done.
    payload
        With what: settings and ids of files, as JSON holds them.
    state
        Where it stands.
    attempts
        How often it was begun.
    progress, step
        How far it is, from 0 to 1, and what is being done.
    result_id
        The file that it made, or None.
    error
        The faults it ended with, each with its four parts.
    created, changed
        When, in UTC.
    heartbeat
        When its worker last said that it lives, in UTC.
    """

    id: str
    case_id: str
    kind: str
    payload: Any
    state: State
    attempts: int
    progress: float
    step: str
    result_id: str | None
    error: tuple[Mapping[str, str], ...]
    created: datetime
    changed: datetime
    heartbeat: datetime | None


class Jobs(Shelf):
    """All jobs."""

    def put(self, case_id: str, kind: str, payload: Any) -> str:
        """Put a job into the queue, and return its id; from then on it outlives a crash.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            What is to be done.
        payload
            With what, as JSON can hold it; nothing large.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        job_id, now = new_id(), self.now()
        with self.writing() as connection:
            self.added_to(connection, case_id)
            connection.execute(
                insert(JOBS).values(
                    id=job_id, case_id=case_id, kind=kind, state="queued", attempts=0,
                    payload=self.keys.seal_data(payload, f"jobs.payload:{job_id}"),
                    worker=None, not_before=now, lease_until=None, heartbeat=None, progress=0.0,
                    step="", result_id=None, error=None, created=now, changed=now,
                )
            )  # fmt: skip
        return job_id

    def get(self, case_id: str, job_id: str) -> Job | None:
        """Return a job of a case, or None.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        job_id
            The job.
        """
        found = self._all(JOBS.c.case_id == case_id, JOBS.c.id == job_id)
        return found[0] if found else None

    def of(self, case_id: str, kind: str | None = None) -> list[Job]:
        """Return the jobs of a case, the oldest first.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Only those of one kind; all where not told.
        """
        which = [] if kind is None else [JOBS.c.kind == kind]
        return self._all(JOBS.c.case_id == case_id, *which)

    def waiting(self) -> int:
        """Return how many jobs wait or run."""
        query = select(JOBS.c.id).where(JOBS.c.state.in_(("queued", "running")))
        with self.reading() as connection:
            return len(connection.execute(query).all())

    def stop(self, case_id: str, job_id: str) -> bool:
        """Stop a job of a case; False where it is over already or not there.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        job_id
            The job.
        """
        query = update(JOBS).where(
            JOBS.c.case_id == case_id, JOBS.c.id == job_id,
            JOBS.c.state.in_(("queued", "running")),
        )  # fmt: skip
        values = {"state": "stopped", "worker": None, "lease_until": None, "changed": self.now()}
        with self.writing() as connection:
            return bool(connection.execute(query.values(values)).rowcount)

    def delete(self, case_id: str, job_id: str) -> bool:
        """Delete a job of a case, whatever its state; say whether it was there.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        job_id
            The job.
        """
        query = delete(JOBS).where(JOBS.c.case_id == case_id, JOBS.c.id == job_id)
        with self.writing() as connection:
            return bool(connection.execute(query).rowcount)

    def claim(self, worker: str, kinds: Sequence[str], lease: timedelta = LEASE) -> Job | None:
        """Take the next job: one that waits, or one whose worker fell silent; None for none.

        Parameters
        ----------
        worker
            Name of the worker, another one for each process.
        kinds
            What this worker can do.
        lease
            So long it is this worker's; ``beat`` lengthens it.
        """
        now = self.now()
        with self.writing() as connection:
            row = self._next(connection, kinds, now)
            while row is not None and row["attempts"] >= MOST_ATTEMPTS:
                self._give_up(connection, row["id"], now)
                row = self._next(connection, kinds, now)
            if row is None:
                return None
            taken = {
                "state": "running", "worker": worker, "attempts": row["attempts"] + 1,
                "lease_until": now + lease, "heartbeat": now, "progress": 0.0, "step": "",
                "changed": now,
            }  # fmt: skip
            connection.execute(update(JOBS).where(JOBS.c.id == row["id"]).values(taken))
        return self._job({**row, **taken})

    def beat(
        self, job_id: str, worker: str, progress: float, step: str, lease: timedelta = LEASE
    ) -> bool:
        """Say that a worker lives and how far it is; False where the job is its own no more.

        Parameters
        ----------
        job_id
            The job.
        worker
            Who says so.
        progress
            From 0 to 1.
        step
            What is being done: words of ours.
        lease
            So long it stays this worker's.
        """
        now = self.now()
        return self._by_worker(
            job_id, worker, lease_until=now + lease, heartbeat=now,
            progress=min(1.0, max(0.0, progress)), step=step[:MAX_STEP],
        )  # fmt: skip

    def finish(self, job_id: str, worker: str, result_id: str | None) -> bool:
        """Say that a job is done; False where it is this worker's no more.

        Parameters
        ----------
        job_id
            The job.
        worker
            Who did it.
        result_id
            The file that it made, or None.
        """
        return self._by_worker(
            job_id, worker, state="done", worker=None, lease_until=None, progress=1.0, step="",
            result_id=result_id,
        )  # fmt: skip

    def fail(
        self, job_id: str, worker: str, faults: Sequence[Mapping[str, str]], *, again: bool = False
    ) -> bool:
        """Say that a job failed; False where it is this worker's no more.

        Parameters
        ----------
        job_id
            The job.
        worker
            Who tried it.
        faults
            What went wrong, each with its four parts (``Fault.as_dict``).
        again
            Whether it may go better a little later; tried at most ``MOST_ATTEMPTS`` times.
        """
        sealed = self.keys.seal_data([dict(one) for one in faults], f"jobs.error:{job_id}")
        if again and self._by_worker(
            job_id, worker, JOBS.c.attempts < MOST_ATTEMPTS, state="queued", worker=None,
            lease_until=None, not_before=self.now() + WAIT_AGAIN, error=sealed,
        ):  # fmt: skip
            return True
        return self._by_worker(
            job_id, worker, state="failed", worker=None, lease_until=None, error=sealed
        )

    def workers(self) -> list[str]:
        """Return the names of the workers that have a job now."""
        query = select(JOBS.c.worker).where(JOBS.c.state == "running").distinct()
        with self.reading() as connection:
            return [name for name in connection.execute(query).scalars() if name]

    def let_go(self, worker: str) -> int:
        """Put the jobs of a worker that is gone back into the queue; say how many.

        It was stopped from outside, so the try does not count.

        Parameters
        ----------
        worker
            Name of the worker.
        """
        query = update(JOBS).where(JOBS.c.worker == worker, JOBS.c.state == "running")
        values = {
            "state": "queued", "worker": None, "lease_until": None, "not_before": self.now(),
            "attempts": JOBS.c.attempts - 1, "changed": self.now(),
        }  # fmt: skip
        with self.writing() as connection:
            return connection.execute(query.values(values)).rowcount

    def _next(
        self, connection: Connection, kinds: Sequence[str], now: datetime
    ) -> dict[str, Any] | None:
        waits = and_(JOBS.c.state == "queued", JOBS.c.not_before <= now)
        silent = and_(JOBS.c.state == "running", JOBS.c.lease_until < now)
        query = (
            select(JOBS)
            .where(JOBS.c.kind.in_(kinds), or_(waits, silent))
            .order_by(JOBS.c.not_before, JOBS.c.created, JOBS.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = connection.execute(query).one_or_none()
        return None if row is None else fields(row)

    def _give_up(self, connection: Connection, job_id: str, now: datetime) -> None:
        error = self.keys.seal_data([dict(GAVE_UP)], f"jobs.error:{job_id}")
        values = {"state": "failed", "worker": None, "lease_until": None, "error": error,
                  "changed": now}  # fmt: skip
        connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))

    def _by_worker(
        self, job_id: str, by: str, *further: ColumnElement[bool], **values: Any
    ) -> bool:
        query = update(JOBS).where(
            JOBS.c.id == job_id, JOBS.c.worker == by, JOBS.c.state == "running", *further
        )
        with self.writing() as connection:
            done = connection.execute(query.values(**values, changed=self.now()))
        return done.rowcount == 1

    def _all(self, *which: ColumnElement[bool]) -> list[Job]:
        query = select(JOBS).where(*which).order_by(JOBS.c.created, JOBS.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return [self._job(fields(row)) for row in rows]

    def _job(self, row: dict[str, Any]) -> Job:
        error = row["error"]
        faults = () if error is None else self.keys.data(error, f"jobs.error:{row['id']}")
        return Job(
            row["id"], row["case_id"], row["kind"],
            self.keys.data(row["payload"], f"jobs.payload:{row['id']}"), row["state"],
            row["attempts"], row["progress"], row["step"], row["result_id"], tuple(faults),
            row["created"], row["changed"], row["heartbeat"],
        )  # fmt: skip
