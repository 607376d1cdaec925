"""Make the numbers of OpenSim's scaling that ``tests/oracle/test_opensim_scaling.py`` reads.

Run with the Python of an environment that holds ``opensim`` 4.6, which is no dependency of the
project::

    python tests/oracle/body/make_scaling_numbers.py RECORDINGS

``RECORDINGS`` is the folder of the public recordings. Writes ``opensim_scaling.json`` beside this
file: the made-up models and two public ones, each stretched by random factors, another for every
axis on most bodies.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

HERE = Path(__file__).resolve().parent
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
}
SEED = 3
MASS_KG = 70.0


def stretch(path: Path) -> dict[str, Any]:
    """Return factors, and the stretched model's numbers in its default pose.

    Parameters
    ----------
    path
        Model file.
    """
    model = osim.Model(str(path))
    state = model.initSystem()
    rng = np.random.default_rng(SEED)
    bodies = [model.getBodySet().get(i) for i in range(model.getBodySet().getSize())]
    factors = {}
    scales = osim.ScaleSet()
    for i, body in enumerate(bodies):
        one = rng.uniform(0.85, 1.2, 3) if i % 3 else np.full(3, rng.uniform(0.9, 1.1))
        factors[body.getName()] = one.tolist()
        scale = osim.Scale()
        scale.setSegmentName(body.getName())
        scale.setScaleFactors(osim.Vec3(*one))
        scale.setApply(True)
        scales.cloneAndAppend(scale)
    model.scale(state, scales, True, MASS_KG)
    state = model.initSystem()
    held: dict[str, Any] = {"factors": factors, "bodies": {}, "muscles": {}, "markers": {}}
    for body in bodies:
        inertia = body.getInertia()
        place = body.getPositionInGround(state)
        held["bodies"][body.getName()] = [
            body.getMass(),
            *vector(body.getMassCenter()),
            *vector(inertia.getMoments()),
            *vector(inertia.getProducts()),
            *vector(place),
        ]
    for i in range(model.getMuscles().getSize()):
        muscle = model.getMuscles().get(i)
        held["muscles"][muscle.getName()] = [
            muscle.getLength(state),
            muscle.getOptimalFiberLength(),
            muscle.getTendonSlackLength(),
        ]
    for i in range(model.getMarkerSet().getSize()):
        marker = model.getMarkerSet().get(i)
        held["markers"][marker.getName()] = vector(marker.getLocationInGround(state))
    return held


def vector(one: Any) -> list[float]:
    """Return three numbers.

    Parameters
    ----------
    one
        A vector of OpenSim.
    """
    return [float(one[i]) for i in range(3)]


def main(recordings: Path) -> None:
    """Write the numbers.

    Parameters
    ----------
    recordings
        Folder of the public recordings.
    """
    osim.Logger.setLevelString("off")
    paths = {name: recordings / path for name, path in MODELS.items()}
    for name in ("made_up_4", "made_up_wraps"):
        paths[name] = HERE / f"{name}.osim"
    numbers = {name: stretch(path) for name, path in paths.items()}
    text = json.dumps({"version": osim.GetVersion(), "mass_kg": MASS_KG, "models": numbers})
    (HERE / "opensim_scaling.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
