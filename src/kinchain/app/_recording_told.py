"""What a user tells beside a recording: checked at once, and set in place of the file's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kinchain.core.errors import Fault

if TYPE_CHECKING:
    from kinchain.core.trial import Trial

MASS_KG = (3.0, 400.0)
HEIGHT_M = (0.5, 2.6)
"""What a person weighs and measures; as the case format has it."""

RATE_HZ = (5.0, 5000.0)
"""Frames per second of any recording of people."""


def value_faults(
    values: Iterable[tuple[str, float | None, tuple[float, float], str]],
) -> list[Fault]:
    """Return a fault for each value that cannot be.

    Parameters
    ----------
    values
        Option, value (None where not told), its range and its unit in words.
    """
    return [
        Fault("the value cannot be used", f"option '{option}'", f"{low:g} to {high:g} {unit}",
              "correct the value or its unit")
        for option, value, (low, high), unit in values
        if value is not None and not _is_within(value, low, high)
    ]  # fmt: skip


def _is_within(value: object, low: float, high: float) -> bool:
    return isinstance(value, Real) and low <= float(value) <= high


def path_faults(paths: Iterable[tuple[str, Path | None]]) -> list[Fault]:
    """Return a fault for each path at which there is nothing.

    Parameters
    ----------
    paths
        Option (or ``RECORDING``) and its path, None where not told.
    """
    return [
        Fault("there is no such file", f"{option} {path}",
              "a recording or a session folder" if option in ("RECORDING", "--static")
              else "a file", "check the path")
        for option, path in paths
        if path is not None and not path.exists()
    ]  # fmt: skip


def with_person(
    trial: Trial,
    mass_kg: float | None,
    height_m: float | None,
    sex: Literal["female", "male"] | None = None,
) -> Trial:
    """Return a recording with what was told of the person in place of what its file says.

    Parameters
    ----------
    trial
        The recording.
    mass_kg, height_m, sex
        As told; None keeps the recording's.
    """
    own = trial.subject
    return replace(
        trial,
        subject=replace(
            own,
            mass_kg=own.mass_kg if mass_kg is None else mass_kg,
            height_m=own.height_m if height_m is None else height_m,
            sex=own.sex if sex is None else sex,
        ),
    )
