"""Write two made-up models with every kind of joint and function that the reader knows.

``python tests/oracle/body/make_made_up_models.py`` writes ``made_up_4.osim`` (format 4) and
``made_up_3.osim`` (the same in format 3). The legs mirror each other. No real body is behind it.
Numbers have at most six digits: OpenSim keeps no more when it converts format 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIDES = (("r", 1.0), ("l", -1.0))
BENT = [(-2.0, 0.03), (-1.2, 0.01), (-0.4, -0.004), (0.1, 0.0), (0.9, 0.011), (1.9, 0.05)]


@dataclass
class Joint:
    """One joint: kind, bodies, offsets (translation, angles), coordinates, axes."""

    kind: str
    name: str
    parent: str
    child: str
    coordinates: list[str]
    parent_at: tuple[str, str] = ("0 0 0", "0 0 0")
    child_at: tuple[str, str] = ("0 0 0", "0 0 0")
    axes: list[tuple[str, str, str]] | None = None


def points(pairs: list[tuple[float, float]]) -> str:
    """Write knots of a curve."""
    x, y = zip(*pairs, strict=True)
    return f"<x>{' '.join(map(str, x))}</x><y>{' '.join(map(str, y))}</y>"


def line(slope: float = 1.0, offset: float = 0.0) -> str:
    return f"<LinearFunction><coefficients>{slope} {offset}</coefficients></LinearFunction>"


def constant(value: float = 0.0) -> str:
    return f"<Constant><value>{value}</value></Constant>"


def spline(scale: float = 1.0, n: int = 6) -> str:
    return f"<SimmSpline>{points([(x, scale * y) for x, y in BENT[:n]])}</SimmSpline>"


def times(factor: float, inner: str) -> str:
    return (
        f"<MultiplierFunction><function>{inner}</function><scale>{factor}</scale>"
        "</MultiplierFunction>"
    )


def polynomial(*coefficients: float) -> str:
    words = " ".join(map(str, coefficients))
    return f"<PolynomialFunction><coefficients>{words}</coefficients></PolynomialFunction>"


def polyline(scale: float = 1.0) -> str:
    inner = points([(x, scale * y) for x, y in BENT])
    return f"<PiecewiseLinearFunction>{inner}</PiecewiseLinearFunction>"


def joints() -> list[Joint]:
    """Return all joints, from ground outwards."""
    names = "pelvis_tilt pelvis_list pelvis_rotation pelvis_tx pelvis_ty pelvis_tz".split()
    axes = ["0 0 1", "1 0 0", "0 1 0", "1 0 0", "0 1 0", "0 0 1"]
    root = [(axis, name, line()) for axis, name in zip(axes, names, strict=True)]
    found = [
        Joint("CustomJoint", "ground_pelvis", "ground", "pelvis", names, axes=root),
        Joint("UniversalJoint", "back", "pelvis", "torso", ["back_x", "back_y"],
              ("-0.1 0.1 0", "0 0 0.2")),
        Joint("SliderJoint", "rise", "torso", "head", ["rise_x"],
              ("0 0.5 0", "0 0 1.5708"), ("0 -0.02 0", "0 0 1.5")),
        Joint("PlanarJoint", "tray", "torso", "tray", ["tray_z", "tray_x", "tray_y"],
              ("0.3 0.2 0", "0.3 0.1 0")),
        Joint("FreeJoint", "kite", "head", "kite",
              [f"kite_{one}" for one in ("rx", "ry", "rz", "tx", "ty", "tz")],
              ("0.1 0.1 0.1", "0.2 -0.4 0.1"), ("0.05 0 0", "0 0.3 0")),
    ]  # fmt: skip
    for side, s in SIDES:
        knee, beta = f"knee_angle_{side}", f"knee_beta_{side}"
        found += [
            Joint("BallJoint", f"hip_{side}", "pelvis", f"femur_{side}",
                  [f"hip_{one}_{side}" for one in ("adduction", "rotation", "flexion")],
                  (f"-0.05 -0.07 {0.08 * s}", f"{0.1 * s} {-0.2 * s} 0.05")),
            Joint("CustomJoint", f"knee_{side}", f"femur_{side}", f"tibia_{side}", [knee],
                  ("0 -0.4 0", f"{0.02 * s} {0.05 * s} 0.1"), ("0 0.01 0", f"0 {0.03 * s} 0"), [
                      ("0 0 1", knee, line()),
                      (f"{-0.3 * s} {-1 * s} 0.2", knee, polynomial(0.02, -0.05, 0.1, 0.01)),
                      (f"{-1 * s} {0.1 * s} 0.1", knee, polyline(3.0)),
                      ("1 0 0", knee, times(1.1, spline())),
                      ("0 1 0", knee, spline(-0.7, 3)),
                      (f"0 0 {s}", knee, times(0.9, polynomial(0.01, 0.002))),
                  ]),
            Joint("CustomJoint", f"cap_{side}", f"femur_{side}", f"patella_{side}", [beta],
                  ("0 -0.38 0", "0 0 0"), axes=[
                      ("0 0 1", beta, spline(20.0)),
                      ("0 1 0", "", constant()),
                      ("1 0 0", "", constant(0.1 * s)),
                      ("1 0 0", beta, spline(1.5, 2)),
                      ("0 1 0", beta, line(0.02, -0.01)),
                      ("0 0 1", "", times(0.5, constant(0.004 * s))),
                  ]),
            Joint("PinJoint", f"ankle_{side}", f"tibia_{side}", f"talus_{side}",
                  [f"ankle_angle_{side}"],
                  ("0 -0.4 0", f"{0.17 * s} {-0.1 * s} 0"),
                  ("0 0 0", f"{0.17 * s} {-0.1 * s} 0")),
            Joint("WeldJoint", f"heel_{side}", f"talus_{side}", f"calcn_{side}", [],
                  (f"-0.05 -0.04 {0.01 * s}", "0 0 0.1")),
        ]  # fmt: skip
    return found


def spatial(joint: Joint, version: int) -> str:
    if joint.axes is None:
        return ""
    slots = [f"{kind}{i}" for kind in ("rotation", "translation") for i in (1, 2, 3)]
    rows = []
    for slot, (axis, name, function) in zip(slots, joint.axes, strict=True):
        held = f"<function>{function}</function>"
        if version == 4:
            held = function.replace(">", ' name="function">', 1)
        rows.append(
            f'<TransformAxis name="{slot}"><coordinates>{name}</coordinates>'
            f"<axis>{axis}</axis>{held}</TransformAxis>"
        )
    return "<SpatialTransform>" + "\n".join(rows) + "</SpatialTransform>"


def coordinates(joint: Joint) -> str:
    rows = []
    for name in joint.coordinates:
        default = 0.9 if name == "pelvis_ty" else 0.0
        is_knee = name.startswith("knee_angle")
        low, high = (-2.1, 0.2) if is_knee else (-3.0, 3.0)
        rows.append(
            f'<Coordinate name="{name}"><default_value>{default}</default_value>'
            f"<range>{low} {high}</range><clamped>{str(is_knee).lower()}</clamped>"
            f"<locked>{str(name == 'rise_x').lower()}</locked></Coordinate>"
        )
    return "\n".join(rows)


def joint_4(joint: Joint) -> str:
    frames = ""
    for body, (at, turned) in ((joint.parent, joint.parent_at), (joint.child, joint.child_at)):
        path = "/ground" if body == "ground" else f"/bodyset/{body}"
        frames += (
            f'<PhysicalOffsetFrame name="{body}_offset"><socket_parent>{path}</socket_parent>'
            f"<translation>{at}</translation><orientation>{turned}</orientation>"
            "</PhysicalOffsetFrame>\n"
        )
    return (
        f'<{joint.kind} name="{joint.name}">'
        f"<socket_parent_frame>{joint.parent}_offset</socket_parent_frame>"
        f"<socket_child_frame>{joint.child}_offset</socket_child_frame>\n"
        f"<coordinates>{coordinates(joint)}</coordinates>\n<frames>{frames}</frames>"
        f"{spatial(joint, 4)}</{joint.kind}>"
    )


def joint_3(joint: Joint) -> str:
    return (
        f'<Joint><{joint.kind} name="{joint.name}"><parent_body>{joint.parent}</parent_body>'
        f"<location_in_parent>{joint.parent_at[0]}</location_in_parent>"
        f"<orientation_in_parent>{joint.parent_at[1]}</orientation_in_parent>"
        f"<location>{joint.child_at[0]}</location>"
        f"<orientation>{joint.child_at[1]}</orientation>\n"
        f"<CoordinateSet><objects>{coordinates(joint)}</objects></CoordinateSet>"
        f"{spatial(joint, 3)}</{joint.kind}></Joint>"
    )


def body(joint: Joint, version: int) -> str:
    n = len(joint.child)
    if version == 4:
        inertia = f"<inertia>0.{n} 0.2 0.3 0.01 0.02 0.03</inertia>"
        held = ""
    else:
        names = ("xx", "yy", "zz", "xy", "xz", "yz")
        values = (f"0.{n}", "0.2", "0.3", "0.01", "0.02", "0.03")
        pairs = zip(names, values, strict=True)
        inertia = "".join(f"<inertia_{k}>{v}</inertia_{k}>" for k, v in pairs)
        held = joint_3(joint)
    wraps = ""
    if joint.child == "tibia_r":
        wraps = (
            "<WrapObjectSet><objects>"
            '<WrapCylinder name="roll"><xyz_body_rotation>0 0.1 0</xyz_body_rotation>'
            "<translation>0 -0.01 0</translation><quadrant>-x</quadrant><radius>0.03</radius>"
            "<length>0.1</length></WrapCylinder>"
            '<WrapEllipsoid name="egg"><translation>0 -0.1 0</translation>'
            "<dimensions>0.03 0.04 0.05</dimensions></WrapEllipsoid>"
            '<WrapSphere name="ball"><translation>0 -0.3 0</translation><radius>0.02</radius>'
            "</WrapSphere></objects></WrapObjectSet>"
        )
    return (
        f'<Body name="{joint.child}"><mass>{n}</mass><mass_center>0.01 -0.1 0</mass_center>'
        f"{inertia}{held}{wraps}</Body>"
    )


def at_frame(name: str, version: int) -> str:
    if version == 3:
        return f"<body>{name}</body>"
    return f"<socket_parent_frame>/bodyset/{name}</socket_parent_frame>"


def markers(version: int) -> str:
    rows = []
    for joint in joints():
        if joint.child.endswith("_l"):
            continue
        mates = SIDES if joint.child.endswith("_r") or joint.child == "pelvis" else (("", 1.0),)
        for i, (x, y, z) in enumerate([(0.1, 0.02, 0.05), (-0.08, -0.1, 0.06), (0.03, -0.2, 0.11)]):
            for side, s in mates:
                name = joint.child.removesuffix("_r")
                where = f"{name}_{side}" if joint.child.endswith("_r") else name
                rows.append(
                    f'<Marker name="{name}{i}{side}">{at_frame(where, version)}'
                    f"<location>{x} {y} {z * s}</location></Marker>"
                )
    return "\n".join(rows)


def muscle(version: int) -> str:
    def plain(name: str, body_name: str, at: str) -> str:
        return (
            f'<PathPoint name="{name}">{at_frame(body_name, version)}<location>{at}</location>'
            "</PathPoint>"
        )

    driver = "<coordinate>knee_angle_r</coordinate>"
    moves = "".join(f"<{one}_coordinate>knee_angle_r</{one}_coordinate>" for one in "xyz")
    if version == 4:
        path = "/jointset/knee_r/knee_angle_r"
        driver = f"<socket_coordinate>{path}</socket_coordinate>"
        moves = "".join(
            f"<socket_{one}_coordinate>{path}</socket_{one}_coordinate>" for one in "xyz"
        )
    moves += "".join(f"<{one}_location>{spline()}</{one}_location>" for one in "xyz")
    return (
        '<Thelen2003Muscle name="pull_r"><GeometryPath name="path"><PathPointSet><objects>'
        + plain("p1", "femur_r", "0.05 -0.1 0")
        + f'<ConditionalPathPoint name="p2">{at_frame("femur_r", version)}'
        f"<location>0.05 -0.35 0</location>{driver}<range>-3 -1</range></ConditionalPathPoint>"
        + f'<MovingPathPoint name="p3">{at_frame("tibia_r", version)}{moves}</MovingPathPoint>'
        + plain("p4", "tibia_r", "0.04 -0.35 0")
        + "</objects></PathPointSet><PathWrapSet><objects>"
        '<PathWrap name="w"><wrap_object>roll</wrap_object><method>hybrid</method>'
        "<range>-1 -1</range></PathWrap></objects></PathWrapSet></GeometryPath>"
        "<max_isometric_force>900</max_isometric_force>"
        "<optimal_fiber_length>0.1</optimal_fiber_length>"
        "<tendon_slack_length>0.2</tendon_slack_length></Thelen2003Muscle>"
    )


def coupler(side: str) -> str:
    return (
        f'<CoordinateCouplerConstraint name="cap_{side}_con">'
        f"<coupled_coordinates_function>{polynomial(0.1, 0.9, 0.02)}"
        "</coupled_coordinates_function>"
        f"<independent_coordinate_names>knee_angle_{side}</independent_coordinate_names>"
        f"<dependent_coordinate_name>knee_beta_{side}</dependent_coordinate_name>"
        "<scale_factor>1.2</scale_factor></CoordinateCouplerConstraint>"
    )


def model(version: int) -> str:
    """Return the whole file."""
    number = {3: "30000", 4: "40000"}[version]
    all_joints = joints()
    bodies = "\n".join(body(one, version) for one in all_joints)
    ground, joint_set = "", ""
    if version == 4:
        ground = '<Ground name="ground"></Ground>'
        rows = "\n".join(joint_4(one) for one in all_joints)
        joint_set = f"<JointSet><objects>{rows}</objects></JointSet>"
    else:
        bodies = '<Body name="ground"><mass>0</mass></Body>\n' + bodies
    couplers = "".join(coupler(side) for side, _ in SIDES)
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<OpenSimDocument Version="{number}">\n'
        f'<Model name="made_up">{ground}<gravity>0 -9.80665 0</gravity>\n'
        f"<BodySet><objects>{bodies}</objects></BodySet>\n{joint_set}\n"
        f"<ConstraintSet><objects>{couplers}</objects></ConstraintSet>\n"
        f"<ForceSet><objects>{muscle(version)}</objects></ForceSet>\n"
        f"<MarkerSet><objects>{markers(version)}</objects></MarkerSet>\n"
        "</Model></OpenSimDocument>\n"
    )


if __name__ == "__main__":
    for number in (3, 4):
        (HERE / f"made_up_{number}.osim").write_text(model(number), "utf-8", newline="\n")
