"""From what was heard to pain, told in words or implied by a doing that hurts."""

from __future__ import annotations

from kinchain.core.findings import Side
from kinchain.intake._denial import denies_in_part
from kinchain.intake._fine import said_of
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._mentions import UNSIDED_AREAS, Mention
from kinchain.intake._sense import another_sense
from kinchain.intake._teller import Teller
from kinchain.intake._told import pain_name

_CASES = frozenset(
    "on when if until till while unless walking sitting running standing pressing stepping "
    "during apart otherwise once most first".split()
)
_SIGNS = frozenset(
    "giving_way ankle_giving_way locking clicking grinding pop_felt swelling_knee swelling_ankle "
    "swelling_calf swelling_whole_leg swelling_knee_rapid foot_drop weak_push_off calf_tight "
    "cannot_straighten_knee cannot_bend_knee_90 toe_deformity kneecap_slipped pebble lump "
    "cannot_single_heel_raise cannot_lift_straight_leg twist_injury rolled_ankle injury".split()
)
"""What else than pain a doing or an onset may be told of."""
_AS_EVER = frozenset(["normal", "usual"])
"""Words that tell how a part looks beside the other, and nothing of pain."""
_NO_PAIN_OF = frozenset(["pain_toe_stretch", "pain_eased_hanging_foot"])


def _in_some_case(heard: Hearing, hit: Hit, mention: Mention) -> bool:
    """Say whether a part is only fine at some doing ("standing on it is ok")."""
    lead = heard.passage.words(mention.first - 4, mention.first)
    if mention.first < hit.first and not _CASES.isdisjoint(w for w in lead if w.endswith("ing")):
        return True
    if hit.last >= len(heard.passage.tokens) or heard.passage.tokens[hit.last].boundary:
        return False
    after = heard.passage.words(hit.last, hit.last + 2)
    return after[0] in _CASES or after in (["at", "rest"], ["in", "bed"], ["at", "night"])


class Pains(Teller):
    """Tells pain."""

    def tell(
        self, hit: Hit, concept: Concept, value: bool, mention: Mention | None, group: list[Mention]
    ) -> None:
        """Tell pain of the parts named together, or that there is none.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        value
            True where told, False where denied.
        mention
            A body part.
        group
            The parts named together with it.
        """
        if concept.kind == "fine":
            value = not value
            if value or mention is None or not said_of(self._heard, hit, mention):
                return
            if denies_in_part(self._heard, hit) or _in_some_case(self._heard, hit, mention):
                return
            if not _AS_EVER.isdisjoint(self._heard.passage.words(hit.first, hit.last)):
                return
        if mention is None:
            return
        own = self._heard.passage.sentence
        named = any(m.first < hit.first for m in self._heard.parts.mentions)
        named = named or "neither" in self._heard.passage.words(hit.first - 2, hit.first)
        if not value and (named or hit.denying) and own[mention.first] > own[hit.first]:
            return
        if concept.kind == "pain" and not value and denies_in_part(self._heard, hit):
            return
        for one in group:
            name = pain_name(one) if value or one.part.name != "leg" else self._fine_name(one)
            side: Side = "none" if one.part.area in UNSIDED_AREAS else one.side
            self._tellings.add(name, value, side, hit, concept, one)

    def tell_implied(self, hit: Hit, concept: Concept, one: Mention) -> None:
        """Add the pain that a doing that hurts, or a treatment of a part, tells of.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        one
            The part.
        """
        name = pain_name(one)
        passage = self._heard.passage
        far = passage.sentence[one.first] != passage.sentence[hit.first]
        whole = one.part.name == one.part.area and one.finer is None
        coarse = one.part.name in ("leg", "foot", "toes")
        if hit.name in _NO_PAIN_OF or (self._finder.hurting and (coarse or (far and whole))):
            return
        if concept.kind != "relief" and self._symptom_beside(hit):
            return
        already = any(
            t.finding.id.startswith("pain_") and t.mention is one
            for t in self._tellings.told
            if t.concept.kind == "pain"
        )
        if not already and one.part.area not in UNSIDED_AREAS:
            n_told = len(self._tellings.told)
            self._tellings.add(name, True, one.side, hit, concept, one)
            self._tellings.implied.update(id(t) for t in self._tellings.told[n_told:])

    def _symptom_beside(self, hit: Hit) -> bool:
        """Say whether a sentence tells of another symptom and not of pain."""
        first, last = self._heard.passage.bounds(hit.first, self._heard.passage.sentence)
        passage = self._heard.passage
        if any(
            first <= h.first < last and not another_sense(passage, h) for h in self._heard.pain_hits
        ):
            return False
        return any(
            first <= h.first < last
            and h not in self._heard.covered
            and h.value
            and (self._heard.words.concepts[h.name].kind == "symptom" or self._is_the_point(h, hit))
            for h in self._heard.passage.concepts
        )

    def _is_the_point(self, sign: Hit, hit: Hit) -> bool:
        """Say whether a doing or onset is told of a sign ("buckles when I go downstairs")."""
        kind = self._heard.words.concepts[hit.name].kind
        told_of = kind == "trigger" or hit.name in ("sudden_onset", "gradual_onset")
        return told_of and sign.name in _SIGNS

    def _fine_name(self, one: Mention) -> str:
        """Return the pain denied of "the other leg" beside a nearer complaint."""
        if one.group in (-2, -3):
            before = [m for m in self._heard.parts.mentions if m.first < one.first]
            if before:
                return f"pain_{before[-1].part.area}"
        return pain_name(one)
