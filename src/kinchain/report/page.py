"""A report as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from kinchain.report.figures.colours import DARK, LIGHT, figure_style, variables
from kinchain.report.model import Report, RiskPart, RoutePart, SimulatedPart, shown_sources
from kinchain.report.page_care import care_parts
from kinchain.report.page_conditions import conditions_part
from kinchain.report.page_figures import chain as chain_figure
from kinchain.report.page_figures import maps
from kinchain.report.page_parts import listed, ref_links, section
from kinchain.report.page_sheet import sheet_part
from kinchain.report.page_soon import ACTION_FIRST, soon_part
from kinchain.report.walk.in_report import page_walks
from kinchain.report.walk.loads_in_report import page_loads
from kinchain.report.words import percent

CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content security policy of the page: no script, and nothing fetched."""


HEADING = re.compile(r'<h2 id="([a-z]+)">([^<]+)</h2>')
"""Headings of the page's parts."""


def render_page(report: Report) -> str:
    """Return a report as a whole page of HTML.

    Parameters
    ----------
    report
        The report.
    """
    parts = [part for part in _parts(report) if part]
    if report.soon.level != "emergency":
        parts.insert(1, _contents(parts[1:]))
    body = "\n".join(parts)
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CLOSED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(report.soon.headline)} - kinchain report, {report.date}</title>\n"
        f"<style>\n{page_style()}</style>\n</head>\n<body>\n"
        f'<header class="top"><p>Knee and foot report</p><p>{report.date}</p></header>\n'
        f"<main>\n{body}\n</main>\n"
        f"<footer><p>{escape(report.disclaimer)}</p><p>{escape(report.engine)}</p></footer>\n"
        "</body>\n</html>\n"
    )


def page_style() -> str:
    """Return the page's whole style sheet: colours, page and drawings."""
    light, dark = variables(LIGHT), variables(DARK)
    page = (files("kinchain.report") / "page.css").read_text("utf-8")
    return (
        f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"@media print {{ :root {{ {light} }} }}\n{page}\n{figure_style()}"
    )


def _parts(report: Report) -> tuple[str, ...]:
    """Return the page's parts; in an emergency only what to do now, and what to tell."""
    if report.soon.level == "emergency":
        return (soon_part(report), care_parts(report), _heard(report), _sources(report))
    parts = [
        soon_part(report),
        _heard(report),
        page_walks(report.walks) if report.walks else "",
        page_loads(report.loads) if report.loads else "",
        conditions_part(report),
        _chain(report),
        care_parts(report),
        _questions(report),
        sheet_part(report),
        _sources(report),
    ]
    if report.soon.level in ACTION_FIRST:
        parts.insert(1, parts.pop(6))  # what to do comes before what it may be
    return tuple(parts)


def _contents(parts: Sequence[str]) -> str:
    """Return links to the parts below, by their headings."""
    found = [pair for part in parts for pair in HEADING.findall(part)]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in found)
    return f'<nav class="contents" aria-label="On this page"><ul>{links}</ul></nav>'


def _heard(report: Report) -> str:
    rows = []
    for line in report.heard:
        items = "".join(
            f"<li>{escape(what)}" + (f" <q>{escape(quote)}</q>" if quote else "") + "</li>"
            for what, quote in line.items
        )
        rows.append(f'<div><dt>{line.place}</dt><dd><ul class="chips">{items}</ul></dd></div>')
    unheard = (
        f'<p class="note">{escape(report.not_understood)}</p>' if report.not_understood else ""
    )
    title = "What was heard"
    correct = "<p><small>Is something wrong here? Put it right and run this again.</small></p>"
    if report.soon.level == "emergency":
        title, correct = "What was heard: show this to those who help you", ""
    inside = f'{maps(report)}<dl class="rows">{"".join(rows)}</dl>{unheard}{correct}'
    return section("heard", title, inside)


def _route(one: RoutePart) -> str:
    rows = [("How", one.plain), ("Heard", one.because), ("To settle it", one.settle)]
    table = "".join(
        f"<div><dt>{name}</dt><dd>{escape(what)}</dd></div>" for name, what in rows if what
    )
    return (
        f'<article class="route"><h3>{escape(one.name)}</h3>'
        f"<p><strong>{percent(one.probability)}</strong>, {escape(one.verdict_words)}"
        f'{ref_links(one.refs)}</p><dl class="rows">{table}</dl></article>'
    )


def _risks(risks: Sequence[RiskPart]) -> str:
    if not risks:
        return ""
    rows = "".join(
        f"<li>{escape(one.why)} <strong>{escape(one.what)}</strong>"
        f" <small>{escape(one.verdict_words)}{ref_links(one.refs)}</small></li>"
        for one in risks
    )
    return f"<h3>What may follow at the other end</h3><ul>{rows}</ul>"


def _simulated(part: SimulatedPart | None) -> str:
    if part is None:
        return ""
    inside = f'<p class="note">{escape(part.note)}</p>{listed(part.lines) if part.lines else ""}'
    if part.left_out:
        names = ", ".join(name.lower() for name in part.left_out)
        inside += f"<p>Not in the simulated walk, and to be thought of: {escape(names)}.</p>"
    if part.changes:
        rows = "".join(
            f"<li>{escape(text)} <small>{escape(trial)}{ref_links(refs)}</small></li>"
            for text, trial, refs in part.changes
        )
        inside += "<h4>What would change it, by the same model; beside it what trials saw</h4>"
        inside += f"<ul>{rows}</ul>"
    return f"<h3>What it changes in the loads, by simulated walks</h3>{inside}"


def _chain(report: Report) -> str:
    chain = report.chain
    shares = "".join(
        f"<li>{escape(name)} <strong>{percent(share)}</strong></li>" for name, share in chain.shares
    )
    if shares:
        shares = f'<ul class="chips">{shares}</ul>'
    routes = "\n".join(_route(one) for one in chain.routes)
    inside = (
        f"<p><strong>{escape(chain.headline)}</strong> {escape(chain.why)}</p>"
        f"{shares}{chain_figure(report)}{routes}{_risks(chain.at_risk)}"
        f"{_simulated(chain.simulated)}"
    )
    return section("chain", "The chain between knee and foot", inside)


def _questions(report: Report) -> str:
    if not report.questions:
        return ""
    rows = "".join(
        f"<li>{escape(one.text)} <small>{escape(one.why)}</small></li>" for one in report.questions
    )
    return section("questions", "Answers that would help most next", f'<ul class="ask">{rows}</ul>')


def _sources(report: Report) -> str:
    named = shown_sources(report)
    rows = []
    for one in named:
        link = ""
        if one.url.startswith("http"):
            link = f' <a href="{escape(one.url)}" rel="noreferrer">{escape(one.url)}</a>'
        rows.append(
            f'<li id="source-{one.number}" value="{one.number}">{escape(one.citation)}{link}</li>'
        )
    n_more = report.n_more_sources + len(report.sources) - len(named)
    more = f"<p><small>{n_more} more are named in assessment.json.</small></p>" if n_more else ""
    return section("sources", "Sources", f'<ol class="sources">{"".join(rows)}</ol>{more}')
