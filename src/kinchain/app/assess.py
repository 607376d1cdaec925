"""The main use case: from a case to urgency, conditions, chain and open questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from kinchain import __version__
from kinchain.app._possible import said_possible, say_possible
from kinchain.app.hear import HeardCase, hear
from kinchain.app.loads.told import load_signs, sources_of_loads
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
from kinchain.app.urgency import unsure, urgency_of
from kinchain.app.walk import silent
from kinchain.app.walk_case import read_walks
from kinchain.app.walk_findings import Shown, walk_signs
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.assessment import Assessment, Engine, Heard
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.reason import believe_chain, infer, next_questions

DISCLAIMER = (
    "Decision support and education, not a diagnosis and not a certified medical device. "
    "It cannot examine you and can be wrong. If you get worse or are worried, see a clinician."
)


def assess(
    case: Case,
    knowledge: Knowledge | None = None,
    *,
    simulate: bool = False,
    say: Callable[[str], None] = silent,
    walked: Shown | None = None,
) -> Assessment:
    """Assess one case.

    Parameters
    ----------
    case
        The person's words, answers and scores.
    knowledge
        The knowledge base; the packaged one where None.
    simulate
        Whether to predict by simulated walks what the knee changes in what the feet carry, and
        a foot in what the knees carry; takes a minute or more.
    say
        Told what is being done, while walks are simulated.
    walked
        What recordings show that were read before; the case's own are read where None.

    Returns
    -------
    assessment
        ``kinchain-assessment/1``.
    """
    knowledge = knowledge or load_knowledge()
    told_on = case.date or date.today()
    shown = read_walks(case) if walked is None else walked
    words = hear(case, told_on, knowledge)
    heard = hear(case, told_on, knowledge, shown.findings) if shown.findings else words
    completed = complete(heard.told, knowledge.findings)
    inference = infer(completed, knowledge)
    doubts = unsure(heard, completed, knowledge)
    triage = urgency_of(heard, completed, inference, doubts, knowledge)
    if shown.findings:  # a walk may raise the urgency, never lower it
        alone = complete(words.told, knowledge.findings)
        spoken = unsure(words, alone, knowledge)
        calm = urgency_of(words, alone, infer(alone, knowledge), spoken, knowledge)
        if at_least(calm.urgency, triage.urgency):
            triage, doubts = calm, spoken
    chain = believe_chain(completed, inference, knowledge)
    ask = next_questions(completed, inference, knowledge)
    plan, recovery = plan_and_recovery(
        completed, inference, triage, chain, knowledge, heard.complaints
    )
    conditions = condition_results(inference, knowledge)
    said = said_possible(doubts.all, triage.red_flags, case.narrative, knowledge)
    triage_part = triage_result(triage)
    flags = say_possible(triage_part.red_flags, said, case.narrative, knowledge)
    triage_part = triage_part.model_copy(update={"red_flags": flags, "possible": said})
    chain_part = chain_result(chain, knowledge)
    carried = load_signs(shown.loads_looked, words.told, knowledge)
    assessment = Assessment(
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
        loads=shown.loads,
        load_signs=carried,
        plan=plan,
        recovery=recovery,
        next_questions=questions(triage.not_asked, ask, knowledge),
        sources=merged(
            sources_of(triage_part, conditions, chain_part, knowledge),
            sources_of_plan(plan, recovery, knowledge),
            sources_of_loads(carried, knowledge),
        ),
        disclaimer=DISCLAIMER,
    )
    if not simulate:
        return assessment
    from kinchain.app.simulate.told import with_load_effects

    return with_load_effects(assessment, completed, case.person, knowledge, say=say)


def _denied(shown: Shown, words: HeardCase) -> list[Finding]:
    """Return what a walk shows though it was told not to be so: both are kept."""
    return [item for item in shown.findings if words.told.value(item.id, item.side) is False]


def _heard(item: Finding) -> Heard:
    return Heard(
        finding=item.id, value=item.value, side=item.side, source=item.source, span=item.span
    )


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
