"""A predicted walk in the terminal: 80 columns, and whole without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.core.formats.simulation import Difference, Simulation
from kinchain.report.loads.names import NAMES
from kinchain.report.simulation.names import STEPS
from kinchain.report.simulation.words import (
    SIDES,
    headline,
    how_sure,
    sentences,
    signed,
    speed_words,
    was_set,
)
from kinchain.report.terminal_parts import Marks, bullet_list, marks_for, section

WIDTH, MAX_WIDTH = 80, 96


def simulation_text(simulation: Simulation, width: int = WIDTH, encoding: str = "utf-8") -> str:
    """Return a predicted walk as plain text.

    Parameters
    ----------
    simulation
        The predicted walk.
    width
        Columns.
    encoding
        What the text will be written in; decides which signs are drawn with.
    """
    sink = io.StringIO()
    console = Console(file=sink, width=width, no_color=True, force_terminal=False, emoji=False)
    print_simulation(simulation, console, marks_for(encoding))
    return "\n".join(line.rstrip() for line in sink.getvalue().splitlines()) + "\n"


def print_simulation(simulation: Simulation, console: Console, marks: Marks | None = None) -> None:
    """Print a predicted walk.

    Parameters
    ----------
    simulation
        The predicted walk.
    console
        Where to.
    marks
        Signs to draw with; chosen by the console's encoding where None.
    """
    marks = marks or marks_for(console.encoding)
    for block in _blocks(simulation, marks):
        console.print(block, width=min(console.width, MAX_WIDTH), highlight=False)


def _blocks(simulation: Simulation, marks: Marks) -> Iterator[RenderableType]:
    yield Text("What if: a predicted walk", style="bold")
    person = simulation.person
    if person is not None:
        yield Text(f"Model of a body of {person.mass_kg:g} kg and {person.height_m:g} m, "
                   f"{speed_words(simulation)}", "dim")  # fmt: skip
    yield Text(f"Set: {was_set(simulation)}")
    yield ""
    yield Text(headline(simulation), style="bold")
    if simulation.converged:
        if simulation.difference:
            said = sentences(simulation)
            yield section("What changes, against the same body without it",
                          [bullet_list(said, marks.dot)], marks)  # fmt: skip
            yield section("In numbers: without -> with (change; 90 % range)",
                          [_differences(simulation)], marks)  # fmt: skip
        else:
            yield section("What each part carries at most", [_carried(simulation)], marks)
        yield section("The steps", [_steps(simulation)], marks)
    elif simulation.baseline_advice:
        yield Text(f"The same body without it: {simulation.baseline_advice}")
    yield section("How sure, and what is not in it",
                  [bullet_list(how_sure(simulation), marks.dot)], marks)  # fmt: skip
    took = f"{simulation.solve_s:.1f} s, {simulation.starts} start(s)"
    yield Text(f"{simulation.advice} ({took}.)" if simulation.converged else took, "dim")
    if simulation.disclaimer:
        yield Text(simulation.disclaimer)


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(heads[0])
    for head in heads[1:]:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _differences(simulation: Simulation) -> Table:
    table = _table("", "side", "without", "with", "change", "90 % range")
    for name, shown in NAMES.items():
        for side in SIDES:
            one = (simulation.difference or {}).get(f"{name}@{side}")
            if one is not None:
                first = f"{shown.words}, {shown.unit}" if side == SIDES[0] else ""
                table.add_row(first, side, *_cells(one, shown.digits))
    return table


def _cells(one: Difference, digits: int) -> tuple[str, str, str, str]:
    base, changed = (
        "" if value is None else f"{value:.{digits}f}" for value in (one.baseline, one.changed)
    )
    low, high = one.interval_90
    sure = "" if one.verdict in {"more", "less"} else "?"
    return (
        base,
        changed,
        f"{signed(one.percent)} %{sure}",
        f"{low:+.{digits}f} to {high:+.{digits}f}",
    )


def _carried(simulation: Simulation) -> Table:
    table = _table("Peak (90 % range)", "left", "right")
    for name, shown in NAMES.items():
        cells = []
        for side in SIDES:
            own = getattr(simulation.loads, side, None)
            curve = None if own is None else getattr(own, name)
            if curve is not None:
                low, high = curve.interval_90
                cells.append(f"{curve.peak:.{shown.digits}f} ({low:.{shown.digits}f} to "
                             f"{high:.{shown.digits}f})")  # fmt: skip
        if len(cells) == len(SIDES):
            table.add_row(f"{shown.words}, {shown.unit}", *cells)
    return table


def _steps(simulation: Simulation) -> Table:
    changes = simulation.walk_difference or {}
    table = _table("", "left", "right", "all", *(["change"] if changes else []))
    summary = {} if simulation.walk is None else simulation.walk.summary
    for name, shown in STEPS.items():
        sides = summary.get(name, {})
        cells = [
            f"{sides[side].mean:.{shown.digits}f}" if side in sides else ""
            for side in (*SIDES, "all")
        ]
        told = [
            f"{key.partition('@')[2] or 'all'} {signed(one.percent)} %"
            for key, one in changes.items()
            if key.partition("@")[0] == name
        ]
        unit = f", {shown.unit}" if shown.unit else ""
        table.add_row(f"{shown.words}{unit}", *cells, *([", ".join(told)] if changes else []))
    return table
