"""Compare and time inverse dynamics: ``python benchmarks/body_id.py [PYTHON_WITH_OPENSIM]``.

Works out the forces of two public motions with kinchain and, where a Python with ``opensim`` is
named, with OpenSim's tool and with its bare solver, in the same run on one core, in turns. Both
filter at 6 Hz and read the same files. Prints for each leg coordinate the RMS of the difference as
a share of the coordinate's own RMS and range, and microseconds per frame.

What remains at the same coordinates, speeds and accelerations comes from one term: where one
coordinate turns a joint about several axes, Simbody's bias acceleration of function-based joints
takes the second and third axis along with the whole joint's turning rather than with that of the
axes before them. ``slip`` works that term out; with it added the two agree to rounding. kinchain's
own accelerations are the slopes of its velocities, and its power balances the change of energy
(printed too).

It is over 600 lines long because OpenSim's side, kinchain's side and ``slip``, which explains what
lies between, are one argument.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline

from kinchain.body._storage import read_table
from kinchain.body.compile import load_kernels
from kinchain.body.external_loads import (
    ExternalLoads,
    external_loads,
    loads_at,
    read_external_loads,
)
from kinchain.body.filtering import Motion, smooth_motion
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_dynamics import (
    BodyMotion,
    InverseDynamics,
    inverse_dynamics,
    mechanical_energy,
)
from kinchain.body.model import Model, load_model

FloatArray = NDArray[np.float64]

ROOT = Path(__file__).resolve().parent.parent
CUTOFF_HZ = 6.0
N_REPEATS = 5
CLOSE_HZ = 500.0
"""Frames this close let the energy be derived without a finer grid."""

LEGS = ("hip", "knee", "ankle", "subtalar", "mtp")

LOADS = """<OpenSimDocument Version="40000"><ExternalLoads name="plates"><objects>{}</objects>
<datafile>{}</datafile></ExternalLoads></OpenSimDocument>"""
LOAD = """<ExternalForce name="{body}"><applied_to_body>{body}</applied_to_body>
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
    """

    name: str
    model: str
    motion: str
    forces: str


CASES = (
    Case(
        "subject01 (10 coordinates)",
        "opensim_gait10dof18musc_subject01/subject01.osim",
        "opensim_gait10dof18musc_subject01/subject01_walk_IK.mot",
        "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot",
    ),
    Case(
        "walk3d (33 coordinates)",
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        "opensim_moco_walk3d/coordinates.sto",
        "opensim_moco_walk3d/grf_walk.xml",
    ),
)

OPENSIM = r"""
import json, os, sys, time
import numpy as np, opensim as osim
osim.Logger.setLevelString("off")
model_path, motion, loads, loads_at_frames, states, out = sys.argv[1:]
table = osim.TimeSeriesTable(motion)
times = table.getIndependentColumn()
os.chdir(os.path.dirname(out))
began = time.perf_counter()
tool = osim.InverseDynamicsTool()
tool.setModelFileName(model_path)
tool.setCoordinatesFileName(motion)
tool.setExternalLoadsFileName(loads)
tool.setLowpassCutoffFrequency(6.0)
tool.setStartTime(times[0]); tool.setEndTime(times[-1])
forces = osim.ArrayStr(); forces.append("Muscles"); forces.append("Actuators")
tool.setExcludedForces(forces)
tool.setResultsDir(os.path.dirname(out)); tool.setOutputGenForceFileName(os.path.basename(out))
tool.run()
tool_s = time.perf_counter() - began
model = osim.Model(model_path)
held = model.updForceSet()
for i in range(held.getSize()): held.get(i).set_appliesForce(False)
model.addModelComponent(osim.ExternalLoads(loads_at_frames, True))
state = model.initSystem()
given = np.load(states)
names = [str(one) for one in given["names"]]
coordinates = [model.getCoordinateSet().get(name) for name in names]
place = {}
for one in coordinates: one.setSpeedValue(state, 0.0)
for name, one in zip(names, coordinates):
    one.setSpeedValue(state, 1.0)
    place[name] = int(np.argmax(np.abs(state.getU().to_numpy())))
    one.setSpeedValue(state, 0.0)
order = np.argsort([place[name] for name in names])
def vectors(array):
    return [osim.Vector.createFromMat(np.ascontiguousarray(row[order])) for row in array]
q, u, a = vectors(given["q"]), vectors(given["u"]), vectors(given["a"])
solver = osim.InverseDynamicsSolver(model)
found = np.zeros(given["q"].shape)
loop_s = 0.0
for frame, moment in enumerate(given["time"]):
    began = time.perf_counter()
    state.setTime(float(moment)); state.setQ(q[frame]); state.setU(u[frame])
    force = solver.solve(state, a[frame])
    loop_s += time.perf_counter() - began
    found[frame, order] = force.to_numpy()
np.save(out + ".npy", found)
print(json.dumps({"tool_s": tool_s, "loop_s": loop_s, "version": osim.GetVersion()}))
"""


def say(words: str) -> None:
    """Write a line.

    Parameters
    ----------
    words
        The line.
    """
    sys.stdout.write(words + "\n")


def coordinates_of(model: Model, path: Path) -> tuple[FloatArray, FloatArray]:
    """Return time and coordinates of a motion file, rad and m, defaults where it has none.

    Parameters
    ----------
    model
        The model.
    path
        The motion file.
    """
    table = read_table(path)
    bare = [name.split("/")[-2] if "/" in name else name for name in table.names]
    q = np.tile(model.default, (len(table.time_s), 1))
    for i, name in enumerate(model.coordinates):
        if name in bare:
            q[:, i] = table.values[:, bare.index(name)]
            if table.is_in_degrees and model.is_rotation[i]:
                q[:, i] = np.radians(q[:, i])
    return table.time_s, q


def write_inputs(case: Case, recordings: Path, folder: Path, model: Model) -> tuple[Path, Path]:
    """Write the motion with bare names in rad, and a loads file where there is none.

    Parameters
    ----------
    case
        The motion.
    recordings, folder
        Where it lies and where to write.
    model
        The model.
    """
    time_s, q = coordinates_of(model, recordings / case.motion)
    motion = folder / "motion.sto"
    q = forward_kinematics(model, q).coordinates  # walk3d's file gives coupled ones in degrees
    write_table(motion, time_s, model.coordinates, q)
    forces = recordings / case.forces
    if forces.suffix == ".xml":
        return motion, forces
    parts = [LOAD.format(body="calcn_r", lead=""), LOAD.format(body="calcn_l", lead="1_")]
    loads = folder / "loads.xml"
    loads.write_text(LOADS.format("".join(parts), forces.resolve()), "utf-8")
    return motion, loads


def write_table(path: Path, time_s: FloatArray, names: Sequence[str], values: FloatArray) -> None:
    """Write a table as OpenSim reads it.

    Parameters
    ----------
    path
        Where to.
    time_s, names, values
        First column, names of the others, and what they hold.
    """
    rows = [
        "\t".join([f"{t:.9f}", *(f"{one:.12f}" for one in row)])
        for t, row in zip(time_s, values, strict=True)
    ]
    size = f"nRows={len(rows)}\nnColumns={len(names) + 1}"
    head = f"{path.stem}\nversion=1\n{size}\ninDegrees=no\nendheader"
    path.write_text("\n".join([head, "\t".join(("time", *names)), *rows]) + "\n", "utf-8")


def at_frames(got: Ours, folder: Path) -> Path:
    """Write the loads at the frames, so that the bare solver interpolates nothing.

    Parameters
    ----------
    got
        What kinchain found.
    folder
        Where to write.
    """
    loads, names, columns, parts = got.loads, [], [], []
    for i, body in enumerate(loads.bodies):
        parts.append(LOAD.format(body=body, lead=f"{i}_"))
        names += [
            f"{i}_ground_{kind}{a}" for kind in ("force_v", "force_p", "torque_") for a in "xyz"
        ]
        columns += [loads.force_n[:, i], np.nan_to_num(loads.point_m[:, i]), loads.torque_nm[:, i]]
    table = folder / "at_frames.mot"
    write_table(table, loads.time_s, names, np.hstack(columns))
    path = folder / "at_frames.xml"
    path.write_text(LOADS.format("".join(parts), table), "utf-8")
    return path


@dataclass(frozen=True)
class Ours:
    """What kinchain worked out, and how long each part took, s."""

    model: Model
    motion: Motion
    recorded: ExternalLoads
    loads: ExternalLoads
    result: InverseDynamics
    whole_s: float
    smooth_s: float
    loads_s: float
    forces_s: float


def ours(model_path: Path, motion_path: Path, loads_path: Path) -> Ours:
    """Run kinchain once from the files to the forces.

    Parameters
    ----------
    model_path, motion_path, loads_path
        The three files.
    """
    began = time.perf_counter()
    model = load_model(model_path)
    time_s, q = coordinates_of(model, motion_path)
    recorded = read_external_loads(loads_path, model=model)
    marks = [time.perf_counter()]
    motion = smooth_motion(time_s, q, CUTOFF_HZ)
    marks.append(time.perf_counter())
    loads = loads_at(recorded, time_s)
    marks.append(time.perf_counter())
    result = inverse_dynamics(model, motion.coordinates, motion.speed, motion.acceleration, loads)
    marks.append(time.perf_counter())
    parts = np.diff(marks)
    whole_s = marks[-1] - began
    return Ours(model, motion, recorded, loads, result, whole_s, *(float(one) for one in parts))


def opensim_run(
    python: str, model: Path, motion: Path, loads: Path, got: Ours, folder: Path
) -> tuple[dict[str, Any], FloatArray, FloatArray]:
    """Run OpenSim once in its own process, on one core.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``.
    model, motion, loads
        The three files.
    got
        What kinchain found: its coordinates, speeds and accelerations go to the bare solver.
    folder
        Where to write.

    Returns
    -------
    said
        Times in s.
    tool
        Forces that the tool wrote, in the order of the model's coordinates.
    bare
        Forces of the bare solver.
    """
    state = got.result.motion
    np.savez(
        folder / "states.npz", q=state.coordinates, u=state.speed, a=state.acceleration,
        time=got.motion.time_s, names=np.array(got.model.coordinates),
    )  # fmt: skip
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    out = folder / "id.sto"
    words = [python, "-c", OPENSIM, model, motion, loads, at_frames(got, folder)]
    words += [folder / "states.npz", out]
    done = subprocess.run(
        [str(one) for one in words], capture_output=True, text=True, check=True, env=environment
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("{")]
    said: dict[str, Any] = json.loads(told[-1])
    table = read_table(out)
    tool = np.full(state.coordinates.shape, np.nan)
    rows = np.searchsorted(got.motion.time_s, table.time_s - 1e-6)
    for i, name in enumerate(got.model.coordinates):
        column = [k for k, one in enumerate(table.names) if one.rpartition("_")[0] == name]
        tool[rows, i] = table.values[:, column[0]]
    return said, tool, np.load(f"{out}.npy")


def slip(model: Model, result: InverseDynamics) -> FloatArray:
    """Return what Simbody's bias acceleration of function-based joints adds to the forces.

    Parameters
    ----------
    model
        The model.
    result
        Forces and motion.

    Returns
    -------
    force
        To be added to kinchain's, shape (n_frames, n_coords).

    Notes
    -----
    There the second axis of a joint is carried by the part of its angular velocity that the
    joint's first coordinate makes, the third by that of all but the third coordinate. That is
    right where each coordinate turns one axis, in their order.
    """
    motion, tree = result.motion, model.tree
    forces = [np.zeros(result.force.shape)]
    custom = {one.child.body: one for one in model.source.joints if one.kind == "CustomJoint"}
    for b, body in enumerate(model.bodies):
        if body not in custom:
            continue
        order = [model.coordinate(one.name) for one in custom[body].coordinates]
        centre, axes, rates = _joint_axes(model, motion.coordinates, motion, b)
        total = [
            np.einsum("fki,fk->fi", axes, rates * _held(tree, b, kept))
            for kept in (order[:1], [c for c in order if order.index(c) != 2])
        ]
        right = [axes[:, 0] * rates[:, :1], axes[:, 0] * rates[:, :1] + axes[:, 1] * rates[:, 1:2]]
        extra = np.zeros_like(total[0])
        for k in (1, 2):
            extra += np.cross(total[k - 1] - right[k - 1], axes[:, k] * rates[:, k : k + 1])
        if np.abs(extra).max() > 1e-12:
            forces.append(_forces_of(model, result, b, centre, extra))
    return np.sum(forces, axis=0)


def _held(tree: Any, b: int, kept: list[int]) -> FloatArray:
    return np.array([float(tree.axis_coordinate[b, k] in kept) for k in range(3)])


def _joint_axes(
    model: Model, q: FloatArray, motion: Any, b: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return centre, axes in ground and turning about each axis of the joint of body b."""
    tree = model.tree
    p = tree.parent[b]
    turn = motion.ground_from_body[:, p] @ tree.parent_rotation[b]
    body = motion.ground_from_body[:, b] @ tree.child_rotation[b].T
    centre = motion.origin_m[:, b] - body @ tree.child_translation[b]
    axes, rates = np.zeros((len(q), 3, 3)), np.zeros((len(q), 3))
    for k in range(3):
        axes[:, k] = turn @ tree.axis[b, k]
        c = tree.axis_coordinate[b, k]
        value, slope = _evaluate(
            tree, tree.axis_function[b, k], q[:, c] if c >= 0 else 0.0 * q[:, 0]
        )
        rates[:, k] = slope * motion.speed[:, c] if c >= 0 else 0.0
        turn = turn @ _about(tree.axis[b, k], value)
    return centre, axes, rates


def _about(axis: FloatArray, angle: FloatArray) -> FloatArray:
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turned: FloatArray = (
        np.eye(3)
        + np.sin(angle)[:, None, None] * cross
        + (1.0 - np.cos(angle))[:, None, None] * (cross @ cross)
    )
    return turned


def _evaluate(tree: Any, f: int, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    first, last = tree.function_first[f], tree.function_first[f + 1]
    piece = first + np.searchsorted(tree.piece_start[first + 1 : last], x, side="right")
    t = x - tree.piece_origin[piece]
    powers = np.arange(tree.piece_coefficient.shape[1])
    row = tree.piece_coefficient[piece]
    slope = (row[:, 1:] * powers[1:] * t[:, None] ** powers[:-1]).sum(axis=1)
    return (row * t[:, None] ** powers).sum(axis=1), slope


def _forces_of(
    model: Model, result: InverseDynamics, b: int, centre: FloatArray, extra: FloatArray
) -> FloatArray:
    """Return the forces of an extra angular acceleration of body b and all beyond it."""
    motion, tree = result.motion, model.tree
    moved = [i for i in range(len(model.bodies)) if _is_beyond(tree, i, b)]
    turn = motion.ground_from_body[:, moved]
    centres = motion.origin_m[:, moved] + np.einsum("fbij,bj->fbi", turn, model.centre_m[moved])
    push = np.cross(extra[:, None], centres - centre[:, None])
    push *= model.mass_kg[moved][None, :, None]
    inertia = turn @ model.inertia_kg_m2[moved] @ np.swapaxes(turn, -1, -2)
    twist = np.einsum("fbij,fj->fbi", inertia, extra)
    names = [model.bodies[i] for i in moved]
    loads = external_loads(np.arange(len(extra)), names, -push, centres, -twist)
    with_it = inverse_dynamics(
        model, motion.coordinates, motion.speed, motion.acceleration, loads
    ).force
    without = inverse_dynamics(model, motion.coordinates, motion.speed, motion.acceleration).force
    return with_it - without


def _is_beyond(tree: Any, i: int, b: int) -> bool:
    while i > 0:
        if i == b:
            return True
        i = int(tree.parent[i])
    return False


def energy_gap(got: Ours) -> float:
    """Return the RMS of power less change of energy, over the RMS power, on a grid of 1 kHz.

    Parameters
    ----------
    got
        What kinchain found.
    """
    model, frames = got.model, got.motion.time_s
    spline = make_interp_spline(frames, got.motion.coordinates, k=5)
    time_s = np.arange(frames[0] + 0.1, frames[-1] - 0.1, 1e-3)
    loads = loads_at(got.recorded, time_s)
    moved = [spline(time_s), *(spline.derivative(k)(time_s) for k in (1, 2))]
    result = inverse_dynamics(model, *moved, loads)
    return balance(model, time_s, result.motion, result.force, loads)


def balance(
    model: Model, time_s: FloatArray, motion: BodyMotion, force: FloatArray, loads: ExternalLoads
) -> float:
    """Return the RMS of power less change of energy, over the RMS power.

    Parameters
    ----------
    model
        The model.
    time_s, motion
        Frames, close enough for the energy to be derived.
    force, loads
        What acts at the coordinates and from outside.
    """
    energy = np.add(*mechanical_energy(model, motion))
    change = make_interp_spline(time_s, energy, k=5).derivative()(time_s)
    power = (force * motion.speed).sum(axis=1)
    for i, body in enumerate(loads.bodies):
        b = model.bodies.index(body)
        arm = np.nan_to_num(loads.point_m[:, i]) - motion.origin_m[:, b]
        speed = motion.velocity_mps[:, b] + np.cross(motion.turning_radps[:, b], arm)
        power += (loads.force_n[:, i] * speed).sum(axis=1)
        power += (loads.torque_nm[:, i] * motion.turning_radps[:, b]).sum(axis=1)
    inside = slice(20, -20)
    gap = (power - change)[inside]
    return float(np.sqrt(np.mean(gap**2) / np.mean(power[inside] ** 2)))


def compare(got: Ours, tool: FloatArray, bare: FloatArray) -> None:
    """Print the differences of each leg coordinate.

    Parameters
    ----------
    got
        What kinchain found.
    tool, bare
        OpenSim's forces: tool and bare solver.
    """
    mine = got.result.force
    same = mine + slip(got.model, got.result)
    say("  coordinate            RMS   range | tool: % of RMS, of range | bare solver: % of RMS, "
        "with that term")  # fmt: skip
    worst = np.zeros(4)
    for i, name in enumerate(got.model.coordinates):
        if not name.startswith(LEGS) or np.isnan(tool[:, i]).all():
            continue
        size = float(np.sqrt(np.nanmean(tool[:, i] ** 2)))
        wide = float(np.nanmax(tool[:, i]) - np.nanmin(tool[:, i]))
        apart = [float(np.sqrt(np.nanmean((a[:, i] - b[:, i]) ** 2))) for a, b in
                 ((mine, tool), (mine, bare), (same, bare))]  # fmt: skip
        row = [apart[0] / size, apart[0] / wide, apart[1] / size, apart[2] / size]
        worst = np.maximum(worst, 100 * np.array(row))
        say(f"  {name:18s} {size:8.3f} {wide:7.2f} | {100 * row[0]:8.4f} {100 * row[1]:8.4f}     "
            f"| {100 * row[2]:.4f}  {100 * row[3]:.1e}")  # fmt: skip
    say(f"  worst: {worst[0]:.4f} % and {worst[1]:.4f} % against the tool; {worst[2]:.4f} % and "
        f"{worst[3]:.1e} % against its solver")  # fmt: skip


def main(python: str | None) -> None:
    """Print one block for each motion.

    Parameters
    ----------
    python
        Python of an environment with ``opensim``; None to time kinchain alone.
    """
    recordings = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name in ("_kernels", "_filter_kernels", "_dynamics_kernels"):
        load_kernels(say, name)
    for case in CASES:
        if not all((recordings / one).is_file() for one in (case.model, case.motion, case.forces)):
            say(f"{case.name}: skipped, no such recording (KINCHAIN_RECORDINGS)")
            continue
        with tempfile.TemporaryDirectory() as held:
            run(case, recordings.resolve(), Path(held), python)


def run(case: Case, recordings: Path, folder: Path, python: str | None) -> None:
    """Run and print one case.

    Parameters
    ----------
    case
        The motion.
    recordings, folder
        Where it lies and where to write.
    python
        Python of an environment with ``opensim``, or None.
    """
    model_path = recordings / case.model
    motion, loads = write_inputs(case, recordings, folder, load_model(model_path))
    got = ours(model_path, motion, loads)
    mine, theirs = [], []
    tool = bare = np.zeros(0)
    for _ in range(N_REPEATS):
        one = ours(model_path, motion, loads)
        mine.append((one.whole_s, one.smooth_s, one.loads_s, one.forces_s))
        if python and len(theirs) < 3:
            said, tool, bare = opensim_run(python, model_path, motion, loads, got, folder)
            theirs.append((said["tool_s"], said["loop_s"]))
    n = len(got.motion.time_s)
    whole, smooth, at, forces = np.median(mine, axis=0) / n * 1e6
    say(
        f"{case.name}, {n} frames: filter and derive {smooth:.1f}, loads {at:.1f}, forces "
        f"{forces:.1f}, whole with files {whole:.0f} us/frame; power against energy "
        f"{energy_gap(got):.1e} of its RMS"
    )
    if not theirs:
        return
    slow, loop = np.median(theirs, axis=0) / n * 1e6
    say(f"  OpenSim: tool {slow:.0f}, bare solver {loop:.0f} us/frame")
    say(
        f"  ratio: tool / whole with files {slow / whole:.0f}x, tool / (filter, loads, forces) "
        f"{slow / (smooth + at + forces):.0f}x, bare solver / forces {loop / forces:.1f}x"
    )
    compare(got, tool, bare)
    if n / (got.motion.time_s[-1] - got.motion.time_s[0]) > CLOSE_HZ:
        state, time_s = got.result.motion, got.motion.time_s
        kinchain, opensim = (
            balance(got.model, time_s, state, force, got.loads)
            for force in (got.result.force, bare)
        )
        say(f"  power against energy: kinchain {kinchain:.1e}, OpenSim's solver {opensim:.1e}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
