"""What every part of a report is written from: the assessment, labels, numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinchain.core.findings import Side
from kinchain.core.formats.assessment import Assessment
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import CareKnowledge
from kinchain.report import words
from kinchain.report.model import SourcePart

N_SOURCES = 24
N_SOURCES_EACH = 1

PHRASED = ("pain_duration_days", "age", "pain_now_nrs", "knee_extension_deficit_deg")
"""Numbers that say more with their value where a rule names them."""


class Context:
    """One assessment with plain labels; it numbers the sources as they come.

    Parameters
    ----------
    told
        The assessment.
    knowledge
        The knowledge it was made with.
    care
        The knowledge of care it was made with.
    """

    def __init__(self, told: Assessment, knowledge: Knowledge, care: CareKnowledge) -> None:
        self.told = told
        self.knowledge = knowledge
        self.care = care
        self.cited = {source.id: source for source in told.sources}
        self.numbers: dict[str, int] = {}

    def refs(self, sources: Iterable[str], most: int = N_SOURCES_EACH) -> tuple[int, ...]:
        """Return the numbers of sources; new ones get the next number.

        Parameters
        ----------
        sources
            Ids of sources; those that the assessment does not cite are passed over.
        most
            How many are named at most.
        """
        found: list[int] = []
        for name in dict.fromkeys(sources):
            if name not in self.cited or len(found) == most:
                continue
            if name not in self.numbers and len(self.numbers) < N_SOURCES:
                self.numbers[name] = len(self.numbers) + 1
            if name in self.numbers:
                found.append(self.numbers[name])
        return tuple(found)

    def keys(self, keys: Sequence[str]) -> str:
        """Return findings or graph nodes, named by their keys, in plain words.

        Parameters
        ----------
        keys
            Ids, with their side behind an ``@``.
        """
        found: dict[str, list[Side]] = {}
        for key in keys:
            name, _, side = key.partition("@")
            at: Side = side or "none"  # type: ignore[assignment]
            text = self.label(name)
            for one in self.told.heard:
                if name in PHRASED and one.finding == name and one.side == at:
                    text = words.phrase(self.knowledge.findings[name], one.value)
            found.setdefault(text, []).append(at)
        return ", ".join(words.with_sides(text, sides) for text, sides in found.items())

    def label(self, name: str) -> str:
        """Return the plain name of a finding, a node or a condition.

        Parameters
        ----------
        name
            Its id; returned as it is where nothing bears it.
        """
        knowledge = self.knowledge
        for table in (knowledge.findings, knowledge.nodes):
            if name in table:
                return str(table[name].label)
        return knowledge.conditions[name].name if name in knowledge.conditions else name

    def sources(self) -> tuple[SourcePart, ...]:
        """Return the sources that were given a number."""
        return tuple(
            SourcePart(number, self.cited[name].citation, self.cited[name].url)
            for name, number in self.numbers.items()
        )
