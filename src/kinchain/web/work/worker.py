"""The worker: takes one job after the other; whatever kills it, the job is done in the end."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from kinchain.core.errors import Fault
from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.jobs import Job
from kinchain.store.keeping import Store
from kinchain.store.shelf import ChangedElsewhere
from kinchain.web.work.child import IN, ORDER, OUT
from kinchain.web.work.places import clear, is_gone, own_folder, worker_name
from kinchain.web.work.process import BEAT_S, Runner, run
from kinchain.web.work.tasks import MOST_RESULT_BYTES, RESULT, SUMMARY, TASKS, Task, result_name

LOG = logging.getLogger("kinchain.work")
LEASE = timedelta(seconds=6 * BEAT_S)
IDLE_S = 0.5
REST_S = 5.0
"""After a fault of the database it waits so long."""

GONE = Fault(
    "the file that was sent is not there any more",
    "the recording",
    "a recording that is kept",
    "send it again",
)


@dataclass(frozen=True)
class Worker:
    """Does jobs until told to stop.

    Parameters
    ----------
    store
        The database with the queue.
    place
        Folder under which jobs are done.
    tasks
        What it can do.
    name
        Its name, another one for each process.
    do
        Does one job in a folder, and says how it ended.
    """

    store: Store
    place: Path
    tasks: Mapping[str, Task] = field(default_factory=lambda: TASKS)
    name: str = field(default_factory=worker_name)
    do: Runner = run

    def run(self, ends: threading.Event) -> None:
        """Do jobs until told to stop.

        Parameters
        ----------
        ends
            Set when it is to stop.
        """
        clear(self.place)
        while not ends.is_set():
            try:
                is_busy = self.once()
            except DATABASE_ERRORS as error:
                LOG.error("the database does not take the work: %s", type(error).__name__)
                ends.wait(REST_S)
                continue
            if not is_busy:
                ends.wait(IDLE_S)

    def once(self) -> bool:
        """Do one job, and say whether there was one."""
        jobs = self.store.jobs
        if not jobs.waiting():
            return False
        for other in jobs.workers():
            if other != self.name and is_gone(other):
                jobs.let_go(other)
        job = jobs.claim(self.name, tuple(self.tasks), LEASE)
        if job is None:
            return False
        try:
            self._do(job)
        except ChangedElsewhere:
            pass  # the case was deleted, and the job with it
        except OSError as error:
            LOG.error("a job could not be done: %s", type(error).__name__)
            jobs.fail(job.id, self.name, [NO_ROOM.as_dict()], again=True)
        return True

    def let_go(self) -> None:
        """Give back what it had begun, when it is stopped."""
        self.store.jobs.let_go(self.name)

    def _do(self, job: Job) -> None:
        jobs, task = self.store.jobs, self.tasks[job.kind]
        self._forget_results(job)
        with own_folder(self.place) as folder:
            if not self._laid_out(job, folder):
                jobs.fail(job.id, self.name, [GONE.as_dict()])
                return
            ended = self.do(
                task, folder,
                lambda progress, step: jobs.beat(job.id, self.name, progress, step, LEASE),
            )  # fmt: skip
            if not ended.is_wanted:
                return
            if ended.faults:
                jobs.fail(job.id, self.name, ended.faults)
                return
            result_id = self._kept(job, folder / OUT)
        if result_id is None or not jobs.finish(job.id, self.name, result_id):
            self._forget_results(job, job.attempts)

    def _laid_out(self, job: Job, folder: Path) -> bool:
        """Put order and files into the folder; files under names of ours."""
        order: dict[str, Any] = dict(job.payload)
        (folder / IN).mkdir()
        (folder / ORDER).write_text(json.dumps(order), "utf-8")
        for file_id, name in order.get("files", {}).items():
            if self.store.files.get(job.case_id, file_id) is None:
                return False
            with (folder / IN / Path(name).name).open("wb") as file:
                for piece in self.store.files.pieces(job.case_id, file_id):
                    file.write(piece)
        return True

    def _kept(self, job: Job, folder: Path) -> str | None:
        """Keep what was made, the summary last; return its id."""
        files, last = self.store.files, None
        made = sorted(folder.iterdir(), key=lambda one: (one.name == SUMMARY, one.name))
        for one in made:
            name = result_name(job.id, job.attempts, one.name)
            opened = files.writing_file(job.case_id, RESULT, name, MOST_RESULT_BYTES)
            with one.open("rb") as file, opened as kept:
                while piece := file.read(1 << 20):
                    kept.write(piece)
            last = kept.id if one.name == SUMMARY else None
            if not self.store.jobs.beat(job.id, self.name, 0.97, "", LEASE):
                return None
        return last

    def _forget_results(self, job: Job, attempt: int | None = None) -> None:
        """Delete what an earlier try made, so that a job done twice leaves one result."""
        mark = f"{job.id}." if attempt is None else result_name(job.id, attempt, "")
        for one in self.store.files.of(job.case_id, RESULT):
            if one.name.startswith(mark):
                self.store.files.delete(job.case_id, one.id)


NO_ROOM = Fault(
    "there is no room to do the work in",
    "the computer that runs this page",
    "a disk with space left",
    "whoever runs this computer should check its disk; it is tried again in a while",
)
