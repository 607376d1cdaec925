"""What can be set in a what-if: the controls of the form, what they say, and what was told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kinchain.app.simulate.order import SPEED_MPS
from kinchain.app.simulate.told_settings import as_settings, readings_of
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.simulation import SETTING_RANGES, Simulation
from kinchain.report.simulation.names import setting_in_words
from kinchain.report.simulation.words import headline, how_sure, sentences
from kinchain.simulate.settings import HEALTHY, WHOLE_PERSON
from kinchain.store.jobs import Job
from kinchain.store.keeping import Store
from kinchain.web.forms import Form
from kinchain.web.visit import Visit
from kinchain.web.work.tasks import SUMMARY

GROUPS: Mapping[str, tuple[str, ...]] = {
    "knee": ("knee_extension_deficit_deg", "knee_flexion_limit_deg", "knee_pain",
             "knee_effusion_grade"),
    "foot": ("ankle_dorsiflexion_limit_deg", "arch_height_pct", "arch_stiffness_pct",
             "plantar_fascia_stiffness_pct", "heel_pain"),
    "muscles": ("quadriceps_strength_pct", "hamstrings_tightness_pct", "calf_strength_pct",
                "calf_tightness_pct", "hip_flexor_tightness_pct"),
    "help": ("cane", "heel_lift_mm", "arch_support_pct", "body_mass_change_kg"),
}  # fmt: skip
"""What can be set, in groups; what the model does not have is not offered."""

AT_TERMINAL = " (--draws does)"
"""How the terminal tells of its option."""

SIDES = ("both", "left", "right")
MOST_SET = 8


@dataclass(frozen=True, slots=True)
class Control:
    """One setting of the form.

    Parameters
    ----------
    name
        Its name in the format.
    low, high, usual
        Ends of its range, and its value where nothing is set.
    value, side
        What the form shows.
    has_side
        Whether it is of one leg.
    """

    name: str
    low: float
    high: float
    usual: float
    value: str
    side: str
    has_side: bool


@dataclass(frozen=True, slots=True)
class ShownWhatIf:
    """A what-if in words.

    Parameters
    ----------
    settings
        What was set.
    headline
        The first thing to know.
    changes
        What changes, the surest first.
    unsure
        How sure it is.
    is_walk
        Whether there is a walk to see.
    disclaimer
        What it is not.
    """

    settings: tuple[str, ...]
    headline: str
    changes: tuple[str, ...]
    unsure: tuple[str, ...]
    is_walk: bool
    disclaimer: str


def told_settings(visit: Visit) -> dict[str, float]:
    """Return what a person told, as settings of the model.

    Parameters
    ----------
    visit
        What was told.
    """
    settings = as_settings(readings_of(visit.interview.look.findings))
    offered = {name for names in GROUPS.values() for name in names}
    return {
        key: round(value, 1) for key, value in settings.as_dict().items()
        if key.partition("@")[0] in offered
    }  # fmt: skip


def controls(shown: Mapping[str, str], told: Mapping[str, float]) -> dict[str, list[Control]]:
    """Return the controls by group.

    Parameters
    ----------
    shown
        What was sent, where the form is shown again.
    told
        Settings that the form begins with.
    """
    found: dict[str, list[Control]] = {}
    for group, names in GROUPS.items():
        found[group] = [_control(name, shown, told) for name in names]
    return found


def _control(name: str, shown: Mapping[str, str], told: Mapping[str, float]) -> Control:
    low, high = SETTING_RANGES[name]
    key = next((one for one in told if one.partition("@")[0] == name), "")
    value = f"{told[key]:g}" if key else ""
    side = key.partition("@")[2] or SIDES[0]
    return Control(
        name, low, high, HEALTHY[name], shown.get(name, value), shown.get(f"{name}@", side),
        name not in WHOLE_PERSON,
    )  # fmt: skip


def order_of(form: Form, visit: Visit) -> dict[str, Any]:
    """Return what a form asks for.

    Parameters
    ----------
    form
        The form.
    visit
        Whose it is.

    Raises
    ------
    InputError
        If a number is none or out of its range, or nothing is set.
    """
    faults: list[Fault] = []
    settings: dict[str, float] = {}
    for name in (one for names in GROUPS.values() for one in names):
        low, high = SETTING_RANGES[name]
        value = _number(form.one(name), (low, high), setting_in_words(name, 0), faults)
        if value is not None and value != HEALTHY[name]:
            side = form.one(f"{name}@")
            settings[name if side not in SIDES[1:] else f"{name}@{side}"] = value
    speed = _number(form.one("speed"), SPEED_MPS, "the speed", faults)
    if not settings and not faults:
        faults.append(NOTHING_SET)
    if len(settings) > MOST_SET:
        faults.append(TOO_MUCH)
    if faults:
        raise InputError(faults)
    person = visit.interview.case.person
    return {
        "settings": settings,
        "speed_mps": speed,
        "person": {"mass_kg": person.mass_kg, "height_m": person.height_m, "sex": person.sex},
        "name": "; ".join(setting_in_words(key, value) for key, value in settings.items()),
    }


def _number(text: str, ends: tuple[float, float], where: str, faults: list[Fault]) -> float | None:
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not ends[0] <= value <= ends[1]:
        faults.append(
            Fault("the value cannot be used", where.replace(" 0", ""),
                  f"a number from {ends[0]:g} to {ends[1]:g}", "correct it, or leave it out")
        )  # fmt: skip
        return None
    return value


def shown_what_if(store: Store, job: Job) -> ShownWhatIf | None:
    """Return a what-if in words; None before it is done.

    Parameters
    ----------
    store
        The store.
    job
        The job, of a case that is theirs for sure.
    """
    if job.state != "done" or job.result_id is None:
        return None
    kept = store.files.get(job.case_id, job.result_id)
    if kept is None or not kept.name.endswith(SUMMARY):
        return None
    data = json.loads(store.files.content(job.case_id, kept.id))
    done = Simulation.model_validate(data["simulation"])
    sure = tuple(one.replace(AT_TERMINAL, "") for one in how_sure(done))
    return ShownWhatIf(
        tuple(setting_in_words(key, value) for key, value in done.settings.items()),
        headline(done), tuple(sentences(done)), sure, done.converged,
        done.disclaimer or "",
    )  # fmt: skip


NOTHING_SET = Fault(
    "nothing is set that differs from usual", "the form that was sent", "at least one number",
    "set one thing, and leave the rest empty",
)  # fmt: skip
TOO_MUCH = Fault(
    "so much at once is set that nothing could be learned of any of it",
    "the form that was sent", f"at most {MOST_SET} numbers", "leave some empty",
)  # fmt: skip
