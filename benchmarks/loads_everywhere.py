"""Loads without a model of every public recording: whether they come out, and are sane.

Run: python benchmarks/loads_everywhere.py [FOLDER] [NAME ...]
The folder holds the recordings (default: ../shared/data, or KINCHAIN_RECORDINGS). Every file with
markers or joint angles is tried, with its forces and standing trial where it has them.
"""

# ruff: noqa: T201  it is a script that prints
from __future__ import annotations

import os
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from kinchain.app.loads.compute import LoadsOrder, compute
from kinchain.core.errors import InputError
from kinchain.core.formats.loads import Loads


@dataclass(frozen=True)
class Recording:
    """Files of one trial, below the folder."""

    files: tuple[str, ...]
    static: str = ""


_S4, _MONO = "opencap_val_subject4", "opencap_mono_walk"
_GAIT10, _MOCO = "opensim_gait10dof18musc_subject01", "opensim_moco_walk3d"

KNOWN = (
    Recording(("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",),
              "btk_pig_beltc/PiG_Calibration-FlatFoot-Full.c3d"),
    Recording(("openofm_foot/dynamic.c3d",), "openofm_foot/static.c3d"),
    *(Recording((f"{_MONO}/derived_jointcentres_{name}.trc", f"{_MONO}/GRF.mot"))
      for name in ("mocap", "mono", "wham")),
    *(Recording((f"{_S4}/MarkerData/{name}.trc", f"{_S4}/ID/{name}_grf.mot"))
      for name in ("walking1", "walking2", "walkingTI1", "walkingTS1")),
    *(Recording((f"{_S4}/IK/{name}_ik.mot", f"{_S4}/ID/{name}_grf.mot"))
      for name in ("walking1", "walking2", "walkingTI1", "walkingTS1")),
    Recording((f"{_GAIT10}/subject01_walk.trc", f"{_GAIT10}/subject01_walk_grf.mot"),
              f"{_GAIT10}/subject01_static.trc"),
    Recording((f"{_GAIT10}/subject01_walk.trc", f"{_GAIT10}/subject01_walk_grf.mot")),
    Recording((f"{_GAIT10}/subject01_walk_IK.mot", f"{_GAIT10}/subject01_walk_grf.mot")),
    Recording((f"{_MOCO}/markers_walk.trc", f"{_MOCO}/grf_walk.mot")),
    Recording((f"{_MOCO}/coordinates.sto", f"{_MOCO}/grf_walk.mot")),
)  # fmt: skip
"""Recordings of several files; every other file is tried by itself."""

MOVING = (".c3d", ".trc", ".mot", ".sto")
NOT_MOTION = ("grf", "force", "id_", "electromyography")
SHOWN = (
    ("KAM", "external_knee_adduction_moment_pct_bwht"),
    ("KFM", "external_knee_flexion_moment_pct_bwht"),
    ("ankle", "internal_ankle_plantarflexion_moment_nm_per_kg"),
    ("knee", "knee_contact_force_bw"),
    ("Achilles", "achilles_force_bw"),
)


def recordings(folder: Path) -> list[Recording]:
    """Return all that is to be tried.

    Parameters
    ----------
    folder
        The folder of recordings.
    """
    used = {name for one in KNOWN for name in one.files}
    alone = [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in MOVING
        and not any(part in path.name.lower() for part in NOT_MOTION)
    ]
    tables = ["bmclab_course/BiomecII2018_gait_n.txt", "gaitmap_foot_imu/mocap_sample.csv"]
    return [*KNOWN, *(Recording((name,)) for name in [*alone, *tables] if name not in used)]


def line_of(name: str, loads: Loads, seconds: float) -> str:
    """Return a recording's line of the table.

    Parameters
    ----------
    name
        Its name.
    loads
        Its loads.
    seconds
        How long it took, warm.
    """
    cells = []
    for _, load in SHOWN:
        peaks = [
            None if side is None else getattr(side, load) for side in (loads.left, loads.right)
        ]
        cells.append("/".join("-" if one is None else f"{one.peak:.2f}" for one in peaks))
    rms = "-" if loads.marker_rms_mm is None else f"{loads.marker_rms_mm:.1f}"
    left = "-" if loads.residual_force_pct is None else f"{loads.residual_force_pct:.1f}"
    ground = loads.source_of_ground_reaction if loads.left or loads.right else "none"
    warned = sum(one.level == "warning" for one in loads.quality)
    peaks_said = " ".join(f"{cell:>11}" for cell in cells)
    head = f"{name:44} {loads.mass_kg:6.1f} {rms:>6} {left:>6} {ground:9} "
    return f"{head}{peaks_said} {warned:4d} {seconds:6.2f}"


def tried(folder: Path, one: Recording) -> str:
    """Return the line of one recording, or why it was refused.

    Parameters
    ----------
    folder
        The folder of recordings.
    one
        The recording.
    """
    name = one.files[0].removesuffix(".trc")[-36:] + (" +static" if one.static else "")
    order = LoadsOrder(
        tuple(folder / part for part in one.files),
        static=folder / one.static if one.static else None,
    )
    start = time.perf_counter()
    try:
        done = compute(order)
    except InputError as error:
        fault = error.faults[0]
        return f"{name:44} refused: {fault.what} | {fault.where} | {fault.expected} | {fault.mend}"
    return line_of(name, done.loads, time.perf_counter() - start)


def main() -> None:
    """Try every recording and print a line for each."""
    warnings.simplefilter("ignore")
    given = [Path(word) for word in sys.argv[1:]]
    home = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("KINCHAIN_RECORDINGS", home))
    if given and given[0].is_dir():
        folder = given.pop(0)
    wanted = [str(path) for path in given]
    head = (
        f"{'left/right peaks; % BW Ht, N m/kg, BW':44} {'kg':>6} {'mm':>6} {'res %':>6} ground   "
    )
    print(head + " ".join(f"{name:>11}" for name, _ in SHOWN) + " warn     s")
    for one in recordings(folder):
        if all((folder / part).is_file() for part in one.files) and (
            not wanted or any(word in part for word in wanted for part in one.files)
        ):
            print(tried(folder, one), flush=True)


if __name__ == "__main__":
    main()
