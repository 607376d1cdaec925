"""Loads in the terminal: 80 columns, and whole without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.report.loads.names import NAMES, PARTS
from kinchain.report.loads.together import NOT_TOLD, compared, together
from kinchain.report.loads.words import (
    DISCLAIMER,
    HIGHER,
    HIGHER_THAN_IMPLANTS_BW,
    IMPLANTS,
    SIDES,
    curves_of,
    digits_of,
    foot_line,
    headline,
    n_steps,
    shares,
    source_of,
    steps,
)
from kinchain.report.terminal_parts import Marks, bullet_list, marks_for, section

WIDTH, MAX_WIDTH = 80, 96

N_NOTES = 6
"""So many notes are told; the rest are in the JSON."""


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
    said = f"Model {loads.model}, {loads.mass_kg:.1f} kg; push of the ground: {source_of(loads)}"
    yield Text(f"Estimate. {said}", "dim")
    yield ""
    yield Text(headline(loads), style="bold")
    yield Text(foot_line(loads))
    if any(getattr(loads, side) is not None for side in SIDES):
        yield section("What each part carries at most, in times your weight",
                      list(_carried(loads)), marks)  # fmt: skip
        yield section("Knee and foot in one step", list(_together(loads)), marks)
        yield section("Further figures: peak (90 % interval), when", list(_further(loads)), marks)
    yield section("How well model and recording fit", list(_fit(loads)), marks)
    yield section("What was left out or is doubtful", list(_quality(loads, marks)), marks)
    yield Text(DISCLAIMER)


def _table(loads: Loads, first: str) -> Table:
    """Return a table with a column for each side."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(first)
    for side in SIDES:
        n = steps(n_steps(getattr(loads, side)))
        table.add_column(f"{side}, {n}", justify="right", no_wrap=True)
    return table


def _carried(loads: Loads) -> Iterator[RenderableType]:
    table, share = _table(loads, ""), shares(loads)
    for name, part in PARTS.items():
        found = curves_of(loads, name)
        if found:
            cells = [_cell(found.get(side), digits_of(name)) for side in SIDES]
            table.add_row(part.short, *cells)
    if not table.rows:
        yield Text("Not known; see below what was missing.")
        return
    yield table
    yield Text("Peak (90 % interval) and when, in % of the time on the ground.", style="dim")
    for side, own in share.items():
        parts = ", ".join(
            f"{PARTS[name].short.lower()} {value:.0f} %" for name, value in own.items()
        )
        yield Text(f"Of the whole push under the {side} foot: {parts}.")
    knees = curves_of(loads, "knee_contact_force_bw")
    if knees:
        high = any(one.peak > HIGHER_THAN_IMPLANTS_BW for one in knees.values())
        yield Text(f"{IMPLANTS[0]} ({IMPLANTS[2]}){f' {HIGHER}' if high else ''}")
    both = compared(loads)
    if both:
        yield Text(both)


def _together(loads: Loads) -> Iterator[RenderableType]:
    for side in SIDES:
        own = getattr(loads, side)
        for what, text in () if own is None else together(own):
            line = Text(f"{side.capitalize()}, {what.lower()}: ", style="bold")
            line.append(text, style="not bold")
            yield line
    yield Text(NOT_TOLD, style="dim")


def _further(loads: Loads) -> Iterator[RenderableType]:
    table = _table(loads, "")
    for name, shown in NAMES.items():
        found = curves_of(loads, name)
        if name in PARTS or not found:
            continue
        cells = [_cell(found.get(side), shown.digits) for side in SIDES]
        table.add_row(f"{shown.words}, {shown.unit}", *cells)
    yield table
    yield Text("BW: body weight, ht: height. Moments of the knee are external (what the ground "
               "does), of the ankle internal.", style="dim")  # fmt: skip


def _cell(curve: LoadCurve | None, digits: int) -> str:
    if curve is None:
        return "not known"
    low, high = curve.interval_90
    span = f"({low:.{digits}f} to {high:.{digits}f})"
    return f"{curve.peak:.{digits}f} {span:>14}{curve.peak_at_pct:4.0f} %"


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
