"""Whether what was heard counts at all: the teller's own, real, and of now."""

from __future__ import annotations

from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._past import is_past, too_long_ago
from kinchain.intake._sense import another_sense
from kinchain.intake._supposed import only_asks
from kinchain.intake._triggers import trigger_counts

_ILL_KINDS = frozenset(["illness", "medicine", "family"])
_ASKS = frozenset("is was could can do does might should am have what would".split())


def is_dropped(heard: Hearing, hit: Hit, concept: Concept, others: list[bool]) -> bool:
    """Say whether what was heard is of somebody else, supposed, past or no complaint.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    concept
        Its meaning.
    others
        For each word, whether it is told of somebody else.
    """
    scopes = heard.scopes
    inside = range(hit.first, hit.last)
    if concept.kind == "family" and not hit.value:
        return False
    if concept.kind != "family" and any(others[i] for i in inside):
        return True
    if any(scopes.supposed[i] for i in inside) or another_sense(heard.passage, hit):
        return True
    if concept.kind in _ILL_KINDS and _doubtful(heard, hit):
        return True
    if concept.kind == "trigger" and not trigger_counts(heard, hit):
        return True
    if concept.name.startswith("recent_") and too_long_ago(heard, hit):
        return True
    if concept.name == "xray_normal":
        return False
    return is_past(heard, hit, concept) or _asked(heard, hit, concept)


def _asked(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether an illness is only asked about."""
    passage = heard.passage
    if concept.kind in ("medicine", "life", "symptom") and only_asks(passage, hit):
        return concept.kind != "symptom" or not {"my", "i"} & _sentence_words(heard, hit)
    if concept.kind not in ("illness", "leg_history"):
        return False
    if not passage.tokens[hit.first].question:
        return False
    first, _ = passage.bounds(hit.first, passage.sentence)
    return passage.tokens[first].word in _ASKS


def _sentence_words(heard: Hearing, hit: Hit) -> set[str]:
    return set(heard.passage.words(*heard.passage.bounds(hit.first, heard.passage.sentence)))


def _doubtful(heard: Hearing, hit: Hit) -> bool:
    passage = heard.passage
    first, _ = passage.bounds(hit.first, passage.unit)
    if heard.words.concepts[hit.name].kind == "medicine":
        return False
    return any(
        first <= cue.first < hit.first and hit.first - cue.last <= 5
        for cue in passage.cues.get("maybeill", ())
    )
