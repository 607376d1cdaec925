"""Read and measure one recorded walk, as the command, the assessment and Python callers do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kinchain.app._recording_told import (
    HEIGHT_M,
    MASS_KG,
    RATE_HZ,
    path_faults,
    value_faults,
    with_person,
)
from kinchain.core.errors import InputError

if TYPE_CHECKING:
    from kinchain.core.formats.walk import Walk
    from kinchain.core.trial import Trial
    from kinchain.gait.measure import Measured


@dataclass(frozen=True)
class WalkOrder:
    """What is to be measured, and what the user told of it.

    Parameters
    ----------
    paths
        Files of one trial, or a session folder.
    static
        A standing trial of the same person and markers.
    marker_map
        TOML file with the user's own marker names.
    events
        CSV file with the user's own events.
    trial
        Which trial of a session folder.
    rate_hz
        Frames per second, where the files do not tell it.
    mass_kg, height_m
        Of the person; they win over the recording's.
    """

    paths: tuple[Path, ...]
    static: Path | None = None
    marker_map: Path | None = None
    events: Path | None = None
    trial: str | None = None
    rate_hz: float | None = None
    mass_kg: float | None = None
    height_m: float | None = None


@dataclass(frozen=True)
class MeasuredWalk:
    """A walk in the exchange format, and all that its plots need.

    Parameters
    ----------
    walk
        As ``kinchain-walk/1``.
    measured
        What it was made from.
    """

    walk: Walk
    measured: Measured


def silent(_: str) -> None:
    """Take a word on the progress and show nothing.

    Parameters
    ----------
    _
        What is being done.
    """


def measure(order: WalkOrder, say: Callable[[str], None] = silent) -> MeasuredWalk:
    """Read and measure one walk.

    Parameters
    ----------
    order
        What, and what was told of it.
    say
        Told in words what is being done, for progress.

    Raises
    ------
    InputError
        If a file or a value cannot be used.
    """
    _check(order)
    say("Reading the recording")
    from kinchain.gait.measure import as_walk, work_out

    trial = opened(order)
    static = None
    if order.static is not None:
        from kinchain.gait.readers import read_recording

        say("Reading the standing trial")
        static = read_recording(order.static, marker_map=order.marker_map, height_m=order.height_m)
    say("Measuring")
    measured = work_out(trial, static, order.mass_kg)
    return MeasuredWalk(as_walk(measured), measured)


def opened(order: WalkOrder) -> Trial:
    """Return the recording with what the user told of it.

    Parameters
    ----------
    order
        What, and what was told of it.

    Raises
    ------
    InputError
        If a file cannot be used.
    """
    from kinchain.gait.readers import read_recording

    trial = read_recording(
        order.paths,
        marker_map=order.marker_map,
        trial=order.trial,
        rate_hz=order.rate_hz,
        height_m=order.height_m,
    )
    trial = with_person(trial, order.mass_kg, order.height_m)
    if order.events is not None:
        from kinchain.app.walk_events import read_events

        own = read_events(order.events, [float(time) for time in trial.time_s])
        kept = tuple(event for event in trial.events if event.by != "user")
        trial = replace(trial, events=(*kept, *own))
    return trial


def _check(order: WalkOrder) -> None:
    """Refuse values and paths that cannot be, all at once, before any work is done."""
    faults = value_faults((
        ("--mass-kg", order.mass_kg, MASS_KG, "kilograms"),
        ("--height-m", order.height_m, HEIGHT_M, "metres"),
        ("--rate-hz", order.rate_hz, RATE_HZ, "frames per second"),
    ))  # fmt: skip
    faults += path_faults((
        *(("RECORDING", path) for path in order.paths), ("--static", order.static),
        ("--map", order.marker_map), ("--events", order.events),
    ))  # fmt: skip
    if faults:
        raise InputError(faults)
