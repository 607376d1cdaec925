"""Body parts named as complaints without a word for pain ("first the knee, then the heel")."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kinchain.core.findings import Finding, Side
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._dated_part import is_dated
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._mentions import UNSIDED_AREAS, Mention
from kinchain.intake._pointed import is_meant, is_ruled_out, is_well
from kinchain.intake._read import Passage, is_small
from kinchain.intake._scopes import Scopes
from kinchain.intake._told import Told, pain_name

SHORT_SENTENCE = 3
"""A sentence of at most this many words that names a part is a complaint about it."""

_PAIN = Concept("pain", "pain", True, {}, frozenset())
_OTHER_KINDS = frozenset(["injury", "injury_whole", "leg_history", "tried", "sign", "life"])
_BEGAN = frozenset("started began begun first came start starts followed joined".split())


def bare_parts(
    passage: Passage, parts: BodyParts, scopes: Scopes, told: list[Told]
) -> Iterator[Told]:
    """Yield pain for parts that the order or shape of a sentence makes a complaint.

    Parameters
    ----------
    passage
        The text taken apart.
    parts
        Body parts mentioned.
    scopes
        How far cues reach.
    told
        What was heard so far.
    """
    spoken = {id(t.mention) for t in told if t.mention is not None}
    for mention in parts.mentions:
        if id(mention) in spoken or mention.aside or scopes.other[mention.first]:
            continue
        denied = scopes.denied_by[mention.first] is not None
        well = not denied and is_well(passage, mention)
        placed = mention.side != "unknown" or mention.part.area in UNSIDED_AREAS
        if placed and (well or is_ruled_out(passage, scopes, mention)):
            name = pain_name(mention) if well else f"pain_{mention.part.area}"
            yield from _told(passage, mention, name, False)
        if well or denied or scopes.supposed[mention.first] or scopes.past[mention.first]:
            continue
        if is_meant(passage, parts, scopes, mention):
            yield from _told(passage, mention, pain_name(mention), True)
        elif mention.pseudo and _is_also(passage, mention, told):
            yield from _told(passage, mention, f"pain_{mention.part.area}", True)
        elif not (mention.pseudo or _names_a_test(passage, mention.first)) and (
            _is_listed(passage, mention)
            or _is_complaint(passage, mention, told)
            or _is_added(passage, mention, told)
        ):
            yield from _told(passage, mention, pain_name(mention), True)


def _told(passage: Passage, mention: Mention, name: str, value: bool) -> Iterator[Told]:
    side: Side = "none" if mention.part.area in UNSIDED_AREAS else mention.side
    span = passage.span(mention.first, mention.last)
    for one in ("left", "right") if side == "both" else (side,):
        finding = Finding(name, value, one, "narrative", span)
        yield Told(finding, _PAIN, Hit("pain", value, mention.first, mention.last), mention)


def _is_also(passage: Passage, mention: Mention, told: list[Told]) -> bool:
    """Say whether the other side is told to hurt as well ("the left one too")."""
    words = set(passage.words(*passage.bounds(mention.first, passage.unit)))
    same = [
        t
        for t in told
        if t.concept.kind == "pain"
        and t.mention is not None
        and t.mention.part.area == mention.part.area
        and t.mention.side != mention.side
        and passage.sentence[t.hit.first] == passage.sentence[mention.first]
        and t.finding.value is True
    ]
    also = "too" in words or "also" in words or {"as", "well"} <= words
    return bool(same) and also and len(words) <= 8 and "not" not in words


_ADDED = 8
"""Most words of a part of a sentence that only adds a place."""


def _is_added(passage: Passage, mention: Mention, told: list[Told]) -> bool:
    """Say whether a place is only added to one that hurts ("my left knee too")."""
    first, last = passage.bounds(mention.first, passage.unit)
    first = max(
        (h.last for h in passage.concepts if first <= h.last <= mention.first), default=first
    )
    words = passage.words(first, last)
    adds = (
        not {"too", "also", "aswell"}.isdisjoint(words)
        or _follow(words, "as", "well")
        or _follow(words, "so", "does")
        or _follow(words, "so", "do")
    )
    if not adds or len(words) > _ADDED or "not" in words or passage.tokens[first].question:
        return False
    if any(first <= hit.first < last for hit in passage.concepts):
        return False
    own = passage.sentence[mention.first]
    return any(
        t.concept.kind == "pain"
        and t.finding.value is True
        and t.hit.first < mention.first
        and t.mention is not mention
        and own - passage.sentence[t.hit.first] <= 1
        for t in told
    )


def _follow(words: list[str], one: str, other: str) -> bool:
    return (one, other) in pairwise(words)


def _is_complaint(passage: Passage, mention: Mention, told: list[Told]) -> bool:
    first, last = passage.bounds(mention.first, passage.unit)
    ill = any(first <= t.hit.first < last and t.concept.kind == "illness" for t in told)
    timed = (_timed(passage, mention) or is_dated(passage, mention)) and not ill
    spoken = any(first <= t.hit.first < last and t.concept.kind in _OTHER_KINDS for t in told)
    if (
        passage.words(mention.last, mention.last + 1) == ["splint"]
        or "new" in passage.words(mention.first - 2, mention.first)
        or (spoken and not timed)
    ):
        return False
    words = passage.words(first, last)
    if "worse" in words and "than" in words and mention.explicit:
        return True
    other = any(t.concept.kind in ("symptom", "sign") and t.finding.value is True for t in told)
    pain = any(t.finding.id.startswith("pain_") and t.finding.value is True for t in told)
    if (
        timed
        or _is_scored(passage, mention)
        or _blamed(passage, mention)
        or not (_BEGAN.isdisjoint(words) or other > pain)
    ):
        return True
    if len(words) <= 10 and not {"morning", "evening", "night"}.isdisjoint(words):
        return True
    s_first, s_last = passage.bounds(mention.first, passage.sentence)
    if any(w[0].isdigit() for w in passage.words(s_first, s_last)):
        return False
    if len(words) <= SHORT_SENTENCE and "after" in words:
        return True
    short = s_last - s_first <= SHORT_SENTENCE and {"not", "is", "of"}.isdisjoint(words)
    if short and _tells_side_only(mention, told):
        return False
    return short and not any(s_first <= t.hit.first < s_last for t in told)


def _is_listed(passage: Passage, mention: Mention) -> bool:
    """Read "My right ankle and knee, also my back.", "it goes round, last week the knee"."""
    first, last = passage.bounds(mention.first, passage.sentence)
    words = passage.words(first, last)
    n_parts = sum(
        i in passage.part_tokens
        and (i - 1 not in passage.part_tokens or passage.tokens[i].boundary > 0)
        for i in range(first, last)
    )
    if n_parts < 2 or "not" in words or passage.tokens[first].question:
        return False
    if any(trio in _ROUND for trio in zip(words, words[1:], words[2:], strict=False)):
        return True
    rest = [passage.tokens[i].word for i in range(first, last) if i not in passage.part_tokens]
    whole = {"everywhere", "everything"}.isdisjoint(words)
    return all(is_small(w) or w in _LISTING for w in rest) if whole else _hurts(words)


def _hurts(words: list[str]) -> bool:
    return any(w.startswith(("hurt", "ach", "sore", "pain")) for w in words)


_ROUND = frozenset([("joint", "to", "joint"), ("one", "to", "another"), ("place", "to", "place")])
_LISTING = frozenset("also too plus now sometimes mostly mainly at time times well as".split())
"""Words that may stand in a sentence that only lists parts."""


def _tells_side_only(mention: Mention, told: list[Told]) -> bool:
    """Read "Right foot." after what was told of a toe: which side, and no new complaint."""
    return mention.explicit and any(
        t.mention is not None
        and t.mention.first < mention.first
        and not t.mention.explicit
        and t.mention.part.region == mention.part.region
        and t.mention.side == mention.side
        for t in told
    )


def _is_scored(passage: Passage, mention: Mention) -> bool:
    """Say whether a part is given a number out of ten ("left heel 7/10")."""
    words = passage.words(*passage.bounds(mention.first, passage.unit))
    if not _COUNTED.isdisjoint(words):
        return False
    if any(w.endswith("/10") and w.removesuffix("/10") in _SCORES for w in words):
        return True
    return any(
        a in _SCORES and b in ("out", "outta", "outa") and _TEN & {c, d}
        for a, b, c, d in zip(words, words[1:], words[2:], [*words[3:], ""], strict=False)
    )


_COUNTED = frozenset("monofilament felt sites touches mf missed detected reps".split())
"""Words that tell what else was counted out of ten."""
_TEN = frozenset(["10", "ten"])
_SCORES = frozenset("1 2 3 4 5 6 7 8 9 10 one two three four five six seven eight nine ten".split())


def _blamed(passage: Passage, mention: Mention) -> bool:
    """Say whether a part is named as the trouble ("because of this knee")."""
    lead = passage.words(mention.first - 6, mention.first)
    return (
        (not {"till", "until"}.isdisjoint(lead[-3:-1]) and not {"this", "my"}.isdisjoint(lead[-2:]))
        or lead[-3:-1] == ["because", "of"]
        or lead[-4:-2] == ["apart", "from"]
        or lead[-5:-3] == ["apart", "from"]
    )


def _timed(passage: Passage, mention: Mention) -> bool:
    after = passage.words(mention.last, mention.last + 3)
    if after[:1] == ["since"] or (after[:1] == ["only"] and after[1:2] == ["a"]):
        return len(passage.words(*passage.bounds(mention.first, passage.unit))) <= 8
    return len(after) > 1 and after[1] in ("weeks", "months", "years", "days")


def _names_a_test(passage: Passage, index: int) -> bool:
    """Say whether a part belongs to the name of a test ("calf raises", "knee to wall")."""
    word = passage.tokens[index].word
    after = passage.words(index + 1, index + 3)
    if word in ("heel", "calf", "leg") and after[:1] and after[0] in _TESTS:
        return True
    if word == "leg" and passage.words(index - 1, index) == ["single"]:
        return True
    return word == "knee" and after in (["to", "wall"], ["to", "the"])


_TESTS = frozenset("raise raises rise rises press presses curl curls day".split())
"""Words after a part that make it the name of a test or exercise."""
