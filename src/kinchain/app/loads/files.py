"""Write loads for other programs: JSON, CSV, and tables that OpenSim reads."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kinchain.core.formats.loads import LoadCurve, Loads

if TYPE_CHECKING:
    from kinchain.app.loads.compute import ComputedLoads

OWN = (
    "loads.json", "loads.csv", "joint_angles.mot", "joint_moments.sto", "ground_forces.mot",
    "activations.sto", "muscle_forces.sto", "joint_reactions.sto",
)  # fmt: skip
"""All files that may be written; those of an earlier run that no longer hold are removed."""


def write_loads(done: ComputedLoads, out: Path) -> list[Path]:
    """Write loads into a folder.

    Parameters
    ----------
    done
        The loads.
    out
        The folder; made where it is not there.

    Returns
    -------
    files
        What was written.

    Raises
    ------
    InputError
        If a file cannot be written.

    Notes
    -----
    Motion and moments stand in the model's own frame: x forward along the walk, y up. Joint angles
    are those that were filtered, as the moments belong to them.
    """
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        "loads.json": done.loads.model_dump_json(indent=2) + "\n",
        "loads.csv": curves_csv(done.loads),
    }
    for name, text in texts.items():
        aside = out / f".{name}.part"
        aside.write_text(text, "utf-8", newline="\n")
        aside.replace(out / name)
    written = [*texts, *_tables(done, out)]
    for name in OWN:
        if name not in written:
            (out / name).unlink(missing_ok=True)
    return [out / name for name in written]


def _tables(done: ComputedLoads, out: Path) -> list[str]:
    from kinchain.body import motion_files as files

    motion, model = done.motion, done.model
    if done.work is None or done.ground is None:
        seen = np.isfinite(motion.coordinates).all(axis=1)
        if not seen.any():
            return []
        files.write_coordinates(out / "joint_angles.mot", model, motion.time_s, motion.coordinates)
        return ["joint_angles.mot"]
    work = done.work
    time = work.motion.time_s
    files.write_coordinates(out / "joint_angles.mot", model, time, work.motion.coordinates)
    files.write_generalised_forces(out / "joint_moments.sto", model, time, work.dynamics.force)
    files.write_reactions(out / "joint_reactions.sto", time, work.reactions)
    written = ["joint_angles.mot", "joint_moments.sto", "joint_reactions.sto"]
    if np.isfinite(done.ground.loads.force_n).all():
        files.write_ground_forces(out / "ground_forces.mot", done.ground.loads)
        written.append("ground_forces.mot")
    if work.optimum is not None:
        files.write_activations(out / "activations.sto", time, work.optimum)
        files.write_actuator_forces(out / "muscle_forces.sto", time, work.optimum)
        written += ["activations.sto", "muscle_forces.sto"]
    return written


def curves_csv(loads: Loads) -> str:
    """Return all curves as a table: side, load, per cent of stance, mean, sd.

    Parameters
    ----------
    loads
        The loads.
    """
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(("side", "load", "stance_pct", "mean", "sd", "n"))
    for side in ("left", "right"):
        own = getattr(loads, side)
        for name in type(own).model_fields if own is not None else ():
            curve = getattr(own, name)
            if not isinstance(curve, LoadCurve) or curve.mean is None:
                continue
            spread = curve.sd or ("",) * len(curve.mean)
            for i, (mean, sd) in enumerate(zip(curve.mean, spread, strict=True)):
                writer.writerow((side, name, i, mean, sd, curve.n))
    return sink.getvalue()
