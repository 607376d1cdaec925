"""A report as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from kinchain.report.figures.colours import DARK, LIGHT, figure_style, variables
from kinchain.report.model import Report, shown_sources
from kinchain.report.page_care import care_parts
from kinchain.report.page_chain import chain_part
from kinchain.report.page_conditions import conditions_part
from kinchain.report.page_heard import heard_part
from kinchain.report.page_parts import ALONE, Setting, section
from kinchain.report.page_sheet import sheet_part
from kinchain.report.page_soon import ACTION_FIRST, advice, banner
from kinchain.report.walk.in_report import page_walks
from kinchain.report.walk.loads_in_report import page_loads

CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content security policy of the page: no script, and nothing fetched."""


HEADING = re.compile(r'<h2 id="([a-z]+)">([^<]+)</h2>')
"""Headings of the page's parts."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of a report's page, as HTML.

    Parameters
    ----------
    soon
        How soon, in one line.
    advice
        What to do about it, and why.
    contents
        Links to what follows; empty in an emergency.
    rest
        Everything else.
    """

    soon: str
    advice: str
    contents: str
    rest: str


def parts_of_page(report: Report, setting: Setting = ALONE) -> PageParts:
    """Return a report's parts for a page that has its own head, style and surroundings.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands. `page_style` must be among its styles.
    """
    parts = [part for part in _parts(report, setting) if part]
    is_emergency = report.soon.level == "emergency"
    contents = "" if is_emergency else _contents(parts)
    return PageParts(banner(report), advice(report, setting), contents, "\n".join(parts))


def render_page(report: Report) -> str:
    """Return a report as a whole page of HTML.

    Parameters
    ----------
    report
        The report.
    """
    parts = parts_of_page(report)
    body = "\n".join(filter(None, (parts.soon, parts.advice, parts.contents, parts.rest)))
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


def _parts(report: Report, setting: Setting) -> tuple[str, ...]:
    """Return the parts below how soon; in an emergency only what to do now, and what to tell."""
    if report.soon.level == "emergency":
        return (
            care_parts(report, setting), heard_part(report, setting),
            _sources(report, setting),
        )  # fmt: skip
    parts = [
        heard_part(report, setting),
        page_walks(report.walks) if report.walks else "",
        page_loads(report.loads) if report.loads else "",
        conditions_part(report, setting),
        chain_part(report, setting),
        care_parts(report, setting),
        _questions(report),
        sheet_part(report) if setting.has_sheet else "",
        _sources(report, setting),
    ]
    if report.soon.level in ACTION_FIRST:
        parts.insert(0, parts.pop(5))  # what to do comes before what it may be
    return tuple(parts)


def _contents(parts: Sequence[str]) -> str:
    """Return links to the parts below, by their headings."""
    found = [pair for part in parts for pair in HEADING.findall(part)]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in found)
    return f'<nav class="contents" aria-label="On this page"><ul>{links}</ul></nav>'


def _questions(report: Report) -> str:
    if not report.questions:
        return ""
    rows = "".join(
        f"<li>{escape(one.text)} <small>{escape(one.why)}</small></li>" for one in report.questions
    )
    return section("questions", "Answers that would help most next", f'<ul class="ask">{rows}</ul>')


def _sources(report: Report, setting: Setting) -> str:
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
    told = escape(setting.more_sources.format(n=n_more))
    more = f"<p><small>{told}</small></p>" if n_more else ""
    return section("sources", "Sources", f'<ol class="sources">{"".join(rows)}</ol>{more}')
