"""A predicted walk as a laboratory would have recorded it: markers and a belt that feels force.

What is put in is known, so that reading the recording back shows what measuring and working out
loads find of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kinchain.core.errors import Fault, InputError
from kinchain.simulate.gait_cycle import LEGS as BOTH
from kinchain.simulate.gait_cycle import GaitCycle, Person

if TYPE_CHECKING:
    from kinchain.gait.synthetic._forces import FootForce
    from kinchain.gait.synthetic.walk import MadeWalk, SyntheticWalk, Truth

FloatArray = npt.NDArray[np.float64]
LEGS: tuple[str, ...] = BOTH

RATE_HZ, PLATE_RATE_HZ = 100.0, 1000.0
ON_GROUND_N = 20.0
"""A foot is on the ground above this load, as on plates."""

BELT_START_M = 0.3
"""Where the pelvis walks over the belts."""

IN_BODY = {"midfoot_angle": "midtarsal_angle"}
"""Coordinates that bear another name in the default body."""

NAMES = {
    "IAS": "asis", "IPS": "psis", "FTC": "trochanter", "FLE": "knee_lateral", "FME": "knee_medial",
    "FAL": "ankle_lateral", "TAM": "ankle_medial", "FCC": "heel", "FM1": "mt1", "FM2": "mt2",
    "FM5": "mt5", "SHO": "shoulder", "TOE": "toe",
}  # fmt: skip
"""Marker names, with the side's letter before them, to landmarks of the default body."""

MIDDLE_NAMES = {"C7": "c7", "STRN": "sternum", "SACR": "sacrum"}

SOLE = {"heel": "heel", "midfoot": "midfoot", "ball": "mtp", "toe": "toe"}
"""Region of the sole to the point over which its force acts."""


def recorded(gait: GaitCycle, person: Person, strides: int = 8) -> MadeWalk:
    """Return a predicted walk as a recording on a split-belt treadmill, with its truth.

    The default body takes the predicted angles; the frontal plane, which is not predicted, is
    that of legs hanging straight down.

    Parameters
    ----------
    gait
        The stride, repeated without change.
    person
        Who walks.
    strides
        How many strides, from 2.

    Raises
    ------
    InputError
        If there are fewer than two strides.

    Returns
    -------
    walk
        What ``kinchain.gait.synthetic`` writes as C3D, TRC and MOT.
    """
    from kinchain.gait.synthetic.plates import plate_loads
    from kinchain.gait.synthetic.walk import MadeWalk, made_trial

    if strides < 2:
        raise InputError(Fault("is too few", "strides", "2 or more", "ask for more"))
    end = strides * gait.stride_s
    time = np.arange(round(end * RATE_HZ)) / RATE_HZ
    plate_time = np.arange(len(time) * round(PLATE_RATE_HZ / RATE_HZ)) / PLATE_RATE_HZ
    settings = _settings(gait, person, end)
    coordinates, landmarks = _posed(gait, person, time)
    truth = _truth(gait, time, end, coordinates, landmarks)
    feet = {leg: _foot(gait, leg, plate_time, landmarks, time) for leg in LEGS}
    loads = plate_loads(feet, _belts())
    placed = {
        **{f"{letter.upper()}{name}": landmarks[f"{mark}_{letter}"]
           for name, mark in NAMES.items() for letter in "rl"},
        **{name: landmarks[mark] for name, mark in MIDDLE_NAMES.items()},
    }  # fmt: skip
    trial = made_trial(settings, truth, placed, plate_time, loads)
    return MadeWalk(settings, truth, trial, feet, plate_time, loads)


def _settings(gait: GaitCycle, person: Person, end: float) -> SyntheticWalk:
    from kinchain.gait.synthetic.plates import Plates
    from kinchain.gait.synthetic.walk import SyntheticWalk

    return SyntheticWalk(
        height_m=person.height_m, mass_kg=person.mass_kg, sex=person.sex or "female",
        speed_mps=gait.speed_mps, duration_s=end, rate_hz=RATE_HZ, plate_rate_hz=PLATE_RATE_HZ,
        surface="treadmill", variability=0.0, plates=Plates("belts"),
    )  # fmt: skip


def _over(gait: GaitCycle, values: FloatArray, time: FloatArray) -> FloatArray:
    """Return a curve of the stride at any time, smooth over its ends."""
    from scipy.interpolate import CubicSpline

    closed = values.copy()
    closed[-1] = closed[0]
    spline = CubicSpline(gait.time_s - gait.time_s[0], closed, bc_type="periodic")
    return np.asarray(spline(np.mod(time, gait.stride_s)))


def _posed(
    gait: GaitCycle, person: Person, time: FloatArray
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Put the default body into the walk: its coordinates and its landmarks on the belt."""
    from kinchain.body.default import default_body
    from kinchain.body.forward_kinematics import forward_kinematics

    body = default_body(person.mass_kg, person.height_m, person.sex, locked=())
    poses = np.tile(body.default, (len(time), 1))
    told = {}
    for name, values in gait.coordinates.items():
        curve = values - gait.speed_mps * gait.time_s if name == "pelvis_tx" else values
        told[name] = _over(gait, curve, time)
        joint, dash, side = name.rpartition("_")
        own = f"{IN_BODY[joint]}{dash}{side}" if joint in IN_BODY else name
        poses[:, body.coordinate(own)] = told[name]
    poses[:, body.coordinate("pelvis_tx")] += BELT_START_M - float(told["pelvis_tx"].mean())
    for side in "rl":
        beta = f"knee_angle_{side}_beta"
        if beta in body.coordinates:
            poses[:, body.coordinate(beta)] = told[f"knee_angle_{side}"]
    seen = forward_kinematics(body, poses)
    assert seen.marker_m is not None
    return told, {name: seen.marker_m[:, i] for i, name in enumerate(body.markers)}


def _belts() -> FloatArray:
    """Return the corners of two belts, left first, shape (2, 4, 3)."""
    x, half = BELT_START_M, 1.2
    corner = [(x + half, 1.0), (x - half, 1.0), (x - half, 0.0), (x + half, 0.0)]
    right = np.array([[at, 0.0, 0.5 * z] for at, z in corner])
    return np.stack([right - np.array([0.0, 0.0, 0.5]), right])


def _foot(
    gait: GaitCycle,
    leg: str,
    plate_time: FloatArray,
    landmarks: Mapping[str, FloatArray],
    time: FloatArray,
) -> FootForce:
    """Return the ground's force on a foot; it acts where the regions' forces balance."""
    from kinchain.gait.synthetic._forces import FootForce

    side, phase = leg[0], np.mod(plate_time, gait.stride_s)

    def at(values: FloatArray) -> FloatArray:
        return np.interp(phase, gait.time_s - gait.time_s[0], values)

    belt = gait.speed_mps * gait.time_s
    shift = BELT_START_M - float(np.mean(gait.coordinates["pelvis_tx"][:-1] - belt[:-1]))
    region = {name: gait.regions[f"{name}_{side}"] for name in SOLE}
    total = np.maximum(sum(region.values(), np.zeros_like(belt)), 1e-9)
    places = {name: gait.joints[f"{point}_{side}"][:, 0] for name, point in SOLE.items()}
    centre = sum((region[name] * places[name] for name in SOLE), np.zeros_like(belt)) / total
    n = len(plate_time)
    force, cop = np.zeros((n, 3)), np.full((n, 3), np.nan)
    along, up = at(gait.ground[leg][:, 0]), at(gait.ground[leg][:, 1])
    on = up > ON_GROUND_N
    force[on, 0], force[on, 1] = along[on], up[on]
    cop[on, 0] = (at(centre - belt) + shift)[on]
    cop[on, 1] = 0.0
    aside = 0.5 * (landmarks[f"mt1_{side}"] + landmarks[f"mt5_{side}"])[:, 2]
    cop[on, 2] = np.interp(plate_time, time, aside)[on]
    steps = np.cumsum(on & ~np.concatenate([[False], on[:-1]])) - 1
    return FootForce(force, cop, np.zeros(n), np.where(on, steps, -1))


def _events(gait: GaitCycle, leg: str) -> tuple[float, float]:
    """Return initial contact and foot off of a leg within the stride, s."""
    fine = np.linspace(0.0, gait.stride_s, 2001)[:-1]
    up = np.interp(fine, gait.time_s - gait.time_s[0], gait.ground[leg][:, 1])
    on = up > ON_GROUND_N
    if on.all() or not on.any():
        raise InputError(
            Fault(f"the {leg} foot never leaves or never touches the floor", "gait",
                  "a walk", "take a stride in which both feet step")
        )  # fmt: skip
    downs = np.flatnonzero(on & ~np.roll(on, 1))
    # Of several times on the floor the longest: brushes of the floor are no steps.
    lasted = [int(np.argmin(np.roll(on, -int(one)))) for one in downs]
    k = int(np.argmax(lasted))
    return float(fine[downs[k]]), float(fine[(downs[k] + lasted[k]) % len(fine)])


def _truth(
    gait: GaitCycle,
    time: FloatArray,
    end: float,
    coordinates: dict[str, FloatArray],
    landmarks: Mapping[str, FloatArray],
) -> Truth:
    from kinchain.gait.synthetic.walk import Truth

    stride, speed = gait.stride_s, gait.speed_mps
    both = {leg: _events(gait, leg) for leg in LEGS}
    turns = stride * np.arange(-1.0, round(end / stride) + 1.0)
    contact = {leg: _inside(one[0] + turns, end) for leg, one in both.items()}
    off = {leg: _inside(one[1] + turns, end) for leg, one in both.items()}
    step_s = {leg: float(np.mod(both[leg][0] - both[other][0], stride))
              for leg, other in (("left", "right"), ("right", "left"))}  # fmt: skip
    heel = {leg: landmarks[f"heel_{leg[0]}"][:, 0] for leg in LEGS}
    # Where the heel comes down on the belt, the right one before the left one and after it.
    down = {leg: float(np.interp(contact[leg][1], time, heel[leg])) for leg in LEGS}
    length = {leg: down[leg] - down[other] + speed * step_s[leg]
              for leg, other in (("left", "right"), ("right", "left"))}  # fmt: skip
    stance = {leg: float(np.mod(one[1] - one[0], stride)) / stride for leg, one in both.items()}
    return Truth(
        initial_contact_s=contact, foot_off_s=off, time_s=time, angles=coordinates,
        landmarks_m=landmarks, speed_mps=speed, cadence_spm=120.0 / stride, stride_time_s=stride,
        stride_length_m=speed * stride,
        step_length_m={leg: np.full(len(contact[leg]), length[leg]) for leg in LEGS},
        step_time_s={leg: np.full(len(contact[leg]), step_s[leg]) for leg in LEGS},
        stance_share={leg: np.full(len(contact[leg]), stance[leg]) for leg in LEGS},
        step_width_m=float(np.mean(landmarks["heel_r"][:, 2] - landmarks["heel_l"][:, 2])),
        belt_mps=speed,
        phase={leg: (time - both[leg][0]) / stride for leg in LEGS},
    )  # fmt: skip


def _inside(when: npt.NDArray[np.floating], end: float) -> FloatArray:
    kept = when[(when >= 0.0) & (when < end)]
    return np.asarray(kept, np.float64)
