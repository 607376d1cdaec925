"""The clinician page as HTML: one sheet of A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kinchain.report.clinician_model import ClinicianPage, ConditionRow, MeasuredRow, Row
from kinchain.report.clinician_text import CAVEAT, NOTHING, urgency_text
from kinchain.report.page import CLOSED, page_style
from kinchain.report.page_parts import rows_of, section

SHEET = """
body.clinician { max-width: 60rem; font-size: .9rem; line-height: 1.35; }
.clinician h1 { font-size: 1.25rem; margin: .2rem 0; }
.clinician h2 { font-size: 1rem; margin: .8rem 0 .2rem; }
.clinician .rows { margin: .2rem 0; }
.clinician .rows > div { padding: .08rem 0; grid-template-columns: 6.5rem 1fr; }
.clinician table { width: 100%; border-collapse: collapse; }
.clinician th, .clinician td { text-align: left; vertical-align: top;
  padding: .12rem .5rem .12rem 0; border-bottom: 1px solid var(--line); }
.clinician th { font-weight: 600; }
.clinician thead th { color: var(--soft); font-size: .85em; }
.clinician .scroll { overflow-x: auto; }
.clinician .measured { columns: 22rem 2; column-gap: 1.5rem; }
.clinician .measured li { break-inside: avoid; margin: 0; }
@page clinician { size: A4; margin: 9mm; }
@media print {
  section.clinician { page: clinician; }
  body.clinician, section.clinician { max-width: none; padding: 0; font-size: 7.4pt;
    line-height: 1.13; }
  .clinician h1 { font-size: 12pt; margin: 0; }
  .clinician h2, .clinician h3 { font-size: 8.5pt; margin: 3pt 0 1pt; padding: 0; }
  .clinician p { margin: 1pt 0; }
  .clinician .rows { margin: 1pt 0; }
  .clinician .rows > div { padding: 0; grid-template-columns: 4.5rem 1fr; }
  .clinician th, .clinician td { padding: .5pt 5pt .5pt 0; }
  .clinician footer { margin-top: 3pt; padding-top: 1pt; font-size: 6.8pt; }
  section.clinician { break-before: page; }
}
@media (max-width: 34rem) { .clinician table { min-width: 34rem; } }
"""
"""What the sheet adds to the report's own style; among other pages only its own paper."""

PAPER = "@page { size: A4; margin: 9mm; }"
"""The paper of a sheet that is a file of its own."""


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
        f"<style>\n{page_style()}\n{SHEET}{PAPER}</style>\n</head>\n"
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
    head = rows_of((("Person", page.person), ("Urgency", urgency_text(page))))
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


def _rows(rows: Sequence[Row]) -> str:
    return rows_of((row.name, "; ".join(row.texts)) for row in rows) or f"<p>{NOTHING}</p>"


def _not_asked(page: ClinicianPage) -> str:
    return rows_of(
        (
            ("Danger", "; ".join(page.not_asked) or "none open"),
            ("Telling", "; ".join(page.would_tell) or NOTHING),
        )
    )


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table that scrolls on a narrow screen; cells are escaped here."""
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    if not body:
        return f"<p>{NOTHING}</p>"
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _dangers(page: ClinicianPage) -> str:
    table = _table(
        "Danger rules",
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
    return table + (f"<p>{escape(page.more_dangers)}</p>" if page.more_dangers else "")


def _conditions(page: ClinicianPage) -> str:
    table = _table(
        "Conditions",
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
        "Routes of the chain",
        ("Route", "P", "Evidence", "Because", "One test to settle it"),
        (
            (
                one.name,
                one.share.replace(" %", "\N{NO-BREAK SPACE}%"),
                one.verdict,
                one.because,
                one.settle or "settled",
            )
            for one in page.routes
        ),
    )
    return f"<p>{escape(page.direction)}</p>{table}"


def _measured(rows: Sequence[MeasuredRow]) -> str:
    items = "".join(
        f"<li><strong>{escape(one.text)}</strong>, "
        f"{escape(', '.join(filter(None, (one.by, one.replaced))))}</li>"
        for one in rows
    )
    return f'<ul class="plain measured">{items}</ul>' if items else f"<p>{NOTHING}</p>"
