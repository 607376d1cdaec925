"""A plain walker whose feet stop and go, and writers of small files, for the tests of gait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

NAMES = [
    "LASI", "RASI", "LPSI", "RPSI", "LKNE", "RKNE", "LANK", "RANK", "LHEE", "RHEE", "LTOE", "RTOE",
]  # fmt: skip
STANCE = 0.62


@dataclass(frozen=True)
class Walker:
    """Marker paths in the ground frame, m, and when each foot lands and leaves."""

    time_s: np.ndarray
    names: list[str]
    position_m: np.ndarray
    contact_s: dict[str, list[float]]
    off_s: dict[str, list[float]]


def walk(
    rate_hz: float = 100.0,
    duration_s: float = 4.0,
    speed_mps: float = 1.2,
    stride_s: float = 1.1,
    *,
    belt: bool = False,
) -> Walker:
    time = np.arange(round(duration_s * rate_hz)) / rate_hz
    position = np.zeros((len(time), len(NAMES), 3))
    pelvis = speed_mps * time
    contact: dict[str, list[float]] = {}
    off: dict[str, list[float]] = {}
    for name, x, y, z in (
        ("LASI", 0.1, 0.98, -0.12), ("RASI", 0.1, 0.98, 0.12),
        ("LPSI", -0.1, 1.0, -0.05), ("RPSI", -0.1, 1.0, 0.05),
    ):  # fmt: skip
        position[:, NAMES.index(name)] = np.column_stack(
            [pelvis + x, y + 0.02 * np.sin(4 * np.pi * time / stride_s), np.full(len(time), z)]
        )
    for side, shift, z in (("L", 0.0, -0.1), ("R", 0.5, 0.1)):
        cycle = time / stride_s + shift
        phase = cycle % 1.0
        swing = np.clip((phase - STANCE) / (1 - STANCE), 0, 1)
        ease = swing**2 * (3 - 2 * swing)
        x = speed_mps * stride_s * (np.floor(cycle) - shift + ease + 0.2)
        lift = np.sin(np.pi * swing) ** 2
        heel = np.column_stack([x, 0.03 + 0.12 * lift, np.full(len(time), z)])
        toe = heel + np.array([0.18, 0.0, 0.0])
        toe[:, 1] = 0.03 + 0.06 * lift
        ankle = heel + np.array([0.05, 0.06, 0.0])
        hip = np.column_stack([pelvis, np.full(len(time), 0.92), np.full(len(time), z)])
        knee = (ankle + hip) / 2 + np.array([0.05, 0.0, 0.0])
        for name, path in (("HEE", heel), ("TOE", toe), ("ANK", ankle), ("KNE", knee)):
            position[:, NAMES.index(side + name)] = path
        first = -shift * stride_s
        contact[side] = [t for k in range(20) if 0 <= (t := first + k * stride_s) < time[-1]]
        off[side] = [t for k in range(20) if 0 <= (t := first + (k + STANCE) * stride_s) < time[-1]]
    if belt:
        position[:, :, 0] -= (speed_mps * time)[:, None]
    return Walker(time, list(NAMES), position, contact, off)


@pytest.fixture(scope="session")
def walker() -> Callable[..., Walker]:
    """Return the maker of walkers."""
    return walk


def write_trc(
    path: Path, time: np.ndarray, names: list[str], position: np.ndarray, **header: Any
) -> Path:
    unit, rate = header.get("unit", "m"), header.get("rate", f"{1 / (time[1] - time[0]):.2f}")
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{header.get('name', 'walk.trc')}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames",
        f"{rate}\t{rate}\t{len(time)}\t{len(names)}\t{unit}\t{rate}\t1\t{len(time)}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t\t",
        "\t\t" + "\t".join(f"{a}{i + 1}" for i in range(len(names)) for a in "XYZ"),
        "",
    ]
    for i, t in enumerate(time):
        cells = ["" if np.isnan(x) else f"{x:.6f}" for x in position[i].ravel()]
        lines.append("\t".join([str(i + 1), f"{t:.{header.get('digits', 5)}f}", *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_mot(
    path: Path, time: np.ndarray, columns: dict[str, np.ndarray], degrees: str | None = "no"
) -> Path:
    lines = [path.stem, "version=1", f"nRows={len(time)}", f"nColumns={len(columns) + 1}"]
    lines += [f"inDegrees={degrees}"] if degrees is not None else []
    lines += ["endheader", "\t".join(["time", *columns])]
    for i, t in enumerate(time):
        lines.append("\t".join([f"{t:.6f}", *[f"{v[i]:.8f}" for v in columns.values()]]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_c3d(
    path: Path,
    rate_hz: float,
    names: list[str],
    position_mm: np.ndarray,
    analog: np.ndarray | None = None,
    parameters: dict[str, dict[str, Any]] | None = None,
) -> Path:
    """Write by ezc3d: position (n, m, 3), analog (n_samples, n_channels)."""
    import ezc3d

    c3d = ezc3d.c3d()
    c3d["parameters"]["POINT"]["RATE"]["value"] = [rate_hz]
    c3d["parameters"]["POINT"]["LABELS"]["value"] = names
    c3d["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    points = np.ones((4, len(names), len(position_mm)))
    points[:3] = np.transpose(position_mm, (2, 1, 0))
    c3d["data"]["points"] = points
    if analog is not None:
        ratio = len(analog) // len(position_mm)
        c3d["parameters"]["ANALOG"]["RATE"]["value"] = [rate_hz * ratio]
        c3d["parameters"]["ANALOG"]["LABELS"]["value"] = [f"c{i}" for i in range(analog.shape[1])]
        c3d["data"]["analogs"] = analog.T[None]
    for group, fields in (parameters or {}).items():
        for name, value in fields.items():
            if name in c3d["parameters"].get(group, {}):
                c3d["parameters"][group][name]["value"] = value
            else:
                c3d.add_parameter(group, name, value)
    c3d.write(str(path))
    return path


@pytest.fixture(scope="session")
def write() -> SimpleNamespace:
    """Return writers of TRC, MOT and C3D files."""
    return SimpleNamespace(trc=write_trc, mot=write_mot, c3d=write_c3d)
