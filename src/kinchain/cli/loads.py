"""``kinchain loads``: from a recording to a report, JSON, tables and curves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kinchain.app.loads.compute import ComputedLoads, LoadsOrder
    from kinchain.core.formats.loads import Loads

FIGURE, PAGE = "loads.svg", "loads.html"


def compute_and_show(order: LoadsOrder, *, as_json: bool, out: Path | None) -> None:
    """Work out the loads and print, and write files where asked.

    Parameters
    ----------
    order
        What is to be worked out, and what the user told.
    as_json
        Print JSON alone.
    out
        Folder to write into, or None.

    Raises
    ------
    InputError
        If a file or a value cannot be used.
    """
    from kinchain.app.loads.compute import compute
    from kinchain.cli.assessing import check_folder

    check_folder(out)
    with progress() as say:
        done = compute(order, say)
        files = [] if out is None else write_all(done, out, say)
    if as_json:
        typer.echo(done.loads.model_dump_json(indent=2))
    else:
        show(done.loads)
    for file in files:
        typer.echo(f"Written: {file}", err=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show on standard error what is being done; the one long wait, compiling, always.

    Yields
    ------
    say
        Call it with what is being done.
    """
    from kinchain.cli.walking import progress as on_terminal

    if sys.stderr.isatty():
        with on_terminal() as say:
            yield say
        return
    yield lambda what: typer.echo(what, err=True) if "ompil" in what else None


def show(loads: Loads) -> None:
    """Print loads on standard output, in colour where that is a terminal.

    Parameters
    ----------
    loads
        The loads.
    """
    from rich.console import Console

    from kinchain.report.loads import loads_text, print_loads

    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        print_loads(loads, console)
    else:
        typer.echo(loads_text(loads, encoding=console.encoding), nl=False)


def write_all(done: ComputedLoads, out: Path, say: Callable[[str], None]) -> list[Path]:
    """Write the report's page, JSON, tables and the drawing of the curves into a folder.

    Parameters
    ----------
    done
        The loads.
    out
        The folder; made where it is not there.
    say
        Told what is being done.

    Returns
    -------
    files
        What was written.
    """
    from kinchain.app.loads.files import write_loads
    from kinchain.app.loads.scene import loads_scene
    from kinchain.cli.assessing import write_aside
    from kinchain.report.loads import loads_figure
    from kinchain.report.loads.page import loads_page

    say("Writing")
    files = write_loads(done, out)
    write_aside(out / PAGE, loads_page(done.loads, loads_scene(done)))
    files.insert(0, out / PAGE)
    figure = loads_figure(done.loads)
    if figure is None:
        (out / FIGURE).unlink(missing_ok=True)
        return files
    write_aside(out / FIGURE, figure.alone)
    return [*files, out / FIGURE]
