# ruff: noqa: T201  it is a script that prints
"""How the foot spreads a load, beside eight force sensors under real feet (gaitpdb).

The sensors tell the whole force and its centre; from these two alone the foot spreads it, and each
part of the sole is compared with the sensors there. Run from the project's root::

    python benchmarks/foot_insole.py
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from kinchain.body.foot import FootMotion, foot_loads, foot_shape
from kinchain.body.foot.sole import PART_X

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))

SENSOR_X = np.array([-800, -400, -400, 0, 0, 400, 400, 800]) / 2000 + 0.5
"""Along the insole, heel to toe, as a share of its length: places as PhysioNet's format.txt gives
them (evidence:gaitpdb)."""

BANDS = (("rear (heel to 40 %)", 0.0, 0.4), ("middle (40 to 60 %)", 0.4, 0.6),
         ("heads (60 to 80 %)", 0.6, 0.8), ("toes (from 80 %)", 0.8, 1.01))  # fmt: skip
LENGTH_M, STANDING_S, LEAST_N = 0.26, 20.0, 50.0


def main() -> None:
    """Print a table for each walk and foot."""
    print("| walk | foot | part | impulse by sensors % | by the model % | RMS apart, % of the peak "
          "force | r |")  # fmt: skip
    print("|---|---|---|---|---|---|---|")
    shape = foot_shape(foot_length_m=LENGTH_M)
    for file in sorted((DATA / "gaitpdb_insole_vgrf").glob("Ga*.txt")):
        table = np.loadtxt(file)
        table = table[table[:, 0] > STANDING_S]
        for foot, first in (("left", 1), ("right", 9)):
            sensors = table[:, first : first + 8]
            sensors = sensors[sensors.sum(axis=1) > LEAST_N]
            force = sensors.sum(axis=1)
            ahead = sensors @ SENSOR_X / force * LENGTH_M - float(shape.heads_m)
            zero = np.zeros(len(force))
            part = foot_loads(shape, FootMotion(force, zero, ahead, zero, zero, zero)).spread.part_n
            for name, low, high in BANDS:
                told = sensors[:, (low <= SENSOR_X) & (high > SENSOR_X)].sum(axis=1)
                own = part[:, (low <= PART_X) & (high > PART_X)].sum(axis=1)
                apart = 100 * np.sqrt(np.mean((told - own) ** 2)) / force.max()
                print(
                    f"| {file.stem} | {foot} | {name} | {100 * told.sum() / force.sum():.0f} | "
                    f"{100 * own.sum() / force.sum():.0f} | {apart:.1f} | "
                    f"{np.corrcoef(told, own)[0, 1]:.2f} |"
                )


if __name__ == "__main__":
    main()
