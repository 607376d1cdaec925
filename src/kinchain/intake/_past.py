"""Whether what was heard is told as long past."""

from __future__ import annotations

from kinchain.intake._amounts import NUMBERS
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit

PAST_DAYS = 300.0
"""An injury or complaint told as this long ago, without "since", is history."""
LONG_AGO = 400.0
"""Days after which an injury no longer belongs to this episode, even told with "since"."""
RECENT_WITHIN_DAYS = 130.0
"""What is told as longer ago than this is no recent operation, infection or journey (expert)."""
FEVER_OVER_DAYS = 21.0
"""A fever told as had this long ago is over (expert)."""
_LASTING = frozenset(
    "bowel_disease psoriasis ring_rash uveitis recent_gut_or_genital_infection".split()
)
"""What counts though it was told of a former time."""
_YOUTH = frozenset("school uni university college teens twenties thirties childhood".split())
_ONSET = frozenset("started starting began begun went".split())


def is_past(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether something is told as over.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    concept
        Its meaning.
    """
    if concept.kind in ("illness", "leg_history", "family", "life", "tried", "relief", "medicine"):
        return False
    if concept.name in ("pain_warms_up", "better_rest", "leans_on_other_leg", "part_fine"):
        return False
    if concept.name in _LASTING:
        return False
    if any(heard.scopes.past[i] for i in range(hit.first, hit.last)):
        return True
    first, last = heard.passage.bounds(hit.first, heard.passage.unit)
    words = heard.passage.words(first, last)
    had_fever = concept.name in ("fever", "chills") and "had" in words
    long_since = concept.kind == "injury" and _long_since(heard, hit)
    if long_since or (had_fever and _weeks_ago(heard, first, last)):
        return True
    if "still" in words or "since" in words:
        return False
    told = heard.passage.words(*heard.passage.bounds(hit.first, heard.passage.sentence))
    if concept.kind != "injury" and ("since" in told or not _ONSET.isdisjoint(words)):
        return False
    return any(
        first <= time.first < last and time.how == "ago" and time.days >= PAST_DAYS
        for time in heard.times
    )


def _weeks_ago(heard: Hearing, first: int, last: int) -> bool:
    return any(
        first <= t.first < last and t.how == "ago" and t.days >= FEVER_OVER_DAYS
        for t in heard.times
    )


def _long_since(heard: Hearing, hit: Hit) -> bool:
    """Say whether an injury is told as of long ago ("a break in 1998", "at school")."""
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.sentence)
    near = [t for t in heard.times if first <= t.first < last]
    if any(t.how in ("ago", "since") and t.days < LONG_AGO for t in near):
        return False
    if any(0 <= t.first - hit.last <= 3 and t.how in ("ago", "since") for t in near):
        return True
    if _as_a_child(passage.words(max(first, hit.first - 9), hit.first)):
        return True
    after = passage.words(hit.last, hit.last + 7)
    for at, word in enumerate(after):
        follows = after[at + 1 : at + 3]
        if word in ("at", "in") and follows:
            young = follows[0].isdecimal() and 5 <= int(follows[0][:3]) <= 40
            alone = len(follows) < 2 or passage.tokens[hit.last + at + 2].boundary > 0
            if not _YOUTH.isdisjoint(follows) or (word == "at" and young and alone):
                return True
    return False


def _as_a_child(lead: list[str]) -> bool:
    """Read "when I was nine", "when I was at school", but not "when I was tackled"."""
    for at in range(len(lead) - 3):
        if lead[at : at + 3] == ["when", "i", "was"]:
            word = lead[at + 3]
            young = word in ("young", "little", "at", "about")
            return young or word.isdecimal() or NUMBERS.get(word, 0) >= 4
    return False


def too_long_ago(heard: Hearing, hit: Hit) -> bool:
    """Say whether something "recent" is dated months back.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.unit)
    own = [t for t in heard.times if first <= t.first < last]
    if not own:
        first, last = passage.bounds(hit.first, passage.sentence)
        own = [t for t in heard.times if first <= t.first < last]
    if not own and first > 0:
        before = passage.sentence[first - 1]
        own = [t for t in heard.times if passage.sentence[t.first] == before and t.how == "ago"]
    return any(t.days > RECENT_WITHIN_DAYS and t.how in ("ago", "since") for t in own) and all(
        t.days > RECENT_WITHIN_DAYS or t.how not in ("ago", "since") for t in own
    )
