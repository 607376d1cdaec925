"""Compare and time muscle geometry: ``python benchmarks/body_muscles.py [PYTHON_WITH_OPENSIM]``.

Takes lengths and moment arms of all muscles at recorded and at random poses with kinchain and,
where a Python with ``opensim`` is named, with OpenSim in the same run on one core. Prints for each
model the largest root mean square of the difference over frames (of any muscle, of any muscle and
coordinate), the muscles that are over the goal, and the time per frame of both; then the same for
shortest paths around cylinders.

OpenSim's times are those of its loops with the model loaded: lengths alone, and lengths with moment
arms about all independent coordinates, which it works out one by one; its static optimisation pays
the latter. Recordings: ``KINCHAIN_RECORDINGS``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinchain.body._storage import read_table
from kinchain.body.compile import load_kernels
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model, load_model
from kinchain.body.muscle_geometry import MuscleGeometry, build_muscle_geometry, muscle_paths

FloatArray = NDArray[np.float64]

ROOT = Path(__file__).resolve().parent.parent
LENGTH_GOAL_MM, ARM_GOAL_MM = 0.1, 0.5
N_FRAMES = 60
"""Frames compared; OpenSim takes a fifth of a second for each."""

N_TIMED = 2000
SEED = 5
WIDEST_RAD = 1.5
RUNS = {
    "walk3d, its walk": (
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        "opensim_moco_walk3d/coordinates.sto",
    ),
    "walk3d, random poses": ("opensim_moco_walk3d/subject_walk_scaled.osim", ""),
    "subject01, its walk": (
        "opensim_gait10dof18musc_subject01/subject01.osim",
        "opensim_gait10dof18musc_subject01/subject01_walk_IK.mot",
    ),
    "subject01, random poses": ("opensim_gait10dof18musc_subject01/subject01.osim", ""),
    "gait10dof18musc, random poses": (
        "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
        "",
    ),
    "subject4, its walk": (
        "opencap_val_subject4/Models/manually_scaled.osim",
        "opencap_val_subject4/IK/walking1_ik.mot",
    ),
    "subject4, random poses": ("opencap_val_subject4/Models/manually_scaled.osim", ""),
    "LaiArnold, its walk": (
        "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
        "opencap_walking_videoAndMocap/walking1_videoAndMocap.mot",
    ),
    "LaiArnold, random poses": (
        "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
        "",
    ),
}

OPENSIM = r"""
import sys, time
import numpy as np
import opensim as osim
osim.Logger.setLevelString("off")
model_path, asked, out = sys.argv[1:]
held = np.load(asked)
names = [str(one) for one in held["names"]]
free = [int(one) for one in held["free"]]
model = osim.Model(model_path)
state = model.initSystem()
coordinates = [model.getCoordinateSet().get(name) for name in names]
for one in coordinates:
    one.setLocked(state, False)
    one.setClamped(state, False)
muscles = [model.getMuscles().get(i) for i in range(model.getMuscles().getSize())]
paths = [osim.GeometryPath.safeDownCast(one.getPath()) for one in muscles]
q = held["q"]
length = np.zeros((len(q), len(paths)))
arm = np.zeros((len(q), len(paths), len(names)))
spent = np.zeros(2)
for with_arms in (0, 1):
    began = time.perf_counter()
    for f, pose in enumerate(q):
        for one, value in zip(coordinates, pose):
            one.setValue(state, value, False)
        model.realizePosition(state)
        for m, path in enumerate(paths):
            length[f, m] = path.getLength(state)
            if with_arms:
                for c in free:
                    arm[f, m, c] = path.computeMomentArm(state, coordinates[c])
    spent[with_arms] = (time.perf_counter() - began) / len(q)
np.savez(out, length=length, arm=arm, spent=spent)
"""


def say(words: str) -> None:
    """Write a line.

    Parameters
    ----------
    words
        The line.
    """
    sys.stdout.write(words + "\n")


def poses(model: Model, motion: Path | None) -> FloatArray:
    """Return poses of a model, coupled coordinates set: recorded, or random within the ranges.

    Parameters
    ----------
    model
        The model.
    motion
        Table of coordinates; None for random poses.
    """
    if motion is None:
        rng = np.random.default_rng(SEED)
        low, high = np.maximum(model.lower, -WIDEST_RAD), np.minimum(model.upper, WIDEST_RAD)
        q = rng.uniform(low, high, (N_FRAMES, len(model.coordinates)))
        return forward_kinematics(model, q).coordinates
    table = read_table(motion)
    q = np.tile(model.default, (len(table.time_s), 1))
    for name, column in zip(table.names, table.values.T, strict=True):
        parts = name.split("/")
        own = parts[-2] if parts[-1] == "value" else name
        if own in model.coordinates and (len(parts) == 1 or parts[-1] == "value"):
            c = model.coordinate(own)
            turns = table.is_in_degrees and model.is_rotation[c]
            q[:, c] = np.deg2rad(column) if turns else column
    some = np.unique(np.linspace(0, len(q) - 1, N_FRAMES).astype(int))
    return forward_kinematics(model, q[some]).coordinates


def opensim_run(python: str, path: Path, model: Model, q: FloatArray) -> dict[str, Any]:
    """Run OpenSim over the poses in its own process.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``.
    path
        Model file.
    model
        The same model.
    q
        Poses, shape (n_frames, n_coords).
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    free = np.flatnonzero(model.tree.driver < 0)
    with tempfile.TemporaryDirectory() as folder:
        asked, out = Path(folder) / "asked.npz", Path(folder) / "out.npz"
        np.savez(asked, q=q, names=np.array(model.coordinates), free=free)
        words = [python, "-c", OPENSIM, str(path), str(asked), str(out)]
        subprocess.run(words, capture_output=True, check=True, env=environment, cwd=folder)
        with np.load(out) as held:
            return dict(held)


def time_ours(geometry: MuscleGeometry, q: FloatArray) -> float:
    """Return seconds per frame, the best of some runs.

    Parameters
    ----------
    geometry
        Muscle paths.
    q
        Poses, shape (n_frames, n_coords).
    """
    many = np.tile(q, (N_TIMED // len(q) + 1, 1))
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        muscle_paths(geometry, many)
        spent.append(time.perf_counter() - began)
    return min(spent) / len(many)


def compare(model: Model, geometry: MuscleGeometry, q: FloatArray, theirs: dict[str, Any]) -> None:
    """Print how far lengths and moment arms are apart.

    Parameters
    ----------
    model, geometry
        The model and its muscle paths.
    q
        Poses, shape (n_frames, n_coords).
    theirs
        Lengths and moment arms of OpenSim.
    """
    got = muscle_paths(geometry, q)
    length = np.sqrt(((got.length_m - theirs["length"]) ** 2).mean(axis=0)) * 1e3
    arm = np.sqrt(((got.moment_arm_m - theirs["arm"]) ** 2).mean(axis=0)) * 1e3
    n_lengths, n_arms = (length > LENGTH_GOAL_MM).sum(), (arm > ARM_GOAL_MM).any(axis=1).sum()
    say(
        f"  length RMS at most {length.max():.4f} mm, {n_lengths} of {length.size} muscles over "
        f"{LENGTH_GOAL_MM}; moment arm RMS at most {arm.max():.4f} mm, {n_arms} muscles over "
        f"{ARM_GOAL_MM}"
    )
    for m in np.argsort(-arm.max(axis=1))[:4]:
        c = int(arm[m].argmax())
        if arm[m, c] > 0.01:
            say(f"    {geometry.muscles[m]} about {model.coordinates[c]}: {arm[m, c]:.3f} mm")


def main(python: str | None) -> None:
    """Print one block for each run.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``; None to time kinchain alone.
    """
    recordings = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    load_kernels(say, "_path_kernels")
    for name, (model_name, motion_name) in RUNS.items():
        path = recordings / model_name
        motion = recordings / motion_name if motion_name else None
        if not path.is_file() or (motion and not motion.is_file()):
            say(f"{name}: skipped, no such recording (KINCHAIN_RECORDINGS)")
            continue
        model = load_model(path)
        geometry = build_muscle_geometry(model)
        q = poses(model, motion)
        ours = time_ours(geometry, q) * 1e6
        say(f"{name}, {len(q)} frames, {len(geometry.muscles)} muscles: {ours:.0f} us/frame")
        if not python:
            continue
        theirs = opensim_run(python, path, model, q)
        lengths, arms = theirs["spent"] * 1e6
        say(
            f"  OpenSim: lengths {lengths:.0f} us/frame, with moment arms {arms:.0f} us/frame: "
            f"{arms / ours:.0f}x (against its lengths alone {lengths / ours:.1f}x)"
        )
        compare(model, geometry, q, theirs)
        compare_shortest(model, q, theirs)


def compare_shortest(model: Model, q: FloatArray, theirs: dict[str, Any]) -> None:
    """Print the same for shortest paths, where they differ.

    Parameters
    ----------
    model
        The model.
    q
        Poses, shape (n_frames, n_coords).
    theirs
        Lengths and moment arms of OpenSim.
    """
    if model.source.wraps:
        say("  with shortest paths around cylinders:")
        compare(model, build_muscle_geometry(model, wrapping="shortest"), q, theirs)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
