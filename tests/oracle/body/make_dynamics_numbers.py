"""Make the numbers of OpenSim's inverse dynamics that ``tests/oracle`` compares with.

Run with the Python of an environment that holds ``opensim`` 4.6 (Python 3.11 to 3.13), which is
not the project's own::

    python tests/oracle/body/make_dynamics_numbers.py RECORDINGS

``RECORDINGS`` is the folder of the public recordings. Writes ``opensim_dynamics.npz`` beside this
file: for each model the generalised forces of random states (at rest, with the knees' speeds at 0,
and with all speeds), of its bare solver and with no force but gravity; for two recorded walks every
tenth frame of what its tool writes, coordinates filtered at 6 Hz.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

HERE = Path(__file__).resolve().parent
SEED = 9
N_STATES = 4
EVERY = 10
CUTOFF_HZ = 6.0
KINDS = ("rest", "knees_rest", "moving")
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "subject01": "opensim_gait10dof18musc_subject01/subject01.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
    "subject4": "opencap_val_subject4/Models/manually_scaled.osim",
    "lai_arnold": "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
}
WALKS = {
    "subject01": ("subject01_walk_IK.mot", "subject01_walk_grf.mot", ("", "1_")),
    "walk3d": ("coordinates.sto", "grf_walk.mot", ("r_", "l_")),
}


def quiet(path: Path) -> tuple[Any, Any, list[Any]]:
    """Return a model on which nothing but gravity acts, its state and its coordinates."""
    model = osim.Model(str(path))
    forces = model.updForceSet()
    for i in range(forces.getSize()):
        forces.get(i).set_appliesForce(False)
    state = model.initSystem()
    found = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    for one in found:
        one.setClamped(state, False)
        one.setLocked(state, False)
    return model, state, found


def order_of_speeds(state: Any, coordinates: list[Any]) -> list[int]:
    """Return the place of each coordinate's speed in the state."""
    places = []
    for one in coordinates:
        one.setSpeedValue(state, 0.0)
    for one in coordinates:
        one.setSpeedValue(state, 1.0)
        places.append(int(np.argmax(np.abs(state.getU().to_numpy()))))
        one.setSpeedValue(state, 0.0)
    return places


def states(path: Path, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return random states of a model and the forces that they take."""
    model, state, coordinates = quiet(path)
    names = [one.getName() for one in coordinates]
    places = order_of_speeds(state, coordinates)
    couplers = [
        osim.CoordinateCouplerConstraint.safeDownCast(model.getConstraintSet().get(i))
        for i in range(model.getConstraintSet().getSize())
    ]
    n = len(names)
    held: dict[str, np.ndarray] = {"coordinates": np.array(names)}
    solver = osim.InverseDynamicsSolver(model)
    for kind in KINDS:
        q, u, a, force = np.zeros((4, N_STATES, n))
        for i in range(N_STATES):
            for c, one in enumerate(coordinates):
                low, high = max(one.getRangeMin(), -1.5), min(one.getRangeMax(), 1.5)
                q[i, c] = rng.uniform(low, high)
            u[i], a[i] = 2.0 * rng.normal(size=n), 10.0 * rng.normal(size=n)
            for c, name in enumerate(names):
                if kind == "rest" or (kind == "knees_rest" and name.startswith("knee")):
                    u[i, c] = 0.0
            for one in couplers:
                follow(one, names, q[i], u[i], a[i])
            for c, one in enumerate(coordinates):
                one.setValue(state, q[i, c], False)
            for c, one in enumerate(coordinates):
                one.setSpeedValue(state, u[i, c])
            change = osim.Vector(n, 0.0)
            for c, place in enumerate(places):
                change.set(place, a[i, c])
            found = solver.solve(state, change).to_numpy()
            force[i] = found[places]
        held |= {f"{kind}_{k}": v for k, v in (("q", q), ("u", u), ("a", a), ("force", force))}
    return held


def follow(one: Any, names: list[str], q: np.ndarray, u: np.ndarray, a: np.ndarray) -> None:
    """Set a coupled coordinate and its rates from its driver."""
    driver = names.index(one.getIndependentCoordinateNames().get(0))
    follower = names.index(one.getDependentCoordinateName())
    scale = float(one.getPropertyByName("scale_factor").toString())
    place, function = osim.Vector(1, q[driver]), one.getFunction()
    parts = osim.StdVectorInt()
    parts.push_back(0)
    slope = scale * function.calcDerivative(parts, place)
    parts.push_back(0)
    bend = scale * function.calcDerivative(parts, place)
    q[follower] = scale * function.calcValue(place)
    u[follower] = slope * u[driver]
    a[follower] = slope * a[driver] + bend * u[driver] ** 2


LOADS = """<OpenSimDocument Version="40000"><ExternalLoads name="a"><objects>{}</objects>
<datafile>{}</datafile></ExternalLoads></OpenSimDocument>"""
LOAD = """<ExternalForce name="{0}"><applied_to_body>{0}</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>{1}v</force_identifier><point_identifier>{1}p</point_identifier>
<torque_identifier>{2}</torque_identifier></ExternalForce>"""


def walk(recordings: Path, name: str) -> dict[str, np.ndarray]:
    """Return every tenth frame of what OpenSim's tool writes for a recorded walk."""
    folder = recordings / Path(MODELS[name]).parent
    motion, forces, leads = WALKS[name]
    table = osim.TimeSeriesTable(str(folder / motion))
    is_degrees = table.getTableMetaDataString("inDegrees") == "yes"
    labels = [one.split("/")[-2] if "/" in one else one for one in table.getColumnLabels()]
    values = np.array([table.getDependentColumnAtIndex(i).to_numpy() for i in range(len(labels))]).T
    times = np.array(table.getIndependentColumn())
    model = osim.Model(str(recordings / MODELS[name]))
    model.initSystem()
    for i, label in enumerate(labels):
        is_turn = model.getCoordinateSet().get(label).getMotionType() == 1
        if is_degrees and is_turn:
            values[:, i] = np.radians(values[:, i])
    model = osim.Model(str(recordings / MODELS[name]))
    model.initSystem()
    names = [model.getCoordinateSet().get(i).getName() for i in range(model.getNumCoordinates())]
    q = np.zeros((len(times), len(names)))
    for i, label in enumerate(labels):
        q[:, names.index(label)] = values[:, i]
    for i in range(model.getConstraintSet().getSize()):
        one = osim.CoordinateCouplerConstraint.safeDownCast(model.getConstraintSet().get(i))
        for row in q:
            follow(one, names, row, np.zeros(len(names)), np.zeros(len(names)))
    both = [
        LOAD.format(body, *(
            (f"{lead}ground_force_", f"{lead}ground_torque_") if lead in {"", "1_"}
            else (f"ground_force_{lead}", f"ground_torque_{lead}")
        ))
        for body, lead in zip(("calcn_r", "calcn_l"), leads, strict=True)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as held:
        place = Path(held)
        rows = ["\t".join([repr(float(t)), *map(repr, map(float, r))])
                for t, r in zip(times, q, strict=True)]  # fmt: skip
        head = f"q\nversion=1\nnRows={len(q)}\nnColumns={len(names) + 1}\ninDegrees=no\nendheader"
        (place / "q.sto").write_text("\n".join([head, "\t".join(["time", *names]), *rows]) + "\n")
        (place / "loads.xml").write_text(LOADS.format("".join(both), folder.resolve() / forces))
        tool = osim.InverseDynamicsTool()
        tool.setModelFileName(str((recordings / MODELS[name]).resolve()))
        tool.setCoordinatesFileName(str(place / "q.sto"))
        tool.setExternalLoadsFileName(str(place / "loads.xml"))
        tool.setLowpassCutoffFrequency(CUTOFF_HZ)
        tool.setStartTime(times[0])
        tool.setEndTime(times[-1])
        without = osim.ArrayStr()
        without.append("Muscles")
        without.append("Actuators")
        tool.setExcludedForces(without)
        tool.setResultsDir(str(place))
        tool.setOutputGenForceFileName("id.sto")
        tool.run()
        done = osim.TimeSeriesTable(str(place / "id.sto"))
        found = {
            one.rpartition("_")[0]: done.getDependentColumn(one).to_numpy()
            for one in done.getColumnLabels()
        }
        return {
            "walk_time_s": np.array(done.getIndependentColumn())[::EVERY],
            "walk_force": np.column_stack([found[one] for one in names])[::EVERY],
        }


def main(recordings: Path) -> None:
    """Write the file."""
    osim.Logger.setLevelString("off")
    rng = np.random.default_rng(SEED)
    held = {"version": np.array(osim.GetVersion())}
    for name, path in MODELS.items():
        found = states(recordings / path, rng)
        if name in WALKS:
            found |= walk(recordings, name)
        held |= {f"{name}/{k}": v for k, v in found.items()}
    np.savez_compressed(HERE / "opensim_dynamics.npz", **held)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
