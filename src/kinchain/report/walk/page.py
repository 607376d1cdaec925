"""A measured walk as one page: nothing loaded from elsewhere, light and dark, good on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from kinchain.core.formats.walk import Walk
from kinchain.gait.measure import Measured
from kinchain.report.page import page_style
from kinchain.report.page_parts import listed, rows_of, section
from kinchain.report.walk.canvas import Figure
from kinchain.report.walk.normal import normal_bands
from kinchain.report.walk.playback import player
from kinchain.report.walk.stick import stick_of
from kinchain.report.walk.words import MeasureRow, WalkPart, walk_part

DISCLAIMER = (
    "Measured from one recording. It says how this walk went, not what is wrong, and it can be "
    "wrong itself: markers slip and computers misread. Not a diagnosis."
)

HOW_TO_READ = (
    "Each curve runs over its own side's stride, from landing (0 %) to the next landing (100 %). "
    "Thick line: mean. Shade: one standard deviation. Thin lines: single strides. Upright line: "
    "foot off."
)


def walk_page(done: Measured, walk: Walk, figures: Sequence[Figure]) -> str:
    """Return a measured walk as a whole page of HTML.

    Parameters
    ----------
    done
        The measured walk.
    walk
        The same in the exchange format.
    figures
        Its drawings.
    """
    part = walk_part(walk)
    moving, script = _moving(done, figures)
    body = "\n".join(
        one
        for one in (
            _head(part),
            _stands_out(part),
            moving,
            _measures(part),
            _angles(done, figures),
            _courses(figures),
            _forces(part, figures),
            _group(figures, "times", "Step by step"),
            _scores(part),
            _quality(part),
        )
        if one
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    if script:
        digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{digest}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(part.title)} - kinchain walk</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header class="top"><p>Measured walk</p><p>{escape(walk.recording.kind)}</p></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>{escape(DISCLAIMER)}</p></footer>\n"
        "</body>\n</html>\n"
    )


def _style() -> str:
    own = (files("kinchain.report.walk") / "walk.css").read_text("utf-8")
    return f"{page_style()}\n{own}"


def _head(part: WalkPart) -> str:
    return (
        f'<h1>{escape(part.title)}</h1><p class="kicker">{escape(part.recorded)}</p>'
        f'<p class="headline">{escape(part.headline)}</p>'
    )


def _stands_out(part: WalkPart) -> str:
    if not part.measures:
        return ""
    rows = "".join(
        f"<li><strong>{escape(one.name)}{escape(f', {one.side}' if one.side else '')}: "
        f"{100 * one.probability:.0f} %</strong><br>{escape('; '.join(one.because))}</li>"
        for one in part.signs
    )
    inside = f"<ul>{rows}</ul>" if rows else "<p>Nothing that is more likely there than not.</p>"
    if part.less_likely:
        inside += f"<p><small>Less likely: {escape(part.less_likely)}.</small></p>"
    return section("out", "What stands out", inside)


def _moving(done: Measured, figures: Sequence[Figure]) -> tuple[str, str]:
    stick = stick_of(done)
    if stick is None or len(stick.time_s) < 3:
        return "", ""
    html, script = player(stick)
    row = next((one for one in figures if one.id == "poses"), None)
    still = "" if row is None else _figure(row)
    return section("moving", "The walk itself", f"{html}{still}"), script


def _figure(one: Figure) -> str:
    return (
        f'<figure class="{one.group} {one.id}">{one.svg}'
        f"<figcaption><strong>{escape(one.title)}.</strong> {escape(one.text)}"
        "</figcaption></figure>"
    )


def _measures(part: WalkPart) -> str:
    if not part.measures:
        return ""
    inside = (
        f"{_table(part, part.measures, 'Times and distances by side')}"
        f"<p><small>{escape(part.how)} Evenness: the "
        "difference of the sides in per cent of their mean; perfect evenness is not the norm."
        "</small></p>"
    )
    return section("measures", "Times and distances", inside)


def _table(part: WalkPart, rows: Sequence[MeasureRow], about: str) -> str:
    body = "".join(map(_measure, rows))
    return (
        f'<div class="wide" role="group" aria-label="{about}" tabindex="0"><table>'
        '<thead><tr><th scope="col">mean ± SD</th>'
        f'<th scope="col">{_key("left")} n={part.n_left}</th>'
        f'<th scope="col">{_key("right")} n={part.n_right}</th>'
        f'<th scope="col">evenness</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _measure(row: MeasureRow) -> str:
    unit = f" <small>{escape(row.unit)}</small>" if row.unit else ""
    head = f'<th scope="row">{escape(row.name)}{unit}</th>'
    if not (row.left or row.right):
        return f'<tr>{head}<td colspan="2">{escape(row.both)}</td><td>both</td></tr>'
    cells = "".join(f"<td>{escape(text) or '-'}</td>" for text in (row.left, row.right))
    return f"<tr>{head}{cells}<td>{escape(row.even)}</td></tr>"


def _key(side: str) -> str:
    """Return the line of a side and its name."""
    dashes = ' stroke-dasharray="6 3"' if side == "left" else ""
    return (
        f'<svg class="key" viewBox="0 0 26 8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4"'
        f' stroke="var(--{side})" stroke-width="3"{dashes}/></svg> {side}'
    )


def _angles(done: Measured, figures: Sequence[Figure]) -> str:
    own = [one for one in figures if one.group == "angles"]
    if not own:
        return ""
    drawn = "".join(f'<figure class="small">{one.svg}</figure>' for one in own)
    told = rows_of((one.title, one.text) for one in own)
    bands = normal_bands(done)
    whose = next((band.whose for band in bands.values()), "")
    norm = (
        f"<p><small>Grey: healthy people at this speed, mean and one standard deviation "
        f"({escape(whose)}). Marker sets differ, so a shift of a few degrees need not be the "
        "walker's.</small></p>"
        if whose
        else ""
    )
    inside = (
        f'<p class="keys">{_key("left")} {_key("right")}</p><p><small>{HOW_TO_READ}</small></p>'
        f"{norm}"
        f'<div class="panels">{drawn}</div>'
        f"<details><summary>The same in words</summary>{told}</details>"
    )
    return section("angles", "Joint angles over the stride", inside)


def _courses(figures: Sequence[Figure]) -> str:
    own = [one for one in figures if one.group == "courses"]
    if not own:
        return ""
    drawn = "".join(f'<figure class="small">{one.svg}</figure>' for one in own)
    inside = (
        f'<p class="keys">{_key("left")} {_key("right")}</p><p><small>The recording holds no whole '
        "stride, so the angles are shown over its time. A bar at the bottom: the foot is down."
        f'</small></p><div class="panels">{drawn}</div>'
    )
    return section("courses", "Joint angles over time", inside)


def _forces(part: WalkPart, figures: Sequence[Figure]) -> str:
    own = [one for one in figures if one.group == "forces"]
    if not own and not part.forces:
        return ""
    keys = f'<p class="keys">{_key("left")} {_key("right")}</p>' if own else ""
    table = ""
    if part.forces:
        table = f"<h3>In numbers</h3>{_table(part, part.forces, 'Forces by side')}"
    inside = f"{keys}{''.join(map(_figure, own))}{table}"
    return section("forces", "Forces from the ground", inside)


def _group(figures: Sequence[Figure], group: str, title: str) -> str:
    own = [one for one in figures if one.group == group]
    return section(group, title, "".join(map(_figure, own))) if own else ""


def _scores(part: WalkPart) -> str:
    if not part.scores:
        return ""
    profile = ""
    if part.profile:
        body = "".join(
            f'<tr><th scope="row">{escape(row.name)}</th><td>{escape(row.left) or "-"}</td>'
            f"<td>{escape(row.right) or '-'}</td></tr>"
            for row in part.profile
        )
        profile = (
            "<h3>Movement analysis profile, degrees away from healthy walking</h3>"
            '<div class="wide" role="group" aria-label="Profile by joint" tabindex="0">'
            f'<table><thead><tr><th scope="col"></th><th scope="col">{_key("left")}</th>'
            f'<th scope="col">{_key("right")}</th></tr></thead><tbody>{body}</tbody></table></div>'
        )
    return section("scores", "Scores", rows_of(part.scores) + profile)


def _quality(part: WalkPart) -> str:
    inside = (
        listed([f"Take care: {text}" for text in part.warnings], "warn") if part.warnings else ""
    )
    inside += listed(part.notes) if part.notes else ""
    return section("quality", "What was left out or is doubtful", inside or "<p>Nothing.</p>")
