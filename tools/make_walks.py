"""Make the example recordings: ``python tools/make_walks.py``. Both people are made up.

``examples/walks/healthy.c3d`` and ``examples/walks/spares_left_leg.c3d`` (the left stance
shortened by about 6 % of the stride) come from the project's own walk writer, with laboratory
noise, two plates and events.
"""

from __future__ import annotations

from pathlib import Path

from kinchain.gait.synthetic import LABORATORY, Pattern, SyntheticWalk, write_c3d

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "walks"


def main() -> int:
    """Write both recordings.

    Returns
    -------
    exit_code
        Always 0.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    body = {
        "height_m": 1.68,
        "mass_kg": 71.0,
        "speed_mps": 1.1,
        "flaws": LABORATORY,
        "duration_s": 6.0,
    }
    healthy = SyntheticWalk(**body, seed=11).make()
    spares = SyntheticWalk(**body, pattern=Pattern("antalgic", "left"), seed=12).make()
    write_c3d(healthy, FOLDER / "healthy.c3d")
    write_c3d(spares, FOLDER / "spares_left_leg.c3d")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
