"""The chain between knee and foot, on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kinchain.report.model import Report, RiskPart, RoutePart, SimulatedPart
from kinchain.report.page_figures import chain as chain_figure
from kinchain.report.page_parts import ALONE, Setting, listed, ref_links, section
from kinchain.report.words import percent

BOTH_WAYS = (
    ("topic:knee_to_foot", "how a knee acts on the foot"),
    ("topic:foot_to_knee", "how a foot acts on the knee"),
)


def _route(one: RoutePart, setting: Setting) -> str:
    rows = [("How", one.plain), ("Heard", one.because), ("To settle it", one.settle)]
    table = "".join(
        f"<div><dt>{name}</dt><dd>{escape(what)}</dd></div>" for name, what in rows if what
    )
    name = setting.named(one.name, f"mechanism:{one.id}")
    return (
        f'<article class="route"><h3>{name}</h3>'
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


def chain_part(report: Report, setting: Setting = ALONE) -> str:
    """Return the chain: direction, picture, routes and what may follow.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    chain = report.chain
    shares = "".join(
        f"<li>{escape(name)} <strong>{percent(share)}</strong></li>" for name, share in chain.shares
    )
    if shares:
        shares = f'<ul class="chips">{shares}</ul>'
    routes = "\n".join(_route(one, setting) for one in chain.routes)
    inside = (
        f"<p><strong>{escape(chain.headline)}</strong> {escape(chain.why)}</p>"
        f"{shares}{chain_figure(report)}{routes}{_risks(chain.at_risk)}"
        f"{_simulated(chain.simulated)}{setting.more(*BOTH_WAYS)}"
    )
    return section("chain", "The chain between knee and foot", inside)
