"""Which of the findings heard a time belongs to."""

from __future__ import annotations

from kinchain.intake._past import PAST_DAYS
from kinchain.intake._read import Passage
from kinchain.intake._time import Time
from kinchain.intake._told import Told

SYMPTOMS = frozenset(
    ["injury", "leg_history", "pain", "symptom", "sign", "trigger", "behaviour", "fine"]
)

_HAPPENED = (["that", "was"], ["this", "was"], ["it", "happened"], ["this", "happened"])
"""Words that open a sentence telling when an injury was."""


def told_near(passage: Passage, told: list[Told], time: Time) -> list[Told]:
    """Return what is told in the clause of a time, else in its sentence.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    for by in (passage.segment, passage.unit, passage.sentence):
        first, last = passage.bounds(time.first, by)
        found = [t for t in told if first <= t.hit.first < last]
        if any(t.finding.id == "pain_low_back" for t in found) or any(
            t.concept.kind in SYMPTOMS or t.finding.id.startswith("injury_") for t in found
        ):
            return found
        if time.how == "ago" and time.days >= PAST_DAYS:
            return found
    return []


def _of_back_alone(found: list[Told]) -> bool:
    """Say whether nothing but the back is told of."""
    return bool(found) and all(t.finding.id == "pain_low_back" for t in found)


def stands_alone(passage: Passage, time: Time) -> bool:
    """Say whether a sentence tells nothing but how long.

    Parameters
    ----------
    passage
        The text taken apart.
    time
        The time.
    """
    first, last = passage.bounds(time.first, passage.sentence)
    if time.how == "ago" and time.days >= PAST_DAYS:
        return False
    if passage.words(time.last, time.last + 2) in (["of", "this"], ["of", "it"]):
        return True
    return not any(
        first <= h.first < last and h.name not in ("pain", "sudden_onset", "gradual_onset")
        for h in passage.concepts
    )


def of_part_beside(passage: Passage, told: list[Told], time: Time) -> list[Told]:
    """Return the pain told of a part that is named with a time ("left knee, since May").

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    first, last = passage.bounds(time.first, passage.sentence)
    if last - first > 10:
        return []
    return [
        t
        for t in told
        if t.mention is not None
        and first <= t.mention.first < last
        and t.finding.id.startswith("pain_")
    ]


def told_before(passage: Passage, told: list[Told], time: Time) -> list[Told]:
    """Return what the sentence before told, for "3 weeks now." on its own.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    own = passage.sentence[time.first]
    if passage.words(time.last, time.last + 2) in (["of", "this"], ["of", "it"]):
        known = [t for t in told if t.hit.first < time.first and t.concept.kind == "pain"]
        return known[-1:]
    said = [t for t in told if passage.sentence[t.hit.first] == own - 1]
    said = said or [
        t for t in told if t.mention is not None and passage.sentence[t.mention.first] == own - 1
    ]
    if said or own > 0:
        return said
    return [t for t in told if passage.sentence[t.hit.first] == 1]


def of_part_again(passage: Passage, told: list[Told], time: Time) -> list[Told]:
    """Return the pain of a part named again with a time ("heel since May, shin a fortnight").

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    first, _ = passage.bounds(time.first, passage.segment)
    named = {passage.tokens[i].word for i in range(first, time.first) if i in passage.part_tokens}
    if not named or time.first - first > 7:
        return []
    return [
        t
        for t in told
        if t.mention is not None
        and t.finding.id.startswith("pain_")
        and not named.isdisjoint(passage.words(t.mention.first, t.mention.last))
    ]


def injuries_next_to(
    passage: Passage, told: list[Told], time: Time, near: list[Told]
) -> list[Told]:
    """Return the injuries told in the sentence before or after a date of its own.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    near
        What is told in the sentence of the time.
    """
    if any(t.finding.value is True and t.concept.kind in ("pain", "symptom") for t in near):
        return []
    own = passage.sentence[time.first]
    first, _ = passage.bounds(time.first, passage.sentence)
    back = 9 if passage.words(first, first + 2) in _HAPPENED else 1
    return [
        t
        for t in told
        if t.finding.id.startswith("injury_")
        and t.finding.value is True
        and -1 <= own - passage.sentence[t.hit.first] <= back
    ]
