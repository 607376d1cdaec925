"""Time inverse kinematics: ``python benchmarks/body_ik.py [PYTHON_WITH_OPENSIM]``.

Fits the two public trials with kinchain and, where a Python with ``opensim`` is named, with
OpenSim's inverse kinematics in the same run on one core, in turns. Prints microseconds per frame,
the ratio, and how often kinchain's weighted squared marker error is the larger one.

Two times are told for OpenSim: its tool (reading the model, the fit, writing the motion) and the
bare loop of its solver over the frames, the model already loaded. kinchain's own whole run is told
beside its fit likewise. Recordings: ``KINCHAIN_RECORDINGS``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from kinchain.body.compile import load_kernels
from kinchain.body.inverse_kinematics import InverseKinematics, inverse_kinematics
from kinchain.body.model import Model, load_model
from kinchain.gait.readers.trc import read_trc

ROOT = Path(__file__).resolve().parent.parent
N_REPEATS = 3
TRIALS = {
    "subject01 (10 coordinates)": (
        "opensim_gait10dof18musc_subject01/subject01.osim",
        "opensim_gait10dof18musc_subject01/subject01_walk.trc",
    ),
    "walk3d (33 coordinates)": (
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        "opensim_moco_walk3d/markers_walk.trc",
    ),
}

OPENSIM = r"""
import json, os, sys, time
import opensim as osim
osim.Logger.setLevelString("off")
model_path, trial, out = sys.argv[1:]
began = time.perf_counter()
model = osim.Model(model_path)
tool = osim.InverseKinematicsTool()
tool.setModel(model)
tool.setMarkerDataFileName(trial)
table = osim.TimeSeriesTableVec3(trial)
times = table.getIndependentColumn()
tool.setStartTime(times[0]); tool.setEndTime(times[-1])
tool.setOutputMotionFileName(out)
known = [model.getMarkerSet().get(i).getName() for i in range(model.getMarkerSet().getSize())]
for name in table.getColumnLabels():
    if name in known:
        task = osim.IKMarkerTask(); task.setName(name); task.setWeight(1.0); task.setApply(True)
        tool.upd_IKTaskSet().cloneAndAppend(task)
os.chdir(os.path.dirname(out))
tool.run()
tool_s = time.perf_counter() - began
model = osim.Model(model_path)
state = model.initSystem()
weights = osim.SetMarkerWeights()
names = [name for name in table.getColumnLabels() if name in known]
for name in names:
    weights.cloneAndAppend(osim.MarkerWeight(name, 1.0))
reference = osim.MarkersReference()
reference.initializeFromMarkersFile(trial, weights, osim.Units("m"))
none = osim.SimTKArrayCoordinateReference()
solver = osim.InverseKinematicsSolver(model, reference, none, float("inf"))
solver.setAccuracy(1e-5)
state.setTime(times[0])
solver.assemble(state)
errors, loop_s = [], 0.0
for moment in times:
    state.setTime(moment)
    began = time.perf_counter()
    solver.track(state)
    loop_s += time.perf_counter() - began
    errors.append(sum(solver.computeCurrentSquaredMarkerError(name) for name in names))
print(json.dumps({"tool_s": tool_s, "loop_s": loop_s, "errors": errors}))
"""


def say(words: str) -> None:
    """Write a line.

    Parameters
    ----------
    words
        The line.
    """
    sys.stdout.write(words + "\n")


def opensim_run(python: str, model: Path, trial: Path) -> dict[str, Any]:
    """Run OpenSim once in its own process, on one core.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``.
    model, trial
        Model file and marker file.
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        words = [python, "-c", OPENSIM, str(model), str(trial), str(Path(folder) / "out.mot")]
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def ours(model_path: Path, trial: Path) -> tuple[float, float, InverseKinematics, Model]:
    """Return seconds of the whole run and of the fit alone, the result and the model.

    Parameters
    ----------
    model_path, trial
        Model file and marker file.
    """
    began = time.perf_counter()
    model = load_model(model_path)
    raw = read_trc(trial)
    assert raw.position_m is not None
    middle = time.perf_counter()
    got = inverse_kinematics(model, raw.position_m, raw.names)
    end = time.perf_counter()
    return end - began, end - middle, got, model


def main(python: str | None) -> None:
    """Print one block for each trial.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``; None to time kinchain alone.
    """
    recordings = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    load_kernels(say)
    for name, (model_name, trial_name) in TRIALS.items():
        paths = recordings / model_name, recordings / trial_name
        if not all(path.is_file() for path in paths):
            say(f"{name}: skipped, no such recording (KINCHAIN_RECORDINGS)")
            continue
        mine, theirs = [], []
        got = ours(*paths)[2]
        for _ in range(N_REPEATS):
            mine.append(ours(*paths)[:2])
            if python:
                theirs.append(opensim_run(python, *paths))
        n = len(got.outcome)
        whole, fit = (float(one) / n * 1e6 for one in np.median(mine, axis=0))
        say(
            f"{name}, {n} frames: fit {fit:.0f} us/frame, whole {whole:.0f} us/frame, "
            f"{got.steps.mean():.1f} steps/frame, marker RMS {np.nanmean(got.rms_m) * 1e3:.2f} mm"
        )
        if not theirs:
            continue
        tool = float(np.median([one["tool_s"] for one in theirs])) / n * 1e6
        loop = float(np.median([one["loop_s"] for one in theirs])) / n * 1e6
        ratio = got.weighted_squared_error_m2 / np.array(theirs[0]["errors"])
        say(f"  OpenSim: tool {tool:.0f} us/frame, bare solver loop {loop:.0f} us/frame")
        say(f"  ratio: tool/whole {tool / whole:.0f}x, bare loop/fit {loop / fit:.0f}x")
        say(
            f"  squared error, kinchain/OpenSim: {ratio.min():.6f} to {ratio.max():.9f}; "
            f"larger in {(ratio > 1.0 + 1e-9).sum()} of {n} frames"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
