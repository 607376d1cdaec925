"""Write a made walk as TRC, MOT and STO, and as OpenCap and pose programs lay their files out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Trial
from kinchain.gait.synthetic._laboratory import Laboratory, write_text
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic.walk import MadeWalk

GROUND = Laboratory(up="y", units="m")
"""The ground frame itself: x forward, y up, z right, metres."""

MODEL_COORDINATES = (
    "pelvis_tilt",
    "pelvis_list",
    "pelvis_rotation",
    "pelvis_tx",
    "pelvis_ty",
    "pelvis_tz",
    *(
        f"{name}_{side}"
        for side in ("r", "l")
        for name in (
            "hip_flexion",
            "hip_adduction",
            "hip_rotation",
            "knee_angle",
            "ankle_angle",
            "subtalar_angle",
            "mtp_angle",
        )
    ),
    "lumbar_extension",
    "lumbar_bending",
    "lumbar_rotation",
    "arm_flex_r",
    "arm_flex_l",
)


def _numbers(table: FloatArray) -> str:
    return "\n".join("\t".join(f"{value:.8g}" for value in row) for row in table)


def write_trc(trial: Trial, path: str | Path, *, laboratory: Laboratory = GROUND) -> Path:
    """Write a trial's markers as TRC; unseen points are left empty.

    Parameters
    ----------
    trial
        The trial, ground frame.
    path
        Where to; written whole or not at all.
    laboratory
        Axes and units of the file.

    Raises
    ------
    InputError
        If the trial has no markers.
    """
    markers = trial.markers
    if markers is None:
        raise InputError(
            Fault("the trial has no markers", "trial", "a trial with markers", "Give another one.")
        )
    place = laboratory.place(np.asarray(markers.values))
    names = [str(name) for name in markers["marker"].values]
    n_frames, n_markers = place.shape[:2]
    rate = f"{trial.rate_hz:.6g}"
    target = Path(path)
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{target.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames",
        f"{rate}\t{rate}\t{n_frames}\t{n_markers}\t{laboratory.units}\t{rate}\t1\t{n_frames}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{k}" for k in range(1, n_markers + 1) for axis in "XYZ"),
        "",
    ]
    digits = 3 if laboratory.units == "mm" else 6
    flat = place.reshape(n_frames, -1)
    for k, (time, row) in enumerate(zip(trial.time_s, flat, strict=True), start=1):
        cells = [f"{v:.{digits}f}" if np.isfinite(v) else "" for v in row]
        lines.append(f"{k}\t{time:.6f}\t" + "\t".join(cells))
    return write_text(target, "\n".join(lines) + "\n")


def _storage(name: str, time_s: FloatArray, columns: dict[str, FloatArray], degrees: bool) -> str:
    table = np.column_stack([time_s, *columns.values()])
    head = [
        name,
        "version=1",
        f"nRows={len(table)}",
        f"nColumns={table.shape[1]}",
        f"inDegrees={'yes' if degrees else 'no'}",
        "",
        "endheader",
        "\t".join(["time", *columns]),
    ]
    return "\n".join(head) + "\n" + _numbers(table) + "\n"


def write_mot(
    walk: MadeWalk, path: str | Path, *, degrees: bool = True, coordinates: tuple[str, ...] = ()
) -> Path:
    """Write the true joint angles as an OpenSim motion file (STO differs in its name only).

    Parameters
    ----------
    walk
        The walk.
    path
        Where to.
    degrees
        Whether angles stand in degrees.
    coordinates
        Which; empty takes those of OpenSim's walking models.
    """
    angles = walk.truth.angles
    chosen = coordinates or MODEL_COORDINATES
    columns = {
        name: np.degrees(angles[name]) if degrees and not _is_length(name) else angles[name]
        for name in chosen
    }
    return write_text(path, _storage("Coordinates", walk.truth.time_s, columns, degrees))


def _is_length(name: str) -> bool:
    return name in ("pelvis_tx", "pelvis_ty", "pelvis_tz")


def write_grf(
    walk: MadeWalk,
    path: str | Path,
    *,
    by: Literal["plate", "foot"] = "foot",
    style: Literal["ground_force_v", "number_first", "r_l"] = "ground_force_v",
) -> Path:
    """Write ground forces as an OpenSim motion file.

    Parameters
    ----------
    walk
        The walk.
    path
        Where to.
    by
        One set of columns a plate or a foot (right first).
    style
        Column names: ``ground_force_1_vx``, ``1_ground_force_vx`` or ``ground_force_r_vx``
        (the last for feet only).

    Raises
    ------
    InputError
        If names of feet are wanted for plates.
    """
    if style == "r_l" and by == "plate":
        raise InputError(
            Fault("plates have no side", "style", "by='foot' with style 'r_l'", "Change one.")
        )
    sources = []
    if by == "foot":
        for side in ("right", "left"):
            foot = walk.feet[side]
            sources.append((foot.force_n, foot.cop_m, foot.free_moment_nm))
    else:
        loads = walk.plates
        for k in range(len(loads.corners_m)):
            sources.append((loads.force_n[:, k], loads.cop_m[:, k], loads.free_moment_nm[:, k]))
    columns: dict[str, FloatArray] = {}
    for k, (force, cop, free) in enumerate(sources):
        tag = "rl"[k] if style == "r_l" else str(k + 1)
        before = f"{tag}_ground_" if style == "number_first" else f"ground_{{}}_{tag}_"
        for letter, kind, values in (("v", "force", force), ("p", "force", np.nan_to_num(cop))):
            for axis, name in enumerate("xyz"):
                columns[_grf_name(before, kind, letter + name)] = values[:, axis]
        for name in "xyz":
            values = free if name == "y" else np.zeros_like(free)
            kind = "torque" if style == "number_first" else "force"
            letter = "" if style == "number_first" else "m"
            columns[_grf_name(before, kind, letter + name)] = values
    text = _storage("Forces", walk.plate_time_s, columns, degrees=False)
    return write_text(path, text)


def _grf_name(before: str, kind: str, end: str) -> str:
    return before.format(kind) + end if "{}" in before else f"{before}{kind}_{end}"


def write_opencap_session(walk: MadeWalk, folder: str | Path, *, trial: str = "walk_1") -> Path:
    """Write a folder as an OpenCap session download has it.

    Parameters
    ----------
    walk
        The walk; marker set ``opencap`` fits.
    folder
        Made if missing.
    trial
        Name of the trial.

    Raises
    ------
    InputError
        If a file cannot be put there.
    """
    base = Path(folder)
    for part in ("MarkerData", "OpenSimData/Kinematics", "OpenSimData/Model"):
        (base / part).mkdir(parents=True, exist_ok=True)
    settings = walk.settings
    letter = {"female": "f", "male": "m"}[settings.sex]
    write_text(
        base / "sessionMetadata.yaml",
        f"gender_mf: {letter}\nheight_m: {settings.height_m:g}\nmass_kg: {settings.mass_kg:g}\n"
        "openSimModel: LaiUhlrich2022\nsubjectID: made\n",
    )
    write_trc(
        walk.trial,
        base / "MarkerData" / f"{trial}.trc",
        laboratory=Laboratory(up="y", units="mm"),
    )
    write_mot(walk, base / "OpenSimData" / "Kinematics" / f"{trial}.mot")
    return base
