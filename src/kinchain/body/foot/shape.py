"""Shape and stiffness of one foot, from height and sex or from its length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.constants import CONSTANTS, kept_possible
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]
Value = float | FloatArray
"""A number, or draws of shape (n_draws, 1)."""

LENGTH_M = (0.15, 0.40)
"""A foot outside was not measured in metres, or is a small child's."""


@dataclass(frozen=True)
class FootShape:
    """One foot; each value a number, or an array of draws of shape (n_draws, 1).

    The axes are those of the sole on the floor: x forward from the heel's rear end, y up from the
    floor, z outwards (to the little toe), so that a left foot is a right foot mirrored.

    Parameters
    ----------
    length_m, breadth_m
        Of the whole foot, m.
    heads_m
        Mean line of the metatarsal heads, x in m.
    midtarsal_m
        Midtarsal joint, x in m.
    fascia_origin_m
        Where the fascia begins at the heel bone, x in m.
    fascia_depth_m
        Height of the fascia's line, y in m.
    arch_lever_m
        Height of the midtarsal joint over that line in the unloaded foot, m.
    head_radius_m
        Radius of the metatarsal heads that the fascia winds on, m.
    fascia_area_m2
        Section of the fascia, m².
    fascia_slack_pct
        Lengthening before the fascia pulls, % of its length in the unloaded foot.
    ligament_stiffness_nm_per_rad
        Of the arch against flattening without fascia and muscles, at rest, N m/rad.
    arch_stiffening_rad
        Flattening over which that stiffness grows e-fold, rad.
    arch_rise_share
        Stiffness against rising, as a share of that against flattening.
    muscle_share
        Share of the arch's moment that muscles bear.
    heel_pad_stiffness_n_per_m
        Of the heel pad at first touch, N/m.
    heel_pad_stiffening_m
        Deformation over which it grows e-fold, m.
    heads_ease, midfoot_ease, toes_ease
        How readily these regions bear beside the heel's 1.
    lift_m
        Height at which a part of the sole bears half as readily, m.
    achilles_arm_m
        Lever of the Achilles tendon about the ankle, m.
    arch_height_pct, arch_stiffness_pct, plantar_fascia_stiffness_pct
        Of an ordinary foot, %.
    """

    length_m: Value
    breadth_m: Value
    heads_m: Value
    midtarsal_m: Value
    fascia_origin_m: Value
    fascia_depth_m: Value
    arch_lever_m: Value
    head_radius_m: Value
    fascia_area_m2: Value
    fascia_slack_pct: Value
    ligament_stiffness_nm_per_rad: Value
    arch_stiffening_rad: Value
    arch_rise_share: Value
    muscle_share: Value
    heel_pad_stiffness_n_per_m: Value
    heel_pad_stiffening_m: Value
    heads_ease: Value
    midfoot_ease: Value
    toes_ease: Value
    lift_m: Value
    achilles_arm_m: Value
    arch_height_pct: Value = 100.0
    arch_stiffness_pct: Value = 100.0
    plantar_fascia_stiffness_pct: Value = 100.0

    def with_settings(
        self,
        arch_height_pct: Value = 100.0,
        arch_stiffness_pct: Value = 100.0,
        plantar_fascia_stiffness_pct: Value = 100.0,
    ) -> FootShape:
        """Return the same foot with a higher, stiffer or slacker arch.

        Parameters
        ----------
        arch_height_pct
            Height of the arch, % of this foot's own.
        arch_stiffness_pct
            Stiffness of the ligaments, %.
        plantar_fascia_stiffness_pct
            Stiffness of the fascia, %; 0 for a cut one.
        """
        return replace(
            self,
            arch_height_pct=np.asarray(self.arch_height_pct) * arch_height_pct / 100.0,
            arch_stiffness_pct=np.asarray(self.arch_stiffness_pct) * arch_stiffness_pct / 100.0,
            plantar_fascia_stiffness_pct=np.asarray(self.plantar_fascia_stiffness_pct)
            * plantar_fascia_stiffness_pct
            / 100.0,
        )

    @property
    def n_draws(self) -> int | None:
        """Number of draws that it holds; None for one foot."""
        shapes = [np.shape(getattr(self, one.name)) for one in fields(self)]
        widest = np.broadcast_shapes(*shapes)
        return widest[0] if len(widest) == 2 else None


def foot_shape(
    height_m: float | None = None,
    sex: Literal["female", "male"] | str | None = None,
    foot_length_m: float | None = None,
    constants: Mapping[str, Value] | None = None,
) -> FootShape:
    """Build the foot of a person.

    Parameters
    ----------
    height_m
        Height, m; not needed where the foot's length is given.
    sex
        ``female`` or ``male``; a foot between where it is neither.
    foot_length_m
        Length of the foot, m, where it was measured.
    constants
        Values (numbers, or draws of shape (n_draws, 1)) in place of those of ``CONSTANTS``.

    Returns
    -------
    shape
        The foot.

    Raises
    ------
    InputError
        If neither height nor length is given, the length cannot be, or a constant is unknown.

    Notes
    -----
    The ligaments' stiffness is what leaves the fascia of central size its static share of the
    arch's stiffness with toes straight; a draw of the fascia's section does not change it.
    """
    value: dict[str, Value] = {name: one.value for name, one in CONSTANTS.items()}
    for name, given in (constants or {}).items():
        if name not in value:
            raise InputError(
                Fault(f"there is no constant '{name}'", "constants of the foot",
                      ", ".join(sorted(value)), "use one of these names")
            )  # fmt: skip
        value[name] = kept_possible(name, given)
    length = _length(height_m, sex, foot_length_m, value)
    size = {
        f"{name}_m": np.asarray(value[f"{name}_share"]) * length
        for name in ("heads", "midtarsal", "fascia_origin", "fascia_depth", "arch_lever",
                     "head_radius")
    }  # fmt: skip
    shape = FootShape(
        length_m=length,
        breadth_m=np.asarray(value["foot_breadth_share"]) * length,
        **size,
        fascia_area_m2=1e-6 * np.asarray(value["fascia_area_mm2"]),
        fascia_slack_pct=value["fascia_slack_pct"],
        ligament_stiffness_nm_per_rad=0.0,
        heel_pad_stiffness_n_per_m=1e3 * np.asarray(value["heel_pad_stiffness_n_per_mm"]),
        heel_pad_stiffening_m=1e-3 * np.asarray(value["heel_pad_stiffening_mm"]),
        lift_m=1e-3 * np.asarray(value["lift_mm"]),
        achilles_arm_m=1e-3 * np.asarray(value["achilles_arm_mm"]) * length / 0.26,
        **{
            name: value[name]
            for name in ("arch_stiffening_rad", "arch_rise_share", "muscle_share", "heads_ease",
                         "midfoot_ease", "toes_ease")
        },
    )  # fmt: skip
    from kinchain.body.foot.arch import ligament_stiffness

    share = np.asarray(value["fascia_static_share"], np.float64)
    return replace(shape, ligament_stiffness_nm_per_rad=ligament_stiffness(shape, share))


def _length(
    height_m: float | None,
    sex: str | None,
    foot_length_m: float | None,
    value: dict[str, Value],
) -> FloatArray:
    if foot_length_m is None and height_m is None:
        raise InputError(
            Fault("nothing tells how long the foot is", "foot_shape",
                  "height_m or foot_length_m", "give one of them")
        )  # fmt: skip
    if foot_length_m is not None:
        length = np.asarray(foot_length_m, np.float64)
    else:
        male = np.asarray(value["foot_length_share_male"], np.float64)
        female = np.asarray(value["foot_length_share_female"], np.float64)
        known = {"male": male, "female": female}
        length = np.asarray(height_m) * known.get(sex or "", 0.5 * (male + female))
    if np.any(length < LENGTH_M[0]) or np.any(length > LENGTH_M[1]):
        raise InputError(
            Fault("the foot's length cannot be", "foot_shape",
                  f"{LENGTH_M[0]:g} to {LENGTH_M[1]:g} m", "give height and length in metres")
        )  # fmt: skip
    return length
