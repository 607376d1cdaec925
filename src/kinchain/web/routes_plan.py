"""The plan as a sheet to work by: drawings, doses, and what was done on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.report.figures.exercise_set import drawing
from kinchain.report.page_care import courses_part
from kinchain.report.page_soon import ACTION_FIRST
from kinchain.report.plan_sheet import DAYS, Sheet, sheet_of
from kinchain.web.current import OwnVisit, go, store_of
from kinchain.web.forms import OwnForm
from kinchain.web.render import page
from kinchain.web.result import setting, worked_out
from kinchain.web.track_kept import today_of

router = APIRouter()

KIND = "plan"
FIELD = "done"
MOST_WEEKS_BACK = 104
KEPT_DAYS = 7 * MOST_WEEKS_BACK
"""Ticks older than this are let go."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week that is shown.

    Parameters
    ----------
    date
        Its date.
    name
        Its short name.
    is_today, is_ahead
        Whether it is today; whether it has not come yet.
    """

    date: Date
    name: str
    is_today: bool
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with its drawing, its page in the library and its ticks."""

    id: str
    name: str
    what: str
    dose: str
    basis: str
    picture: Markup
    href: str
    n_done: int


@router.get("/plan")
def show(request: Request, visit: OwnVisit, week: str = "") -> Response:
    """Show the plan with the ticks of a week.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    week
        So many weeks back.
    """
    back = _number(week)
    report = worked_out(visit, store_of(request))[1]
    sheet = sheet_of(report)
    today = today_of(store_of(request))
    days = _week(today, back)
    done = _done(request, visit.id)
    return page(
        request, "plan", sheet=sheet, items=_items(sheet, done, days), days=days, field=FIELD,
        ticked=frozenset(f"{day}:{name}" for day, names in done.items() for name in names),
        week=back, most_weeks=MOST_WEEKS_BACK, saved=bool(request.query_params.get("saved")),
        courses=Markup(courses_part(report, setting())), soon=report.soon,
        is_urgent=report.soon.level in ACTION_FIRST,
        first=() if report.care.plan is None else report.care.plan.first,
        sources=[one for one in report.sources if one.number in _cited(report.care.courses)],
    )  # fmt: skip


@router.post("/plan")
def take(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Keep the ticks of the week that was shown; all other weeks stay as they are.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    back = _number(form.one("week"))
    sheet = sheet_of(worked_out(visit, store_of(request))[1])
    today = today_of(store_of(request))
    if sheet is None:
        return go("/plan")
    shown = {day.date.isoformat() for day in _week(today, back) if not day.is_ahead}
    names = [one.id for one in sheet.items]
    done = {day: list(found) for day, found in _done(request, visit.id).items()}
    ticked = frozenset(form.many(FIELD))
    for day in shown:
        others = [name for name in done.get(day, []) if name not in names]
        done[day] = [*others, *(name for name in names if f"{day}:{name}" in ticked)]
    oldest = (today - timedelta(KEPT_DAYS)).isoformat()
    kept = {day: found for day, found in sorted(done.items()) if found and day >= oldest}
    store_of(request).notes.put(visit.id, KIND, {FIELD: kept})
    return go(f"/plan?saved=1&week={back}#ticks")


def _week(today: Date, back: int) -> tuple[Day, ...]:
    monday = today - timedelta(today.weekday() + 7 * back)
    days = (monday + timedelta(n) for n in range(7))
    return tuple(Day(one, DAYS[one.weekday()], one == today, one > today) for one in days)


def _items(
    sheet: Sheet | None, done: Mapping[str, Iterable[str]], days: Iterable[Day]
) -> tuple[Item, ...]:
    if sheet is None:
        return ()
    here = [frozenset(done.get(day.date.isoformat(), ())) for day in days]
    link = setting().link
    return tuple(
        Item(
            one.id, one.name, one.what, one.dose, one.basis,
            Markup(drawing(one.id, one.name, f"plan-{one.id}")),
            link(f"exercise:{one.id}") or link(f"treatment:{one.id}"),
            sum(one.id in found for found in here),
        )
        for one in sheet.items
    )  # fmt: skip


def _done(request: Request, case_id: str) -> dict[str, list[str]]:
    kept: Any = store_of(request).notes.last(case_id, KIND)
    return dict(kept[FIELD]) if isinstance(kept, dict) and FIELD in kept else {}


def _cited(courses: Iterable[Any]) -> frozenset[int]:
    return frozenset(ref for one in courses for ref in one.refs)


def _number(text: str) -> int:
    return (
        min(int(text), MOST_WEEKS_BACK)
        if text.isascii() and text.isdigit() and len(text) < 5
        else 0
    )
