"""Following: how it goes, and what is followed."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kinchain.app.follow import course_for
from kinchain.core.errors import Fault, KinchainError
from kinchain.core.formats.case import Person
from kinchain.core.formats.track import Track
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.report.follow_words import place_words
from kinchain.web.current import AnyVisit, OwnVisit, go, keep_first, store_of
from kinchain.web.follow_shown import shown_follow
from kinchain.web.forms import Form, OwnForm
from kinchain.web.render import page
from kinchain.web.result import worked_out
from kinchain.web.track_kept import keep_followed, today_of, track_of
from kinchain.web.visit import Visit, told_anew

router = APIRouter()

N_SHOWN = 7
"""So many of the last days are listed."""

N_LIKELY = 5
SAVED = {"day", "score", "about"}


@router.get("/follow")
def show(request: Request, visit: AnyVisit) -> Response:
    """Show how it goes.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    if visit is None:
        return page(request, "follow_none")
    store = store_of(request)
    track, today = track_of(store, visit.id), today_of(store)
    days = store.diary.of(visit.id)[::-1][:N_SHOWN]
    saved = request.query_params.get("saved", "")
    return page(
        request, "follow", f=shown_follow(track, today, visit.interview.look.findings),
        today=today, about=track.about,
        days=[(one.id, one.day, _day_words(one.entry)) for one in days],
        scores=[(one.id, one.day, _score_words(one.measure, one.entry)) for one in
                store.scores.of(visit.id)[::-1][:N_SHOWN]],
        has_today=any(one.day == today for one in days), saved=saved if saved in SAVED else "",
        n_days=len(track.days), cited=_cited(track, today),
    )  # fmt: skip


@router.post("/follow/begin")
def begin(request: Request, visit: AnyVisit, form: OwnForm) -> RedirectResponse:
    """Begin a diary, before anything is told.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    answer = go("/follow/day")
    if visit is None:
        keep_first(request, answer, told_anew(None, "", Person()))
    return answer


@router.get("/follow/about")
def about(request: Request, visit: OwnVisit) -> Response:
    """Ask what is followed.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    told = track_of(store_of(request), visit.id).about.model_dump(mode="json")
    return _about(request, visit, told)


@router.post("/follow/about")
def take_about(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Keep what is followed.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    told = _told_about(form)
    given = {name: value for name, value in told.items() if value}
    try:
        keep_followed(store_of(request), visit.id, given)
    except KinchainError as error:
        return _about(request, visit, told, tuple(error.faults))
    return go("/follow?saved=about")


@router.post("/follow/entry/{kind}/{entry_id}/delete")
def delete(
    request: Request, visit: OwnVisit, kind: str, entry_id: str, form: OwnForm
) -> RedirectResponse:
    """Delete a day of the diary or a score.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    kind
        ``day`` or ``score``.
    entry_id
        The entry.
    form
        The fields that were sent.
    """
    store = store_of(request)
    shelves = {"day": store.diary, "score": store.scores}
    if kind not in shelves or not shelves[kind].delete(visit.id, entry_id):
        raise HTTPException(404)
    store.wipe()
    return go("/follow")


def _cited(track: Track, today: Date) -> list[str]:
    """Return the sources of the usual course, each as it is cited."""
    course = course_for(track, today)
    known = load_knowledge().sources
    return [known[one].cite for one in course.sources if one in known] if course else []


def _told_about(form: Form) -> dict[str, str]:
    return {name: form.one(name) for name in ("condition", "side", "started", "review_on")}


def _about(
    request: Request, visit: Visit, told: dict[str, str], faults: tuple[Fault, ...] = ()
) -> Response:
    conditions = load_knowledge().conditions
    likely = [
        one.id for one in worked_out(visit, store_of(request))[0].conditions[:N_LIKELY]
    ]  # fmt: skip
    others = sorted((one.name, name) for name, one in conditions.items() if name not in likely)
    today = today_of(store_of(request))
    return page(
        request, "follow_about", 422 if faults else 200, told=told, faults=faults, today=today,
        likely=[(name, conditions[name].name) for name in likely],
        others=[(name, words) for words, name in others],
        in_six_weeks=today + timedelta(weeks=6),
    )  # fmt: skip


def _day_words(entry: dict[str, object]) -> list[str]:
    """Return a day in short words."""
    pain = entry.get("pain")
    words = []
    if isinstance(pain, dict):
        words += [f"{place_words(place)} {value:g}" for place, value in pain.items()]
    for name, text in (("exercise_done", "exercises done"), ("swelling", "newly swollen")):
        if entry.get(name):
            words.append(text)
    if entry.get("new_signs"):
        words.append("a new sign")
    if entry.get("note"):
        words.append("a note")
    return words


def _score_words(measure: str | None, entry: dict[str, object]) -> str:
    """Return a score in short words."""
    known = load_care().measures.get(measure or "")
    if known is not None:
        return f"{known.name}: {entry['value']:g}"
    finding = load_knowledge().findings.get(str(measure).partition("@")[0])
    label = str(measure) if finding is None else finding.label
    return f"{label}: {entry['value']:g}"
