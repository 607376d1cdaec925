"""The conditions on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kinchain.report.model import ConditionPart, FearedPart, Report, Weight
from kinchain.report.page_figures import bars
from kinchain.report.page_parts import ALONE, Setting, ref_links, section


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


def _condition(number: int, one: ConditionPart, setting: Setting) -> str:
    side = f", {escape(one.sides)}" if one.sides else ""
    because = _weights("For", one.because, "up", "Nothing told speaks for it.")
    against = _weights("Against", one.against, "down", "Nothing told speaks against it.")
    name = setting.named(one.name, f"condition:{one.id}")
    return (
        f'<article class="condition"><h3>{number}. {name}{side}</h3>'
        f"<p><small>{escape(one.plain)}{ref_links(one.refs)}</small></p>"
        f'<p class="likely"><strong>{escape(one.likelihood)}</strong></p>'
        f'<div class="two">{because}{against}</div></article>'
    )


def _feared(part: FearedPart, setting: Setting) -> str:
    return "; ".join(
        setting.named(name, f"condition:{one}")
        for name, one in zip(part.names, part.ids, strict=True)
    )


def conditions_part(report: Report, setting: Setting = ALONE) -> str:
    """Return the conditions, and the feared ones that are not excluded.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    doubt = (
        f'<p class="note">{escape(report.cannot_tell_yet)}</p>' if report.cannot_tell_yet else ""
    )
    cards = "\n".join(_condition(i, one, setting) for i, one in enumerate(report.conditions, 1))
    feared = ""
    if report.feared:
        rows = "".join(
            f"<li>{_feared(part, setting)}. <small>{escape(part.why)}.</small></li>"
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
