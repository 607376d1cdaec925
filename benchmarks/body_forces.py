"""Compare and time muscle forces: ``python benchmarks/body_forces.py [PYTHON_WITH_OPENSIM]``.

Takes two public motions from coordinates and plates to muscle activations and joint contact forces
with kinchain and, where a Python with ``opensim`` is named, with OpenSim's static optimisation and
joint reactions in the same run on one core, in turns. Three questions, each printed:

* same inputs (OpenSim's lengths, speeds, moment arms, accelerations): how far are the activations
  apart, and who has the smaller sum of squares?
* same muscle forces (OpenSim's): how far are the joint reactions apart?
* each its own way from the same coordinates and plates: how far are activations and the knee
  contact force apart?

Times: OpenSim's tools as they stand (model, states, analysis, results in files) and the cost of one
more frame, from a run over few and one over all frames, so without what is fixed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinchain.body._storage import read_table
from kinchain.body.compile import load_kernels
from kinchain.body.external_loads import ExternalLoads, loads_at, read_external_loads
from kinchain.body.filtering import Motion, smooth_motion
from kinchain.body.inverse_dynamics import body_motion, inverse_dynamics
from kinchain.body.joint_reactions import JointReactions, joint_reactions, reaction_of
from kinchain.body.knee_split import split_knee
from kinchain.body.model import Model, load_model
from kinchain.body.motion_files import write_ground_forces, write_states
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.muscles import build_muscles, fibre_forces, optimal_forces
from kinchain.body.static_optimisation import (
    Actuator,
    StaticOptimisation,
    model_actuators,
    reserves,
    static_optimisation,
)

FloatArray = NDArray[np.float64]

ROOT = Path(__file__).resolve().parent.parent
CUTOFF_HZ = 6.0
EDGE = 3
"""Frames left out at both ends."""

FEW = 3
ARMS_EVERY = 4
"""OpenSim's moment arms are slow: they are asked for in every so many frames."""

N_REPEATS = 3
RESERVE, RESIDUAL = 10.0, 100.0

LOADS = """<OpenSimDocument Version="40000"><ExternalLoads name="plates"><objects>{}</objects>
<datafile>{}</datafile></ExternalLoads></OpenSimDocument>"""
LOAD = """<ExternalForce name="load_{lead}{body}"><applied_to_body>{body}</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>{lead}ground_force_v</force_identifier>
<point_identifier>{lead}ground_force_p</point_identifier>
<torque_identifier>{lead}ground_torque_</torque_identifier></ExternalForce>"""


@dataclass(frozen=True)
class Case:
    """One public motion.

    Parameters
    ----------
    name
        As printed.
    model, motion, forces
        Paths below the recordings; forces is an ExternalLoads file, or a bare table.
    stride
        Every so many rows of the motion are taken.
    knees
        Names of the knee joints, right then left.
    """

    name: str
    model: str
    motion: str
    forces: str
    stride: int
    knees: tuple[str, str]


CASES = (
    Case(
        "subject01",
        "opensim_gait10dof18musc_subject01/subject01.osim",
        "opensim_gait10dof18musc_subject01/subject01_walk_IK.mot",
        "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot",
        1,
        ("knee_r", "knee_l"),
    ),
    Case(
        "walk3d",
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        "opensim_moco_walk3d/coordinates.sto",
        "opensim_moco_walk3d/grf_walk.xml",
        10,
        ("walker_knee_r", "walker_knee_l"),
    ),
)

OPENSIM = r"""
import json, os, sys, time
import numpy as np
import opensim as osim
osim.Logger.setLevelString("off")
folder = sys.argv[1]
os.chdir(folder)
task = json.load(open("task.json"))
times = task["times"]
model = osim.Model(task["model"])
for name, coordinate, strength in task["added"]:
    one = osim.CoordinateActuator(coordinate)
    one.setName(name); one.setOptimalForce(strength)
    one.setMinControl(-float("inf")); one.setMaxControl(float("inf"))
    model.addForce(one)
model.finalizeConnections()
model.printToXML("model.osim")

def analyse(analysis, label, last):
    tool = osim.AnalyzeTool()
    tool.setName(label)
    tool.setModelFilename("model.osim")
    tool.setStatesFileName("states.sto")
    tool.setInitialTime(times[0]); tool.setFinalTime(last)
    tool.setSolveForEquilibrium(False)
    tool.setExternalLoadsFileName("loads.xml")
    tool.setResultsDir(folder)
    tool.updAnalysisSet().cloneAndAppend(analysis)
    tool.printToXML(label + ".xml")
    began = time.perf_counter()
    osim.AnalyzeTool(label + ".xml").run()
    return time.perf_counter() - began

optimisation = osim.StaticOptimization()
optimisation.setName("so")
optimisation.setUseModelForceSet(True)
optimisation.setActivationExponent(task["exponent"])
optimisation.setUseMusclePhysiology(True)
optimisation.setConvergenceCriterion(task["criterion"])
optimisation.setMaxIterations(2000)
reaction = osim.JointReaction()
reaction.setName("jr")
def one_word(word):
    words = osim.ArrayStr(); words.append(word)
    return words
reaction.setForcesFileName("all_so_force.sto")
reaction.setJointNames(one_word("ALL"))
reaction.setOnBody(one_word("child")); reaction.setInFrame(one_word("child"))
few = times[task["few"] - 1]
result = {"so_few_s": analyse(optimisation, "few", few)}
result["so_s"] = analyse(optimisation, "all", times[-1])
result["jr_few_s"] = analyse(reaction, "few", few)
result["jr_s"] = analyse(reaction, "all", times[-1])
if task["inputs"]:
    model = osim.Model(task["model"])
    state = model.initSystem()
    splines = osim.GCVSplineSet(5, osim.Storage("states.sto"))
    coordinates = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    muscles = [model.getMuscles().get(i) for i in range(model.getMuscles().getSize())]
    kinds = [getattr(osim, m.getConcreteClassName()).safeDownCast(m) for m in muscles]
    free = [c for c in coordinates if not c.isConstrained(state) and not c.getLocked(state)]
    out = {name: [] for name in ("length", "speed", "strength", "arm", "acceleration")}
    for i, moment in enumerate(times):
        at = osim.Vector(1, moment)
        first = osim.StdVectorInt([0])
        state.setTime(moment)
        rates = []
        for c in coordinates:
            path = c.getAbsolutePathString()
            c.setValue(state, splines.get(path + "/value").calcValue(at), False)
            c.setSpeedValue(state, splines.get(path + "/speed").calcValue(at))
            rates.append(splines.get(path + "/speed").calcDerivative(first, at))
        model.realizeVelocity(state)
        out["acceleration"].append(rates)
        out["length"].append([m.getLength(state) for m in muscles])
        out["speed"].append([m.getLengtheningSpeed(state) for m in muscles])
        out["strength"].append([m.calcInextensibleTendonActiveFiberForce(state, 1.0)
                                for m in kinds])
        if i % task["arms_every"] == 0:
            out["arm"].append([[m.computeMomentArm(state, c) for c in free] for m in muscles])
    np.savez("inputs.npz", free=[c.getName() for c in free],
             coordinates=[c.getName() for c in coordinates], **out)
json.dump(result, open("result.json", "w"))
"""


@dataclass(frozen=True)
class Work:
    """What both programs are given.

    Parameters
    ----------
    path, model, motion, loads, actuators
        The model's file and the model; motion, plates and motors on coordinates at its frames.
    """

    path: Path
    model: Model
    motion: Motion
    loads: ExternalLoads
    actuators: tuple[Actuator, ...]


def say(words: str) -> None:
    """Write a line.

    Parameters
    ----------
    words
        The line.
    """
    sys.stdout.write(words + "\n")


def prepare(case: Case, recordings: Path, folder: Path) -> Work:
    """Read, filter and cut a motion, and write what OpenSim needs.

    Parameters
    ----------
    case
        Which.
    recordings, folder
        Where the recordings are, and where to write.
    """
    path = recordings / case.model
    model = load_model(path)
    table = read_table(recordings / case.motion)
    column = {name.split("/")[-2] if "/value" in name else name: i
              for i, name in enumerate(table.names) if not name.endswith("/speed")}  # fmt: skip
    q = np.tile(model.default, (len(table.time_s), 1))
    for c, name in enumerate(model.coordinates):
        if name in column:
            values = table.values[:, column[name]]
            turns = table.is_in_degrees and model.is_rotation[c]
            q[:, c] = np.radians(values) if turns else values
    ends = table.time_s[:: case.stride]
    even = np.linspace(ends[0], ends[-1], len(ends))
    motion = smooth_motion(even, q[:: case.stride], CUTOFF_HZ)
    whole = body_motion(model, motion.coordinates, motion.speed, motion.acceleration)
    motion = replace(
        motion, coordinates=whole.coordinates, speed=whole.speed, acceleration=whole.acceleration
    )
    forces = recordings / case.forces
    if forces.suffix == ".mot":
        parts = [LOAD.format(body="calcn_r", lead=""), LOAD.format(body="calcn_l", lead="1_")]
        (folder / "plates.xml").write_text(LOADS.format("".join(parts), forces))
        forces = folder / "plates.xml"
    loads = loads_at(read_external_loads(forces), motion.time_s)
    write_ground_forces(folder / "loads.mot", loads)
    parts = [LOAD.format(body=body, lead=f"{i}_") for i, body in enumerate(loads.bodies, start=1)]
    (folder / "loads.xml").write_text(LOADS.format("".join(parts), folder / "loads.mot"))
    write_states(folder / "states.sto", model, motion.time_s, motion.coordinates, motion.speed)
    own = model_actuators(model)
    driven = {one.coordinate for one in own}
    added = [one for one in reserves(model, reserve=RESERVE, residual=RESIDUAL)
             if one.coordinate not in driven]  # fmt: skip
    inner = slice(EDGE, -EDGE)
    cut = Motion(*(x[inner] for x in (motion.time_s, motion.coordinates, motion.speed,
                                      motion.acceleration)))  # fmt: skip
    return Work(path, model, cut, loads_at(loads, cut.time_s), (*own, *added))


def opensim_run(python: str, work: Work, folder: Path, *, inputs: bool) -> dict[str, Any]:
    """Run OpenSim's two analyses once in its own process, on one core.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``.
    work
        What to run.
    folder
        Where its files are.
    inputs
        Whether to write also what its optimisation is given.
    """
    added = [
        (one.name, one.coordinate, one.strength) for one in work.actuators if one.kind != "model"
    ]
    task = {
        "model": str(work.path), "times": work.motion.time_s.tolist(), "added": added,
        "exponent": 2, "criterion": 1e-6, "few": FEW, "inputs": inputs, "arms_every": ARMS_EVERY,
    }  # fmt: skip
    (folder / "task.json").write_text(json.dumps(task))
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    words = [python, "-c", OPENSIM, str(folder)]
    subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    result: dict[str, Any] = json.loads((folder / "result.json").read_text())
    return result


def results_of(folder: Path, name: str, times: FloatArray) -> dict[str, FloatArray]:
    """Return the columns of one of its result files at times.

    Parameters
    ----------
    folder, name
        Where it is.
    times
        Shape (n_frames,), s.
    """
    lines = (folder / name).read_text().splitlines()
    head = next(i for i, line in enumerate(lines) if line.strip() == "endheader") + 1
    rows = np.array([[float(word) for word in line.split()] for line in lines[head + 1 :]])
    at = [int(np.abs(rows[:, 0] - moment).argmin()) for moment in times]
    return {label: rows[at, i] for i, label in enumerate(lines[head].split())}


def timed(repeats: int, call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the median time of a call in s, and what it returned.

    Parameters
    ----------
    repeats
        How often it is called.
    call
        What to time.
    """
    seconds, got = [], None
    for _ in range(repeats):
        began = time.perf_counter()
        got = call()
        seconds.append(time.perf_counter() - began)
    return float(np.median(seconds)), got


def rms(values: FloatArray) -> float:
    """Return the root mean square.

    Parameters
    ----------
    values
        Any shape.
    """
    return float(np.sqrt(np.mean(np.square(values))))


def knee_force(reactions: JointReactions, joint: str) -> FloatArray:
    """Return the force on the tibia, shape (n_frames, 3), N.

    Parameters
    ----------
    reactions
        Of all joints.
    joint
        The knee.
    """
    return reaction_of(reactions, joint).force_n


class Ours:
    """kinchain's own way from coordinates and plates to joint reactions, each step timed."""

    def __init__(self, work: Work) -> None:
        model, motion = work.model, work.motion
        self.muscles = build_muscles(model)
        self.geometry = build_muscle_geometry(model)
        self.seconds: dict[str, float] = {}
        self.paths = self._step(
            "paths",
            lambda: muscle_paths(self.geometry, motion.coordinates, motion.speed, with_pull=True),
        )
        self.dynamics = self._step(
            "inverse dynamics",
            lambda: inverse_dynamics(
                model, motion.coordinates, motion.speed, motion.acceleration, work.loads
            ),
        )
        speed = self.paths.speed_mps
        self.fibres = self._step(
            "fibres", lambda: fibre_forces(self.muscles, self.paths.length_m, speed)
        )
        self.strength = optimal_forces(self.muscles, self.fibres)
        self.optimum: StaticOptimisation = self._step(
            "optimisation",
            lambda: static_optimisation(
                model, self.muscles, self.dynamics.independent_force, self.paths.moment_arm_m,
                self.strength, actuators=work.actuators,
            ),
        )  # fmt: skip
        self.reactions: JointReactions = self._step(
            "reactions",
            lambda: joint_reactions(
                model, self.dynamics, self.geometry, self.paths, self.optimum.muscle_force_n
            ),
        )

    def _step(self, name: str, call: Callable[[], Any]) -> Any:
        call()
        self.seconds[name], got = timed(N_REPEATS, call)
        return got


def tell_ours(work: Work, case: Case, ours: Ours) -> None:
    """Print kinchain's times and results.

    Parameters
    ----------
    work, case
        What was run.
    ours
        The results.
    """
    n = len(work.motion.time_s)
    each = ", ".join(f"{name} {s / n * 1e6:.1f}" for name, s in ours.seconds.items())
    total = sum(ours.seconds.values()) / n * 1e6
    say(f"{case.name}, {n} frames, us/frame: {each}; together {total:.0f}")
    words = {word: ours.optimum.outcome.count(word) for word in set(ours.optimum.outcome)}
    say(f"  outcomes {words}, {ours.optimum.steps.mean():.1f} steps/frame")
    weight = work.model.mass_kg.sum() * 9.80665
    for joint, side in zip(case.knees, ("right", "left"), strict=True):
        load = reaction_of(ours.reactions, joint)
        split = split_knee(load, "right" if side == "right" else "left")
        peak = int(np.argmax(split.total_n))
        low, high = split.medial_interval_n[peak] / weight
        say(
            f"  {side} knee: peak {split.total_n[peak] / weight:.2f} body weights along the tibia, "
            f"of it medial {split.medial_n[peak] / weight:.2f} ({low:.2f} to {high:.2f})"
        )


def tell_same_inputs(work: Work, ours: Ours, folder: Path) -> None:
    """Print how far activations are apart on OpenSim's inputs.

    Parameters
    ----------
    work, ours
        What was run, and kinchain's results.
    folder
        Where OpenSim's files are.
    """
    model, motion = work.model, work.motion
    given = np.load(folder / "inputs.npz")
    fibres = fibre_forces(ours.muscles, given["length"], given["speed"])
    strength = optimal_forces(ours.muscles, fibres)
    apart = np.abs(strength - given["strength"]).max(axis=0) / ours.muscles.max_isometric_n
    say(f"  force at activation 1: at most {apart.max():.1e} of the greatest isometric force apart")
    order = [list(given["coordinates"]).index(name) for name in model.coordinates]
    some = slice(None, None, ARMS_EVERY)
    acceleration = given["acceleration"][:, order]
    loads = loads_at(work.loads, motion.time_s[some])
    moment = inverse_dynamics(
        model, motion.coordinates[some], motion.speed[some], acceleration[some], loads
    ).independent_force
    arm = np.zeros((*given["arm"].shape[:2], len(model.coordinates)))
    for i, name in enumerate(given["free"]):
        arm[:, :, model.coordinate(str(name))] = given["arm"][:, :, i]
    table = results_of(folder, "all_so_activation.sto", motion.time_s[some])
    theirs = np.stack([table[name] for name in ours.muscles.names], axis=1)
    motors = np.stack([table[one.name] for one in work.actuators], axis=1)
    strengths = np.array([one.strength for one in work.actuators])
    reached = np.einsum("fm,fmc->fc", theirs * given["strength"][some], arm)
    for i, one in enumerate(work.actuators):
        reached[:, model.coordinate(one.coordinate)] += motors[:, i] * one.strength
    whole = np.square(np.hstack([theirs, motors])).sum(axis=1)
    for words, wanted in (("same inputs", moment), ("same moments as its answer gives", reached)):
        got = static_optimisation(
            model, ours.muscles, wanted, arm, given["strength"][some], actuators=work.actuators
        )
        own = np.hstack([got.activation, got.actuator_force / strengths])
        sums = np.square(own).sum(axis=1) / whole
        apart = np.abs(got.activation - theirs)
        say(
            f"  {words}, {len(theirs)} frames: activations {rms(apart):.1e} RMS, "
            f"{apart.max():.1e} at most apart; sum of squares {sums.min():.6f} to "
            f"{sums.max():.6f} of OpenSim's"
        )


def tell_reactions(work: Work, case: Case, ours: Ours, folder: Path) -> None:
    """Print how far joint reactions are apart on OpenSim's muscle forces, and each its own way.

    Parameters
    ----------
    work, case, ours
        What was run, and kinchain's results.
    folder
        Where OpenSim's files are.
    """
    time_s = work.motion.time_s
    forces = results_of(folder, "all_so_force.sto", time_s)
    activations = results_of(folder, "all_so_activation.sto", time_s)
    table = results_of(folder, "all_jr_ReactionLoads.sto", time_s)
    tension = np.stack([forces[name] for name in ours.muscles.names], axis=1)
    same = joint_reactions(work.model, ours.dynamics, ours.geometry, ours.paths, tension)
    theirs = np.stack([activations[name] for name in ours.muscles.names], axis=1)
    apart = ours.optimum.activation - theirs
    say(f"  own way: activations {rms(apart):.1e} RMS, {np.abs(apart).max():.1e} at most apart")
    for joint in work.model.source.joints:
        if not any(word in joint.name for word in ("hip", "knee", "patello", "ankle")):
            continue
        root = f"{joint.name}_on_{joint.child.body}_in_{joint.child.body}_"
        force = np.stack([table[f"{root}f{axis}"] for axis in "xyz"], axis=1)
        moment = np.stack([table[f"{root}m{axis}"] for axis in "xyz"], axis=1)
        got = reaction_of(same, joint.name)
        words = (
            f"  {joint.name}, same muscle forces: force {rms(got.force_n - force) / rms(force):.1e}"
            f" RMS of its RMS, moment {rms(got.moment_nm - moment):.1e} N m"
        )
        if joint.name in case.knees:
            own = knee_force(ours.reactions, joint.name)
            words += f"; own way: force {rms(own - force) / rms(force):.1e}"
        say(words)


def main(python: str | None) -> None:
    """Print one block for each motion.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``; None to run kinchain alone.
    """
    recordings = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    load_kernels(say)
    for case in CASES:
        if not all((recordings / x).is_file() for x in (case.model, case.motion, case.forces)):
            say(f"{case.name}: skipped, no such recording (KINCHAIN_RECORDINGS)")
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            work = prepare(case, recordings, folder)
            ours = Ours(work)
            tell_ours(work, case, ours)
            if not python:
                continue
            theirs, mine = [], [ours.seconds]
            for i in range(N_REPEATS):
                theirs.append(opensim_run(python, work, folder, inputs=i == 0))
                mine.append(Ours(work).seconds)
            ours.seconds = {key: float(np.median([one[key] for one in mine])) for key in mine[0]}
            tell_same_inputs(work, ours, folder)
            tell_reactions(work, case, ours, folder)
            tell_times(ours, theirs, len(work.motion.time_s))


def tell_times(ours: Ours, theirs: list[dict[str, Any]], n: int) -> None:
    """Print OpenSim's times and the ratios.

    Parameters
    ----------
    ours
        kinchain's results.
    theirs
        OpenSim's times of each run, s.
    n
        Frames.
    """
    middle = {key: float(np.median([one[key] for one in theirs])) for key in theirs[0]}
    whole = sum(ours.seconds.values())
    first = sum(s for name, s in ours.seconds.items() if name != "reactions")
    moved = sum(ours.seconds[name] for name in ("paths", "inverse dynamics", "reactions"))
    for name in ("", "_few"):
        middle[f"both{name}_s"] = middle[f"so{name}_s"] + middle[f"jr{name}_s"]
    for words, key, mine in (
        ("static optimisation with all before it", "so", first),
        ("joint reactions with all before them", "jr", moved),
        ("both", "both", whole),
    ):
        tool = middle[f"{key}_s"] / n
        more = (middle[f"{key}_s"] - middle[f"{key}_few_s"]) / (n - FEW)
        say(
            f"  {words}, us/frame: OpenSim's tool {tool * 1e6:.0f}, one more frame "
            f"{more * 1e6:.0f}; kinchain {mine / n * 1e6:.1f}; ratio {tool * n / mine:.0f}x, "
            f"{more * n / mine:.0f}x"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
