"""The loads of a walk as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

from kinchain.core.formats.loads import Loads
from kinchain.report.loads.curves import GROUPS, how_bands, panels
from kinchain.report.loads.playback import player
from kinchain.report.loads.scene import LoadsScene
from kinchain.report.loads.sole import sole_figure, sole_words
from kinchain.report.loads.step import step_figure
from kinchain.report.loads.tables import carry_part, figures_part, key
from kinchain.report.loads.together import NOT_TOLD, WHY_TOGETHER, together
from kinchain.report.loads.view import bone_style
from kinchain.report.loads.words import (
    DISCLAIMER,
    SIDES,
    foot_line,
    headline,
    measured,
    n_steps,
    source_of,
    steps,
)
from kinchain.report.page import HEADING, page_style
from kinchain.report.page_parts import listed, rows_of, section

N_WARNINGS = 3
"""So many warnings are told at the top; all of them stand at the end."""


def loads_page(loads: Loads, scene: LoadsScene | None = None) -> str:
    """Return the loads of a walk as a whole page of HTML.

    Parameters
    ----------
    loads
        The loads.
    scene
        The walk in space; None leaves the playback out.
    """
    moving, script = ("", "") if scene is None or len(scene.time_s) < 3 else player(scene)
    parts = [
        carry_part(loads),
        _together(loads),
        _soles(loads),
        section("walk", "The walk in space", moving) if moving else "",
        _curves(loads),
        _how(loads),
        figures_part(loads),
        _quality(loads),
    ]
    parts = [one for one in parts if one]
    body = "\n".join([_head(loads), _contents(parts), *parts])
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    if script:
        digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{digest}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        "<title>What knees and feet carry - kinchain loads</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header class="top"><p>Loads of a recorded walk</p><p>Estimate</p></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>{escape(DISCLAIMER)}</p></footer>\n"
        "</body>\n</html>\n"
    )


def _style() -> str:
    own = (files("kinchain.report.loads") / "loads.css").read_text("utf-8")
    return f"{page_style()}\n{own}\n{bone_style()}"


def _head(loads: Loads) -> str:
    left, right = (steps(n_steps(getattr(loads, side))) for side in SIDES)
    warnings = [one for one in loads.quality if one.level == "warning"]
    care = ""
    if warnings:
        rows = "".join(
            f"<li>{escape(one.what)} ({escape(one.where)})</li>" for one in warnings[:N_WARNINGS]
        )
        more = len(warnings) - N_WARNINGS
        rest = f" and {more} more" if more > 0 else ""
        care = (
            f'<div class="care"><p><strong>Take care</strong>{rest and f", {rest.strip()} below"}:'
            f' these make the numbers less sure. <a href="#quality">All of it</a>.</p>'
            f"<ul>{rows}</ul></div>"
        )
    line = foot_line(loads)
    foot = f'<p class="second">{escape(line)}</p>' if line else ""
    return (
        "<h1>What your knees and feet carry</h1>"
        f'<p class="kicker">Left: {left}. Right: {right}. {loads.mass_kg:.1f} kg. Push of the '
        f"ground: {source_of(loads)}. Model: {escape(loads.model)}.</p>"
        f'<p class="headline">{escape(headline(loads))}</p>{foot}{care}'
    )


def _contents(parts: list[str]) -> str:
    found = [pair for part in parts for pair in HEADING.findall(part)]
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in found)
    return f'<nav class="contents" aria-label="On this page"><ul>{links}</ul></nav>'


def _together(loads: Loads) -> str:
    columns = []
    for side in SIDES:
        own = getattr(loads, side)
        if own is None:
            continue
        told = together(own)
        figure = step_figure(side, own)
        if told and figure:
            rows = "".join(
                f"<li><strong>{escape(what)}.</strong> {escape(text)}</li>" for what, text in told
            )
            columns.append(
                f"<div><h3>{key(side)} leg</h3><figure>{figure}</figure>"
                f'<ul class="plain">{rows}</ul></div>'
            )
    if not columns:
        return ""
    inside = (
        f'<div class="legs">{"".join(columns)}</div><p><small>Each row is as high as its own most; '
        "the number says how much that is, in times your weight.</small></p>"
        f"<p>{escape(WHY_TOGETHER)}</p><p><strong>{escape(NOT_TOLD)}</strong></p>"
    )
    return section("together", "Knee and foot in one step", inside)


def _soles(loads: Loads) -> str:
    figure = sole_figure(loads)
    if not figure:
        return ""
    inside = (
        f'<figure class="sole-loads">{figure}<figcaption>Your footprints, seen from above, left '
        "foot on the left. <strong>In the foot:</strong> the most that each part carries in a "
        "step, in times your weight, and its range. <strong>Beside it:</strong> how much of the "
        "whole push of a step goes through that part. Darker is more. A force, not a pressure: "
        "a small part with the same force is pressed harder."
        f"</figcaption></figure><details><summary>The same in words</summary>"
        f"<p>{escape(sole_words(loads))}</p></details>"
    )
    return section("soles", "Under your feet", inside)


def _curves(loads: Loads) -> str:
    parts = []
    for title, names in GROUPS:
        drawn = panels(loads, names)
        if drawn:
            figures = "".join(
                f'<figure class="small"><figcaption><strong>{escape(name)}</strong>, {escape(unit)}'
                f"</figcaption>{svg}</figure>"
                for name, unit, svg in drawn
            )
            parts.append(f'<h3>{title}</h3><div class="panels">{figures}</div>')
    if not parts:
        return ""
    inside = (
        f'<p class="keys">{key("left")} {key("right")}</p><p><small>Over the time on the ground, '
        f"from landing (0 %) to the foot leaving (100 %). {escape(how_bands(loads))} The dot is "
        f"the most.</small></p>{''.join(parts)}"
    )
    return section("curves", "Over the step", inside)


def _how(loads: Loads) -> str:
    return section("how", "What is measured, what is worked out", rows_of(measured(loads)))


def _quality(loads: Loads) -> str:
    told = [(one.level, f"{one.what} ({one.where}): {one.effect}.") for one in loads.quality]
    warnings = [text for level, text in told if level == "warning"]
    notes = [text for level, text in told if level != "warning"]
    inside = listed([f"Take care: {text}" for text in warnings], "warn") if warnings else ""
    if notes:
        inside += f"<details><summary>{len(notes)} notes</summary>{listed(notes)}</details>"
    return section("quality", "What was left out or is doubtful", inside or "<p>Nothing.</p>")
