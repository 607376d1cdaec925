"""The diary's day, and scores: told on a form each, corrected by telling again."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kinchain.app.follow import N_ACTIVITIES, PROMPTS
from kinchain.core.errors import Fault, InputError, KinchainError
from kinchain.core.formats.track import DiaryDay, Track
from kinchain.evidence.care_load import load_care
from kinchain.report.follow_words import place_words
from kinchain.store.keeping import Store
from kinchain.web.current import OwnVisit, go, store_of
from kinchain.web.follow_shown import sign_choices
from kinchain.web.forms import Form, OwnForm
from kinchain.web.render import page
from kinchain.web.track_kept import (
    MAIN_SIDES,
    PLACES,
    keep_day,
    keep_score,
    places_for,
    today_of,
    track_of,
)
from kinchain.web.visit import Visit

router = APIRouter()

OWN, CHANGE = "psfs", "groc"
"""The measures whose questions are asked here; of all others only the number is taken."""

YES_NO = {"yes": True, "no": False}


@router.get("/follow/day")
def day(request: Request, visit: OwnVisit, on: str = "") -> Response:
    """Ask how a day was.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    on
        The day; today where empty.
    """
    store = store_of(request)
    which = _date(on) or today_of(store)
    kept = store.diary.on(visit.id, which)
    told = DiaryDay(date=which) if kept is None else DiaryDay.model_validate(kept.entry)
    return _day(request, visit, told.model_dump(mode="json"))


@router.post("/follow/day")
def take_day(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Keep how a day was.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    told = _told_day(form)
    try:
        if len(told) == 1:
            raise InputError(NOTHING)
        keep_day(store_of(request), visit.id, told)
    except KinchainError as error:
        return _day(request, visit, {**EMPTY_DAY, **told}, tuple(error.faults))
    return go("/follow?saved=day")


@router.get("/follow/score")
def score(request: Request, visit: OwnVisit) -> Response:
    """Ask for a score.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _score(request, visit, {})


@router.post("/follow/score")
def take_score(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Keep a score.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    store = store_of(request)
    try:
        for told in _told_scores(form):
            keep_score(store, visit.id, told)
    except KinchainError as error:
        return _score(request, visit, dict(form.pairs), tuple(error.faults))
    return go("/follow?saved=score")


EMPTY_DAY: dict[str, Any] = DiaryDay(date=Date.min).model_dump(mode="json")


def _told_day(form: Form) -> dict[str, Any]:
    """Return what was told of a day; what was left open is not there."""
    pain, morning = _pains(form, "pain"), _pains(form, "morning")
    place, side, extra = form.one("other_place"), form.one("other_side"), form.one("other_pain")
    if place in PLACES and side in MAIN_SIDES and extra:
        pain[f"{place}@{side}"] = _number(extra)
    told: dict[str, Any] = {
        "date": form.one("date"),
        "pain": pain,
        "next_morning": morning,
        "stiffness_min": _number(form.one("stiffness_min")),
        "steps": _number(form.one("steps")),
        "swelling": YES_NO.get(form.one("swelling")),
        "exercise_done": YES_NO.get(form.one("exercise_done")),
        "new_signs": form.many("new_signs"),
        "note": form.one("note").strip(),
    }
    return {name: value for name, value in told.items() if value not in (None, {}, (), "")}


def _pains(form: Form, kind: str) -> dict[str, Any]:
    mark = f"{kind}:"
    return {
        name.removeprefix(mark): _number(value)
        for name, value in form.pairs if name.startswith(mark) and value
    }  # fmt: skip


def _number(text: str) -> float | str | None:
    """Return a number; what is none goes on as it is, and is refused where it is checked."""
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _date(text: str) -> Date | None:
    try:
        return Date.fromisoformat(text)
    except ValueError:
        return None


def _day(
    request: Request, visit: Visit, told: dict[str, Any], faults: tuple[Fault, ...] = ()
) -> Response:
    store = store_of(request)
    track = track_of(store, visit.id)
    places = tuple(dict.fromkeys((*places_for(visit, track), *told["pain"])))
    return page(
        request, "follow_day", 422 if faults else 200, told=told, faults=faults,
        today=today_of(store), places=[(one, place_words(one)) for one in places],
        others=[(one, place_words(one)) for one in PLACES], signs=sign_choices(),
    )  # fmt: skip


def _tasks(track: Track) -> list[str]:
    """Return the person's own tasks, as told last."""
    last = next((one for one in reversed(track.scores) if one.items), None)
    return [] if last is None else list(last.items)


def _told_scores(form: Form) -> list[dict[str, Any]]:
    """Return the scores that a form tells; none is an error."""
    date, found = form.one("date"), []
    ratings = {
        name.strip(): rating
        for n in range(N_ACTIVITIES[1])
        if (name := form.one(f"task{n}")).strip()
        and (rating := _number(form.one(f"rating{n}"))) is not None
    }
    numbers = [one for one in ratings.values() if isinstance(one, int | float)]
    if ratings and len(numbers) == len(ratings):
        value = round(sum(numbers) / len(numbers), 2)
        found.append({"date": date, "measure": OWN, "value": value, "items": ratings})
    elif ratings:
        found.append({"date": date, "measure": OWN, "value": 0, "items": ratings})
    change = _number(form.one("change"))
    if change is not None:
        found.append({"date": date, "measure": CHANGE, "value": change})
    other = _number(form.one("value"))
    if form.one("measure") and other is not None:
        found.append({"date": date, "measure": form.one("measure"), "value": other,
                      "version": form.one("version").strip()})  # fmt: skip
    if not found:
        raise InputError(NOTHING)
    return found


def _score(
    request: Request, visit: Visit, told: dict[str, str], faults: tuple[Fault, ...] = ()
) -> Response:
    store: Store = store_of(request)
    held = _tasks(track_of(store, visit.id))
    most = N_ACTIVITIES[1]
    tasks = [told.get(f"task{n}", held[n] if n < len(held) else "") for n in range(most)]
    measures = [one for one in load_care().measures.values() if one.id not in (OWN, CHANGE)]
    return page(
        request, "follow_score", 422 if faults else 200, told=told, faults=faults,
        today=today_of(store), tasks=tasks, prompts=PROMPTS, measures=measures,
    )  # fmt: skip


NOTHING = Fault(
    "nothing was told", "the form that was sent", "at least one answer",
    "answer what you can, and leave the rest",
)  # fmt: skip
