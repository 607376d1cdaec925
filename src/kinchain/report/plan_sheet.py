"""What stands on the plan sheet for the fridge: one page, a first step, at most five items."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.report.build_care import DO_THAT, URGENT
from kinchain.report.model import Report
from kinchain.report.model_care import StepPart

MOST_ITEMS = 5
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One thing to do: its drawing's id, its name, how, how much and where that comes from."""

    id: str
    name: str
    what: str
    dose: str
    basis: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan sheet; ``stop_if`` names behind each reason the items that it holds for."""

    date: str
    first: tuple[str, ...]
    items: tuple[SheetItem, ...]
    for_all: tuple[str, ...]
    stop_if: tuple[str, ...]
    see_again: tuple[str, ...]
    review: str


def sheet_of(report: Report) -> Sheet | None:
    """Return the plan sheet; None where one must be seen at once, or there is no plan.

    Parameters
    ----------
    report
        The report.
    """
    plan = report.care.plan
    if plan is None or report.soon.level in URGENT or not plan.steps:
        return None
    soon = (f"{report.soon.headline}.",)
    first = plan.first if plan.first[0] != DO_THAT else (*soon, *plan.first[1:])
    steps = plan.steps[:MOST_ITEMS]
    items = tuple(
        SheetItem(one.id, one.name, _what(one, plan.first), one.dose, one.basis) for one in steps
    )
    again = report.care.see_again
    return Sheet(report.date, first, items, plan.for_all, _stops(steps), again, plan.review)


def _what(step: StepPart, first: tuple[str, ...]) -> str:
    """Return how it is done; where the first step tells it, from there."""
    if step.what:
        return step.what
    told = next((one for one in first if step.name in one), "")
    told = told.partition(f"{step.name}: ")[2]
    return told[:1].upper() + told[1:]


def _stops(steps: tuple[StepPart, ...]) -> tuple[str, ...]:
    """Return why to stop, each reason once, with the numbers of the items it holds for."""
    found: dict[str, list[str]] = {}
    for number, step in enumerate(steps, 1):
        if step.stop_if:
            found.setdefault(step.stop_if.rstrip("."), []).append(str(number))
    return tuple(f"{text} ({', '.join(numbers)})" for text, numbers in found.items())
