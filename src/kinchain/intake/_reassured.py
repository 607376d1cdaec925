"""Warmth told of a foot as a good sign ("foot's warm, toes wiggle"), which is no complaint."""

from __future__ import annotations

from kinchain.intake._read import Passage
from kinchain.intake._told import Told

_WELL = frozenset("normal fine pink good ok okay healthy wiggle wiggles wriggle".split())
_COMPLAINTS = ("pain", "symptom", "sign", "injury")


def only_well(passage: Passage, told: list[Told]) -> list[Told]:
    """Return warmth of a foot that stands among signs that blood and nerves are well.

    Plain "warm" counts, with something told as well or denied in the same sentence and nothing
    told as wrong there with the foot; "hot", "warmer than", "red and warm" do not.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    """
    return [t for t in told if t.finding.id == "warmth_foot" and _is_well(passage, told, t)]


def _is_well(passage: Passage, told: list[Told], warm: Told) -> bool:
    words = passage.words(warm.hit.first, warm.hit.last)
    if warm.finding.value is not True or "warm" not in words:
        return False
    first, last = passage.bounds(warm.hit.first, passage.sentence)
    beside = [t for t in told if first <= t.hit.first < last and t is not warm]
    wrong = any(
        t.finding.value is True
        and t.concept.kind in _COMPLAINTS
        and t.finding.id != "warmth_foot"
        and t.mention is not None
        and t.mention.part.region == "foot"
        for t in beside
    )
    well = not _WELL.isdisjoint(passage.words(first, last))
    return not wrong and (well or any(t.finding.value is False for t in beside))
