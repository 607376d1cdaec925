"""Whether the words beside a hit give it another meaning."""

from __future__ import annotations

from kinchain.intake._lexicon import Hit
from kinchain.intake._read import Passage

_QUALITIES = frozenset(["bad", "sore", "dodgy", "nasty", "terrible", "awful", "horrible"])
"""Words for pain that may also describe something else ("a sore throat", "a bad disc")."""
_ELSEWHERE = frozenset(
    "throat disc discs disk curry kebab break sprain stomach tummy tooth teeth eye eyes heart "
    "chest knock accident injury night day habit idea weather mood case bout shoulder neck arm "
    "hand wrist finger fingers head gut chest lungs luck news time dream reaction infection cold "
    "flu batch stroke smell breath taste".split()
)
"""What "bad" or "sore" may describe instead of a leg."""


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
    """Say whether "a bad", "a sore" is followed by something that is no leg part."""
    tokens = passage.tokens
    if hit.last - hit.first > 1 or tokens[hit.first].word not in _QUALITIES:
        return False
    return not _ELSEWHERE.isdisjoint(passage.words(hit.last, hit.last + 1))
