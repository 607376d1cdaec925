"""The main use case: from a case to urgency, conditions, chain and open questions."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kinchain import __version__
from kinchain.app._possible import possible_dangers, said_possible, say_possible
from kinchain.app.hear import HeardCase, hear
from kinchain.app.plan import plan_and_recovery, sources_of_plan
from kinchain.app.present import (
    chain_result,
    condition_results,
    doubt,
    merged,
    questions,
    sources_of,
    triage_result,
)
from kinchain.app.walk_case import read_walks
from kinchain.app.walk_findings import Shown, walk_signs
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.assessment import Assessment, Engine, Heard
from kinchain.core.formats.case import Case
from kinchain.core.urgency import Urgency, at_least
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.reason import Inference, believe_chain, infer, next_questions
from kinchain.triage import Triage, assess_urgency

DISCLAIMER = (
    "Decision support and education, not a diagnosis and not a certified medical device. "
    "It cannot examine you and can be wrong. If you get worse or are worried, see a clinician."
)


def assess(case: Case, knowledge: Knowledge | None = None) -> Assessment:
    """Assess one case.

    Parameters
    ----------
    case
        The person's words, answers and scores.
    knowledge
        The knowledge base; the packaged one where None.

    Returns
    -------
    assessment
        ``kinchain-assessment/1``.
    """
    knowledge = knowledge or load_knowledge()
    told_on = case.date or date.today()
    shown = read_walks(case)
    words = hear(case, told_on, knowledge)
    heard = hear(case, told_on, knowledge, shown.findings) if shown.findings else words
    completed = complete(heard.told, knowledge.findings)
    inference = infer(completed, knowledge)
    possible = _unsure(heard, completed, knowledge)
    triage = _urgency(heard, completed, inference, possible, knowledge)
    if shown.findings:  # a walk may raise the urgency, never lower it
        alone = complete(words.told, knowledge.findings)
        dangers = _unsure(words, alone, knowledge)
        calm = _urgency(words, alone, infer(alone, knowledge), dangers, knowledge)
        if at_least(calm.urgency, triage.urgency):
            triage, possible = calm, dangers
    chain = believe_chain(completed, inference, knowledge)
    ask = next_questions(completed, inference, knowledge)
    plan, recovery = plan_and_recovery(
        completed, inference, triage, chain, knowledge, heard.complaints
    )
    conditions = condition_results(inference, knowledge)
    said = said_possible((*possible[0], *possible[1]), triage.red_flags, case.narrative, knowledge)
    triage_part = triage_result(triage)
    flags = say_possible(triage_part.red_flags, said, case.narrative, knowledge)
    triage_part = triage_part.model_copy(update={"red_flags": flags, "possible": said})
    chain_part = chain_result(chain, knowledge)
    return Assessment(
        created=datetime.now(UTC).replace(microsecond=0),
        date=told_on,
        engine=Engine(version=__version__, evidence_version=knowledge.version),
        heard=tuple(_heard(item) for item in (*heard.told, *_denied(shown, words))),
        not_understood=" ".join((*heard.notes, *shown.notes)) or None,
        triage=triage_part,
        conditions=conditions,
        cannot_tell_yet=doubt(conditions, ask, knowledge),
        chain=chain_part,
        walks=shown.walks,
        walk_signs=walk_signs(shown, words.told),
        plan=plan,
        recovery=recovery,
        next_questions=questions(triage.not_asked, ask, knowledge),
        sources=merged(
            sources_of(triage_part, conditions, chain_part, knowledge),
            sources_of_plan(plan, recovery, knowledge),
        ),
        disclaimer=DISCLAIMER,
    )


def _unsure(
    heard: HeardCase, completed: Findings, knowledge: Knowledge
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what the words may mean, and what was heard in words that hardly state it."""
    return (
        possible_dangers(heard.possible, completed, knowledge),
        possible_dangers(heard.doubted, completed, knowledge),
    )


def _urgency(
    heard: HeardCase,
    completed: Findings,
    inference: Inference,
    unsure: tuple[tuple[Finding, ...], tuple[Finding, ...]],
    knowledge: Knowledge,
) -> Triage:
    """Return how soon, by the danger rules and by what is likely."""
    return assess_urgency(
        completed,
        rules=rules_for(knowledge),
        age=heard.told.number("age"),
        complaint_sites=heard.complaints,
        posterior_floor=_floor(inference) + _floor_of_doubted(heard, knowledge),
        possible=unsure[0],
        doubted=unsure[1],
        ask_first=heard.ask_first,
    )


def _denied(shown: Shown, words: HeardCase) -> list[Finding]:
    """Return what a walk shows though it was told not to be so: both are kept."""
    return [item for item in shown.findings if words.told.value(item.id, item.side) is False]


def _heard(item: Finding) -> Heard:
    return Heard(
        finding=item.id, value=item.value, side=item.side, source=item.source, span=item.span
    )


def _floor(inference: Inference) -> list[tuple[str, float, Urgency]]:
    """Return what inference finds likely, with the urgency it would need."""
    return [
        (one.node.condition.id, one.probability, one.node.condition.urgency)
        for one in inference.ranked
        if one.probability >= 0.05
    ]


def _floor_of_doubted(heard: HeardCase, knowledge: Knowledge) -> list[tuple[str, float, Urgency]]:
    """Return what would be likely if what was doubted were told: doubt does not calm."""
    if not heard.doubted:
        return []
    widened = complete(Findings((*heard.doubted, *heard.told)), knowledge.findings)
    return _floor(infer(widened, knowledge))


def completed_findings(case: Case, knowledge: Knowledge) -> Findings:
    """Return a case's findings with everything that follows from them.

    Parameters
    ----------
    case
        The case.
    knowledge
        The knowledge base.
    """
    heard = hear(case, case.date or date.today(), knowledge)
    return complete(heard.told, knowledge.findings)
