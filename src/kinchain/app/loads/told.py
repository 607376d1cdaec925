"""What the loads of recorded walks show beside what the person told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinchain.app.loads.findings import load_findings
from kinchain.app.loads.usual import LoadLook
from kinchain.core.findings import Findings, Side
from kinchain.core.formats.assessment import CitedSource, LoadSign

if TYPE_CHECKING:
    from kinchain.evidence import Knowledge

NOT_SEEN = 0.1
"""Below this a walk surely shows none of it."""

UNITS: Mapping[str, str] = {
    "_pct_bwht": "% of weight x height",
    "_nm_per_kg": "Nm/kg",
    "_force_bw": "x body weight",
    "_vertical_bw": "x body weight",
    "_pct": "%",
}
"""Unit by the end of a load's name."""


NAMES: Mapping[str, str] = {
    "grf_vertical_bw": "force on the ground",
    "knee_contact_force_bw": "force in the knee",
    "internal_ankle_plantarflexion_moment_nm_per_kg": "push of the ankle",
}
"""What is compared between the legs, in words."""


@dataclass(frozen=True)
class Meaning:
    """What a finding of loads is in words, and what of the told stands beside it.

    Parameters
    ----------
    words
        As a person says it, with the leg.
    same
        Findings a person tells that say the same.
    near
        Complaints that go with it; without it they can be there all the same.
    """

    words: str
    same: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


MEANINGS: Mapping[str, Meaning] = {
    "fascia_load_high": Meaning(
        "a high pull on the band under the {side} foot",
        near=("first_step_pain", "pain_heel_under", "pain_heel", "pain_arch"),
    ),
    "heel_load_high": Meaning(
        "a hard landing on the {side} heel", near=("pain_heel_under", "pain_heel")
    ),
    "forefoot_load_shift": Meaning(
        "the load far forward on the {side} foot", ("walks_on_toes",), ("pain_forefoot",)
    ),
    "knee_medial_load_high": Meaning(
        "a high load on the inner side of the {side} knee",
        near=("pain_knee_inner", "bow_leg"),
    ),
    "kneecap_load_high": Meaning(
        "a high load behind the {side} kneecap", near=("pain_knee_front",)
    ),
    "push_off_weak_measured": Meaning(
        "a weak push-off of the {side} foot", ("weak_push_off",), ("pain_push_off",)
    ),
    "quadriceps_avoided": Meaning(
        "that the {side} front thigh muscle is spared", ("quadriceps_weak",), ("swelling_knee",)
    ),
    "load_uneven": Meaning(
        "more load on one leg than on the other", ("limp", "leans_on_other_leg")
    ),
}
"""Finding to its meaning."""


def unit_of(load: str) -> str:
    """Return the unit of a load in words.

    Parameters
    ----------
    load
        Its name.
    """
    return next(unit for end, unit in UNITS.items() if load.endswith(end))


def load_signs(
    looks: Sequence[LoadLook], told: Findings, knowledge: Knowledge
) -> tuple[LoadSign, ...]:
    """Return what the loads show beside what was told of it.

    Parameters
    ----------
    looks
        Of all walks.
    told
        What was told, without what walks show.
    knowledge
        The knowledge base, for plain labels.

    Returns
    -------
    signs
        All that became a finding, and all that was told and could be looked for.
    """
    added = {(one.id, one.side) for one in load_findings(looks)}
    clearest: dict[tuple[str, str, Side], LoadLook] = {}
    for look in sorted(looks, key=lambda one: (not one.is_beyond, -one.probability)):
        clearest.setdefault((look.recording, look.finding, look.side), look)
    signs = []
    for look in looks:
        if clearest[look.recording, look.finding, look.side] is not look:
            continue
        seen = look.is_beyond and (look.finding, look.side) in added
        beside = _told(look, told)
        if seen or beside:
            signs.append(_sign(look, beside, knowledge, seen=seen))
    return tuple(signs)


def _told(look: LoadLook, told: Findings) -> dict[str, bool]:
    """Return what was told of it or goes with it: key to yes or no; a near "no" says nothing."""
    meaning = MEANINGS[look.finding]
    legs: tuple[Side, ...] = (look.side, "unknown")
    if look.side == "none":
        legs = ("left", "right", "unknown")
    found = {}
    for name in (*meaning.same, *meaning.near):
        for leg in legs:
            value = told.value(name, leg)
            if value is True or (value is False and name in meaning.same):
                found[f"{name}@{leg}"] = bool(value)
    return found


def _sign(
    look: LoadLook, beside: Mapping[str, bool], knowledge: Knowledge, *, seen: bool
) -> LoadSign:
    meaning = MEANINGS[look.finding]
    same = [beside[key] for key in beside if key.partition("@")[0] in meaning.same]
    said = any(beside.values())
    none_of_it = look.probability < NOT_SEEN
    what = meaning.words.format(side=look.side)
    if seen and look.both is not None:
        left, right = look.both
        what += f" ({NAMES[look.load]}: left {left:.2f}, right {right:.2f} {unit_of(look.load)})"
    yes = [key for key in beside if beside[key]]
    names = _named(yes or list(beside), knowledge)
    verdict, text = "unsure", f"You told: {names}. Whether there is {what}, this walk cannot tell."
    if seen and said:
        verdict, text = "agrees", f"This walk shows {what}. It goes with what you told: {names}."
    elif seen and same:
        verdict = "otherwise"
        text = f"This walk shows {what}. You told that it is not so ({names}). Both are kept."
    elif seen:
        verdict, text = "unsaid", f"This walk shows {what}. You did not speak of it."
    elif none_of_it and any(same):
        verdict = "not_shown"
        text = (
            f"You told: {names}. The loads of this walk do not show {what}. A walk on one day is "
        )
        text += "not every day: what you told still counts."
    elif none_of_it and same and not said:
        verdict, text = "agrees", f"This walk does not show {what}, as you told."
    elif none_of_it:
        verdict = "not_shown"
        text = f"You told: {names}. This walk does not show {what}. It can hurt without that."
    return LoadSign(
        recording=look.recording,
        finding=look.finding,
        load=look.load,
        side=look.side,
        value=round(look.value, 3),
        interval_90=(round(look.interval[0], 3), round(look.interval[1], 3)),
        unit="%" if look.side == "none" else unit_of(look.load),
        usual=(round(look.usual[0], 3), round(look.usual[1], 3)),
        probability=round(look.probability, 4),
        both=look.both,
        told=tuple(beside),
        verdict=verdict,
        text=text,
        sources=look.sources,
    )


def sources_of_loads(signs: Sequence[LoadSign], knowledge: Knowledge) -> tuple[CitedSource, ...]:
    """Return every source of what is usual, in order of first citation.

    Parameters
    ----------
    signs
        What the loads show.
    knowledge
        The knowledge base.
    """
    cited = dict.fromkeys(name for one in signs for name in one.sources)
    return tuple(
        CitedSource(id=name, citation=knowledge.sources[name].cite, url=knowledge.sources[name].url)
        for name in cited
    )


def _named(keys: Sequence[str], knowledge: Knowledge) -> str:
    names: dict[str, list[str]] = {}
    for key in keys:
        name, _, side = key.partition("@")
        names.setdefault(knowledge.findings[name].label.lower(), []).append(side)
    return ", ".join(
        f"{name} ({' and '.join(sides)})" if sides != ["unknown"] else name
        for name, sides in names.items()
    )
