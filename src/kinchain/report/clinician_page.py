"""The clinician page as HTML, one sheet of A4, and as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from kinchain.report.clinician import ClinicianPage, ConditionRow, MeasuredRow, Row
from kinchain.report.page import CLOSED, page_style
from kinchain.report.page_parts import rows_of, section

WIDTH = 96
"""Columns of the plain text."""

SHEET = """
body.clinician { max-width: 60rem; font-size: .9rem; line-height: 1.35; }
.clinician h1 { font-size: 1.25rem; margin: .2rem 0; }
.clinician h2 { font-size: 1rem; margin: .8rem 0 .2rem; }
.clinician .rows { margin: .2rem 0; }
.clinician .rows > div { padding: .08rem 0; grid-template-columns: 6.5rem 1fr; }
.clinician table { width: 100%; border-collapse: collapse; }
.clinician th, .clinician td { text-align: left; vertical-align: top; padding: .12rem .5rem .12rem 0;
  border-bottom: 1px solid var(--line); }
.clinician th { font-weight: 600; }
.clinician thead th { color: var(--soft); font-size: .85em; }
.clinician .scroll { overflow-x: auto; }
.clinician .number { white-space: nowrap; }
@page { size: A4; margin: 11mm; }
@media print { body.clinician, .clinician { font-size: 8pt; line-height: 1.25; }
  .clinician h1 { font-size: 12pt; } .clinician h2 { font-size: 9pt; margin: 4pt 0 1pt; padding: 0; }
  .clinician footer { margin-top: 4pt; padding-top: 2pt; font-size: 7pt; }
  section.clinician { break-before: page; } }
"""
"""What the sheet adds to the report's own style."""

NOTHING = "nothing"
CAVEAT = (
    "Made from self-report by fixed rules and a causal network; not a diagnosis. Bits: log2 of "
    "the likelihood ratio, the other conditions at their posterior. Probabilities are marginal: "
    "several may be true. Not told is unknown, never no."
)


def render_clinician(page: ClinicianPage) -> str:
    """Return the clinician page as a whole page of HTML.

    Parameters
    ----------
    page
        The page.
    """
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CLOSED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>For the clinician - kinchain, {page.date}</title>\n"
        f"<style>\n{page_style()}\n{SHEET}</style>\n</head>\n"
        f'<body class="clinician">\n<main>\n<h1>For the clinician, {page.date}</h1>\n'
        f"{_parts(page)}\n</main>\n<footer><p>{CAVEAT} {escape(page.engine)}</p></footer>\n"
        "</body>\n</html>\n"
    )


def clinician_section(page: ClinicianPage) -> str:
    """Return the clinician page as a section of the report's page.

    Parameters
    ----------
    page
        The page. `SHEET` must be among the page's styles.
    """
    inside = f"{_parts(page, level=3)}\n<p><small>{CAVEAT}</small></p>"
    whole = section("clinician", "For the clinician", inside)
    return whole.replace("<section ", '<section class="clinician" ', 1)


def _parts(page: ClinicianPage, level: int = 2) -> str:
    head = rows_of((("Person", page.person), ("Urgency", _urgency(page))))
    parts = [
        ("Told", _rows(page.told)),
        ("Denied", _rows(page.denied)),
        ("Not asked", _not_asked(page)),
        ("Danger rules that fired", _dangers(page)),
        ("Conditions, with bits for and against", _conditions(page)),
        ("Chain", _chain(page)),
        ("Measured and examined", _measured(page.measured)),
        ("Medicines", f"<p>{escape('; '.join(page.medicines) or 'not told')}</p>"),
    ]
    return head + "\n".join(f"<h{level}>{name}</h{level}>\n{text}" for name, text in parts)


def _urgency(page: ClinicianPage) -> str:
    return page.urgency + (" (provisional: danger questions are open)" * page.provisional)


def _rows(rows: Sequence[Row]) -> str:
    return rows_of((row.name, "; ".join(row.texts)) for row in rows) or f"<p>{NOTHING}</p>"


def _not_asked(page: ClinicianPage) -> str:
    return rows_of(
        (
            ("Danger", "; ".join(page.not_asked) or "none open"),
            ("Telling", "; ".join(page.would_tell) or NOTHING),
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are escaped here, the first of a row is its header."""
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    if not body:
        return f"<p>{NOTHING}</p>"
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _dangers(page: ClinicianPage) -> str:
    return _table(
        ("Rule", "Level", "Because", "Basis"),
        (
            (
                f"{one.rule} {one.name}",
                one.urgency,
                one.because,
                f"{one.basis}{': ' if one.sources else ''}{one.sources}",
            )
            for one in page.dangers
        ),
    )


def _conditions(page: ClinicianPage) -> str:
    table = _table(
        ("Condition", "ICD-10", "P", "For", "Against"),
        (_condition_cells(one) for one in page.conditions if one.note != "feared"),
    )
    feared = next((one for one in page.conditions if one.note == "feared"), None)
    after = f"<p>Not excluded: {escape(', '.join(feared.speaks_for))}.</p>" if feared else ""
    before = f"<p>{escape(page.before_exam)}</p>" if page.before_exam else ""
    return before + table + after


def _condition_cells(one: ConditionRow) -> tuple[str, ...]:
    return (
        one.name,
        one.code,
        one.share,
        "; ".join(one.speaks_for),
        "; ".join(one.speaks_against),
    )


def _chain(page: ClinicianPage) -> str:
    table = _table(
        ("Route", "P", "Evidence", "Because", "One test to settle it"),
        (
            (one.name, one.share, one.verdict, one.because, one.settle or "settled")
            for one in page.routes
        ),
    )
    return f"<p>{escape(page.direction)}</p>{table}"


def _measured(rows: Sequence[MeasuredRow]) -> str:
    return _table(("Finding", "By", "Before"), ((one.text, one.by, one.replaced) for one in rows))


def clinician_text(page: ClinicianPage) -> str:
    """Return the clinician page as plain text.

    Parameters
    ----------
    page
        The page.
    """
    lines = [f"For the clinician, {page.date}", f"{page.person}. Urgency: {_urgency(page)}.", ""]
    parts: list[tuple[str, Iterable[str]]] = [
        ("Told", (f"{row.name}: {'; '.join(row.texts)}" for row in page.told)),
        ("Denied", (f"{row.name}: {'; '.join(row.texts)}" for row in page.denied)),
        ("Not asked: danger", page.not_asked and ("; ".join(page.not_asked),)),
        ("Not asked: would tell most", page.would_tell and ("; ".join(page.would_tell),)),
        (
            "Danger rules that fired",
            (
                f"{one.rule} {one.name} ({one.urgency}; {one.basis}"
                f"{': ' if one.sources else ''}{one.sources}): {one.because}"
                for one in page.dangers
            ),
        ),
        ("Conditions", (*filter(None, (page.before_exam,)), *map(_condition_line, page.conditions))),
        (f"Chain: {page.direction}", map(" | ".join, (
            (one.name, one.share, one.verdict, one.because, f"settle: {one.settle or 'settled'}")
            for one in page.routes
        ))),
        ("Measured and examined", (
            ", ".join(filter(None, (one.text, one.by, one.replaced))) for one in page.measured
        )),
        ("Medicines", ("; ".join(page.medicines) or "not told",)),
    ]  # fmt: skip
    for name, rows in parts:
        lines.append(name)
        lines += [_wrapped(row) for row in rows] or [f"  {NOTHING}"]
        lines.append("")
    lines += [textwrap.fill(CAVEAT, WIDTH), page.engine]
    return "\n".join(lines) + "\n"


def _condition_line(one: ConditionRow) -> str:
    if one.note == "feared":
        return f"Not excluded: {', '.join(one.speaks_for)}"
    against = f" | against: {'; '.join(one.speaks_against)}" if one.speaks_against else ""
    return f"{one.share} {one.name} [{one.code}] | for: {'; '.join(one.speaks_for)}{against}"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
