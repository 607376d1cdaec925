"""Whether what was heard counts at all: the teller's own, real, and of now."""

from __future__ import annotations

from itertools import pairwise

from kinchain.intake._denial import is_stopped
from kinchain.intake._elsewhere import of_another_part
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
    if any(scopes.supposed[i] for i in inside) or _meant_otherwise(heard, hit, concept):
        return True
    if concept.kind in _ILL_KINDS and (_doubtful(heard, hit) or _was_on(heard, hit, concept)):
        return True
    if concept.kind == "trigger" and not trigger_counts(heard, hit):
        return True
    if concept.name.startswith("recent_") and too_long_ago(heard, hit):
        return True
    if concept.name == "xray_normal":
        return False
    return is_past(heard, hit, concept) or _asked(heard, hit, concept)


def _meant_otherwise(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether words have another sense, or tell of a part that is no leg."""
    if concept.sided and of_another_part(heard.passage, hit, concept.kind):
        return True
    return another_sense(heard.passage, hit)


def _asked(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether an illness is only asked about."""
    passage = heard.passage
    if concept.kind in ("medicine", "life", "symptom") and only_asks(passage, hit):
        return concept.kind != "symptom" or not _own_leg(heard, hit)
    if concept.kind not in ("illness", "leg_history"):
        return False
    if not passage.tokens[hit.first].question:
        return False
    first, _ = passage.bounds(hit.first, passage.sentence)
    return passage.tokens[first].word in _ASKS


def _own_leg(heard: Hearing, hit: Hit) -> bool:
    """Say whether a sentence names a leg part, or speaks of the teller."""
    first, last = heard.passage.bounds(hit.first, heard.passage.sentence)
    named = any(i in heard.passage.part_tokens for i in range(first, last))
    return named or not {"my", "i"}.isdisjoint(heard.passage.words(first, last))


def _was_on(heard: Hearing, hit: Hit, concept: Concept) -> bool:
    """Say whether a medicine is told as taken for a time that is over ("was on ... for")."""
    if concept.kind != "medicine":
        return False
    lead = heard.passage.words(hit.first - 3, hit.first)
    after = heard.passage.words(hit.last, hit.last + 2)
    if is_stopped(heard, hit):
        return False
    over = after[:1] == ["for"] or after in (["until"], ["till"])
    return over and any(pair in (("was", "on"), ("was", "taking")) for pair in pairwise(lead))


def _doubtful(heard: Hearing, hit: Hit) -> bool:
    passage = heard.passage
    first, _ = passage.bounds(hit.first, passage.unit)
    if heard.words.concepts[hit.name].kind == "medicine":
        return False
    return any(
        first <= cue.first < hit.first and hit.first - cue.last <= 5
        for cue in passage.cues.get("maybeill", ())
    )
