"""The default body: a person's musculoskeletal model without any model file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import radians

from kinchain.body.default._foot import REFERENCE_HEIGHT_M, REFERENCE_LENGTH_M, foot_scale
from kinchain.body.default._joints import SHANK_M, THIGH_M, LegShape, leg_joints, trunk_joints
from kinchain.body.default._landmarks import landmarks
from kinchain.body.default._muscle_table import HEIGHT_M as TABLE_HEIGHT_M
from kinchain.body.default._muscle_table import HIP_MM, PELVIS_DEPTH_M, PELVIS_WIDTH_M
from kinchain.body.default._muscle_table import MASS_KG as TABLE_MASS_KG
from kinchain.body.default._muscles import Bones, grown, leg_muscles, leg_wraps
from kinchain.body.default._segments import SIDES, Side, build_bodies
from kinchain.body.default.anthropometry import (
    Lengths,
    Pair,
    SegmentLengths,
    Sex,
    segment_lengths,
    table_of,
    within,
)
from kinchain.body.model import Model, build_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.osim.model import OsimCoupler, OsimJoint, OsimModel, OsimMuscle, OsimWrap
from kinchain.core.errors import Fault, InputError

NAME = "default body"
FORMAT_VERSION = 40000

MASS_KG, HEIGHT_M = (15.0, 300.0), (0.9, 2.5)
"""Beyond are no people that the tables tell of."""

VARUS_DEG, TORSION_DEG = 30.0, 60.0
"""Greatest knee varus or valgus and tibial torsion, degrees [expert]."""

LOCKED = ("midtarsal_angle",)
"""Coordinates kept at 0 by default, without their side."""

LOCKABLE = (
    "hip_rotation", "ankle_angle", "subtalar_angle", "midtarsal_angle", "mtp_angle",
)  # fmt: skip
"""Coordinates that may be kept at 0."""


def default_body(
    mass_kg: float,
    height_m: float,
    sex: Sex | None = None,
    *,
    knee_varus_deg: Pair = (0.0, 0.0),
    tibial_torsion_deg: Pair = (0.0, 0.0),
    segment_lengths: Lengths | None = None,
    locked: tuple[str, ...] = LOCKED,
) -> Model:
    """Build the musculoskeletal model of a person from published tables.

    Parameters
    ----------
    mass_kg
        Mass of the person, kg; the model's adds up to it.
    height_m
        Height, m.
    sex
        ``female`` or ``male``; between both where it is not told.
    knee_varus_deg
        Knee varus of the left and the right leg, degrees; valgus is negative.
    tibial_torsion_deg
        Tibial torsion of the left and the right leg, degrees outwards beyond the usual.
    segment_lengths
        Measured lengths, m, by the names of ``SegmentLengths``; those of the legs may be (left,
        right) pairs.
    locked
        Coordinates of both legs kept at 0, without their side: any of ``LOCKABLE``.

    Returns
    -------
    body
        The model. Bodies have OpenSim's names and axes, their origin at the joint nearer to the
        trunk (pelvis: middle of the front iliac spines; ``calcn``: on the subtalar axis at the
        heel); ``forefoot_r`` lies between ``calcn_r`` and ``toes_r``.

    Raises
    ------
    InputError
        If mass, height, a length or an angle is no person's, or a name is unknown.

    Notes
    -----
    Masses, centres and inertia after Dumas et al. [1]_, head, arms and trunk as one body; hip
    centres after Harrington et al. [2]_; knee after Walker et al. [3]_, patella after Arnold et
    al. [4]_, foot after Delp et al. [5]_. What has no source says so beside its number.

    References
    ----------
    .. [1] R. Dumas et al., Journal of Biomechanics 40, 2007.
       https://doi.org/10.1016/j.jbiomech.2006.02.013
    .. [2] M. E. Harrington et al., Journal of Biomechanics 40, 2007.
       https://doi.org/10.1016/j.jbiomech.2006.02.003
    .. [3] P. S. Walker et al., Journal of Biomechanics 21, 1988.
       https://doi.org/10.1016/0021-9290(88)90135-2
    .. [4] E. M. Arnold et al., Annals of Biomedical Engineering 38, 2010.
       https://doi.org/10.1007/s10439-009-9852-5
    .. [5] S. L. Delp et al., IEEE Transactions on Biomedical Engineering 37, 1990.
       https://doi.org/10.1109/10.102791
    """
    _check(mass_kg, height_m, sex, knee_varus_deg, tibial_torsion_deg, locked)
    lengths = _lengths(height_m, sex, segment_lengths)
    return _person(
        Person(mass_kg, height_m, sex, lengths, knee_varus_deg, tibial_torsion_deg, locked)
    )


@dataclass(frozen=True, slots=True)
class Person:
    """What a body is built from.

    Parameters
    ----------
    mass_kg
        Mass, kg.
    height_m
        Height, m.
    sex
        Sex, where known.
    lengths
        Lengths of the segments.
    varus_deg, torsion_deg
        Knee varus and tibial torsion, left and right, degrees.
    locked
        Coordinates kept at 0, without their side.
    """

    mass_kg: float
    height_m: float
    sex: Sex | None
    lengths: SegmentLengths
    varus_deg: Pair = (0.0, 0.0)
    torsion_deg: Pair = (0.0, 0.0)
    locked: tuple[str, ...] = LOCKED


def _person(person: Person) -> Model:
    """Return a person's model: bones first, then fibres, tendons and forces grown with them."""
    bare = build_model(_bones_and_muscles(person))
    own, usual = path_lengths(bare), reference_lengths()
    stretch = {name: value / usual[name] for name, value in own.items()}
    muscles = grown(bare.source.muscles, stretch, person.mass_kg, person.height_m)
    return replace(bare, source=replace(bare.source, muscles=muscles))


def _bones_and_muscles(person: Person) -> OsimModel:
    """Return a person's bones with muscles of the table's fibre and tendon lengths and forces."""
    table, lengths = table_of(person.sex), person.lengths
    joints: list[OsimJoint] = list(trunk_joints(lengths, table.hip_to_spine))
    couplers: list[OsimCoupler] = []
    muscles: list[OsimMuscle] = []
    wraps: list[OsimWrap] = []
    for side in SIDES:
        shape = leg_shape(lengths, side, person.varus_deg, person.torsion_deg)
        own, coupler = leg_joints(lengths, shape, person.locked)
        bones = Bones(lengths, shape)
        joints += own
        couplers.append(coupler)
        muscles += leg_muscles(bones)
        wraps += leg_wraps(bones)
    return OsimModel(
        name=NAME,
        version=FORMAT_VERSION,
        gravity_mps2=(0.0, -9.80665, 0.0),
        bodies=build_bodies(person.mass_kg, person.height_m, table, lengths),
        joints=tuple(joints),
        couplers=tuple(couplers),
        markers=landmarks(person.height_m, lengths),
        muscles=tuple(muscles),
        wraps=tuple(wraps),
        notes=(),
    )


def path_lengths(body: Model) -> dict[str, float]:
    """Return the length of each muscle's path in the default pose, m.

    Parameters
    ----------
    body
        The model.
    """
    geometry = build_muscle_geometry(body)
    length = muscle_paths(geometry, body.default).length_m[0]
    return {name: float(value) for name, value in zip(geometry.muscles, length, strict=True)}


@lru_cache(maxsize=1)
def reference_lengths() -> dict[str, float]:
    """Return the path lengths of the person that the table of muscles is of, m."""
    return path_lengths(build_model(_bones_and_muscles(reference_person())))


def reference_person() -> Person:
    """Return the person that the table of muscles is of: on it they are as in the table."""
    back, down, out = (1e-3 * abs(one) for one in HIP_MM)
    given = {
        "pelvis_width": PELVIS_WIDTH_M, "pelvis_depth": PELVIS_DEPTH_M, "hip_back": back,
        "hip_down": down, "hip_out": out, "thigh": THIGH_M, "shank": SHANK_M,
        "foot": REFERENCE_LENGTH_M, "ankle_height": REFERENCE_HEIGHT_M,
    }  # fmt: skip
    return Person(TABLE_MASS_KG, TABLE_HEIGHT_M, "male", _lengths(TABLE_HEIGHT_M, "male", given))


_lengths = segment_lengths


def leg_shape(lengths: SegmentLengths, side: Side, varus_deg: Pair, torsion_deg: Pair) -> LegShape:
    """Return the shape of a leg.

    Parameters
    ----------
    lengths
        Lengths of the segments.
    side
        ``l`` or ``r``.
    varus_deg, torsion_deg
        Left and right, degrees.
    """
    which = 0 if side == "l" else 1
    thigh, shank = lengths.of("thigh", side), lengths.of("shank", side)
    return LegShape(
        side,
        thigh,
        shank,
        (thigh + shank) / (THIGH_M + SHANK_M),
        foot_scale(lengths.of("foot", side), lengths.of("ankle_height", side)),
        radians(varus_deg[which]),
        radians(torsion_deg[which]),
    )


def _check(
    mass_kg: float,
    height_m: float,
    sex: str | None,
    varus_deg: Pair,
    torsion_deg: Pair,
    locked: tuple[str, ...],
) -> None:
    faults = []
    for name, value, (low, high), unit in (
        ("mass_kg", mass_kg, MASS_KG, "kg"),
        ("height_m", height_m, HEIGHT_M, "m"),
    ):
        if not within(value, low, high):
            faults.append(
                Fault("is no person's", name, f"{low:g} to {high:g} {unit}", "check the unit")
            )
    if sex not in (None, "female", "male"):
        faults.append(Fault("is unknown", "sex", "female, male or None", "give one of these"))
    for name, pair, most in (
        ("knee_varus_deg", varus_deg, VARUS_DEG),
        ("tibial_torsion_deg", torsion_deg, TORSION_DEG),
    ):
        is_pair = isinstance(pair, tuple | list) and len(pair) == 2
        if not is_pair or not all(within(one, -most, most) for one in pair):
            faults.append(
                Fault("is no pair of such angles", name,
                      f"(left, right), each from {-most:g} to {most:g} degrees", "give degrees")
            )  # fmt: skip
    for one in locked:
        if one not in LOCKABLE:
            faults.append(
                Fault(f"'{one[:60]}' cannot be locked", "locked",
                      f"any of {', '.join(LOCKABLE)}", "leave it out")
            )  # fmt: skip
    if faults:
        raise InputError(faults)
