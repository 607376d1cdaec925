"""Whether a doing (stairs, running) is told as one that hurts."""

from __future__ import annotations

from itertools import pairwise

from kinchain.intake._denial import denied_after
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Hit, in_words

_IN_PART = frozenset(["much", "that", "so", "too", "as"])
"""Words after a pain that is denied only in part ("doesn't hurt that much walking")."""


def trigger_counts(heard: Hearing, hit: Hit) -> bool:
    """Say whether a doing (stairs, running) is told as one that hurts.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    passage = heard.passage
    if hit.name in ("first_step_pain", "pain_warms_up", "pain_walking_distance"):
        return True
    if _only_happened(heard, hit) or _only_helped(heard, hit):
        return False
    if not hit.value:
        return True
    if _denied_with_pain(heard, hit):
        return True
    if _not_done(heard, hit) or _can_be_done(heard, hit) or _of_what_else(heard, hit):
        return False
    first, last = passage.bounds(hit.first, passage.sentence)
    if _stands_for_pain(heard, hit, first, last):
        return True
    if any(
        first <= c.first < last
        and heard.scopes.denied_by[c.first] is None
        and not _of_a_symptom(heard, c)
        for c in (*passage.cues.get("painctx", ()), *heard.pain_hits)
    ):
        return True
    return last - first <= 7 and bool(heard.pain_hits) and heard.pain_hits[0].first < first


def _of_a_symptom(heard: Hearing, cue: Hit) -> bool:
    """Say whether a word that may tell of pain tells of another symptom ("gives way")."""
    return any(
        h.first <= cue.first < h.last and h.name.endswith("giving_way")
        for h in heard.passage.concepts
    )


def _of_what_else(heard: Hearing, hit: Hit) -> bool:
    """Read "the foot slaps when I walk": in a sentence without pain a doing is told of a sign."""
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.sentence)
    if any(first <= h.first < last for h in heard.pain_hits):
        return False
    start, _ = passage.bounds(hit.first, passage.segment)
    return any(
        start <= h.first
        and h.last <= hit.first
        and h.value
        and h not in heard.covered
        and heard.words.concepts[h.name].kind in ("symptom", "sign")
        for h in passage.concepts
    )


def _denied_with_pain(heard: Hearing, hit: Hit) -> bool:
    """Say whether it is denied that a doing hurts ("doesn't bother me walking")."""
    cue = heard.scopes.denied_by[hit.first]
    if cue is None:
        return denied_after(heard, hit) and bool(heard.pain_hits)
    return any(
        heard.scopes.denied_by[h.first] is cue
        and h.first < hit.first
        and not _IN_PART & set(heard.passage.words(h.last, h.last + 2))
        for h in heard.pain_hits
    )


def _stands_for_pain(heard: Hearing, hit: Hit, first: int, last: int) -> bool:
    """Read "but running does", "I get it sitting", "I feel it on stairs"."""
    passage = heard.passage
    after = passage.words(hit.last, hit.last + 1)
    ends = hit.last + 1 >= last or passage.tokens[hit.last + 1].boundary > 0
    if after and after[0] in ("does", "do", "did") and ends:
        return any(first <= h.first < hit.first for h in heard.pain_hits)
    lead = passage.words(hit.first - 5, hit.first)
    return any(
        pair[0] in ("get", "feel", "have", "notice", "gets", "got") and pair[1] in ("it", "that")
        for pair in pairwise(lead)
    )


def _not_done(heard: Hearing, hit: Hit) -> bool:
    """Say whether a doing is left out or not possible ("two weeks no running")."""
    cue = heard.scopes.denied_by[hit.first]
    if cue is None or hit.first - cue.last > 1 or cue.first >= hit.first:
        return False
    word = heard.passage.tokens[cue.first].word
    return word in ("no", "not", "never", "without") and not denied_after(heard, hit)


def _can_be_done(heard: Hearing, hit: Hit) -> bool:
    """Say whether a doing is told as possible ("today I can squat and run")."""
    words = heard.passage.words(hit.first - 5, hit.first)
    if "can" not in words:
        return False
    at = len(words) - 1 - words[::-1].index("can")
    small = {"still", "now", "even", "and", "squat", "run", "walk", "kneel", "jump", "also"}
    return words[at - 1 : at] == ["i"] and set(words[at + 1 :]) <= small


def _only_happened(heard: Hearing, hit: Hit) -> bool:
    """Say whether a doing belongs to an accident, a sport or a way of walking."""
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.unit)
    told = hit.value and hit.name != "pain_end_of_day"
    if told and passage.has_cue("injuryverb", first, last):
        return True
    if hit.name == "pain_walking":
        return any(c.first <= hit.first < c.last for c in passage.cues.get("gait", ()))
    if hit.name != "pain_running":
        return False
    if not {"when", "if", "after", "while"}.isdisjoint(passage.words(hit.first - 3, hit.first)):
        return False
    return any(
        h.name == "runner"
        and h.first < hit.last
        and hit.first < h.last
        and (passage.tokens[h.first].word == "i" or h.last - h.first > 2)
        for h in passage.concepts
    )


def _only_helped(heard: Hearing, hit: Hit) -> bool:
    if hit.name == "pain_after_rest":
        return False
    before = heard.passage.words(hit.first - 5, hit.first)
    if not {"fine", "ok", "okay", "gone", "forgotten"}.isdisjoint(before[-2:]):
        return True
    after = heard.passage.words(hit.last, hit.last + 1)
    if hit.name in ("night_pain", "pain_at_rest") and after in (["helps"], ["eases"]):
        return True
    helped = heard.words.macros["better"] | {"stops", "stop"}
    return any(in_words(word, helped) for word in before)
