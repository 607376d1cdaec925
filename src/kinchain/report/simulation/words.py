"""What a predicted walk says, in plain words."""

from __future__ import annotations

from typing import NamedTuple

from kinchain.core.formats.simulation import Difference, Simulation
from kinchain.report.loads.names import PARTS
from kinchain.report.simulation.names import settings_in_words

SIDES = ("left", "right")

GRAVITY_MPS2 = 9.80665

TOLD_FIRST = (
    "plantar_fascia_force_bw", "heel_force_bw", "metatarsal_heads_force_bw",
    "knee_contact_force_bw", "patellofemoral_force_bw", "achilles_force_bw",
    "midfoot_force_bw", "toes_force_bw",
)  # fmt: skip
"""Loads that people are told of, the foot first."""

STATUS_WORDS = {
    "converged": "A walk was found.",
    "other_minimum": "A walk was found. Other starts ended in another one: take care.",
    "infeasible": "No such walk was found.",
    "not_modelled": "Not modelled yet.",
    "stopped": "The search ran out of time.",
    None: "",
}

NO_CHANGE = (
    "What was set changes no load for sure: each range goes from less to more. It can't be told."
)


class Told(NamedTuple):
    """One change in words.

    Parameters
    ----------
    key
        Load and side.
    part
        Which part, in words.
    change
        The signed change in newtons and per cent.
    span
        Its range in newtons.
    is_sure
        Whether its sign is sure.
    """

    key: str
    part: str
    change: str
    span: str
    is_sure: bool


def weight_n(simulation: Simulation) -> float:
    """Return the person's weight before any change of mass, in N; 0 where not known.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    person = simulation.person
    if person is not None:
        return person.mass_kg * GRAVITY_MPS2
    return 0.0 if simulation.loads is None else simulation.loads.mass_kg * GRAVITY_MPS2


def headline(simulation: Simulation) -> str:
    """Return the first thing to know.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    if not simulation.converged:
        return f"{STATUS_WORDS[simulation.status]} {simulation.advice}".strip()
    if not simulation.difference:
        return f"{STATUS_WORDS[simulation.status]} {simulation.advice}".strip()
    sure = [one for one in told_changes(simulation) if one.is_sure]
    if not sure:
        return NO_CHANGE
    first = [one for one in sure if one.key.startswith(TOLD_FIRST[:3])] or sure
    head, *rest = first[:4]
    said = [f"By this model the {head.part} {_carries(head.part)} {head.change}"]
    return ", ".join([*said, *(f"the {one.part} {one.change}" for one in rest)]) + "."


def told_changes(simulation: Simulation) -> list[Told]:
    """Return the changes of the loads that people are told of, in order.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    found = []
    for name in TOLD_FIRST:
        for side in SIDES:
            one = (simulation.difference or {}).get(f"{name}@{side}")
            if one is not None:
                found.append(_told(f"{name}@{side}", one, weight_n(simulation)))
    return found


def _carries(part: str) -> str:
    return "carry" if part.endswith("toes") else "carries"


def part_of(name: str, side: str) -> str:
    """Return a part of one leg in words, without its article: ``ball of the left foot``.

    Parameters
    ----------
    name
        The load's name.
    side
        ``left`` or ``right``.
    """
    phrase = PARTS[name].phrase.removeprefix("the ")
    for owner in ("the foot", "the arch"):
        if phrase.endswith(owner):
            return f"{phrase.removesuffix(owner)}the {side} {owner.removeprefix('the ')}"
    return f"{side} {phrase}"


def _told(key: str, one: Difference, weight: float) -> Told:
    name, _, side = key.partition("@")
    low, high = (value * weight for value in one.interval_90)
    newton = one.absolute * weight
    sure = one.verdict in {"more", "less"}
    word = "more" if newton > 0 else "less"
    change = f"about {abs(one.percent):.0f} % {word} ({signed(newton)} N)"
    if not sure:
        change = f"can't tell ({signed(one.percent)} %)"
    return Told(key, part_of(name, side), change, f"{signed(low)} to {signed(high)} N", sure)


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, nothing changed as a bare 0.

    Parameters
    ----------
    value
        The number.
    digits
        Digits after the point.
    """
    text = f"{value:+.{digits}f}"
    return text.removeprefix("+").removeprefix("-") if float(text) == 0.0 else text


def sentences(simulation: Simulation) -> list[str]:
    """Return what changed in whole sentences, what is sure first.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    told = told_changes(simulation)
    said = [
        f"The {one.part} {_carries(one.part)} {one.change} at the hardest moment of a step "
        f"(range {one.span})."
        for one in told
        if one.is_sure
    ]
    open_ones = [one.part for one in told if not one.is_sure]
    if open_ones and said:
        said.append(f"For the rest the range goes from less to more: {', '.join(open_ones)}.")
    elif open_ones:
        said.append(NO_CHANGE)
    return said


def was_set(simulation: Simulation) -> str:
    """Return what was set in one line.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    said = settings_in_words(simulation)
    return "; ".join(said) if said else "nothing: a healthy walk"


def speed_words(simulation: Simulation) -> str:
    """Return how the speed was chosen.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    if simulation.speed == "fixed":
        return "at one given speed"
    return "at the speed that costs the model least"


def how_sure(simulation: Simulation) -> list[str]:
    """Return on what the ranges rest, and what stands outside the model.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    spread, said = simulation.spread, []
    if spread is not None:
        bodies = (
            f"the same in {spread.draws} other bodies (strength of thigh and calf, stiffness of "
            "the arch and of the band under it)"
            if spread.draws
            else "no other body was tried (--draws does)"
        )
        said.append(
            f"Ranges hold 9 of 10 cases by our reckoning: {bodies}; {spread.numeric_pct:.0f} % of "
            f"the load and what a healthy walk's legs differ by, for the way of computing; "
            f"{spread.model_pct:.0f} % of the change for what the model leaves open (experts' "
            "guess). Without what was set both legs count as one."
        )
    said.append(
        "The model walks in one plane, seen from the side. Bow legs, knock knees, hips that drop "
        "and feet that roll in are not in it."
    )
    said.append("It walks so as to spare effort, pain and its joints. People may walk otherwise.")
    if simulation.person is not None and simulation.person.assumed:
        said.append(f"Not told, so taken: {', '.join(simulation.person.assumed)}.")
    return [*said, *simulation.notes]
