"""Read and check the knowledge of care, gathering every fault before raising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from kinchain.core.errors import Fault, KnowledgeError, unknown_name
from kinchain.evidence.care_model import (
    Bar,
    CareItem,
    Course,
    Exercise,
    Group,
    Measure,
    Prevention,
    Treatment,
)
from kinchain.evidence.check import READ_MARKS
from kinchain.evidence.load import KNOWLEDGE, Knowledge, _twice, _typed, load_knowledge

Entry = TypeVar("Entry", Treatment, Exercise, Course, Measure, Group, Prevention)


@dataclass(frozen=True)
class CareKnowledge:
    """Everything care knows, indexed by id, in file order."""

    groups: Mapping[str, Group]
    treatments: Mapping[str, Treatment]
    exercises: Mapping[str, Exercise]
    preventions: Mapping[str, Prevention]
    courses: Mapping[str, Course]
    measures: Mapping[str, Measure]

    @property
    def items(self) -> tuple[CareItem, ...]:
        """All treatments, then all exercises."""
        return (*self.treatments.values(), *self.exercises.values())

    def item(self, item_id: str) -> CareItem:
        """Return a treatment or an exercise.

        Parameters
        ----------
        item_id
            Its id.
        """
        found = self.treatments.get(item_id)
        return found if found is not None else self.exercises[item_id]

    def spread(self, names: Iterable[str]) -> tuple[str, ...]:
        """Spell groups out as conditions, each once.

        Parameters
        ----------
        names
            Ids of conditions or groups.
        """
        found: dict[str, None] = {}
        for name in names:
            group = self.groups.get(name)
            found.update(dict.fromkeys(group.conditions if group else (name,)))
        return tuple(found)


def read_care(knowledge: Knowledge | None = None) -> CareKnowledge:
    """Read the care files afresh and check them against the knowledge base.

    Parameters
    ----------
    knowledge
        Findings, conditions and sources that care may name; the packaged ones where None.

    Raises
    ------
    KnowledgeError
        With every fault of every file.
    """
    knowledge = knowledge or load_knowledge()
    faults: list[Fault] = []
    care = CareKnowledge(
        groups=_indexed("treatments.yaml", "groups", Group, faults),
        treatments=_indexed("treatments.yaml", "treatments", Treatment, faults),
        exercises=_indexed("exercises.yaml", "exercises", Exercise, faults),
        preventions=_indexed("treatments.yaml", "preventions", Prevention, faults),
        courses=_indexed("recovery.yaml", "courses", Course, faults),
        measures=_indexed("measures.yaml", "measures", Measure, faults),
    )
    faults.extend(care_faults(care, knowledge))
    if faults:
        raise KnowledgeError(faults)
    return care


@lru_cache(maxsize=1)
def load_care() -> CareKnowledge:
    """Return the packaged knowledge of care, read and checked once per process.

    Raises
    ------
    KnowledgeError
        With every fault of every file.
    """
    return read_care()


def _indexed(name: str, key: str, kind: type[Entry], faults: list[Fault]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in _typed(KNOWLEDGE / name, key, kind, faults):
        if entry.id in found:
            faults.append(_twice(entry.id, name, name))
        found[entry.id] = entry
    return found


def care_faults(care: CareKnowledge, knowledge: Knowledge) -> list[Fault]:
    """Return every fault that only shows across entries.

    Parameters
    ----------
    care
        The knowledge of care as parsed.
    knowledge
        Findings, conditions, mechanisms and sources.
    """
    return [
        *_item_faults(care, knowledge),
        *_group_faults(care, knowledge),
        *_course_faults(care, knowledge),
    ]


def _unknown(names: Iterable[str], known: Sequence[str], where: str, kind: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield unknown_name(name, known, where, kind)


def _unread(
    basis: str, sources: Iterable[str], knowledge: Knowledge, where: str
) -> Iterator[Fault]:
    """Yield a fault where a figure is called sourced and none of its sources was read."""
    if basis in ("expert", "usual_practice"):
        return
    known = knowledge.sources
    if not any(known[s].seen.startswith(READ_MARKS) for s in sources if s in known):
        yield Fault(
            what=f"called '{basis}', but none of its sources was read itself",
            where=where,
            expected="a source seen as abstract, table or full text",
            mend="read the source and say so, or call it usual practice (a figure: leave it out)",
        )


def _item_faults(care: CareKnowledge, knowledge: Knowledge) -> Iterator[Fault]:
    sources, findings = tuple(knowledge.sources), tuple(knowledge.findings)
    conditions = (*knowledge.conditions, *care.groups)
    codes = tuple({one.code for one in knowledge.mechanisms.values()})
    both = set(care.treatments) & set(care.exercises)
    for name in sorted(both):
        yield _twice(name, "exercises.yaml", "treatments.yaml")
    for item in care.items:
        kind = "treatment" if isinstance(item, Treatment) else "exercise"
        where = f"{kind}s.yaml, {kind} '{item.id}'"
        yield from _unknown(item.sources, sources, where, "source")
        yield from _unknown(item.mechanisms, codes, where, "mechanism code")
        yield from _unknown(_findings_of(item), findings, where, "finding")
        for one in item.helps:
            yield from _unknown(one.conditions, conditions, f"{where}, field 'helps'", "condition")
        yield from _unknown(item.effect.conditions, conditions, where, "condition")
        yield from _unknown(item.barred_if_possible, conditions, where, "condition")
        yield from _unread(item.dose.basis, item.dose.sources, knowledge, f"{where}, field 'dose'")
        yield from _unread(
            item.effect.basis, item.effect.sources, knowledge, f"{where}, field 'effect'"
        )
        yield from _medicine_faults(item, where)
        yield from _not_for_faults(item, knowledge, conditions, where)


def _findings_of(item: CareItem) -> tuple[str, ...]:
    bars: tuple[Bar, ...] = (*item.barred_by, *item.barred_if_told, *item.only_if)
    cautions = (one.finding for one in item.cautions)
    return (*(bar.finding for bar in bars), *item.must_be_answered, *cautions)


def _medicine_faults(item: CareItem, where: str) -> Iterator[Fault]:
    if item.kind == "medicine" and not item.barred_by:
        yield Fault("a medicine without a contraindication", where, "barred_by: [...]", "add them")
    against = {bar.finding for bar in (*item.barred_by, *item.barred_if_told)}
    for name in sorted(against & {bar.finding for bar in item.only_if}):
        yield Fault(
            what=f"'{name}' both calls for it and speaks against it",
            where=where,
            expected="only one of the two",
            mend="delete one",
        )


def _not_for_faults(
    item: CareItem, knowledge: Knowledge, conditions: Sequence[str], where: str
) -> Iterator[Fault]:
    for one in item.not_for if isinstance(item, Treatment) else ():
        place = f"{where}, field 'not_for'"
        yield from _unknown(one.conditions, conditions, place, "condition")
        yield from _unknown(one.sources, tuple(knowledge.sources), place, "source")
        yield from _unread(one.basis, one.sources, knowledge, place)


def _group_faults(care: CareKnowledge, knowledge: Knowledge) -> Iterator[Fault]:
    for group in care.groups.values():
        where = f"treatments.yaml, group '{group.id}'"
        yield from _unknown(group.conditions, tuple(knowledge.conditions), where, "condition")
        yield from _unknown(group.signs, tuple(knowledge.findings), where, "finding")
    for one in care.preventions.values():
        where = f"treatments.yaml, prevention '{one.id}'"
        yield from _unknown(one.sources, tuple(knowledge.sources), where, "source")
        yield from _unread(one.basis, one.sources, knowledge, where)
        known = (*knowledge.conditions, *care.groups)
        yield from _unknown(one.barred_if_possible, known, where, "condition")
        bars = (bar.finding for bar in one.barred_if_told)
        yield from _unknown(bars, tuple(knowledge.findings), where, "finding")
    helped = {name for item in care.items for h in item.helps for name in care.spread(h.conditions)}
    for name in knowledge.conditions:
        if name not in helped:
            yield Fault(
                what=f"nothing helps '{name}'",
                where="treatments.yaml, exercises.yaml",
                expected="at least one entry whose 'helps' names it or a group of it",
                mend="add it",
            )


def _course_faults(care: CareKnowledge, knowledge: Knowledge) -> Iterator[Fault]:
    sources = tuple(knowledge.sources)
    for course in care.courses.values():
        where = f"recovery.yaml, course '{course.id}'"
        yield from _unknown(course.conditions, tuple(knowledge.conditions), where, "condition")
        yield from _unknown(course.sources, sources, where, "source")
        yield from _unread(course.basis, course.sources, knowledge, where)
        if course.curve:
            yield from _unknown(course.curve.sources, sources, where, "source")
            place = f"{where}, field 'curve'"
            yield from _unread("sourced", course.curve.sources, knowledge, place)
    for measure in care.measures.values():
        where = f"measures.yaml, measure '{measure.id}'"
        yield from _unknown(measure.sources, sources, where, "source")
        yield from _unread(measure.smallest_basis, measure.sources, knowledge, where)
