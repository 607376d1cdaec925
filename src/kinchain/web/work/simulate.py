"""The work on a what-if: two walks computed, one with what is set and one without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kinchain.app.simulate.order import SimulateOrder, person_from
from kinchain.app.simulate.predict import predict
from kinchain.report.simulation import simulation_page
from kinchain.simulate.settings import settings_from
from kinchain.web.work.tasks import SUMMARY, Say

LONGEST_S = 400.0
"""Of each search: nobody waits before it, and the machine may have other things to do."""

FORMAT = "kinchain-web-what-if/1"


def work_out(order: Mapping[str, Any], _given: Path, out: Path, say: Say) -> None:
    """Compute the walks, and draw both.

    Parameters
    ----------
    order
        ``settings`` by name, ``person``, and ``speed_mps`` or None.
    _given
        Folder with files; there are none.
    out
        Folder for what is made.
    say
        Told what is being done.

    Raises
    ------
    InputError
        If a setting cannot be used.
    """
    person, assumed = person_from(order["person"])
    settings = settings_from(order["settings"], person)
    asked = SimulateOrder(
        person, settings, order.get("speed_mps"), compare=True, time_limit_s=LONGEST_S,
        assumed=assumed,
    )  # fmt: skip
    done = predict(asked, plainly(say))
    text = done.model_dump_json(indent=2) + "\n"
    (out / "simulation.html").write_text(simulation_page(done), "utf-8")
    (out / "simulation.json").write_text(text, "utf-8")
    summary = {"format": FORMAT, "simulation": done.model_dump(mode="json", exclude={"stride",
               "baseline_stride", "walk", "loads", "baseline"})}  # fmt: skip
    (out / SUMMARY).write_text(json.dumps(summary), "utf-8")


def plainly(say: Say) -> Say:
    """Return what tells of the search only what a person can make something of.

    Parameters
    ----------
    say
        Told what is being done.
    """

    def _say(text: str) -> None:
        if not text.startswith("start "):
            say(text[:1].upper() + text[1:])

    return _say
