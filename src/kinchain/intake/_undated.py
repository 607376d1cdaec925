"""Whether a time dates something else than a complaint (a birth, a plaster, an old break)."""

from __future__ import annotations

from kinchain.intake._amounts import UNITS
from kinchain.intake._past import LONG_AGO
from kinchain.intake._read import Passage
from kinchain.intake._time import Time
from kinchain.intake._told import Told

BEGAN = frozenset("came started began begun start starts went appeared first".split())
LASTING_KINDS = frozenset(["leg_history", "medicine", "life", "tried", "illness"])
_ELSEWISE = frozenset([*LASTING_KINDS, "whole", "danger"])
_EVENTS = frozenset("bought retired married moved injected drained aspirated scanned".split())
"""What dates only itself ("I bought rockers in January", "drained in December")."""
_POSTURES = frozenset(
    "stand standing stood walk walking walked sit sitting sat run running wear wearing wore "
    "crossed kneeling knelt drive driving drove flew flight rest rested".split()
)
"""What may last as long as a time told after it with "for"."""
_HABIT = frozenset("winter summer spring autumn".split())
_EXERTIONS = frozenset(["load_increase", "new_shoes", "standing_work", "runner"])
"""What a complaint may have begun with."""


def tells_another(passage: Passage, told: list[Told], time: Time) -> bool:
    """Say whether a time dates something else than a complaint (a birth, a plaster).

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    begin, end = passage.bounds(time.first, passage.unit)
    found = [t for t in told if begin <= t.hit.first < end]
    nearer = [t for t in found if passage.segment[t.hit.first] == passage.segment[time.first]]
    found = nearer or found
    size = end - begin
    words = passage.words(time.first - 2, time.first)
    after = passage.words(time.last, time.last + 1)
    opening, _ = passage.bounds(time.first, passage.sentence)
    lead = passage.words(max(begin, time.first - 7), time.first)
    lead += passage.words(max(opening, time.first - 10), time.first)
    if (
        "turned" in words
        or not _EVENTS.isdisjoint(lead)
        or after in (["along"], ["pregnant"], ["gone"])
    ):
        return True
    if _of_what_came_before(passage, told, time) or _is_round(passage, time):
        return True
    if _of_a_doing(passage, time) or _is_changing(passage, time):
        return True
    first, last = passage.bounds(time.first, passage.sentence)
    if any(
        first <= t.hit.first < last and t.finding.id.startswith("injury_") and t.finding.value
        for t in told
    ):
        return False
    rest = passage.words(first, last)
    if not found and time.how == "since" and _names_a_part(passage, time):
        return False
    if not found:
        dated = time.how in ("ago", "since") and size - (time.last - time.first) > 3
        ever = "since" in passage.words(time.last, last)
        return dated and not ever and BEGAN.isdisjoint(rest)
    nearest = min(found, key=lambda t: abs(t.hit.first - time.first) - 4 * (_is_felt(t)))
    if nearest.finding.id in _EXERTIONS or "since" in passage.words(time.last, last):
        return False
    return nearest.concept.kind in _ELSEWISE


def _of_what_came_before(passage: Passage, told: list[Told], time: Time) -> bool:
    """Read "simvastatin for a year and ...", "tight shoes for years and now my toe ..."."""
    if time.how not in ("for", "bare"):
        return False
    begin, end = passage.bounds(time.first, passage.unit)
    taken = any(
        t.concept.kind == "medicine" and 0 <= time.first - t.hit.last <= 1 and t.hit.first >= begin
        for t in told
    )
    if any(begin <= t.hit.first < time.first and _is_felt(t) for t in told):
        return False
    if taken:
        return True
    own_part = any(i in passage.part_tokens for i in range(begin, time.first))
    lead = time.first > begin and passage.words(time.last, time.last + 2) == ["and", "now"]
    return time.last == end and lead and not own_part


def _is_round(passage: Passage, time: Time) -> bool:
    """Read "last week it was the left ankle, now it's the right heel", "7 at worst yesterday"."""
    after = passage.words(time.last, time.last + 2)
    _, last = passage.bounds(time.first, passage.sentence)
    words = passage.words(passage.bounds(time.first, passage.sentence)[0], last)
    moved = after == ["it", "was"] and "now" in passage.words(time.last, last)
    moved = moved or ("joint", "to", "joint") in zip(words, words[1:], words[2:], strict=False)
    scored = passage.words(time.first - 1, time.first) == ["worst"]
    return moved or (scored and passage.tokens[time.first].boundary == 0)


def _of_a_doing(passage: Passage, time: Time) -> bool:
    """Read "standing at the till for eight hours", "after wearing boots all week".

    A complaint told between the doing and the time takes the time for itself.
    """
    if time.how not in ("for", "bare"):
        return False
    first, _ = passage.bounds(time.first, passage.segment)
    felt = [h.last for h in passage.concepts if first <= h.first and h.last <= time.first]
    lead = passage.words(max(first, time.first - 6), time.first)
    at = next((i for i, word in enumerate(lead) if word in _POSTURES), None)
    if at is None:
        return False
    doing = max(first, time.first - 6) + at
    return all(last <= doing + 2 for last in felt)


def _is_changing(passage: Passage, time: Time) -> bool:
    """Read "yesterday I could lift my toes, today I can't", and the cold of every winter."""
    words = passage.words(time.first, time.last)
    if time.how == "ago" and not _HABIT.isdisjoint(words):
        return passage.words(time.first - 1, time.first) in (["in"], ["this"], ["the"])
    _, last = passage.bounds(time.first, passage.sentence)
    later = passage.words(time.last, last)
    begin, end = passage.bounds(time.first, passage.segment)
    own = passage.words(begin, end)
    was = not {"was", "could", "were"}.isdisjoint(own)
    return time.how == "ago" and time.days <= 8 and was and not {"today", "now"}.isdisjoint(later)


def _names_a_part(passage: Passage, time: Time) -> bool:
    """Say whether a time told as "since three days" stands in a clause that names a part."""
    begin, end = passage.bounds(time.first, passage.unit)
    counted = time.last - time.first > 1 and passage.words(time.first - 1, time.first) == ["since"]
    return counted and any(i in passage.part_tokens for i in range(begin, end))


def _is_felt(told: Told) -> bool:
    return told.finding.side != "none" and told.concept.kind in ("symptom", "pain", "sign")


def old_injury(passage: Passage, time: Time) -> bool:
    """Say whether a time dates an injury of long ago ("a bad break in 1998").

    Parameters
    ----------
    passage
        The text taken apart.
    time
        The time.
    """
    return time.days >= LONG_AGO and any(
        0 <= time.first - h.last <= 3 and h.name in ("injury", "rolled_ankle", "twist_injury")
        for h in passage.concepts
    )


def blocked(passage: Passage, time: Time) -> bool:
    """Say whether a time tells how long something else takes.

    Parameters
    ----------
    passage
        The text taken apart.
    time
        The time.
    """
    if (time.how == "bare" and time.days < 1) or (time.how == "for" and time.days < 0.1):
        return True
    words = passage.words(time.first - 2, time.first)
    after = passage.words(time.last, time.last + 2)
    if time.how == "bare" and any(
        w in words for w in ("after", "within", "takes", "lasts", "every", "only", "until", "in")
    ):
        return True
    return any(
        w in words
        for w in (
            "than",
            "stand",
            "standing",
            "walk",
            "walking",
            "sit",
            "sitting",
            "run",
            "lasted",
            "lasts",
            "helped",
            "worked",
            "slept",
        )
    ) or _is_rate(after)


def _is_rate(after: list[str]) -> bool:
    """Say whether a time is told per another ("two hours a day"), not "three days a pain"."""
    if after[:1] == ["a"]:
        return after[1:] == [] or after[1] in UNITS
    return after[:1] in (["per"], ["each"], ["every"])
