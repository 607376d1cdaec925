"""Which finer place of a body part is meant ("the inside of my knee")."""

from __future__ import annotations

from kinchain.intake._lexicon import GLUE, Hit, Lexicon, Matcher, Part
from kinchain.intake._mentions import Mention, named_near
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE


def refine(passage: Passage, words: Lexicon, mentions: list[Mention]) -> None:
    """Make parts finer by the words of place told with them ("the inside of my knee").

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    mentions
        Parts named, in order; changed in place.
    """
    places = longest_hits(words.places, passage)
    added: list[Mention] = []
    for place in places:
        if any(m.first <= place.first and place.last < m.last for m in mentions):
            continue
        mention = _part_after(passage, mentions, place) or _part_before(passage, mentions, place)
        if mention is not None:
            finer = _finer(words, mention.part, place.name)
            if finer is not None:
                mention.part = finer
                mention.first = min(mention.first, place.first)
                mention.last = max(mention.last, place.last)
        elif _stands_alone(passage, place):
            near = named_near(mentions, passage, place.first)
            finer = _finer(words, near.part, place.name) if near else None
            if near and finer is None and "not" in passage.words(near.first - 4, near.first):
                finer = _finer_of_area(words, near.part, place.name)
            if finer is not None:
                added.append(Mention(finer, place.first, place.last, placed=True))
                if near and _tells_where(passage, near, place):
                    near.finer = finer
    mentions.extend(added)
    mentions.sort(key=lambda m: m.first)


def _tells_where(passage: Passage, near: Mention, place: Hit) -> bool:
    """Say whether a place in the same sentence tells no more than where a part hurts."""
    if passage.unit[near.first] == passage.unit[place.first]:
        return True
    first, last = passage.bounds(place.first, passage.segment)
    same = passage.sentence[near.first] == passage.sentence[place.first]
    return same and not any(first <= h.first < last for h in passage.concepts)


def _finer(words: Lexicon, part: Part, place: str) -> Part | None:
    name = part.refine.get(place)
    return words.parts.get(name) if name else None


def _finer_of_area(words: Lexicon, part: Part, place: str) -> Part | None:
    """Return another place of the area ("not under the heel, it's at the back")."""
    area = words.parts.get(part.area)
    return _finer(words, area, place) if area else None


def _part_after(passage: Passage, mentions: list[Mention], place: Hit) -> Mention | None:
    tokens = passage.tokens
    index = place.last
    while index < len(tokens) and index - place.last <= 6:
        for mention in mentions:
            if mention.first == index and tokens[index].boundary == 0:
                return mention
        if tokens[index].boundary or tokens[index].word not in GLUE:
            return None
        index += 1
    return None


def _part_before(passage: Passage, mentions: list[Mention], place: Hit) -> Mention | None:
    tokens = passage.tokens
    if tokens[place.first].boundary >= CLAUSE:
        return None
    if passage.words(place.first, place.last) in (["above"], ["below"]):
        after = passage.words(place.last, place.last + 1)
        if after not in (["it"], ["the"], ["and"]) and not tokens[place.first].boundary:
            return None
    index = place.first - 1
    while index >= 0 and place.first - index <= 5:
        for mention in mentions:
            if mention.last == index + 1:
                return mention
        if tokens[index].boundary >= CLAUSE or tokens[index].word not in GLUE:
            return None
        index -= 1
    return None


def _stands_alone(passage: Passage, place: Hit) -> bool:
    tokens = passage.tokens
    if place.last - place.first > 1 or place.name == "under":
        return True
    before = tokens[place.first - 1].word if place.first else ""
    return before in ("the", "at", "on", "along", "down", "its", "over", "across", "deep")


def longest_hits(matcher: Matcher, passage: Passage) -> list[Hit]:
    """Return the hits of a matcher, of overlapping ones the longest.

    Parameters
    ----------
    matcher
        What is looked for.
    passage
        The text taken apart.
    """
    best: list[Hit] = []
    for hit in matcher.hits(passage.tokens):
        if best and hit.first < best[-1].last:
            if hit.last - hit.first > best[-1].last - best[-1].first:
                best[-1] = hit
            continue
        best.append(hit)
    return best
