"""What is set on a person: impairments, foot structure, treatments; read and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Real

from kinchain.core.errors import Fault, InputError, UnknownNameError, unknown_name
from kinchain.core.formats.simulation import SETTING_RANGES
from kinchain.simulate.gait_cycle import LEGS, MASS_KG, Leg, Person

__all__ = ["HEALTHY", "NOT_MODELLED", "Settings", "parse_settings", "settings_from", "with_value"]

HEALTHY: dict[str, float] = {
    "knee_extension_deficit_deg": 0.0,
    "knee_flexion_limit_deg": 140.0,
    "knee_pain": 0.0,
    "knee_effusion_grade": 0.0,
    "quadriceps_strength_pct": 100.0,
    "hamstrings_tightness_pct": 0.0,
    "calf_tightness_pct": 0.0,
    "calf_strength_pct": 100.0,
    "hip_flexor_tightness_pct": 0.0,
    "hip_abductor_strength_pct": 100.0,
    "knee_varus_deg": 0.0,
    "arch_height_pct": 100.0,
    "arch_stiffness_pct": 100.0,
    "plantar_fascia_stiffness_pct": 100.0,
    "ankle_dorsiflexion_limit_deg": 30.0,
    "heel_pain": 0.0,
    "body_mass_change_kg": 0.0,
    "heel_lift_mm": 0.0,
    "arch_support_pct": 0.0,
    "cane": 0.0,
}
"""Each setting's value where nothing is set."""

NOT_MODELLED = ("hip_abductor_strength_pct", "knee_varus_deg")
"""They act in the frontal plane, which the model does not have yet."""

WHOLE_PERSON = ("body_mass_change_kg",)
"""Settings without a side."""

LEAST_KNEE_RANGE_DEG = 5.0
"""A knee that bends less than this between its two stops is fused, which is not modelled."""

_BOTH = "both"


@dataclass(frozen=True)
class Settings:
    """What is set, checked; a setting that is not told has its healthy value.

    Build it by ``parse_settings`` or ``settings_from``.

    Parameters
    ----------
    told
        Each as (name, leg, value); leg is None for settings of the whole person.
    """

    told: tuple[tuple[str, Leg | None, float], ...] = ()

    def value(self, name: str, side: Leg | None = None) -> float:
        """Return a setting's value on one side, its healthy value where nothing was set.

        Parameters
        ----------
        name
            Name of CONTRACT's simulation section; the unit ends it.
        side
            ``left`` or ``right``; None for a setting of the whole person.

        Raises
        ------
        UnknownNameError
            If there is no such setting.
        """
        if name not in HEALTHY:
            raise UnknownNameError(unknown_name(name, tuple(HEALTHY), "settings", "setting"))
        own = None if name in WHOLE_PERSON else side
        for told, leg, value in self.told:
            if told == name and leg == own:
                return value
        return HEALTHY[name]

    def changed(self) -> tuple[tuple[str, Leg | None, float], ...]:
        """Return what differs from the healthy value, in the order told."""
        return tuple(one for one in self.told if one[2] != HEALTHY[one[0]])

    def not_modelled(self) -> tuple[str, ...]:
        """Return the names set to something the model does not have, e.g. ``knee_varus_deg``."""
        return tuple(dict.fromkeys(name for name, _, _ in self.changed() if name in NOT_MODELLED))

    def only(self, names: Iterable[str]) -> Settings:
        """Return what is set of these names alone.

        Parameters
        ----------
        names
            Names to keep; all others become healthy.
        """
        kept = set(names)
        return Settings(tuple(one for one in self.told if one[0] in kept))

    def without(self, names: Iterable[str]) -> Settings:
        """Return what is set but for these names.

        Parameters
        ----------
        names
            Names that become healthy.
        """
        gone = set(names)
        return Settings(tuple(one for one in self.told if one[0] not in gone))

    def mirrored(self) -> Settings:
        """Return the same with left and right changed over."""
        other: dict[Leg | None, Leg | None] = {"left": "right", "right": "left", None: None}
        return Settings(tuple((name, other[leg], value) for name, leg, value in self.told))

    def as_dict(self) -> dict[str, float]:
        """Return what was set as ``NAME`` or ``NAME@side`` -> value, as the format has it."""
        return dict(self._items())

    def _items(self) -> Iterator[tuple[str, float]]:
        done: set[str] = set()
        for name, leg, value in self.told:
            if name in done:
                continue
            both = [v for n, side, v in self.told if n == name and side is not None]
            if leg is None or (len(both) == len(LEGS) and both[0] == both[1]):
                done.add(name)
                yield name, value
            else:
                yield f"{name}@{leg}", value


def parse_settings(texts: Iterable[str], person: Person | None = None) -> Settings:
    """Read settings as the command line takes them.

    Parameters
    ----------
    texts
        Each ``NAME=VALUE``, ``NAME@left=VALUE`` or ``NAME@right=VALUE``; without a side both
        legs.
    person
        The person, where known; a change of mass must leave a person's mass.

    Raises
    ------
    InputError
        With every fault: an unknown name, a value that is no number or out of range, a
        contradiction.
    """
    faults: list[Fault] = []
    pairs: list[tuple[str, object]] = []
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            faults.append(
                Fault("has no value", f"--set {_id_of(text)}", "NAME=VALUE or NAME@side=VALUE",
                      "as in knee_extension_deficit_deg@right=10")
            )  # fmt: skip
        else:
            pairs.append((key.strip(), value.strip()))
    return _checked(pairs, faults, person, "--set")


def settings_from(given: Mapping[str, float] | Settings | None, person: Person) -> Settings:
    """Check settings given in Python.

    Parameters
    ----------
    given
        ``NAME``, ``NAME@left`` or ``NAME@right`` -> value; or settings already checked; None for
        a healthy person.
    person
        The person; a change of mass must leave a person's mass.

    Raises
    ------
    InputError
        With every fault, as ``parse_settings``.
    """
    if given is None:
        return Settings()
    if isinstance(given, Settings):
        pairs: list[tuple[str, object]] = [
            (name if leg is None else f"{name}@{leg}", value) for name, leg, value in given.told
        ]
    elif isinstance(given, Mapping):
        pairs = [(str(key), value) for key, value in given.items()]
    else:
        raise InputError(
            Fault(f"is a {type(given).__name__}", "settings", "names with their values",
                  "as in {'knee_extension_deficit_deg@right': 10}")
        )  # fmt: skip
    return _checked(pairs, [], person, "settings")


def _id_of(text: str) -> str:
    """Return the part of a text that may be repeated: a short name, no free text."""
    head = text.split(maxsplit=1)[0] if text.split() else ""
    return head[:60]


def _checked(
    pairs: Iterable[tuple[str, object]], faults: list[Fault], person: Person | None, where: str
) -> Settings:
    told: dict[tuple[str, Leg | None], float] = {}
    unknown = False
    for key, raw in pairs:
        name, at, side = key.partition("@")
        place = f"{where} {_id_of(key)}"
        fault = _name_fault(name, side if at else None, place)
        value = None if fault else _number(raw)
        if fault is None:
            fault = _value_fault(name, value, place)
        if fault is not None or value is None:
            unknown |= name not in SETTING_RANGES
            faults += [fault] if fault else []
            continue
        for leg in _legs(name, side):
            if told.get((name, leg), value) != value:
                faults.append(_twice(name, place))
            told[name, leg] = value
    settings = Settings(tuple((name, leg, value) for (name, leg), value in told.items()))
    faults += _contradictions(settings, person, where)
    if faults:
        raise (UnknownNameError if unknown else InputError)(tuple(dict.fromkeys(faults)))
    return settings


def _name_fault(name: str, side: str | None, place: str) -> Fault | None:
    if name not in SETTING_RANGES:
        return unknown_name(_id_of(name), tuple(SETTING_RANGES), place, "setting")
    if name in WHOLE_PERSON and side not in {None, _BOTH}:
        return Fault("is of the whole person and takes no side", place, name, f"write {name}=VALUE")
    if side not in {None, _BOTH, *LEGS}:
        return Fault("unknown side", place, "@left, @right, or no side for both",
                     f"write {name}@left or {name}@right")  # fmt: skip
    return None


def _number(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, Real | str):
        return None
    try:
        value = float(raw)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _value_fault(name: str, value: float | None, place: str) -> Fault | None:
    low, high = SETTING_RANGES[name]
    if value is None:
        what = "the value is no number"
    elif not low <= value <= high:
        what = "the value is out of range"
    else:
        return None
    mend = f"healthy is {HEALTHY[name]:g}; write a number between {low:g} and {high:g}"
    return Fault(what, place, f"{low:g} to {high:g}", mend)


def _legs(name: str, side: str) -> tuple[Leg | None, ...]:
    if name in WHOLE_PERSON:
        return (None,)
    return tuple(leg for leg in LEGS if side in {"", _BOTH, leg})


def _twice(name: str, place: str) -> Fault:
    return Fault("is set twice with different values for one leg", place,
                 "one value for each leg", f"leave one {name} out")  # fmt: skip


def _contradictions(settings: Settings, person: Person | None, where: str) -> list[Fault]:
    faults = []
    for leg in LEGS:
        straight = settings.value("knee_extension_deficit_deg", leg)
        bent = settings.value("knee_flexion_limit_deg", leg)
        if bent - straight < LEAST_KNEE_RANGE_DEG:
            faults.append(
                Fault("the knee can bend less than it lacks to be straight",
                      f"{where} knee_extension_deficit_deg@{leg}, knee_flexion_limit_deg@{leg}",
                      f"a flexion limit at least {LEAST_KNEE_RANGE_DEG:g} degrees above the "
                      "extension deficit", "lower the deficit or raise the limit")
            )  # fmt: skip
    if person is not None:
        low, high = MASS_KG
        if not low <= person.mass_kg + settings.value("body_mass_change_kg") <= high:
            faults.append(
                Fault("leaves no mass a grown person has", f"{where} body_mass_change_kg",
                      f"{low:g} to {high:g} kilograms after the change", "make the change smaller")
            )  # fmt: skip
    return faults


def with_value(settings: Settings, name: str, side: Leg | None, value: float) -> Settings:
    """Return settings with one value set anew, within its range.

    Parameters
    ----------
    settings
        What is set.
    name
        The setting.
    side
        Its leg; None for the whole person.
    value
        The value; cut to the setting's range.
    """
    low, high = SETTING_RANGES[name]
    kept = tuple(one for one in settings.told if one[:2] != (name, side))
    return replace(settings, told=(*kept, (name, side, min(max(value, low), high))))
