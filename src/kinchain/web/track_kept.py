"""The diary and scores of a case as a track, and back into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from datetime import date as Date
from typing import Any

from pydantic import ValidationError

from kinchain.app.follow import add_day, add_score, add_test, name_followed, places_of
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.track import DiaryDay, Followed, HomeTest, Track, TrackedScore
from kinchain.store.keeping import Store
from kinchain.web.visit import Visit

FOLLOWED = "followed"
MOST_DAYS = 5000
PLACES = (
    "knee", "heel", "arch", "forefoot", "toes", "midfoot", "ankle", "shin", "calf", "thigh",
    "hip", "foot", "leg",
)  # fmt: skip
"""Places with a side that the diary knows, the ones of knee and foot first."""

WHOLE = ("foot", "leg")
"""Not asked for where something nearer is known."""

MAIN_SIDES = ("left", "right")


def today_of(store: Store) -> Date:
    """Return the day it is where this page is run.

    Parameters
    ----------
    store
        The store, with its clock.
    """
    return store.clock().replace(tzinfo=UTC).astimezone().date()


def track_of(store: Store, case_id: str) -> Track:
    """Return everything that is followed of a case.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    """
    entries = store.scores.of(case_id)
    scores = {
        (one.date, one.measure, one.about): one
        for one in (TrackedScore.model_validate(e.entry) for e in entries if e.kind == "score")
    }
    tests = {
        (one.date, one.test): one
        for one in (HomeTest.model_validate(e.entry) for e in entries if e.kind == "test")
    }
    return Track(
        about=Followed.model_validate(store.notes.last(case_id, FOLLOWED) or {}),
        days=tuple(DiaryDay.model_validate(one.entry) for one in store.diary.of(case_id)),
        tests=tuple(sorted(tests.values(), key=lambda one: (one.date, one.test))),
        scores=tuple(sorted(scores.values(), key=lambda one: (one.date, one.measure))),
    )


def keep_day(store: Store, case_id: str, told: Mapping[str, Any]) -> None:
    """Keep a day of the diary in place of what was kept of it.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    told
        Fields of ``DiaryDay``.

    Raises
    ------
    InputError
        If it does not fit.
    """
    day = _made(DiaryDay, told)
    track = track_of(store, case_id)
    others = tuple(one for one in track.days if one.date != day.date)
    if len(others) >= MOST_DAYS:
        raise InputError(FULL)
    add_day(track.model_copy(update={"days": others}), day, today_of(store))
    store.diary.put(case_id, day.date, day.model_dump(mode="json", exclude_defaults=True))


def keep_score(store: Store, case_id: str, told: Mapping[str, Any]) -> None:
    """Keep an outcome score in place of one of the same day.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    told
        Fields of ``TrackedScore``.

    Raises
    ------
    InputError
        If it does not fit.
    """
    score = _made(TrackedScore, told)
    track = track_of(store, case_id)
    if len(track.scores) >= MOST_DAYS:
        raise InputError(FULL)
    add_score(track, score, today_of(store))
    before = [
        one.id for one in store.scores.of(case_id, "score")
        if (one.entry["date"], one.entry["measure"], one.entry.get("about"))
        == (score.date.isoformat(), score.measure, score.about)
    ]  # fmt: skip
    store.scores.add(case_id, score.measure, score.date, score.model_dump(mode="json"))
    for entry_id in before:
        store.scores.delete(case_id, entry_id)


def keep_test(store: Store, case_id: str, told: Mapping[str, Any]) -> None:
    """Keep the result of a home test in place of one of the same day.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    told
        Fields of ``HomeTest``.

    Raises
    ------
    InputError
        If it does not fit.
    """
    test = _made(HomeTest, told)
    add_test(track_of(store, case_id), test, today_of(store))
    before = [
        one.id for one in store.scores.of(case_id, "test")
        if (one.entry["date"], one.entry["test"]) == (test.date.isoformat(), test.test)
    ]  # fmt: skip
    entry = test.model_dump(mode="json")
    store.scores.add(case_id, test.test, test.date, entry, kind="test")
    for entry_id in before:
        store.scores.delete(case_id, entry_id)


def keep_followed(store: Store, case_id: str, told: Mapping[str, Any]) -> None:
    """Keep what is followed.

    Parameters
    ----------
    store
        The store.
    case_id
        The case, theirs for sure.
    told
        Fields of ``Followed``.

    Raises
    ------
    InputError
        If it does not fit.
    """
    about = _made(Followed, told)
    name_followed(Track(), about)
    store.notes.put(case_id, FOLLOWED, about.model_dump(mode="json", exclude_none=True))


def places_for(visit: Visit, track: Track) -> tuple[str, ...]:
    """Return the places that the diary asks for: of the diary so far, and of what was told.

    Parameters
    ----------
    visit
        What was told.
    track
        The diary so far.
    """
    told = [
        f"{one.id.removeprefix('pain_')}@{one.side}"
        for one in visit.interview.look.findings
        if one.value is True and one.id.startswith("pain_") and one.side in MAIN_SIDES
    ]
    known = [one for one in told if one.partition("@")[0] in PLACES]
    if any(one.partition("@")[0] not in WHOLE for one in known):
        known = [one for one in known if one.partition("@")[0] not in WHOLE]
    return tuple(dict.fromkeys((*places_of(track), *known)))


def _made(kind: Any, told: Mapping[str, Any]) -> Any:
    """Make an entry; what does not fit is told without the value."""
    try:
        return kind.model_validate(dict(told))
    except ValidationError as error:
        raise InputError(
            [
                Fault("this cannot be used here", WHERE.get(str(one["loc"][0]), "the entry"),
                      "a day, and numbers within their scale", "correct it and send it again")
                for one in error.errors(include_url=False, include_input=False)
            ]
        ) from None  # fmt: skip


WHERE = {
    "date": "the day", "pain": "the pain", "next_morning": "the pain next morning",
    "stiffness_min": "the minutes of stiffness", "steps": "the steps", "note": "the note",
    "value": "the score", "items": "your own tasks", "started": "the day on which care began",
    "review_on": "the day to look again", "about": "the place", "condition": "what is followed",
}  # fmt: skip
"""Each field as a person knows it."""

FULL = Fault(
    "so many entries are kept that there is no room for another",
    "the diary",
    f"at most {MOST_DAYS} entries",
    "delete old ones first",
)
