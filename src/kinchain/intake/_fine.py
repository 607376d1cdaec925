"""Which parts are said to be fine."""

from __future__ import annotations

from kinchain.intake._attach import PartFinder
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Hit, in_words
from kinchain.intake._mentions import Mention


def mark_fine(heard: Hearing, finder: PartFinder) -> None:
    """Mark parts said to be fine, so that later complaints do not fall on them.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    finder
        Finds the part a hit is told of.
    """
    for lone in heard.parts.mentions:
        if lone.pseudo and heard.scopes.denied_by[lone.first] is not None:
            lone.fine = True
    for hit in heard.passage.concepts:
        if hit.name == "part_fine" and hit not in heard.covered:
            mention = finder.part_for(hit, heard.words.concepts["part_fine"])
            if mention is not None and _close(heard, hit, mention):
                mention.fine = True


def _close(heard: Hearing, hit: Hit, mention: Mention) -> bool:
    passage = heard.passage
    if passage.unit[hit.first] != passage.unit[mention.first]:
        return False
    return mention.first < hit.first or mention.first - hit.last <= 4


def said_of(heard: Hearing, hit: Hit, mention: Mention) -> bool:
    """Say whether a part is the one said to be fine, also as "it", "they" just after.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    mention
        A body part.
    """
    passage = heard.passage
    if _close(heard, hit, mention):
        return True
    apart = passage.sentence[hit.first] - passage.sentence[mention.first]
    open_side = not mention.explicit and mention.side == "unknown"
    if not 0 <= apart <= 1 or (open_side and len(heard.parts.mentions) > 1):
        return False
    if apart == 0 and _says_it_is(heard, hit):
        return True
    if not any(in_words(w, heard.words.macros["pain"]) for w in passage.words(hit.first, hit.last)):
        return False
    first, _ = passage.bounds(hit.first, passage.unit)
    lead = passage.words(first, hit.first)
    after = passage.words(hit.last, hit.last + 3)
    said = {"it", "they", "them", "there", "that", "neither"}
    whole = not lead and hit.first == passage.bounds(hit.first, passage.sentence)[0]
    return not said.isdisjoint([*lead, *after]) or whole


def _says_it_is(heard: Hearing, hit: Hit) -> bool:
    """Read "but it's fine now", of the part named just before."""
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.unit)
    lead = [w for w in passage.words(first, hit.first) if w not in ("but", "and", "now", "so")]
    rest = passage.words(hit.last, last)
    return lead in (["it"], ["they"], ["that"]) and set(rest) <= {"now", "again", "these", "days"}
