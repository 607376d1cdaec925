"""Colours of the drawings, light and dark, and drawings that stand alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LIGHT: Mapping[str, str] = {
    "ink": "#1c2430", "soft": "#566172", "line": "#d9dee6", "paper": "#ffffff", "card": "#f6f8fa",
    "accent": "#0b6e8a", "up": "#1a7f4b", "down": "#b3322b", "sore": "#b3261e",
    "numb": "#5b3fa8", "swell": "#1f5fae",
    "body": "#d7dde5", "body-edge": "#8b97a8", "skin": "#d3a283", "skin-far": "#b07f61",
    "shirt": "#2f8fa8", "shirt-far": "#226e82", "shorts": "#35465c", "shorts-far": "#263447",
    "hair": "#4a3a31", "floor": "#e3e8ee", "wood": "#b9a48a", "wood-top": "#d6c5ad",
    "wood-end": "#9c876c", "wall": "#ccd4dd", "wall-end": "#b4bfcb", "tool": "#c2571a",
    "cloth": "#7a9a3c", "move": "#b3322b", "water": "#3d9bd1",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "ink": "#e6eaf0", "soft": "#a3adbb", "line": "#333d4b", "paper": "#12171e", "card": "#1a212b",
    "accent": "#5cc3e0", "up": "#5fce94", "down": "#ff8d84", "sore": "#ff8d84",
    "numb": "#c0aaff", "swell": "#8fbcff",
    "body": "#3a4757", "body-edge": "#8796aa", "skin": "#d3a283", "skin-far": "#a3765a",
    "shirt": "#4fb0c9", "shirt-far": "#37859a", "shorts": "#71839c", "shorts-far": "#57677e",
    "hair": "#8a6f5e", "floor": "#2a3441", "wood": "#8f7d66", "wood-top": "#ab987e",
    "wood-end": "#77664f", "wall": "#4b5868", "wall-end": "#3d4958", "tool": "#f08a4b",
    "cloth": "#a3c45c", "move": "#ff8d84", "water": "#3d9bd1",
}  # fmt: skip
"""Name of each colour to its value; the page names them ``--ink`` and so on."""

VARIABLE = re.compile(r"var\(--([a-z-]+)\)")


@cache
def figure_style() -> str:
    """Return the drawings' style sheet, its colours by name."""
    return (files("kinchain.report.figures") / "figures.css").read_text("utf-8")


def variables(colours: Mapping[str, str]) -> str:
    """Return colours as a style sheet's variables.

    Parameters
    ----------
    colours
        Name to value.
    """
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


def _valued(style: str, colours: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: colours[found.group(1)], style)


def alone(svg: str, *, dark_too: bool = True) -> str:
    """Return a drawing that carries its own style and follows the reader's light or dark.

    Parameters
    ----------
    svg
        A drawing of a page.
    dark_too
        Whether it also knows dark; for paper it need not.
    """
    style = _valued(figure_style(), LIGHT)
    if dark_too:
        style += f"@media (prefers-color-scheme: dark) {{{_valued(figure_style(), DARK)}}}"
    head, _, rest = svg.partition(">")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    size = f' width="{box.group(1)}" height="{box.group(2)}"' if box else ""
    return f'{head} xmlns="http://www.w3.org/2000/svg"{size}><style>{style}</style>{rest}'
