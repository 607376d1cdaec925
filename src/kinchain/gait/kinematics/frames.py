"""Segment frames from points, and the angles between two frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def unit(vector: FloatArray) -> FloatArray:
    """Return vectors of length one; NaN where the length is zero.

    Parameters
    ----------
    vector
        Shape (..., 3).
    """
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(length > 0, vector / length, np.nan))


def frame_from_up_and_right(up: FloatArray, right: FloatArray) -> FloatArray:
    """Return frames with y along ``up`` and z as near to ``right`` as can be.

    Parameters
    ----------
    up, right
        Directions in the ground frame, shape (n_frames, 3), of any length.

    Returns
    -------
    ground_from_segment
        Rotation matrices, shape (n_frames, 3, 3); columns are the segment's x (anterior),
        y (proximal) and z (right).
    """
    y = unit(up)
    x = unit(np.cross(y, right))
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def frame_from_right_and_forward(right: FloatArray, forward: FloatArray) -> FloatArray:
    """Return frames with z along ``right`` and x as near to ``forward`` as can be.

    Parameters
    ----------
    right, forward
        Directions in the ground frame, shape (n_frames, 3), of any length.

    Returns
    -------
    ground_from_segment
        Rotation matrices, shape (n_frames, 3, 3); columns x, y, z as above.
    """
    z = unit(right)
    y = unit(np.cross(z, forward))
    return np.stack([np.cross(y, z), y, z], axis=-1)


def frame_from_forward_and_up(forward: FloatArray, up: FloatArray) -> FloatArray:
    """Return frames with x along ``forward`` and y as near to ``up`` as can be.

    Parameters
    ----------
    forward, up
        Directions in the ground frame, shape (n_frames, 3), of any length.

    Returns
    -------
    ground_from_segment
        Rotation matrices, shape (n_frames, 3, 3); columns x, y, z as above.
    """
    x = unit(forward)
    z = unit(np.cross(x, up))
    return np.stack([x, np.cross(z, x), z], axis=-1)


def turn_about_up(heading_rad: FloatArray) -> FloatArray:
    """Return frames turned about the vertical so that x is the walking direction.

    Parameters
    ----------
    heading_rad
        Angle from ground x to the walking direction about y (right-handed), shape
        (n_frames,), rad.

    Returns
    -------
    ground_from_walk
        Rotation matrices, shape (n_frames, 3, 3).
    """
    sine, cosine = np.sin(heading_rad), np.cos(heading_rad)
    zero, one = np.zeros_like(sine), np.ones_like(sine)
    rows = [[cosine, zero, sine], [zero, one, zero], [-sine, zero, cosine]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def cardan_zxy(parent: FloatArray, child: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the turns about z, then x, then y that bring the parent frame to the child.

    With z to the right this is the joint convention of Grood and Suntay [1]_: flexion about the
    parent's z, rotation about the child's y, and the third about the axis between; and the
    order of OpenSim's pelvis and hip joints.

    Parameters
    ----------
    parent, child
        Rotation matrices in the ground frame, shape (n_frames, 3, 3).

    Returns
    -------
    about_z, about_x, about_y
        Angles, shape (n_frames,), rad, right-handed, unwrapped along time for z and y.

    References
    ----------
    .. [1] E. S. Grood, W. J. Suntay, 1983. https://doi.org/10.1115/1.3138397
    """
    turn = np.einsum("nji,njk->nik", parent, child)
    about_x = np.arcsin(np.clip(turn[:, 2, 1], -1.0, 1.0))
    about_z = np.arctan2(-turn[:, 0, 1], turn[:, 1, 1])
    about_y = np.arctan2(-turn[:, 2, 0], turn[:, 2, 2])
    return about_z, about_x, about_y


def carried_points(
    still: FloatArray, still_cluster: FloatArray, moving_cluster: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Carry points known in a standing trial into a moving one by a rigid cluster of markers.

    Parameters
    ----------
    still
        Points in the standing trial, shape (n_points, 3), m.
    still_cluster
        The cluster there, shape (n_markers, 3), m; at least three markers not on a line.
    moving_cluster
        The same markers in motion, shape (n_frames, n_markers, 3), m.

    Returns
    -------
    points, residual_m
        Shape (n_frames, n_points, 3), m, and the cluster's root mean square misfit,
        shape (n_frames,), m. NaN where fewer than three markers were seen.

    References
    ----------
    .. [1] I. Söderkvist, P.-Å. Wedin, 1993. https://doi.org/10.1016/0021-9290(93)90098-Y
    """
    seen = np.isfinite(moving_cluster).all(axis=-1)
    weight = seen.astype(float)[..., None]
    total = weight.sum(axis=1)
    enough = total[:, 0] >= 3
    there = np.nan_to_num(moving_cluster) * weight
    total = np.maximum(total, 1.0)
    centre = there.sum(axis=1) / total
    home = (still_cluster[None] * weight).sum(axis=1) / total
    cross = np.einsum(
        "nmi,nmj->nij", (still_cluster[None] - home[:, None]) * weight, there - centre[:, None]
    )
    left, _, right = np.linalg.svd(cross)
    flip = np.sign(np.linalg.det(np.einsum("nji,nkj->nik", right, left)))
    fix = np.ones((len(flip), 3))
    fix[:, 2] = np.where(flip == 0, 1.0, flip)
    turn = np.einsum("nji,nj,nkj->nik", right, fix, left)
    points = np.einsum("nij,npj->npi", turn, still[None] - home[:, None]) + centre[:, None]
    fitted = np.einsum("nij,nmj->nmi", turn, still_cluster[None] - home[:, None])
    gap = (fitted + centre[:, None] - there) * weight
    residual = np.sqrt((gap**2).sum(axis=(1, 2)) / total[:, 0])
    points[~enough] = np.nan
    residual[~enough] = np.nan
    return points, residual
