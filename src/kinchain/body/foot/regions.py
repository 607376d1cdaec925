"""Spread of the ground's force over the sole, balanced to its centre of pressure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.sole import REGION, REGIONS, Sole

FloatArray = NDArray[np.float64]

EDGE_M = 0.002
"""A centre of pressure so near to the sole's edge, or outside, is brought in by so much."""

SIDE_SHARE = 0.95
"""Of half the width of heel and toe tips: sideways the centre of pressure stays within it."""

N_STEPS = 60
PRECISION = 1e-12


@dataclass(frozen=True)
class Spread:
    """The ground's vertical force over the sole.

    Parameters
    ----------
    part_n
        Force of each part, shape (..., n_frames, n_parts), N, none negative.
    region_n
        Force of each region (``REGIONS``), shape (..., n_frames, 4), N.
    moved_m
        How far the centre of pressure lay outside the sole and was moved, shape (..., n_frames).
    imbalance_m
        How far the spread's centre is from the plates', where pressures were measured; 0 else.
    """

    part_n: FloatArray
    region_n: FloatArray
    moved_m: FloatArray
    imbalance_m: FloatArray


def spread_load(
    sole: Sole,
    force_n: FloatArray,
    forward_m: FloatArray,
    outward_m: FloatArray,
    measured_n: FloatArray | None = None,
) -> Spread:
    """Spread the vertical force over the sole.

    Parameters
    ----------
    sole
        Where its parts are.
    force_n
        Vertical force on the foot, shape (..., n_frames), N; negative counts as none.
    forward_m, outward_m
        Centre of pressure ahead of the line of the heads, and outwards of the foot's line, same
        shape, m; anything where there is no force.
    measured_n
        Force of each region from an insole or a pressure plate, shape (..., n_frames, 4), N:
        they win, scaled to the whole force; the regions' own centres are then as the model says.

    Returns
    -------
    spread
        Forces that sum to the whole and balance about its centre.

    Notes
    -----
    Of all spreads with this force and this centre it is the one that differs least, in relative
    entropy, from how readily each part bears (Jaynes' principle [1]_); the same follows from pads
    that stiffen exponentially under a stiff sole. It exists for each centre inside the sole, is
    the only one, smooth, and nowhere negative.

    References
    ----------
    .. [1] E. T. Jaynes, Physical Review 106, 1957. https://doi.org/10.1103/PhysRev.106.620
    """
    force = np.maximum(np.asarray(force_n, np.float64), 0.0)
    on = force > 0.0
    x, z = sole.forward_m, sole.outward_m
    ahead = np.where(on, forward_m, 0.5 * (x.max(axis=-1) + x.min(axis=-1)))
    aside = np.where(on, outward_m, 0.0)
    inside_x = np.clip(ahead, x.min(axis=-1) + EDGE_M, x.max(axis=-1) - EDGE_M)
    half = SIDE_SHARE * np.abs(z[..., :2]).min(axis=-1)
    inside_z = np.clip(aside, -half, half)
    moved = np.where(on, np.hypot(ahead - inside_x, aside - inside_z), 0.0)
    if measured_n is not None:
        part = _as_measured(sole, force, np.asarray(measured_n, np.float64))
    else:
        part = force[..., None] * _shares(x, z, sole.ease, inside_x, inside_z)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (part * x).sum(axis=-1) / part.sum(axis=-1)
    off = np.where(on, centre - inside_x, 0.0) if measured_n is not None else np.zeros(part.shape[:-1])
    region = np.stack([part[..., REGION == i].sum(axis=-1) for i in range(len(REGIONS))], axis=-1)
    return Spread(part, region, np.broadcast_to(moved, part.shape[:-1]), off)


def _shares(
    x: FloatArray, z: FloatArray, ease: FloatArray, to_x: FloatArray, to_z: FloatArray
) -> FloatArray:
    """Return shares proportional to ease * exp(b x + c z) with their centre at (to_x, to_z)."""
    scale = 0.1  # m: keeps the two unknowns near 1
    shape = np.broadcast_shapes(x.shape, ease.shape, (*to_x.shape, 1), (*to_z.shape, 1))
    dx = np.broadcast_to((x - to_x[..., None]) / scale, shape).reshape(-1, shape[-1])
    zs = z if z.ndim == 1 else z.reshape(*z.shape[:-1], z.shape[-1])
    dz = np.broadcast_to((zs - to_z[..., None]) / scale, shape).reshape(-1, shape[-1])
    log_ease = np.broadcast_to(np.log(ease), shape).reshape(-1, shape[-1])
    found = np.empty(dx.shape)
    b, c = np.zeros(len(dx)), np.zeros(len(dx))
    left = np.arange(len(dx))
    for _ in range(N_STEPS):
        ex, ez, prior = dx[left], dz[left], log_ease[left]
        share, level = _tilted(prior, ex, ez, b[left], c[left])
        gx, gz = (share * ex).sum(-1), (share * ez).sum(-1)
        found[left] = share
        open_ = np.abs(gx) + np.abs(gz) > PRECISION
        left = left[open_]
        if not len(left):
            break
        ex, ez, prior, share = ex[open_], ez[open_], prior[open_], share[open_]
        gx, gz, level = gx[open_], gz[open_], level[open_]
        hxx = (share * ex**2).sum(-1) - gx**2
        hzz = (share * ez**2).sum(-1) - gz**2
        hxz = (share * ex * ez).sum(-1) - gx * gz
        hxx, hzz = hxx + 1e-12, hzz + 1e-12
        det = hxx * hzz - hxz**2
        step_b, step_c = -(hzz * gx - hxz * gz) / det, -(hxx * gz - hxz * gx) / det
        size = _damping(prior, ex, ez, b[left], c[left], step_b, step_c, level, gx, gz)
        b[left] += size * step_b
        c[left] += size * step_c
    return found.reshape(shape)


def _tilted(
    prior: FloatArray, x: FloatArray, z: FloatArray, b: FloatArray, c: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the tilted shares and the logarithm of their sum before norming."""
    power = prior + b[:, None] * x + c[:, None] * z
    top = power.max(axis=-1)
    grown = np.exp(power - top[:, None])
    total = grown.sum(axis=-1)
    return grown / total[:, None], top + np.log(total)


def _damping(
    prior: FloatArray, x: FloatArray, z: FloatArray, b: FloatArray, c: FloatArray,
    step_b: FloatArray, step_c: FloatArray, level: FloatArray, gx: FloatArray, gz: FloatArray,
) -> FloatArray:  # fmt: skip
    """Return how much of each Newton step is taken, so that the convex sum falls."""
    size = np.ones(len(b))
    slope = gx * step_b + gz * step_c
    for _ in range(30):
        _, new = _tilted(prior, x, z, b + size * step_b, c + size * step_c)
        bad = new > level + 1e-4 * size * slope + 1e-14 * np.abs(level)
        if not bad.any():
            break
        size = np.where(bad, 0.5 * size, size)
    return size


def _as_measured(sole: Sole, force: FloatArray, measured: FloatArray) -> FloatArray:
    """Return parts whose regions bear as measured, scaled to the whole force."""
    own = np.maximum(measured, 0.0)
    total = own.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total > 0.0, own / total, 0.0)
    empty = (total[..., 0] <= 0.0) & (force > 0.0)
    ease = np.broadcast_to(sole.ease, (*np.broadcast_shapes(force.shape, sole.ease.shape[:-1]),
                                       sole.ease.shape[-1]))  # fmt: skip
    whole = np.stack([ease[..., REGION == i].sum(axis=-1) for i in range(4)], axis=-1)
    part = ease / whole[..., REGION] * share[..., REGION]
    even = ease / ease.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(empty[..., None], even, part) * force[..., None])
