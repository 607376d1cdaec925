"""A predicted stride in the exchange formats: as a walk, as loads, as lines to draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kinchain.core.formats.loads import LoadCurve, Loads, RegionImpulse, SideLoads
from kinchain.core.formats.simulation import Stride
from kinchain.core.formats.walk import (
    AngleCurve,
    Events,
    Quality,
    Recording,
    Statistic,
    Symmetry,
    Walk,
)
from kinchain.simulate.gait_cycle import LEGS, GaitCycle, Leg, Person
from kinchain.simulate.measure import (
    LOADS,
    load_course,
    over_stance,
    over_stride,
    region_impulse_pct,
    stance_of,
    steps_of,
)

__all__ = ["loads_of", "stride_of", "walk_of"]

MODEL = "kinchain predictive walker, sagittal"

NOT_MEASURED = Quality(
    level="warning",
    what="predicted, not measured",
    where="the whole stride",
    effect="a model of a body of this size walked so; the person may walk otherwise",
)
FLAT = Quality(
    level="note",
    what="the model walks in one plane, seen from the side",
    where="model",
    effect="bow leg, knock knee, hip drop and rolling of the foot are not in it",
)

UNSURE: Mapping[str, float] = {
    "grf_vertical_bw": 0.07,
    "plantar_fascia_force_bw": 0.40,
    "plantar_fascia_strain_pct": 0.50,
    "heel_force_bw": 0.20,
    "midfoot_force_bw": 0.40,
    "metatarsal_heads_force_bw": 0.20,
    "toes_force_bw": 0.40,
}
OTHER_UNSURE = 0.20
"""Standard deviation of each predicted peak as a share [expert, set wide]."""

Z_90 = 1.6449

_ANGLES = (
    "hip_flexion", "knee_angle", "ankle_angle", "midfoot_angle", "mtp_angle",
)  # fmt: skip


def walk_of(gait: GaitCycle, person: Person) -> Walk:
    """Return a predicted stride as a walk.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose.
    """
    steps = steps_of(gait)
    return Walk(
        recording=Recording(
            path="",
            kind="simulated",
            rate_hz=round((len(gait.time_s) - 1) / gait.stride_s, 3),
            duration_s=round(gait.stride_s, 4),
        ),
        subject={"mass_kg": person.mass_kg, "height_m": person.height_m},
        events={leg: _events(gait, leg) for leg in LEGS},
        event_method="vertical force of the ground, 20 N",
        summary={
            name: {side: Statistic(mean=round(value, 4), n=1) for side, value in sides.items()}
            for name, sides in steps.items()
        },
        symmetry={
            name: _symmetry(sides["left"], sides["right"])
            for name, sides in steps.items()
            if "left" in sides and name in {"step_length_m", "stance_pct"}
        },
        angles=_angles(gait),
        quality=(NOT_MEASURED, FLAT),
    )


def _events(gait: GaitCycle, leg: Leg) -> Events:
    stance = stance_of(gait, leg)
    off = (stance.start + stance.length) % 1.0
    return Events(
        initial_contact_s=(round(stance.start * gait.stride_s, 4),),
        foot_off_s=(round(off * gait.stride_s, 4),),
    )


def _symmetry(left: float, right: float) -> Symmetry:
    mean = 0.5 * (left + right)
    index = 100.0 * abs(left - right) / mean if mean else 0.0
    return Symmetry(index_pct=round(index, 2), left=round(left, 4), right=round(right, 4))


def _angles(gait: GaitCycle) -> dict[str, AngleCurve]:
    found = {}
    for name in _ANGLES:
        for leg in LEGS:
            key = f"{name}_{leg[0]}"
            if key in gait.coordinates:
                curve = np.rad2deg(over_stride(gait, leg, gait.coordinates[key]))
                found[key] = AngleCurve(
                    mean_deg=_rounded(curve, 2),
                    peak_deg=round(float(curve.max()), 2),
                    peak_at_pct=float(curve.argmax()),
                    n=1,
                )
    return found


def loads_of(gait: GaitCycle, person: Person) -> Loads:
    """Return a predicted stride's loads over stance.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose; body weights are of the mass before any change set.
    """
    sides = {leg: _side(gait, person, leg) for leg in LEGS}
    return Loads(
        left=sides["left"],
        right=sides["right"],
        source_of_ground_reaction="estimated",
        model=MODEL,
        mass_kg=person.mass_kg,
        quality=(NOT_MEASURED, FLAT),
    )


def _side(gait: GaitCycle, person: Person, leg: Leg) -> SideLoads:
    curves = {name: _curve(gait, person, name, leg) for name in LOADS}
    impulse = {
        name: round(value, 2) for name, value in region_impulse_pct(gait, leg).items()
    }  # fmt: skip
    region = RegionImpulse(**impulse) if sum(impulse.values()) > 0 else None
    return SideLoads(**curves, region_impulse_pct=region)


def _curve(gait: GaitCycle, person: Person, name: str, leg: Leg) -> LoadCurve:
    course = over_stance(gait, leg, load_course(gait, person, name, leg))
    peak = float(course.max())
    half = Z_90 * UNSURE.get(name, OTHER_UNSURE) * abs(peak)
    return LoadCurve(
        mean=_rounded(course, 4),
        peak=round(peak, 4),
        peak_at_pct=float(course.argmax()),
        interval_90=(round(max(peak - half, 0.0) if peak >= 0 else peak - half, 4),
                     round(peak + half, 4)),
        n=1,
    )  # fmt: skip


def stride_of(gait: GaitCycle) -> Stride:
    """Return a predicted stride as joints and forces to draw.

    Parameters
    ----------
    gait
        The stride.
    """
    return Stride(
        time_s=tuple(round(float(one), 4) for one in gait.time_s),
        joints_m={name: _points(path, 4) for name, path in gait.joints.items()},
        ground_n={str(leg): _points(gait.ground[leg], 1) for leg in LEGS},
        ground_at_m={str(leg): _points(_pressed(gait, leg), 4) for leg in LEGS},
    )


_REGION_AT = {"heel": "heel", "midfoot": "midfoot", "ball": "mtp", "toe": "toe"}


def _pressed(gait: GaitCycle, leg: Leg) -> np.ndarray:
    """Return about where a foot presses: the points of its regions, weighed by their forces."""
    own = leg[0]
    force = np.stack([np.maximum(gait.regions[f"{name}_{own}"], 1e-6) for name in _REGION_AT])
    at = np.stack([gait.joints[f"{name}_{own}"] for name in _REGION_AT.values()])
    return np.asarray(np.einsum("rn,rnk->nk", force, at) / force.sum(axis=0)[:, None])


def _points(path: np.ndarray, digits: int) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(x), digits), round(float(y), digits)) for x, y in path)


def _rounded(curve: np.ndarray, digits: int) -> tuple[float, ...]:
    return tuple(round(float(one), digits) for one in curve)
