"""What follows from the vocabulary alone: implied, derived and computed findings."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping

from kinchain.core.findings import Finding, Findings
from kinchain.evidence.model import FindingDef

COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">=": operator.ge,
    ">": operator.gt,
}
"""Operators a derived finding may use."""


def complete(told: Findings, vocabulary: Mapping[str, FindingDef]) -> Findings:
    """Add what the told findings imply: coarser sites, thresholds of numbers, the BMI.

    Parameters
    ----------
    told
        Findings as told or measured.
    vocabulary
        The vocabulary.

    Returns
    -------
    completed
        The told findings first, then what follows. A yes implies the coarser yes; a
        coarser no implies the finer no; what was told itself is never overridden.
    """
    found = told.plus(_bmi(told))
    found = found.plus(_derived(found, vocabulary.values()))
    found = found.plus(_implied_true(found, vocabulary))
    return found.plus(_implied_false(found, vocabulary))


def _bmi(told: Findings) -> Iterator[Finding]:
    height_m, mass_kg = told.number("height_m"), told.number("mass_kg")
    if height_m and mass_kg:
        yield Finding("bmi", round(mass_kg / height_m**2, 1))


def _derived(told: Findings, vocabulary: Iterable[FindingDef]) -> Iterator[Finding]:
    for entry in vocabulary:
        if entry.derive is None:
            continue
        number_id, sign, threshold = entry.derive
        for item in told:
            if item.id == number_id and not isinstance(item.value, bool | str):
                value = COMPARE[sign](float(item.value), threshold)
                held = told.value(entry.id, item.side)
                found_by_exam = item.source == "examined" and value
                if held is (not value) and not found_by_exam:
                    continue  # what was told itself stands, but for what a clinician found
                yield Finding(entry.id, value, item.side, item.source, item.span)


def _implied_true(told: Findings, vocabulary: Mapping[str, FindingDef]) -> Iterator[Finding]:
    for item in told:
        if item.value is True and item.id in vocabulary:
            for name in ancestors(item.id, vocabulary):
                yield Finding(name, True, item.side, item.source, item.span)


def _implied_false(told: Findings, vocabulary: Mapping[str, FindingDef]) -> Iterator[Finding]:
    denied = [item for item in told if item.value is False]
    if not denied:
        return
    for name in vocabulary:
        above = ancestors(name, vocabulary)
        for item in denied:
            if item.id in above and told.get(name, item.side) is None:
                yield Finding(name, False, item.side, item.source, item.span)


def ancestors(finding_id: str, vocabulary: Mapping[str, FindingDef]) -> tuple[str, ...]:
    """Return every finding that is true whenever this one is, nearest first.

    Parameters
    ----------
    finding_id
        Vocabulary id.
    vocabulary
        The vocabulary.
    """
    found: list[str] = []
    open_ids = list(vocabulary[finding_id].implies)
    while open_ids:
        name = open_ids.pop(0)
        if name not in found:
            found.append(name)
            open_ids.extend(vocabulary[name].implies)
    return tuple(found)
