"""Which body part is meant, and which side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kinchain.core.findings import Side
from kinchain.intake._lexicon import GLUE, Hit, Lexicon, Part
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE, COMMA, Token

UNSIDED_AREAS = frozenset(["low_back"])
OTHER: dict[str, str] = {"left": "right", "right": "left"}
_BINDS = GLUE | {"and", "or", "with"}


@dataclass(slots=True)
class Mention:
    """A body part named in the text, with its side as far as told."""

    part: Part
    first: int
    last: int
    side: Side = "unknown"
    explicit: bool = False
    pseudo: bool = False
    plural: bool = False
    group: int = -1
    placed: bool = False
    fine: bool = False
    finer: Part | None = None
    aside: bool = False


class BodyParts:
    """All mentions of body parts, in order of the text.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    """

    def __init__(self, passage: Passage, words: Lexicon) -> None:
        self._passage = passage
        self._words = words
        self._used_sides: set[int] = set()
        self.mentions: list[Mention] = []
        self.lone_side: Side = "unknown"
        blocked = {
            i for h in passage.concepts if h.name == "high_heels" for i in range(h.first, h.last)
        }
        for hit in _longest(words.part_words, passage):
            if hit.first not in blocked:
                self.mentions.append(
                    Mention(
                        words.parts[hit.name],
                        hit.first,
                        hit.last,
                        plural=any(t.plural for t in passage.tokens[hit.first : hit.last]),
                    )
                )
        self._refine()
        for mention in self.mentions:
            self._adjacent_side(mention)
        self._lone_sides()
        self.mentions.sort(key=lambda m: m.first)
        self._group()
        self._inherit()

    # -- finer parts from place words -------------------------------------------------

    def _refine(self) -> None:
        places = _longest(self._words.places, self._passage)
        added: list[Mention] = []
        for place in places:
            mention = self._part_after(place) or self._part_before(place)
            if mention is not None:
                finer = self._finer(mention.part, place.name)
                if finer is not None:
                    mention.part = finer
                    mention.first = min(mention.first, place.first)
                    mention.last = max(mention.last, place.last)
            elif self._stands_alone(place):
                near = self._near(place.first)
                finer = self._finer(near.part, place.name) if near else None
                if finer is not None:
                    added.append(Mention(finer, place.first, place.last, placed=True))
                    if near and self._passage.unit[near.first] == self._passage.unit[place.first]:
                        near.finer = finer
        self.mentions.extend(added)
        self.mentions.sort(key=lambda m: m.first)

    def _finer(self, part: Part, place: str) -> Part | None:
        name = part.refine.get(place)
        return self._words.parts.get(name) if name else None

    def _part_after(self, place: Hit) -> Mention | None:
        tokens = self._passage.tokens
        index = place.last
        while index < len(tokens) and index - place.last <= 6:
            for mention in self.mentions:
                if mention.first == index and tokens[index].boundary == 0:
                    return mention
            if tokens[index].boundary or tokens[index].word not in GLUE:
                return None
            index += 1
        return None

    def _part_before(self, place: Hit) -> Mention | None:
        tokens = self._passage.tokens
        if tokens[place.first].boundary >= CLAUSE:
            return None
        index = place.first - 1
        while index >= 0 and place.first - index <= 5:
            for mention in self.mentions:
                if mention.last == index + 1:
                    return mention
            if tokens[index].boundary >= CLAUSE or tokens[index].word not in GLUE:
                return None
            index -= 1
        return None

    def _stands_alone(self, place: Hit) -> bool:
        tokens = self._passage.tokens
        if place.last - place.first > 1 or place.name == "under":
            return True
        before = tokens[place.first - 1].word if place.first else ""
        return before in ("the", "at", "on", "along", "down", "its", "over", "across", "deep")

    def _near(self, index: int) -> Mention | None:
        before = [m for m in self.mentions if m.first < index]
        if before:
            return before[-1]
        own = self._passage.sentence[index]
        after = [m for m in self.mentions if self._passage.sentence[m.first] == own]
        return after[0] if after else None

    # -- sides ------------------------------------------------------------------------

    def _adjacent_side(self, mention: Mention) -> None:
        tokens = self._passage.tokens
        inside = [t.side for t in tokens[mention.first : mention.last] if t.side]
        found = inside[-1] if inside else ""
        for index in range(mention.first, mention.last):
            if tokens[index].word in ("left", "right", "both", "other", "same", "opposite"):
                found = tokens[index].word
                self._used_sides.add(index)
        if not found:
            found = self._side_before(mention) or self._each_side(mention)
        if not found:
            found = self._side_after(mention)
        if found:
            self._set(mention, found)

    def _each_side(self, mention: Mention) -> str:
        """Read "neither ankle", "either foot", "toes of both feet", "my foot on that side"."""
        passage = self._passage
        before = passage.words(mention.first - 1, mention.first)
        joined = passage.tokens[mention.first].boundary == 0 and not mention.plural
        if joined and before in (["either"], ["neither"], ["each"]):
            return "both"
        after = passage.words(mention.last, mention.last + 3)
        if after[:2] in (["of", "both"], ["on", "both"], ["in", "both"]):
            return "both" if any(m.first == mention.last + 2 for m in self.mentions) else ""
        if after in (["on", "that", "side"], ["on", "this", "side"]):
            return "same"
        return ""

    def _side_before(self, mention: Mention) -> str:
        tokens = self._passage.tokens
        index = mention.first - 1
        if tokens[mention.first].boundary:
            return ""
        while index >= 0 and mention.first - index <= 5:
            word = tokens[index].word
            if word in ("left", "right", "both", "other", "same", "opposite"):
                self._used_sides.add(index)
                return word
            if word not in GLUE and word not in ("hand", "inner", "outer", "very", "big", "upper"):
                return ""
            if word in ("of", "on", "in", "at", "to") and index + 1 != mention.first:
                return ""
            if tokens[index].boundary:
                return ""
            index -= 1
        return ""

    def _side_after(self, mention: Mention) -> str:
        tokens = self._passage.tokens
        index = mention.last
        while index < len(tokens) and index - mention.last <= 3:
            token = tokens[index]
            if token.boundary >= CLAUSE:
                return ""
            if token.word in ("left", "right"):
                after = tokens[index + 1].word if index + 1 < len(tokens) else ""
                starts_part = any(m.first == index + 1 for m in self.mentions)
                joined = index + 1 < len(tokens) and tokens[index + 1].boundary == 0
                if starts_part and joined and after not in ("leg", "foot", "side"):
                    return ""
                if token.boundary == COMMA and joined and after not in ("side", "leg", "foot"):
                    return ""
                self._used_sides.add(index)
                return token.word
            if token.word == "both" and index - mention.last <= 2:
                after = tokens[index + 1].word if index + 1 < len(tokens) else ""
                if after in ("side", "sides", "legs", "of"):
                    self._used_sides.add(index)
                    return "both"
                return ""
            if token.word not in (
                "on",
                "of",
                "the",
                "my",
                "in",
                "only",
                "his",
                "her",
                "one",
                "side",
            ):
                return ""
            index += 1
        return ""

    def _set(self, mention: Mention, word: str) -> None:
        mention.explicit = True
        if word in ("left", "right", "both"):
            mention.side = word  # type: ignore[assignment]
        else:
            mention.side = "unknown"
            mention.pseudo = mention.pseudo or False
            mention.group = -2 if word == "same" else -3

    def _lone_sides(self) -> None:
        for index, token in enumerate(self._passage.tokens):
            if token.word not in ("left", "right", "both", "other") or index in self._used_sides:
                continue
            if not self._means_side(index) or self._sides_near(index):
                continue
            self._lone_side(index)

    def _sides_near(self, index: int) -> bool:
        """Give a side told on its own to the part beside it, where there is one."""
        tokens = self._passage.tokens
        token = tokens[index]
        target = self._unsided_in_unit(index)
        if target is None or token.word == "other":
            return False
        before = tokens[index - 1].word if index and token.boundary == 0 else ""
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        compared = following in ("more", "worse", "most", "mostly", "mainly")
        near = before in ("on", "the", "side", "my", "of") or token.boundary > 0
        if (near and not compared) or token.word == "both":
            self._set(target, token.word)
            return True
        return target.side == "both" and _compared(tokens, index)

    def _lone_side(self, index: int) -> None:
        tokens = self._passage.tokens
        word = tokens[index].word
        about = self._near(index) or next((m for m in self.mentions if m.first > index), None)
        if about is None:
            if word in OTHER:
                self.lone_side = word  # type: ignore[assignment]
            return
        if about.plural and about.first < index and _compared(tokens, index):
            return
        part = self._words.parts[
            about.part.area if about.part.area in self._words.parts else about.part.name
        ]
        lone = Mention(part, index, index + 1, pseudo=True)
        lone.aside = self._takes_weight(index)
        self._set(lone, word)
        self.mentions.append(lone)
        open_side = about.side == "unknown" and not about.explicit and about.first < index
        apart = self._passage.sentence[about.first] != self._passage.sentence[index]
        if apart and any(
            m.explicit and m.side in OTHER and m.part.region == about.part.region
            for m in self.mentions
            if m.first < index
        ):
            open_side = False
        if open_side and word != "other" and not lone.aside:
            about.side = lone.side

    def _means_side(self, index: int) -> bool:
        tokens = self._passage.tokens
        word = tokens[index].word
        before = tokens[index - 1].word if index and not tokens[index].boundary else ""
        joined = index + 1 < len(tokens) and tokens[index + 1].boundary == 0
        after = tokens[index + 1].word if joined else ""
        before_that = tokens[index - 2].word if index > 1 else ""
        compared = before == "than" or (before in ("the", "my") and before_that == "than")
        ahead = self._passage.words(index - 4, index)
        if word == "other" and (self._compares(index) or self._one_and_other(index)):
            return False
        told = ahead[: ahead.index("than")][-1:] if "than" in ahead else []
        if compared and told not in (["worse"], ["sorer"], ["more"]):
            return False
        if word in OTHER and self._compares(index):
            return False
        if word == "both" and after in ("side", "sides") and self._of_one_part(index):
            return False
        if word == "both":
            return after in ("sides", "side", "of", "the") or not joined or before in ("on", "in")
        if word == "other":
            return after in ("side", "one") or (before == "the" and not joined)
        if before in ("the", "my", "on", "his", "her", "than", "mostly", "only", "mainly", "and"):
            return after not in ("time", "thing", "way", "place", "word")
        return after in ("side", "one", "ones", "is", "worse", "only", "more") or not joined

    def _one_and_other(self, index: int) -> bool:
        """Say whether "the other" answers "one side", "one way" and names no leg."""
        first, _ = self._passage.bounds(index, self._passage.sentence)
        words = self._passage.words(first, index)
        return any(
            pair in (("one", "side"), ("one", "way"), ("one", "end")) for pair in pairwise(words)
        )

    def _takes_weight(self, index: int) -> bool:
        """Say whether a side is only the one that weight is put on."""
        lead = self._passage.words(index - 8, index)
        return (
            lead[-1:] in (["the"], ["my"])
            and lead[-2:-1] in (["to"], ["onto"], ["on"], ["over"], ["towards"])
            and any(w == "weight" or w.startswith(("lean", "shift")) for w in lead)
        )

    def _compares(self, index: int) -> bool:
        """Say whether the other side is only what something is compared with."""
        lead = self._passage.words(index - 4, index)
        return bool(lead[-1:] == ["the"] or lead[-1:] == ["my"]) and (
            lead[-2:-1] in (["unlike"], ["like"], ["as"])
            or lead[-3:-1] in (["compared", "to"], ["compared", "with"], ["different", "from"])
            or lead[-3:-1] in (["different", "to"], ["same", "as"], ["next", "to"])
        )

    def _of_one_part(self, index: int) -> bool:
        """Say whether "both sides" are those of one ankle, knee or heel, not both legs."""
        tokens = self._passage.tokens
        if self._passage.words(index + 2, index + 3) == ["of"]:
            ahead = [m for m in self.mentions if index + 2 < m.first <= index + 6]
            return bool(ahead) and not ahead[0].plural
        own = self._passage.sentence[index]
        before = [m for m in self.mentions if m.first < index]
        near = [m for m in before if self._passage.sentence[m.first] == own]
        if not near:
            return False
        last = near[-1]
        ends = index + 2 >= len(tokens) or tokens[index + 2].boundary > 0
        return not last.plural and last.explicit and last.side in OTHER and ends

    def _unsided_in_unit(self, index: int) -> Mention | None:
        passage = self._passage
        own = [
            m
            for m in self.mentions
            if passage.sentence[m.first] == passage.sentence[index]
            and not m.explicit
            and not m.plural
            and not m.placed
            and m.part.area not in UNSIDED_AREAS
        ]
        before = [
            m for m in own if m.first < index and passage.unit[m.first] == passage.unit[index]
        ]
        if before:
            return before[-1]
        return None

    def _group(self) -> None:
        """Join parts that are named together ("knee and heel")."""
        tokens = self._passage.tokens
        for left, right in zip(self.mentions, self.mentions[1:], strict=False):
            between = tokens[left.last : right.first + 1]
            if any(t.boundary >= CLAUSE for t in between):
                continue
            words = [t.word for t in between[:-1]]
            linked = "and" in words or "or" in words or (between and between[-1].boundary == COMMA)
            together = linked and len(words) <= 5 and all(w in _BINDS for w in words)
            told_later = not left.explicit and right.explicit and right.side in OTHER
            if together and told_later:
                left.side = right.side

    def _inherit(self) -> None:
        last: Mention | None = None
        plural_ok = True
        for mention in self.mentions:
            if mention.part.area in UNSIDED_AREAS:
                continue
            if mention.group in (-2, -3) and last is not None and last.side in OTHER:
                side = last.side if mention.group == -2 else OTHER[last.side]
                mention.side = side  # type: ignore[assignment]
            elif mention.side == "unknown" and mention.plural and plural_ok:
                mention.side = "both"
            elif mention.side == "unknown" and not mention.explicit:
                mention.side = self._from_before(mention, last)
            if mention.side != "unknown" and not mention.aside:
                last = mention
        self._from_after()

    def _from_before(self, mention: Mention, last: Mention | None) -> Side:
        same = [
            m
            for m in self.mentions
            if m.first < mention.first
            and m.part.region == mention.part.region
            and m.side != "unknown"
            and not m.aside
        ]
        if same:
            return same[-1].side
        if last is None:
            return "unknown"
        passage = self._passage
        gap = passage.sentence[mention.first] - passage.sentence[last.first]
        word = passage.tokens[mention.first - 1].word if mention.first else ""
        ends = {mention.part.region, last.part.region}
        if last.side == "both" and ends == {"knee", "foot"}:
            return "unknown"
        if ends == {"knee", "foot"} and (word in ("my", "a", "some") or gap > 1):
            return "unknown"
        return last.side

    def _from_after(self) -> None:
        """Give a part without side the side told later for the same part."""
        for index, mention in enumerate(self.mentions):
            if mention.side != "unknown" or mention.part.area in UNSIDED_AREAS:
                continue
            later = [
                m
                for m in self.mentions[index + 1 :]
                if m.side in OTHER and m.part.region == mention.part.region
            ]
            sides = {m.side for m in self.mentions if m.side != "unknown"}
            if later and len(sides) == 1:
                mention.side = later[0].side
            elif len(sides) == 1 and not mention.explicit and self._may_share(mention):
                only = next(iter(sides))
                if only in OTHER:
                    mention.side = only

    def _may_share(self, mention: Mention) -> bool:
        """Say whether a part may take the only side told in the whole text."""
        words = self._passage.words(mention.first - 1, mention.first)
        if words not in (["my"], ["a"]):
            return True
        regions = {m.part.region for m in self.mentions if m.side != "unknown"}
        return not (regions | {mention.part.region}) >= {"knee", "foot"}


def _compared(tokens: list[Token], index: int) -> bool:
    """Say whether a side is only said to be the worse of two."""
    after = [t.word for t in tokens[index + 1 : index + 3]]
    before = [t.word for t in tokens[max(index - 2, 0) : index]]
    if before[:1] == ["than"] or before[-1:] == ["than"]:
        return True
    return bool(after) and (
        after[0] in ("more", "worse", "most", "mostly", "especially", "worst")
        or after in (["a", "bit"], ["is", "worse"], ["being", "worse"], ["slightly", "more"])
    )


def _longest(matcher: object, passage: Passage) -> list[Hit]:
    best: list[Hit] = []
    for hit in matcher.hits(passage.tokens):  # type: ignore[attr-defined]
        if best and hit.first < best[-1].last:
            if hit.last - hit.first > best[-1].last - best[-1].first:
                best[-1] = hit
            continue
        best.append(hit)
    return best
