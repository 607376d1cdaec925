"""What was heard, on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kinchain.report.model import Report
from kinchain.report.page_figures import maps
from kinchain.report.page_parts import ALONE, Setting, section

LEAST_FOLDED = 4
"""So many noes in a row are folded, where noes are folded at all."""


def heard_part(report: Report, setting: Setting = ALONE) -> str:
    """Return what was heard, by leg, with the pictures of what is sore.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    rows = []
    for line in report.heard:
        said = _chips(line.items, folds_noes=setting.folds_noes)
        rows.append(f"<div><dt>{line.place}</dt><dd>{said}</dd></div>")
    unheard = (
        f'<p class="note">{escape(report.not_understood)}</p>' if report.not_understood else ""
    )
    title = "What was heard"
    correct = f"<p><small>{setting.correct}</small></p>"
    if report.soon.level == "emergency":
        title, correct = "What was heard: show this to those who help you", ""
    inside = f'{maps(report)}<dl class="rows">{"".join(rows)}</dl>{unheard}{correct}'
    return section("heard", title, inside)


def _chips(items: Sequence[tuple[str, str]], *, folds_noes: bool) -> str:
    """Return findings as a row; a long row of noes is folded, so that what is so comes first."""
    noes = [one for one in items if one[0].endswith(": no")]
    if not folds_noes or len(noes) < LEAST_FOLDED:
        return _chip_row(items)
    rest = [one for one in items if one not in noes]
    first = _chip_row(rest) if rest else ""
    return (
        f"{first}<details><summary>Answered with no: {len(noes)}</summary>"
        f"{_chip_row(noes)}</details>"
    )


def _chip_row(items: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f"<li>{escape(what)}" + (f" <q>{escape(quote)}</q>" if quote else "") + "</li>"
        for what, quote in items
    )
    return f'<ul class="chips">{rows}</ul>'
