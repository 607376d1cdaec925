"""What the loads are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class LoadName(NamedTuple):
    """How a load is shown.

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


NAMES: Mapping[str, LoadName] = {
    "grf_vertical_bw": LoadName("Vertical force", "BW", 2),
    "external_knee_adduction_moment_pct_bwht": LoadName("Knee adduction moment", "% BW ht", 2),
    "external_knee_flexion_moment_pct_bwht": LoadName("Knee flexion moment", "% BW ht", 2),
    "internal_ankle_plantarflexion_moment_nm_per_kg": LoadName("Ankle moment", "N m/kg", 2),
    "knee_contact_force_bw": LoadName("Knee contact force", "BW", 2),
    "knee_medial_force_bw": LoadName("Knee, inner side", "BW", 2),
    "knee_lateral_force_bw": LoadName("Knee, outer side", "BW", 2),
    "patellofemoral_force_bw": LoadName("Kneecap on thigh", "BW", 2),
    "achilles_force_bw": LoadName("Achilles tendon", "BW", 2),
    "plantar_fascia_force_bw": LoadName("Plantar fascia", "BW", 2),
    "plantar_fascia_strain_pct": LoadName("Plantar fascia strain", "%", 1),
    "heel_force_bw": LoadName("Heel", "BW", 2),
    "midfoot_force_bw": LoadName("Midfoot", "BW", 2),
    "metatarsal_heads_force_bw": LoadName("Metatarsal heads", "BW", 2),
    "toes_force_bw": LoadName("Toes", "BW", 2),
}
"""Name in the exchange format -> how it is shown; in the order that they are shown in."""


class Part(NamedTuple):
    """A part of the leg in people's words.

    Parameters
    ----------
    title
        Its name at the head of a row.
    phrase
        Its name within a sentence.
    short
        Its name where there is little room.
    """

    title: str
    phrase: str
    short: str


PARTS: Mapping[str, Part] = {
    "knee_contact_force_bw": Part("Knee, all of it", "the knee", "Knee"),
    "knee_medial_force_bw": Part("Knee, inner half", "the inner half of the knee", "Inner knee"),
    "knee_lateral_force_bw": Part("Knee, outer half", "the outer half of the knee", "Outer knee"),
    "patellofemoral_force_bw": Part("Kneecap on the thigh bone", "the kneecap", "Kneecap"),
    "achilles_force_bw": Part("Achilles tendon (pull)", "the Achilles tendon", "Achilles tendon"),
    "plantar_fascia_force_bw": Part(
        "Band under the arch (plantar fascia, pull)", "the band under the arch", "Band under arch"
    ),
    "heel_force_bw": Part("Heel", "the heel", "Heel"),
    "midfoot_force_bw": Part("Middle of the foot", "the middle of the foot", "Middle of foot"),
    "metatarsal_heads_force_bw": Part("Ball of the foot", "the ball of the foot", "Ball of foot"),
    "toes_force_bw": Part("Toes", "the toes", "Toes"),
}
"""Forces in body weights that people are told of, from the knee down."""
