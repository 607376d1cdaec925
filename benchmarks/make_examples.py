"""Write the full example of every format: ``python benchmarks/make_examples.py``.

The assessment is a real run of ``examples/case.yaml``; loads, walk, load effects, prevention
and a curve of recovery, which this version or this case does not have, are made up to show the
form, and say so.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

import kinchain as kc
from kinchain.core.formats import FORMATS, model_of

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "src" / "kinchain" / "core" / "formats" / "examples"
MADE_UP = "Made-up numbers that show the form; not a measurement."
N_SOURCES = 8
"""Sources kept of those that conditions and chain cite."""

N_CURVE = 101
"""Points of a curve, 0 to 100 %."""


def curve(shape: Callable[[float], float], digits: int = 2) -> list[float]:
    """Return a curve of 101 points, rounded, from a shape over 0 to 1."""
    return [round(shape(i / (N_CURVE - 1)), digits) for i in range(N_CURVE)]


def bump(height: float, middle: float = 0.5, width: float = 0.25) -> Callable[[float], float]:
    """Return a smooth bump over 0 to 1: its peak, where it is, and its standard deviation."""
    return lambda t: height * math.exp(-(((t - middle) / width) ** 2) / 2.0)


def case() -> dict[str, Any]:
    """Return a case with every field."""
    data: dict[str, Any] = yaml.safe_load((ROOT / "examples" / "case.yaml").read_text("utf-8"))
    data["date"] = str(data["date"])
    data["person"]["country"] = "NL"
    data["outcomes"] = [
        {**one, "date": str(one["date"]), "version": "0-10"} for one in data["outcomes"]
    ]
    data["walks"] = [{"path": "walk.c3d", "static": "static.c3d", "model": "subject.osim"}]
    return data


QUALITY = [{"level": "note", "what": MADE_UP, "where": "the whole example", "effect": "none"}]


def walk() -> dict[str, Any]:
    """Return a walk with every field."""

    def both(left: float, right: float, sd: float, n: int = 6) -> dict[str, Any]:
        sides = {"left": left, "right": right, "all": (left + right) / 2}
        return {side: {"mean": round(v, 3), "sd": sd, "n": n} for side, v in sides.items()}

    knee = curve(lambda t: 8 + bump(12, 0.15, 0.07)(t) + bump(52, 0.72, 0.1)(t), 1)
    return {
        "format": "kinchain-walk/1",
        "recording": {"path": "walk.c3d", "kind": "c3d", "rate_hz": 100.0, "duration_s": 8.4,
                      "markers": 39, "plates": 2},
        "subject": {"mass_kg": 78.0, "height_m": 1.66},
        "events": {
            "left": {"initial_contact_s": [1.02, 2.16], "foot_off_s": [1.74, 2.89],
                     "uncertainty_s": [0.01, 0.01]},
            "right": {"initial_contact_s": [1.59, 2.73], "foot_off_s": [2.27, 3.42],
                      "uncertainty_s": [0.01, 0.01]},
        },
        "event_method": "force plates, 20 N",
        "summary": {
            "walking_speed_mps": {"all": {"mean": 1.04, "sd": 0.03, "n": 6}},
            "cadence_spm": {"all": {"mean": 105.0, "sd": 2.0, "n": 6}},
            "step_length_m": both(0.56, 0.61, 0.02), "stride_length_m": both(1.17, 1.18, 0.02),
            "step_width_m": {"all": {"mean": 0.11, "sd": 0.02, "n": 6}},
            "stance_pct": both(64.1, 60.2, 0.8), "double_support_pct": both(12.9, 12.4, 0.6),
            "foot_progression_deg": both(7.5, 9.8, 1.1),
        },
        "symmetry": {"step_length_m": {"index_pct": 8.5, "left": 0.56, "right": 0.61}},
        "angles": {"knee_angle_r": {"mean_deg": knee, "sd_deg": curve(lambda t: 2.0), "n": 6,
                                    "peak_deg": max(knee), "peak_at_pct": knee.index(max(knee))}},
        "scores": {"gdi": {"left": 88.1, "right": 79.4}, "gps_deg": {"left": 6.2, "right": 8.0},
                   "map_deg": "no foot markers"},
        "compensations": [{"id": "knee_kept_bent", "side": "right", "probability": 0.8,
                           "because": ["knee flexion at initial contact 11 degrees"]}],
        "quality": QUALITY,
    }  # fmt: skip


PEAKS = {
    "grf_vertical_bw": 1.07, "external_knee_adduction_moment_pct_bwht": 2.9,
    "external_knee_flexion_moment_pct_bwht": 2.2,
    "internal_ankle_plantarflexion_moment_nm_per_kg": 1.35, "knee_contact_force_bw": 2.7,
    "knee_medial_force_bw": 1.7, "knee_lateral_force_bw": 1.0, "patellofemoral_force_bw": 0.9,
    "achilles_force_bw": 2.6, "plantar_fascia_force_bw": 0.9, "plantar_fascia_strain_pct": 3.1,
    "heel_force_bw": 0.72, "midfoot_force_bw": 0.2, "metatarsal_heads_force_bw": 0.8,
    "toes_force_bw": 0.25,
}  # fmt: skip
"""Peaks of the made-up loads."""


def loads() -> dict[str, Any]:
    """Return loads with every field."""

    def side(factor: float) -> dict[str, Any]:
        found: dict[str, Any] = {
            name: {
                "mean": (mean := curve(bump(peak * factor), 3)), "sd": curve(lambda t: 0.05),
                "low_90": [round(0.85 * one, 3) for one in mean],
                "high_90": [round(1.15 * one, 3) for one in mean],
                "peak": max(mean), "peak_at_pct": mean.index(max(mean)),
                "interval_90": [round(0.85 * max(mean), 3), round(1.15 * max(mean), 3)], "n": 6,
            }
            for name, peak in PEAKS.items()
        }  # fmt: skip
        found["region_impulse_pct"] = {
            "heel": 38.0, "midfoot": 9.0, "metatarsal_heads": 44.0, "toes": 9.0
        }  # fmt: skip
        found["muscles"] = {
            "soleus_l": {"force_n": curve(bump(1600.0), 0), "activation": curve(bump(0.5))}
        }
        return found

    return {
        "format": "kinchain-loads/1", "recording": "walk.c3d",
        "left": side(1.05), "right": side(0.95),
        "residual_force_pct": 2.1, "marker_rms_mm": 9.4, "source_of_ground_reaction": "plates",
        "model": "kinchain default", "mass_kg": 78.0, "quality": QUALITY,
    }  # fmt: skip


STRIDE = {
    "time_s": [0.0, 0.22, 0.44, 0.66, 0.88, 1.1],
    "joints_m": {
        "pelvis": [[0.0, 0.92], [0.26, 0.94], [0.53, 0.92], [0.79, 0.94], [1.06, 0.92],
                   [1.32, 0.92]],
        "heel_r": [[0.3, 0.03], [0.32, 0.03], [0.35, 0.05], [0.6, 0.2], [1.2, 0.1], [1.62, 0.03]],
    },
    "ground_n": {"right": [[-20.0, 300.0], [-80.0, 720.0], [60.0, 700.0], [0.0, 0.0], [0.0, 0.0],
                           [-20.0, 300.0]]},
    "ground_at_m": {"right": [[0.3, 0.0], [0.36, 0.0], [0.47, 0.0], [0.5, 0.0], [1.2, 0.1],
                              [1.62, 0.0]]},
}  # fmt: skip
"""A few moments of a stride, to show the form."""


def simulation() -> dict[str, Any]:
    """Return a simulation with every field."""
    own_walk, own_loads = walk(), loads()
    own_walk["recording"] |= {"path": "", "kind": "simulated"}
    own_loads |= {"source_of_ground_reaction": "estimated",
                  "model": "kinchain predictive walker, sagittal"}  # fmt: skip
    return {
        "format": "kinchain-simulation/1",
        "person": {"mass_kg": 78.0, "height_m": 1.66, "sex": "female",
                   "assumed": ["height 1.66 m"]},
        "settings": {"knee_extension_deficit_deg@right": 10.0, "knee_pain@right": 5.0},
        "speed": "self_chosen", "status": "converged", "converged": True, "advice": MADE_UP,
        "notes": [MADE_UP], "not_modelled": ["knee_varus_deg"],
        "walk": own_walk, "loads": own_loads, "stride": STRIDE,
        "objective": 12.4, "solve_s": 41.0, "starts": 3, "seed": 0, "iterations": 84,
        "baseline": {"walk": own_walk, "loads": own_loads}, "baseline_stride": STRIDE,
        "baseline_advice": "A walk was found.",
        "difference": {"achilles_force_bw@left": {
            "absolute": 0.12, "percent": 4.6, "interval_90": [0.02, 0.25], "baseline": 2.6,
            "changed": 2.72, "verdict": "more"}},
        "walk_difference": {"step_length_m@left": {
            "absolute": -0.04, "percent": -6.7, "interval_90": [-0.07, -0.01], "baseline": 0.6,
            "changed": 0.56, "verdict": "less"}},
        "spread": {"draws": 4, "varied": ["calf_strength_pct"], "numeric_pct": 2.0,
                   "model_pct": 25.0, "basis": "expert"},
        "disclaimer": "Decision support and education, not a diagnosis.",
    }  # fmt: skip


def assessment() -> dict[str, Any]:
    """Return a real assessment, completed by made-up parts that this version leaves empty."""
    data = kc.assess(kc.read_case(ROOT / "examples" / "case.yaml")).model_dump(mode="json")
    data["created"] = "2026-03-01T12:00:00Z"
    data["conditions"] = data["conditions"][:6]
    for one in data["conditions"]:
        one["not_excluded"] = one["not_excluded"] or None
    if not any(one["not_excluded"] for one in data["conditions"]):
        data["conditions"][-1]["not_excluded"] = (
            "Less likely, because nothing typical of it was told. Not excluded: telling alone "
            "never rules it out."
        )
    data["sources"] = _cited_by(data)
    data["not_understood"] = data["not_understood"] or "1 recording(s) were not read."
    data["cannot_tell_yet"] = data["cannot_tell_yet"] or "An example of a doubt."
    source = data["sources"][0]["id"]
    data["chain"]["at_risk"] = data["chain"]["at_risk"] or [
        {"what": "pain in the ball of the foot", "why": MADE_UP, "evidence": "weak",
         "sources": [source]}
    ]  # fmt: skip
    data["chain"]["load_effects"] = [
        {"cause": "knee", "on": "heel_force_bw", "side": "left", "per": "step", "change_n": 31.0,
         "change_pct": 4.2, "interval_90": [4.0, 66.0], "speed": "self_chosen",
         "by_mechanism": {"knee_sparing_walk": 31.0}, "not_in_the_model": ["shared_disease"],
         "method": "simulation", "assumptions": [MADE_UP], "verdict": "more",
         "text": "Because of the knee, the left heel carries about 4 % more in each step, at the "
         "speed this body would choose (range +1 to +9 %)."}
    ]  # fmt: skip
    data["chain"]["load_effects_note"] = MADE_UP
    data["chain"]["would_change"] = [
        {"setting": "calf_tightness_pct@left", "to": 0.0, "text": "If the left calf were as supple "
         "as usual, the band under the left arch would carry about 6 % less.",
         "on": "plantar_fascia_force_bw", "side": "left", "change_n": -29.0, "change_pct": -6.0,
         "interval_90": [-52.0, -6.0], "verdict": "less", "treatment": "stretching",
         "trial": MADE_UP, "sources": [source]}
    ]  # fmt: skip
    data["walks"], data["loads"] = [_without_curves(walk())], [_without_curves(loads())]
    data["load_signs"] = LOAD_SIGNS
    data["plan"]["prevention"] = data["plan"]["prevention"] or [MADE_UP]
    _curve_for_the_form(data["recovery"])
    return data


LOAD_SIGNS = [
    {"recording": "walk.c3d", "finding": "heel_load_high", "load": "heel_force_bw", "side": "left",
     "value": 0.756, "interval_90": [0.643, 0.869], "unit": "x body weight",
     "usual": [0.403, 1.171], "both": None, "probability": 0.01, "told": ["pain_heel@left"],
     "verdict": "not_shown", "text": "You told: heel pain (left). This walk does not show a hard "
     "landing on the left heel. It can hurt without that.",
     "sources": ["keller1996", "sun2018_speed"]},
    {"recording": "walk.c3d", "finding": "load_uneven", "load": "grf_vertical_bw", "side": "none",
     "value": 14.3, "interval_90": [11.2, 17.4], "unit": "%", "usual": [-10.0, 10.0],
     "both": [1.2, 1.04], "probability": 0.989, "told": [], "verdict": "unsaid",
     "text": "This walk shows more load on one leg than on the other (force on the ground: left "
     "1.20, right 1.04 x body weight). You did not speak of it.", "sources": []},
]  # fmt: skip
"""Made up, to show the form."""


def _curve_for_the_form(recovery: dict[str, Any]) -> None:
    """Give the first course a curve where the case itself has none; it says that it is made up."""
    if not any(one["weeks"] for one in recovery["expected"]):
        first = recovery["expected"][0]
        first["weeks"] = [[6.0, 0.3, 0.15, 0.5], [12.0, 0.5, 0.3, 0.7]]
        first["text"] += f" The curve: {MADE_UP}"


def _cited_by(data: dict[str, Any]) -> list[Any]:
    """Return the sources of the plan and the course, and the first ones of the rest."""
    parts = (*data["plan"]["items"], *data["recovery"]["expected"])
    named = {name for part in parts for name in part["sources"]}
    return [one for i, one in enumerate(data["sources"]) if i < N_SOURCES or one["id"] in named]


def _without_curves(data: Any) -> Any:
    """Return data with its curves left out, as an assessment carries walks and loads."""
    if isinstance(data, dict):
        kept = {name: _without_curves(value) for name, value in data.items() if name != "muscles"}
        return {name: value for name, value in kept.items() if value is not None}
    if isinstance(data, list) and len(data) == N_CURVE:
        return None
    return [_without_curves(one) for one in data] if isinstance(data, list) else data


def error() -> dict[str, Any]:
    """Return an error report."""
    fault = {
        "what": "unknown finding 'first_step_pian'",
        "where": "case.yaml, field 'findings.first_step_pian@left'",
        "expected": "one of the finding names",
        "mend": "Did you mean first_step_pain?",
    }
    return {"format": "kinchain-error/1", "errors": [fault]}


def text_of(data: Any) -> str:
    """Return JSON with rows of numbers on one line.

    Parameters
    ----------
    data
        Plain data.
    """
    text = json.dumps(data, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([-\d.,\se]+?)\s+\]", _one_line, text) + "\n"


def _one_line(found: re.Match[str]) -> str:
    return "[" + re.sub(r"\s+", " ", found.group(1)).strip() + "]"


def main() -> None:
    """Write all examples, each checked against its model first."""
    makers = (case, assessment, walk, loads, simulation, error)
    for maker in makers:
        data = maker()
        model_of(maker.__name__).model_validate_json(json.dumps(data))
        (PLACE / f"{maker.__name__}.json").write_text(text_of(data), "utf-8")
    assert {maker.__name__ for maker in makers} <= set(FORMATS)


if __name__ == "__main__":
    main()
