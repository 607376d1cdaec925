"""Loads in the terminal: 80 columns, and whole without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads
from kinchain.report.loads.names import NAMES
from kinchain.report.terminal_parts import Marks, bullet_list, marks_for, section

WIDTH, MAX_WIDTH = 80, 96

N_NOTES = 6
"""So many notes are told; the rest are in the JSON."""

SOURCES = {"plates": "force plates", "insole": "pressure insoles", "estimated": "estimated"}


def loads_text(loads: Loads, width: int = WIDTH, encoding: str = "utf-8") -> str:
    """Return loads as plain text.

    Parameters
    ----------
    loads
        The loads.
    width
        Columns.
    encoding
        What the text will be written in; decides which signs are drawn with.
    """
    sink = io.StringIO()
    console = Console(file=sink, width=width, no_color=True, force_terminal=False, emoji=False)
    print_loads(loads, console, marks_for(encoding))
    return "\n".join(line.rstrip() for line in sink.getvalue().splitlines()) + "\n"


def print_loads(loads: Loads, console: Console, marks: Marks | None = None) -> None:
    """Print loads.

    Parameters
    ----------
    loads
        The loads.
    console
        Where to.
    marks
        Signs to draw with; chosen by the console's encoding where None.
    """
    marks = marks or marks_for(console.encoding)
    for block in _blocks(loads, marks):
        console.print(block, width=min(console.width, MAX_WIDTH), highlight=False)


def _blocks(loads: Loads, marks: Marks) -> Iterator[RenderableType]:
    yield Text("Loads over stance", style="bold")
    ground = SOURCES[loads.source_of_ground_reaction]
    yield Text(f"Model {loads.model}, {loads.mass_kg:.1f} kg; ground forces: {ground}", "dim")
    yield ""
    yield section("Peaks (90 % interval) and when, in % of stance", list(_peaks(loads)), marks)
    yield section("How well model and recording fit", list(_fit(loads)), marks)
    yield section("What was left out or is doubtful", list(_quality(loads, marks)), marks)


def _peaks(loads: Loads) -> Iterator[RenderableType]:
    sides = [("left", loads.left), ("right", loads.right)]
    if all(side is None for _, side in sides):
        yield Text("No loads: see below what was missing.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column("")
    for word, side in sides:
        table.add_column(f"{word}, n={_count(side)}", justify="right", no_wrap=True)
    for name, shown in NAMES.items():
        curves = [getattr(side, name) if side is not None else None for _, side in sides]
        if any(one is not None for one in curves):
            cells = [_cell(one, shown.digits) for one in curves]
            table.add_row(f"{shown.words}, {shown.unit}", *cells)
    yield table
    yield Text("BW: body weight, ht: height. Moments of the knee are external (what the ground "
               "does), of the ankle internal.", style="dim")  # fmt: skip


def _count(side: SideLoads | None) -> int:
    if side is None or side.grf_vertical_bw is None:
        return 0
    return side.grf_vertical_bw.n


def _cell(curve: LoadCurve | None, digits: int) -> str:
    if curve is None:
        return "not known"
    low, high = curve.interval_90
    span = f"{low:.{digits}f} .. {high:.{digits}f}"
    return f"{curve.peak:.{digits}f} ({span}) {curve.peak_at_pct:.0f} %"


def _fit(loads: Loads) -> Iterator[RenderableType]:
    rms, left = loads.marker_rms_mm, loads.residual_force_pct
    yield Text(
        "No markers." if rms is None else f"Markers lie {rms:.1f} mm (RMS) from the model's."
    )
    if left is not None:
        yield Text(f"Forces that nothing carries: {left:.1f} % of body weight (RMS).")


def _quality(loads: Loads, marks: Marks) -> Iterator[RenderableType]:
    told = [(one.level, f"{one.what} ({one.where}): {one.effect}.") for one in loads.quality]
    warnings = [f"Take care: {text}" for level, text in told if level == "warning"]
    notes = [text for level, text in told if level == "note"]
    if warnings:
        yield bullet_list(warnings, "!")
    if notes:
        yield bullet_list(notes[:N_NOTES], marks.dot)
    if len(notes) > N_NOTES:
        yield Text(f"{len(notes) - N_NOTES} more are in loads.json (--json).", style="dim")
    if not told:
        yield Text("Nothing.")
