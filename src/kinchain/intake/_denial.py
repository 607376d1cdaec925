"""Whether what was heard is told as so or denied."""

from __future__ import annotations

from itertools import pairwise

from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit

_BREAKS = frozenset("fracture fractured broke broken break tore torn ruptured dislocated".split())


def is_true(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether what was heard is told as so.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    concept
        Its meaning.
    """
    if not hit.value:
        undone = any(i in heard.scopes.undone for i in range(hit.first, hit.last))
        return undone or _cannot(heard, hit)
    lead = heard.passage.words(hit.first - 4, hit.first)
    if concept.kind == "medicine" and (is_stopped(heard, hit) or "cant" in lead):
        return False
    if concept.kind == "relief" and not {"nohelp", "persists"}.isdisjoint(lead):
        return False
    if concept.name == "pain_warms_up" and _used_to(heard, hit):
        return False
    if concept.kind == "trigger" and denied_after(heard, hit):
        return False
    cue = heard.scopes.denied_by[hit.first]
    if cue is None and not hit.denying:
        cue = heard.scopes.denied_by[hit.last - 1]
    if cue is None or (hit.denying and hit.first <= cue.first < hit.last):
        return True
    return concept.name in ("no_help_self_care", "part_fine")


def _cannot(heard: Hearing, hit: Hit) -> bool:
    """Say whether an ability is denied ("can't straighten it fully")."""
    if not hit.name.startswith("cannot_") or hit.name == "cannot_bear_weight" or hit.denying:
        return False
    first, _ = heard.passage.bounds(hit.first, heard.passage.segment)
    lead = heard.passage.words(max(first, hit.first - 3), hit.first)
    return not {"cant", "not", "never", "unable", "barelycan"}.isdisjoint(lead)


def is_empty_denial(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether a denial says nothing ("no fracture" is not "no injury").

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    concept
        Its meaning.
    """
    words = set(heard.passage.words(hit.first, hit.last))
    if concept.name == "injury" and hit.value:
        return not words.isdisjoint(_BREAKS)
    return concept.kind == "life" and concept.name.endswith(("_sport", "_work"))


def is_stopped(heard: Hearing, hit: Hit) -> bool:
    """Say whether a medicine is told as no longer taken.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    first, last = heard.passage.bounds(hit.first, heard.passage.sentence)
    text = " ".join(heard.passage.words(first, last + 5))
    stopped = (
        "stopped them",
        "stopped it",
        "came off",
        "no longer take",
        "used to take",
        "stopped taking",
        "stopped my",
        "used to be on",
        "off it now",
    )
    wanted = not {"wants", "wanted", "suggested", "offered", "advised"}.isdisjoint(
        heard.passage.words(first, hit.first)
    )
    refused = wanted and not {"refused", "declined"}.isdisjoint(
        heard.passage.words(hit.last, last + 5)
    )
    return refused or any(f" {p}" in f" {text}" for p in stopped)


def _used_to(heard: Hearing, hit: Hit) -> bool:
    first, last = heard.passage.bounds(hit.first, heard.passage.sentence)
    words = heard.passage.words(first, last)
    return "used" in heard.passage.words(hit.first - 4, hit.first) and "now" in words


def denied_after(heard: Hearing, hit: Hit) -> bool:
    """Read "jogging doesn't bother it", "stairs are fine".

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    passage = heard.passage
    words = []
    for index in range(hit.last, min(hit.last + 6, len(passage.tokens))):
        if passage.tokens[index].boundary:
            break
        words.append(passage.tokens[index].word)
    if "not" in words[:2] and not _TROUBLES.isdisjoint(words[:4]):
        return True
    rest = [w for w in words if w not in _SOFTENERS]
    if rest[:1] == ["not"] and len(rest) == 1:
        return bool(_pains_before(heard, hit))
    if rest[:1] == ["no"] and rest[1:2] and rest[1] in _TROUBLES:
        return True
    return rest[:1] != [] and rest[0] in _EASY


_TROUBLES = frozenset(
    "bother bothers hurt hurts affect matter mind problem problems trouble issue issues bad "
    "sore painful set".split()
)
_SOFTENERS = frozenset("is are was all a an the perfectly totally absolutely really not't".split())
_EASY = frozenset("fine ok okay alright painless easy grand".split())


def _pains_before(heard: Hearing, hit: Hit) -> list[Hit]:
    first, _ = heard.passage.bounds(hit.first, heard.passage.sentence)
    return [h for h in heard.pain_hits if first <= h.first < hit.first]


def never_before(heard: Hearing, hit: Hit) -> bool:
    """Say whether it is only denied that something was ever so before now.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    words = heard.passage.words(hit.first - 4, hit.last + 7)
    if heard.passage.words(hit.first - 1, hit.first) in (["this"], ["that"], ["so"]):
        return "never" in words
    return "never" in words and not {"before", "life"}.isdisjoint(words)


def _in_part(heard: Hearing, hit: Hit) -> bool:
    """Say whether pain is only told as not much ("doesn't hurt that much")."""
    after = heard.passage.words(hit.last, hit.last + 2)
    measured = {("that", "much"), ("so", "much"), ("too", "much"), ("too", "bad")}
    measured |= {("this", "badly"), ("this", "much"), ("like", "this"), ("that", "badly")}
    return tuple(after) in measured or after[:1] == ["much"]


def _denied_trigger(heard: Hearing, hit: Hit) -> bool:
    """Say whether only pain at some doing is denied ("no pain on stairs")."""
    first, last = heard.passage.bounds(hit.first, heard.passage.unit)
    return any(
        (
            (hit.last <= h.first < last or h.first <= hit.first < h.last)
            and heard.words.concepts[h.name].kind in ("trigger", "behaviour")
        )
        or (h.name in ("heel_squeeze_pain",) and first <= h.first < last)
        for h in heard.passage.concepts
    )


def _helped_else(heard: Hearing, hit: Hit) -> bool:
    """Read "it helped my mood but not the pain": only relief is denied."""
    lead = heard.passage.words(hit.first - 3, hit.first)
    if lead[-2:] not in (["not", "the"], ["not", "my"], ["for", "the"], ["for", "my"]):
        return False
    first, _ = heard.passage.bounds(hit.first, heard.passage.sentence)
    before = heard.passage.words(first, hit.first)
    return any(
        w.startswith(("help", "eas", "work", "sort", "does", "did", "touch")) for w in before
    )


def denies_in_part(heard: Hearing, hit: Hit) -> bool:
    """Say whether not pain as such is denied, only some, at some doing, or before now.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    """
    after = heard.passage.words(hit.last, hit.last + 6)
    then = any(
        pair in (("the", "time"), ("at", "first"), ("that", "day")) for pair in pairwise(after)
    )
    then = then or _helped_else(heard, hit)
    return then or _denied_trigger(heard, hit) or never_before(heard, hit) or _in_part(heard, hit)
