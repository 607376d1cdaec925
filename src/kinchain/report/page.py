"""A report as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from kinchain.report.model import ConditionPart, Report, RiskPart, RoutePart, Weight
from kinchain.report.page_figures import chain_figure, likelihood_figure
from kinchain.report.words import URGENCY_WORDS, percent

CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content security policy of the page: no script, and nothing fetched."""


def render_page(report: Report) -> str:
    """Return a report as a whole page of HTML.

    Parameters
    ----------
    report
        The report.
    """
    style = (files("kinchain.report") / "page.css").read_text("utf-8")
    body = "\n".join(
        (
            _soon(report),
            _heard(report),
            _conditions(report),
            _chain(report),
            _questions(report),
            _sources(report),
        )
    )
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CLOSED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(report.soon.headline)} - kinchain report, {report.date}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f'<header class="top"><p>Knee and foot report</p><p>{report.date}</p></header>\n'
        f"<main>\n{body}\n</main>\n"
        f"<footer><p>{escape(report.disclaimer)}</p><p>{escape(report.engine)}</p></footer>\n"
        "</body>\n</html>\n"
    )


def _list(items: Iterable[str], kind: str = "") -> str:
    """Return a list; its items are escaped here."""
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="{kind}">{rows}</ul>' if kind else f"<ul>{rows}</ul>"


def _section(name: str, title: str, inside: str) -> str:
    return (
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(title)}</h2>\n'
        f"{inside}\n</section>"
    )


def _refs(refs: Sequence[int]) -> str:
    if not refs:
        return ""
    links = ", ".join(f'<a href="#source-{one}">{one}</a>' for one in refs)
    return f'&nbsp;<span class="refs">[{links}]</span>'


def _ladder(report: Report) -> str:
    rungs = []
    for name, one in URGENCY_WORDS.items():
        here = ' class="here" aria-current="true"' if name == report.soon.level else ""
        rungs.append(f"<li{here}>{escape(one.rung)}</li>")
    return f'<ol class="ladder" aria-label="Levels of urgency">{"".join(rungs)}</ol>'


def _soon(report: Report) -> str:
    soon = report.soon
    provisional = '<p class="note">First answer, still provisional</p>' if soon.provisional else ""
    rows = [("What to do", f"<p>{escape(soon.advice)}</p>")]
    if soon.flags:
        flags = "".join(
            f"<li><strong>{escape(flag.name)}</strong>"
            f" <small>{escape(flag.urgency + flag.basis)}{_refs(flag.refs)}</small>"
            f"<br>{escape(flag.say)}"
            + (f"<br><small>Heard: {escape(flag.because)}</small>" if flag.because else "")
            + "</li>"
            for flag in soon.flags
        )
        rows.append(("Why", f'<ul class="plain">{flags}</ul>'))
    rows.append(("See", f"<p>{escape(soon.who)}</p>"))
    if soon.bring:
        rows.append(("Bring", _list(soon.bring)))
    rows.append(("Say", f"<p>{escape(' '.join(soon.say))}</p>"))
    if soon.protect:
        rows.append(("Until then", _list(soon.protect)))
    table = "".join(f"<div><dt>{name}</dt><dd>{what}</dd></div>" for name, what in rows)
    return (
        f'<section class="soon {soon.level}" aria-labelledby="soon">\n'
        f'<p class="kicker">How soon</p><h1 id="soon">{escape(soon.headline)}</h1>\n'
        f"{provisional}{_ladder(report)}\n</section>\n"
        f'<dl class="rows">{table}</dl>\n{_open(report)}'
    )


def _open(report: Report) -> str:
    soon = report.soon
    if not soon.open_questions:
        return ""
    more = f"<p><small>and {soon.n_more_open} more</small></p>" if soon.n_more_open else ""
    return (
        '<section class="open" aria-labelledby="open">\n'
        '<h2 id="open">Danger questions still open</h2>\n'
        "<p>Please answer them: the answer can become more urgent.</p>\n"
        f"{_list(soon.open_questions, 'ask')}{more}\n</section>"
    )


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
    inside = (
        f'<dl class="rows">{"".join(rows)}</dl>{unheard}'
        "<p><small>Is something wrong here? Put it right and run this again.</small></p>"
    )
    return _section("heard", "What was heard", inside)


def _weights(title: str, items: Sequence[Weight], sign: str, none: str) -> str:
    if not items:
        return f"<div><h4>{title}</h4><p><small>{none}</small></p></div>"
    rows = "".join(
        f'<li><span class="bits {sign}" aria-hidden="true">{"▮" * item.bars or "▯"}</span>'
        f' {escape(item.text)}<span class="unseen"> (weight {item.bars} of 5)</span></li>'
        for item in items
    )
    return f'<div><h4>{title}</h4><ul class="weights">{rows}</ul></div>'


def _condition(number: int, one: ConditionPart) -> str:
    side = f", {escape(one.sides)}" if one.sides else ""
    because = _weights("For", one.because, "up", "Nothing told speaks for it.")
    against = _weights("Against", one.against, "down", "Nothing told speaks against it.")
    return (
        f'<article class="condition"><h3>{number}. {escape(one.name)}{side}</h3>'
        f"<p><small>{escape(one.plain)}{_refs(one.refs)}</small></p>"
        f'<p class="likely">{likelihood_figure(one.probability)}'
        f" <strong>{escape(one.likelihood)}</strong></p>"
        f'<div class="two">{because}{against}</div></article>'
    )


def _conditions(report: Report) -> str:
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
        "<p><small>First comes what explains most. More than one can be true. Each ▮ makes it"
        " about twice as likely (for) or half as likely (against). ▯ is a small push.</small></p>"
    )
    return _section("conditions", "What may be going on", f"{scale}{doubt}{cards}{feared}")


def _route(one: RoutePart) -> str:
    rows = [("How", one.plain), ("Heard", one.because), ("To settle it", one.settle)]
    table = "".join(
        f"<div><dt>{name}</dt><dd>{escape(what)}</dd></div>" for name, what in rows if what
    )
    return (
        f'<article class="route"><h3>{escape(one.name)}</h3>'
        f"<p><strong>{percent(one.probability)}</strong>, {escape(one.verdict_words)}"
        f'{_refs(one.refs)}</p><dl class="rows">{table}</dl></article>'
    )


def _risks(risks: Sequence[RiskPart]) -> str:
    if not risks:
        return ""
    rows = "".join(
        f"<li>{escape(one.why)} <strong>{escape(one.what)}</strong>"
        f" <small>{escape(one.verdict_words)}{_refs(one.refs)}</small></li>"
        for one in risks
    )
    return f"<h3>What may follow at the other end</h3><ul>{rows}</ul>"


def _chain(report: Report) -> str:
    chain = report.chain
    shares = "".join(
        f"<li>{escape(name)} <strong>{percent(share)}</strong></li>" for name, share in chain.shares
    )
    if shares:
        shares = f'<ul class="chips">{shares}</ul>'
    figure = f"<figure>{chain_figure(chain)}</figure>" if chain.routes else ""
    routes = "\n".join(_route(one) for one in chain.routes)
    inside = (
        f"<p><strong>{escape(chain.headline)}</strong> {escape(chain.why)}</p>"
        f"{shares}{figure}{routes}{_risks(chain.at_risk)}"
    )
    return _section("chain", "The chain between knee and foot", inside)


def _questions(report: Report) -> str:
    if not report.questions:
        return ""
    rows = "".join(
        f"<li>{escape(one.text)} <small>{escape(one.why)}</small></li>" for one in report.questions
    )
    return _section(
        "questions", "Answers that would help most next", f'<ul class="ask">{rows}</ul>'
    )


def _sources(report: Report) -> str:
    rows = []
    for one in report.sources:
        link = ""
        if one.url.startswith("http"):
            link = f' <a href="{escape(one.url)}" rel="noreferrer">{escape(one.url)}</a>'
        rows.append(f'<li id="source-{one.number}">{escape(one.citation)}{link}</li>')
    more = ""
    if report.n_more_sources:
        more = f"<p><small>{report.n_more_sources} more are named in assessment.json.</small></p>"
    return _section("sources", "Sources", f'<ol class="sources">{"".join(rows)}</ol>{more}')
