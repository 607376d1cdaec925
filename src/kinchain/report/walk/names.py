"""Names of what a walk's measures, forces, patterns and scores are, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES: Mapping[str, tuple[str, str, float, int]] = {
    "walking_speed_mps": ("Walking speed", "m/s", 1.0, 2),
    "cadence_spm": ("Steps a minute", "", 1.0, 0),
    "step_length_m": ("Step length", "cm", 100.0, 1),
    "stride_length_m": ("Stride length", "cm", 100.0, 1),
    "step_width_m": ("Step width", "cm", 100.0, 1),
    "step_time_s": ("Step time", "s", 1.0, 2),
    "stride_time_s": ("Stride time", "s", 1.0, 2),
    "stance_pct": ("Foot on the ground", "% of stride", 1.0, 1),
    "swing_pct": ("Foot in the air", "% of stride", 1.0, 1),
    "single_support_pct": ("On this foot alone", "% of stride", 1.0, 1),
    "double_support_pct": ("Both feet down", "% of stride", 1.0, 1),
    "foot_progression_deg": ("Foot turned out", "°", 1.0, 1),
    "toe_clearance_m": ("Least toe height in swing", "cm", 100.0, 1),
}
"""Measure to its name, shown unit, factor and decimals, in the order of the table."""

FORCES: Mapping[str, tuple[str, str, float, int]] = {
    "vertical_peak_bw": ("Most upward force", "% body weight", 100.0, 0),
    "vertical_peak_1_bw": ("First hump", "% body weight", 100.0, 0),
    "vertical_valley_bw": ("Valley between", "% body weight", 100.0, 0),
    "vertical_peak_2_bw": ("Second hump", "% body weight", 100.0, 0),
    "loading_rate_bw_per_s": ("Loading rate", "body weights/s", 1.0, 1),
    "braking_peak_bw": ("Most braking force", "% body weight", 100.0, 0),
    "propulsive_peak_bw": ("Most forward push", "% body weight", 100.0, 0),
    "braking_impulse_bw_s": ("Braking in all", "% body weight x s", 100.0, 1),
    "propulsive_impulse_bw_s": ("Push in all", "% body weight x s", 100.0, 1),
    "vertical_impulse_bw_s": ("Carried in all", "% body weight x s", 100.0, 1),
    "vertical_peak_n": ("Most upward force", "N", 1.0, 0),
    "vertical_peak_1_n": ("First hump", "N", 1.0, 0),
    "vertical_valley_n": ("Valley between", "N", 1.0, 0),
    "vertical_peak_2_n": ("Second hump", "N", 1.0, 0),
    "loading_rate_n_per_s": ("Loading rate", "N/s", 1.0, 0),
    "braking_peak_n": ("Most braking force", "N", 1.0, 0),
    "propulsive_peak_n": ("Most forward push", "N", 1.0, 0),
    "braking_impulse_n_s": ("Braking in all", "N s", 1.0, 1),
    "propulsive_impulse_n_s": ("Push in all", "N s", 1.0, 1),
    "vertical_impulse_n_s": ("Carried in all", "N s", 1.0, 0),
    "contact_time_s": ("Time on the plate", "s", 1.0, 2),
    "cop_start_pct": ("Pressure begins", "% of foot", 1.0, 0),
    "cop_end_pct": ("Pressure ends", "% of foot", 1.0, 0),
    "cop_time_heel_pct": ("Pressure at the heel", "% of contact", 1.0, 0),
    "cop_time_midfoot_pct": ("at the midfoot", "% of contact", 1.0, 0),
    "cop_time_forefoot_pct": ("at the forefoot", "% of contact", 1.0, 0),
    "cop_time_toes_pct": ("at the toes", "% of contact", 1.0, 0),
    "external_knee_flexion_moment_nm_per_kg": ("Knee flexion moment", "N·m/kg", 1.0, 2),
    "external_knee_adduction_moment_nm_per_kg": ("Knee adduction moment", "N·m/kg", 1.0, 2),
}
"""The same of what force plates show."""

SIGNS: Mapping[str, str] = {
    "antalgic": "Spares the leg (antalgic)",
    "quadriceps_avoidance": "Knee kept straight under load (quadriceps avoidance)",
    "stiff_knee": "Knee bends little in swing (stiff knee)",
    "flexed_knee": "Knee stays bent in stance (flexed knee)",
    "varus_thrust": "Knee moves outward under load (varus thrust)",
    "valgus_thrust": "Knee moves inward under load (valgus thrust)",
    "toe_in": "Foot turned in (toe-in)",
    "toe_out": "Foot turned out (toe-out)",
    "trunk_lean": "Trunk leans over the standing leg (trunk lean)",
    "vaulting": "Heel lifts so that the other leg clears (vaulting)",
    "circumduction": "Foot swings in an outward bow (circumduction)",
    "early_heel_rise": "Heel leaves the ground early (early heel rise)",
    "weak_push_off": "Weak push-off",
    "overpronation": "Foot rolls in (overpronation)",
    "toe_walking": "Walks on the toes (toe walking)",
    "outer_edge": "Foot rolls over its outer edge",
    "less_weight": "Puts less weight on this leg",
    "asymmetry": "The two sides differ (asymmetry)",
}
"""Compensation to its name."""

SCORES: Mapping[str, str] = {
    "gdi": "Gait deviation index",
    "gps_deg": "Gait profile score, °",
    "reference": "Compared with",
}

WHOLE = ("walking_speed_mps", "cadence_spm")
"""Measures of the person rather than of a foot."""

JOINTS: tuple[tuple[str, str, str], ...] = (
    ("hip_flexion", "Hip", "bent + / stretched -"),
    ("knee_angle", "Knee", "bent + / overstretched -"),
    ("ankle_angle", "Ankle", "toes up + / toes down -"),
)
"""Coordinates whose range is told in words."""

KINDS = {
    "c3d": "C3D", "trc": "TRC", "mot": "MOT", "sto": "STO", "opencap": "OpenCap",
    "sports2d": "Sports2D", "pose2sim": "Pose2Sim",
}  # fmt: skip

UNITS = {"pct": "%", "deg": "°", "mps": "m/s", "spm": "per min", "nm": "N·m", "n": "N", "s": "s",
         "m": "m", "bw": "body weights", "hz": "Hz", "kg": "kg", "mm": "mm"}  # fmt: skip
