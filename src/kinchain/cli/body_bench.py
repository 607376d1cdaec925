"""Time the body engine: a whole trial warm and cold, two cores, and beside OpenSim's tools.

Times of one core are processors' times, of both programs alike: what else the machine does then
counts little. Times of two cores are by the clock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from kinchain.app.loads.compute import ComputedLoads, LoadsOrder, compute
from kinchain.app.loads.files import write_loads
from kinchain.app.loads.many import compute_many

RECORDINGS = "KINCHAIN_RECORDINGS"
"""Environment: folder of the public recordings."""

OPENSIM = "KINCHAIN_OPENSIM"
"""Environment: a Python that can ``import opensim``, in an environment of its own."""

N_WARM, N_COLD, N_TRIALS = 9, 3, 24

SETS = {
    "10 coordinates, 18 muscles": (
        "opensim_gait10dof18musc_subject01/subject01.osim",
        ("opensim_gait10dof18musc_subject01/subject01_walk.trc",
         "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot"),
    ),
    "33 coordinates, 80 muscles": (
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        ("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.xml"),
    ),
}  # fmt: skip
"""Public trials: model, files."""

LOADS = """<OpenSimDocument Version="40000"><ExternalLoads name="plates"><objects>{}</objects>
<datafile>{}</datafile></ExternalLoads></OpenSimDocument>"""
LOAD = """<ExternalForce name="load_{i}"><applied_to_body>{body}</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>{i}_ground_force_v</force_identifier>
<point_identifier>{i}_ground_force_p</point_identifier>
<torque_identifier>{i}_ground_torque_</torque_identifier></ExternalForce>"""

CHAIN = r"""
import json, os, sys, time
import opensim as osim
osim.Logger.setLevelString("off")
folder = sys.argv[1]
os.chdir(folder)
task = json.load(open("task.json"))
spent = {}
def timed(name, work):
    began = time.process_time(); work(); spent[name] = time.process_time() - began
table = osim.TimeSeriesTableVec3(task["markers"])
times = table.getIndependentColumn()
first, last = max(times[0], task["first"]), min(times[-1], task["last"])
def kinematics():
    model = osim.Model(task["model"])
    tool = osim.InverseKinematicsTool()
    tool.setModel(model)
    tool.setMarkerDataFileName(task["markers"])
    tool.setStartTime(first); tool.setEndTime(last)
    tool.setOutputMotionFileName("ik.mot")
    marks = model.getMarkerSet()
    known = [marks.get(i).getName() for i in range(marks.getSize())]
    for name in table.getColumnLabels():
        if name in known:
            one = osim.IKMarkerTask(); one.setName(name); one.setWeight(1.0); one.setApply(True)
            tool.upd_IKTaskSet().cloneAndAppend(one)
    tool.run()
def dynamics():
    tool = osim.InverseDynamicsTool()
    tool.setModelFileName(task["model"]); tool.setCoordinatesFileName("ik.mot")
    tool.setExternalLoadsFileName("loads.xml"); tool.setLowpassCutoffFrequency(6.0)
    tool.setStartTime(first); tool.setEndTime(last)
    forces = osim.ArrayStr(); forces.append("Muscles"); forces.append("Actuators")
    tool.setExcludedForces(forces); tool.setResultsDir(folder)
    tool.setOutputGenForceFileName("id.sto")
    tool.run()
def with_motors():
    model = osim.Model(task["model"])
    for name, coordinate, strength in task["added"]:
        one = osim.CoordinateActuator(coordinate)
        one.setName(name); one.setOptimalForce(strength)
        one.setMinControl(-float("inf")); one.setMaxControl(float("inf"))
        model.addForce(one)
    model.finalizeConnections()
    model.printToXML("model.osim")
def analyse(analysis, label):
    tool = osim.AnalyzeTool()
    tool.setName(label); tool.setModelFilename("model.osim")
    tool.setCoordinatesFileName("ik.mot"); tool.setLowpassCutoffFrequency(6.0)
    tool.setInitialTime(first); tool.setFinalTime(last)
    tool.setSolveForEquilibrium(False)
    tool.setExternalLoadsFileName("loads.xml"); tool.setResultsDir(folder)
    tool.updAnalysisSet().cloneAndAppend(analysis)
    tool.printToXML(label + ".xml")
    osim.AnalyzeTool(label + ".xml").run()
def word(text):
    words = osim.ArrayStr(); words.append(text)
    return words
optimisation = osim.StaticOptimization()
optimisation.setName("so"); optimisation.setUseModelForceSet(True)
optimisation.setActivationExponent(2); optimisation.setUseMusclePhysiology(True)
optimisation.setConvergenceCriterion(1e-4); optimisation.setMaxIterations(100)
reaction = osim.JointReaction()
reaction.setName("jr"); reaction.setForcesFileName("all_so_force.sto")
reaction.setJointNames(word("ALL")); reaction.setOnBody(word("child"))
reaction.setInFrame(word("ground"))
timed("inverse kinematics", kinematics)
timed("inverse dynamics", dynamics)
with_motors()
timed("static optimisation", lambda: analyse(optimisation, "all"))
timed("joint reactions", lambda: analyse(reaction, "all"))
n = sum(first <= t <= last for t in times)
held = {"spent": spent, "frames": n, "version": osim.GetVersion(),
        "process": time.process_time()}
json.dump(held, open("result.json", "w"))
"""
"""Runs OpenSim's four tools one after the other, files in and out, as they are meant to be."""


@dataclass(frozen=True)
class Timed:
    """Times of one trial.

    Parameters
    ----------
    done
        The loads.
    frames
        Frames of the motion.
    warm_s
        A whole trial in a running process, files read and written (the model kept from the trial
        before), median, s.
    chain_s
        The same without files: mending, fitting, forces, s.
    engine_s
        Of that the fit and the forces alone, which is what OpenSim's tools do, s.
    cold_s
        The whole command as a process of its own, s.
    """

    done: ComputedLoads
    frames: int
    warm_s: float
    chain_s: float
    engine_s: float
    cold_s: float


def body_tables(python: str | None, *, compare: bool) -> Iterator[Table]:
    """Yield the tables of the body engine.

    Parameters
    ----------
    python
        A Python with ``opensim``; that of the environment where None.
    compare
        Whether to run OpenSim too.

    Yields
    ------
    table
        What was measured, or why not.
    """
    from kinchain.cli.benchmarking import titled

    place = os.environ.get(RECORDINGS, "")
    orders = {
        name: LoadsOrder(tuple(Path(place) / one for one in files), Path(place) / model)
        for name, (model, files) in SETS.items()
    }
    orders = {name: one for name, one in orders.items() if place and one.paths[0].exists()}
    if not orders:
        table = titled("Body engine", "not measured")
        table.add_row(f"name the folder of the public recordings in {RECORDINGS}")
        yield table
        return
    python = python or os.environ.get(OPENSIM) or None
    times = {name: timed_trial(order) for name, order in orders.items()}
    yield _trials(times)
    yield _cores(list(orders.values()))
    yield _first_ever()
    if compare:
        yield _against(times, orders, python)


def timed_trial(order: LoadsOrder) -> Timed:
    """Time one trial.

    Parameters
    ----------
    order
        What to work out.
    """
    from kinchain.app.loads.compute import loads_of, opened_trial, work_out_loads
    from kinchain.body.model import load_model
    from kinchain.gait.prepare import prepare

    with tempfile.TemporaryDirectory() as folder:
        done = compute(order)
        whole = [_seconds(lambda: write_loads(compute(order), Path(folder))) for _ in range(N_WARM)]
        assert order.model is not None
        model = load_model(order.model)
        trial, told = opened_trial(order, model)
        chain = [_seconds(lambda: work_out_loads(trial, model, None, told)) for _ in range(N_WARM)]
        words = [sys.executable, "-m", "kinchain.cli", "loads", *map(str, order.paths), "--model",
                 str(order.model), "-o", folder, "--json"]  # fmt: skip
        ready = prepare(trial)
        engine = [_seconds(lambda: loads_of(ready, model, None, told)) for _ in range(N_WARM)]
        cold = [
            _seconds(lambda: subprocess.run(words, capture_output=True, check=True))
            for _ in range(N_COLD)
        ]
    middle = [float(np.median(x)) for x in (whole, chain, engine, cold)]
    return Timed(done, len(done.motion.time_s), *middle)


def _seconds(work: Any) -> float:
    """Return the processors' time of a piece of work, its processes included, s."""
    before = _worked()
    work()
    return _worked() - before


def _worked() -> float:
    """Return the processors' time of this process and its ended children, s."""
    return time.process_time() + sum(os.times()[2:4])


def _trials(times: dict[str, Timed]) -> Table:
    from kinchain.cli.benchmarking import titled

    heads = ("model", "frames", "warm, files too", "without files", "a frame", "as a process")
    table = titled("Body engine: kinchain loads, a whole trial", *heads)
    for name, one in times.items():
        table.add_row(
            name, str(one.frames), f"{1000 * one.warm_s:.0f} ms", f"{1000 * one.chain_s:.0f} ms",
            f"{1e6 * one.chain_s / one.frames:.0f} us", f"{one.cold_s:.2f} s",
        )  # fmt: skip
    return table


def _cores(orders: list[LoadsOrder]) -> Table:
    """Time many trials on one core and on two, by the clock, the start of processes included."""
    from kinchain.cli.benchmarking import titled

    table = titled("Many trials", "trials", "one process", "two processes", "ratio")
    for n in (N_TRIALS, 8 * N_TRIALS):
        many = [orders[i % len(orders)] for i in range(n)]
        spent = []
        for k in (1, 2):
            began = time.perf_counter()
            list(compute_many(many, k))
            spent.append(time.perf_counter() - began)
        one, two = spent
        table.add_row(str(n), f"{one:.2f} s", f"{two:.2f} s", f"{one / two:.2f} x")
    return table


def _first_ever() -> Table:
    """Time compiling into an empty cache, as on the first run ever."""
    from kinchain.cli.benchmarking import titled

    table = titled("First run ever", "compiling all kernels", "processors' time")
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-c", "from kinchain.body.compile import load_all; load_all()"]
        environment = {**os.environ, "KINCHAIN_CACHE": folder}
        began, before = time.perf_counter(), _worked()
        subprocess.run(words, capture_output=True, check=True, env=environment)
        took = time.perf_counter() - began
        table.add_row(f"{took:.0f} s", f"{_worked() - before:.0f} s")
    return table


def _against(times: dict[str, Timed], orders: dict[str, LoadsOrder], python: str | None) -> Table:
    from kinchain.cli.benchmarking import titled

    if python is None:
        table = titled("Against OpenSim", "not compared")
        table.add_row(f"name a Python with opensim: --opensim PYTHON, or {OPENSIM}")
        return table
    heads = ("model", "step", "OpenSim", "a frame", "kinchain", "ratio")
    table = titled("Against OpenSim's tools, files in and out, one core", *heads)
    for name, own in times.items():
        found = opensim_chain(python, own.done, orders[name])
        if found is None:
            table.add_row(name, "it did not run", "", "", "", "")
            continue
        for step, spent in found["spent"].items():
            table.add_row(name, step, f"{spent:.2f} s", _frame(spent, found), "", "")
        for stance, gap in found["apart"].items():
            table.add_row(name, f"knee force apart, {stance}", f"{100 * gap:.2f} %", "", "", "")
        tools, process = sum(found["spent"].values()), found["process"]
        for word, total, ours in (
            ("the chain, files too", tools, own.warm_s),
            ("against no files", tools, own.chain_s),
            ("against fit and forces alone", tools, own.engine_s),
            ("as processes", process, own.cold_s),
        ):
            each = ours / own.frames
            ratio = f"{total / found['frames'] / each:.0f} x"
            table.add_row(
                name, word, f"{total:.2f} s", _frame(total, found), f"{1e6 * each:.0f} us", ratio
            )
    return table


def _frame(spent_s: float, found: dict[str, Any]) -> str:
    return f"{1000 * spent_s / found['frames']:.2f} ms"


def opensim_chain(python: str, done: ComputedLoads, order: LoadsOrder) -> dict[str, Any] | None:
    """Run OpenSim's tools on a trial, in a process of their own.

    Parameters
    ----------
    python
        A Python with ``opensim``.
    done
        What kinchain made of the trial: its ground forces and motors are given to OpenSim too.
    order
        The trial.

    Returns
    -------
    found
        Seconds of each tool, frames and version; None where it does not run.
    """
    from kinchain.body.motion_files import write_ground_forces

    if done.ground is None or done.work is None or done.work.optimum is None:
        return None
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        loads = done.ground.loads
        write_ground_forces(folder / "loads.mot", loads)
        parts = [LOAD.format(i=i, body=body) for i, body in enumerate(loads.bodies, start=1)]
        (folder / "loads.xml").write_text(LOADS.format("".join(parts), folder / "loads.mot"))
        own = {one.name for one in done.model.source.actuators}
        added = [
            (one.name, one.coordinate, one.strength)
            for one in done.work.optimum.actuators
            if one.name not in own
        ]
        task = {
            "model": str(order.model), "markers": str(order.paths[0]), "added": added,
            "first": float(loads.time_s[0]), "last": float(loads.time_s[-1]),
        }  # fmt: skip
        (folder / "task.json").write_text(json.dumps(task))
        alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            subprocess.run([python, "-c", CHAIN, held], capture_output=True, check=True, env=alone)
            found: dict[str, Any] = json.loads((folder / "result.json").read_text())
            found["apart"] = knee_apart(folder / "all_jr_ReactionLoads.sto", done)
        except (OSError, subprocess.CalledProcessError):
            return None
    return found


def knee_apart(table: Path, done: ComputedLoads) -> dict[str, float]:
    """Return how far both programs' knee forces are apart over clean stances.

    Parameters
    ----------
    table
        OpenSim's joint reactions in ground.
    done
        kinchain's.

    Returns
    -------
    apart
        For each side with a stance, RMS difference of the force's size over its RMS.
    """
    if not table.exists() or done.work is None or done.ground is None:
        return {}
    lines = table.read_text().splitlines()
    head = lines.index("endheader") + 1
    names = lines[head].split()
    rows = np.array([[float(one) for one in line.split()] for line in lines[head + 1 :]])
    joints = {joint.child.body: joint.name for joint in done.model.source.joints}
    time, found = done.work.motion.time_s, {}
    for side, start_s, end_s in done.ground.stances:
        body = f"tibia_{side[0]}"
        first = f"{joints.get(body)}_on_{body}_in_ground_fx"
        if first not in names:
            continue
        at = names.index(first)
        theirs = np.interp(time, rows[:, 0], np.linalg.norm(rows[:, at : at + 3], axis=1))
        ours = np.linalg.norm(done.work.reactions.force_n[:, done.model.bodies.index(body)], axis=1)
        inside = (time >= start_s) & (time <= end_s)
        gap = np.sqrt(np.mean((theirs - ours)[inside] ** 2) / np.mean(theirs[inside] ** 2))
        found[f"{side}, {start_s:.2f} s"] = float(gap)
    return found
