"""Whether the words beside a hit give it another meaning."""

from __future__ import annotations

from kinchain.intake._lexicon import GLUE, Hit
from kinchain.intake._read import Passage

_QUALITIES = frozenset(
    "bad sore dodgy nasty terrible awful horrible horrid rotten rough rubbish shot dreadful dire "
    "brutal shocking tricky hell hellish unreal torture misery nightmare murder dull".split()
)
"""Words for pain that may also describe something else ("a sore throat", "I feel rough")."""
_FELT_BY_SELF = frozenset(["i", "we"])
_BE = frozenset("am feel feels felt feeling look looked was been are get got talking".split())
_AFTER_QUALITY = frozenset(
    "at in when on after with for since and to now today by every again if that from until enough "
    "or but all some most lately because ever though tonight too as is right so then it this these "
    "first still my i pain ache left or day days days' morning mornings night nights".split()
)
"""Words that may follow a quality told of a part before ("the knee is bad at night")."""
_ELSEWHERE = frozenset(
    "throat disc discs disk curry kebab break sprain stomach tummy tooth teeth eye eyes heart "
    "chest knock accident injury night day habit idea weather mood case bout shoulder neck arm "
    "hand wrist finger fingers head gut chest lungs luck news time dream reaction infection cold "
    "flu batch stroke smell breath taste fall crash tackle landing".split()
)
"""What "bad" or "sore" may describe instead of a leg."""

_FELL = frozenset("asleep short apart behind pregnant ill silent through".split())
_BROKE = frozenset("heart up into even news glass water".split())
_IDIOMS = {word: _FELL for word in ("fell", "fall", "falls", "falling")}
_IDIOMS.update({word: _BROKE for word in ("broke", "broken", "break", "breaks")})
_IDIOMS.update({word: frozenset(["to"]) for word in ("strain", "straining")})
_IDIOMS.update({"crack": frozenset(["of"]), "jumped": frozenset(["out", "at"])})
_IDIOMS["feet"] = frozenset(["about"])
_IDIOMS["cut"] = frozenset("toenails nails down back out hair grass hedge corner short".split())
"""Words of injury, each with what follows where none is told of."""
_COMES_AND_GOES = frozenset(
    "lump lump_behind_knee swelling swelling_knee swelling_ankle swelling_calf kneecap_slipped "
    "giving_way clicking locking grinding numb tingling numb_foot".split()
)
"""What may come and go without any pain."""
_RISES = frozenset("stand standing stood up rise cant unable raise going go get".split())
"""Words of somebody who goes up on the toes once, and does not walk on them."""


def another_sense(passage: Passage, hit: Hit) -> bool:
    """Say whether the words beside a hit give it another meaning.

    Parameters
    ----------
    passage
        The text taken apart.
    hit
        What was heard.
    """
    words = passage.words
    if hit.name == "pain":
        hardly = {"hardly", "barely", "scarcely"}
        return (
            _describes_another(passage, hit)
            or _names_a_wound(passage, hit)
            or _set_against(passage, hit)
            or _hurts_it(passage, hit)
            or _complains_that(passage, hit)
            or _starts_else(passage, hit)
            or _something_came_on(passage, hit)
            or not hardly.isdisjoint(words(hit.first - 2, hit.first))
        )
    if _is_idiom(passage, hit) or _nearly(passage, hit):
        return True
    if hit.name == "sudden_onset" and passage.words(hit.first, hit.last)[:1] == ["hit"]:
        return not _NOBODY.isdisjoint(passage.words(hit.first - 2, hit.first))
    if hit.name in ("injury", "pop_felt", "twist_injury") and not hit.denying:
        return _only_likened(passage, hit)
    if hit.name == "skin_break":
        return "like" in words(hit.first, hit.last + 2)
    if hit.name.endswith("_sport"):
        return not {"like", "size"}.isdisjoint(words(hit.first - 4, hit.first))
    return _means_otherwise(passage, hit)


def _means_otherwise(passage: Passage, hit: Hit) -> bool:
    """Read "on tiptoe" of one who rises once, "constantly tired", "all over the place"."""
    words = passage.words
    if hit.name == "part_fine":
        inside = words(hit.first, hit.last)
        return inside[-2:-1] == ["a"] and inside[-1] in ("good", "great", "perfect", "normal")
    if hit.name == "walks_on_toes":
        near = words(hit.first - 4, hit.last)
        walks = any(w.startswith(("walk", "tiptoeing", "creep", "about")) for w in near)
        return not walks and not _RISES.isdisjoint(near)
    if hit.name == "pain_constant":
        if not hit.value and _comes_and_goes_else(passage, hit):
            return True
        around = words(hit.first - 4, hit.last + 2)
        return not {"tired", "exhausted", "hungry"}.isdisjoint(around)
    if hit.name == "widespread_pain":
        following = {"the", "my", "it", "his", "her", "a"}
        return not following.isdisjoint(words(hit.last, hit.last + 1))
    return False


def _comes_and_goes_else(passage: Passage, hit: Hit) -> bool:
    """Say whether something else than pain comes and goes (a lump, a slipping kneecap)."""
    first, last = passage.bounds(hit.first, passage.sentence)
    own = [h.name for h in passage.concepts if first <= h.first < last]
    return "pain" not in own and any(name in _COMES_AND_GOES for name in own)


_NOBODY = frozenset("nobody noone no anyone anybody somebody someone he she they ball".split())
"""Who or what hits somebody, where no pain does."""


def _only_likened(passage: Passage, hit: Hit) -> bool:
    """Read "like something tore", "as though it snapped"."""
    lead = passage.words(hit.first - 3, hit.first)
    inside = passage.words(hit.first, hit.last)
    likened = not {"like", "though"}.isdisjoint(lead)
    return likened and not {"something", "it"}.isdisjoint([*lead, *inside])


def _is_idiom(passage: Passage, hit: Hit) -> bool:
    """Read "fell asleep", "broke my heart", "strain to wee", "the crack of the joint"."""
    for index in range(hit.first, hit.last):
        beyond = _IDIOMS.get(passage.tokens[index].word)
        if beyond and not beyond.isdisjoint(passage.words(index + 1, index + 3)):
            return True
    return False


def _nearly(passage: Passage, hit: Hit) -> bool:
    """Read "nearly fell", and "could hardly put weight on it", which is no "can"."""
    if hit.name in ("fall", "injury", "twist_injury", "rolled_ankle"):
        return passage.words(hit.first - 1, hit.first) in (["nearly"], ["almost"])
    if hit.name == "cannot_bear_weight" and not hit.value:
        near = passage.words(hit.first - 3, hit.last)
        return not {"hardly", "barely", "scarcely", "barelycan"}.isdisjoint(near)
    return False


def _set_against(passage: Passage, hit: Hit) -> bool:
    """Read "tight rather than sore", "not so much pain as ..."."""
    lead = passage.words(hit.first - 2, hit.first)
    return lead in (["rather", "than"], ["instead", "of"], ["more", "than"])


def _hurts_it(passage: Passage, hit: Hit) -> bool:
    """Say whether "hurt it" tells of an injury, not of pain."""
    if passage.words(hit.first, hit.last) != ["hurt"]:
        return False
    if hit.last < len(passage.tokens) and passage.tokens[hit.last].boundary:
        return False
    after = passage.words(hit.last, hit.last + 1)
    lead = passage.words(hit.first - 2, hit.first)
    return after in (["it"], ["myself"]) and not {"it", "to"} & set(lead)


def _starts_else(passage: Passage, hit: Hit) -> bool:
    """Say whether "has started" tells that something else began ("has started clicking")."""
    words = passage.words(hit.first, hit.last)
    after = passage.words(hit.last, hit.last + 1)
    joined = hit.last < len(passage.tokens) and not passage.tokens[hit.last].boundary
    return words[-1] == "started" and joined and after[0].endswith("ing")


def _something_came_on(passage: Passage, hit: Hit) -> bool:
    """Say whether "came on" is told of a swelling or the like named before it."""
    words = passage.words(hit.first, hit.last)
    if words[:1] not in (["came"], ["comes"], ["come"], ["coming"]) or "on" not in words:
        return False
    first, _ = passage.bounds(hit.first, passage.unit)
    return any(first <= h.first < hit.first and h.name in _COMES_AND_GOES for h in passage.concepts)


def _complains_that(passage: Passage, hit: Hit) -> bool:
    """Say whether "complains" only opens what is complained of."""
    words = passage.words(hit.first, hit.last)
    after = passage.words(hit.last, hit.last + 1)
    opens = {"of", "that", "the", "his", "her", "about", "my"}
    return words[0].startswith("complain") and not opens.isdisjoint(after)


def _names_a_wound(passage: Passage, hit: Hit) -> bool:
    """Say whether "sore" is a sore ("a little sore on the sole that won't close")."""
    words = passage.words
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


def _describes_another(passage: Passage, hit: Hit) -> bool:
    """Say whether "a bad", "rough", "dreadful" is told of something that is no leg part."""
    tokens = passage.tokens
    if hit.last - hit.first > 1 or tokens[hit.first].word not in _QUALITIES:
        return False
    follows = passage.words(hit.last, hit.last + 1)
    if not _ELSEWHERE.isdisjoint(follows):
        return True
    if tokens[hit.first].word == "sore":
        return False
    lead = passage.words(hit.first - 4, hit.first)
    at = max((i for i, w in enumerate(lead) if w in _FELT_BY_SELF), default=-1)
    if at >= 0 and _BE.issuperset(w for w in lead[at + 1 :] if w not in _DEGREES):
        return at + 1 < len(lead)
    return lead[-1:] == ["something"] or _before_a_thing(passage, hit)


def _before_a_thing(passage: Passage, hit: Hit) -> bool:
    """Say whether a quality stands before some other thing ("rough ground", "bad food")."""
    tokens = passage.tokens
    if hit.last >= len(tokens) or tokens[hit.last].boundary:
        return False
    word = tokens[hit.last].word
    known = any(hit.last <= h.first <= hit.last + 2 for h in passage.concepts)
    near = any(index in passage.part_tokens for index in range(hit.last, hit.last + 4))
    return word not in _AFTER_QUALITY and word not in GLUE and not known and not near


_DEGREES = frozenset("really so quite very a bit pretty absolutely just proper right".split())
