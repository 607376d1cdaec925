"""A report as PDF: A4, tagged, with title, language, bookmarks, embedded fonts and vector pictures.

Typst (Apache-2.0, one wheel for each system) sets the pages; nothing is fetched.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from typing import Any

from kinchain.report.figures.colours import LIGHT, alone
from kinchain.report.figures.exercise_set import drawing
from kinchain.report.figures.treatments import THINGS
from kinchain.report.model import Report
from kinchain.report.pdf_parts import Pictures, blocks_of, told
from kinchain.report.plan_sheet import DAYS, Sheet, sheet_of
from kinchain.report.words import URGENCY_WORDS

LEVEL_COLOURS = {
    "emergency": "#b3261e", "same_day": "#a8480a", "within_days": "#7d6000",
    "routine": "#1f5fae", "self_care": "#1a7f4b",
}  # fmt: skip

SHEET_SIZES = ((54.0, 12.5), (50.0, 12.0), (44.0, 11.5), (36.0, 10.8), (28.0, 10.0))
"""Height of a drawing in mm and size of letters in points, for one item to five on a sheet."""

THING_SHARE = 0.62
"""A thing is drawn smaller than a person."""

STANDARD = "ua-1"
"""PDF/UA-1: what makes a PDF fit for screen readers, checked while it is written."""


def render_pdf(report: Report) -> bytes:
    """Return a report as PDF.

    Parameters
    ----------
    report
        The report.
    """
    import typst

    pictures = Pictures()
    data = _data(report, pictures)
    source: dict[str, bytes] = {
        "main.typ": (files("kinchain.report") / "report.typ").read_bytes(),
        "report.json": json.dumps(data).encode(),
    }
    for name, svg in pictures.files.items():
        source[name] = alone(svg, dark_too=False).encode()
    day = datetime.combine(date.fromisoformat(report.date), time(12), UTC)
    with as_file(files("kinchain.report") / "fonts") as fonts:
        # its stub does not know yet that the sources may come as a mapping of names
        compiled: Any = typst.compile
        made = compiled(
            source, format="pdf", font_paths=[str(fonts)], ignore_system_fonts=True,
            pdf_standards=[STANDARD], timestamp=int(day.timestamp()),
        )  # fmt: skip
    return bytes(made)


def figure_files(report: Report) -> dict[str, str]:
    """Return a report's drawings as SVG files that stand alone and know light and dark.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    files
        Name of each file to its text: ``body.svg``, ``soles.svg``, ``conditions.svg``,
        ``chain.svg``, ``course-ID.svg`` and ``move-ID.svg``, as far as there is something to draw.
    """
    pictures = Pictures()
    blocks_of(report, pictures)
    return {name: alone(svg) for name, svg in pictures.files.items()}


def _data(report: Report, pictures: Pictures) -> dict[str, Any]:
    soon = report.soon
    day = date.fromisoformat(report.date)
    rungs = [{"name": one.rung, "here": name == soon.level} for name, one in URGENCY_WORDS.items()]
    sheet = sheet_of(report)
    return {
        "title": f"{soon.headline} - knee and foot report, {report.date}",
        "date": report.date,
        "day": [day.year, day.month, day.day],
        "engine": report.engine,
        "disclaimer": report.disclaimer,
        "colours": dict(LIGHT),
        "level_colour": LEVEL_COLOURS[soon.level],
        "soon": {"headline": soon.headline, "provisional": soon.provisional, "rungs": rungs},
        "blocks": blocks_of(report, pictures),
        "sheet": None if sheet is None else _sheet(sheet, pictures),
    }


def _sheet(sheet: Sheet, pictures: Pictures) -> dict[str, Any]:
    """Return the plan sheet, its sizes chosen so that it fills one page and no more."""
    items = []
    for one in sheet.items:
        svg = drawing(one.id, one.name, f"sheet-{one.id}")
        if svg:
            pictures.files[f"sheet-{one.id}.svg"] = svg
        items.append(
            {"name": one.name, "what": one.what, "dose": one.dose, "basis": one.basis,
             "file": f"sheet-{one.id}.svg" if svg else "", "alt": told(svg),
             "share": THING_SHARE if one.id in THINGS else 1.0}
        )  # fmt: skip
    height, size = SHEET_SIZES[min(len(items), len(SHEET_SIZES)) - 1]
    return {
        "first": list(sheet.first), "items": items, "days": list(DAYS),
        "for_all": list(sheet.for_all), "stop_if": list(sheet.stop_if),
        "see_again": list(sheet.see_again), "review": sheet.review,
        "first_pt": 16 if sum(map(len, sheet.first)) < 220 else 13,
        "gap": 9, "height_mm": height, "picture_mm": min(84.0, 1.9 * height), "size": size,
    }  # fmt: skip
