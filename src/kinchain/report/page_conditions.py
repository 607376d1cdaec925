"""The conditions on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kinchain.report.model import ConditionPart, Report, Weight
from kinchain.report.page_figures import bars
from kinchain.report.page_parts import ref_links, section


def _weights(title: str, items: Sequence[Weight], sign: str, none: str) -> str:
    if not items:
        return f"<div><h4>{title}</h4><p><small>{none}</small></p></div>"
    rows = "".join(
        f'<li><span class="bits {sign}" aria-hidden="true">{_bits(item.bars)}</span>'
        f' {escape(item.text)}<span class="unseen"> (weight {item.bars} of 5)</span></li>'
        for item in items
    )
    return f'<div><h4>{title}</h4><ul class="weights">{rows}</ul></div>'


def _bits(count: int) -> str:
    return "<i></i>" * count or '<i class="little"></i>'


def _condition(number: int, one: ConditionPart) -> str:
    side = f", {escape(one.sides)}" if one.sides else ""
    because = _weights("For", one.because, "up", "Nothing told speaks for it.")
    against = _weights("Against", one.against, "down", "Nothing told speaks against it.")
    return (
        f'<article class="condition"><h3>{number}. {escape(one.name)}{side}</h3>'
        f"<p><small>{escape(one.plain)}{ref_links(one.refs)}</small></p>"
        f'<p class="likely"><strong>{escape(one.likelihood)}</strong></p>'
        f'<div class="two">{because}{against}</div></article>'
    )


def conditions_part(report: Report) -> str:
    """Return the conditions, and the feared ones that are not excluded.

    Parameters
    ----------
    report
        The report.
    """
    doubt = (
        f'<p class="note">{escape(report.cannot_tell_yet)}</p>' if report.cannot_tell_yet else ""
    )
    cards = "\n".join(_condition(i, one) for i, one in enumerate(report.conditions, 1))
    feared = ""
    if report.feared:
        rows = "".join(
            f"<li>{escape('; '.join(part.names))}. <small>{escape(part.why)}.</small></li>"
            for part in report.feared
        )
        feared = (
            "<h3>Less likely, but not excluded</h3>"
            f"<p><small>Telling alone never rules these out.</small></p><ul>{rows}</ul>"
        )
    scale = (
        "<p><small>First comes what explains most. More than one can be true. Each block"
        " makes it about twice as likely (for) or half as likely (against). A thin one is a small"
        " push.</small></p>"
    )
    return section(
        "conditions", "What may be going on", f"{doubt}{bars(report)}{scale}{cards}{feared}"
    )
