# ruff: noqa: T201  it is a script that prints
"""Joint angles against laboratories' own and made truth: ``python benchmarks/walk_angles.py``.

Root mean square over the straight strides of a recording, in degrees, with the constant part of
the difference and what is left without it: Plug-in Gait output in the same C3D; inverse
kinematics of a scaled model on the same markers; made walks with known truth, each marker set with
and without a standing trial.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from walk_data import open_files, table, write_json

from kinchain.core.trial import Trial
from kinchain.gait.measure import Measured, work_out

SAGITTAL = ("pelvis_tilt", "hip_flexion", "knee_angle", "ankle_angle", "trunk_tilt")
GOAL_DEG = {"laboratory": (2.0, 4.0), "made": (1.0, 1.0)}

PLUG_IN_GAIT = {
    "pelvis_tilt": ("PelvisAngles", 0, -1.0),
    "pelvis_list": ("PelvisAngles", 1, None),
    "pelvis_rotation": ("PelvisAngles", 2, None),
    "hip_flexion": ("HipAngles", 0, 1.0),
    "hip_adduction": ("HipAngles", 1, 1.0),
    "hip_rotation": ("HipAngles", 2, 1.0),
    "knee_angle": ("KneeAngles", 0, 1.0),
    "knee_adduction": ("KneeAngles", 1, 1.0),
    "knee_rotation": ("KneeAngles", 2, 1.0),
    "ankle_angle": ("AnkleAngles", 0, 1.0),
    "foot_rotation": ("AnkleAngles", 2, 1.0),
    "foot_progression": ("FootProgressAngles", 2, -1.0),
}
"""Own coordinate to the laboratory's angle, component and sign. The pelvis is told for the leg's
side: its list and rotation change sign with it."""

OF_THE_SIDE = {"pelvis_list": -1.0, "pelvis_rotation": 1.0}

_S4 = "opencap_val_subject4"
_G10 = "opensim_gait10dof18musc_subject01"
MODELS = (
    *(
        (f"subject4 {w}", (f"{_S4}/MarkerData/{w}.trc",), (f"{_S4}/IK/{w}_ik.mot",), ())
        for w in ("walking1", "walking2", "walkingTI1", "walkingTS1")
    ),
    ("moco walk", ("opensim_moco_walk3d/markers_walk.trc",),
     ("opensim_moco_walk3d/coordinates.sto",), ()),
    ("gait10", (f"{_G10}/subject01_walk.trc",), (f"{_G10}/subject01_walk_IK.mot",), ()),
    ("gait10 with standing trial", (f"{_G10}/subject01_walk.trc",),
     (f"{_G10}/subject01_walk_IK.mot",), (f"{_G10}/subject01_static.trc",)),
)  # fmt: skip
"""Recording, the model's angles, standing trial."""


@dataclass(frozen=True)
class Gap:
    """Difference of an angle to the reference, degrees."""

    rms: float
    constant: float
    rest: float
    n: int


def gap(own_deg: np.ndarray, theirs_deg: np.ndarray) -> Gap | None:
    """Return how far apart two courses are."""
    apart = (own_deg - theirs_deg + 180.0) % 360.0 - 180.0
    apart = apart[np.isfinite(apart)]
    if len(apart) < 10:
        return None
    return Gap(
        float(np.sqrt(np.mean(apart**2))), float(apart.mean()), float(apart.std()), len(apart)
    )


def in_strides(done: Measured, time_s: np.ndarray, side: str) -> np.ndarray:
    """Return which frames lie in whole strides of a side; all where there is none."""
    inside = np.zeros(len(time_s), dtype=bool)
    for one in done.strides:
        if one.side[0] == side:
            inside |= (time_s >= one.start_s) & (time_s <= one.end_s)
    return inside if inside.any() else np.ones(len(time_s), dtype=bool)


def against_laboratory(trial: Trial, static: Trial | None) -> dict[str, Gap]:
    """Return the gaps to the Plug-in Gait output in the file."""
    done = work_out(trial, static)
    angles, lab = done.joints.angles, trial.laboratory
    assert angles is not None and lab is not None
    names, theirs = set(map(str, angles["coordinate"].values)), set(map(str, lab["angle"].values))
    found: dict[str, Gap] = {}
    for own, (their, component, sign) in PLUG_IN_GAIT.items():
        for side in "lr":
            name = own if own.startswith("pelvis") else f"{own}_{side}"
            if name not in names or side.upper() + their not in theirs:
                continue
            inside = in_strides(done, trial.time_s, side)
            value = np.degrees(angles.sel(coordinate=name).values)[inside]
            course = lab.sel(angle=side.upper() + their, component=component + 1)
            lab_deg = np.degrees(course.values)[inside]
            mirror = 1.0 if side == "r" else -1.0
            turn = mirror * OF_THE_SIDE[own] if sign is None else sign
            one = gap(turn * value, lab_deg)
            if one is not None:
                found[f"{own}_{side}"] = one
    return found


def against_model(markers: Trial, model: Trial, static: Trial | None) -> dict[str, Gap]:
    """Return the gaps to a model's inverse kinematics."""
    done = work_out(markers, static)
    angles = done.joints.angles
    assert angles is not None and model.angles is not None
    theirs = model.angles
    clock = np.asarray(theirs["time"].values, dtype=float)
    found: dict[str, Gap] = {}
    shared = set(map(str, angles["coordinate"].values)) & set(map(str, theirs["coordinate"].values))
    for name in sorted(shared):
        if name.startswith("pelvis_t") and name != "pelvis_tilt":
            continue
        side = name[-1] if name[-2:] in ("_l", "_r") else "r"
        time = markers.time_s
        inside = in_strides(done, time, side) & (time >= clock[0]) & (time <= clock[-1])
        course = np.degrees(np.interp(time, clock, theirs.sel(coordinate=name).values))
        one = gap(np.degrees(angles.sel(coordinate=name).values)[inside], course[inside])
        if one is not None:
            found[name] = one
    return found


def against_truth(kind: str, *, standing: bool) -> dict[str, Gap]:
    """Return the gaps to the truth of a made walk without noise."""
    from kinchain.gait import synthetic as make

    walk = make.SyntheticWalk(
        duration_s=5.0, marker_set=kind, plates=make.Plates("none"), seed=1
    ).make()
    trial = make.pose_trial(walk) if kind == "pose" else walk.trial
    done = work_out(trial, make.stand(walk.settings) if standing else None)
    angles = done.joints.angles
    if angles is None:
        return {}
    found: dict[str, Gap] = {}
    for name in map(str, angles["coordinate"].values):
        # markers of heel and forefoot show the whole foot, not the heel bone alone
        truth = walk.truth.angles.get(name.replace("subtalar_angle", "foot_inversion"))
        if truth is None:
            continue
        side = name[-1] if name[-2:] in ("_l", "_r") else "r"
        inside = in_strides(done, trial.time_s, side)
        value = np.degrees(angles.sel(coordinate=name).values)[inside]
        one = gap(value, np.degrees(truth)[inside])
        if one is not None:
            found[name] = one
    return found


def worst_side(gaps: Mapping[str, Gap]) -> dict[str, Gap]:
    """Return each angle's worse side."""
    found: dict[str, Gap] = {}
    for name, one in gaps.items():
        base = name[:-2] if name[-2:] in ("_l", "_r") else name
        if base not in found or one.rms > found[base].rms:
            found[base] = one
    return found


def show(title: str, gaps: Mapping[str, Mapping[str, Gap]], goal: tuple[float, float]) -> None:
    """Print a table of the worse side: root mean square, in brackets constant part and rest."""
    worst = {name: worst_side(own) for name, own in gaps.items()}
    names = list(dict.fromkeys(n for own in worst.values() for n in own))
    rows = []
    for name in names:
        limit = goal[0] if name in SAGITTAL else goal[1]
        cells = [name, f"{limit:g}"]
        for own in worst.values():
            one = own.get(name)
            mark = "" if one is None or one.rms <= limit else " **over**"
            cells.append(
                "-" if one is None else f"{one.rms:.1f} ({one.constant:+.1f}, {one.rest:.1f}){mark}"
            )
        rows.append(cells)
    print(f"\n**{title}**: root mean square, degrees, of the worse side (constant part, rest)")
    table(("angle", "goal", *worst), rows)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    laboratory = {}
    for name, file, still in (
        ("btk beltc", "btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",
         "btk_pig_beltc/PiG_Calibration-FlatFoot-Full.c3d"),
        ("ensink", "ensink_overground_c3d/exampleOverground.c3d", ""),
    ):  # fmt: skip
        trial = open_files((file,))
        static = open_files((still,)) if still else None
        if trial is not None and trial.laboratory is not None:
            laboratory[name] = against_laboratory(trial, static)
    models = {}
    for name, markers, angles, stand in MODELS:
        one, two = open_files(markers), open_files(angles)
        if one is not None and two is not None:
            models[name] = against_model(one, two, open_files(stand) if stand else None)
    from kinchain.gait.synthetic import MARKER_SETS

    made = {
        f"{kind}{' + standing' if still else ''}": against_truth(kind, standing=still)
        for kind in MARKER_SETS
        for still in (False, True)
        if not (still and kind == "pose")
    }
    if laboratory:
        show("Plug-in Gait output in the same file", laboratory, GOAL_DEG["laboratory"])
    if models:
        show("Inverse kinematics of a scaled model, same markers", models, (np.inf, np.inf))
    show("Made walks, known truth", made, GOAL_DEG["made"])
    content: dict[str, Any] = {"laboratory": laboratory, "models": models, "made": made}
    plain = {
        part: {name: {a: vars(g) for a, g in own.items()} for name, own in rows.items()}
        for part, rows in content.items()
    }
    write_json(told.json, plain)


if __name__ == "__main__":
    main()
