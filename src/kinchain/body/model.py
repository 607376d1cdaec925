"""The musculoskeletal model as frozen arrays: a tree of bodies, joints and markers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body.osim import OsimModel, read_osim
from kinchain.body.osim.model import OsimJoint
from kinchain.body.tree import Tree, build_tree, frozen
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

GROUND = "ground"


@dataclass(frozen=True)
class Model:
    """A musculoskeletal model, SI units and radians.

    Parameters
    ----------
    name
        Name.
    bodies
        Names of the bodies; the first is ``ground``.
    coordinates
        Names of the coordinates, in the order of the file.
    markers
        Names of the markers.
    tree
        The arrays that the kernels read.
    default
        Default of each coordinate, rad or m, shape (n_coords,).
    lower
        Lower end of each range, same shape.
    upper
        Upper end of each range, same shape.
    is_locked
        Coordinates kept at their default, same shape.
    is_clamped
        Coordinates that must stay in their range, same shape.
    is_rotation
        Coordinates in rad rather than m, same shape.
    mass_kg
        Mass of each body, shape (n_bodies,).
    centre_m
        Centre of mass in the body frame, shape (n_bodies, 3), m.
    inertia_kg_m2
        About the centre of mass in body axes, shape (n_bodies, 3, 3).
    gravity_mps2
        Gravity in the ground frame, shape (3,).
    source
        The file that it was built from: muscles and wraps as data.
    notes
        What was found or left out.
    """

    name: str
    bodies: tuple[str, ...]
    coordinates: tuple[str, ...]
    markers: tuple[str, ...]
    tree: Tree = field(repr=False)
    default: FloatArray = field(repr=False)
    lower: FloatArray = field(repr=False)
    upper: FloatArray = field(repr=False)
    is_locked: NDArray[np.bool_] = field(repr=False)
    is_clamped: NDArray[np.bool_] = field(repr=False)
    is_rotation: NDArray[np.bool_] = field(repr=False)
    mass_kg: FloatArray = field(repr=False)
    centre_m: FloatArray = field(repr=False)
    inertia_kg_m2: FloatArray = field(repr=False)
    gravity_mps2: FloatArray = field(repr=False)
    source: OsimModel = field(repr=False)
    notes: tuple[Note, ...] = ()

    def coordinate(self, name: str) -> int:
        """Return the column of a coordinate.

        Parameters
        ----------
        name
            Its name.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        if name not in self.coordinates:
            raise InputError(unknown_name(name, self.coordinates, self.name, "coordinate"))
        return self.coordinates.index(name)


def load_model(path: Path | str) -> Model:
    """Read a model file and build the model.

    Parameters
    ----------
    path
        The ``.osim`` file.

    Raises
    ------
    InputError
        If it cannot be used.
    """
    return build_model(read_osim(path), str(path))


def build_model(source: OsimModel, where: str = "") -> Model:
    """Build the arrays of a model.

    Parameters
    ----------
    source
        A model file as read.
    where
        Name of the file, for faults.

    Returns
    -------
    model
        The model; its arrays cannot be written to.

    Raises
    ------
    InputError
        If its bodies and joints form no tree that hangs on ground, or couplers form a chain.
    """
    where = where or source.name
    joints = sorted_joints(source, where)
    bodies = (GROUND, *(joint.child.body for joint in joints))
    coordinates = [one for joint in source.joints for one in joint.coordinates]
    names = tuple(one.name for one in coordinates)
    _check_couplers(source, where)
    masses = {one.name: one for one in source.bodies}
    held = [masses[name] for name in bodies[1:]]
    inertia = np.zeros((len(bodies), 3, 3))
    for index, one in enumerate(held, start=1):
        xx, yy, zz, xy, xz, yz = one.inertia_kg_m2
        inertia[index] = [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]
    return Model(
        name=source.name,
        bodies=bodies,
        coordinates=names,
        markers=tuple(one.name for one in source.markers),
        tree=build_tree(source, joints, bodies, names),
        default=frozen([one.default for one in coordinates]),
        lower=frozen([one.lower for one in coordinates]),
        upper=frozen([one.upper for one in coordinates]),
        is_locked=frozen([one.is_locked for one in coordinates], np.bool_),
        is_clamped=frozen([one.is_clamped for one in coordinates], np.bool_),
        is_rotation=frozen([one.is_rotation for one in coordinates], np.bool_),
        mass_kg=frozen([0.0, *(one.mass_kg for one in held)]),
        centre_m=frozen([(0.0, 0.0, 0.0), *(one.centre_m for one in held)]),
        inertia_kg_m2=frozen(inertia),
        gravity_mps2=frozen(source.gravity_mps2),
        source=source,
        notes=source.notes,
    )


def sorted_joints(source: OsimModel, where: str) -> list[OsimJoint]:
    """Return the joints from ground outwards.

    Parameters
    ----------
    source
        A model file as read.
    where
        Name of the file, for faults.

    Raises
    ------
    InputError
        If a body has two joints that lead to it (a loop) or none.
    """
    faults = []
    reached = {GROUND}
    ordered: list[OsimJoint] = []
    left = list(source.joints)
    while left:
        ready = [one for one in left if one.parent.body in reached]
        if not ready:
            break
        for one in ready:
            left.remove(one)
            if one.child.body in reached:
                faults.append(
                    Fault(
                        f"joint '{one.name}' closes a loop at body '{one.child.body}'",
                        f"{where}, <JointSet>",
                        "one joint that leads to each body",
                        "replace one joint of the loop by a coordinate coupler",
                    )
                )
                continue
            reached.add(one.child.body)
            ordered.append(one)
    for body in source.bodies:
        if body.name not in reached:
            faults.append(
                Fault(
                    f"body '{body.name}' hangs on nothing",
                    f"{where}, <BodySet>",
                    "a chain of joints from ground to each body, each from parent to child",
                    "add its joint, or exchange parent and child of a joint on the way",
                )
            )
    if faults:
        raise InputError(faults)
    return ordered


def _check_couplers(source: OsimModel, where: str) -> None:
    dependents = [one.dependent for one in source.couplers]
    faults = [
        Fault(
            f"coordinate '{one.dependent}' is coupled twice, or to one that is coupled itself",
            f"{where}, <ConstraintSet>, '{one.name}'",
            "couplers that depend on a free coordinate, one for each dependent",
            "couple it to the free coordinate directly",
        )
        for one in source.couplers
        if one.driver in dependents or dependents.count(one.dependent) > 1
    ]
    if faults:
        raise InputError(faults)
