"""``kinchain-walk/1``: how a recorded person walks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from kinchain.core.formats._base import Exchanged, Probability

Curve = Annotated[tuple[float, ...], Field(min_length=101, max_length=101)]
"""A curve over 0 to 100 % in steps of 1 %."""

LegSide = Literal["left", "right"]


class Recording(Exchanged):
    """What was recorded."""

    path: str
    kind: str
    rate_hz: float
    duration_s: float
    markers: int = 0
    plates: int = 0


class Events(Exchanged):
    """Gait events of one side, in seconds from the start of the recording."""

    initial_contact_s: tuple[float, ...]
    foot_off_s: tuple[float, ...]
    uncertainty_s: tuple[float, ...] = ()


class Statistic(Exchanged):
    """Mean and spread over strides."""

    mean: float
    sd: float | None = None
    n: int


class Symmetry(Exchanged):
    """Left and right of one measure with its symmetry index."""

    index_pct: float
    left: float
    right: float


class AngleCurve(Exchanged):
    """One coordinate over the stride, own side's initial contact to the next."""

    mean_deg: Curve | None = None
    sd_deg: Curve | None = None
    peak_deg: float
    peak_at_pct: float
    n: int


class Compensation(Exchanged):
    """A way of walking that spares something, with its evidence on the waveform."""

    id: str
    side: Literal["left", "right", "none"]
    probability: Probability
    because: tuple[str, ...]


class Quality(Exchanged):
    """What was left out or doubtful, and what that affects."""

    level: Literal["note", "warning"]
    what: str
    where: str
    effect: str


class Walk(Exchanged):
    """One measured walk."""

    format: Literal["kinchain-walk/1"] = "kinchain-walk/1"
    recording: Recording
    subject: dict[str, Any] = {}
    events: dict[LegSide, Events]
    event_method: str
    summary: dict[str, dict[Literal["left", "right", "all"], Statistic]]
    symmetry: dict[str, Symmetry] = {}
    angles: dict[str, AngleCurve] = {}
    scores: dict[str, dict[str, Any] | str | None] = {}
    compensations: tuple[Compensation, ...] = ()
    quality: tuple[Quality, ...] = ()

    def to_pandas(self) -> Any:
        """Return the summary as a pandas table.

        Returns
        -------
        table
            One row for each measure and side (``left``, ``right``, ``all``), with the columns
            ``measure``, ``side``, ``mean``, ``sd`` and ``n``; the unit ends the measure's name.
        """
        import pandas as pd  # type: ignore[import-untyped]  # it comes with xarray

        return pd.DataFrame(
            [
                {"measure": name, "side": side, "mean": one.mean, "sd": one.sd, "n": one.n}
                for name, sides in self.summary.items()
                for side, one in sides.items()
            ],
            columns=["measure", "side", "mean", "sd", "n"],
        )
