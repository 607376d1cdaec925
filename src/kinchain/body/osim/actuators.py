"""Motors of a model file that drive one coordinate."""

from __future__ import annotations

import math

from kinchain.body.osim._xml import Faults, Node
from kinchain.body.osim.model import OsimActuator

COORDINATE_ACTUATOR = "CoordinateActuator"


def read_actuator(node: Node, names: set[str], faults: Faults) -> OsimActuator:
    """Read a coordinate actuator.

    Parameters
    ----------
    node
        Its element.
    names
        All coordinates of the model.
    faults
        Where its faults are noted.

    Returns
    -------
    actuator
        The actuator.
    """
    coordinate = node.word("coordinate").rsplit("/", 1)[-1]
    if coordinate not in names:
        faults.add(
            f"drives '{coordinate[:60]}', which is no coordinate of the model",
            node,
            "the name of a coordinate",
            "correct <coordinate>, or remove this actuator",
        )
    is_off = faults.flag(node, "isDisabled", default=False)
    return OsimActuator(
        node.name,
        coordinate,
        faults.number(node, "optimal_force", 1.0),
        _bound(node, "min_control", -math.inf, faults),
        _bound(node, "max_control", math.inf, faults),
        faults.flag(node, "appliesForce", default=not is_off),
    )


def _bound(node: Node, tag: str, default: float, faults: Faults) -> float:
    """Return a bound, which may be infinite."""
    if node.word(tag).lower().strip("+-") in {"inf", "infinity"}:
        return float(node.word(tag))
    return faults.number(node, tag, default)
