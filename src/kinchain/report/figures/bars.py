"""How likely each condition is, at a glance: bars, with what speaks for and against as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from kinchain.report.figures.shapes import number, words
from kinchain.report.model import ConditionPart, Weight
from kinchain.report.words import percent

WIDTH = 360.0
LETTERS = 50
TRACK = 284.0
MOST_BLOCKS = 8


def condition_bars(conditions: Sequence[ConditionPart], name: str = "bars") -> str:
    """Return a bar for each condition.

    Parameters
    ----------
    conditions
        The conditions, at least one.
    name
        Id of the title.
    """
    told = "; ".join(
        f"{one.name}{_side(one)}, {percent(one.probability)}, {_blocks(one.because)} blocks for,"
        f" {_blocks(one.against)} against"
        for one in conditions
    )
    parts: list[str] = []
    y = 4.0
    for count, one in enumerate(conditions, 1):
        for line in wrap(f"{count}. {one.name}{_side(one)}", LETTERS):
            parts.append(words(line, (2.0, y + 11.0), "row-name"))
            y += 15.0
        y += 3.0
        long = max(3.0, TRACK * one.probability)
        parts.append(f'<rect class="track" x="2" y="{number(y)}" width="{number(TRACK)}"'
                     ' height="12" rx="6"/>')  # fmt: skip
        parts.append(f'<rect class="fill" x="2" y="{number(y)}" width="{number(long)}"'
                     ' height="12" rx="6"/>')  # fmt: skip
        parts.append(words(percent(one.probability), (TRACK + 10.0, y + 10.4), "share"))
        y += 18.0
        parts.append(_weights("for", one.because, 2.0, y, "up"))
        parts.append(_weights("against", one.against, 150.0, y, "down"))
        y += 23.0
    return (
        f'<svg class="fig bars" viewBox="0 0 {number(WIDTH)} {number(y - 4.0)}" role="img"'
        f' aria-labelledby="{escape(name)}"><title id="{escape(name)}">How likely each is:'
        f" {escape(told)}</title>{''.join(parts)}</svg>"
    )


def _side(one: ConditionPart) -> str:
    return f", {one.sides}" if one.sides else ""


def _blocks(weights: Sequence[Weight]) -> int:
    return sum(one.bars for one in weights)


def _weights(label: str, weights: Sequence[Weight], x: float, y: float, kind: str) -> str:
    """Return blocks: full ones for, open ones against, so that colour is not needed."""
    count = min(_blocks(weights), MOST_BLOCKS)
    start = x + 8.0 + 5.6 * len(label)
    parts = [words(label, (x, y + 8.6), "small")]
    if not weights:
        return parts[0] + words("nothing told", (start, y + 8.6), "small")
    if not count:
        return parts[0] + words("a little", (start, y + 8.6), "small")
    parts += [
        f'<rect class="block-{kind}" x="{number(start + 10.0 * i)}" y="{number(y + 1.0)}"'
        ' width="7.6" height="7.6" rx="1.6"/>'
        for i in range(count)
    ]
    return "".join(parts)
