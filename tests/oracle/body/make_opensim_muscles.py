"""Make the muscle lengths and moment arms of OpenSim that ``tests/oracle`` compares with.

Run with the Python of an environment that holds ``opensim`` 4.6, which is not the project's own::

    python tests/oracle/body/make_opensim_muscles.py RECORDINGS

Writes ``made_up_wraps.osim`` (a model of surfaces and of muscles around them) and
``opensim_muscles.npz`` beside this file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

HERE = Path(__file__).resolve().parent
SEED = 5
N_POSES = 6
N_WRAPPED = 150
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "subject01": "opensim_gait10dof18musc_subject01/subject01.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
    "subject4": "opencap_val_subject4/Models/manually_scaled.osim",
    "lai_arnold": "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
    "made_up_4": "made_up_4.osim",
    "made_up_wraps": "made_up_wraps.osim",
}

CYLINDER, SPHERE, ELLIPSOID = "WrapCylinder", "WrapSphere", "WrapEllipsoid"
WRAPS = {
    "cylinder": [(CYLINDER, (0.03, 0.2), "all", "hybrid")],
    "cylinder_short": [(CYLINDER, (0.05, 0.08), "all", "hybrid")],
    "cylinder_x": [(CYLINDER, (0.03, 5.0), "x", "hybrid")],
    "cylinder_minus_y": [(CYLINDER, (0.03, 5.0), "-y", "hybrid")],
    "sphere": [(SPHERE, (0.04,), "all", "hybrid")],
    "sphere_minus_x": [(SPHERE, (0.04,), "-x", "hybrid")],
    "ellipsoid_hybrid": [(ELLIPSOID, (0.03, 0.05, 0.08), "all", "hybrid")],
    "ellipsoid_midpoint": [(ELLIPSOID, (0.03, 0.05, 0.08), "all", "midpoint")],
    "ellipsoid_axial": [(ELLIPSOID, (0.02, 0.06, 0.03), "all", "axial")],
    "ellipsoid_midpoint_x": [(ELLIPSOID, (0.03, 0.05, 0.08), "x", "midpoint")],
    "two_cylinders": [
        (CYLINDER, (0.03, 0.3), "all", "hybrid"),
        (CYLINDER, (0.02, 0.3), "all", "hybrid"),
    ],
}
"""Muscle: its surfaces as kind, size, quadrant and method; the second stands apart."""

PLACES = ((0.0, 0.0, 0.0), (0.07, 0.05, 0.0))
SIZES = {
    CYLINDER: "<radius>{0}</radius><length>{1}</length>",
    SPHERE: "<radius>{0}</radius>",
    ELLIPSOID: "<dimensions>{0} {1} {2}</dimensions>",
}


def surfaces() -> str:
    """Return all surfaces as XML."""
    words = []
    for name, held in WRAPS.items():
        for i, (kind, size, quadrant, _) in enumerate(held):
            place = " ".join(str(one) for one in PLACES[i])
            words.append(
                f'<{kind} name="{name}_{i}"><active>true</active>'
                f"<xyz_body_rotation>0.2 -0.3 0.1</xyz_body_rotation>"
                f"<translation>{place}</translation><quadrant>{quadrant}</quadrant>"
                f"{SIZES[kind].format(*size)}</{kind}>\n"
            )
    return "".join(words)


def muscle(name: str) -> str:
    """Return a muscle from body ``one`` to body ``two`` as XML."""
    points = "".join(
        f'<PathPoint name="{name}_{body}"><socket_parent_frame>/bodyset/{body}'
        f"</socket_parent_frame><location>0 0 0</location></PathPoint>"
        for body in ("one", "two")
    )
    wraps = "".join(
        f'<PathWrap name="{name}_{i}"><wrap_object>{name}_{i}</wrap_object>'
        f"<method>{held[3]}</method><range>-1 -1</range></PathWrap>"
        for i, held in enumerate(WRAPS[name])
    )
    return (
        f'<Thelen2003Muscle name="{name}"><GeometryPath name="path"><PathPointSet><objects>'
        f"{points}</objects></PathPointSet><PathWrapSet><objects>{wraps}</objects></PathWrapSet>"
        f"</GeometryPath></Thelen2003Muscle>\n"
    )


def joint(body: str) -> str:
    """Return a joint that lets a body slide along x, y and z."""
    coordinates, axes = "", ""
    starts = (0.1, 0.04, 0.03) if body == "one" else (-0.1, 0.05, -0.02)
    for i, letter in enumerate("xyz"):
        coordinates += (
            f'<Coordinate name="{body}_{letter}"><default_value>{starts[i]}</default_value>'
            f"<range>-0.12 0.12</range></Coordinate>"
        )
        axis = " ".join("1" if k == i else "0" for k in range(3))
        axes += (
            f'<TransformAxis name="translation{i + 1}"><coordinates>{body}_{letter}</coordinates>'
            f'<axis>{axis}</axis><LinearFunction name="function"><coefficients>1 0</coefficients>'
            f"</LinearFunction></TransformAxis>"
        )
    return (
        f'<CustomJoint name="slide_{body}"><socket_parent_frame>/ground</socket_parent_frame>'
        f"<socket_child_frame>/bodyset/{body}</socket_child_frame><coordinates>{coordinates}"
        f"</coordinates><SpatialTransform>{axes}</SpatialTransform></CustomJoint>\n"
    )


def write_wraps(path: Path) -> None:
    """Write the model of surfaces."""
    bodies = "".join(
        f'<Body name="{body}"><mass>1</mass><mass_center>0 0 0</mass_center>'
        f"<inertia>1 1 1 0 0 0</inertia></Body>\n"
        for body in ("one", "two")
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8" ?>\n<OpenSimDocument Version="40000">\n'
        '<Model name="made_up_wraps">\n<Ground name="ground"><WrapObjectSet><objects>\n'
        f"{surfaces()}</objects></WrapObjectSet></Ground>\n<BodySet><objects>\n{bodies}"
        f"</objects></BodySet>\n<JointSet><objects>\n{joint('one')}{joint('two')}</objects>"
        f"</JointSet>\n<ForceSet><objects>\n{''.join(muscle(name) for name in WRAPS)}</objects>"
        "</ForceSet>\n</Model>\n</OpenSimDocument>\n",
        "utf-8",
    )


def paths_of(path: Path, rng: np.random.Generator, n_poses: int) -> dict[str, Any]:
    """Return lengths and moment arms of all muscles of a model at random poses."""
    model = osim.Model(str(path))
    state = model.initSystem()
    coordinates = [model.getCoordinateSet().get(i) for i in range(model.getNumCoordinates())]
    constraints = model.getConstraintSet()
    couplers = [
        osim.CoordinateCouplerConstraint.safeDownCast(constraints.get(i))
        for i in range(constraints.getSize())
    ]
    muscles = [model.getMuscles().get(i) for i in range(model.getMuscles().getSize())]
    names = [one.getName() for one in coordinates]
    followers = [names.index(one.getDependentCoordinateName()) for one in couplers]
    q = np.zeros((n_poses, len(names)))
    length = np.zeros((n_poses, len(muscles)))
    arm = np.zeros((n_poses, len(muscles), len(names)))
    for one in coordinates:
        one.setClamped(state, False)
        one.setLocked(state, False)
    for pose in range(n_poses):
        for c, one in enumerate(coordinates):
            low, high = max(one.getRangeMin(), -1.5), min(one.getRangeMax(), 1.5)
            q[pose, c] = rng.uniform(low, high) if pose else one.getDefaultValue()
        for one, follower in zip(couplers, followers, strict=True):
            driver = one.getIndependentCoordinateNames().get(0)
            value = osim.Vector(1, q[pose, names.index(driver)])
            scale = float(one.getPropertyByName("scale_factor").toString())
            q[pose, follower] = scale * one.getFunction().calcValue(value)
        for c, one in enumerate(coordinates):
            one.setValue(state, q[pose, c], False)
        model.realizePosition(state)
        for m, one in enumerate(muscles):
            way = osim.GeometryPath.safeDownCast(one.getPath())
            length[pose, m] = way.getLength(state)
            for c, coordinate in enumerate(coordinates):
                if c not in followers:
                    arm[pose, m, c] = way.computeMomentArm(state, coordinate)
    return {
        "coordinates": np.array(names),
        "muscles": np.array([one.getName() for one in muscles]),
        "q": q,
        "length_m": length,
        "moment_arm_m": arm,
    }


def main(recordings: Path) -> None:
    """Write both files."""
    write_wraps(HERE / "made_up_wraps.osim")
    rng = np.random.default_rng(SEED)
    held: dict[str, Any] = {"version": np.array(osim.GetVersion())}
    for name, path in MODELS.items():
        place = recordings / path if "/" in path else HERE / path
        n_poses = N_WRAPPED if name == "made_up_wraps" else N_POSES
        held.update({f"{name}/{k}": v for k, v in paths_of(place, rng, n_poses).items()})
    np.savez_compressed(HERE / "opensim_muscles.npz", **held)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
