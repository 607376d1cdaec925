"""Rotations about single axes and the leg's inverse kinematics."""

from __future__ import annotations

import numpy as np

from kinchain.gait.synthetic._norms import FloatArray

MIRROR = np.array([1.0, 1.0, -1.0])
"""Turns a point of one side of the body into the other side's."""


def _about(angle: FloatArray, first: int, second: int) -> FloatArray:
    angle = np.asarray(angle, dtype=float)
    turn = np.zeros((*angle.shape, 3, 3))
    turn[..., 0, 0] = turn[..., 1, 1] = turn[..., 2, 2] = 1.0
    turn[..., first, first] = turn[..., second, second] = np.cos(angle)
    turn[..., first, second] = -np.sin(angle)
    turn[..., second, first] = np.sin(angle)
    return turn


def about_x(angle: FloatArray) -> FloatArray:
    """Return rotations about x, shape (..., 3, 3).

    Parameters
    ----------
    angle
        Angles, rad.
    """
    return _about(angle, 1, 2)


def about_y(angle: FloatArray) -> FloatArray:
    """Return rotations about y, shape (..., 3, 3).

    Parameters
    ----------
    angle
        Angles, rad.
    """
    return _about(angle, 2, 0)


def about_z(angle: FloatArray) -> FloatArray:
    """Return rotations about z, shape (..., 3, 3).

    Parameters
    ----------
    angle
        Angles, rad.
    """
    return _about(angle, 0, 1)


def turned(turn: FloatArray, point: FloatArray) -> FloatArray:
    """Return points turned, shape (n, 3).

    Parameters
    ----------
    turn
        Shape (n, 3, 3).
    point
        Shape (3,) or (n, 3).
    """
    return np.asarray(np.einsum("...ij,...j->...i", turn, np.asarray(point, dtype=float)))


def mirrored_turn(turn: FloatArray) -> FloatArray:
    """Return rotations seen in the mirror of the body's middle plane.

    Parameters
    ----------
    turn
        Shape (..., 3, 3).
    """
    return np.asarray(turn * MIRROR[:, None] * MIRROR)


def angles_zxy(turn: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return angles about z, then x, then y, that make up rotations, rad.

    Parameters
    ----------
    turn
        Shape (n, 3, 3), equal to ``about_z(a) @ about_x(b) @ about_y(c)``.
    """
    b = np.arcsin(np.clip(turn[..., 2, 1], -1.0, 1.0))
    a = np.arctan2(-turn[..., 0, 1], turn[..., 1, 1])
    c = np.arctan2(-turn[..., 2, 0], turn[..., 2, 2])
    return a, b, c


def _frame_on(direction: FloatArray, hint: FloatArray) -> FloatArray:
    """Return right-handed frames whose first column is the direction."""
    first = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    third = hint - np.sum(hint * first, axis=-1, keepdims=True) * first
    third = third / np.linalg.norm(third, axis=-1, keepdims=True)
    return np.stack([first, np.cross(third, first), third], axis=-1)


def knee_for_distance(
    distance_m: FloatArray, thigh_m: float, shank_m: float, least_rad: float = 0.0
) -> FloatArray:
    """Return the knee flexion that puts the ankle at a distance from the hip, rad.

    Parameters
    ----------
    distance_m
        Hip centre to ankle centre.
    thigh_m, shank_m
        Segment lengths.
    least_rad
        Least flexion returned.
    """
    cosine = (distance_m**2 - thigh_m**2 - shank_m**2) / (2 * thigh_m * shank_m)
    return np.arccos(np.clip(cosine, -1.0, np.cos(least_rad)))


def leg_turns(  # noqa: PLR0917  one pose
    pelvis: FloatArray,
    hip_m: FloatArray,
    ankle_m: FloatArray,
    foot: FloatArray,
    knee_adduction: FloatArray,
    foot_turn: FloatArray,
    lengths_m: tuple[float, float],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return rotations of thigh and shank and the knee flexion that reach a foot's pose.

    Parameters
    ----------
    pelvis, foot
        Rotations of pelvis and heel bone to ground, shape (n, 3, 3); a right leg.
    hip_m, ankle_m
        Joint centres, shape (n, 3).
    knee_adduction
        Given adduction of the shank on the thigh, rad.
    foot_turn
        Given internal rotation of the foot on the shank, rad.
    lengths_m
        Thigh and shank.

    Notes
    -----
    Thigh = pelvis Rz(flexion) Rx(adduction) Ry(rotation); shank = thigh Rz(-knee flexion)
    Rx(knee adduction); foot = shank Rz(dorsiflexion) Rx(inversion) Ry(foot turn). The line from
    hip to ankle fixes all but one turn about itself, which the foot turn settles.
    """
    thigh_m, shank_m = lengths_m
    reach = ankle_m - hip_m
    distance = np.linalg.norm(reach, axis=-1)
    cosine = (distance**2 - thigh_m**2 - shank_m**2) / (
        2 * thigh_m * shank_m * np.cos(knee_adduction)
    )
    knee = np.arccos(np.clip(cosine, -1.0, 1.0))
    bend = about_z(-knee) @ about_x(knee_adduction)
    in_thigh = np.array([0.0, -thigh_m, 0.0]) + turned(bend, np.array([0.0, -shank_m, 0.0]))
    own = _frame_on(in_thigh, np.broadcast_to(np.array([0.0, 0.0, 1.0]), in_thigh.shape))
    base = _frame_on(reach, pelvis[..., :, 2])
    wanted = foot[..., :, 0] * np.cos(foot_turn)[..., None]
    wanted = wanted + foot[..., :, 2] * np.sin(foot_turn)[..., None]
    side = turned(np.swapaxes(own, -1, -2), bend[..., :, 2])
    seen = turned(np.swapaxes(base, -1, -2), wanted)
    # side turned by psi about the first axis must be square to the wanted foot axis
    even = side[..., 1] * seen[..., 1] + side[..., 2] * seen[..., 2]
    odd = side[..., 1] * seen[..., 2] - side[..., 2] * seen[..., 1]
    size = np.maximum(np.hypot(even, odd), 1e-12)
    apart = np.arccos(np.clip(-side[..., 0] * seen[..., 0] / size, -1.0, 1.0))
    middle = np.arctan2(odd, even)
    choices = [np.angle(np.exp(1j * (middle + sign * apart))) for sign in (1.0, -1.0)]
    psi = np.where(np.abs(choices[0]) < np.abs(choices[1]), choices[0], choices[1])
    thigh = base @ about_x(psi) @ np.swapaxes(own, -1, -2)
    return thigh, thigh @ bend, knee
