"""The plan sheet on the page: on paper it takes one side of its own."""

from __future__ import annotations

from html import escape

from kinchain.report.model import Report
from kinchain.report.page_figures import exercise
from kinchain.report.page_parts import listed
from kinchain.report.plan_sheet import DAYS, SheetItem, sheet_of


def sheet_part(report: Report) -> str:
    """Return the plan sheet, or nothing where there is none.

    Parameters
    ----------
    report
        The report.
    """
    sheet = sheet_of(report)
    if sheet is None:
        return ""
    first = "".join(f"<p>{escape(one)}</p>" for one in sheet.first)
    items = "\n".join(_item(number, one) for number, one in enumerate(sheet.items, 1))
    left = "".join(f"<p>{escape(one)}</p>" for one in sheet.for_all)
    if sheet.stop_if:
        left += f"<h3>Stop if</h3>{listed(sheet.stop_if)}"
    again = f"<h3>Be seen if</h3>{listed(sheet.see_again)}" if sheet.see_again else ""
    review = f"<p><strong>{escape(sheet.review)}</strong></p>" if sheet.review else ""
    return (
        '<section class="sheet" aria-labelledby="sheet">\n'
        '<h2 id="sheet">Plan sheet for the fridge</h2>\n'
        f'<div class="big">{first}</div>\n<ol class="items">{items}</ol>\n'
        f'<div class="two"><div>{left}</div><div>{again}{review}</div></div>\n</section>'
    )


def _item(number: int, one: SheetItem) -> str:
    days = "".join(f"<span>{day}</span>" for day in DAYS)
    what = f"<p>{escape(one.what)}</p>" if one.what else ""
    basis = f" <small>({escape(one.basis)})</small>"
    dose = f'<p class="dose">{escape(one.dose)}{basis}</p>' if one.dose else ""
    return (
        f"<li>{exercise(one.id, one.name, f'sheet-{one.id}')}"
        f'<div><h3><span class="count">{number}</span> {escape(one.name)}</h3>{what}{dose}'
        f'<p class="days" aria-hidden="true">{days}</p></div></li>'
    )
