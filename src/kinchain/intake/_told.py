"""A finding with the words it was heard in, and how findings are named and collected."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.core.findings import Finding, Side, Value
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage

PAIN_OF = {
    "kneecap": "pain_knee_front",
    "bigtoe": "pain_toes",
    "lower_leg": "pain_leg",
    "sole": "pain_foot",
}
LEG_REGION = {"hip": "leg", "back": "leg"}


@dataclass(slots=True)
class Told:
    """A finding with the hit and part it came from."""

    finding: Finding
    concept: Concept
    hit: Hit
    mention: Mention | None


class Tellings:
    """Findings in the order heard; ``implied`` are ids of those that a denial overrules.

    ``ended`` are medicines that a later "not taking it" denies.

    Parameters
    ----------
    passage
        The text taken apart.
    """

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self.told: list[Told] = []
        self.implied: set[int] = set()
        self.ended: set[tuple[str, Side]] = set()

    def add(
        self,
        name: str,
        value: Value,
        side: Side,
        hit: Hit,
        concept: Concept,
        mention: Mention | None,
    ) -> None:
        """Add a finding.

        Parameters
        ----------
        name
            Finding, without side.
        value
            Its value.
        side
            Its side; ``both`` becomes one of each.
        hit
            What was heard.
        concept
            Its meaning.
        mention
            The part it is told of, or None.
        """
        span = self._passage.span(hit.first, hit.last)
        for one in ("left", "right") if side == "both" else (side,):
            finding = Finding(name, value, one, "narrative", span)
            self.told.append(Told(finding, concept, hit, mention))

    def add_onset(
        self, name: str, value: bool, side: Side, hit: Hit, concept: Concept, one: Mention | None
    ) -> None:
        """Add a finding; an onset is named by the region of its part.

        Parameters
        ----------
        name
            Finding, without side.
        value
            Its value.
        side
            Its side; ``both`` becomes one of each.
        hit
            What was heard.
        concept
            Its meaning.
        one
            The part it is told of, or None.
        """
        if name in ("gradual_onset", "sudden_onset"):
            region = one.part.region if one else ""
            if not region or region == "back":
                return
            name = f"{name}_{LEG_REGION.get(region, region)}"
        self.add(name, value, side, hit, concept, one)

    def settled(self) -> list[Told]:
        """Return what was told, without implied findings denied or told in words elsewhere."""
        plainly = {
            t.finding.key
            for t in self.told
            if t.finding.value is True and id(t) not in self.implied
        }
        denied = {t.finding.key for t in self.told if t.finding.value is False}
        ended = {t.finding.key for t in self.told if self._tells_end(t)}
        ended |= {f"{name}@{side}" if side != "none" else name for name, side in self.ended}
        return [
            t
            for t in self.told
            if (id(t) not in self.implied or t.finding.key not in denied | plainly)
            and not (t.finding.key in ended and t.finding.value is True)
        ]

    def _tells_end(self, told: Told) -> bool:
        """Say whether a medicine is told as taken no more."""
        if told.concept.kind != "medicine" or told.finding.value is not False:
            return False
        after = self._passage.words(told.hit.last, told.hit.last + 3)
        return after[:2] == ["any", "more"] or not {"anymore", "now"}.isdisjoint(after)


def pain_name(mention: Mention) -> str:
    """Return the pain finding of a body part.

    Parameters
    ----------
    mention
        The part.
    """
    part = mention.finer or mention.part
    return PAIN_OF.get(part.name, f"pain_{part.name}")
