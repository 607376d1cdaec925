"""What a model file says of each muscle, with what OpenSim takes where it says nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinchain.body._muscle_curves import (
    NEAR_GREATEST_SPEED,
    PLATEAU_HALF_WIDTH,
    Curve,
    active_force_length,
    force_velocity,
    passive_force_length,
    tendon_force_length,
)
from kinchain.body.osim.model import OsimMuscle
from kinchain.core.errors import Fault
from kinchain.core.trial import Note

IntArray = NDArray[np.int64]

PLAIN, MILLARD, THELEN = 0, 1, 2
KINDS = {"Millard2012EquilibriumMuscle": MILLARD, "Thelen2003Muscle": THELEN}

USUAL = {
    "min_control": 0.01, "max_control": 1.0, "max_isometric_force": 1000.0,
    "optimal_fiber_length": 0.1, "tendon_slack_length": 0.2, "pennation_angle_at_optimal": 0.0,
    "max_contraction_velocity": 10.0, "maximum_pennation_angle": float(np.arccos(0.1)),
    "fiber_damping": 0.1, "ignore_tendon_compliance": 0.0, "FmaxTendonStrain": 0.04,
    "FmaxMuscleStrain": 0.6, "KshapeActive": 0.45, "KshapePassive": 5.0, "Af": 0.25,
    "Flen": 1.4, "fv_linear_extrap_threshold": 0.95,
}  # fmt: skip
"""What OpenSim 4.6 takes where a file does not say."""

USUAL_CURVES = {
    "ActiveForceLengthCurve": {
        "min_norm_active_fiber_length": 0.4441, "transition_norm_fiber_length": 0.73,
        "max_norm_active_fiber_length": 1.8123, "shallow_ascending_slope": 0.8616,
        "minimum_value": 0.1,
    },
    "ForceVelocityCurve": {
        "concentric_slope_at_vmax": 0.0, "concentric_slope_near_vmax": 0.25,
        "isometric_slope": 5.0, "eccentric_slope_at_vmax": 0.0,
        "eccentric_slope_near_vmax": 0.15, "max_eccentric_velocity_force_multiplier": 1.4,
        "concentric_curviness": 0.6, "eccentric_curviness": 0.9,
    },
    "FiberForceLengthCurve": {"strain_at_zero_force": 0.0, "strain_at_one_norm_force": 0.7},
    "TendonForceLengthCurve": {"strain_at_one_norm_force": 0.049},
}  # fmt: skip
"""The same for the curves of Millard's muscle."""

BUILDERS = {
    "ActiveForceLengthCurve": active_force_length,
    "ForceVelocityCurve": force_velocity,
    "FiberForceLengthCurve": passive_force_length,
    "TendonForceLengthCurve": tendon_force_length,
}

LEAST_DAMPING = 0.001
"""Below it Millard's fibre counts as undamped, and its curves are kept off zero."""

KEPT_OFF_ZERO = 0.1


def unknown_kind(one: OsimMuscle) -> Note:
    """Say that the curves of a muscle are not known."""
    return Note(
        "warning",
        f"the force curves of a {one.kind} are not supported",
        f"muscle {one.name}",
        "it gives its greatest isometric force at any length and speed, and no passive force",
    )


def curve_parameters(one: OsimMuscle, v: dict[str, float]) -> list[tuple[str, dict[str, float]]]:
    """Return the parameters of the four curves, changed as OpenSim does for undamped fibres."""
    own = {name: dict(pairs) for name, pairs in one.curves}
    pairs = [(name, usual | own.get(name, {})) for name, usual in USUAL_CURVES.items()]
    active, speed = pairs[0][1], pairs[1][1]
    if not v["ignore_tendon_compliance"] and v["fiber_damping"] < LEAST_DAMPING:
        active["minimum_value"] = max(active["minimum_value"], KEPT_OFF_ZERO)
        ways = ("concentric", "eccentric")
        if min(speed[f"{way}_slope_at_vmax"] for way in ways) < KEPT_OFF_ZERO:
            for way in ways:
                speed[f"{way}_slope_at_vmax"] = 0.5 * speed[f"{way}_slope_near_vmax"]
    else:
        active["minimum_value"] = 0.0
        speed["concentric_slope_at_vmax"] = speed["eccentric_slope_at_vmax"] = 0.0
    return pairs


def numbers_of(
    one: OsimMuscle, v: dict[str, float], curves: list[Curve], rows: IntArray
) -> list[float]:
    """Return the row of numbers that the kernel reads."""
    optimal, angle = v["optimal_fiber_length"], v["pennation_angle_at_optimal"]
    height = optimal * np.sin(angle)
    tiny = np.finfo(float).eps
    least = height / np.sin(v["maximum_pennation_angle"]) if angle > tiny else 0.01 * optimal
    if KINDS.get(one.kind) == MILLARD:
        least = max(least, curves[rows[0]].start * optimal)
    return [
        v["max_isometric_force"], optimal, v["tendon_slack_length"],
        v["max_contraction_velocity"], height, least, v["KshapeActive"], v["FmaxMuscleStrain"],
        v["KshapePassive"], v["Af"], v["Flen"], v["fv_linear_extrap_threshold"],
    ]  # fmt: skip


def curve_faults(one: OsimMuscle, v: dict[str, float], where: str) -> list[Fault]:
    """Return the curves of a Millard muscle that cannot be drawn."""
    active, speed, passive, tendon = (pair[1] for pair in curve_parameters(one, v))
    x0, x1, x3 = (
        active[name]
        for name in (
            "min_norm_active_fiber_length",
            "transition_norm_fiber_length",
            "max_norm_active_fiber_length",
        )
    )
    most = speed["max_eccentric_velocity_force_multiplier"]
    bends = [x for curve in (speed, passive, tendon) for k, x in curve.items() if "curvi" in k]
    wrong = {
        "ActiveForceLengthCurve": not (
            0.0 <= x0 < x1 < 1.0 - PLATEAU_HALF_WIDTH
            and x3 > 1.0 + 2.0 * PLATEAU_HALF_WIDTH
            and 0.0 <= active["shallow_ascending_slope"] < 1.0 / (1.0 - x1)
        ),
        "ForceVelocityCurve": not (
            most > 1.0
            and speed["isometric_slope"] > max(1.0, (most - 1.0) / NEAR_GREATEST_SPEED)
            and 0.0
            <= speed["concentric_slope_at_vmax"]
            <= speed["concentric_slope_near_vmax"]
            < 1.0
            and 0.0 <= speed["eccentric_slope_at_vmax"] <= speed["eccentric_slope_near_vmax"]
            and speed["eccentric_slope_near_vmax"] < most - 1.0
        ),
        "FiberForceLengthCurve": not (
            passive["strain_at_one_norm_force"] > passive["strain_at_zero_force"] > -1.0
            and _is_steeper(passive, passive["strain_at_zero_force"])
        ),
        "TendonForceLengthCurve": not (
            tendon["strain_at_one_norm_force"] > 0.0
            and 0.0 < tendon.get("norm_force_at_toe_end", 0.5) < 1.0
            and _is_steeper(tendon, 0.0)
        ),
        "curviness": not all(0.0 <= bend <= 1.0 for bend in bends),
    }
    return [
        Fault(
            f"has a {name} that cannot be drawn",
            f"{where}, muscle {one.name}",
            "lengths, slopes and strains in rising order, curviness between 0 and 1",
            f"correct the numbers of <{name}>, or leave them out",
        )
        for name, is_wrong in wrong.items()
        if is_wrong
    ]


def _is_steeper(curve: dict[str, float], foot: float) -> bool:
    """Tell whether a curve ends steeper than the line from its foot to one normalised force."""
    span = curve["strain_at_one_norm_force"] - foot
    return curve.get("stiffness_at_one_norm_force", 2.0 / span if span else 0.0) * span > 1.0


def faults_of(one: OsimMuscle, v: dict[str, float], where: str) -> list[Fault]:
    """Return what is impossible among the parameters."""
    limits = {
        "max_isometric_force": (0.0, np.inf), "optimal_fiber_length": (1e-6, np.inf),
        "tendon_slack_length": (0.0, np.inf), "max_contraction_velocity": (1e-6, np.inf),
        "pennation_angle_at_optimal": (0.0, 0.5 * np.pi - 1e-6), "KshapeActive": (1e-6, np.inf),
        "FmaxMuscleStrain": (1e-6, np.inf), "KshapePassive": (1e-6, np.inf),
        "FmaxTendonStrain": (1e-6, np.inf), "Af": (1e-6, np.inf), "Flen": (1.0 + 1e-6, np.inf),
        "fv_linear_extrap_threshold": (1.0 / v["Flen"] + 1e-9, 1.0 - 1e-9),
        "max_control": (v["min_control"], np.inf),
    }  # fmt: skip
    faults = curve_faults(one, v, where) if KINDS.get(one.kind) == MILLARD else []
    return faults + [
        Fault(
            f"has {name} {v[name]:g}",
            f"{where}, muscle {one.name}",
            f"between {low:g} and {high:g}",
            f"correct <{name}>",
        )
        for name, (low, high) in limits.items()
        if not low <= v[name] <= high
    ]
