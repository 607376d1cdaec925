"""What a clinician can enter as examined: rows of a form, and from the form to the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Side
from kinchain.core.formats.case import Case, Examined
from kinchain.evidence import load_knowledge
from kinchain.evidence.model import FindingDef
from kinchain.report.words import UNIT_WORDS
from kinchain.web.forms import Form

GROUPS: Mapping[str, tuple[str, ...]] = {
    "knee": (
        "swelling_knee", "effusion_sweep_grade", "warmth_knee", "redness_knee",
        "tender_joint_line", "bone_tender_kneecap_only", "bone_tender_fibular_head",
        "cannot_straighten_knee", "knee_extension_deficit_deg", "knee_flexion_deg",
        "cannot_lift_straight_leg", "knee_grossly_unstable", "lump_behind_knee", "bow_leg",
        "knock_knee",
    ),
    "calf": (
        "swelling_calf", "calf_girth_difference_cm", "tender_deep_vein", "pitting_oedema",
        "calf_squeeze_no_movement", "cannot_single_heel_raise", "single_leg_heel_raises_n",
        "knee_to_wall_cm", "swelling_ankle", "bone_tender_malleolus", "tinel_inner_ankle",
    ),
    "foot": (
        "windlass_pain", "heel_squeeze_pain", "forefoot_squeeze_pain", "web_space_squeeze_pain",
        "big_toe_extension_painful", "bone_tender_navicular", "bone_tender_fifth_metatarsal",
        "navicular_drop_mm", "flat_foot", "high_arch", "foot_rolls_in", "foot_ulcer",
        "skin_break", "warmth_foot", "foot_temperature_difference_c", "foot_pulse_absent",
        "touch_test_missed_n",
    ),
    "leg": (
        "quadriceps_weak", "hip_weak", "hamstring_tight", "hamstring_short_deg", "calf_tight",
        "hip_flexor_tight", "pain_hip_rotation", "leg_length_difference", "step_down_points",
        "single_leg_balance_s", "chair_stands_30s_n",
    ),
}  # fmt: skip
"""Findings that an examination of knee and foot usually tells, by where."""

LEGS: tuple[Side, ...] = ("right", "left")
MAX_BY = 80
MAX_NUMBER = 11
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name and what stands in it."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One finding: its words, its unit and range, and a field for each side."""

    label: str
    unit: str
    is_number: bool
    cells: tuple[Cell, ...]


def rows_of(case: Case, form: Form | None = None) -> dict[str, tuple[ExamRow, ...]]:
    """Return the rows of the form, with what was examined or what was typed.

    Parameters
    ----------
    case
        The case.
    form
        What was typed, where it could not be taken.
    """
    held = {one.finding: _text(one.value) for one in case.examined}
    typed = None if form is None else {name: form.one(name) for name in _names()}
    values = held if typed is None else typed
    return {group: tuple(_row(name, values) for name in ids) for group, ids in GROUPS.items()}


def examined_from(case: Case, form: Form, today: Date) -> tuple[Examined, ...]:
    """Return what was examined after a form; what it does not show stays as it was.

    Parameters
    ----------
    case
        The case as it was.
    form
        The form.
    today
        No later day is taken.

    Raises
    ------
    InputError
        If something cannot be used, with every fault.
    """
    faults: list[Fault] = []
    by = form.one("by")[:MAX_BY]
    day = _day(form.one("date"), today, faults)
    before = {one.finding: one for one in case.examined}
    shown = frozenset(_names())
    found = [one for one in case.examined if one.finding not in shown]
    is_new = False
    for key in _names():
        value = _value(key, form.one(key), faults)
        if value is None:
            continue
        old = before.get(key)
        if old is not None and old.value == value:
            found.append(old)
            continue
        is_new = True
        found.append(Examined(finding=key, value=value, by=by or "-", date=day))
    if is_new and not by:
        faults.append(NOBODY)
    if faults:
        raise InputError(faults)
    return tuple(found)


def _names() -> Iterator[str]:
    known = load_knowledge().findings
    for ids in GROUPS.values():
        for name in ids:
            yield from (_key(known[name], side) for side in _sides(known[name]))


def _sides(entry: FindingDef) -> tuple[Side, ...]:
    return LEGS if entry.sided else ("none",)


def _key(entry: FindingDef, side: Side) -> str:
    return entry.id if side == "none" else f"{entry.id}@{side}"


def _row(name: str, values: Mapping[str, str]) -> ExamRow:
    entry = load_knowledge().findings[name]
    unit = UNIT_WORDS.get(entry.unit, entry.unit)
    is_number = entry.type == "number"
    if is_number and entry.range is not None:
        unit = f"{entry.range[0]:g} to {entry.range[1]:g} {unit}".strip()
    cells = (
        Cell(key, values.get(key, ""), entry.label if side == "none" else f"{entry.label}, {side}")
        for side in _sides(entry)
        for key in (_key(entry, side),)
    )
    return ExamRow(entry.label, unit if is_number else "", is_number, tuple(cells))


def _text(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:g}"


def _value(key: str, text: str, faults: list[Fault]) -> bool | float | None:
    if not text:
        return None
    entry = load_knowledge().findings[key.partition("@")[0]]
    if entry.type == "bool" and text in YES_NO:
        return YES_NO[text]
    if entry.type == "number":
        low, high = entry.range or (0.0, 0.0)
        number = _number(text)
        if number is not None and low <= number <= high:
            return number
        expected = f"a number from {low:g} to {high:g}"
    else:
        expected = "present or absent"
    faults.append(
        Fault("the value cannot be used", entry.label, expected, "correct it, or leave it empty")
    )
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if len(text) <= MAX_NUMBER else None
    except ValueError:
        return None


def _day(text: str, today: Date, faults: list[Fault]) -> Date:
    try:
        day = Date.fromisoformat(text) if text else today
    except ValueError:
        day = today
        faults.append(Fault("this is no day", "Day", "a day such as 2026-03-14", "correct it"))
    if day > today:
        faults.append(Fault("a day that has not come yet", "Day", "today or earlier", "correct it"))
    return day


NOBODY = Fault(
    "it is not said who examined",
    "Examined by",
    "a role, such as: physiotherapist",
    "fill it in; a name is not needed",
)
