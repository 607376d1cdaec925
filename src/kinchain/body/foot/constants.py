"""Constants of the foot: central value, range, source of each; what is unsure is drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

Basis = Literal["measured", "model", "expert"]


@dataclass(frozen=True)
class Constant:
    """One figure of the foot with how unsure it is.

    Parameters
    ----------
    value
        Central value, in the unit that ends its name.
    low, high
        Ends of a 90 % range.
    basis
        ``measured`` on people or cadavers and read at the source; ``model``: a figure that
        published models use; ``expert``: a judgement, with what is recalled of the literature as
        its bounds.
    sources
        Ids of ``sources.yaml``.
    note
        How it was chosen.
    is_skewed
        Whether the range is one of factors (log-normal) rather than of differences.
    """

    value: float
    low: float
    high: float
    basis: Basis
    sources: tuple[str, ...] = ()
    note: str = ""
    is_skewed: bool = False


POSSIBLE: Mapping[str, tuple[float, float]] = {
    "fascia_static_share": (0.05, 0.95),
    "muscle_share": (0.0, 0.6),
    "fascia_slack_pct": (-5.0, 10.0),
}
"""What draws are kept within; sizes two thirds to one and a half of the central value,
other constants a fifth to the fivefold."""

FARTHEST, FARTHEST_SIZE = 5.0, 1.5
SIZES = (
    "foot_",
    "heads_share",
    "midtarsal",
    "fascia_origin",
    "arch_lever",
    "fascia_depth",
    "head_",
)


def kept_possible(name: str, value: FloatArray | float) -> FloatArray:
    """Return a drawn constant, kept within what a foot can be.

    Parameters
    ----------
    name
        Which.
    value
        Drawn: a number, or draws.
    """
    usual = CONSTANTS[name].value
    farthest = FARTHEST_SIZE if name.startswith(SIZES) else FARTHEST
    low, high = POSSIBLE.get(name, (usual / farthest, usual * farthest))
    return np.clip(np.asarray(value, np.float64), low, high)


CONSTANTS: Mapping[str, Constant] = {
    # Sizes, as shares of foot length (evidence:winter2009, evidence:foot_stature_jcmad,
    # evidence:fessler2005, evidence:windlass_code).
    "foot_length_share_male": Constant(
        0.152, 0.145, 0.159, "expert", ("winter2009", "foot_stature_jcmad"),
        "of height; 0.152 in Winter's table, 0.147 in one population",
    ),
    "foot_length_share_female": Constant(
        0.149, 0.142, 0.156, "expert", ("fessler2005", "foot_stature_jcmad"),
        "women's feet are shorter for their height; by how much is a judgement",
    ),
    "foot_breadth_share": Constant(
        0.38, 0.35, 0.41, "expert", ("winter2009",), "0.055 of height is 0.36 of foot length"
    ),
    "heads_share": Constant(
        0.69, 0.66, 0.72, "model", ("windlass_code",),
        "mean line of the metatarsal heads from the heel's rear end; 0.18 m in models of 0.26 m",
    ),
    "midtarsal_share": Constant(
        0.43, 0.40, 0.46, "model", ("windlass_code",),
        "midtarsal joint: metatarsal lever of 0.067 m in a foot of 0.26 m",
    ),
    "fascia_origin_share": Constant(
        0.10, 0.07, 0.13, "model", ("windlass_code",),
        "so that the fascia from there to the heads is 0.153 m in a foot of 0.26 m; "
        "models use 0.148 to 0.17 m",
    ),
    "arch_lever_share": Constant(
        0.142, 0.115, 0.165, "model", ("windlass_code",),
        "midtarsal joint above the fascia's line: 0.037 m in a foot of 0.26 m",
    ),
    "fascia_depth_share": Constant(
        0.045, 0.035, 0.055, "expert", (), "height of the fascia's line above the floor"
    ),
    "head_radius_share": Constant(
        0.035, 0.025, 0.050, "expert", ("caravaggi2009", "windlass_code"),
        "radius that the fascia winds on, 9 mm in a foot of 0.26 m, over all its slips: the great "
        "toe's more, the small toes' less; 3 % of arch length in 20 degrees would be 13 mm",
    ),
    # Fascia (evidence:natali2010, evidence:kitaoka1994, evidence:windlass_code).
    "fascia_area_mm2": Constant(
        100.0, 60.0, 290.0, "expert", ("natali2010", "kitaoka1994", "windlass_code"),
        "models use 60 to 290; the stiffness of whole cadaver fasciae, 204 (SD 51) N/mm, speaks "
        "for the lower end", is_skewed=True,
    ),
    "fascia_matrix_mpa": Constant(
        14.449, 14.449, 14.449, "model", ("natali2010",), "mu of the law; unsure with the area"
    ),
    "fascia_fibre_mpa": Constant(
        254.02, 254.02, 254.02, "model", ("natali2010",), "k of the law; unsure with the area"
    ),
    "fascia_fibre_exponent": Constant(
        10.397, 10.397, 10.397, "model", ("natali2010",), "alpha of the law"
    ),
    "fascia_slack_pct": Constant(
        0.0, -1.0, 1.5, "expert", ("nozaki2022",),
        "length at which it begins to pull, beyond that of the foot at rest with toes straight; "
        "one study finds it already taut in standing",
    ),
    # Sharing of the arch's moment.
    "fascia_static_share": Constant(
        0.30, 0.12, 0.75, "expert", ("arangio1997", "arangio1998"),
        "of the passive arch's stiffness with toes straight: cutting it gives 14 to 36 % more in "
        "a model, which is 0.12 to 0.26; others (recalled) have up to 0.80", is_skewed=True,
    ),
    "muscle_share": Constant(
        0.10, 0.0, 0.25, "expert", ("farris2019",),
        "of the arch's moment, by intrinsic and long toe muscles; blocking the intrinsic ones "
        "did not change the arch's stiffness in walking",
    ),
    "arch_stiffening_rad": Constant(
        0.10, 0.06, 0.20, "expert", (), "flattening over which the ligaments' moment grows e-fold"
    ),
    "arch_rise_share": Constant(
        0.10, 0.03, 0.30, "expert", ("windlass_code",),
        "how stiff the arch is against rising, as a share of flattening: the windlass of an "
        "unloaded foot raises it with little force",
    ),
    # Sole (evidence:heelpad_gait_2022).
    "heel_pad_stiffness_n_per_mm": Constant(
        30.0, 15.0, 60.0, "expert", ("heelpad_gait_2022",), "at first touch", is_skewed=True
    ),
    "heel_pad_stiffening_mm": Constant(
        3.3, 2.3, 4.5, "expert", ("heelpad_gait_2022",),
        "deformation over which its stiffness grows e-fold: 0.8 of body weight presses it by "
        "about 6 mm of its 16 mm",
    ),
    "midfoot_ease": Constant(
        0.13, 0.06, 0.26, "expert", (),
        "how readily the lateral midfoot bears, beside the heel's 1: by their shares in standing "
        "barefoot (recalled: heel 60, midfoot 8, forefoot 28, toes 4 %)", is_skewed=True,
    ),
    "heads_ease": Constant(
        0.46, 0.30, 0.70, "expert", (), "how readily the heads bear, likewise", is_skewed=True
    ),
    "toes_ease": Constant(
        0.06, 0.03, 0.15, "expert", (), "how readily the toes bear, likewise", is_skewed=True
    ),
    "lift_mm": Constant(
        12.0, 6.0, 20.0, "expert", ("heelpad_gait_2022",),
        "a part of the sole bears half as readily at this height: soft tissue and shoe",
    ),
    # Tendon (evidence:manal2013, evidence:rasske2018).
    "achilles_arm_mm": Constant(
        45.0, 35.0, 55.0, "expert", ("manal2013", "rasske2018"),
        "ultrasound with markers gives 35 to 38 mm, centres of rotation 1 cm more; men of "
        "ordinary height",
    ),
}  # fmt: skip
"""By name."""
