"""Plan and recovery for an assessment, with the sources they cite."""

from __future__ import annotations

from collections.abc import Sequence

from kinchain.care import picture_of, plan_for, recovery_for
from kinchain.core.findings import Findings
from kinchain.core.formats.assessment import CitedSource, Plan, Recovery
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import load_care
from kinchain.reason import ChainBelief, Inference
from kinchain.triage import ComplaintSite, Triage


def plan_and_recovery(
    findings: Findings,
    inference: Inference,
    triage: Triage,
    chain: ChainBelief,
    knowledge: Knowledge,
    complaints: Sequence[ComplaintSite] = (),
) -> tuple[Plan, Recovery]:
    """Make the plan and say how it usually goes.

    Parameters
    ----------
    findings
        Completed findings; anything missing is unknown.
    inference
        The conditions' posterior.
    triage
        How soon.
    chain
        The chain's direction and mechanisms.
    knowledge
        The knowledge base.
    complaints
        What hurts and since when, as heard.
    """
    care = load_care()
    picture = picture_of(findings, inference, triage, chain, knowledge, complaints)
    return plan_for(picture, care), recovery_for(picture, care)


def sources_of_plan(
    plan: Plan, recovery: Recovery, knowledge: Knowledge
) -> tuple[CitedSource, ...]:
    """Return every source that plan and recovery cite, in order of first citation.

    Parameters
    ----------
    plan, recovery
        The parts that cite; also in square brackets at the end of a line.
    knowledge
        The knowledge base.
    """
    cited: dict[str, None] = {}
    for item in plan.items:
        cited.update(dict.fromkeys(item.sources))
    for course in recovery.expected:
        cited.update(dict.fromkeys(course.sources))
    for line in (*plan.prevention, *plan.not_advised):
        if line.endswith("]"):
            cited.update(dict.fromkeys(line[line.rindex("[") + 1 : -1].split(", ")))
    return tuple(
        CitedSource(id=name, citation=knowledge.sources[name].cite, url=knowledge.sources[name].url)
        for name in cited
        if name in knowledge.sources
    )
