"""What stands on the plan sheet for the fridge: one page, a first step, at most five items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kinchain.report.build_care import DO_THAT, URGENT, sentences_of
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
    """The plan sheet."""

    date: str
    first: tuple[str, ...]
    items: tuple[SheetItem, ...]
    for_all: tuple[str, ...]
    stop_if: str
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
    stops = list(dict.fromkeys(_reasons(steps)))
    stop_if = f"Stop if you get {_joined(stops)}." if stops else ""
    again = report.care.see_again
    return Sheet(report.date, first, items, plan.for_all, stop_if, again, plan.review)


def _what(step: StepPart, first: tuple[str, ...]) -> str:
    """Return how it is done; where the first step tells it, from there."""
    if step.what:
        return step.what
    told = next((one for one in first if step.name in one), "")
    told = told.partition(f"{step.name}: ")[2]
    return told[:1].upper() + told[1:]


def _reasons(steps: tuple[StepPart, ...]) -> Iterator[str]:
    """Yield why to stop, without saying one thing twice."""
    for step in steps:
        for text in sentences_of(step.stop_if):
            yield from _split(text)


def _split(text: str) -> Iterator[str]:
    for part in text.rstrip(".").replace(" or ", ", ").split(", "):
        if part:
            yield part[:1].lower() + part[1:]


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
