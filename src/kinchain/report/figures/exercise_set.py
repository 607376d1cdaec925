"""All that is drawn of a plan, by the id that the plan uses."""

from __future__ import annotations

from kinchain.report.figures.exercise import exercise_figure
from kinchain.report.figures.exercises_lying import LYING_AND_SITTING
from kinchain.report.figures.exercises_standing import STANDING
from kinchain.report.figures.foot_near import NEAR_FOOT, near_foot_figure
from kinchain.report.figures.treatments import THINGS, thing_figure

WHOLE = {**STANDING, **LYING_AND_SITTING}

SAME_AS = {
    "balance": "balance1", "gradual_return": "walking", "low_impact": "cycling",
    "massage": "foot_relax",
}  # fmt: skip
"""Treatments that one of the exercises shows well."""

DRAWN = frozenset((*WHOLE, *NEAR_FOOT, *SAME_AS, *THINGS))
"""Ids of all that can be drawn."""


def drawing(item: str, title: str, name: str) -> str:
    """Return the drawing of an exercise or treatment, or nothing where there is none.

    Parameters
    ----------
    item
        Id of the exercise or treatment.
    title
        Its name in plain words.
    name
        Id of the drawing's title, one of a kind on a page.
    """
    item = SAME_AS.get(item, item)
    if item in WHOLE:
        return exercise_figure(name, WHOLE[item], title)
    if item in NEAR_FOOT:
        return near_foot_figure(name, NEAR_FOOT[item], title)
    return thing_figure(name, item, title) if item in THINGS else ""
