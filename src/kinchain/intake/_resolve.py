"""From hits to findings: whose, true or denied, of which part and side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kinchain.core.findings import Finding, Side, Value
from kinchain.intake._bodyparts import OTHER, UNSIDED_AREAS, BodyParts, Mention
from kinchain.intake._covers import covered_hits
from kinchain.intake._lexicon import Concept, Hit, Lexicon
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._text import CLAUSE, COMMA
from kinchain.intake._times import Time

PAIN_OF = {
    "kneecap": "pain_knee_front",
    "bigtoe": "pain_toes",
    "lower_leg": "pain_leg",
    "sole": "pain_foot",
}
LEG_REGION = {"hip": "leg", "back": "leg"}
DANGER_KINDS = frozenset(["danger", "whole", "sign"])
HISTORY_KINDS = frozenset(["illness", "leg_history", "family", "life", "tried"])
ILL_KINDS = frozenset(["illness", "medicine", "family"])
PAST_DAYS = 300.0
"""An injury or complaint told as this long ago, without "since", is history."""
LONG_AGO = 400.0
"""Days after which an injury no longer belongs to this episode, even told with "since"."""
_YOUTH = frozenset("school uni university college teens twenties thirties".split())
FAR = 1000.0
REACH_BACK, REACH_AHEAD = 300, 120
"""Words over which a body part is looked for, back and ahead."""
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
_NEW_SUBJECTS = (["the"], ["my"], ["a"], ["now"], ["then"], ["his"], ["her"], ["also"])
_ONSET = frozenset("started starting began begun went".split())
_NO_PAIN_OF = frozenset(["pain_toe_stretch", "pain_eased_hanging_foot"])
_QUALITIES = frozenset(["bad", "sore", "dodgy", "nasty", "terrible", "awful", "horrible"])
"""Words for pain that may also describe something else ("a sore throat", "a bad disc")."""
_ELSEWHERE = frozenset(
    "throat disc discs disk curry kebab break sprain stomach tummy tooth teeth eye eyes heart "
    "chest knock accident injury night day habit idea weather mood case bout shoulder neck arm "
    "hand wrist finger fingers head gut chest lungs luck news time dream reaction infection cold "
    "flu batch stroke smell breath taste".split()
)
"""What "bad" or "sore" may describe instead of a leg."""
_ASKS = frozenset("is could can do does might should am have what would".split())
_BREAKS = frozenset("fracture fractured broke broken break tore torn ruptured dislocated".split())


@dataclass(slots=True)
class Told:
    """A finding with the hit and part it came from."""

    finding: Finding
    concept: Concept
    hit: Hit
    mention: Mention | None


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
        self._passage = passage
        self._words = words
        self._scopes = scopes
        self._parts = parts
        self._times = times
        self.told: list[Told] = []
        self._pain_hits = [h for h in passage.concepts if h.name == "pain"]
        self._covered = covered_hits(passage.concepts, words.concepts)
        self._hurting: list[Mention] = []
        self._implied: set[int] = set()

    def run(self, ignore_other: bool) -> list[Told]:
        """Resolve every hit.

        Parameters
        ----------
        ignore_other
            Whether the text is told on behalf of somebody, so that what is said of a
            relative counts.
        """
        self.told = []
        self._mark_fine()
        self._hurting = self._those_that_hurt()
        for hit in self._passage.concepts:
            concept = self._words.concepts[hit.name]
            if hit in self._covered:
                continue
            if self._dropped(hit, concept, ignore_other):
                self._emit_former(hit, concept, ignore_other)
                continue
            value = self._value(hit, concept)
            if not value and self._empty_denial(hit, concept):
                continue
            self._emit(hit, concept, value)
        denied = {t.finding.key for t in self.told if t.finding.value is False}
        self.told = [
            t for t in self.told if id(t) not in self._implied or t.finding.key not in denied
        ]
        return self.told

    def _those_that_hurt(self) -> list[Mention]:
        """Return the parts that a word for pain is told of, for what else is said of them."""
        found: list[Mention] = []
        pain = self._words.concepts["pain"]
        for hit in self._pain_hits:
            if hit in self._covered or self._scopes.denied_by[hit.first] is not None:
                continue
            if self._another_sense(hit) or self._is_past(hit, pain):
                continue
            mention = self._part_for(hit, pain)
            if mention is not None:
                found += self._together(mention, pain)
        return found

    def _mark_fine(self) -> None:
        """Mark parts said to be fine, so that later complaints do not fall on them."""
        for lone in self._parts.mentions:
            if lone.pseudo and self._scopes.denied_by[lone.first] is not None:
                lone.fine = True
        for hit in self._passage.concepts:
            if hit.name == "part_fine" and hit not in self._covered:
                mention = self._part_for(hit, self._words.concepts["part_fine"])
                if mention is not None and self._close(hit, mention):
                    mention.fine = True

    def _close(self, hit: Hit, mention: Mention) -> bool:
        passage = self._passage
        if passage.unit[hit.first] != passage.unit[mention.first]:
            return False
        return mention.first < hit.first or mention.first - hit.last <= 4

    def _said_of(self, hit: Hit, mention: Mention) -> bool:
        """Say whether a part is the one said to be fine, also as "it", "they" just after."""
        passage = self._passage
        if self._close(hit, mention):
            return True
        apart = passage.sentence[hit.first] - passage.sentence[mention.first]
        if not 0 <= apart <= 1 or (not mention.explicit and mention.side == "unknown"):
            return False
        if not any(_in(w, self._words.macros["pain"]) for w in passage.words(hit.first, hit.last)):
            return False
        first, _ = passage.bounds(hit.first, passage.unit)
        lead = passage.words(first, hit.first)
        after = passage.words(hit.last, hit.last + 3)
        said = {"it", "they", "them", "there", "that", "neither"}
        whole = not lead and hit.first == passage.bounds(hit.first, passage.sentence)[0]
        return not said.isdisjoint([*lead, *after]) or whole

    # -- whether it counts ---------------------------------------------------------------

    def _dropped(self, hit: Hit, concept: Concept, ignore_other: bool) -> bool:
        scopes = self._scopes
        inside = range(hit.first, hit.last)
        if concept.kind == "family" and not hit.value:
            return False
        others = scopes.other_than_proxied if ignore_other else scopes.other
        if concept.kind != "family" and any(others[i] for i in inside):
            return True
        if any(scopes.supposed[i] for i in inside) or self._another_sense(hit):
            return True
        if concept.kind in ILL_KINDS and self._doubtful(hit):
            return True
        if concept.kind == "trigger" and not self._trigger_counts(hit):
            return True
        if concept.name.startswith("recent_") and self._too_long_ago(hit):
            return True
        if concept.name == "xray_normal":
            return False
        return self._is_past(hit, concept) or self._asked(hit, concept)

    def _another_sense(self, hit: Hit) -> bool:
        """Say whether the words beside a hit give it another meaning."""
        words = self._passage.words
        if hit.name == "pain":
            hardly = {"hardly", "barely", "scarcely"}
            return (
                self._describes_another(hit)
                or self._names_a_wound(hit)
                or not hardly.isdisjoint(words(hit.first - 2, hit.first))
            )
        if hit.name == "pain_constant":
            around = words(hit.first - 4, hit.last + 2)
            return not {"tired", "exhausted", "hungry"}.isdisjoint(around)
        if hit.name == "widespread_pain":
            following = {"the", "my", "it", "his", "her", "a"}
            return not following.isdisjoint(words(hit.last, hit.last + 1))
        if hit.name == "skin_break":
            return "like" in words(hit.first, hit.last + 2)
        if hit.name.endswith("_sport"):
            return not {"like", "size"}.isdisjoint(words(hit.first - 4, hit.first))
        return False

    def _names_a_wound(self, hit: Hit) -> bool:
        """Say whether "sore" is a sore ("a little sore on the sole that won't close")."""
        words = self._passage.words
        if words(hit.first, hit.last) not in (["sore"], ["sores"]):
            return False
        lead, after = words(hit.first - 3, hit.first), words(hit.last, hit.last + 1)
        open_one = not {"open", "weeping", "small", "nasty", "a"}.isdisjoint(lead[-1:])
        little = lead[-2:] == ["a", "little"] and not {
            "got",
            "have",
            "has",
            "there",
            "with",
        }.isdisjoint(words(hit.first - 4, hit.first - 2))
        return (open_one or little) and after in (
            ["on"],
            ["that"],
            ["which"],
            ["under"],
            ["between"],
        )

    def _describes_another(self, hit: Hit) -> bool:
        """Say whether "a bad", "a sore" is followed by something that is no leg part."""
        tokens = self._passage.tokens
        if hit.last - hit.first > 1 or tokens[hit.first].word not in _QUALITIES:
            return False
        return not _ELSEWHERE.isdisjoint(self._passage.words(hit.last, hit.last + 1))

    def _too_long_ago(self, hit: Hit) -> bool:
        first, last = self._passage.bounds(hit.first, self._passage.unit)
        return any(
            first <= t.first < last and t.days > 130 and t.how in ("ago", "since")
            for t in self._times
        )

    def _came_off(self, hit: Hit) -> bool:
        """Say whether a medicine is told as no longer taken."""
        first, last = self._passage.bounds(hit.first, self._passage.sentence)
        text = " ".join(self._passage.words(first, last + 5))
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
        return any(f" {p}" in f" {text}" for p in stopped)

    def _asked(self, hit: Hit, concept: Concept) -> bool:
        """Say whether an illness is only asked about."""
        passage = self._passage
        if concept.kind not in ("illness", "leg_history"):
            return False
        if not passage.tokens[hit.first].question:
            return False
        first, _ = passage.bounds(hit.first, passage.sentence)
        return passage.tokens[first].word in _ASKS

    def _doubtful(self, hit: Hit) -> bool:
        passage = self._passage
        first, _ = passage.bounds(hit.first, passage.unit)
        if self._words.concepts[hit.name].kind == "medicine":
            return False
        return any(
            first <= cue.first < hit.first and hit.first - cue.last <= 5
            for cue in passage.cues.get("maybeill", ())
        )

    def _is_past(self, hit: Hit, concept: Concept) -> bool:
        if concept.kind in ("illness", "leg_history", "family", "life", "tried", "relief"):
            return False
        if concept.name in ("pain_warms_up", "better_rest", "leans_on_other_leg", "part_fine"):
            return False
        if concept.name in ("ring_rash", "uveitis", "recent_gut_or_genital_infection"):
            return False
        if any(self._scopes.past[i] for i in range(hit.first, hit.last)):
            return True
        first, last = self._passage.bounds(hit.first, self._passage.unit)
        words = self._passage.words(first, last)
        if concept.kind == "injury" and self._long_since(hit):
            return True
        if "still" in words or "since" in words or concept.kind == "medicine":
            return False
        told = self._passage.words(*self._passage.bounds(hit.first, self._passage.sentence))
        if concept.kind != "injury" and ("since" in told or not _ONSET.isdisjoint(words)):
            return False
        return any(
            first <= time.first < last and time.how == "ago" and time.days >= PAST_DAYS
            for time in self._times
        )

    def _long_since(self, hit: Hit) -> bool:
        """Say whether an injury is told as of long ago ("a break in 1998", "at school")."""
        passage = self._passage
        first, last = passage.bounds(hit.first, passage.sentence)
        near = [t for t in self._times if first <= t.first < last]
        if any(t.how in ("ago", "since") and t.days < LONG_AGO for t in near):
            return False
        if any(0 <= t.first - hit.last <= 3 and t.how in ("ago", "since") for t in near):
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

    def _trigger_counts(self, hit: Hit) -> bool:
        """Say whether a doing (stairs, running) is told as one that hurts."""
        passage = self._passage
        if hit.name in ("first_step_pain", "pain_warms_up", "pain_walking_distance"):
            return True
        if self._only_happened(hit) or self._only_helped(hit):
            return False
        if not hit.value:
            return True
        if self._not_done(hit) or self._can_be_done(hit):
            return False
        first, last = passage.bounds(hit.first, passage.sentence)
        if any(
            first <= c.first < last and self._scopes.denied_by[c.first] is None
            for c in (*passage.cues.get("painctx", ()), *self._pain_hits)
        ):
            return True
        return last - first <= 7 and bool(self._pain_hits) and self._pain_hits[0].first < first

    def _not_done(self, hit: Hit) -> bool:
        """Say whether a doing is left out or not possible ("two weeks no running")."""
        cue = self._scopes.denied_by[hit.first]
        if cue is None or hit.first - cue.last > 1 or cue.first >= hit.first:
            return False
        word = self._passage.tokens[cue.first].word
        return word in ("no", "not", "never", "without") and not self._denied_after(hit)

    def _can_be_done(self, hit: Hit) -> bool:
        """Say whether a doing is told as possible ("today I can squat and run")."""
        words = self._passage.words(hit.first - 5, hit.first)
        if "can" not in words:
            return False
        at = len(words) - 1 - words[::-1].index("can")
        small = {"still", "now", "even", "and", "squat", "run", "walk", "kneel", "jump", "also"}
        return words[at - 1 : at] == ["i"] and set(words[at + 1 :]) <= small

    def _only_happened(self, hit: Hit) -> bool:
        """Say whether a doing belongs to an accident, a sport or a way of walking."""
        passage = self._passage
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

    def _only_helped(self, hit: Hit) -> bool:
        if hit.name == "pain_after_rest":
            return False
        before = self._passage.words(hit.first - 5, hit.first)
        helped = self._words.macros["better"] | {"stops", "stop"}
        return any(_in(word, helped) for word in before)

    # -- true or denied ----------------------------------------------------------------

    def _value(self, hit: Hit, concept: Concept) -> bool:
        if not hit.value:
            return any(i in self._scopes.undone for i in range(hit.first, hit.last))
        if concept.kind == "medicine" and self._came_off(hit):
            return False
        if concept.name == "pain_warms_up" and self._used_to(hit):
            return False
        if concept.kind == "trigger" and self._denied_after(hit):
            return False
        cue = self._scopes.denied_by[hit.first]
        if cue is None and not hit.denying:
            cue = self._scopes.denied_by[hit.last - 1]
        if cue is None or (hit.denying and hit.first <= cue.first < hit.last):
            return True
        return concept.name in ("no_help_self_care", "part_fine")

    def _empty_denial(self, hit: Hit, concept: Concept) -> bool:
        """Say whether a denial says nothing ("no fracture" is not "no injury")."""
        words = set(self._passage.words(hit.first, hit.last))
        if concept.name == "injury" and hit.value:
            return not words.isdisjoint(_BREAKS)
        return concept.kind == "life" and concept.name.endswith(("_sport", "_work"))

    def _denied_after(self, hit: Hit) -> bool:
        """Read "jogging doesn't bother it", "stairs are fine"."""
        passage = self._passage
        words = []
        for index in range(hit.last, min(hit.last + 3, len(passage.tokens))):
            if passage.tokens[index].boundary:
                break
            words.append(passage.tokens[index].word)
        if "not" in words[:2] and not {"bother", "hurt", "hurts", "affect"}.isdisjoint(words):
            return True
        return words[:2] in (
            ["is", "fine"],
            ["are", "fine"],
            ["is", "ok"],
            ["are", "ok"],
            ["no", "problem"],
            ["is", "okay"],
            ["are", "okay"],
        )

    def _used_to(self, hit: Hit) -> bool:
        first, last = self._passage.bounds(hit.first, self._passage.sentence)
        words = self._passage.words(first, last)
        return "used" in self._passage.words(hit.first - 4, hit.first) and "now" in words

    # -- of what -------------------------------------------------------------------------

    def _emit(self, hit: Hit, concept: Concept, value: bool) -> None:
        if concept.kind == "danger" or not concept.sided:
            self._add(concept.name, value, "none", hit, concept, None)
            if concept.kind == "injury_whole" and value:
                self._injure(hit, concept)
            return
        mention = self._part_for(hit, concept)
        if concept.kind == "injury":
            self._emit_injury(hit, concept, value, mention)
        elif concept.kind in ("pain", "fine"):
            group = self._together(mention, concept) if mention else []
            self._emit_pain(hit, concept, value, mention, group)
        elif mention is not None:
            for one in self._together(mention, concept):
                self._emit_of_part(hit, concept, value, one)
        elif concept.kind not in ("trigger", "behaviour") or self._pain_told():
            name = _default(concept)
            if name and not (concept.areas and self._parts.mentions):
                self._add_onset(name, value, self._parts.lone_side, hit, concept, None)

    def _emit_of_part(self, hit: Hit, concept: Concept, value: bool, one: Mention) -> None:
        name = _mapped(concept, one)
        if not name or one.part.area in UNSIDED_AREAS:
            return
        side = self._lean_side(hit, one) if hit.name == "leans_on_other_leg" else one.side
        self._add_onset(name, value, side, hit, concept, one)
        if not value:
            return
        hurt = name in ("bone_visible", "deformity") and self._was_hurt()
        words = self._passage.words(hit.first, hit.last)
        torn = any(w.startswith(_WOUNDED) for w in words)
        if hurt or (name == "skin_break" and one.explicit and torn):
            self._injure_part(hit, concept, one)
        if concept.kind in ("trigger", "behaviour", "relief"):
            self._pain_of(hit, concept, one)

    def _pain_told(self) -> bool:
        return any(self._scopes.denied_by[h.first] is None for h in self._pain_hits)

    def _was_hurt(self) -> bool:
        return any(
            (self._words.concepts[h.name].kind in ("injury", "injury_whole") and h.value)
            or h.name == "injury"
            for h in self._passage.concepts
        ) or bool(self._passage.cues.get("injuryverb"))

    def _injure(self, hit: Hit, concept: Concept) -> None:
        """Take the part named beside a fall or crash as injured."""
        mention = self._part_for(hit, concept)
        if mention is None:
            return
        apart = self._passage.sentence[mention.first] - self._passage.sentence[hit.first]
        beside = apart == 0 and self._cost(hit, mention) < 40
        if beside or (apart == 1 and mention.first - hit.last < 20):
            self._injure_part(hit, concept, mention)

    def _injure_part(self, hit: Hit, concept: Concept, one: Mention) -> None:
        region = LEG_REGION.get(one.part.region, one.part.region)
        if region != "back":
            self._add(f"injury_{region}", True, one.side, hit, concept, one)

    def _symptom_beside(self, hit: Hit) -> bool:
        """Say whether a sentence tells of another symptom and not of pain."""
        first, last = self._passage.bounds(hit.first, self._passage.sentence)
        if any(first <= h.first < last for h in self._pain_hits):
            return False
        return any(
            first <= h.first < last
            and h not in self._covered
            and h.value
            and self._words.concepts[h.name].kind == "symptom"
            for h in self._passage.concepts
        )

    def _pain_of(self, hit: Hit, concept: Concept, one: Mention) -> None:
        """Add the pain that a doing that hurts, or a treatment of a part, tells of."""
        name = pain_name(one)
        passage = self._passage
        far = passage.sentence[one.first] != passage.sentence[hit.first]
        whole = one.part.name == one.part.area and one.finer is None
        coarse = one.part.name in ("leg", "foot", "toes")
        if hit.name in _NO_PAIN_OF or (self._hurting and (coarse or (far and whole))):
            return
        if concept.kind != "relief" and self._symptom_beside(hit):
            return
        already = any(
            t.finding.id.startswith("pain_") and t.mention is one
            for t in self.told
            if t.concept.kind == "pain"
        )
        if not already and one.part.area not in UNSIDED_AREAS:
            n_told = len(self.told)
            self._add(name, True, one.side, hit, concept, one)
            self._implied.update(id(t) for t in self.told[n_told:])

    def _lean_side(self, hit: Hit, one: Mention) -> Side:
        """Return the side that is spared, where the other is leaned on."""
        if one.side not in OTHER or one is self._spared(hit):
            return one.side
        near = self._passage.words(hit.first - 2, hit.last + 4)
        good = not {"good", "other", "better"}.isdisjoint(near)
        spares = any(w.startswith(("favo", "spar", "protect", "sav", "off")) for w in near)
        if spares and not good:
            return one.side
        near = self._passage.words(hit.first - 2, hit.last + 6)
        named = not {"that", "this"}.isdisjoint(near) and not {"side", "leg"}.isdisjoint(near)
        beside = named or one.first >= hit.first - 1 or hit.first - one.last <= 2
        if beside and (good or near_weight(near)):
            return OTHER[one.side]  # type: ignore[return-value]
        return one.side

    def _add_onset(
        self, name: str, value: bool, side: Side, hit: Hit, concept: Concept, one: Mention | None
    ) -> None:
        if name in ("gradual_onset", "sudden_onset"):
            region = one.part.region if one else ""
            if not region or region == "back":
                return
            name = f"{name}_{LEG_REGION.get(region, region)}"
        self._add(name, value, side, hit, concept, one)

    def _emit_pain(
        self, hit: Hit, concept: Concept, value: bool, mention: Mention | None, group: list[Mention]
    ) -> None:
        if concept.kind == "fine":
            value = not value
            if value or mention is None or not self._said_of(hit, mention):
                return
        if mention is None:
            return
        unsaid = self._denied_trigger(hit) or self._never_before(hit) or self._in_part(hit)
        if concept.kind == "pain" and not value and unsaid:
            return
        for one in group:
            name = f"pain_{self._fine_area(one)}" if not value else pain_name(one)
            side: Side = "none" if one.part.area in UNSIDED_AREAS else one.side
            self._add(name, value, side, hit, concept, one)

    def _in_part(self, hit: Hit) -> bool:
        """Say whether pain is only told as not much ("doesn't hurt that much")."""
        after = self._passage.words(hit.last, hit.last + 2)
        measured = {("that", "much"), ("so", "much"), ("too", "much"), ("too", "bad")}
        measured |= {("this", "badly"), ("this", "much"), ("like", "this"), ("that", "badly")}
        return tuple(after) in measured or after[:1] == ["much"]

    def _denied_trigger(self, hit: Hit) -> bool:
        """Say whether only pain at some doing is denied ("no pain on stairs")."""
        first, last = self._passage.bounds(hit.first, self._passage.unit)
        return any(
            (
                hit.last <= h.first < last
                and self._words.concepts[h.name].kind in ("trigger", "behaviour")
            )
            or (h.name in ("heel_squeeze_pain",) and first <= h.first < last)
            for h in self._passage.concepts
        )

    def _fine_area(self, one: Mention) -> str:
        """Return the area meant by "the other leg" beside a nearer complaint."""
        if one.part.name == "leg" and one.group in (-2, -3):
            before = [m for m in self._parts.mentions if m.first < one.first]
            if before:
                return before[-1].part.area
        return one.part.area

    def _emit_former(self, hit: Hit, concept: Concept, ignore_other: bool) -> None:
        """Tell an injury of long ago as a former one."""
        others = self._scopes.other_than_proxied if ignore_other else self._scopes.other
        if concept.kind != "injury" or not hit.value or others[hit.first]:
            return
        if self._scopes.supposed[hit.first] or self._scopes.denied_by[hit.first] is not None:
            return
        mention = self._part_for(hit, concept)
        if mention is None or self._cost(hit, mention) > 12:
            return
        words = self._passage.words(hit.first, hit.last)
        area = mention.part.area
        sprain = concept.name in ("rolled_ankle", "twist_injury") or any(
            w.startswith("sprain") for w in words
        )
        if area == "knee":
            self._add("previous_knee_injury", True, mention.side, hit, concept, mention)
        elif area == "ankle" and sprain:
            self._add("previous_ankle_sprain", True, mention.side, hit, concept, mention)

    def _never_before(self, hit: Hit) -> bool:
        """Say whether it is only denied that something was ever so before now."""
        words = self._passage.words(hit.first - 2, hit.last + 7)
        return "never" in words and not {"before", "life"}.isdisjoint(words)

    def _emit_injury(
        self, hit: Hit, concept: Concept, value: bool, mention: Mention | None
    ) -> None:
        side: Side = mention.side if mention else "unknown"
        region = mention.part.region if mention else ""
        if not value and self._never_before(hit):
            if region == "knee":
                self._add("previous_knee_injury", False, side, hit, concept, mention)
            return
        if concept.name == "rolled_ankle":
            region = "foot"
            if mention is not None and mention.part.region == "knee":
                side = mention.side
        if concept.name != "injury":
            self._add(concept.name, value, side, hit, concept, mention)
        if concept.name in ("pop_felt", "kicked_feeling_heel") and not value:
            return
        if (value or concept.name == "injury") and region not in ("", "back"):
            name = f"injury_{LEG_REGION.get(region, region)}"
            self._add(name, value, side, hit, concept, mention)

    def _add(
        self,
        name: str,
        value: Value,
        side: Side,
        hit: Hit,
        concept: Concept,
        mention: Mention | None,
    ) -> None:
        span = self._passage.span(hit.first, hit.last)
        for one in ("left", "right") if side == "both" else (side,):
            finding = Finding(name, value, one, "narrative", span)
            self.told.append(Told(finding, concept, hit, mention))

    # -- which part ----------------------------------------------------------------------

    def _spared(self, hit: Hit) -> Mention | None:
        """Return the complaint that changed walking is told to spare, where it is blamed."""
        passage = self._passage
        if {"because", "from", "cos", "blame", "hence"}.isdisjoint(
            passage.words(hit.first - 5, hit.first)
        ):
            return None
        hurts = [m for m in self._hurting if m.first < hit.first and m.side in OTHER]
        return hurts[0] if len({(m.part.region, m.side) for m in hurts}) > 1 else None

    def _part_for(self, hit: Hit, concept: Concept) -> Mention | None:
        if concept.name in ("limp", "leans_on_other_leg"):
            spared = self._spared(hit)
            if spared is not None:
                return spared
        best: Mention | None = None
        lowest = FAR
        for mention in self._parts.mentions:
            if not hit.first - REACH_BACK <= mention.first <= hit.last + REACH_AHEAD:
                continue
            if not self._fits(concept, mention):
                continue
            if mention.aside and concept.name != "leans_on_other_leg":
                continue
            if self._scopes.other[mention.first] and not self._scopes.proxy:
                continue
            cost = self._cost(hit, mention) + self._detour(hit, concept, mention)
            if cost <= lowest:
                best, lowest = mention, cost
        return best

    def _detour(self, hit: Hit, concept: Concept, mention: Mention) -> float:
        """Return what speaks against a part that is only named by the way ("on my feet")."""
        if concept.name in ("leans_on_other_leg", "limp"):
            walks = {"lopsided", "limping", "limped", "limp", "hobble", "hobbling", "crooked"}
            vague = not walks.isdisjoint(self._passage.words(hit.first, hit.last))
            return 15.0 if vague and mention.first > hit.last + 2 else 0.0
        if concept.kind not in ("trigger", "behaviour", "relief") or len(concept.by_part) > 1:
            return 0.0
        if not self._hurting or any(mention is one for one in self._hurting):
            return 0.0
        if self._passage.words(mention.first - 1, mention.first) == ["bare"]:
            return 25.0
        inside = hit.first <= mention.first < hit.last
        return 25.0 if inside and not mention.explicit else 3.0

    def _fits(self, concept: Concept, mention: Mention) -> bool:
        part = mention.part
        if len(concept.by_part) == 1 and part.area in UNSIDED_AREAS:
            return False
        if concept.by_part:
            return _mapped(concept, mention) is not None
        if concept.areas:
            return bool(concept.areas & {part.name, part.area})
        if part.area in UNSIDED_AREAS:
            return concept.kind in ("pain", "fine")
        return True

    def _cost(self, hit: Hit, mention: Mention) -> float:
        passage = self._passage
        if hit.first <= mention.first < hit.last:
            return 0.0
        if mention.first >= hit.last:
            between = passage.tokens[hit.last : mention.first + 1]
            commas = sum(t.boundary >= COMMA for t in between)
            breaks = sum(t.boundary >= CLAUSE for t in between)
            gap = mention.first - hit.last
            words = [t.word for t in between[:-1]]
            joined = words[words.index("and") + 1 :] if "and" in words else words
            if (
                not commas
                and not ("and" in words and joined[:1] in _NEW_SUBJECTS)
                and any(
                    w
                    in (
                        "in",
                        "of",
                        "to",
                        "on",
                        "at",
                        "with",
                        "behind",
                        "my",
                        "along",
                        "over",
                        "around",
                        "round",
                        "from",
                        "under",
                        "the",
                        "down",
                        "across",
                        "a",
                        "both",
                    )
                    for w in words
                )
                and gap <= 4
            ):
                return 0.5 + gap * 0.1
            if gap == 0 and not commas:
                return 0.6
            same = passage.sentence[mention.first] == passage.sentence[hit.first]
            if not same:
                return 90.0 + gap
            fresh = 10 if "and" in words and joined[:1] in _NEW_SUBJECTS else 0
            return 3 + fresh + gap + 8 * commas + 15 * breaks
        between = passage.tokens[mention.last : hit.first + 1]
        gap = hit.first - mention.last
        commas = sum(t.boundary >= COMMA for t in between)
        breaks = passage.sentence[hit.first] - passage.sentence[mention.first]
        if gap == 0 and not commas:
            return 0.4
        fine = 12 if mention.fine and passage.unit[hit.first] != passage.unit[mention.first] else 0
        return 1 + fine + gap * 0.3 + commas * 1.0 + breaks * 8

    def _together(self, mention: Mention, concept: Concept) -> list[Mention]:
        """Return the parts named together with this one ("knee and heel")."""
        mentions = self._parts.mentions
        at = mentions.index(mention)
        group = [mention]
        for step in (-1, 1):
            place = at
            while 0 <= place + step < len(mentions):
                near, far = mentions[place], mentions[place + step]
                left, right = (far, near) if step < 0 else (near, far)
                if not self._linked(left, right) or not self._fits(concept, far):
                    break
                group.append(far)
                place += step
        return group

    def _linked(self, left: Mention, right: Mention) -> bool:
        tokens = self._passage.tokens
        between = tokens[left.last : right.first]
        if any(t.boundary >= CLAUSE for t in tokens[left.last : right.first + 1]):
            return False
        words = [t.word for t in between]
        if len(words) > 5 or ("or" in words and "and" in words):
            return False
        small = {
            "and",
            "or",
            "my",
            "the",
            "left",
            "right",
            "both",
            "also",
            "his",
            "her",
            "on",
            "in",
            "other",
            "a",
        }
        if any(w not in small for w in words):
            return False
        comma = right.first < len(tokens) and any(
            t.boundary == COMMA for t in tokens[left.last : right.first + 1]
        )
        return "and" in words or "or" in words or (comma and not words)


def near_weight(words: list[str]) -> bool:
    """Say whether words tell that a leg carries the weight.

    Parameters
    ----------
    words
        Words in and around what was heard.
    """
    carries = ("lean", "weight", "work", "load", "rely", "relying", "go", "stand", "hop", "shift")
    return any(w.startswith(carries) for w in words)


def pain_name(mention: Mention) -> str:
    """Return the pain finding of a body part.

    Parameters
    ----------
    mention
        The part.
    """
    part = mention.finer or mention.part
    return PAIN_OF.get(part.name, f"pain_{part.name}")


def _default(concept: Concept) -> str | None:
    if concept.by_part:
        return concept.by_part.get("*")
    return concept.name if not concept.areas or concept.kind == "sign" else None


def _mapped(concept: Concept, mention: Mention) -> str | None:
    if not concept.by_part:
        return concept.name
    for key in (mention.part.name, mention.part.area, mention.part.region, "*"):
        if key in concept.by_part:
            return concept.by_part[key]
    return None


def _in(word: str, symbols: Iterable[str]) -> bool:
    return any(word == s or (s[-1] == "*" and word.startswith(s[:-1])) for s in symbols)
