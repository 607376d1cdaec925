"""The work on a recording: measured, its loads worked out, and both as pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinchain.app.loads.compute import ComputedLoads, LoadsOrder, compute
from kinchain.app.walk import MeasuredWalk, WalkOrder, measure
from kinchain.app.walk_case import LOADS, tried
from kinchain.web.work.tasks import SUMMARY, Say

FORMAT = "kinchain-web-walk/1"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the recording lies.

    Parameters
    ----------
    walk
        Files of the walk.
    static
        A standing trial, or None.
    """

    walk: tuple[Path, ...]
    static: Path | None


def work_out(order: Mapping[str, Any], given: Path, out: Path, say: Say) -> None:
    """Measure a recording, work out its loads, and draw both.

    Parameters
    ----------
    order
        ``name``, ``walk`` and ``static`` (names of files), ``person``.
    given
        Folder with the files.
    out
        Folder for what is made.
    say
        Told what is being done.

    Raises
    ------
    InputError
        If the recording cannot be used.
    """
    paths = Paths(
        tuple(given / one for one in order["walk"]),
        given / order["static"] if order.get("static") else None,
    )
    person, name = order["person"], str(order["name"])
    mass, height = person.get("mass_kg"), person.get("height_m")
    done = measure(WalkOrder(paths.walk, paths.static, mass_kg=mass, height_m=height), say)
    done = _named(done, name)
    notes: list[str] = []
    loads = tried(
        lambda: compute(
            LoadsOrder(
                paths.walk, None, paths.static, mass_kg=mass, height_m=height,
                sex=person.get("sex") if person.get("sex") in ("female", "male") else None,
            ),
            say,
        ),
        notes, LOADS, name,
    )  # fmt: skip
    _draw_walk(done, out, say)
    if loads is not None:
        _draw_loads(loads, out, say)
    summary = {
        "format": FORMAT,
        "name": name,
        "notes": notes,
        "walk": done.walk.model_dump(mode="json"),
        "loads": None if loads is None else loads.loads.model_dump(mode="json"),
    }
    (out / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), "utf-8")


def _named(done: MeasuredWalk, name: str) -> MeasuredWalk:
    """Return the walk under the name that the person knows it by."""
    recording = done.walk.recording.model_copy(update={"path": name})
    walk = done.walk.model_copy(update={"recording": recording})
    return MeasuredWalk(walk, done.measured)


def _draw_walk(done: MeasuredWalk, out: Path, say: Say) -> None:
    from kinchain.report.walk.page import walk_page
    from kinchain.report.walk.plots import walk_figures

    figures = walk_figures(done.measured, done.walk, say)
    (out / "walk.html").write_text(walk_page(done.measured, done.walk, figures), "utf-8")
    (out / "walk.json").write_text(done.walk.model_dump_json(indent=2) + "\n", "utf-8")


def _draw_loads(loads: ComputedLoads, out: Path, say: Say) -> None:
    from kinchain.app.loads.scene import loads_scene
    from kinchain.report.loads.page import loads_page

    say("Drawing the loads")
    (out / "loads.html").write_text(loads_page(loads.loads, loads_scene(loads)), "utf-8")
    (out / "loads.json").write_text(loads.loads.model_dump_json(indent=2) + "\n", "utf-8")
