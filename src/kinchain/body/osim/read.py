"""Open an OpenSim model file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kinchain.body.osim._frames import GROUND, Frames
from kinchain.body.osim._xml import Faults, Node, parse_xml
from kinchain.body.osim.actuators import COORDINATE_ACTUATOR, read_actuator
from kinchain.body.osim.joints import read_coupler, read_joint
from kinchain.body.osim.model import (
    OsimBody,
    OsimCoupler,
    OsimJoint,
    OsimMarker,
    OsimModel,
    OsimWrap,
)
from kinchain.body.osim.muscles import (
    FUNCTION_PATH,
    MUSCLES,
    POLYNOMIAL,
    read_muscle,
    read_wrap,
)
from kinchain.core.trial import Note

OLDEST = 20000
"""Format of OpenSim 2; before it joints were written in another language."""

FIRST_WITH_SOCKETS = 40000

INERTIA = ("xx", "yy", "zz", "xy", "xz", "yz")


def read_osim(path: Path | str) -> OsimModel:
    """Read a model file of OpenSim 3 or 4.

    Parameters
    ----------
    path
        The ``.osim`` file.

    Returns
    -------
    model
        What it holds: SI units, radians.

    Raises
    ------
    InputError
        If it cannot be used; names every fault with its line and how to mend it.
    """
    root = parse_xml(Path(path))
    faults = Faults(str(path))
    top = root.child("Model") or root.child("ModelComponentSet", "BodySet")
    if root.tag != "OpenSimDocument" or top is None or top.tag != "Model":
        faults.add(
            "is not a model of OpenSim",
            root,
            "<OpenSimDocument> with a <Model> inside",
            "give the .osim file of a model, not a setup or motion file",
        )
        faults.stop()
        raise AssertionError  # never reached: stop() has raised
    version = int(root.version) if root.version.isdigit() else 0
    if version < OLDEST:
        faults.add(
            "was written by a program before OpenSim 2",
            root,
            f"Version {OLDEST} or later",
            "open it in OpenSim 3 or 4 and save it again",
        )
        faults.stop()
    return _read_model(top, version, faults)


def _read_model(top: Node, version: int, faults: Faults) -> OsimModel:
    body_nodes = [one for one in top.members("BodySet") if one.tag == "Body"]
    moved = [one for one in body_nodes if one.name != GROUND]
    grounds = [one for one in [top.child("Ground", "ground")] if one is not None]
    _one_name_each("body", moved, faults)
    frames = Frames([one.name for one in moved], faults)
    joint_nodes = _joint_nodes(top, body_nodes, version)
    holders = [one for one, _ in joint_nodes] + body_nodes + grounds
    for one in [*holders, *(s for s in [top.child("ComponentSet", "components")] if s)]:
        frames.add(one)
    joints = [read_joint(one, body, frames, faults) for one, body in joint_nodes]
    found = [one for one in joints if one is not None]
    names = _coordinate_names(found, top, faults)
    markers = tuple(
        OsimMarker(one.name, frames.parent_of(one), faults.vector(one, "location"))
        for one in top.members("MarkerSet")
        if one.tag == "Marker"
    )
    wraps = _wraps(body_nodes + grounds, frames, faults)
    surfaces = {one.name for one in wraps}
    couplers, notes = _constraints(top, names, faults)
    forces = top.members("ForceSet")
    muscles = tuple(
        read_muscle(one, frames, names, surfaces, faults) for one in forces if one.tag in MUSCLES
    )
    notes += _unused(top, forces)
    model = OsimModel(
        top.name,
        version,
        faults.vector(top, "gravity", (0.0, -9.80665, 0.0)),
        tuple(_body(one, version, faults) for one in moved),
        tuple(found),
        tuple(couplers),
        markers,
        muscles,
        tuple(wraps),
        tuple(notes),
        tuple(
            read_actuator(one, names, faults) for one in forces if one.tag == COORDINATE_ACTUATOR
        ),
    )
    faults.stop()
    return model


def _joint_nodes(top: Node, body_nodes: list[Node], version: int) -> list[tuple[Node, str]]:
    """Return each joint with the body that holds it (format 3) or an empty name."""
    if version >= FIRST_WITH_SOCKETS or top.child("JointSet") is not None:
        return [(one, "") for one in top.members("JointSet")]
    pairs = []
    for body in body_nodes:
        pairs += [(one, body.name) for one in body.members("Joint", "joint")]
    return pairs


def _one_name_each(kind: str, nodes: Iterable[Node], faults: Faults) -> None:
    seen: set[str] = set()
    for one in nodes:
        if one.name in seen or not one.name:
            faults.add(
                f"has the name of another {kind}, or none",
                one,
                f"one name for each {kind}",
                "rename it",
            )
        seen.add(one.name)


def _coordinate_names(joints: list[OsimJoint], top: Node, faults: Faults) -> set[str]:
    names = Counter(one.name for joint in joints for one in joint.coordinates)
    for name, count in names.items():
        if count > 1:
            faults.add(
                f"has {count} coordinates named '{name[:60]}'",
                top,
                "one name for each coordinate",
                "rename them",
            )
    return set(names)


def _body(node: Node, version: int, faults: Faults) -> OsimBody:
    centre = faults.vector(node, "mass_center")
    inertia: tuple[float, ...]
    if node.child("inertia") is not None or version >= FIRST_WITH_SOCKETS:
        inertia = faults.numbers(node, "inertia", (0.0,) * 6, 6)
    else:
        inertia = tuple(faults.number(node, f"inertia_{one}", 0.0) for one in INERTIA)
    mass = faults.number(node, "mass", 0.0)
    if mass < 0.0:
        faults.add("has a negative mass", node, "0 kg or more", "correct <mass>")
    return OsimBody(node.name, mass, centre, inertia)


def _wraps(holders: list[Node], frames: Frames, faults: Faults) -> list[OsimWrap]:
    found = []
    for body in holders:
        for one in body.members("WrapObjectSet"):
            wrap = read_wrap(one, body, frames, faults)
            if wrap is not None:
                found.append(wrap)
    return found


def _constraints(
    top: Node, names: set[str], faults: Faults
) -> tuple[list[OsimCoupler], list[Note]]:
    couplers, notes = [], []
    for one in top.members("ConstraintSet"):
        is_off = faults.flag(one, "isDisabled", default=False)
        if not faults.flag(one, "isEnforced", default=not is_off):
            continue
        if one.tag == "CoordinateCouplerConstraint":
            coupler = read_coupler(one, names, faults)
            couplers += [coupler] if coupler is not None else []
        else:
            notes.append(
                Note(
                    "warning",
                    f"a {one.tag} is not supported and left out",
                    f"constraint {one.name}",
                    "the model can move where the constraint would hold it",
                )
            )
    return couplers, notes


def _unused(top: Node, forces: list[Node]) -> list[Note]:
    """Say once for each kind of element what is read past."""
    used = {*MUSCLES, COORDINATE_ACTUATOR}
    kinds = Counter(one.tag for one in forces if one.tag not in used)
    for name in ("ControllerSet", "ContactGeometrySet", "ProbeSet"):
        kinds.update(one.tag for one in top.members(name))
    notes = [
        Note("note", f"{count} {kind} not used", kind, "no effect on how the model moves")
        for kind, count in sorted(kinds.items())
    ]
    paths = Counter(one.tag for node in forces for one in node.children if _is_no_path(one))
    notes += [
        Note(
            "warning",
            f"{count} {kind} not supported",
            kind,
            "these muscles have no length and no moment arm",
        )
        for kind, count in sorted(paths.items())
    ]
    for node in top.walk():
        if node.tag == "Coordinate" and node.word("prescribed").lower() == "true":
            notes.append(
                Note(
                    "warning",
                    "a prescribed motion is not supported; the coordinate is free",
                    f"coordinate {node.name}",
                    "the model can move where the file would lead it",
                )
            )
    return notes


def _is_no_path(node: Node) -> bool:
    """Tell whether an element is a path that is neither of points nor of polynomials."""
    if node.tag == FUNCTION_PATH:
        return next((one for one in node.walk() if one.tag == POLYNOMIAL), None) is None
    return node.tag.endswith("Path") and node.tag != "GeometryPath"
