"""A predicted walk as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

from kinchain.core.formats.simulation import Difference, Simulation
from kinchain.report.loads.names import PARTS
from kinchain.report.page import HEADING, page_style
from kinchain.report.page_parts import listed, section
from kinchain.report.simulation.curves import panels
from kinchain.report.simulation.names import STEPS, settings_in_words
from kinchain.report.simulation.player import player, shown_strides
from kinchain.report.simulation.words import (
    SIDES,
    TOLD_FIRST,
    headline,
    how_sure,
    sentences,
    signed,
    speed_words,
    weight_n,
)


def simulation_page(simulation: Simulation) -> str:
    """Return a predicted walk as a whole page of HTML.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    moving, script = player(simulation) if shown_strides(simulation) else ("", "")
    parts = [
        section("figures", "How it walks", moving) if moving else "",
        _changes(simulation),
        _steps(simulation),
        _curves(simulation),
        section("sure", "How sure, and what is not in it", listed(how_sure(simulation))),
    ]
    parts = [one for one in parts if one]
    body = "\n".join([_head(simulation), _contents(parts), *parts])
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    if script:
        digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{digest}'"
    disclaimer = escape(simulation.disclaimer or "")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        "<title>What if - kinchain simulation</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        '<header class="top"><p>What if: a predicted walk</p><p>Computed</p></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>{disclaimer}</p></footer>\n</body>\n</html>\n"
    )


def _style() -> str:
    loads = (files("kinchain.report.loads") / "loads.css").read_text("utf-8")
    own = (files("kinchain.report.simulation") / "simulation.css").read_text("utf-8")
    return f"{page_style()}\n{loads}\n{own}"


def _head(simulation: Simulation) -> str:
    said = settings_in_words(simulation)
    chips = "".join(f"<li>{escape(one)}</li>" for one in said) or "<li>nothing</li>"
    person = simulation.person
    size = "" if person is None else f"A body of {person.mass_kg:g} kg and {person.height_m:g} m, "
    advice = ""
    if simulation.converged and simulation.advice:
        advice = f"<p><small>{escape(simulation.advice)}</small></p>"
    return (
        "<h1>What would change?</h1>"
        f'<p class="kicker">{size}{speed_words(simulation)}. What was set:</p>'
        f'<ul class="chips">{chips}</ul>'
        f'<p class="headline">{_together(headline(simulation))}</p>{advice}'
    )


def _together(text: str) -> str:
    """Escape a text and keep each number on one line with its unit."""
    return re.sub(r"(\d) (N|%)", r"\1&nbsp;\2", escape(text))


def _contents(parts: list[str]) -> str:
    found = [pair for part in parts for pair in HEADING.findall(part)]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in found)
    return f'<nav class="contents" aria-label="On this page"><ul>{links}</ul></nav>'


def _changes(simulation: Simulation) -> str:
    if not simulation.difference:
        return ""
    rows = []
    widest = max(
        (abs(end / one.baseline) for key, one in simulation.difference.items() if one.baseline
         and key.partition("@")[0] in TOLD_FIRST for end in one.interval_90),
        default=0.1,
    )  # fmt: skip
    for name in TOLD_FIRST:
        cells = [
            _cell(simulation.difference.get(f"{name}@{side}"), weight_n(simulation), widest)
            for side in SIDES
        ]
        if any(cells):
            rows.append(
                f'<tr><th scope="row">{escape(PARTS[name].title)}</th>'
                f"{''.join(one or '<td></td>' for one in cells)}</tr>"
            )
    inside = (
        f"{listed(sentences(simulation))}"
        '<table class="changes"><thead><tr><th scope="col">The most in a step</th>'
        '<th scope="col">Left leg</th><th scope="col">Right leg</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
        "<p><small>Change against the same body without what was set. The bar is the range that "
        "holds 9 of 10 cases, the short line no change. Where it crosses the line, more or less "
        "can't be told.</small></p>"
    )
    return section("changes", "What each part carries then", inside)


def _cell(one: Difference | None, weight: float, widest: float) -> str:
    if one is None:
        return ""
    low, high = (end * weight for end in one.interval_90)
    sure = one.verdict in {"more", "less"}
    head = f"{signed(one.percent)} %" if sure else f"can't tell ({signed(one.percent)} %)"
    return (
        f'<td class="{"sure" if sure else "unsure"}"><b>{head}</b>{_bar(one, widest)}'
        f"<small>{signed(one.absolute * weight)} N ({signed(low)} to {signed(high)} N)</small></td>"
    )


def _bar(one: Difference, widest: float) -> str:
    """Draw a change and its range beside nothing changed."""
    base = abs(one.baseline or 1.0)

    def at(value: float) -> float:
        return 80.0 + 74.0 * max(-1.0, min(1.0, value / base / widest))

    low, high = (at(end) for end in one.interval_90)
    kind = one.verdict if one.verdict in {"more", "less"} else "cant"
    return (
        '<svg class="beside" viewBox="0 0 160 14" aria-hidden="true">'
        '<line class="track" x1="4" x2="156" y1="7" y2="7"/>'
        f'<line class="span {kind}" x1="{low:.1f}" x2="{high:.1f}" y1="7" y2="7"/>'
        '<line class="zero-mark" x1="80" x2="80" y1="1" y2="13"/>'
        f'<circle class="{kind}" cx="{at(one.absolute):.1f}" cy="7" r="4"/></svg>'
    )


def _steps(simulation: Simulation) -> str:
    if simulation.walk is None:
        return ""
    changes = simulation.walk_difference or {}
    rows = []
    for name, shown in STEPS.items():
        sides = simulation.walk.summary.get(name, {})
        for side in (*SIDES, "all"):
            if side not in sides or (side == "all" and "left" in sides):
                continue
            one = changes.get(name if side == "all" else f"{name}@{side}")
            before = "" if one is None or one.baseline is None else one.baseline
            unit = f", {shown.unit}" if shown.unit else ""
            words = f"{shown.words}{unit if side == 'all' else f', {side}{unit}'}"
            cells = [f"{before:.{shown.digits}f}" if before != "" else ""] if changes else []
            cells.append(f"{sides[side].mean:.{shown.digits}f}")
            if changes:
                cells.append("" if one is None else f"{signed(one.percent)} %")
            inside = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            rows.append(f'<tr><th scope="row">{escape(words)}</th>{inside}</tr>')
    heads = ["without", "with", "change"] if changes else ["predicted"]
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return section(
        "steps", "The steps",
        f'<table class="steps"><thead><tr><td></td>{columns}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>",
    )  # fmt: skip


def _curves(simulation: Simulation) -> str:
    parts = []
    for side in SIDES:
        drawn = panels(simulation, side)
        if drawn:
            figures = "".join(
                f'<figure class="small"><figcaption><strong>{escape(name)}</strong>, {escape(unit)}'
                f"</figcaption>{svg}</figure>"
                for name, unit, svg in drawn
            )
            parts.append(f'<h3>{side.capitalize()} leg</h3><div class="panels">{figures}</div>')
    if not parts:
        return ""
    key = ""
    if simulation.baseline:
        key = '<p class="keys"><span><span class="key-base"></span> without</span> '
        key += "<span>whole line: with it</span></p>"
    inside = (
        f"{key}<p><small>Over the time on the ground, from landing (0 %) to the foot leaving "
        "(100 %). BW: body weight; ht: height. The dot is the most.</small></p>"
        f"{''.join(parts)}"
    )
    return section("curves", "Over the step", inside)
