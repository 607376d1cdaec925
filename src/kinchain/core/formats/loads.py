"""``kinchain-loads/1``: what each tissue carries over stance."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from kinchain.core.formats._base import Exchanged, Interval
from kinchain.core.formats.walk import Curve, Quality

REGION_SUM_TOLERANCE_PCT = 0.5
"""Rounding allowed when the four regions' impulses are added to 100 %."""


class LoadCurve(Exchanged):
    """One load over stance; between ``low_90`` and ``high_90`` it lies in about 9 of 10 people."""

    mean: Curve | None = None
    sd: Curve | None = None
    low_90: Curve | None = None
    high_90: Curve | None = None
    peak: float
    peak_at_pct: float
    interval_90: Interval
    n: int


class RegionImpulse(Exchanged):
    """Share of the vertical impulse carried by each region, in percent."""

    heel: float
    midfoot: float
    metatarsal_heads: float
    toes: float

    @model_validator(mode="after")
    def _sums(self) -> RegionImpulse:
        total = self.heel + self.midfoot + self.metatarsal_heads + self.toes
        if abs(total - 100.0) > REGION_SUM_TOLERANCE_PCT:
            raise ValueError(f"the four regions sum to {total:g} %, not 100 %")
        return self


class Muscle(Exchanged):
    """Force (N) and activation (0 to 1) of one muscle over stance."""

    force_n: Curve
    activation: Curve


class SideLoads(Exchanged):
    """All loads of one leg; a load that the recording cannot carry is null."""

    grf_vertical_bw: LoadCurve | None = None
    external_knee_adduction_moment_pct_bwht: LoadCurve | None = None
    external_knee_flexion_moment_pct_bwht: LoadCurve | None = None
    internal_ankle_plantarflexion_moment_nm_per_kg: LoadCurve | None = None
    knee_contact_force_bw: LoadCurve | None = None
    knee_medial_force_bw: LoadCurve | None = None
    knee_lateral_force_bw: LoadCurve | None = None
    patellofemoral_force_bw: LoadCurve | None = None
    achilles_force_bw: LoadCurve | None = None
    plantar_fascia_force_bw: LoadCurve | None = None
    plantar_fascia_strain_pct: LoadCurve | None = None
    heel_force_bw: LoadCurve | None = None
    midfoot_force_bw: LoadCurve | None = None
    metatarsal_heads_force_bw: LoadCurve | None = None
    toes_force_bw: LoadCurve | None = None
    region_impulse_pct: RegionImpulse | None = None
    muscles: dict[str, Muscle] | None = None


class Loads(Exchanged):
    """Loads of one recording; its name is told where an assessment carries them."""

    format: Literal["kinchain-loads/1"] = "kinchain-loads/1"
    recording: str | None = None
    left: SideLoads | None = None
    right: SideLoads | None = None
    residual_force_pct: float | None = None
    marker_rms_mm: float | None = None
    source_of_ground_reaction: Literal["plates", "insole", "estimated"]
    model: str
    mass_kg: float
    quality: tuple[Quality, ...] = ()

    def to_pandas(self) -> Any:
        """Return all curves as a pandas table.

        Returns
        -------
        table
            One row for each side, load and per cent of stance, with the columns ``side``,
            ``load``, ``stance_pct``, ``mean`` and ``sd``; the unit ends the load's name.
        """
        import pandas as pd  # type: ignore[import-untyped]  # it comes with xarray

        return pd.DataFrame(
            [
                {"side": side, "load": name, "stance_pct": i, "mean": mean,
                 "sd": None if curve.sd is None else curve.sd[i]}
                for side, own in (("left", self.left), ("right", self.right))
                for name, curve in (own or ())
                if isinstance(curve, LoadCurve) and curve.mean is not None
                for i, mean in enumerate(curve.mean)
            ],
            columns=["side", "load", "stance_pct", "mean", "sd"],
        )  # fmt: skip
