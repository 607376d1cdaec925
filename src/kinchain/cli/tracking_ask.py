"""Ask for a diary entry, line by line; Enter leaves any of it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import typer

from kinchain.cli.tracking import Added

if TYPE_CHECKING:
    from kinchain.core.formats.track import Track

T = TypeVar("T")

FIRST_PLACES = "Where does it hurt? Such as: heel@left, knee@right"


def ask_entry(held: Track, date: str | None) -> Added:
    """Ask for today's entry.

    Parameters
    ----------
    held
        The track so far: its places are asked for by name.
    date
        The day, as given by option.
    """
    from kinchain.app.follow import places_of

    typer.echo("Your diary for the day. Press Enter to leave a line out.")
    places = list(places_of(held))
    if not places:
        told = _line(f"{FIRST_PLACES}.") or ""
        places = [one.strip() for one in told.split(",") if one.strip()]
    pain = [
        f"{place}={score:g}"
        for place in places
        if (score := _until(f"Worst pain today, {place}, 0 to 10?", _score)) is not None
    ]
    entry = Added(
        date=date,
        pain=pain,
        stiffness_min=_until("Minutes stiff in the morning?", float),
        swelling=_until("Newly swollen? (yes/no)", _yes_no),
        steps=_until("Steps today?", int),
        exercise=_until("Exercises done? (yes/no)", _yes_no),
        note=_line("A note for yourself; it stays in this file:"),
    )
    return _with_scores(entry, held)


def _with_scores(entry: Added, held: Track) -> Added:
    """Ask for a score in own words, where the person wants to."""
    from kinchain.app.follow import PROMPTS

    if not _until("Also how your own hard tasks go? (yes/no)", _yes_no):
        return entry
    last = next((one for one in reversed(held.scores) if one.items), None)
    names = list(last.items) if last else _activities(PROMPTS["psfs"][0])
    ratings = {
        name: score
        for name in names
        if (score := _until(f"{name}: {PROMPTS['psfs'][1]}", _score)) is not None
    }
    change = _until(PROMPTS["groc"][0], _change)
    scores = [] if not ratings else [f"psfs={sum(ratings.values()) / len(ratings):.2f}"]
    scores += [] if change is None else [f"groc={change:g}"]
    items = ";".join(f"{name}={score:g}" for name, score in ratings.items())
    return replace(entry, score=scores, items=items or None)


def _activities(prompt: str) -> list[str]:
    from kinchain.app.follow import N_ACTIVITIES

    least, most = N_ACTIVITIES
    names: list[str] = []
    while len(names) < most:
        name = _line(f"{prompt} ({len(names) + 1} of {least} to {most})")
        if name is None:
            break
        names.append(name.replace(";", ",").replace("=", " "))
    return names


def _line(prompt: str) -> str | None:
    try:
        return input(f"{prompt} ").strip() or None
    except EOFError:
        return None


def _until(prompt: str, read: Callable[[str], T]) -> T | None:
    """Ask until it can be read; nothing typed leaves it out."""
    while (typed := _line(prompt)) is not None:
        try:
            return read(typed.replace(",", "."))
        except ValueError:
            typer.echo("This cannot be used here. Try again, or press Enter to leave it out.")
    return None


def _between(text: str, low: float, high: float) -> float:
    value = float(text)
    if not low <= value <= high:
        raise ValueError
    return value


def _score(text: str) -> float:
    return _between(text, 0.0, 10.0)


def _change(text: str) -> float:
    return _between(text, -7.0, 7.0)


def _yes_no(text: str) -> bool:
    word = text.lower()
    if word in ("y", "yes"):
        return True
    if word in ("n", "no"):
        return False
    raise ValueError
