"""What is to be predicted, and of whom: checked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from kinchain.app.simulate.runs import LONGEST_S
from kinchain.core.errors import Fault, InputError
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.settings import Settings

__all__ = ["SimulateOrder", "person_from"]

MASS_KG, HEIGHT_M = 72.0, 1.70
"""Taken where nothing is told: about the middle of grown people [expert]."""

SPEED_MPS = (0.4, 2.0)
"""Walking speeds that may be asked for; above lies running."""

MOST_STARTS, MOST_DRAWS = 20, 64


@dataclass(frozen=True)
class SimulateOrder:
    """What is to be predicted.

    Parameters
    ----------
    person
        Whom the body is scaled to.
    settings
        What is set on the person.
    speed_mps
        Speed to keep, m/s; None for the speed of its own choice.
    compare
        Whether to compare with the same person without what is set.
    starts
        From how many starts each walk is sought, 1 to 20.
    seed
        Of the starts and draws.
    draws
        In how many other bodies the comparison is repeated for its interval, 0 to 64.
    time_limit_s
        Of each search, s.
    assumed
        What of the person was not told but taken.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    person: Person
    settings: Settings
    speed_mps: float | None = None
    compare: bool = False
    starts: int = 1
    seed: int = 0
    draws: int = 0
    time_limit_s: float = LONGEST_S
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        told: tuple[tuple[str, Any, tuple[float, float], str], ...] = (
            ("speed_mps", self.speed_mps, SPEED_MPS, "metres a second, or nothing"),
            ("starts", self.starts, (1, MOST_STARTS), "starts"),
            ("seed", self.seed, (0, 2**31 - 1), "as a whole number"),
            ("draws", self.draws, (0, MOST_DRAWS), "draws"),
            ("time_limit_s", self.time_limit_s, (1.0, 3600.0), "seconds"),
        )
        faults = [
            Fault("the value cannot be used", f"option '{name}'", f"{low:g} to {high:g} {unit}",
                  "correct the value or its unit")
            for name, value, (low, high), unit in told
            if value is not None and not (isinstance(value, Real) and low <= float(value) <= high)
        ]  # fmt: skip
        if faults:
            raise InputError(faults)


def person_from(given: Any) -> tuple[Person, tuple[str, ...]]:
    """Return whom to scale the body to, and what of it was taken rather than told.

    Parameters
    ----------
    given
        A ``Person``, a mapping, or anything with ``mass_kg``, ``height_m`` and ``sex``.

    Raises
    ------
    InputError
        If a value is no grown person's.
    """
    if isinstance(given, Person):
        return given, ()
    mass, height, sex = (
        given.get(name) if isinstance(given, Mapping) else getattr(given, name, None)
        for name in ("mass_kg", "height_m", "sex")
    )
    assumed = [
        f"{name} {value:g} {unit}"
        for name, told, value, unit in (
            ("body mass", mass, MASS_KG, "kg"), ("height", height, HEIGHT_M, "m"),
        )
        if told is None
    ]  # fmt: skip
    known = sex if sex in {"female", "male"} else None
    person = Person(
        MASS_KG if mass is None else mass, HEIGHT_M if height is None else height, known
    )
    if known is not None:
        assumed.append("proportions between women's and men's")
    return person, tuple(assumed)
