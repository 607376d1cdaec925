"""Parameters of a healthy person, and the weights of the cost."""

from __future__ import annotations

from math import sin

from kinchain.simulate._body import Body, foot_numbers
from kinchain.simulate._hill import STIFF_TENDON
from kinchain.simulate._names import LEG, LUMPS, SEGMENTS, SIDES
from kinchain.simulate._parameters import KNEECAP, PAINS
from kinchain.simulate._skeleton import GRAVITY_MPS2

WEIGHTS = {
    "effort": 200.0, "fatigue": 0.0, "energy": 5.0, "acceleration": 0.5, "lumbar": 0.5,
    "passive": 20.0, "rate": 0.05, "tracking": 0.0, "trunk": 50.0, "head": 10.0, "scuff": 100.0,
}  # fmt: skip
"""Calibrated so that healthy people walk as in the norms of ``gait``; see
``docs/benchmarks.md`` [expert]."""

FRICTION, SLIP_MPS, TOUCH_M = 0.8, 0.05, 0.001
"""Of sole and floor: friction as in Falisse 2019 (falisse2019), speed and depth over which its
corner and that of touching are rounded [expert]."""

IDLE = 4.0
"""Cost of being on the way, for each second: what makes a slow walk cost more. Chosen so that a
healthy person of middle size walks at about 1.3 m/s by choice [expert]."""

SOFT_TENDON = 30.0
"""Steepness of the Achilles tendon: 5.5 % longer at the greatest force (dhondt2024 found that a
compliant one is needed; its size is [expert])."""


STOPS = {
    "lumbar_extension": (-0.6, 2.0, 10.0, 0.9, 2.0, 10.0, 300.0, 0.19, 2.0),
    "hip_flexion": (-0.6981, 1.51, 21.88, 1.81, 2.44, 5.05, 0.0, 0.0, 0.5),
    "knee_angle": (-0.03, 6.09, 33.94, 2.4, 11.03, 11.33, 0.0, 0.0, 0.1),
    "ankle_angle": (-0.74, 0.18, 12.12, 0.52, 2.03, 38.11, 0.0, 0.0, 0.5),
    "midfoot_angle": (-0.35, 0.5, 20.0, 0.45, 0.5, 20.0, 0.0, 0.0, 1.0),
    "mtp_angle": (-0.5, 0.2, 15.0, 1.134, 0.9, 14.87, 5.0, 0.0, 0.2),
}
"""Low end (rad), moment there (N m), steepness (1/rad), the same of the high end; stiffness between
(N m/rad), angle where it is at rest, damping (N m s/rad). Ends of hip, knee, ankle and the toes'
high end after Anderson 1999 as Falisse 2019 has them (anderson1999, falisse2019); stiffness,
damping and the rest [expert]."""

PAD_N_PER_M, PAD_N_PER_M2 = 3.0e4, 4.0e6
"""Soft tissue: the first is the heel pad's stiffness at first touch that ``kinchain.body.foot``
has, the second stiffens it [expert]."""

SOLE = {
    "heel": (0.6, 0.5, 0.3),
    "midfoot": (1.0, 1.0, 1.0),
    "ball": (1.6, 1.6, 1.0),
    "toe": (0.8, 0.8, 1.0),
}
"""Stiffness of each region over the pad's (the heel lies on a thin sole, and flesh above it gives
too), and damping: the force grows by so much for each m/s of pressing [expert]."""

TOE_RADIUS_M = 0.010
MIDFOOT_CLEARANCE_M = 0.006
"""How far the sole under the unloaded arch's outer edge is off the floor [expert]."""


def healthy(body: Body) -> dict[str, float]:
    """Return every parameter of a healthy person.

    Parameters
    ----------
    body
        The person in the plane.
    """
    weight = body.mass_kg * GRAVITY_MPS2
    values = {
        "global.weight": weight, "global.friction": FRICTION, "global.slip_mps": SLIP_MPS,
        "global.touch_m": TOUCH_M, "global.lean": 0.0, "global.idle": IDLE,
    }  # fmt: skip
    values |= {f"cost.{name}": weight for name, weight in WEIGHTS.items()}
    values |= dict(zip(KNEECAP, body.kneecap, strict=True))
    for name in SEGMENTS:
        one = body.segments[name]
        told = {"mass": one.mass_kg, "x": one.centre_m[0], "y": one.centre_m[1],
                "inertia": one.inertia_kg_m2}  # fmt: skip
        values |= {f"segment.{name}.{what}": value for what, value in told.items()}
    for name, (x, y) in body.joints.items():
        values |= {f"joint.{name}.x": x, f"joint.{name}.y": y}
    values |= _stops("lumbar_extension", "lumbar_extension")
    for side in SIDES:
        values |= _leg(body, side)
    return values


def _leg(body: Body, side: str) -> dict[str, float]:
    values = {f"cane.{side}": 0.0} | {f"pain.{what}_{side}": 0.0 for what in PAINS}
    for lump in LUMPS:
        one, name = body.muscles[lump.name], f"muscle.{lump.name}_{side}"
        told = {
            "force": one.force_n, "fibre": one.fibre_m, "tendon": one.tendon_m,
            "height": one.fibre_m * sin(one.pennation_rad),
            "tight": 1.0,
            "compliance": SOFT_TENDON if lump.is_stretchy else STIFF_TENDON,
        }  # fmt: skip
        values |= {f"{name}.{what}": value for what, value in told.items()}
        values |= {f"{name}.c{i}": value for i, value in enumerate(one.length)}
    values |= {f"foot.{what}_{side}": v for what, v in foot_numbers(body.foot).items()}
    for name, numbers in spheres(body).items():
        values |= {f"sphere.{name}_{side}.{what}": value for what, value in numbers.items()}
    for joint in LEG:
        values |= _stops(f"{joint}_{side}", joint)
    return values


def _stops(name: str, joint: str) -> dict[str, float]:
    what = ("low", "low_torque", "low_steep", "high", "high_torque", "high_steep", "stiffness",
            "rest", "damping")  # fmt: skip
    return {f"passive.{name}.{one}": v for one, v in zip(what, STOPS[joint], strict=True)}


def spheres(body: Body) -> dict[str, dict[str, float]]:
    """Return the spheres of a sole: place on their segment, radius and stiffness.

    Parameters
    ----------
    body
        The person; the places follow the foot's joints, so that all touch the floor together.
    """
    sole = -body.sole_m
    fore_x, fore_y = body.joints["fore"]
    mtp_x, mtp_y = body.joints["toes"]
    length = float(body.foot.length_m)
    heel_radius = 0.10 * length
    ball_radius = body.sole_m + fore_y + mtp_y
    back = fore_x + mtp_x - float(body.foot.heads_m)
    toes = length - float(body.foot.heads_m)
    places = {
        "heel": (back + heel_radius, sole + heel_radius, heel_radius),
        "midfoot": (0.3 * mtp_x, sole - fore_y + MIDFOOT_CLEARANCE_M + 0.015, 0.015),
        "ball": (mtp_x, mtp_y, ball_radius),
        "toe": (0.6 * toes, sole - fore_y - mtp_y + TOE_RADIUS_M, TOE_RADIUS_M),
    }
    made = {}
    for name, (x, y, radius) in places.items():
        first, second, damping = SOLE[name]
        made[name] = {
            "x": x, "y": y, "radius": radius, "stiff": first * PAD_N_PER_M,
            "stiffen": second * PAD_N_PER_M2, "damping": damping,
        }  # fmt: skip
    return made
