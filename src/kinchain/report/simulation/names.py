"""What was set, and what changed, in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kinchain.core.formats.simulation import Simulation


class SettingWords(NamedTuple):
    """How a setting is told.

    Parameters
    ----------
    words
        With ``{leg}`` and ``{value}``.
    both
        The same for both legs, or for the whole person.
    """

    words: str
    both: str


SETTINGS: Mapping[str, SettingWords] = {
    "knee_extension_deficit_deg": SettingWords(
        "the {leg} knee stays {value}° short of straight",
        "both knees stay {value}° short of straight",
    ),
    "knee_flexion_limit_deg": SettingWords(
        "the {leg} knee bends to {value}° at most", "both knees bend to {value}° at most"
    ),
    "knee_pain": SettingWords(
        "pain in the {leg} knee, {value} of 10", "pain in both knees, {value} of 10"
    ),
    "knee_effusion_grade": SettingWords(
        "fluid in the {leg} knee, grade {value} of 3", "fluid in both knees, grade {value} of 3"
    ),
    "quadriceps_strength_pct": SettingWords(
        "{value} % of usual strength in the front of the {leg} thigh",
        "{value} % of usual strength in the front of both thighs",
    ),
    "hamstrings_tightness_pct": SettingWords(
        "the back of the {leg} thigh {value} % tighter", "the back of both thighs {value} % tighter"
    ),
    "calf_tightness_pct": SettingWords(
        "the {leg} calf {value} % tighter", "both calves {value} % tighter"
    ),
    "calf_strength_pct": SettingWords(
        "{value} % of usual strength in the {leg} calf",
        "{value} % of usual strength in both calves",
    ),
    "hip_flexor_tightness_pct": SettingWords(
        "the front of the {leg} hip {value} % tighter", "the front of both hips {value} % tighter"
    ),
    "hip_abductor_strength_pct": SettingWords(
        "{value} % of usual strength at the side of the {leg} hip",
        "{value} % of usual strength at the side of both hips",
    ),
    "knee_varus_deg": SettingWords(
        "the {leg} knee bowed by {value}° (minus: knocked)",
        "both knees bowed by {value}° (minus: knocked)",
    ),
    "arch_height_pct": SettingWords(
        "the {leg} arch at {value} % of usual height", "both arches at {value} % of usual height"
    ),
    "arch_stiffness_pct": SettingWords(
        "the {leg} arch at {value} % of usual stiffness",
        "both arches at {value} % of usual stiffness",
    ),
    "plantar_fascia_stiffness_pct": SettingWords(
        "the band under the {leg} arch at {value} % of usual stiffness",
        "the bands under both arches at {value} % of usual stiffness",
    ),
    "ankle_dorsiflexion_limit_deg": SettingWords(
        "the {leg} foot bends up to {value}° at most", "both feet bend up to {value}° at most"
    ),
    "heel_pain": SettingWords(
        "pain in the {leg} heel, {value} of 10", "pain in both heels, {value} of 10"
    ),
    "body_mass_change_kg": SettingWords("{value} kg of body mass", "{value} kg of body mass"),
    "heel_lift_mm": SettingWords(
        "a heel lift of {value} mm under the {leg} foot", "heel lifts of {value} mm in both shoes"
    ),
    "arch_support_pct": SettingWords(
        "an arch support under the {leg} foot, {value} % of full",
        "arch supports under both feet, {value} % of full",
    ),
    "cane": SettingWords(
        "a cane for the {leg} leg that takes {value} % of body weight",
        "two canes that take {value} % of body weight each",
    ),
}
"""Name of each setting to how it is told."""


class StepWords(NamedTuple):
    """How a figure of the steps is told.

    Parameters
    ----------
    words
        Its name.
    unit
        Its unit, short.
    digits
        Digits after the point.
    """

    words: str
    unit: str
    digits: int


STEPS: Mapping[str, StepWords] = {
    "walking_speed_mps": StepWords("Speed", "m/s", 2),
    "cadence_spm": StepWords("Steps a minute", "", 0),
    "step_length_m": StepWords("Step length", "m", 2),
    "stance_pct": StepWords("Time on the ground", "%", 1),
    "double_support_pct": StepWords("Both feet on the ground", "%", 1),
}
"""Figures of the steps that people are told of, in order."""


def settings_in_words(simulation: Simulation) -> list[str]:
    """Return what was set in words, in the order told.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    return [setting_in_words(key, value) for key, value in simulation.settings.items()]


def setting_in_words(key: str, value: float) -> str:
    """Return one setting in words.

    Parameters
    ----------
    key
        Its name, with its side.
    value
        Its value.
    """
    name, _, leg = key.partition("@")
    told = SETTINGS.get(name)
    if told is None:
        return f"{key} {value:g}"
    signed = f"{value:+g}" if name == "body_mass_change_kg" else f"{value:g}"
    return (told.words if leg else told.both).format(leg=leg, value=signed)
