"""Make the numbers of OpenSim that ``tests/oracle`` compares with.

Run with the Python of an environment that holds ``opensim`` 4.6 (Python 3.11 to 3.13), which is
not the project's own::

    python tests/oracle/body/make_opensim_numbers.py RECORDINGS

``RECORDINGS`` is the folder of the public recordings. Writes ``opensim_poses.npz`` (random poses
of every model) and ``opensim_ik.npz`` (its inverse kinematics) beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

HERE = Path(__file__).resolve().parent
SEED = 5
N_POSES = 4
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "subject01": "opensim_gait10dof18musc_subject01/subject01.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
    "subject4": "opencap_val_subject4/Models/manually_scaled.osim",
    "lai_arnold": "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
    "made_up_4": "made_up_4.osim",
    "made_up_3": "made_up_3.osim",
}
USUAL, FINE = 1e-5, 1e-7
"""Accuracy at which its tool stops by default, and one at which it has settled."""

N_FINE = 31
"""Frames that are fitted finely: it is slow."""

TRIALS = {
    "subject01": "opensim_gait10dof18musc_subject01/subject01_walk.trc",
    "walk3d": "opensim_moco_walk3d/markers_walk.trc",
}


def place(recordings: Path, name: str) -> Path:
    """Return the path of a model or trial."""
    return recordings / name if "/" in name else HERE / name


def numbers(vector: Any) -> list[float]:
    """Return a vector of three as a list."""
    return [vector.get(i) for i in range(3)]


def poses(path: Path, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return random poses of a model: coordinates, body frames, markers."""
    model = osim.Model(str(path))
    state = model.initSystem()
    coordinates = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    bodies = [model.getBodySet().get(i) for i in range(model.getBodySet().getSize())]
    markers = [model.getMarkerSet().get(i) for i in range(model.getMarkerSet().getSize())]
    constraints = model.getConstraintSet()
    couplers = [
        osim.CoordinateCouplerConstraint.safeDownCast(constraints.get(i))
        for i in range(constraints.getSize())
    ]
    names = [one.getName() for one in coordinates]
    q = np.zeros((N_POSES, len(names)))
    turn = np.zeros((N_POSES, len(bodies), 3, 3))
    shift = np.zeros((N_POSES, len(bodies), 3))
    point = np.zeros((N_POSES, len(markers), 3))
    for one in coordinates:
        one.setClamped(state, False)
        one.setLocked(state, False)
    for pose in range(N_POSES):
        for c, one in enumerate(coordinates):
            low, high = max(one.getRangeMin(), -1.5), min(one.getRangeMax(), 1.5)
            q[pose, c] = rng.uniform(low, high) if pose else one.getDefaultValue()
        for one in couplers:
            driver = one.getIndependentCoordinateNames().get(0)
            value = osim.Vector(1, q[pose, names.index(driver)])
            follower = names.index(one.getDependentCoordinateName())
            scale = float(one.getPropertyByName("scale_factor").toString())
            q[pose, follower] = scale * one.getFunction().calcValue(value)
        for c, one in enumerate(coordinates):
            one.setValue(state, q[pose, c], False)
        model.realizePosition(state)
        for b, body in enumerate(bodies):
            frame = body.getTransformInGround(state)
            shift[pose, b] = numbers(frame.p())
            turn[pose, b] = [[frame.R().get(i, j) for j in range(3)] for i in range(3)]
        for m, marker in enumerate(markers):
            point[pose, m] = numbers(marker.getLocationInGround(state))
    return {
        "coordinates": np.array(names),
        "bodies": np.array([one.getName() for one in bodies]),
        "markers": np.array([one.getName() for one in markers], dtype=str),
        "q": q,
        "rotation": turn,
        "origin_m": shift,
        "marker_m": point,
    }


def weight_of(name: str) -> float:
    """Return the weight of a marker: the pelvis counts five times."""
    return 5.0 if "ASIS" in name or "PSIS" in name else 1.0


def inverse_kinematics(
    model_path: Path, trial: Path, accuracy: float, n_most: int | None = None
) -> dict[str, np.ndarray]:
    """Return OpenSim's inverse kinematics of a trial, with its weighted squared errors."""
    model = osim.Model(str(model_path))
    state = model.initSystem()
    table = osim.TimeSeriesTableVec3(str(trial))
    in_model = [
        model.getMarkerSet().get(i).getName() for i in range(model.getMarkerSet().getSize())
    ]
    names = [name for name in table.getColumnLabels() if name in in_model]
    weights = osim.SetMarkerWeights()
    for name in names:
        weights.cloneAndAppend(osim.MarkerWeight(name, weight_of(name)))
    reference = osim.MarkersReference()
    reference.initializeFromMarkersFile(str(trial), weights, osim.Units("m"))
    none = osim.SimTKArrayCoordinateReference()  # must outlive the solver
    solver = osim.InverseKinematicsSolver(model, reference, none, np.inf)
    solver.setAccuracy(accuracy)
    times = np.array(table.getIndependentColumn())[:n_most]
    coordinates = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    q = np.zeros((len(times), len(coordinates)))
    error = np.zeros(len(times))
    for frame, time in enumerate(times):
        state.setTime(time)
        if frame == 0:
            solver.assemble(state)
        else:
            solver.track(state)
        q[frame] = [one.getValue(state) for one in coordinates]
        error[frame] = sum(
            weight_of(name) * solver.computeCurrentSquaredMarkerError(name) for name in names
        )
    return {
        "coordinates": np.array([one.getName() for one in coordinates]),
        "markers": np.array(names),
        "weight": np.array([weight_of(name) for name in names]),
        "time_s": times,
        "every_tenth_q": q[::10],
        "weighted_squared_error_m2": error,
    }


def main(recordings: Path) -> None:
    """Write both files."""
    rng = np.random.default_rng(SEED)
    version = np.array(osim.GetVersion())
    held = {"version": version}
    for name, path in MODELS.items():
        held.update({f"{name}/{k}": v for k, v in poses(place(recordings, path), rng).items()})
    np.savez_compressed(HERE / "opensim_poses.npz", **held)
    held = {"version": version}
    for name, trial in TRIALS.items():
        paths = place(recordings, MODELS[name]), place(recordings, trial)
        result = inverse_kinematics(*paths, USUAL)
        fine = inverse_kinematics(*paths, FINE, N_FINE)
        result["fine_every_tenth_q"] = fine["every_tenth_q"]
        held.update({f"{name}/{k}": v for k, v in result.items()})
    np.savez_compressed(HERE / "opensim_ik.npz", **held)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
