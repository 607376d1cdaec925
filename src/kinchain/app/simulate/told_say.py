"""A load effect in numbers and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kinchain.app.simulate.spread import Interval, verdict
from kinchain.core.formats.assessment import LoadEffect
from kinchain.core.formats.simulation import Verdict
from kinchain.report.simulation.words import part_of
from kinchain.simulate.gait_cycle import Leg

__all__ = ["STRIDES_PER_DAY", "Cause", "Change", "Figures", "Key", "Speed", "load_effect"]

Cause = Literal["knee", "foot"]
Per = Literal["step", "day"]
Speed = Literal["fixed", "self_chosen"]
Key = tuple[str, Leg, Per]
Figures = Mapping[Key, float]
"""Load, leg and what it is counted over -> N."""

STRIDES_PER_DAY = 3000.0
"""Strides of each leg in a day with the healthy end [expert: 6,000 steps]; the distance is kept,
so shorter strides are more of them."""

METHOD = (
    "predictive walk of a body of this size, with what was told set on it, against the same body "
    "with this end healthy"
)


@dataclass(frozen=True)
class Change:
    """One change of one load at one kind of speed, in N."""

    key: Key
    speed: Speed
    base: float
    sure: Interval
    shares: Mapping[str, float]

    @property
    def verdict(self) -> Verdict:
        """What its interval says."""
        return verdict(self.sure.low, self.sure.high)

    def percent(self, newton: float) -> float:
        """Return newtons in per cent of the healthy end's.

        Parameters
        ----------
        newton
            A change, N.
        """
        return 100.0 * newton / abs(self.base) if self.base else 0.0


def load_effect(cause: Cause, change: Change, left_out: Sequence[str]) -> LoadEffect:
    """Return a change in the exchange format, with its sentence.

    Parameters
    ----------
    cause
        Which end.
    change
        The change.
    left_out
        Mechanisms that are likely here and not in the model.
    """
    name, leg, per = change.key
    digits = 1 if per == "step" else -2
    sure = change.sure
    return LoadEffect(
        cause=cause,
        on=name,
        side=leg,
        per=per,
        change_n=round(sure.value, digits),
        change_pct=round(change.percent(sure.value), 1),
        interval_90=(round(sure.low, digits), round(sure.high, digits)),
        speed=change.speed,
        by_mechanism={one: round(value, digits) for one, value in change.shares.items()},
        not_in_the_model=tuple(left_out),
        method=METHOD,
        assumptions=_assumptions(per),
        verdict=change.verdict,
        text=_text(cause, change),
    )


def _assumptions(per: Per) -> tuple[str, ...]:
    said = [
        "seen from the side: what acts sideways is not in it",
        "home tests set the model by experts' reckoning, with a wide spread",
        "the same body weight and the same other end in both walks",
    ]
    if per == "day":
        said.append(f"the same distance each day, {STRIDES_PER_DAY:.0f} strides with healthy ends")
    return tuple(said)


def _text(cause: Cause, change: Change) -> str:
    """Return an effect as one sentence."""
    name, leg, per = change.key
    part = part_of(name, leg)
    when = "in each step" if per == "step" else "over a day"
    own = change.speed == "self_chosen"
    pace = "at the speed this body would choose" if own else "at one speed"
    percent = change.percent(change.sure.value)
    low, high = (change.percent(end) for end in (change.sure.low, change.sure.high))
    span = f"range {low:+.0f} to {high:+.0f} %"
    if change.verdict == "cant_tell":
        return (
            f"Whether the {part} carries more or less {when} because of the {cause}, {pace}, "
            f"can't be told (about {percent:+.0f} %; {span})."
        )
    return (
        f"Because of the {cause}, the {part} carries about {abs(percent):.0f} % {change.verdict} "
        f"{when}, {pace} ({span})."
    )
