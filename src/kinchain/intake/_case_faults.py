"""Faults of the findings of a case: unknown, impossible, contradictory."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from kinchain.core.errors import Fault, unknown_name
from kinchain.core.findings import Finding, Findings, Side, Source, Value
from kinchain.core.formats.case import Case
from kinchain.evidence.model import FindingDef
from kinchain.evidence.vocabulary import ancestors

NAME = re.compile(r"[\w@.-]{1,80}")
"""What may be repeated in an error text: a name, perhaps misspelt, but nobody's sentence."""

SIDES: tuple[Side, ...] = ("left", "right", "both", "unknown")


def case_faults(case: Case, where: str, vocabulary: Mapping[str, FindingDef]) -> Iterator[Fault]:
    """Yield unknown, impossible and contradictory findings of a case.

    Parameters
    ----------
    case
        The case.
    where
        What to call it in error texts.
    vocabulary
        The findings that exist.
    """
    for key, value in case.findings.items():
        yield from _finding_faults(key, value, where, vocabulary)
    for index, one in enumerate(case.examined):
        place = f"{where}, field 'examined.{index}'"
        yield from _finding_faults(one.finding, one.value, where, vocabulary, place)
        if one.date is not None and case.date is not None and one.date > date.today():
            yield Fault("a day that has not come yet", place, "today or earlier", "correct it")
    told = Findings(tuple(answers(case, vocabulary)))
    yield from _contradictions(case, told, where, vocabulary)
    if case.narrative and not case.narrative.isprintable() and "\x00" in case.narrative:
        yield Fault(
            "the narrative holds bytes that are no text",
            f"{where}, field 'narrative'",
            "plain text",
            "paste the words again",
        )


def told_faults(told: object, where: str, vocabulary: Mapping[str, FindingDef]) -> Iterator[Fault]:
    """Yield the findings' own faults where other fields already keep the case from being read.

    Parameters
    ----------
    told
        The field ``findings`` as written.
    where
        What to call the file in error texts.
    vocabulary
        The findings that exist.
    """
    for key, value in told.items() if isinstance(told, dict) else ():
        if isinstance(key, str) and isinstance(value, bool | int | float | str):
            yield from _finding_faults(key, value, where, vocabulary)


def _finding_faults(
    key: str,
    value: Value,
    where: str,
    vocabulary: Mapping[str, FindingDef],
    at: str = "",
) -> Iterator[Fault]:
    name, _, side = key.partition("@")
    is_name = NAME.fullmatch(key) is not None
    place = at or f"{where}, field 'findings{'.' + key if is_name else ''}'"
    entry = vocabulary.get(name)
    if entry is None:
        fault = unknown_name(name, tuple(vocabulary), place, "finding")
        yield fault if is_name else replace(fault, what="a key that is no finding name")
        return
    if side and side not in SIDES:
        yield Fault(
            f"unknown side '{side[:20]}'", place, "left, right, both or unknown", "correct the side"
        )
    if side and not entry.sided:
        yield Fault(
            "a side on a finding of the whole person", place, f"'{name}' alone", "remove the side"
        )
    if value == "unknown":
        return
    yield from _value_faults(entry, value, place)


def _value_faults(entry: FindingDef, value: Value, place: str) -> Iterator[Fault]:
    if entry.type == "bool" and not isinstance(value, bool):
        yield Fault("not a yes or no", place, "true, false or unknown", "correct the value")
    if entry.type == "choice" and value not in entry.choices:
        yield Fault(
            "not one of the choices", place, ", ".join(entry.choices), "take one of the choices"
        )
    if entry.type == "number":
        low, high = entry.range or (-math.inf, math.inf)
        if isinstance(value, bool | str) or not low <= value <= high:
            yield Fault(
                "not a possible value",
                place,
                f"a number from {low:g} to {high:g} {entry.unit}".strip(),
                "correct the value or its unit",
            )


def _contradictions(
    case: Case, told: Findings, where: str, vocabulary: Mapping[str, FindingDef]
) -> Iterator[Fault]:
    seen: dict[tuple[str, Side], Value] = {}
    for item in answers(case, vocabulary):
        held = seen.setdefault((item.id, item.side), item.value)
        if held is not item.value and held != item.value:  # not-a-number differs from itself
            yield _contradiction(f"'{item.key}' is told twice with different values", where)
    for item in told:
        if item.value is not True:
            continue
        for above in ancestors(item.id, vocabulary):
            if told.is_false(above, item.side):
                yield _contradiction(
                    f"'{item.key}' is true while '{above}', which it implies, is false", where
                )
    for side in ("left", "right", "unknown"):
        bend = told.number("knee_flexion_deg", side)
        short = told.number("knee_extension_deficit_deg", side)
        if bend is not None and short is not None and bend < short:
            yield _contradiction(f"the {side} knee bends less than it lacks to straight", where)
    yield from _person_contradictions(case, told, where)


def _person_contradictions(case: Case, told: Findings, where: str) -> Iterator[Fault]:
    for name in ("age", "sex", "height_m", "mass_kg"):
        stated, answer = getattr(case.person, name), told.value(name)
        if stated is not None and answer is not None and stated != answer:
            yield _contradiction(f"'person.{name}' and the finding '{name}' differ", where)


def _contradiction(what: str, where: str) -> Fault:
    return Fault(what, f"{where}, field 'findings'", "answers that agree", "correct one of them")


def answers(case: Case, vocabulary: Mapping[str, FindingDef]) -> Iterator[Finding]:
    """Yield the answered findings of a case; ``both`` becomes two, ``unknown`` none.

    Parameters
    ----------
    case
        The case.
    vocabulary
        The findings that exist; others are passed over.
    """
    for key, told in case.findings.items():
        yield from _spelled_out(key, told, "answer", vocabulary)


def examined(case: Case, vocabulary: Mapping[str, FindingDef]) -> Iterator[Finding]:
    """Yield what a clinician found, the latest examination of a finding first.

    Parameters
    ----------
    case
        The case.
    vocabulary
        The findings that exist; others are passed over.
    """
    for one in sorted(case.examined, key=lambda one: one.date or date.min, reverse=True):
        yield from _spelled_out(one.finding, one.value, "examined", vocabulary)


def _spelled_out(
    key: str, told: Value, source: Source, vocabulary: Mapping[str, FindingDef]
) -> Iterator[Finding]:
    name, _, side = key.partition("@")
    entry = vocabulary.get(name)
    if entry is None or told == "unknown" or (side and side not in SIDES):
        return
    number = entry.type == "number" and not isinstance(told, bool | str)
    value: Value = float(told) if number else told
    if not entry.sided:
        yield Finding(name, value, source=source)
        return
    legs: tuple[Side, ...] = ("left", "right") if side == "both" else (side or "unknown",)
    for leg in legs:
        yield Finding(name, value, leg, source)
