"""What speaks against a treatment or an exercise; unanswered counts as present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kinchain.care.picture import Picture
from kinchain.core.findings import Finding
from kinchain.evidence.care_load import CareKnowledge
from kinchain.evidence.care_model import Bar, CareItem, Exercise

PAIN_RULE_NEVER = ("bone_stress", "fracture", "rupture", "charcot", "crps", "neuropathy")
"""Groups of which none may be possible where the pain-monitoring rule is given: there pain
does not warn in time, or loading through it does the harm."""

POSSIBLE_FROM: Mapping[str, float] = {
    "bone_stress": 0.10,
    "fracture": 0.10,
    "rupture": 0.10,
    "neuropathy": 0.15,
    "charcot": 0.02,
    "crps": 0.03,
    "clot": 0.05,
    "infection": 0.05,
    "circulation": 0.10,
    "pressure": 0.10,
    "tumour": 0.02,
}
"""Probability of at least one condition of a group from which it counts as possible.

Expert judgement, set beside what plain cases give: heel pain with the first steps, or a
stiff knee at 60, leaves bone stress at 0.03 to 0.07, nerve damage at 0.03 to 0.10 and a
clot at 0.01, while the typical story of each gives 0.3 and more. The less time an error
leaves, the lower the line. Told signs of a group make it possible at any probability.
"""

POSSIBLE_ELSE = 0.15
"""The same for a single condition or a group without a line of its own."""

MUST_BE_DENIED = ("numb_foot", "neuropathy_known")
"""Until these are denied the acceptable-pain rule is not given: unknown counts as present."""

PREGNANT_BELOW_YEARS = 56.0
"""From this age on pregnancy needs no question (expert judgement)."""

FRESH_DAYS = 3.0
"""In the first three days after an injury nothing is loaded more than lightly; an injury
without a told day counts as fresh (usual practice)."""

INJURIES = ("injury_knee", "injury_leg", "injury_foot")
"""Findings that say that this episode began with an injury."""

Reason = Literal["told", "open", "possible"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not in the plan: told, not answered, or possible."""

    kind: Reason
    why: str


def possible(picture: Picture, name: str, care: CareKnowledge) -> bool:
    """Say whether a condition or one of a group cannot be set aside.

    Parameters
    ----------
    picture
        The person.
    name
        Id of a condition or a group.
    care
        Knowledge of care.
    """
    group = care.groups.get(name)
    if group and any(picture.findings.is_true(sign) for sign in group.signs):
        return True
    return _likely_enough(picture, name, care)


def _likely_enough(picture: Picture, name: str, care: CareKnowledge) -> bool:
    group = care.groups.get(name)
    conditions = group.conditions if group else (name,)
    return picture.any_of(conditions) >= POSSIBLE_FROM.get(name, POSSIBLE_ELSE)


def pain_may_mislead(picture: Picture, care: CareKnowledge) -> bool:
    """Say whether the acceptable-pain rule must not be given.

    So it is while a danger question or one on feeling is open, and while any group of
    `PAIN_RULE_NEVER` is possible.

    Parameters
    ----------
    picture
        The person.
    care
        Knowledge of care.
    """
    if picture.provisional or any(possible(picture, name, care) for name in PAIN_RULE_NEVER):
        return True
    return not all(is_absent(picture, Bar(finding=name, why="")) for name in MUST_BE_DENIED)


def _told(picture: Picture, finding: str) -> list[Finding]:
    return [item for item in picture.findings if item.id == finding]


def _holds(item: Finding, bar: Bar) -> bool:
    if bar.under is None and bar.from_ is None:
        return item.value is True
    if isinstance(item.value, bool | str):
        return False
    below = bar.under is not None and item.value < bar.under
    return below or (bar.from_ is not None and item.value >= bar.from_)


def is_told(picture: Picture, bar: Bar) -> bool:
    """Say whether a finding was told, on any side.

    Parameters
    ----------
    picture
        The person.
    bar
        The finding, with bounds if it is a number.
    """
    return any(_holds(item, bar) for item in _told(picture, bar.finding))


def is_absent(picture: Picture, bar: Bar) -> bool:
    """Say whether a finding is known not to be there: denied on every treated leg.

    Parameters
    ----------
    picture
        The person.
    bar
        The finding, with bounds if it is a number.
    """
    told = _told(picture, bar.finding)
    if any(_holds(item, bar) for item in told):
        return False
    if bar.finding == "pregnant" and _cannot_be_pregnant(picture):
        return True
    sides = {item.side for item in told}
    if not sides:
        return False
    return bool(sides & {"none", "unknown"}) or sides >= set(picture.legs)


def _cannot_be_pregnant(picture: Picture) -> bool:
    age = picture.findings.number("age")
    return picture.findings.value("sex") == "male" or (
        age is not None and age >= PREGNANT_BELOW_YEARS
    )


def refusals(picture: Picture, item: CareItem, care: CareKnowledge) -> tuple[Refusal, ...]:
    """Return everything that keeps an item out of the plan; empty where it may be in.

    Parameters
    ----------
    picture
        The person.
    item
        A treatment or an exercise.
    care
        Knowledge of care.
    """
    found = [Refusal("told", bar.why) for bar in item.barred_if_told if is_told(picture, bar)]
    for bar in item.barred_by:
        if is_told(picture, bar):
            found.append(Refusal("told", bar.why))
        elif not is_absent(picture, bar):
            numeric = bar.under is not None or bar.from_ is not None
            why = f"your {bar.finding} is not known" if numeric else bar.why
            found.append(Refusal("open", why))
    found.extend(
        Refusal("open", f"'{name.replace('_', ' ')}' was not answered")
        for name in item.must_be_answered
        if not _told(picture, name)
    )
    found.extend(_possible_refusals(picture, item, care))
    found.extend(_load_refusals(picture, item))
    if picture.is_child and not item.for_children:
        found.append(Refusal("told", "it is not meant for anyone under 16"))
    return tuple(found)


def _load_refusals(picture: Picture, item: CareItem) -> list[Refusal]:
    """Return what speaks against load: a fresh injury, open danger questions."""
    load = item.load if isinstance(item, Exercise) else "none"
    found = []
    if load in ("moderate", "high") and _is_fresh(picture):
        found.append(Refusal("told", "the injury is fresh"))
    if load == "high" and picture.provisional:
        found.append(Refusal("open", "questions on danger signs are open"))
    return found


def _is_fresh(picture: Picture) -> bool:
    hurt = any(picture.findings.is_true(name) for name in INJURIES)
    days = [item.value for item in _told(picture, "injury_days")]
    numbers = [value for value in days if not isinstance(value, bool | str)]
    return (hurt or bool(numbers)) and min(numbers, default=0.0) < FRESH_DAYS


def _possible_refusals(picture: Picture, item: CareItem, care: CareKnowledge) -> list[Refusal]:
    """Return the possible dangers.

    A medicine's danger signs stand in its ``barred_by``, so that an answer taken back can
    only take a medicine away.
    """
    is_possible = _likely_enough if item.kind == "medicine" else possible
    names = dict.fromkeys(item.barred_if_possible)
    if isinstance(item, Exercise) and item.load in ("moderate", "high"):
        names.update(dict.fromkeys(PAIN_RULE_NEVER))
    return [
        Refusal("possible", f"{GROUP_WORDS.get(name, name.replace('_', ' '))} is possible")
        for name in names
        if is_possible(picture, name, care)
    ]


GROUP_WORDS: Mapping[str, str] = {
    "bone_stress": "a stress fracture",
    "fracture": "a broken bone",
    "rupture": "a torn tendon",
    "charcot": "a collapsing foot",
    "crps": "a pain illness of the limb",
    "neuropathy": "nerve damage",
    "clot": "a clot",
    "infection": "an infection",
    "circulation": "poor blood flow",
    "pressure": "pressure in a muscle",
    "tumour": "a growth in the bone",
    "joint_disease": "a joint illness",
}
"""Plain names of the groups."""
