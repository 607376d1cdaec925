"""The process that does one job: limits first, then the work; it never outlives its worker.

It is told by its arguments what to do and where, says on standard output how far it is, a JSON
object a line, and ends with what went wrong, if anything did. Standard input stays open and
empty as long as the worker lives.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kinchain.core.errors import Fault, KinchainError
from kinchain.web.work.tasks import MOST_RESULT_BYTES, TASKS, Task

ORDER, IN, OUT = "order.json", "in", "out"
ORPHANED = 3

FAILED = Fault(
    "this could not be worked out",
    "kinchain itself",
    "a result",
    "try another recording; if it happens again, please report it without anybody's data",
)
NO_MEMORY = Fault(
    "this needs more memory than one piece of work may take",
    "the recording",
    "a recording of about a minute",
    "cut it shorter, to some ten steps",
)


def main(arguments: Sequence[str]) -> int:
    """Do one job.

    Parameters
    ----------
    arguments
        Its kind, and the folder with its order and files.
    """
    threading.Thread(target=leave_with_parent, daemon=True).start()
    task, folder = TASKS[arguments[0]], Path(arguments[1])
    limit(task)
    try:
        order: Mapping[str, Any] = json.loads((folder / ORDER).read_text("utf-8"))
        (folder / OUT).mkdir(exist_ok=True)
        task.work()(order, folder / IN, folder / OUT, lambda text: _tell(say=text))
    except KinchainError as error:
        _tell(faults=[one.as_dict() for one in error.faults])
    except MemoryError:
        _tell(faults=[NO_MEMORY.as_dict()])
    except Exception as error:  # noqa: BLE001 - a person's words may not reach any log
        _tell(faults=[FAILED.as_dict()], error=type(error).__name__)
    else:
        _tell(done=True)
    return 0


def limit(task: Task) -> None:
    """Hold this process to the task's limits, where the system knows such.

    Parameters
    ----------
    task
        What is to be done.
    """
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows; the worker's clock still holds
        return
    seconds = int(task.limit_s) + 1
    for name, most in (
        ("RLIMIT_AS", task.memory_bytes), ("RLIMIT_CPU", 4 * seconds), ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", MOST_RESULT_BYTES),
    ):  # fmt: skip
        which = getattr(resource, name, None)
        if which is not None:
            _, hard = resource.getrlimit(which)
            held = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (held, hard))
    os.nice(5)


def leave_with_parent() -> None:
    """End this process as soon as whoever started it is gone."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(ORPHANED)


def _tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
