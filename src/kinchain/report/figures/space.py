"""Points in space, turned and seen from a viewpoint; lengths are in hundredths of body height.

Axes are those of the project: X forward, Y up, Z to the person's right, when the person stands
and looks along X.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

Vec = tuple[float, float, float]
"""A point or direction, in hundredths of body height."""

Rows = tuple[Vec, Vec, Vec]
"""A frame: where its X, Y and Z axes point."""


def add(a: Vec, b: Vec, times: float = 1.0) -> Vec:
    """Return a point moved by a multiple of a direction.

    Parameters
    ----------
    a
        The point.
    b
        The direction.
    times
        How many times the direction.
    """
    return (a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2])


def dot(a: Vec, b: Vec) -> float:
    """Return the dot product.

    Parameters
    ----------
    a, b
        Two directions.
    """
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """Return the cross product.

    Parameters
    ----------
    a, b
        Two directions.
    """
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def unit(a: Vec) -> Vec:
    """Return a direction at length one; the zero direction stays as it is.

    Parameters
    ----------
    a
        The direction.
    """
    length = sqrt(dot(a, a))
    return a if length == 0.0 else (a[0] / length, a[1] / length, a[2] / length)


def distance(a: Vec, b: Vec) -> float:
    """Return the distance between two points.

    Parameters
    ----------
    a, b
        The points.
    """
    away = add(b, a, -1.0)
    return sqrt(dot(away, away))


def frame(face: Vec, up: Vec) -> Rows:
    """Return a body's frame from where it looks and where its head points.

    Parameters
    ----------
    face
        Direction in which the front looks.
    up
        Direction from pelvis to head; made square to ``face``.
    """
    x = unit(face)
    y = unit(add(up, x, -dot(up, x)))
    return (x, y, cross(x, y))


def turned(axes: Rows, about: int, degrees: float) -> Rows:
    """Return a frame turned about one of its own axes.

    Parameters
    ----------
    axes
        The frame.
    about
        0, 1 or 2 for its X, Y or Z axis.
    degrees
        By how much, by the right-hand rule.
    """
    c, s = cos(radians(degrees)), sin(radians(degrees))
    first, second = (about + 1) % 3, (about + 2) % 3
    new = list(axes)
    new[first] = add(_scaled(axes[first], c), axes[second], s)
    new[second] = add(_scaled(axes[second], c), axes[first], -s)
    return (new[0], new[1], new[2])


def _scaled(a: Vec, by: float) -> Vec:
    return (a[0] * by, a[1] * by, a[2] * by)


def placed(axes: Rows, local: Vec, origin: Vec = (0.0, 0.0, 0.0)) -> Vec:
    """Return where a point of a frame lies in space.

    Parameters
    ----------
    axes
        The frame.
    local
        The point, along the frame's axes.
    origin
        Where the frame stands.
    """
    point = origin
    for axis, length in zip(axes, local, strict=True):
        point = add(point, axis, length)
    return point


@dataclass(frozen=True, slots=True)
class Spot:
    """A point as seen: right and up on the paper, and nearness to the viewer."""

    x: float
    y: float
    near: float


@dataclass(frozen=True)
class View:
    """A viewpoint without perspective.

    Parameters
    ----------
    yaw
        0 looks at the person's right side, 90 at the front, in degrees.
    pitch
        How far from above, in degrees.
    """

    yaw: float = 0.0
    pitch: float = 0.0

    def see(self, point: Vec) -> Spot:
        """Return a point as seen.

        Parameters
        ----------
        point
            Where it is.
        """
        yaw, pitch = radians(self.yaw), radians(self.pitch)
        toward = (cos(pitch) * sin(yaw), sin(pitch), cos(pitch) * cos(yaw))
        right = (cos(yaw), 0.0, -sin(yaw))
        return Spot(dot(point, right), dot(point, cross(toward, right)), dot(point, toward))


def bent(root: Vec, end: Vec, lengths: tuple[float, float], toward: Vec) -> tuple[Vec, Vec]:
    """Return the middle joint and the end of a limb of two parts that reaches for a point.

    Parameters
    ----------
    root
        Where the limb begins.
    end
        Where it should end; brought nearer where the limb is too short.
    lengths
        Of the first and the second part.
    toward
        Direction to which the middle joint points.
    """
    first, second = lengths
    way = unit(add(end, root, -1.0))
    far = min(distance(root, end), (first + second) * 0.9995)
    far = max(far, abs(first - second) * 1.001)
    along = (far**2 + first**2 - second**2) / (2.0 * far)
    out = sqrt(max(0.0, first**2 - along**2))
    side = unit(add(toward, way, -dot(toward, way)))
    return add(add(root, way, along), side, out), add(root, way, far)
