"""Joints, coordinates and couplers of a model file."""

from __future__ import annotations

from typing import cast, get_args

from kinchain.body.osim._frames import Frames, socket
from kinchain.body.osim._xml import Faults, Node
from kinchain.body.osim.functions import (
    IDENTITY,
    ZERO,
    Function,
    Polynomial,
    Scaled,
    find_function,
    read_function,
)
from kinchain.body.osim.model import (
    JointKind,
    OsimAxis,
    OsimCoordinate,
    OsimCoupler,
    OsimFrame,
    OsimJoint,
    Vector,
)

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)

UNBOUNDED = (-999.9, 999.9)
"""OpenSim's range of a coordinate that states none."""

MOTIONS: dict[str, tuple[tuple[int, Vector], ...]] = {
    "PinJoint": ((0, Z),),
    "WeldJoint": (),
    "BallJoint": ((0, X), (1, Y), (2, Z)),
    "GimbalJoint": ((0, X), (1, Y), (2, Z)),
    "SliderJoint": ((3, X),),
    "UniversalJoint": ((0, X), (1, Y)),
    "FreeJoint": ((0, X), (1, Y), (2, Z), (3, X), (4, Y), (5, Z)),
    "PlanarJoint": ((0, Z), (3, X), (4, Y)),
}
"""For each fixed kind: slot (0-2 rotations, 3-5 translations) and axis of each coordinate."""

SLOTS = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")


def read_joint(node: Node, child_body: str, frames: Frames, faults: Faults) -> OsimJoint | None:
    """Read a joint of format 4, or of format 3 inside the body that it moves.

    Parameters
    ----------
    node
        The joint's element.
    child_body
        Body that holds it (format 3); empty in format 4.
    frames
        The frames of the file.
    faults
        Where its faults are noted.

    Returns
    -------
    joint
        None where its kind is not supported.
    """
    if node.tag not in get_args(JointKind):
        faults.add(
            "is a kind of joint that is not supported",
            node,
            f"one of {', '.join(get_args(JointKind))}",
            "replace it by a CustomJoint with the same motion",
        )
        return None
    parent, child = _ends(node, child_body, frames, faults)
    if faults.flag(node, "reverse", default=False):
        faults.add(
            "is reversed",
            node,
            "a joint that leads from parent to child",
            "save the model again with OpenSim 4",
        )
    nodes = [one for one in node.members("coordinates", "CoordinateSet")]
    nodes = [one for one in nodes if one.tag == "Coordinate"]
    if node.tag == "CustomJoint":
        axes = _custom_axes(node, [one.name for one in nodes], faults)
    else:
        axes = _fixed_axes(node, [one.name for one in nodes], faults)
    turning = {axis.coordinate for axis in axes[:3]}
    coordinates = tuple(_coordinate(one, one.name in turning, faults) for one in nodes)
    kind = cast(JointKind, node.tag)
    return OsimJoint(node.name, kind, parent, child, coordinates, axes)


def _ends(
    node: Node, child_body: str, frames: Frames, faults: Faults
) -> tuple[OsimFrame, OsimFrame]:
    if not child_body:
        return (
            frames.find(socket(node, "parent_frame"), node, node.name),
            frames.find(socket(node, "child_frame"), node, node.name),
        )
    parent = frames.of_body(node.word("parent_body"), node)
    return (
        OsimFrame(
            parent.body,
            (faults.vector(node, "orientation_in_parent"),),
            (faults.vector(node, "location_in_parent"),),
        ),
        OsimFrame(
            child_body,
            (faults.vector(node, "orientation"),),
            (faults.vector(node, "location"),),
        ),
    )


def _fixed_axes(node: Node, names: list[str], faults: Faults) -> tuple[OsimAxis, ...]:
    motion = MOTIONS[node.tag]
    if len(names) != len(motion):
        faults.add(
            f"has {len(names)} coordinates",
            node,
            f"{len(motion)} for this kind of joint",
            "add or remove coordinates",
        )
    axes = [OsimAxis(axis, "", ZERO) for axis in (X, Y, Z, X, Y, Z)]
    for (slot, axis), name in zip(motion, names, strict=False):
        axes[slot] = OsimAxis(axis, name, IDENTITY)
    return tuple(axes)


def _custom_axes(node: Node, names: list[str], faults: Faults) -> tuple[OsimAxis, ...]:
    spatial = node.child("SpatialTransform")
    if spatial is None:
        faults.add(
            "has no <SpatialTransform>", node, "how its coordinates move it", "add the element"
        )
        return tuple(OsimAxis(axis, "", ZERO) for axis in (X, Y, Z, X, Y, Z))
    found = {one.name: one for one in spatial.children if one.tag == "TransformAxis"}
    axes = []
    for slot, default in zip(SLOTS, (X, Y, Z, X, Y, Z), strict=True):
        one = found.get(slot)
        axes.append(OsimAxis(default, "", ZERO) if one is None else _axis(one, names, faults))
    return tuple(axes)


def _axis(node: Node, names: list[str], faults: Faults) -> OsimAxis:
    direction = faults.vector(node, "axis")
    length = sum(part * part for part in direction) ** 0.5
    if length < 1e-9:
        faults.add("has no direction", node, "an axis such as 0 0 1", "correct <axis>")
        direction, length = X, 1.0
    unit = (direction[0] / length, direction[1] / length, direction[2] / length)
    drivers = node.word("coordinates").split()
    held = find_function(node, faults)
    function: Function = IDENTITY if drivers else ZERO
    if len(drivers) > 1:
        faults.add(
            f"is driven by {len(drivers)} coordinates, which is not supported",
            node,
            "one coordinate for an axis",
            "split the motion over several axes or joints",
        )
    elif held is not None:
        function = read_function(held, faults)
    for name in drivers:
        if name not in names:
            faults.add(
                f"is driven by '{name[:60]}', which is no coordinate of its joint",
                node,
                f"one of {', '.join(names) or 'none'}",
                "correct <coordinates>",
            )
    if not drivers and not isinstance(function, Polynomial | Scaled):
        faults.add("has a curve but no coordinate", node, "a coordinate", "name it")
        function = ZERO
    return OsimAxis(unit, drivers[0] if drivers else "", function)


def _coordinate(node: Node, is_rotation: bool, faults: Faults) -> OsimCoordinate:
    lower, upper = faults.numbers(node, "range", UNBOUNDED, 2)
    if lower > upper:
        faults.add("has its range upside down", node, "lower, then upper end", "swap them")
    return OsimCoordinate(
        node.name,
        faults.number(node, "default_value", 0.0),
        lower,
        upper,
        faults.flag(node, "locked", default=False),
        faults.flag(node, "clamped", default=False),
        is_rotation,
    )


def read_coupler(node: Node, names: set[str], faults: Faults) -> OsimCoupler | None:
    """Read a coordinate coupler.

    Parameters
    ----------
    node
        The ``CoordinateCouplerConstraint``.
    names
        All coordinates of the model.
    faults
        Where its faults are noted.

    Returns
    -------
    coupler
        None where it is faulty.
    """
    drivers = node.word("independent_coordinate_names").split()
    dependent = node.word("dependent_coordinate_name")
    holder = node.child("coupled_coordinates_function")
    held = find_function(holder, faults) if holder is not None else None
    if len(drivers) != 1 or held is None or not {*drivers, dependent} <= names:
        faults.add(
            "does not couple one coordinate of the model to one other by a function",
            node,
            "one independent and one dependent coordinate, and a function",
            "correct the constraint, or switch it off",
        )
        return None
    function = read_function(held, faults)
    factor = faults.number(node, "scale_factor", 1.0)
    if factor != 1.0:
        function = Scaled(function, factor)
    return OsimCoupler(node.name, drivers[0], dependent, function)
