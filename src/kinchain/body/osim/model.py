"""What a model file holds, typed and frozen: SI units, radians, names as in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinchain.body.osim.functions import Function
from kinchain.core.trial import Note

Vector = tuple[float, float, float]

JointKind = Literal[
    "CustomJoint", "PinJoint", "WeldJoint", "BallJoint", "GimbalJoint", "SliderJoint",
    "UniversalJoint", "FreeJoint", "PlanarJoint",
]  # fmt: skip
WrapKind = Literal["WrapCylinder", "WrapEllipsoid", "WrapSphere", "WrapTorus"]


@dataclass(frozen=True, slots=True)
class OsimBody:
    """A rigid body.

    Parameters
    ----------
    name
        Name.
    mass_kg
        Mass.
    centre_m
        Centre of mass in the body frame, m.
    inertia_kg_m2
        About the centre of mass, body axes: xx, yy, zz, xy, xz, yz.
    """

    name: str
    mass_kg: float
    centre_m: Vector
    inertia_kg_m2: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OsimFrame:
    """A frame fixed to a body (or to ``ground``).

    Parameters
    ----------
    body
        Name of the body.
    rotation_rad
        Body-fixed x-y-z angles of each offset from the body outwards, rad.
    translation_m
        Translation of each offset, m, in the frame that it starts from.
    """

    body: str
    rotation_rad: tuple[Vector, ...] = ()
    translation_m: tuple[Vector, ...] = ()


@dataclass(frozen=True, slots=True)
class OsimAxis:
    """One of the six axes of a joint's motion.

    Parameters
    ----------
    axis
        Direction in the joint's parent frame (before turning by the axes ahead of it).
    coordinate
        Name of the coordinate that drives it; empty for none.
    function
        Amount of motion, rad or m, over the coordinate.
    """

    axis: Vector
    coordinate: str
    function: Function


@dataclass(frozen=True, slots=True)
class OsimCoordinate:
    """A generalised coordinate.

    Parameters
    ----------
    name
        Name.
    default
        Default value, rad or m.
    lower
        Lower end of its range.
    upper
        Upper end of its range.
    is_locked
        Kept at its default.
    is_clamped
        Must stay in its range.
    is_rotation
        True in rad, False in m.
    """

    name: str
    default: float
    lower: float
    upper: float
    is_locked: bool
    is_clamped: bool
    is_rotation: bool


@dataclass(frozen=True, slots=True)
class OsimJoint:
    """A joint: where it sits on both bodies, and how it moves.

    Parameters
    ----------
    name
        Name.
    kind
        Element of the file.
    parent
        Frame on the body nearer to the ground.
    child
        Frame on the body that it moves.
    coordinates
        Its coordinates.
    axes
        Three rotations, each about axes turned by those before, then three translations.
    """

    name: str
    kind: JointKind
    parent: OsimFrame
    child: OsimFrame
    coordinates: tuple[OsimCoordinate, ...]
    axes: tuple[OsimAxis, ...]


@dataclass(frozen=True, slots=True)
class OsimCoupler:
    """One coordinate as a function of another.

    Parameters
    ----------
    name
        Name.
    driver
        Coordinate that drives.
    dependent
        Coordinate that follows.
    function
        Value of the dependent over the driver, factor included.
    """

    name: str
    driver: str
    dependent: str
    function: Function


@dataclass(frozen=True, slots=True)
class OsimMarker:
    """A point fixed to a body.

    Parameters
    ----------
    name
        Name.
    frame
        Frame that it is given in.
    location_m
        Position in that frame, m.
    """

    name: str
    frame: OsimFrame
    location_m: Vector


@dataclass(frozen=True, slots=True)
class OsimWrap:
    """A surface that muscle paths go around.

    Parameters
    ----------
    name
        Name.
    kind
        Shape.
    frame
        Frame that it is given in.
    rotation_rad
        Body-fixed x-y-z angles.
    translation_m
        Position of its centre, m.
    size_m
        Cylinder: radius, length. Sphere: radius. Ellipsoid: three half axes. Torus: inner and
        outer radius.
    quadrant
        Which side a path may take: ``all``, ``+x``, ``-y``...
    is_active
        False where it is switched off.
    """

    name: str
    kind: WrapKind
    frame: OsimFrame
    rotation_rad: Vector
    translation_m: Vector
    size_m: tuple[float, ...]
    quadrant: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class OsimPathPoint:
    """A point of a muscle's path.

    Parameters
    ----------
    name
        Name.
    frame
        Frame that it is given in.
    location_m
        Position, m; for a moving point only a stand-in.
    active_coordinate
        Conditional point: coordinate that switches it on; else empty.
    active_range
        Values of that coordinate between which it is on.
    moving
        Moving point: (coordinate, position in m) for x, y and z; else empty.
    """

    name: str
    frame: OsimFrame
    location_m: Vector
    active_coordinate: str = ""
    active_range: tuple[float, float] = (0.0, 0.0)
    moving: tuple[tuple[str, Function], ...] = ()


@dataclass(frozen=True, slots=True)
class OsimPathWrap:
    """A wrap surface as one path uses it.

    Parameters
    ----------
    wrap
        Name of the surface.
    method
        ``hybrid``, ``midpoint`` or ``axial`` (ellipsoids).
    first
        First path point, from 1, between which it may act; -1 for the path's own first.
    last
        Last such point; -1 for the path's own last.
    """

    wrap: str
    method: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class OsimPolynomial:
    """A polynomial of several coordinates.

    Parameters
    ----------
    order
        Largest sum of exponents in a term.
    coefficients
        Of the terms with ascending exponents, that of the last coordinate rising first.
    """

    order: int
    coefficients: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OsimFunctionPath:
    """A path given by functions of coordinates instead of points.

    Parameters
    ----------
    coordinates
        Coordinates that it depends on.
    length
        Length of muscle and tendon, m.
    moment_arms
        Moment arm about each of the coordinates, m; empty where it follows from the length.
    """

    coordinates: tuple[str, ...]
    length: OsimPolynomial
    moment_arms: tuple[OsimPolynomial, ...] = ()


@dataclass(frozen=True, slots=True)
class OsimMuscle:
    """A muscle, as data: nothing of it is evaluated here.

    Parameters
    ----------
    name
        Name.
    kind
        Element of the file.
    is_applied
        False where it is switched off.
    parameters
        (name, value) pairs of all plain numbers, as in the file.
    curves
        For each force curve its (name, value) pairs.
    points
        Points of the path.
    wraps
        Surfaces that the path uses, in their order.
    functions
        A path by functions instead; None for one of points.
    """

    name: str
    kind: str
    is_applied: bool
    parameters: tuple[tuple[str, float], ...]
    curves: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    points: tuple[OsimPathPoint, ...]
    wraps: tuple[OsimPathWrap, ...]
    functions: OsimFunctionPath | None = None


@dataclass(frozen=True, slots=True)
class OsimActuator:
    """A motor on one coordinate.

    Parameters
    ----------
    name
        Name.
    coordinate
        Name of the coordinate that it drives.
    strength
        Moment (N m) or force (N) at control 1.
    low
        Least control, may be minus infinity.
    high
        Greatest control, may be infinity.
    is_applied
        False where it is switched off.
    """

    name: str
    coordinate: str
    strength: float
    low: float
    high: float
    is_applied: bool


@dataclass(frozen=True, slots=True)
class OsimModel:
    """A model file.

    Parameters
    ----------
    name
        Name of the model.
    version
        Version of the file format, such as 40000.
    gravity_mps2
        Gravity in the ground frame.
    bodies
        Bodies without ground.
    joints
        Joints, in the order of the file.
    couplers
        Coupled coordinates in force.
    markers
        Markers.
    muscles
        Muscles, as data.
    wraps
        Wrap surfaces.
    notes
        What the file holds that is not used.
    actuators
        Motors on single coordinates.
    """

    name: str
    version: int
    gravity_mps2: Vector
    bodies: tuple[OsimBody, ...]
    joints: tuple[OsimJoint, ...]
    couplers: tuple[OsimCoupler, ...]
    markers: tuple[OsimMarker, ...]
    muscles: tuple[OsimMuscle, ...]
    wraps: tuple[OsimWrap, ...]
    notes: tuple[Note, ...]
    actuators: tuple[OsimActuator, ...] = ()
