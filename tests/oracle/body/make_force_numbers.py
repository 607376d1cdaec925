"""Make the numbers of OpenSim's muscles, static optimisation and joint reactions for the tests.

Run with the project's own Python, naming one of an environment that holds ``opensim`` 4.6::

    python tests/oracle/body/make_force_numbers.py PYTHON_WITH_OPENSIM RECORDINGS

``RECORDINGS`` is the folder of the public recordings. Writes ``opensim_forces.npz`` beside this
file: curves and rigid-tendon forces of made-up muscles, and for some frames of two recorded walks
what OpenSim's static optimisation was given and gave, and the joint reactions for its forces.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import body_forces
from benchmarks.body_forces import ARMS_EVERY, CASES, opensim_run, prepare, results_of

HERE = Path(__file__).resolve().parent
EVERY = 5
"""Of the frames whose moment arms are known, so many apart."""

BASE = {
    "max_isometric_force": 1000.0, "optimal_fiber_length": 0.1, "tendon_slack_length": 0.2,
    "pennation_angle_at_optimal": 0.3,
}  # fmt: skip
OWN = {"pennation_angle_at_optimal": 0.0, "max_contraction_velocity": 8.0}
CURVES = {
    "ActiveForceLengthCurve": {
        "min_norm_active_fiber_length": 0.25, "transition_norm_fiber_length": 0.77,
        "max_norm_active_fiber_length": 1.9, "shallow_ascending_slope": 0.75,
        "minimum_value": 0.0,
    },
    "ForceVelocityCurve": {
        "isometric_slope": 6.0, "max_eccentric_velocity_force_multiplier": 1.6,
        "concentric_curviness": 0.4,
    },
    "FiberForceLengthCurve": {"strain_at_zero_force": -0.1, "strain_at_one_norm_force": 0.5},
    "TendonForceLengthCurve": {"strain_at_one_norm_force": 0.033},
}  # fmt: skip
THELEN = {
    "KshapeActive": 0.5, "KshapePassive": 4.0, "FmaxMuscleStrain": 0.5, "Flen": 1.6, "Af": 0.3,
    "fv_linear_extrap_threshold": 0.9, "FmaxTendonStrain": 0.05,
}  # fmt: skip
MILLARD_KIND, THELEN_KIND = "Millard2012EquilibriumMuscle", "Thelen2003Muscle"
MUSCLES: dict[str, tuple[str, dict[str, float], dict[str, dict[str, float]]]] = {
    "millard": (MILLARD_KIND, BASE, {}),
    "millard_undamped": (MILLARD_KIND, BASE | {"fiber_damping": 0.0}, {}),
    "millard_rigid": (
        MILLARD_KIND, BASE | {"fiber_damping": 0.0, "ignore_tendon_compliance": 1.0}, {},
    ),
    "millard_own": (MILLARD_KIND, BASE | OWN, CURVES),
    "thelen": (THELEN_KIND, BASE, {}),
    "thelen_own": (THELEN_KIND, BASE | OWN | THELEN, {}),
}  # fmt: skip

GRID = r"""
import json, sys
import numpy as np
import opensim as osim
osim.Logger.setLevelString("off")
cases = json.load(open(sys.argv[1]))
length = 0.2 + np.linspace(-0.02, 0.25, 28)
speed = np.linspace(-1.3, 1.3, 27)
fibre = np.linspace(0.35, 1.9, 63)
out = {"length": length, "speed": speed}
for name, (kind, parameters, curves) in cases.items():
    model = osim.Model()
    body = osim.Body("b", 1, osim.Vec3(0), osim.Inertia(1)); model.addBody(body)
    joint = osim.SliderJoint("j", model.getGround(), body); model.addJoint(joint)
    c = joint.updCoordinate(); c.setName("x"); c.set_range(0, -5.0); c.set_range(1, 5.0)
    muscle = getattr(osim, kind)(); muscle.setName("m")
    for key, value in parameters.items():
        flag = key == "ignore_tendon_compliance"
        getattr(muscle, "set_" + key)(bool(value) if flag else value)
    for curve, values in curves.items():
        one = getattr(muscle, "upd_" + curve)()
        for key, value in values.items():
            getattr(one, "set_" + key)(value)
    muscle.addNewPathPoint("p1", model.getGround(), osim.Vec3(0))
    muscle.addNewPathPoint("p2", body, osim.Vec3(0))
    model.addForce(muscle); model.finalizeConnections()
    state = model.initSystem()
    muscle = getattr(osim, kind).safeDownCast(model.getMuscles().get(0))
    c = model.getCoordinateSet().get(0)
    force = np.zeros((length.size, speed.size))
    for i, l in enumerate(length):
        for k, v in enumerate(speed):
            c.setValue(state, l, False); c.setSpeedValue(state, v); model.realizeVelocity(state)
            force[i, k] = muscle.calcInextensibleTendonActiveFiberForce(state, 1.0)
    out[name + "/force"] = force
    if not parameters.get("ignore_tendon_compliance"):
        c.setValue(state, 0.3, False)
        rows = []
        for x in fibre:
            muscle.setFiberLength(state, x * 0.1); model.realizePosition(state)
            rows.append([muscle.getNormalizedFiberLength(state), muscle.getPennationAngle(state),
                         muscle.getActiveForceLengthMultiplier(state),
                         muscle.getPassiveForceMultiplier(state)])
        out[name + "/fibre"] = np.array(rows)
np.savez(sys.argv[2], **out)
"""


def grids(python: str, folder: Path) -> dict[str, np.ndarray]:
    """Return forces of the made-up muscles."""
    (folder / "cases.json").write_text(json.dumps(MUSCLES))
    words = [python, "-c", GRID, str(folder / "cases.json"), str(folder / "grid.npz")]
    subprocess.run(words, check=True, capture_output=True)
    with np.load(folder / "grid.npz") as held:
        return {f"grid/{key}": value for key, value in held.items()}


def walks(python: str, recordings: Path, folder: Path) -> dict[str, np.ndarray]:
    """Return what OpenSim's analyses were given and gave in some frames of two walks."""
    held: dict[str, np.ndarray] = {}
    for case in CASES:
        inside = folder / case.name
        inside.mkdir()
        work = prepare(case, recordings, inside)
        opensim_run(python, work, inside, inputs=True)
        model, motion, loads = work.model, work.motion, work.loads
        given = np.load(inside / "inputs.npz")
        some = slice(None, None, ARMS_EVERY * EVERY)
        order = [list(given["coordinates"]).index(name) for name in model.coordinates]
        time_s = motion.time_s[some]
        activation = results_of(inside, "all_so_activation.sto", time_s)
        force = results_of(inside, "all_so_force.sto", time_s)
        reaction = results_of(inside, "all_jr_ReactionLoads.sto", time_s)
        muscles = [one.name for one in model.source.muscles]
        arm = np.zeros((len(time_s), len(muscles), len(model.coordinates)))
        for i, name in enumerate(given["free"]):
            arm[:, :, model.coordinate(str(name))] = given["arm"][::EVERY, :, i]
        joints = [one.name for one in model.source.joints]
        roots = [f"{one.name}_on_{one.child.body}_in_{one.child.body}" for one in
                 model.source.joints]  # fmt: skip
        values = {
            "q": motion.coordinates[some], "u": motion.speed[some],
            "a": given["acceleration"][some][:, order], "bodies": np.array(loads.bodies),
            "load_force": loads.force_n[some], "load_point": loads.point_m[some],
            "load_torque": loads.torque_nm[some], "length": given["length"][some],
            "speed": given["speed"][some], "strength": given["strength"][some], "arm": arm,
            "activation": np.stack([activation[name] for name in muscles], axis=1),
            "force": np.stack([force[name] for name in muscles], axis=1),
            "joints": np.array(joints),
            "reaction": np.stack(
                [np.stack([reaction[f"{root}_{k}{x}"] for k in "fmp" for x in "xyz"], axis=1)
                 for root in roots], axis=1,
            ),
            "motors": np.array([
                (one.name, one.coordinate, one.kind, one.strength, one.low, one.high)
                for one in work.actuators
            ]),
        }  # fmt: skip
        held |= {f"{case.name}/{key}": value for key, value in values.items()}
    return held


def main(python: str, recordings: Path) -> None:
    """Write the numbers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        held = grids(python, folder) | walks(python, recordings.resolve(), folder)
    np.savez_compressed(HERE / "opensim_forces.npz", **held)  # type: ignore[arg-type]


if __name__ == "__main__":
    if body_forces.EDGE < 1:
        raise SystemExit("the ends of a spline are no place to compare")
    main(sys.argv[1], Path(sys.argv[2]))
