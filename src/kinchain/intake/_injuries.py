"""From what was heard to injuries, of now and of long ago."""

from __future__ import annotations

from kinchain.core.findings import Side
from kinchain.intake._denial import never_before
from kinchain.intake._distance import distance
from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Concept, Hit
from kinchain.intake._mentions import Mention
from kinchain.intake._teller import Teller
from kinchain.intake._told import LEG_REGION


class Injuries(Teller):
    """Tells injuries."""

    def tell(self, hit: Hit, concept: Concept, value: bool, mention: Mention | None) -> None:
        """Tell an injury, or that there was none.

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
        """
        side: Side = mention.side if mention else "unknown"
        region = mention.part.region if mention else ""
        if not value and never_before(self._heard, hit):
            if region == "knee":
                self._tellings.add("previous_knee_injury", False, side, hit, concept, mention)
            return
        if concept.name == "rolled_ankle":
            region = "foot"
            if mention is not None and mention.part.region == "knee":
                side = mention.side
        if concept.name != "injury":
            self._tellings.add(concept.name, value, side, hit, concept, mention)
        if concept.name in ("pop_felt", "kicked_feeling_heel") and not value:
            return
        if (value or concept.name == "injury") and region not in ("", "back"):
            name = f"injury_{LEG_REGION.get(region, region)}"
            self._tellings.add(name, value, side, hit, concept, mention)

    def tell_former(self, hit: Hit, concept: Concept, others: list[bool]) -> None:
        """Tell an injury of long ago as a former one.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        others
            For each word, whether it is told of somebody else.
        """
        if concept.kind != "injury" or not hit.value or others[hit.first]:
            return
        if (
            self._heard.scopes.supposed[hit.first]
            or self._heard.scopes.denied_by[hit.first] is not None
        ):
            return
        mention = self._finder.part_for(hit, concept)
        if mention is None or distance(self._heard.passage, hit, mention) > 12:
            return
        words = self._heard.passage.words(hit.first, hit.last)
        area = mention.part.area
        sprain = concept.name in ("rolled_ankle", "twist_injury") or any(
            w.startswith("sprain") for w in words
        )
        if area == "knee":
            self._tellings.add("previous_knee_injury", True, mention.side, hit, concept, mention)
        elif area == "ankle" and sprain:
            self._tellings.add("previous_ankle_sprain", True, mention.side, hit, concept, mention)

    def tell_beside(self, hit: Hit, concept: Concept) -> None:
        """Take the part named beside a fall or crash as injured.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        """
        mention = self._finder.part_for(hit, concept)
        if mention is None:
            return
        apart = (
            self._heard.passage.sentence[mention.first] - self._heard.passage.sentence[hit.first]
        )
        beside = apart == 0 and distance(self._heard.passage, hit, mention) < 40
        if beside or (apart == 1 and mention.first - hit.last < 20):
            self.of_part(hit, concept, mention)

    def of_part(self, hit: Hit, concept: Concept, one: Mention) -> None:
        """Tell an injury of a part.

        Parameters
        ----------
        hit
            What was heard.
        concept
            Its meaning.
        one
            The part.
        """
        region = LEG_REGION.get(one.part.region, one.part.region)
        if region != "back":
            self._tellings.add(f"injury_{region}", True, one.side, hit, concept, one)


def was_hurt(heard: Hearing) -> bool:
    """Say whether any injury is told.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    """
    return any(
        (heard.words.concepts[h.name].kind in ("injury", "injury_whole") and h.value)
        or h.name == "injury"
        for h in heard.passage.concepts
    ) or bool(heard.passage.cues.get("injuryverb"))
