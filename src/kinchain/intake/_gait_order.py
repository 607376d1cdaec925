"""Whether changed walking came before the second pain."""

from __future__ import annotations

from kinchain.core.findings import Finding
from kinchain.intake._read import Passage
from kinchain.intake._told import Told

_GAIT = frozenset(
    "limp leans_on_other_leg walks_on_outer_edge walks_on_toes short_step knee_kept_bent".split()
)
_CAUSES = frozenset("because from caused causing blame blaming due hence through by".split())
_LATER = frozenset(
    "started began begun came joined developed followed flared crept kicked now then later since "
    "after hence why weeks months days new".split()
)


def gait_before_second(passage: Passage, told: list[Told]) -> Finding | None:
    """Return that changed walking came before the second pain, where told.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    """
    events = [(cue.first, cue.last) for cue in passage.cues.get("gait", ())]
    events += [(t.hit.first, t.hit.last) for t in told if _alters_gait(t)]
    for first, last in sorted(events):
        if _blamed_for(passage, told, first) or _came_after(passage, told, first, last):
            return Finding(
                "gait_changed_before_second_pain",
                True,
                "none",
                "narrative",
                passage.span(first, last),
            )
    return None


def _blamed_for(passage: Passage, told: list[Told], first: int) -> bool:
    """Say whether a complaint is put down to changed walking ("because I limp")."""
    lead = passage.words(first - 6, first)
    if _CAUSES.isdisjoint(lead):
        return False
    own = passage.sentence[first]
    near = {place for at, place in _places(told) if -2 <= passage.sentence[at] - own <= 1}
    return len(near) > 1


def _came_after(passage: Passage, told: list[Told], first: int, last: int) -> bool:
    """Say whether a new place is told to have begun after changed walking."""
    if "now" in passage.words(first - 2, first):
        return False
    before = {place for at, place in _places(told) if at < first}
    if not before:
        before = {place for at, place in _places(told) if first <= at <= last + 6}
    if not before:
        return False
    own = passage.sentence[first]
    return any(
        at >= last
        and passage.sentence[at] - own <= 2
        and place not in before
        and not _LATER.isdisjoint(passage.words(last, at + 6))
        for at, place in _places(told)
    )


def _places(told: list[Told]) -> list[tuple[int, tuple[str, str]]]:
    """Return where in the text which region and side is told to hurt."""
    return [
        (t.mention.first, (t.mention.part.region, t.mention.side))
        for t in told
        if t.mention is not None
        and t.finding.value is True
        and t.concept.kind in ("pain", "symptom", "trigger", "behaviour", "sign")
        and t.finding.id not in _GAIT
    ]


def _alters_gait(told: Told) -> bool:
    return told.finding.value is True and told.finding.id in _GAIT
