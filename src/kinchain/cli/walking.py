"""``kinchain walk``: from a recording to a summary, JSON, a page and figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kinchain.app.walk import MeasuredWalk, WalkOrder
    from kinchain.report.walk import WalkPart


def measure_and_show(order: WalkOrder, *, as_json: bool, out: Path | None) -> None:
    """Measure and print, and write files where asked.

    Parameters
    ----------
    order
        What is to be measured, and what the user told of it.
    as_json
        Print JSON alone.
    out
        Folder to write into, or None.

    Raises
    ------
    InputError
        If a file or a value cannot be used.
    """
    from kinchain.app.walk import measure
    from kinchain.cli.assessing import check_folder

    check_folder(out)
    with progress() as say:
        done = measure(order, say)
        files = [] if out is None else write_walk(done, out, say)
    if as_json:
        typer.echo(done.walk.model_dump_json(indent=2))
    else:
        from kinchain.report.walk import walk_part

        show(walk_part(done.walk))
    for file in files:
        typer.echo(f"Written: {file}", err=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show on standard error what is being done, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, emoji=False)
    with console.status("Starting ...") as status:
        yield lambda what: status.update(f"{what} ... (Ctrl-C stops)")


def show(part: WalkPart) -> None:
    """Print a walk on standard output, in colour where that is a terminal.

    Parameters
    ----------
    part
        The walk in words.
    """
    from rich.console import Console

    from kinchain.report.walk.terminal import print_walk, walk_text

    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        print_walk(part, console)
    else:
        typer.echo(walk_text(part, encoding=console.encoding), nl=False)


def write_walk(done: MeasuredWalk, out: Path, say: Callable[[str], None]) -> list[Path]:
    """Write JSON, page and figures into a folder.

    Parameters
    ----------
    done
        The measured walk.
    out
        The folder; made where it is not there.
    say
        Told what is being done.

    Returns
    -------
    files
        What was written, for telling: the figures as their folder.
    """
    from kinchain.cli.assessing import FIGURES, write_aside
    from kinchain.report.walk.page import walk_page
    from kinchain.report.walk.plots import walk_figures

    figures = walk_figures(done.measured, done.walk, say)
    say("Writing")
    page = walk_page(done.measured, done.walk, figures)
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    named = {f"walk-{one.id}.svg": one.alone for one in figures}
    for old in (out / FIGURES).glob("walk-*.svg"):
        if old.name not in named:
            old.unlink()  # of another recording: it must not lie beside this one
    for name, svg in named.items():
        write_aside(out / FIGURES / name, svg)
    write_aside(out / "walk.json", done.walk.model_dump_json(indent=2) + "\n")
    write_aside(out / "walk.html", page)
    told = [out / "walk.json", out / "walk.html"]
    return [*told, out / FIGURES] if named else told
