"""``kinchain track FILE add|show``: the diary by options or by questions, and what it says."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kinchain.core.errors import Fault, InputError

if TYPE_CHECKING:
    from kinchain.core.formats.track import Track


@dataclass(frozen=True)
class Added:
    """What the options of ``add`` told; None and empty where not given."""

    date: str | None = None
    pain: Sequence[str] = ()
    next_morning: Sequence[str] = ()
    stiffness_min: float | None = None
    swelling: bool | None = None
    steps: int | None = None
    exercise: bool | None = None
    sign: Sequence[str] = ()
    note: str | None = None
    test: Sequence[str] = ()
    score: Sequence[str] = ()
    items: str | None = None
    about: str | None = None
    version: str | None = None
    condition: str | None = None
    started: str | None = None
    review: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing but perhaps the day was given."""
        return all(getattr(self, one.name) in (None, (), []) for one in fields(self)[1:])


def track(file: Path, action: str, added: Added, *, as_json: bool, today: str | None) -> None:
    """Add to a track, or show what it says.

    Parameters
    ----------
    file
        The track.
    action
        ``add`` or ``show``.
    added
        What to add.
    as_json
        Print ``kinchain-progress/1`` alone.
    today
        The day of judging, for ``show``; the current one where None.

    Raises
    ------
    InputError
        If the file or what is added cannot be used.
    """
    if action not in ("add", "show"):
        raise InputError(
            Fault(
                "unknown action", "kinchain track, argument 'ACTION'", "add or show",
                "see kinchain track --help",
            )
        )  # fmt: skip
    if action == "add":
        add(file, added)
    else:
        if not added.is_empty or added.date is not None:
            raise InputError(
                Fault(
                    "entries given with show", "kinchain track", "add, to take them in",
                    "write add in place of show",
                )
            )  # fmt: skip
        show(file, as_json=as_json, today=_day(today, "--today"))


def add(file: Path, added: Added) -> None:
    """Take entries in and write the file anew, all of them or none.

    Parameters
    ----------
    file
        The track; made where it is not there.
    added
        What to add; questions are asked where nothing is given.
    """
    from kinchain.app.follow import read_track, write_track
    from kinchain.cli.tracking_ask import ask_entry
    from kinchain.core.formats.track import Track

    held = read_track(file) if file.exists() else Track()
    if added.is_empty:
        added = ask_entry(held, added.date)
    write_track(_taken_in(held, added), file)
    typer.echo(f"Kept in {file}. What it says: kinchain track {file} show")


def _taken_in(held: Track, added: Added) -> Track:
    from kinchain.app.follow import add_day, add_score, add_test, name_followed
    from kinchain.core.formats.track import DiaryDay, Followed, HomeTest, TrackedScore

    date = _day(added.date, "--date") or Date.today()
    condition, _, side = (added.condition or "").partition("@")
    about = {
        "condition": condition or None,
        "side": side or None,
        "started": _day(added.started, "--started"),
        "review_on": _day(added.review, "--review"),
    }
    held = name_followed(held, _made(Followed, {k: v for k, v in about.items() if v is not None}))
    day = {
        "pain": _numbers(added.pain, "--pain"),
        "next_morning": _numbers(added.next_morning, "--next-morning"),
        "stiffness_min": added.stiffness_min,
        "swelling": added.swelling,
        "steps": added.steps,
        "exercise_done": added.exercise,
        "new_signs": tuple(added.sign),
        "note": added.note,
    }
    told = {name: value for name, value in day.items() if value not in (None, {}, ())}
    if told:
        held = add_day(held, _made(DiaryDay, {"date": date, **told}))
    for name, value in _numbers(added.test, "--test").items():
        held = add_test(held, _made(HomeTest, {"date": date, "test": name, "value": value}))
    items = _numbers((added.items or "").split(";") if added.items else (), "--items")
    for name, value in _numbers(added.score, "--score").items():
        score = {"date": date, "measure": name, "value": value, "version": added.version or "",
                 "about": added.about, "items": items if name == "psfs" else {}}  # fmt: skip
        held = add_score(held, _made(TrackedScore, score))
    return held


def _day(text: str | None, option: str) -> Date | None:
    if text is None:
        return None
    try:
        return Date.fromisoformat(text)
    except ValueError:
        raise _wrong(option, "a day such as 2026-03-01") from None


def _numbers(given: Sequence[str], option: str) -> dict[str, float]:
    """Read ``NAME=NUMBER`` options."""
    found: dict[str, float] = {}
    for one in given:
        name, mark, number = one.rpartition("=")
        try:
            found[name.strip()] = float(number.replace(",", "."))
        except ValueError:
            mark = ""
        if not mark or not name.strip():
            raise _wrong(option, "NAME=NUMBER, such as heel@left=4")
    return found


def _made(kind: Callable[..., Any], told: dict[str, Any]) -> Any:
    """Make an entry; what pydantic refuses is told in four parts, without the value."""
    from pydantic import ValidationError

    try:
        return kind(**told)
    except ValidationError as error:
        raise InputError(
            [
                Fault(
                    _what(one["type"], one["msg"]),
                    f"kinchain track add, '{'.'.join(str(step) for step in one['loc'])[:80]}'",
                    "a place such as heel@left; pain from 0 to 10",
                    "see kinchain track --help",
                )
                for one in error.errors(include_url=False, include_input=False)
            ]
        ) from None


def _what(kind: str, message: str) -> str:
    return "not a place with its side" if kind == "string_pattern_mismatch" else message


def _wrong(option: str, expected: str) -> InputError:
    return InputError(
        Fault(
            "the value cannot be used",
            f"kinchain track, option '{option}'",
            expected,
            "correct it; see kinchain track --help",
        )
    )


def show(file: Path, *, as_json: bool, today: Date | None) -> None:
    """Print what a track says so far.

    Parameters
    ----------
    file
        The track.
    as_json
        Print ``kinchain-progress/1`` alone.
    today
        The day of judging; the current one where None.
    """
    from rich.console import Console

    from kinchain.app.follow import follow, read_track
    from kinchain.cli.tracking_show import WIDTH, print_progress

    progress = follow(read_track(file), today)
    if as_json:
        typer.echo(progress.model_dump_json(indent=2))
        return
    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        print_progress(progress, console)
        return
    sink = io.StringIO()  # rich pads lines to full width; plain text has no use for that
    plain = Console(file=sink, width=WIDTH, no_color=True, force_terminal=False, emoji=False)
    print_progress(progress, plain, encoding=console.encoding)
    typer.echo("\n".join(line.rstrip() for line in sink.getvalue().splitlines()))
