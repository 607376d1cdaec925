"""The pictures as they stand on the page: each in a frame of its own."""

from __future__ import annotations

from kinchain.report.figures.bars import condition_bars
from kinchain.report.figures.body_map import body_map, sole_map
from kinchain.report.figures.chain_picture import chain_picture
from kinchain.report.figures.exercise_set import drawing
from kinchain.report.model import Report


def framed(svg: str, kind: str) -> str:
    """Return a drawing as a figure, or nothing where there is none.

    Parameters
    ----------
    svg
        The drawing, or an empty text.
    kind
        Class of the figure.
    """
    return f'<figure class="{kind}">{svg}</figure>' if svg else ""


def maps(report: Report) -> str:
    """Return body map and sole map, as far as anything is sore there.

    Parameters
    ----------
    report
        The report.
    """
    both = framed(body_map(report.sores), "body-map") + framed(sole_map(report.sores), "sole-map")
    return f'<div class="maps">{both}</div>' if both else ""


def bars(report: Report) -> str:
    """Return how likely each condition is, at a glance.

    Parameters
    ----------
    report
        The report.
    """
    return framed(condition_bars(report.conditions), "glance") if report.conditions else ""


def chain(report: Report) -> str:
    """Return the chain picture where there is a route.

    Parameters
    ----------
    report
        The report.
    """
    return framed(chain_picture(report.chain), "chain-picture") if report.chain.routes else ""


def exercise(item: str, title: str, name: str) -> str:
    """Return the drawing of a step of the plan, or nothing.

    Parameters
    ----------
    item
        Id of the exercise or treatment.
    title
        Its name in plain words.
    name
        Id of the drawing's title on the page.
    """
    return framed(drawing(item, title, name), "move")
