"""The default body: a person's musculoskeletal model without any model file."""

from __future__ import annotations

from math import radians

from kinchain.body.default._foot import foot_scale
from kinchain.body.default._joints import SHANK_M, THIGH_M, LegShape, leg_joints, trunk_joints
from kinchain.body.default._landmarks import landmarks
from kinchain.body.default._segments import SIDES, Side, build_bodies
from kinchain.body.default.anthropometry import (
    Lengths,
    Pair,
    SegmentLengths,
    Sex,
    segment_lengths,
    table_of,
)
from kinchain.body.model import Model, build_model
from kinchain.body.osim.model import OsimCoupler, OsimJoint, OsimModel
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
    table = table_of(sex)
    joints: list[OsimJoint] = list(trunk_joints(lengths, table.hip_to_spine))
    couplers: list[OsimCoupler] = []
    for side in SIDES:
        own, coupler = leg_joints(
            lengths, leg_shape(lengths, side, knee_varus_deg, tibial_torsion_deg), locked
        )
        joints += own
        couplers.append(coupler)
    source = OsimModel(
        name=NAME,
        version=FORMAT_VERSION,
        gravity_mps2=(0.0, -9.80665, 0.0),
        bodies=build_bodies(mass_kg, height_m, table, lengths),
        joints=tuple(joints),
        couplers=tuple(couplers),
        markers=landmarks(height_m, lengths),
        muscles=(),
        wraps=(),
        notes=(),
    )
    return build_model(source)


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
        if not low <= value <= high:
            faults.append(
                Fault("is no person's", name, f"{low:g} to {high:g} {unit}", "check the unit")
            )
    if sex not in (None, "female", "male"):
        faults.append(Fault("is unknown", "sex", "female, male or None", "give one of these"))
    for name, pair, most in (
        ("knee_varus_deg", varus_deg, VARUS_DEG),
        ("tibial_torsion_deg", torsion_deg, TORSION_DEG),
    ):
        if len(pair) != 2 or not all(abs(one) <= most for one in pair):
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
