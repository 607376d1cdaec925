"""A visit: what a person told so far, as text for the database and back as an interview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from kinchain.app.interview import NOT_SURE, WORDS, Asked, Interview, answer, begin, look_at
from kinchain.core.findings import Value
from kinchain.core.formats.case import Case, Person

FORMAT = "kinchain-visit/1"
N_KEPT = 64
"""So many interviews stay worked out in memory between two requests."""

_HELD: dict[str, Interview] = {}
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of one visit.

    Parameters
    ----------
    id
        Id of the case.
    version
        How often it was changed; two tabs that hold different ones do not overwrite each other.
    state
        The interview as text.
    account_id
        Whose it is; None without an account.
    """

    id: str
    version: int
    state: str
    account_id: str | None = None

    @property
    def interview(self) -> Interview:
        """The interview so far."""
        with _LOCK:
            held = _HELD.get(self.state)
        if held is None:
            held = _interview(self.state)
            hold(self.state, held)
        return held


def text_of(interview: Interview) -> str:
    """Return an interview as text.

    Parameters
    ----------
    interview
        The interview.
    """
    return json.dumps(
        {
            "format": FORMAT,
            "start": interview.start.model_dump(mode="json", exclude_defaults=True),
            "asked": [
                {"key": one.key, "told": one.told, "words": one.words, "floor": one.floor}
                for one in interview.asked
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _interview(state: str) -> Interview:
    data: dict[str, Any] = json.loads(state)
    asked = tuple(
        Asked(
            one["key"],
            tuple((key, _value(value)) for key, value in one["told"]),
            one["words"],
            one["floor"],
        )
        for one in data["asked"]
    )
    return Interview(Case.model_validate(data["start"]), asked)


def _value(value: bool | float | str) -> Value:
    return value if isinstance(value, bool | str) else float(value)


def hold(state: str, interview: Interview) -> None:
    """Keep an interview in memory, with what was worked out of it; the oldest gives way.

    Parameters
    ----------
    state
        The interview as text.
    interview
        The interview.
    """
    with _LOCK:
        _HELD[state] = interview
        while len(_HELD) > N_KEPT:
            del _HELD[next(iter(_HELD))]


def forget() -> None:
    """Drop every interview from memory."""
    with _LOCK:
        _HELD.clear()


def told_anew(
    before: Interview | None, words: str, person: Person, kept: Case | None = None
) -> Interview:
    """Return the interview after the story or the person was told, first or again.

    What was put right before belonged to the old words and is dropped: a "no" to a misread old
    story must not silence a new one. For the same reason a "no" answered before gives way
    where the new words say yes.

    Parameters
    ----------
    before
        What was told before, or None.
    words
        The story; empty where the person would rather be asked.
    person
        Age, sex and size, as far as given.
    kept
        What of the old case belongs to no words, such as an examination.
    """
    start = (kept or Case()).model_copy(update={"narrative": words, "person": person})
    if before is None:
        fresh = begin(start)
        return fresh if words.strip() else answer(fresh, NOT_SURE)
    fresh = begin(start, before.start.date)
    given = {name for name, value in person.model_dump().items() if value is not None}
    before = replace(
        before,
        asked=tuple(
            replace(one, told=tuple(pair for pair in one.told if pair[0] not in given))
            for one in before.asked
        ),
    )
    if words.strip() == before.case.narrative.strip():
        return replace(before, start=before.start.model_copy(update={"person": person}))
    heard = {one.key for one in look_at(fresh.start).heard.told if one.value is True}
    asked = tuple(
        replace(
            one,
            words="",
            told=tuple(pair for pair in one.told if pair[1] is not False or pair[0] not in heard),
        )
        for one in before.asked
        if one.key != WORDS.key or not words.strip()
    )
    after = replace(fresh, asked=asked)
    return after if words.strip() or asked else answer(fresh, NOT_SURE)


def put_right(interview: Interview, found: Mapping[str, bool | float | str]) -> Interview:
    """Return the interview with what was heard put right by the person.

    Parameters
    ----------
    interview
        The interview so far.
    found
        Findings with their side, and their value as the person says it is.

    Raises
    ------
    InputError
        If what the person says contradicts itself.
    """
    from kinchain.core.errors import InputError
    from kinchain.evidence import load_knowledge
    from kinchain.intake.case_file import case_faults

    start = interview.start.model_copy(update={"findings": {**interview.start.findings, **found}})
    # an answer goes before the correction of words, so the newest of both must stand there
    asked = tuple(
        replace(one, told=tuple((key, found.get(key, value)) for key, value in one.told))
        for one in interview.asked
    )
    after = Interview(start, asked)
    faults = tuple(case_faults(after.case, "what was heard", load_knowledge().findings))
    if faults:
        raise InputError(faults)
    return after
