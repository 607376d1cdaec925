"""The work on a result: what the knee changes in what the feet carry, by simulated walks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kinchain.app.assess import assess, completed_findings
from kinchain.app.simulate.told import Effort, with_load_effects
from kinchain.app.walk_case import ReadWalk, shown_of
from kinchain.core.formats.case import Case
from kinchain.core.formats.loads import Loads
from kinchain.core.formats.walk import Walk
from kinchain.evidence import load_knowledge
from kinchain.web.work.simulate import plainly
from kinchain.web.work.tasks import SUMMARY, Say

FORMAT = "kinchain-web-effects/1"
EFFORT = Effort(budget_s=700.0, search_s=240.0)
"""More than at the terminal: nobody waits before it, and the machine has other things to do."""

PARTS = {"load_effects", "load_effects_note", "would_change"}
"""What of the chain the simulated walks fill in."""


def read_summary(text: bytes) -> ReadWalk:
    """Return what was worked out of a recording from the text of its summary.

    Parameters
    ----------
    text
        The summary, as the work on the recording wrote it.
    """
    data: dict[str, Any] = json.loads(text)
    loads = data["loads"]
    return ReadWalk(
        data["name"],
        Walk.model_validate(data["walk"]),
        None if loads is None else Loads.model_validate(loads),
        tuple(data["notes"]),
    )


def work_out(order: Mapping[str, Any], given: Path, out: Path, say: Say) -> None:
    """Simulate what was told, and keep what it adds to the result.

    Parameters
    ----------
    order
        ``case`` as ``kinchain-case/1``.
    given
        Folder with the summaries of the case's recorded walks.
    out
        Folder for what is made.
    say
        Told what is being done.
    """
    case = Case.model_validate(order["case"])
    walks = [read_summary(one.read_bytes()) for one in sorted(given.iterdir())]
    knowledge = load_knowledge()
    done = with_load_effects(
        assess(case, knowledge, walked=shown_of(walks)), completed_findings(case, knowledge),
        case.person, knowledge, effort=EFFORT, say=plainly(say),
    )  # fmt: skip
    cited = {name for one in done.chain.would_change for name in one.sources}
    summary = {
        "format": FORMAT,
        "chain": done.chain.model_dump(mode="json", include=PARTS),
        "sources": [one.model_dump(mode="json") for one in done.sources if one.id in cited],
    }
    (out / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), "utf-8")
