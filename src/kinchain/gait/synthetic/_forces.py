"""Ground forces under each foot: vertical course, direction, centre of pressure, free moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.gait.synthetic._foot import FootShape, smooth_step
from kinchain.gait.synthetic._leg_curves import LegCurves
from kinchain.gait.synthetic._motion import Motion, mean_speed
from kinchain.gait.synthetic._norms import GRAVITY_MPS2, FloatArray
from kinchain.gait.synthetic._rotations import MIRROR, about_y, turned

SHAPE_PER_SPEED = 0.85
"""Shape factor q of the vertical force [1] per relative speed: peaks 1.0 to 1.3 and a valley of
0.95 to 0.5 body weights from slow to fast (basis: expert fit; at 1.5 m/s the peak is 1.23, people
show 1.2 [2])."""
FIRST_PEAK_EXTRA = 0.03
STRIKE_BW = 0.06
"""Heel-strike transient, body weights, 3 % into stance (basis: expert)."""
EDGE = 0.035
"""Share of stance over which the force comes and goes."""
PIVOT_OVER_HIP_M = 0.25
"""The force points at a place over the hips, above the centre of mass [3]."""
FREE_MOMENT = 0.0035
"""Free moment, body weight times height, each way: first against inward, then against outward
turning [4]; its size is basis: expert."""

HEEL_UP_FROM = 0.60
EDGE_OUT = 0.12
"""Foot lengths: where pressure begins under a foot whose heel is up, and how much further out it
runs under one that stands on its edge (basis: expert)."""

PATH_AT = (0.0, 0.05, 0.13, 0.25, 0.5, 0.7, 0.88, 1.0)
PATH_ALONG = (0.05, 0.09, 0.17, 0.33, 0.53, 0.67, 0.78, 0.93)
PATH_OUT = (-0.01, 0.0, 0.02, 0.06, 0.06, 0.02, -0.04, -0.07)
"""Centre of pressure: share of stance, place along the foot from the heel and outward, in foot
lengths: quick over the heel, slow over the midfoot, then forefoot and great toe (basis: expert,
after Cornwall and McPoil 2000 as recalled).

References
----------
.. [1] R. McN. Alexander, A. S. Jayes, J Biomech 1980;13:383.
   https://doi.org/10.1016/0021-9290(80)90019-6
.. [2] T. S. Keller et al., Clin Biomech 1996;11:253.
   https://doi.org/10.1016/0268-0033(95)00068-2
.. [3] H.-M. Maus et al., Nat Commun 2010;1:70. https://doi.org/10.1038/ncomms1073
.. [4] The free moment in walking and its change with foot rotation angle, Sports Med Arthrosc
   Rehabil Ther Technol 2009;1:19. https://doi.org/10.1186/1758-2555-1-19
"""


@dataclass(frozen=True)
class FootForce:
    """Force of the ground on one foot, ground frame.

    Parameters
    ----------
    force_n
        Shape (n, 3), N; 0 while the foot is up.
    cop_m
        Shape (n, 3), m; NaN while the foot is up.
    free_moment_nm
        About the vertical at the centre of pressure, shape (n,), N m.
    contact
        Index of the contact that each sample belongs to, -1 while the foot is up.
    """

    force_n: FloatArray
    cop_m: FloatArray
    free_moment_nm: FloatArray
    contact: np.ndarray


def vertical_shape(share: FloatArray, q: float, push_off: float) -> FloatArray:
    """Return the vertical force over stance, not yet scaled.

    Parameters
    ----------
    share
        Share of stance, 0 to 1.
    q
        Shape factor of [1].
    push_off
        Times the second peak above the valley.
    """
    middle = share - 0.5
    force = np.cos(np.pi * middle) - q * np.cos(3 * np.pi * middle)
    force = force + FIRST_PEAK_EXTRA * np.sin(2 * np.pi * share)
    late = smooth_step((share - 0.5) / 0.2)
    force = force * (1 - 0.35 * (1 - push_off) * late)
    strike = STRIKE_BW * np.exp(-(((share - 0.03) / 0.012) ** 2))
    edge = smooth_step(share / EDGE + 0.15) * smooth_step((1 - share) / EDGE + 0.15)
    return np.maximum(force + strike, 0.0) * edge


def _vertical(
    motion: Motion, side: str, time_s: FloatArray
) -> tuple[FloatArray, np.ndarray, FloatArray]:
    """Return vertical force in body weights of an even share, contact and share of stance."""
    curves = motion.curves[side]
    falls = curves.falls
    count = np.searchsorted(falls.contact_s, time_s, side="right") - 1
    count = np.clip(count, 0, len(falls.off_s) - 1)
    span = falls.off_s - falls.contact_s
    share = (time_s - falls.contact_s[count]) / span[count]
    down = (share >= 0.0) & (share < 1.0)
    stride = np.diff(falls.contact_s, append=2 * falls.contact_s[-1] - falls.contact_s[-2])
    speed = mean_speed({name: c.falls for name, c in motion.curves.items()})
    q = SHAPE_PER_SPEED * speed / np.sqrt(GRAVITY_MPS2 * motion.body.leg_m)
    grid = np.linspace(0.0, 1.0, 401)
    shape = vertical_shape(grid, q, curves.change.push_off)
    mean = float(np.mean(0.5 * (shape[1:] + shape[:-1])))
    scale = 0.5 * stride / (span * mean) * curves.change.load
    force = np.where(down, scale[count] * np.interp(share, grid, shape), 0.0)
    return force, np.where(down, count, -1), share


def foot_forces(motion: Motion, time_s: FloatArray) -> dict[str, FootForce]:
    """Return the ground force under each foot.

    Parameters
    ----------
    motion
        The walk.
    time_s
        Times, shape (n,), s.

    Notes
    -----
    Each stance carries half the body weight of its stride, so that over whole strides the mean
    vertical force is the body weight. Forward and sideways parts point from the centre of
    pressure to a place over the hips [3]; the mean forward force is taken away.
    """
    weight_n = motion.body.mass_kg * GRAVITY_MPS2
    pivot = motion.pelvis_m(time_s) + np.array([0.0, PIVOT_OVER_HIP_M, 0.0])
    made: dict[str, FootForce] = {}
    raw = {side: _vertical(motion, side, time_s) for side in ("left", "right")}
    for side, (vertical, contact, share) in raw.items():
        down = contact >= 0
        cop = np.full((len(time_s), 3), np.nan)
        cop[down] = _pressure_path(motion.curves[side], motion.shape, contact[down], share[down])
        if side == "left":
            cop = cop * MIRROR
        force = np.zeros((len(time_s), 3))
        lean = (pivot[down] - cop[down]) / pivot[down][:, 1:2]
        force[down] = vertical[down][:, None] * lean * weight_n
        push = motion.curves[side].change.push_off
        force[:, 0] = np.where(force[:, 0] > 0, force[:, 0] * push, force[:, 0])
        turn = -np.sin(2 * np.pi * share) * np.sin(np.pi * np.clip(share, 0, 1)) * vertical
        free = np.where(down, FREE_MOMENT * weight_n * motion.body.height_m * turn, 0.0)
        made[side] = FootForce(force, cop, -free if side == "left" else free, contact)
    total = sum(float(np.sum(foot.force_n[:, 1])) for foot in made.values())
    drift = sum(float(np.sum(foot.force_n[:, 0])) for foot in made.values()) / max(total, 1e-9)
    for foot in made.values():
        foot.force_n[:, 0] -= drift * foot.force_n[:, 1]
    return made


def acceleration_of(motion: Motion, rate_hz: float = 200.0) -> tuple[FloatArray, FloatArray]:
    """Return times and the acceleration of the centre of mass that the ground forces give.

    Parameters
    ----------
    motion
        The walk.
    rate_hz
        Samples a second.

    Returns
    -------
    time_s, acceleration_mps2
        Shapes (n,) and (n, 3), over all contacts.
    """
    falls = [curves.falls for curves in motion.curves.values()]
    low = max(f.contact_s[0] for f in falls)
    high = min(f.off_s[-1] for f in falls)
    time = np.arange(low, high, 1.0 / rate_hz)
    total = sum(foot.force_n for foot in foot_forces(motion, time).values())
    return time, np.asarray(total / motion.body.mass_kg - np.array([0.0, GRAVITY_MPS2, 0.0]))


def _pressure_path(
    curves: LegCurves, shape: FootShape, contact: np.ndarray, share: FloatArray
) -> FloatArray:
    """Return the centre of pressure under a right foot, ground frame, shape (n, 3)."""
    falls = curves.falls
    along = np.interp(share, PATH_AT, PATH_ALONG) * shape.length_m + 0.02 * shape.length_m
    out = np.interp(share, PATH_AT, PATH_OUT) * shape.length_m
    if curves.change.heel_up_deg:
        along = np.maximum(along, HEEL_UP_FROM * shape.length_m)
    if curves.change.edge_deg:
        out = out + EDGE_OUT * shape.length_m
    yaw = curves.wanted("foot_progression", contact + 0.3)
    local = np.column_stack([along - 0.02 * shape.length_m, np.zeros_like(along), out])
    at = np.column_stack([falls.heel_x_m[contact], np.zeros_like(along), falls.heel_z_m[contact]])
    return at + turned(about_y(yaw), local)
