"""Muscles, their paths and the surfaces that these wrap around: read as data, not evaluated."""

from __future__ import annotations

from math import comb
from typing import cast, get_args

from kinchain.body.osim._frames import Frames, socket
from kinchain.body.osim._xml import Faults, Node
from kinchain.body.osim.functions import find_function, read_function
from kinchain.body.osim.model import (
    OsimFunctionPath,
    OsimMuscle,
    OsimPathPoint,
    OsimPathWrap,
    OsimPolynomial,
    OsimWrap,
    WrapKind,
)

MUSCLES = (
    "Millard2012EquilibriumMuscle",
    "Millard2012AccelerationMuscle",
    "Thelen2003Muscle",
    "DeGrooteFregly2016Muscle",
    "RigidTendonMuscle",
    "Schutte1993Muscle",
    "Schutte1993Muscle_Deprecated",
    "Delp1990Muscle_Deprecated",
    "Thelen2003Muscle_Deprecated",
)
"""Elements that are muscles."""

SIZES: dict[str, tuple[str, ...]] = {
    "WrapCylinder": ("radius", "length"),
    "WrapSphere": ("radius",),
    "WrapTorus": ("inner_radius", "outer_radius"),
}

COORDINATE_OF_CONDITION = ("coordinate", "coordinate_name")

FUNCTION_PATH = "FunctionBasedPath"
POLYNOMIAL = "MultivariatePolynomialFunction"


def read_wrap(node: Node, body: Node, frames: Frames, faults: Faults) -> OsimWrap | None:
    """Read a wrap surface of a body.

    Parameters
    ----------
    node
        The surface's element.
    body
        The body that holds it.
    frames
        The frames of the file.
    faults
        Where its faults are noted.

    Returns
    -------
    wrap
        None where its shape is not supported.
    """
    if node.tag not in get_args(WrapKind):
        faults.add(
            "is a wrap surface that is not supported",
            node,
            f"one of {', '.join(get_args(WrapKind))}",
            "replace it by one of these",
        )
        return None
    size: tuple[float, ...]
    if node.tag == "WrapEllipsoid":
        size = faults.vector(node, "dimensions", (0.05, 0.05, 0.05))
    else:
        size = tuple(faults.number(node, tag, 1.0) for tag in SIZES[node.tag])
    if min(size) <= 0.0:
        faults.add("has a size of 0 or less", node, "sizes over 0 m", "correct its size")
    return OsimWrap(
        node.name,
        cast(WrapKind, node.tag),
        frames.find(body.name or "ground", node),
        faults.vector(node, "xyz_body_rotation"),
        faults.vector(node, "translation"),
        size,
        node.word("quadrant", default="all"),
        faults.flag(node, "active", default=True),
    )


def read_muscle(
    node: Node, frames: Frames, names: set[str], surfaces: set[str], faults: Faults
) -> OsimMuscle:
    """Read a muscle.

    Parameters
    ----------
    node
        The muscle's element.
    frames
        The frames of the file.
    names
        All coordinates of the model.
    surfaces
        All wrap surfaces of the model.
    faults
        Where its faults are noted.

    Returns
    -------
    muscle
        The muscle.
    """
    path = node.child("GeometryPath")
    holder = path or node
    points = [_point(one, frames, names, faults) for one in holder.members("PathPointSet")]
    if path is not None and len(points) < 2:
        faults.add(
            f"has a path of {len(points)} points", node, "two points or more", "add path points"
        )
    wraps = []
    for one in holder.members("PathWrapSet"):
        first, last = faults.numbers(one, "range", (-1.0, -1.0), 2)
        wrap = one.word("wrap_object")
        if wrap not in surfaces:
            faults.add(
                f"wraps around '{wrap[:60]}', which is not in the model",
                one,
                "the name of a wrap surface",
                "correct <wrap_object>, or remove this wrap",
            )
        method = one.word("method", default="hybrid")
        wraps.append(OsimPathWrap(wrap, method, int(first), int(last)))
    is_off = faults.flag(node, "isDisabled", default=False)
    return OsimMuscle(
        node.name,
        node.tag,
        faults.flag(node, "appliesForce", default=not is_off),
        _plain_numbers(node),
        tuple((one.tag, _plain_numbers(one)) for one in node.children if one.tag.endswith("Curve")),
        tuple(points),
        tuple(wraps),
        _function_path(node, names, faults),
    )


def _plain_numbers(node: Node) -> tuple[tuple[str, float], ...]:
    """Return all children that hold one number, or a flag (1 for true, 0 for false)."""
    pairs = []
    for one in node.children:
        if one.children or one.tag[:1].isupper():
            continue
        if one.text.strip().lower() in {"true", "false"}:
            pairs.append((one.tag, float(one.text.strip().lower() == "true")))
            continue
        try:
            pairs.append((one.tag, float(one.text)))
        except ValueError:
            continue  # a list or a socket
    return tuple(pairs)


def _coordinate(word: str, node: Node, names: set[str], faults: Faults) -> str:
    name = word.rsplit("/", 1)[-1]
    if name not in names:
        faults.add(
            f"depends on '{name[:60]}', which is no coordinate of the model",
            node,
            "the name of a coordinate",
            "correct it, or make this a plain PathPoint",
        )
    return name


def _point(node: Node, frames: Frames, names: set[str], faults: Faults) -> OsimPathPoint:
    frame = frames.parent_of(node)
    location = faults.vector(node, "location")
    if node.tag == "ConditionalPathPoint":
        word = socket(node, "coordinate") or node.word(*COORDINATE_OF_CONDITION)
        low, high = faults.numbers(node, "range", (0.0, 0.0), 2)
        name = _coordinate(word, node, names, faults)
        return OsimPathPoint(node.name, frame, location, name, (low, high))
    if node.tag == "MovingPathPoint":
        moving = []
        for axis in "xyz":
            word = socket(node, f"{axis}_coordinate") or node.word(f"{axis}_coordinate")
            holder = node.child(f"{axis}_location")
            held = find_function(holder, faults) if holder is not None else None
            if held is None:
                faults.add(f"does not say its {axis}", node, f"<{axis}_location>", "add it")
                continue
            name = _coordinate(word, node, names, faults)
            moving.append((name, read_function(held, faults)))
        return OsimPathPoint(node.name, frame, location, moving=tuple(moving))
    if node.tag != "PathPoint":
        faults.add(
            "is a path point that is not supported",
            node,
            "PathPoint, ConditionalPathPoint or MovingPathPoint",
            "replace it by one of these",
        )
    return OsimPathPoint(node.name, frame, location)


def _function_path(node: Node, names: set[str], faults: Faults) -> OsimFunctionPath | None:
    """Read a path by functions; None where there is none or its functions are no polynomials."""
    held = node.child(FUNCTION_PATH) or (node.child("path") or node).child(FUNCTION_PATH)
    holder = held.child("length_function") if held is not None else None
    length = holder.child(POLYNOMIAL) if holder is not None else None
    if held is None or length is None:
        return None
    words = held.word("coordinate_paths").split()
    coordinates = tuple(_coordinate(word, held, names, faults) for word in words)
    arms = held.members("moment_arm_functions")
    if any(one.tag != POLYNOMIAL for one in arms) or len(arms) not in {0, len(words)}:
        faults.add(
            "has moment arms that are not one polynomial for each coordinate",
            held,
            f"as many {POLYNOMIAL} as coordinates, or none",
            "correct <moment_arm_functions>, or leave them out",
        )
        arms = []
    return OsimFunctionPath(
        coordinates,
        _polynomial(length, len(words), faults),
        tuple(_polynomial(one, len(words), faults) for one in arms),
    )


def _polynomial(node: Node, dimension: int, faults: Faults) -> OsimPolynomial:
    order = int(faults.number(node, "order", 0.0))
    coefficients = faults.numbers(node, "coefficients", ())
    wanted = comb(dimension + order, dimension)
    if len(coefficients) != wanted:
        faults.add(
            f"has {len(coefficients)} coefficients",
            node,
            f"{wanted} for order {order} and {dimension} coordinates",
            "correct <coefficients> or <order>",
        )
    return OsimPolynomial(order, coefficients)
