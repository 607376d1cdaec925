"""The use case hands back plan, recovery and every source that they cite."""

from __future__ import annotations

from collections.abc import Callable

from kinchain.app.plan import plan_and_recovery, sources_of_plan
from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge, complete
from kinchain.reason import believe_chain, infer
from kinchain.triage import ComplaintSite, See, Triage


def test_every_cited_source_is_listed(
    told: Callable[[str], Findings], knowledge: Knowledge
) -> None:
    findings = complete(
        told(
            "pain_knee@left pain_stairs@left morning_stiffness@left age=62 bmi=31 "
            "-numb_foot@left -neuropathy_known"
        ),
        knowledge.findings,
    )
    inference = infer(findings, knowledge)
    triage = Triage("routine", False, (), (), See("a clinician", (), ""), "See a clinician.", ())
    chain = believe_chain(findings, inference, knowledge)
    complaints = (ComplaintSite("knee", "left", 200.0),)
    plan, recovery = plan_and_recovery(findings, inference, triage, chain, knowledge, complaints)
    listed = {one.id for one in sources_of_plan(plan, recovery, knowledge)}
    assert plan.items and recovery.expected
    assert {s for item in plan.items for s in item.sources} <= listed
    assert {s for one in recovery.expected for s in one.sources} <= listed
    assert "siemieniuk2017" in listed
    assert all(one.citation for one in sources_of_plan(plan, recovery, knowledge))
