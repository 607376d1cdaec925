"""Do one job in a process of its own, and stop it when its time is over or nobody wants it."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kinchain.core.errors import Fault
from kinchain.web.work.tasks import Task

BEAT_S = 5.0
"""So often the database is told that the worker lives."""

KEPT_VARIABLES = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV",
    "PYTHONPATH", "XDG_CACHE_HOME", "NUMBA_CACHE_DIR", "LOCALAPPDATA", "USERPROFILE",
)  # fmt: skip
"""What a job's process gets of the environment: nothing secret."""

TOO_LONG = Fault(
    "this took longer than one piece of work may take",
    "the recording",
    "a recording of about a minute",
    "cut it shorter, to some ten steps",
)
BROKE = Fault(
    "the work ended without a word; it may have needed too much memory",
    "the recording",
    "a recording of about a minute",
    "cut it shorter, to some ten steps; if it happens again, please report it",
)

Beat = Callable[[float, str], bool]
"""Told how far it is and what is being done; says whether the job is still wanted."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job's process ended.

    Parameters
    ----------
    is_wanted
        False where the job was stopped or lost meanwhile.
    faults
        What went wrong; empty where it is done.
    """

    is_wanted: bool = True
    faults: tuple[Mapping[str, str], ...] = ()


Runner = Callable[[Task, Path, Beat], Ended]
"""Does one job in a folder."""


def run(task: Task, folder: Path, beat: Beat) -> Ended:
    """Do one job, and wait for its end.

    Parameters
    ----------
    task
        Its kind.
    folder
        Folder with its order and its files.
    beat
        Told how it goes, every few seconds.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "kinchain.web.work.child", task.kind, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, encoding="utf-8", env=_environment(), cwd=folder,
    )  # fmt: skip
    try:
        return _followed(child, task, beat)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _followed(child: subprocess.Popen[str], task: Task, beat: Beat) -> Ended:
    told: queue.Queue[Mapping[str, Any] | None] = queue.Queue()
    if child.stdout is None:  # pragma: no cover - it is a pipe
        raise AssertionError
    threading.Thread(target=_listen, args=(child.stdout, told), daemon=True).start()
    ends, step, n_said = time.monotonic() + task.limit_s, "", 0
    next_beat = 0.0
    while True:
        try:
            said = told.get(timeout=0.2)
        except queue.Empty:
            said = {}
        end = _end_of(said)
        if end is not None:
            return end
        if said and "say" in said:
            step, n_said, next_beat = str(said["say"]), n_said + 1, 0.0
        if time.monotonic() > ends:
            return Ended(faults=(TOO_LONG.as_dict(),))
        if time.monotonic() >= next_beat:
            next_beat = time.monotonic() + BEAT_S
            if not beat(min(0.95, n_said / task.n_steps), step):
                return Ended(is_wanted=False)


def _end_of(said: Mapping[str, Any] | None) -> Ended | None:
    """Return how the work ended by what its process said last, or None while it goes on."""
    if said is None:
        return Ended(faults=(BROKE.as_dict(),))
    if "faults" in said:
        return Ended(faults=tuple(said["faults"]))
    return Ended() if "done" in said else None


def _listen(pipe: IO[str], told: queue.Queue[Mapping[str, Any] | None]) -> None:
    """Hand on what the process says; a line that is none of ours is dropped."""
    try:
        for line in pipe:
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if isinstance(said, dict):
                told.put(said)
    except ValueError:  # closed while it was read
        pass
    told.put(None)
