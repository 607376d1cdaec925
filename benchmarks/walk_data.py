"""What the walking benchmarks share: the public recordings, the plates' truth, tables."""

# ruff: noqa: T201  it is a script that prints
from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kinchain.core.errors import KinchainError
from kinchain.core.trial import LegSide, Trial
from kinchain.gait.events import feet_of
from kinchain.gait.events.find import by_force
from kinchain.gait.events.signals import FootSignals
from kinchain.gait.kinematics.points import points_of
from kinchain.gait.measure import heading_of
from kinchain.gait.prepare import Prepared, prepare
from kinchain.gait.readers import read_recording

EDGE_S = 0.15
"""Events nearer to the recording's ends than this are not judged."""

Events = Mapping[LegSide, Mapping[str, np.ndarray]]
"""Side to ``ic`` and ``fo`` in s."""


@dataclass(frozen=True)
class Source:
    """A recording with markers and plates: its name, whose it is, its files."""

    name: str
    person: str
    files: tuple[str, ...]
    static: str = ""


_S4 = "opencap_val_subject4"
PLATED = (
    Source("bmclab Gait", "bmclab", ("bmclab_course/Gait.c3d",)),
    Source("btk beltc", "beltc", ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",)),
    Source("ensink", "ensink", ("ensink_overground_c3d/exampleOverground.c3d",)),
    Source("fukuchi belt, slow", "fukuchi", ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d",)),
    Source("opensim walking2", "walking2", ("opensim_core_treadmill_c3d/walking2.c3d",)),
    Source("parkinson", "parkinson", ("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",)),
    Source(
        "moco walk",
        "moco",
        ("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.mot"),
    ),
    Source(
        "gait10 (60 Hz)",
        "gait10",
        (
            "opensim_gait10dof18musc_subject01/subject01_walk.trc",
            "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot",
        ),
    ),
    *(
        Source(f"subject4 {w}", "subject4", (f"{_S4}/MarkerData/{w}.trc", f"{_S4}/ID/{w}_grf.mot"))
        for w in ("walking1", "walking2", "walkingTI1", "walkingTS1")
    ),
    *(
        Source(
            f"joint centres, {kind}",
            "woman by phone",
            (f"opencap_mono_walk/derived_jointcentres_{kind}.trc", "opencap_mono_walk/GRF.mot"),
        )
        for kind in ("mocap", "mono", "wham")
    ),
)


@dataclass(frozen=True)
class Judged:
    """A recording with what its plates say."""

    source: Source
    prepared: Prepared
    feet: Mapping[LegSide, FootSignals]
    truth: Events
    spans: Mapping[LegSide, Sequence[tuple[float, float]]]

    @property
    def trial(self) -> Trial:
        """Return the prepared trial."""
        return self.prepared.trial


def recordings() -> Path | None:
    """Return the folder of the public recordings, or None where there is none."""
    told = os.environ.get("KINCHAIN_RECORDINGS")
    folder = Path(told) if told else Path(__file__).resolve().parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None


def skip(what: str, why: str) -> None:
    """Say that something was left out, and why."""
    print(f"skipped: {what} ({why})")


def open_files(files: Sequence[str]) -> Trial | None:
    """Open a public recording, or say why not."""
    root = recordings()
    if root is None:
        skip(files[0], "no public recordings: set KINCHAIN_RECORDINGS to their folder")
        return None
    paths = [root / one for one in files]
    if not all(path.exists() for path in paths):
        skip(files[0], "not there")
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return read_recording(paths if len(paths) > 1 else paths[0])
        except KinchainError as error:
            skip(files[0], str(error).splitlines()[0])
            return None


def judged() -> Iterator[Judged]:
    """Return the recordings whose plates felt a clean step, with the plates' events."""
    for source in PLATED:
        trial = open_files(source.files)
        if trial is None:
            continue
        one = judge(source, trial)
        if any(len(kind) for side in one.truth.values() for kind in side.values()):
            yield one
        else:
            skip(source.name, "no clean step on a plate away from the recording's ends")


def judge(source: Source, trial: Trial) -> Judged:
    """Return a recording with the events that its plates felt."""
    prepared = prepare(trial)
    points = points_of(prepared.trial)
    feet = feet_of(prepared.trial, points, heading_of(prepared))
    truth: dict[LegSide, dict[str, np.ndarray]] = {}
    spans: dict[LegSide, list[tuple[float, float]]] = {}
    for side, foot in feet.items():
        clean = [c for c in prepared.contacts if c.is_clean and c.side == side]
        landed, left = by_force(prepared.trial, foot, clean)
        truth[side] = {"ic": _inner(landed, foot), "fo": _inner(left, foot)}
        spans[side] = [(c.start_s, c.end_s) for c in clean]
    return Judged(source, prepared, feet, truth, spans)


def _inner(times: Sequence[float], foot: FootSignals) -> np.ndarray:
    seen = foot.time_s[foot.seen]
    if not len(seen):
        return np.zeros(0)
    first, last = seen[0] + EDGE_S, seen[-1] - EDGE_S
    return np.asarray([t for t in times if first < t < last])


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table in Markdown."""
    print("\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(_cell(value) for value in row) + " |")


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "-" if not np.isfinite(value) else f"{value:.1f}"
    return str(value)


def write_json(path: Path | None, content: Any) -> None:
    """Write results where asked."""
    if path is not None:
        path.write_text(json.dumps(content, indent=1, default=float), encoding="utf-8")
