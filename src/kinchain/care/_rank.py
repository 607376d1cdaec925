"""Which things would help most, before anything speaks against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinchain.care._gates import is_told
from kinchain.care.picture import Link, Picture
from kinchain.evidence.care_load import CareKnowledge
from kinchain.evidence.care_model import CareItem, Help
from kinchain.evidence.model import Verdict

MAX_ITEMS = 5
MAX_EXERCISES = 3
MAX_CLINIC = 2
MIN_SCORE = 0.05
"""What would help less than this takes no place (expert judgement)."""

N_COUNTED = 2
"""Conditions that count for one item: a knee and a foot may both be ill, while general
advice should not win by helping twenty unlikely ones a little (expert judgement)."""

MIN_PROBABILITY = 0.10
"""Conditions below this call for nothing: where nothing was told, priors alone would have
everybody train for a worn knee (expert judgement)."""

CHAIN_WEIGHT = 0.25
"""How much the chain adds to what acts on it: half a guideline's benefit at most, as its
mechanisms are supported by less than the treatments are (expert judgement)."""

VERDICT_WEIGHT: Mapping[Verdict, float] = {
    "supported": 1.0,
    "partly": 0.6,
    "weak": 0.3,
    "contradicted": 0.0,
}
"""Share of a mechanism's probability that counts, by its evidence (expert judgement)."""

CROSSES_FROM = 0.3
"""From this probability that one end acts on the other both ends are treated."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item with its expected benefit and what it mostly helps."""

    item: CareItem
    score: float
    help: Help
    condition: str
    link: Link | None


def candidates(picture: Picture, care: CareKnowledge) -> tuple[Candidate, ...]:
    """Return everything that would help, best first.

    Parameters
    ----------
    picture
        The person.
    care
        Knowledge of care.
    """
    chance = {one.condition: picture.probability(one.condition) for one in picture.likely}
    found = []
    for item in care.items:
        if item.only_if and not any(is_told(picture, bar) for bar in item.only_if):
            continue
        candidate = _weigh(item, chance, picture, care)
        if candidate is not None:
            found.append(candidate)
    found.sort(key=lambda one: (-one.score, one.item.id))
    return tuple(found)


def _weigh(
    item: CareItem, chance: Mapping[str, float], picture: Picture, care: CareKnowledge
) -> Candidate | None:
    """Return an item's expected benefit: probability x benefit over what it helps most."""
    best: dict[str, Help] = {}
    for one in item.helps:
        for name in care.spread(one.conditions):
            held = best.get(name)
            if held is None or one.benefit > held.benefit:
                best[name] = one
    shares = {
        name: chance[name] * one.benefit
        for name, one in best.items()
        if chance.get(name, 0.0) >= MIN_PROBABILITY
    }
    if not shares:
        return None
    condition = max(shares, key=lambda name: (shares[name], name))
    link = _link(item, picture)
    bonus = CHAIN_WEIGHT * link.probability * VERDICT_WEIGHT[link.verdict] if link else 0.0
    score = sum(sorted(shares.values(), reverse=True)[:N_COUNTED]) + bonus
    return Candidate(item, score, best[condition], condition, link)


def _link(item: CareItem, picture: Picture) -> Link | None:
    found = [link for link in picture.links if link.code in item.mechanisms]
    return max(
        found,
        key=lambda link: (link.probability * VERDICT_WEIGHT[link.verdict], link.id),
        default=None,
    )


def treats_both_ends(picture: Picture) -> bool:
    """Say whether knee and foot are both treated: both hurt, or one acts on the other.

    Parameters
    ----------
    picture
        The person.
    """
    if all(picture.ends):
        return True
    crossing = ("knee_to_foot", "foot_to_knee", "both", "common_cause")
    return (
        any(picture.ends)
        and sum(p for name, p in picture.chain.items() if name in crossing) >= CROSSES_FROM
    )


def choose(picture: Picture, ranked: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Choose at most five, before any contraindication is looked at.

    What is barred afterwards leaves its place empty, so that a contraindication can
    only take away. One place is the medicine's alone, so that nothing else dropping out
    can let a medicine in.

    Parameters
    ----------
    picture
        The person.
    ranked
        The candidates, best first.
    """
    worth = [one for one in ranked if one.score >= MIN_SCORE]
    medicine = next((one for one in worth if _own_medicine(one)), None)
    others = [one for one in worth if one.item.kind != "medicine"]
    n_most = MAX_ITEMS - (medicine is not None)
    chosen = _fill(others, n_most)
    if treats_both_ends(picture):
        rest = [one for one in ranked if one.item.kind != "medicine"]
        chosen = _both_ends(chosen, rest, n_most)
    chosen = _with_sure_one(chosen, others, n_most)
    if medicine is not None:
        chosen.append(medicine)
    return tuple(sorted(chosen, key=lambda one: (-one.score, one.item.id)))


def _own_medicine(one: Candidate) -> bool:
    """Say whether it is a medicine without prescription; others are a doctor's to weigh."""
    return one.item.kind == "medicine" and one.item.who == "self"


def _fill(others: list[Candidate], n_most: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    for one in others:
        kinds = [held.item.kind for held in chosen]
        if len(chosen) == n_most:
            break
        if any(held.item.family == one.item.family for held in chosen):
            continue
        if one.item.kind == "exercise" and kinds.count("exercise") >= MAX_EXERCISES:
            continue
        if one.item.kind == "clinic" and kinds.count("clinic") >= MAX_CLINIC:
            continue
        chosen.append(one)
    return chosen


def _both_ends(chosen: list[Candidate], ranked: list[Candidate], n_most: int) -> list[Candidate]:
    """Give each end a place: the least useful other item makes room."""
    for end in ("knee", "foot"):
        if any(one.item.end == end for one in chosen):
            continue
        families = {one.item.family for one in chosen}
        best = next(
            (one for one in ranked if one.item.end == end and one.item.family not in families),
            None,
        )
        spare = [one for one in chosen if _can_go(one, chosen)]
        if best is None or (len(chosen) == n_most and not spare):
            continue
        if len(chosen) == n_most:
            chosen = [one for one in chosen if one is not spare[-1]]
        chosen = sorted([*chosen, best], key=lambda one: (-one.score, one.item.id))
    return chosen


def _is_sure(one: Candidate) -> bool:
    """Say whether nothing can ever speak against an item."""
    item = one.item
    return not (
        item.barred_by or item.barred_if_told or item.barred_if_possible or item.must_be_answered
    )


def _with_sure_one(
    chosen: list[Candidate], others: list[Candidate], n_most: int
) -> list[Candidate]:
    """Keep one place for what nothing speaks against, so that no plan ends up empty."""
    if any(_is_sure(one) for one in chosen):
        return chosen
    families = {one.item.family for one in chosen}
    best = next((one for one in others if _is_sure(one) and one.item.family not in families), None)
    spare = [one for one in chosen if _can_go(one, chosen)]
    if best is None or (len(chosen) == n_most and not spare):
        return chosen
    if len(chosen) == n_most:
        chosen = [one for one in chosen if one is not spare[-1]]
    return [*chosen, best]


def _can_go(one: Candidate, chosen: list[Candidate]) -> bool:
    """Say whether dropping an item leaves its end of the chain with another."""
    same = [held for held in chosen if held.item.end == one.item.end]
    return one is not chosen[0] and (one.item.end == "both" or len(same) > 1)
