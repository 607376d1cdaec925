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

N_STEPS, N_HALVINGS = 60, 30
PRECISION = 1e-12
"""Of the centre of pressure, in ``UNIT_M``."""

UNIT_M = 0.1
"""Scale of the search's unknowns."""

LEAST_CURVE = 1e-12
"""Added to the curvature, where all the force stands on one part."""


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
    off = np.zeros(part.shape[:-1])
    if measured_n is not None:
        off = np.where(on, centre - inside_x, 0.0)
    region = np.stack([part[..., i == REGION].sum(axis=-1) for i in range(len(REGIONS))], axis=-1)
    return Spread(part, region, np.broadcast_to(moved, part.shape[:-1]), off)


@dataclass
class _Tilt:
    """Shares proportional to exp(prior + b x + c z): one row for each frame, one column a part."""

    prior: FloatArray
    x: FloatArray
    z: FloatArray

    def at(self, b: FloatArray, c: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the shares, and the logarithm of their sum before norming."""
        power = self.prior + b[:, None] * self.x + c[:, None] * self.z
        top = power.max(axis=-1)
        power -= top[:, None]
        np.exp(power, out=power)
        total = power.sum(axis=-1)
        power /= total[:, None]
        return power, top + np.log(total)

    def of(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> _Tilt:
        """Return some of the rows."""
        return _Tilt(self.prior[rows], self.x[rows], self.z[rows])


@dataclass
class _Found:
    """Where the search stands, a row for each frame."""

    b: FloatArray
    c: FloatArray
    share: FloatArray
    level: FloatArray


def _shares(
    x: FloatArray, z: FloatArray, ease: FloatArray, to_x: FloatArray, to_z: FloatArray
) -> FloatArray:
    """Return shares proportional to ease * exp(b x + c z) with their centre at (to_x, to_z).

    Where the centre of the shares is off it falls down the slope of a convex function of b and c,
    the logarithm of the shares' sum; Newton's steps, shortened until it falls enough.
    """
    shape = np.broadcast_shapes(x.shape, ease.shape, (*to_x.shape, 1), (*to_z.shape, 1))

    def rows(values: FloatArray) -> FloatArray:
        return np.broadcast_to(values, shape).reshape(-1, shape[-1])

    tilt = _Tilt(
        rows(np.log(ease)),
        rows((x - to_x[..., None]) / UNIT_M), rows((z - to_z[..., None]) / UNIT_M),
    )  # fmt: skip
    b, c = np.zeros(len(tilt.x)), np.zeros(len(tilt.x))
    found = _Found(b, c, *tilt.at(b, c))
    left = np.arange(len(b))
    for _ in range(N_STEPS):
        share = found.share[left]
        gx, gz = (share * tilt.x).sum(-1), (share * tilt.z).sum(-1)
        is_open = np.abs(gx) + np.abs(gz) > PRECISION
        if not is_open.any():
            break
        if not is_open.all():
            left, share, tilt = left[is_open], share[is_open], tilt.of(is_open)
            gx, gz = gx[is_open], gz[is_open]
        step = _newton(share, tilt, gx, gz)
        _walk(tilt, left, step, gx * step[0] + gz * step[1], found)
    return found.share.reshape(shape)


def _newton(
    share: FloatArray, tilt: _Tilt, gx: FloatArray, gz: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return Newton's step of each row."""
    weighted = share * tilt.x
    hxx = (weighted * tilt.x).sum(-1) - gx**2 + LEAST_CURVE
    hxz = (weighted * tilt.z).sum(-1) - gx * gz
    hzz = (share * tilt.z**2).sum(-1) - gz**2 + LEAST_CURVE
    det = hxx * hzz - hxz**2
    return -(hzz * gx - hxz * gz) / det, -(hxx * gz - hxz * gx) / det


def _walk(
    tilt: _Tilt,
    left: NDArray[np.int64],
    step: tuple[FloatArray, FloatArray],
    slope: FloatArray,
    found: _Found,
) -> None:
    """Take the steps, each shortened until the convex function falls enough; in place."""
    todo = np.arange(len(left))
    size = np.ones(len(left))
    for _ in range(N_HALVINGS):
        own = left[todo]
        b = found.b[own] + size[todo] * step[0][todo]
        c = found.c[own] + size[todo] * step[1][todo]
        share, new = (tilt if len(todo) == len(left) else tilt.of(todo)).at(b, c)
        was = found.level[own]
        limit = was + 1e-4 * size[todo] * slope[todo] + 1e-14 * (1.0 + np.abs(was))
        fine = new <= limit
        done = own[fine]
        found.b[done], found.c[done] = b[fine], c[fine]
        found.share[done], found.level[done] = share[fine], new[fine]
        todo = todo[~fine]
        if not len(todo):
            return
        size[todo] *= 0.5


def _as_measured(sole: Sole, force: FloatArray, measured: FloatArray) -> FloatArray:
    """Return parts whose regions bear as measured, scaled to the whole force."""
    own = np.maximum(measured, 0.0)
    total = own.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total > 0.0, own / total, 0.0)
    empty = (total[..., 0] <= 0.0) & (force > 0.0)
    ease = np.broadcast_to(sole.ease, (*np.broadcast_shapes(force.shape, sole.ease.shape[:-1]),
                                       sole.ease.shape[-1]))  # fmt: skip
    whole = np.stack([ease[..., i == REGION].sum(axis=-1) for i in range(4)], axis=-1)
    part = ease / whole[..., REGION] * share[..., REGION]
    even = ease / ease.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(empty[..., None], even, part) * force[..., None])
