"""Which body part a hit is told of."""

from __future__ import annotations

from kinchain.intake._distance import distance, linked
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._mentions import OTHER, UNSIDED_AREAS, Mention

FAR = 1000.0
SHAPES = frozenset("bow_leg knock_knee flat_foot high_arch foot_rolls_in".split())
"""Shapes that, told of no leg, are told of both."""
_WHOLE = frozenset(["knee", "foot", "ankle", "leg"])
"""Parts within which a finer place may be told."""
_DOINGS = frozenset(["trigger", "behaviour", "sign"])
REACH_BACK, REACH_AHEAD = 300, 120
"""Words over which a body part is looked for, back and ahead."""


class PartFinder:
    """Finds the part a hit is told of; ``hurting`` are the parts told to hurt, once known.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    """

    def __init__(self, heard: Hearing) -> None:
        self._heard = heard
        self.hurting: list[Mention] = []

    def part_for(self, hit: Hit, concept: Concept) -> Mention | None:
        """Return the part a hit is told of, or None.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        """
        if concept.name in ("limp", "leans_on_other_leg"):
            spared = self.spared(hit)
            if spared is not None:
                return spared
        best: Mention | None = None
        lowest = FAR
        for mention in self._heard.parts.mentions:
            if not hit.first - REACH_BACK <= mention.first <= hit.last + REACH_AHEAD:
                continue
            if not self._fits(concept, mention):
                continue
            if mention.aside and concept.name != "leans_on_other_leg":
                continue
            if self._heard.scopes.other[mention.first] and not self._heard.scopes.proxy:
                continue
            cost = distance(self._heard.passage, hit, mention) + self._detour(hit, concept, mention)
            if cost <= lowest:
                best, lowest = mention, cost
        return self._place_told(hit, best) if concept.kind == "pain" and best else best

    def _place_told(self, hit: Hit, best: Mention) -> Mention:
        """Return the place told right after the word for pain ("my knee hurts just above ...")."""
        passage = self._heard.passage
        if best.first >= hit.first or best.part.name not in _WHOLE:
            return best
        for mention in self._heard.parts.mentions:
            near = hit.last <= mention.first <= hit.last + 2
            joined = near and not any(
                t.boundary for t in passage.tokens[hit.last : mention.first + 1]
            )
            same = mention.part.region == best.part.region and mention.part.name not in _WHOLE
            if joined and same and not mention.aside and mention.side == best.side:
                return mention
        return best

    def spared(self, hit: Hit) -> Mention | None:
        """Return the complaint that changed walking is told to spare, where it is blamed.

        Parameters
        ----------
        hit
            What was heard.
        """
        passage = self._heard.passage
        if {"because", "from", "cos", "blame", "hence"}.isdisjoint(
            passage.words(hit.first - 5, hit.first)
        ):
            return None
        hurts = [m for m in self.hurting if m.first < hit.first and m.side in OTHER]
        return hurts[0] if len({(m.part.region, m.side) for m in hurts}) > 1 else None

    def _detour(self, hit: Hit, concept: Concept, mention: Mention) -> float:
        """Return what speaks against a part that is only named by the way ("on my feet")."""
        if concept.kind in ("pain", "symptom", "sign", "injury"):
            return self._by_the_way(hit, mention)
        if concept.name in ("leans_on_other_leg", "limp"):
            walks = {"lopsided", "limping", "limped", "limp", "hobble", "hobbling", "crooked"}
            vague = not walks.isdisjoint(self._heard.passage.words(hit.first, hit.last))
            return 15.0 if vague and mention.first > hit.last + 2 else 0.0
        if concept.kind not in ("trigger", "behaviour", "relief") or len(concept.by_part) > 1:
            return 0.0
        if not self.hurting or any(mention is one for one in self.hurting):
            return 0.0
        if self._heard.passage.words(mention.first - 1, mention.first) == ["bare"]:
            return 25.0
        inside = hit.first <= mention.first < hit.last
        return 25.0 if inside and not mention.explicit else 3.0

    def _by_the_way(self, hit: Hit, mention: Mention) -> float:
        """Return what speaks against a part named in a doing, or one of two legs for "it"."""
        passage = self._heard.passage
        first, _ = passage.bounds(hit.first, passage.unit)
        cost = 0.0
        apart = not first <= mention.first < hit.last
        if apart and passage.words(first, first + 1) == ["it"] and mention.side == "both":
            cost += 12.0
        later = mention.first >= hit.last and passage.unit[mention.first] != passage.unit[hit.first]
        if later and passage.words(first, first + 1) == ["it"]:
            cost += 15.0
        excluded = self._heard.scopes.denied_by[mention.first]
        lead = passage.words(mention.first - 2, mention.first)
        if excluded and "not" in lead and self._heard.scopes.denied_by[hit.first] is None:
            cost += 20.0
        if is_shape(self._heard, hit, mention):
            cost += 30.0
        inside = any(
            h is not hit
            and h.first < mention.first
            and mention.last <= h.last
            and self._heard.words.concepts[h.name].kind in _DOINGS
            for h in passage.concepts
        )
        return cost + (10.0 if inside and not mention.explicit else 0.0)

    def _fits(self, concept: Concept, mention: Mention) -> bool:
        part = mention.part
        if len(concept.by_part) == 1 and part.area in UNSIDED_AREAS:
            return False
        if concept.by_part:
            return mapped(concept, mention) is not None
        if concept.areas:
            return bool(concept.areas & {part.name, part.area})
        if part.area in UNSIDED_AREAS:
            return concept.kind in ("pain", "fine")
        return True

    def together(self, mention: Mention, concept: Concept, hit: Hit | None = None) -> list[Mention]:
        """Return the parts named together with this one ("knee and heel").

        Parameters
        ----------
        mention
            A body part.
        concept
            Its meaning.
        hit
            What was heard; a part named after it with a sign of its own is no part of it.
        """
        mentions = self._heard.parts.mentions
        at = mentions.index(mention)
        group = [mention]
        for step in (-1, 1):
            place = at
            while 0 <= place + step < len(mentions):
                near, far = mentions[place], mentions[place + step]
                left, right = (far, near) if step < 0 else (near, far)
                if not linked(self._heard.passage, left, right) or not self._fits(concept, far):
                    break
                if hit is not None and self._has_its_own(far, hit):
                    break
                group.append(far)
                place += step
        return group

    def _has_its_own(self, mention: Mention, hit: Hit) -> bool:
        """Say whether a part after a word for pain is told of by another sign."""
        return hit.last <= mention.first and any(
            h.first <= mention.first < h.last
            and h.value
            and not h.name.startswith("pain")
            and self._heard.words.concepts[h.name].kind in ("sign", "symptom")
            for h in self._heard.passage.concepts
        )


def is_shape(heard: Hearing, hit: Hit, mention: Mention) -> bool:
    """Say whether a part is only named for its inborn shape ("my legs are bowed").

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hit
        What was heard.
    mention
        A body part.
    """
    return hit.name not in SHAPES and any(
        h.name in SHAPES and h.first <= mention.last and mention.first <= h.last
        for h in heard.passage.concepts
    )


def mapped(concept: Concept, mention: Mention) -> str | None:
    """Return the finding that a concept is for a part, or None.

    Parameters
    ----------
    concept
        Its meaning.
    mention
        A body part.
    """
    if not concept.by_part:
        return concept.name
    for key in (mention.part.name, mention.part.area, mention.part.region, "*"):
        if key in concept.by_part:
            return concept.by_part[key]
    return None
