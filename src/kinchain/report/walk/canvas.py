"""Draw with matplotlib into SVG that fits the page: its colours, its fonts, a title that is read.

The sides bear the blue and vermilion of Okabe and Ito, which people of every colour vision tell
apart [1]_, and differ by line style too.

References
----------
.. [1] M. Okabe, K. Ito, 2008. https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

LEFT, RIGHT = "left", "right"

INK, SOFT, LINE, PAPER = "#1c2430", "#566172", "#d9dee6", "#ffffff"
NORM = "#b9c1cc"
COLOURS: Mapping[str, str] = {LEFT: "#c2410c", RIGHT: "#0a62a8"}
"""Of each side on light paper."""

DASHES: Mapping[str, Any] = {LEFT: (0, (5, 1.6)), RIGHT: "solid"}
"""Line style of each side: left dashed, right whole."""

VARIABLES: Mapping[str, str] = {
    INK: "--ink", SOFT: "--soft", LINE: "--line", PAPER: "--paper", NORM: "--norm",
    COLOURS[LEFT]: "--left", COLOURS[RIGHT]: "--right",
}  # fmt: skip
"""Colour to the page's name of it, so that the drawings follow light and dark."""

FONT = '"Noto Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'

STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.edgecolor": SOFT, "axes.labelcolor": INK, "axes.facecolor": "none",
    "axes.linewidth": 0.7, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": LINE, "grid.linewidth": 0.6, "axes.axisbelow": True,
    "axes.titlesize": 9.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.titlecolor": INK, "axes.labelsize": 8.5,
    "xtick.color": SOFT, "ytick.color": SOFT, "xtick.labelsize": 8.0, "ytick.labelsize": 8.0,
    "xtick.major.size": 2.5, "ytick.major.size": 2.5,
    "text.color": INK, "figure.facecolor": "none", "savefig.facecolor": "none",
    "legend.frameon": False, "legend.fontsize": 8.0,
    "path.simplify": True, "path.simplify_threshold": 0.3,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One drawing.

    Parameters
    ----------
    id
        Its name on the page and as a file.
    title
        What it shows.
    text
        The same for those who cannot see it, and what to look for.
    svg
        For the page: colours by the page's names.
    alone
        A whole SVG file for light paper.
    group
        Part of the page it belongs to.
    """

    id: str
    title: str
    text: str
    svg: str
    alone: str
    group: str


@contextmanager
def drawing(
    width_in: float,
    height_in: float,
    *,
    margins: tuple[float, float, float, float] | None = None,
    **layout: Any,
) -> Iterator[tuple[Sheet, Any]]:
    """Give a sheet with axes in the project's style.

    Parameters
    ----------
    width_in, height_in
        Size, inches.
    margins
        Left, right, bottom and top edge of the axes as shares of the sheet; None finds them,
        which takes twice as long.
    **layout
        For ``Figure.subplots``: rows, columns, shared axes.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as Sheet

    with mpl.rc_context(rc=STYLE):
        sheet = Sheet(figsize=(width_in, height_in), layout=None if margins else "constrained")
        if margins is not None:
            sheet.subplots_adjust(*margins[:1], margins[2], margins[1], margins[3])
        yield sheet, sheet.subplots(**layout)


def finished(sheet: Sheet, name: str, title: str, text: str, group: str) -> Figure:
    """Return a sheet as a figure.

    Parameters
    ----------
    sheet
        The drawn sheet; inside its ``drawing`` block.
    name
        Id of the figure.
    title, text
        What it shows, short and in full.
    group
        Part of the page it belongs to.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    sink = io.StringIO()
    with mpl.rc_context(rc={"svg.hashsalt": name}):
        canvas: Any = FigureCanvasSVG(sheet)
        canvas.print_svg(sink, metadata={"Date": None, "Creator": None})
    whole = sink.getvalue()
    svg = whole[whole.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    svg = svg.replace("'DejaVu Sans'", escape(FONT, quote=True)).replace("&quot;", "'")
    svg = _own_ids(SHORT.sub(_short, svg), name)
    head, _, rest = svg.partition(">")
    said = f'<title id="{name}-title">{escape(title)}. {escape(text)}</title>'
    box = re.search(r'viewBox="[^"]+"', head)
    frame = box.group(0) if box else ""
    page_head = f'<svg class="plot" {frame} role="img" aria-labelledby="{name}-title"'
    return Figure(name, title, text, f"{page_head}>{said}{_by_name(rest)}",
                  f"{head}>{said}{rest}", group)  # fmt: skip


SHORT = re.compile(r"(?<![#\w])-?\d+\.\d{2,}")
"""Numbers with more digits than a drawing needs."""


def _short(found: re.Match[str]) -> str:
    return f"{float(found.group()):.2f}".rstrip("0").rstrip(".")


def _own_ids(svg: str, name: str) -> str:
    """Give ids the figure's name, so that several drawings live on one page; drop unused ones."""
    used = set(re.findall(r"(?:url\(#|href=\"#)([\w.-]+)", svg))

    def renamed(found: re.Match[str]) -> str:
        return f' id="{name}-{found.group(1)}"' if found.group(1) in used else ""

    svg = re.sub(r' id="([\w.-]+)"', renamed, svg)
    svg = re.sub(r"url\(#([\w.-]+)\)", rf"url(#{name}-\1)", svg)
    return re.sub(r'href="#([\w.-]+)"', rf'href="#{name}-\1"', svg)


def _by_name(svg: str) -> str:
    for colour, name in VARIABLES.items():
        svg = svg.replace(f": {colour}", f": var({name})")
        svg = svg.replace(f'="{colour}"', f'="var({name})"')
    return svg


def zero_line(axes: Axes) -> None:
    """Draw the line of zero where zero is in sight.

    Parameters
    ----------
    axes
        Where.
    """
    low, high = axes.get_ylim()
    if low < 0 < high:
        axes.axhline(0.0, color=SOFT, linewidth=0.7, zorder=1)
