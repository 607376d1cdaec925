"""The pages of treatments, exercises and home tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.parts import (
    DOSE_TEXTS,
    VERDICT_TEXTS,
    claims_about,
    page_of,
    page_of_item,
    said_part,
    sentence,
    share_line,
)
from kinchain.core.formats.page import Page, PageNumber, PagePart, PageVerdict
from kinchain.evidence.care_model import CareItem, Exercise, Help, NotFor
from kinchain.evidence.model import FindingDef

MOST_NAMED = 6
"""Conditions named in one line."""

CARE_SECTIONS = ("treatment", "recovery")
"""Sections of the founding claims whose verdict is one on a treatment."""


def treatment_page(name: str, shelf: Shelf) -> Page:
    """Make the page of a treatment.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    item = shelf.care.treatments[name]
    page = f"treatment:{name}"
    claims = [c for c in claims_about(page, shelf) if c.section in CARE_SECTIONS]
    verdict: PageVerdict | None = claims[0].verdict if claims else None
    text = f"{VERDICT_TEXTS[verdict]} {claims[0].why}" if verdict else _backing(item)
    return page_of(
        page,
        shelf,
        answer=f"{sentence(item.recommendation)} {item.effect.text}",
        verdict=verdict,
        verdict_text=text,
        parts=(
            _uses_part("What it may help", item.helps, shelf),
            _uses_part("Where it is not advised", item.not_for, shelf),
            *_common_parts(item, shelf),
            said_part(claims),
        ),
        for_you=_for_you(item),
        see_also=_related(item, page, shelf),
        sources=item.sources,
    )


def exercise_page(name: str, shelf: Shelf) -> Page:
    """Make the page of an exercise.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    item = shelf.care.exercises[name]
    page = f"exercise:{name}"
    steps = (
        sentence(item.how),
        f"It works on: {item.target}.",
        f"To make it harder: {item.progression}.",
        f"To make it easier: {item.regression}.",
    )
    claims = [c for c in claims_about(page, shelf) if c.section in CARE_SECTIONS]
    return page_of(
        page,
        shelf,
        answer=f"{sentence(item.how)} How much: {item.dose.text}.",
        verdict_text=_backing(item),
        parts=(
            PagePart(heading="How to do it", lines=steps),
            _uses_part("What it may help", item.helps, shelf),
            *_common_parts(item, shelf),
            said_part(claims),
        ),
        for_you=_for_you(item),
        see_also=_related(item, page, shelf),
        sources=item.sources,
    )


def test_page(name: str, shelf: Shelf) -> Page:
    """Make the page of a home test.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    test = shelf.knowledge.findings[name]
    page = f"test:{name}"
    shown = list(_shown_in(test, shelf))
    return page_of(
        page,
        shelf,
        answer=f"{sentence(test.test)} {_result(test)}".strip(),
        parts=(
            PagePart(heading="How to do it", lines=(sentence(test.test), _result(test))),
            PagePart(
                heading="When not to", lines=(sentence(test.caution),) if test.caution else ()
            ),
            PagePart(heading="Why it is asked", lines=(sentence(test.why),) if test.why else ()),
            said_part(claims_about(page, shelf)),
        ),
        numbers=(number for number, _ in shown[:MOST_NAMED]),
        for_you=(
            "One test at home proves nothing and rules nothing out.",
            "Write down the result and the date, and do it the same way next time.",
        ),
        see_also=(*(page_ for _, page_ in shown[:MOST_NAMED]), "topic:when_to_see_someone"),
        sources=test.sources,
    )


def _result(test: FindingDef) -> str:
    if test.type != "number":
        return "The result is yes or no."
    low, high = test.range or (0.0, 0.0)
    unit = {"count": "times", "deg": "degrees", "degC": "degrees C", "s": "seconds",
            "points": "points", "grade": ""}.get(test.unit, test.unit)  # fmt: skip
    return f"The result is a number, from {low:g} to {high:g} {unit}".rstrip() + "."


def _shown_in(test: FindingDef, shelf: Shelf) -> Iterator[tuple[PageNumber, str]]:
    """Yield how often the test, or what follows from it, is there in each condition."""
    derived = {
        one.id for one in shelf.knowledge.findings.values()
        if one.derive is not None and one.derive[0] == test.id
    }  # fmt: skip
    for condition in shelf.knowledge.conditions.values():
        for show in condition.shows:
            if show.finding == test.id or show.finding in derived:
                label = shelf.knowledge.findings[show.finding].label
                what = f"{label}: in {{}} who have {condition.plain}"
                yield share_line(what, show), f"condition:{condition.id}"


def _backing(item: CareItem) -> str:
    """Say what backs an item best, in plain words."""
    bases = {help_.basis for help_ in item.helps}
    best = next(base for base in ("guideline", "trial", "usual_practice") if base in bases)
    return {
        "guideline": "Backed by a guideline for some uses.",
        "trial": "Backed by a trial for some uses.",
        "usual_practice": "Usual practice; we found no trial of it on its own.",
    }[best]


def _names(ids: Iterable[str], shelf: Shelf) -> str:
    conditions = shelf.knowledge.conditions
    plain = [conditions[one].plain for one in shelf.care.spread(ids)]
    more = f" and {len(plain) - MOST_NAMED} more" if len(plain) > MOST_NAMED else ""
    return ", ".join(plain[:MOST_NAMED]) + more


def _uses_part(heading: str, uses: Iterable[Help | NotFor], shelf: Shelf) -> PagePart:
    """Return one line per use: for whom, why, and what backs it."""
    uses = tuple(uses)
    lines = tuple(
        f"{sentence(_names(one.conditions, shelf))} {one.why} ({DOSE_TEXTS[one.basis]})"
        for one in uses
    )
    sources = tuple(dict.fromkeys(name for one in uses for name in one.sources))
    return PagePart(heading=heading, lines=lines, sources=sources)


def _common_parts(item: CareItem, shelf: Shelf) -> Iterator[PagePart]:
    dose = [f"{sentence(item.dose.text)} ({DOSE_TEXTS[item.dose.basis]})"]
    if item.dose.easier:
        dose.append(f"Start easier if unsure: {item.dose.easier}.")
    yield PagePart(heading="How much", lines=tuple(dose), sources=item.dose.sources)
    effect = [item.effect.text]
    effect.append(
        f"Who was studied: {item.effect.population}."
        if item.effect.basis == "sourced"
        else "This is an estimate, not a measured figure."
    )
    yield PagePart(heading="What to expect", lines=tuple(effect), sources=item.effect.sources)
    yield PagePart(heading="When not to, or ask first", lines=tuple(_against(item, shelf)))


def _against(item: CareItem, shelf: Shelf) -> Iterator[str]:
    reasons = dict.fromkeys(bar.why for bar in (*item.barred_by, *item.barred_if_told))
    if reasons:
        first = "Not for you, or ask a doctor or pharmacist first, if one of these may be so"
        yield f"{first}: {'; '.join(reasons)}."
    if item.barred_if_possible:
        yield f"Not while it may be: {_group_names(item.barred_if_possible, shelf)}."
    if item.caution:
        yield sentence(item.caution)
    for one in item.cautions:
        yield sentence(one.say)
    yield f"Stop if: {item.stop_if}."


GROUP_TEXTS = {
    "bone_stress": "a crack in a bone", "fracture": "a broken bone", "rupture": "a torn tendon",
    "charcot": "a hot swollen foot that you cannot feel well", "crps": "a pain alarm that stays on",
    "neuropathy": "a numb foot", "clot": "a blood clot", "infection": "an infection",
    "circulation": "poor blood flow", "pressure": "dangerous pressure in the leg",
    "tumour": "a tumour", "nerve_pressed": "a pressed nerve", "unstable": "an unstable joint",
}  # fmt: skip


def _group_names(names: Iterable[str], shelf: Shelf) -> str:
    return ", ".join(GROUP_TEXTS.get(name) or _names((name,), shelf) for name in names)


def _for_you(item: CareItem) -> Iterator[str]:
    if item.kind == "medicine":
        yield "Ask a pharmacist before you take it: this page does not know your other medicines."
    elif item.who == "clinician":
        yield "This is for a clinician to judge with you."
    else:
        yield "Try it only if none of the reasons against it is yours."
    if isinstance(item, Exercise):
        yield (
            "Some pain while you do it can be fine, but not where a cracked bone, a tear or a"
            " numb foot is possible."
        )
    if not item.for_children:
        yield "Not meant for anyone under 16 without a clinician."


def _related(item: CareItem, page: str, shelf: Shelf) -> list[str]:
    ranked = sorted(item.helps, key=lambda one: -one.benefit)
    conditions = shelf.care.spread(name for one in ranked for name in one.conditions)
    kin = [page_of_item(other, shelf) for other in shelf.care.items if other.family == item.family]
    return [*(f"condition:{name}" for name in conditions[:4]), *kin[:5], page]
