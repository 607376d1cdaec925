"""From hits to findings: whose, true or denied, of which part and side."""

from __future__ import annotations

from collections.abc import Sequence

from kinchain.core.findings import Side
from kinchain.intake._answers import answered_no
from kinchain.intake._attach import SHAPES, PartFinder, mapped
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._counts import is_dropped
from kinchain.intake._denial import is_empty_denial, is_true
from kinchain.intake._fine import mark_fine
from kinchain.intake._hearing import Hearing
from kinchain.intake._injuries import Injuries, was_hurt
from kinchain.intake._lexicon import Concept, Hit, Lexicon
from kinchain.intake._mentions import OTHER, UNSIDED_AREAS, Mention
from kinchain.intake._over import over_now
from kinchain.intake._pains import Pains
from kinchain.intake._past import is_past
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._sense import another_sense
from kinchain.intake._time import Time
from kinchain.intake._told import Tellings, Told

_INSECTS = frozenset("mosquito midge gnat insect bee wasp tick spider flea horsefly".split())
_WOUNDED = (
    "cut",
    "graz",
    "scratch",
    "nail",
    "glass",
    "bit",
    "stepp",
    "scrap",
    "nick",
    "gash",
    "stab",
)


class Resolver:
    """Turn the hits of a passage into findings.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    scopes
        How far cues reach.
    parts
        Body parts mentioned.
    times
        Times told.
    """

    def __init__(
        self, passage: Passage, words: Lexicon, scopes: Scopes, parts: BodyParts, times: list[Time]
    ) -> None:
        self._heard = Hearing(passage, words, scopes, parts, times)
        self._start()

    def _start(self) -> None:
        """Begin with nothing told."""
        self._finder = PartFinder(self._heard)
        self._tellings = Tellings(self._heard.passage)
        self._injuries = Injuries(self._heard, self._finder, self._tellings)
        self._pains = Pains(self._heard, self._finder, self._tellings)

    def run(self, ignore_other: bool, only: Sequence[Hit] | None = None) -> list[Told]:
        """Resolve every hit.

        Parameters
        ----------
        ignore_other
            Whether the text is told on behalf of somebody, so that what is said of a
            relative counts.
        only
            These hits instead of those of the passage's patterns.
        """
        heard = self._heard
        others = heard.scopes.other_than_proxied if ignore_other else heard.scopes.other
        self._start()
        mark_fine(heard, self._finder)
        self._finder.hurting = self._those_that_hurt()
        over = over_now(heard, only)
        for hit in heard.passage.concepts if only is None else only:
            concept = heard.words.concepts[hit.name]
            if hit in heard.covered:
                continue
            if hit in over and not any(others[i] for i in range(hit.first, hit.last)):
                self._emit(hit, concept, False)
                continue
            if is_dropped(heard, hit, concept, others):
                self._injuries.tell_former(hit, concept, others)
                continue
            value = is_true(heard, hit, concept)
            if not value and is_empty_denial(heard, hit, concept):
                continue
            self._emit(hit, concept, value)
        for hit in answered_no(heard, others) if only is None else ():
            if heard.words.concepts[hit.name].kind == "medicine":
                self._tellings.ended.add((hit.name, "none"))
            self._emit(hit, heard.words.concepts[hit.name], False)
        return self._tellings.settled()

    def _those_that_hurt(self) -> list[Mention]:
        """Return the parts that a word for pain is told of, for what else is said of them."""
        found: list[Mention] = []
        pain = self._heard.words.concepts["pain"]
        for hit in self._heard.pain_hits:
            if hit in self._heard.covered or self._heard.scopes.denied_by[hit.first] is not None:
                continue
            if another_sense(self._heard.passage, hit) or is_past(self._heard, hit, pain):
                continue
            mention = self._finder.part_for(hit, pain)
            if mention is not None:
                found += self._finder.together(mention, pain)
        return found

    def _emit(self, hit: Hit, concept: Concept, value: bool) -> None:
        if concept.kind == "danger" or not concept.sided:
            self._tellings.add(concept.name, value, "none", hit, concept, None)
            if concept.kind == "injury_whole" and value:
                self._injuries.tell_beside(hit, concept)
            return
        mention = self._finder.part_for(hit, concept)
        if concept.kind == "injury":
            self._injuries.tell(hit, concept, value, mention)
        elif concept.kind in ("pain", "fine"):
            group = self._finder.together(mention, concept, hit) if mention else []
            self._pains.tell(hit, concept, value, mention, group)
        elif mention is not None:
            for one in self._finder.together(mention, concept):
                self._emit_of_part(hit, concept, value, one)
        elif concept.kind not in ("trigger", "behaviour") or self._pain_told():
            name = _default(concept)
            if name and not (concept.areas and self._heard.parts.mentions):
                lone = self._heard.parts.lone_side
                shape = lone == "unknown" and self._inborn(hit, concept)
                side: Side = "both" if shape else lone
                self._tellings.add_onset(name, value, side, hit, concept, None)

    def _emit_of_part(self, hit: Hit, concept: Concept, value: bool, one: Mention) -> None:
        name = mapped(concept, one)
        if not name or one.part.area in UNSIDED_AREAS:
            return
        side = self._lean_side(hit, one) if hit.name == "leans_on_other_leg" else one.side
        than = self._compared_with(hit)
        if than and one.side in ("both", "unknown", than):
            side = OTHER[than]  # type: ignore[assignment]
        apart = not hit.first <= one.first < hit.last
        legged = {"legged", "kneed"}.isdisjoint(self._heard.passage.words(hit.first, hit.last))
        if (side == "unknown" or (apart and not legged)) and self._inborn(hit, concept):
            side = "both"
        self._tellings.add_onset(name, value, side, hit, concept, one)
        if concept.kind == "relief" and not value:
            self._pains.tell_implied(hit, concept, one)
        if not value:
            return
        hurt = name in ("bone_visible", "deformity") and was_hurt(self._heard)
        words = self._heard.passage.words(hit.first, hit.last)
        near = self._heard.passage.words(hit.first - 1, hit.last)
        torn = any(w.startswith(_WOUNDED) for w in words) and _INSECTS.isdisjoint(near)
        if hurt or (name == "skin_break" and one.explicit and torn):
            self._injuries.of_part(hit, concept, one)
        if concept.kind in ("trigger", "behaviour", "relief"):
            self._pains.tell_implied(hit, concept, one)

    def _compared_with(self, hit: Hit) -> str:
        """Return the side that a complaint is told to exceed ("hotter than the right"), or ""."""
        words = self._heard.passage.words(hit.last - 1, hit.last + 4)
        if "than" not in words:
            return ""
        at = words.index("than")
        named = words[at + 1 : at + 3]
        return named[1] if named[:1] in (["the"], ["my"]) and named[-1] in OTHER else ""

    def _inborn(self, hit: Hit, concept: Concept) -> bool:
        """Say whether a shape is told of the person ("bow-legged"), so of both legs."""
        if concept.name not in SHAPES:
            return False
        words = self._heard.passage.words(hit.first, hit.last)
        born = concept.name in ("bow_leg", "knock_knee")
        return born or {"foot", "arch"}.isdisjoint(words)

    def _pain_told(self) -> bool:
        return any(self._heard.scopes.denied_by[h.first] is None for h in self._heard.pain_hits)

    def _loaded(self, hit: Hit) -> str | None:
        """Return the side told to carry the weight ("lean to the right", "weight on my left")."""
        words = self._heard.passage.words(hit.first, hit.last + 2)
        at = next((i for i, w in enumerate(words) if w.startswith(("lean", "weight", "over"))), -1)
        for i in range(at + 1, len(words) if at >= 0 else 0):
            if words[i] == "off":
                return None
            led = {*words[max(i - 3, at + 1) : i]}
            if words[i] in OTHER and not led.isdisjoint(_ONTO):
                return words[i]
        return None

    def _lean_side(self, hit: Hit, one: Mention) -> Side:
        """Return the side that is spared, where the other is leaned on."""
        if one.side not in OTHER or one is self._finder.spared(hit):
            return one.side
        loaded = self._loaded(hit)
        if loaded is not None:
            return OTHER[loaded]  # type: ignore[return-value]
        near = self._heard.passage.words(hit.first - 2, hit.last + 4)
        good = not {"good", "other", "better"}.isdisjoint(near)
        spares = any(w.startswith(("favo", "spar", "protect", "sav", "off")) for w in near)
        if spares and not good:
            return one.side
        near = self._heard.passage.words(hit.first - 2, hit.last + 6)
        named = not {"that", "this"}.isdisjoint(near) and not {"side", "leg"}.isdisjoint(near)
        beside = named or one.first >= hit.first - 1 or hit.first - one.last <= 2
        if beside and (good or _near_weight(near)):
            return OTHER[one.side]  # type: ignore[return-value]
        return one.side


_ONTO = frozenset(["to", "on", "onto", "through", "over"])


def _near_weight(words: list[str]) -> bool:
    """Say whether words tell that a leg carries the weight."""
    carries = ("lean", "weight", "work", "load", "rely", "relying", "go", "stand", "hop", "shift")
    return any(w.startswith(carries) for w in words)


def _default(concept: Concept) -> str | None:
    if concept.by_part:
        return concept.by_part.get("*")
    return concept.name if not concept.areas or concept.kind == "sign" else None
