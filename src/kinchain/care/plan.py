"""The plan: one first step, at most five things to do, what to leave, when to look again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinchain.care._gates import (
    GROUP_WORDS,
    PAIN_RULE_NEVER,
    Refusal,
    is_told,
    pain_may_mislead,
    possible,
    refusals,
)
from kinchain.care._rank import Candidate, candidates, choose
from kinchain.care.picture import Picture, picture_of
from kinchain.core.findings import Findings
from kinchain.core.formats.assessment import Plan, PlanItem
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import CareKnowledge, load_care
from kinchain.evidence.care_model import Exercise, Prevention, Treatment
from kinchain.reason import ChainBelief, Inference
from kinchain.triage import Triage

PAIN_RULE = (
    "Pain of 0 to 3 out of 10 is fine, 4 to 5 is acceptable, if it is back to normal the next "
    "morning. Above 5, or worse next morning: do a third less. After two good sessions raise "
    "one thing."
)
"""The pain-monitoring rule, in our words."""

PAIN_RULE_SOURCES = ("painmonitor_bim",)
"""Where the pain-monitoring rule was read."""

CAREFUL_RULE = (
    "Keep pain at 2 out of 10 or less and stop if it rises; do not go up until a clinician "
    "agrees or the open questions are answered."
)
"""The rule where pain may mislead (usual practice)."""

NO_EXERCISE = "Exercise, stretching, massage, heat: not until you have been seen (usual practice)."
NO_ANSWER = "No answer, no medicine; ask a pharmacist or doctor."
NOT_THROUGH_PAIN = (
    "Do not train through pain: the rule that some pain is acceptable does not hold while "
    "{what} may be behind it (usual practice)."
)
NOTHING_YET = "Too little was told for a plan: answer the open questions or have it examined."
CHILD_FIRST = "This tool is for adults. Have a clinician look at a young person's leg."
OPEN_FIRST = "First answer the open questions on danger signs: they decide how soon. Then: "

EFFECT_UNKNOWN = "Often some gain; how much is not known for this."

NOT_FOR_FROM = 0.25
"""From this probability of a condition it is said what is not advised for it."""

N_NOT_ADVISED = 6
N_PREVENTION = 3

REVIEW_DAYS = {"within_days": 7, "routine": 28, "self_care": 14}
"""When to look again, in days (usual practice): soon where a clinician is still to be seen,
after four weeks where first changes are expected from week four on."""

SLOW = frozenset(("weight",))
"""Families that take months: never the first step."""

LINK_FROM = 0.3
"""A link of the chain this likely is named as a reason."""


def make_plan(
    findings: Findings,
    inference: Inference,
    triage: Triage,
    chain: ChainBelief,
    knowledge: Knowledge,
    care: CareKnowledge | None = None,
) -> Plan:
    """Make a plan of care from what the rooms below found.

    Parameters
    ----------
    findings
        Completed findings; anything missing is unknown and counts as present where it
        would be a contraindication.
    inference
        The conditions' posterior.
    triage
        How soon.
    chain
        The chain's direction and mechanisms.
    knowledge
        The knowledge base.
    care
        Knowledge of care; the packaged one where None.
    """
    return plan_for(picture_of(findings, inference, triage, chain, knowledge), care or load_care())


def plan_for(picture: Picture, care: CareKnowledge) -> Plan:
    """Make a plan for a picture; the same picture always gets the same plan.

    Parameters
    ----------
    picture
        The person.
    care
        Knowledge of care.
    """
    if picture.is_urgent:
        return Plan(
            first_step=_sentences((picture.advice, *picture.protect)),
            not_advised=(NO_EXERCISE,),
        )
    chosen = choose(picture, candidates(picture, care))
    judged = [(one, refusals(picture, one.item, care)) for one in chosen]
    kept = [one for one, against in judged if not against]
    careful = pain_may_mislead(picture, care)
    return Plan(
        first_step=_sentences((_first_step(picture, kept, careful), _look_into(picture, care))),
        prevention=_prevention(picture, care),
        items=tuple(_plan_item(one, picture, careful, care) for one in kept),
        not_advised=_not_advised(picture, judged, care),
        review_after_days=REVIEW_DAYS[picture.urgency],
    )


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _first_step(picture: Picture, kept: Sequence[Candidate], careful: bool) -> str:
    """Return the one thing to begin with."""
    if picture.is_child:
        return _sentences((CHILD_FIRST, picture.advice))
    soon = [one for one in kept if _can_begin(one)]
    if picture.urgency == "within_days" and not soon:
        return picture.advice or NOTHING_YET
    own = next(iter(soon or kept), None)
    if own is None:
        return _sentences((NOTHING_YET, picture.advice))
    step = f"{own.item.plain} How much: {_dose(own, careful)}."
    if picture.urgency == "within_days":
        return _sentences((picture.advice, f"Until then: {step}"))
    return OPEN_FIRST + step if picture.provisional else step


def _look_into(picture: Picture, care: CareKnowledge) -> str:
    """Ask for a look at what load could harm, where it is possible."""
    found = [GROUP_WORDS[name] for name in PAIN_RULE_NEVER if possible(picture, name, care)]
    if not found or picture.urgency == "within_days":
        return ""
    return f"Ask a clinician whether it could be {found[0]}; no loading exercise before that."


def _can_begin(one: Candidate) -> bool:
    """Say whether something can be begun today, by oneself and without a medicine."""
    item = one.item
    return item.who == "self" and item.kind != "medicine" and item.family not in SLOW


def _dose(one: Candidate, careful: bool) -> str:
    """Return the dose; where pain may mislead, the easier form of what loads."""
    dose, item = one.item.dose, one.item
    loads = not isinstance(item, Exercise) or item.load in ("moderate", "high")
    if careful and dose.easier and loads:
        return f"start easier: {dose.easier}"
    return dose.text


def _plan_item(one: Candidate, picture: Picture, careful: bool, care: CareKnowledge) -> PlanItem:
    item = one.item
    parts = [f"{item.name}: {_dose(one, careful)}."]
    seen = item.effect.sources if _is_seen(one, care) else ()
    sources = (*item.dose.sources, *seen, *one.help.sources)
    if isinstance(item, Exercise):
        parts = [f"{item.plain} {_dose(one, careful)[:1].upper()}{_dose(one, careful)[1:]}."]
        if not careful:
            parts.append(f"Harder later: {item.progression}. Easier: {item.regression}.")
        parts.append(CAREFUL_RULE if careful else PAIN_RULE)
        sources = sources if careful else (*sources, *PAIN_RULE_SOURCES)
    easier = careful and _dose(one, careful) != item.dose.text
    return PlanItem(
        treatment=item.id,
        why=_why(one, picture),
        dose=" ".join(parts),
        basis="usual_practice" if easier else item.dose.basis,
        expected_effect=_effect(one, care),
        caution=_caution(one, picture, careful),
        stop_if=item.stop_if.replace("above 5", "above 2") if careful else item.stop_if,
        sources=tuple(dict.fromkeys(sources)),
    )


def _why(one: Candidate, picture: Picture) -> str:
    name = picture.names.get(one.condition, one.condition.replace("_", " "))
    text = f"{one.help.why} For: {name}."
    if one.link and one.link.probability >= LINK_FROM:
        text += f" It also acts on the link between knee and foot: {one.link.plain}"
    return text


def _is_seen(one: Candidate, care: CareKnowledge) -> bool:
    """Say whether the item's effect was seen in the condition it is given for."""
    named = one.item.effect.conditions
    return not named or one.condition in care.spread(named)


def _effect(one: Candidate, care: CareKnowledge) -> str:
    effect = one.item.effect
    if not _is_seen(one, care):
        return EFFECT_UNKNOWN
    return f"{effect.text} (Seen in: {effect.population}.)" if effect.population else effect.text


def _caution(one: Candidate, picture: Picture, careful: bool) -> str:
    """Return what to mind; a caution whose finding is unanswered is given too."""
    item = one.item
    denied = {
        name for name in (c.finding for c in item.cautions) if picture.findings.is_false(name)
    }
    parts = [item.caution, *(c.say for c in item.cautions if c.finding not in denied)]
    if careful and item.kind == "exercise":
        parts.append("Pain may not warn you here.")
    return _sentences(parts)


def _prevention(picture: Picture, care: CareKnowledge) -> tuple[str, ...]:
    """Return what protects the other end where only one hurts."""
    knee, foot = picture.ends
    if knee == foot or picture.is_child:
        return ()
    end = "foot" if knee else "knee"
    codes = {link.code for link in picture.at_risk}
    found = [
        one
        for one in care.preventions.values()
        if one.end == end
        and not any(is_told(picture, bar) for bar in one.barred_if_told)
        and not any(possible(picture, name, care) for name in one.barred_if_possible)
    ]
    apt = [one for one in found if codes & set(one.mechanisms)]
    return tuple(_cited(one) for one in apt[:N_PREVENTION])


def _cited(one: Prevention) -> str:
    return f"{one.text} {_marks(one.sources)}"


def _marks(sources: Sequence[str]) -> str:
    return f"[{', '.join(sources)}]" if sources else "(usual practice)"


def _not_advised(
    picture: Picture,
    judged: Sequence[tuple[Candidate, tuple[Refusal, ...]]],
    care: CareKnowledge,
) -> tuple[str, ...]:
    lines = [_refused(one, against) for one, against in judged if against]
    mislead = [name for name in PAIN_RULE_NEVER if possible(picture, name, care)]
    if mislead:
        lines.append(NOT_THROUGH_PAIN.format(what=GROUP_WORDS[mislead[0]]))
    against = [pair for one in care.treatments.values() for pair in _not_for(picture, one, care)]
    lines.extend(line for _, line in sorted(against, key=lambda pair: -pair[0]))
    return tuple(dict.fromkeys(lines))[:N_NOT_ADVISED]


def _refused(one: Candidate, against: Sequence[Refusal]) -> str:
    """Say why something that would help is left out."""
    order = {"told": 0, "possible": 1, "open": 2}
    ranked = sorted(against, key=lambda refusal: order[refusal.kind])
    why = dict.fromkeys(refusal.why for refusal in ranked[:2])
    text = f"{one.item.name}: not now, because {' and '.join(why)}."
    if one.item.kind == "medicine":
        n_open = sum(refusal.kind == "open" for refusal in against)
        more = f" {n_open} questions are open." if n_open > 1 else ""
        text += f"{more} {NO_ANSWER}"
    return f"{text} {_marks(())}"


def _not_for(
    picture: Picture, treatment: Treatment, care: CareKnowledge
) -> list[tuple[float, str]]:
    """Return what is not advised for likely conditions, with the likeliest one's chance."""
    found = []
    for one in treatment.not_for:
        chance = max(picture.probability(name) for name in care.spread(one.conditions))
        if chance >= NOT_FOR_FROM:
            found.append((chance, f"{one.why} {_marks(one.sources)}"))
    return found
