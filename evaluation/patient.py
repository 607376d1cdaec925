"""A person who answers an interview from the facts of a case, and is not sure of the rest."""

from __future__ import annotations

from kinchain.app.interview import NOT_SURE, SITES, Answer, Look, Question
from kinchain.core.findings import Side, Value


def reply(question: Question, whole: Look) -> Answer:
    """Answer a question from what the whole case tells.

    Parameters
    ----------
    question
        The question.
    whole
        What the engine hears in the whole case.
    """
    if question.kind == "places":
        return _places(whole) or (() if question.key == "elsewhere" else NOT_SURE)
    if question.kind == "side":
        sides = {f.side for f in whole.findings if f.id.startswith("pain_") and f.value is True}
        legs = sorted(sides & {"left", "right"})
        return NOT_SURE if not legs else "both" if len(legs) == 2 else legs[0]
    if question.kind == "several":
        return _several(question, whole)
    if question.side == "both":
        return _either(question.finding, whole, question.kind)
    value = fact(question.finding, question.side, whole)
    return NOT_SURE if value is None else value


def fact(finding: str, side: Side, whole: Look) -> Value | None:
    """Return what the case tells of a finding on this side, or None.

    Parameters
    ----------
    finding
        Vocabulary id.
    side
        The side; a fact told without one answers for either.
    whole
        What the engine hears in the whole case.
    """
    sides: tuple[Side, ...] = (side, "unknown", "none")
    if side == "unknown":
        sides = ("unknown", "left", "right")
    value = next(
        (v for one in sides if (v := whole.findings.value(finding, one)) is not None), None
    )
    if value is None and any(one.id == finding and one.side in (*sides, "both", "unknown", "none")
                             for one in (*whole.heard.possible, *whole.heard.doubted)):  # fmt: skip
        value = True  # what the words may mean or hardly state, asked for plainly
    if value is None and finding == "pain_duration_days":
        lasting = [c.duration_days for c in whole.heard.complaints
                   if c.duration_days is not None and (c.side in (*sides, "both"))]  # fmt: skip
        value = max(lasting, default=None)
    return value


def _either(finding: str, whole: Look, kind: str) -> Answer:
    told = [fact(finding, "left", whole), fact(finding, "right", whole)]
    if kind == "number":
        numbers = [float(v) for v in told if isinstance(v, int | float)]
        return max(numbers) if numbers else NOT_SURE
    if told == [None, None]:
        return NOT_SURE
    left, right = (value is True for value in told)
    return "both" if left and right else "left" if left else "right" if right else "no"


def _several(question: Question, whole: Look) -> Answer:
    """Name what the case tells as true; what it does not tell is left as not sure."""
    named = []
    for key in question.keys:
        name, _, side = key.partition("@")
        value = fact(name, side or "none", whole)  # type: ignore[arg-type]
        if value is None:
            named.append(f"{key}?")
        elif value is True:
            named.append(key)
    if len(named) == len(question.keys) and all(one.endswith("?") for one in named):
        return NOT_SURE
    return tuple(named)


TROUBLE = {
    "knee": ("swelling_knee", "swelling_front_kneecap", "warmth_knee", "injury_knee",
             "gap_above_kneecap", "gap_below_kneecap", "kneecap_slipped", "locking",
             "giving_way", "cannot_straighten_knee"),
    "calf": ("swelling_calf", "redness_leg", "warmth_leg", "injury_leg"),
    "foot": ("swelling_foot", "redness_foot", "warmth_foot", "injury_foot", "foot_ulcer",
             "numb_foot", "cold_foot"),
    "ankle": ("swelling_ankle", "rolled_ankle"),
}  # fmt: skip
"""A place with one of these is named, too, by somebody asked where it hurts."""


def _places(whole: Look) -> tuple[str, ...]:
    told = {
        site if side == "none" else f"{site}@{side}"
        for site in SITES
        for side in whole.findings.sides_true(f"pain_{site}")
    }
    for site, signs in TROUBLE.items():
        if not any(one.startswith(("foot", "ankle", "heel") if site in ("foot", "ankle") else site)
                   for one in told):  # fmt: skip
            told |= {f"{site}@{side}" for name in signs for side in whole.findings.sides_true(name)}
    return tuple(sorted(told))
