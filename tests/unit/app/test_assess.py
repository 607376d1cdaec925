"""The main use case: whose word counts, what is listed, that every number and source holds."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.app.assess import assess
from kinchain.app.hear import hear
from kinchain.core.chain import HYPOTHESES
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case, Complaint, Outcome, Person, WalkInput
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import Knowledge

TODAY = date(2026, 3, 1)
HEEL = "My left heel hurts with the first steps in the morning. No fever."
MADE_UP = [
    Case(date=TODAY),
    Case(date=TODAY, narrative=HEEL),
    Case(date=TODAY, narrative="My right knee is hot and swollen and I have a fever and chills."),
    Case(
        date=TODAY,
        person=Person(age=52, sex="female", height_m=1.66, mass_kg=90),
        complaints=(
            Complaint(site="knee", side="right", started="first", duration_days=200),
            Complaint(site="heel", side="left", started="later", duration_days=21),
        ),
        findings={"first_step_pain@left": True, "fever": False, "limp@right": True},
    ),
    Case(date=TODAY, findings={"pain_calf@left": True, "swelling_calf@left": True}),
    Case(date=TODAY, narrative="qwxz plmk vvrt"),
]


def probabilities(assessment: Assessment) -> dict[tuple[str, str], float]:
    return {(one.id, one.side): one.probability for one in assessment.conditions}


def plain(assessment: Assessment) -> dict[str, object]:
    return assessment.model_dump(exclude={"created"})


@pytest.mark.parametrize("number", range(len(MADE_UP)))
def test_every_number_and_name_holds(number: int, knowledge: Knowledge) -> None:
    told = assess(MADE_UP[number], knowledge)
    assert told.date == TODAY
    assert told.triage.urgency in URGENCIES
    assert told.engine.evidence_version == knowledge.version
    for condition in told.conditions:
        assert 0.0 <= condition.probability <= 1.0
        assert condition.id in knowledge.conditions
        assert all(item.bits > 0 for item in condition.because)
        assert all(item.bits < 0 for item in condition.against)
    scores = [one.rank_score for one in told.conditions if one.probability >= 0.01]
    assert scores == sorted(scores, reverse=True)
    assert tuple(told.chain.probabilities) == HYPOTHESES
    assert sum(told.chain.probabilities.values()) == pytest.approx(1.0, abs=1e-3)
    for mechanism in told.chain.mechanisms:
        assert 0.0 <= mechanism.probability <= 1.0
    for question in told.next_questions:
        assert question.finding.partition("@")[0] in knowledge.findings
        assert question.text
        assert question.information_bits >= 0.0
    assert told.disclaimer


@pytest.mark.parametrize("number", range(len(MADE_UP)))
def test_every_cited_source_is_listed_once(number: int, knowledge: Knowledge) -> None:
    told = assess(MADE_UP[number], knowledge)
    listed = [source.id for source in told.sources]
    groups = (
        *(flag.sources for flag in told.triage.red_flags),
        *(one.sources for one in told.conditions),
        *(one.sources for one in told.chain.mechanisms),
        *(one.sources for one in told.chain.at_risk),
    )
    cited = {source for group in groups for source in group}
    assert cited <= knowledge.sources.keys()
    assert cited <= set(listed)
    assert len(listed) == len(set(listed))
    assert all(source.citation for source in told.sources)


@pytest.mark.parametrize("number", range(len(MADE_UP)))
def test_same_case_same_answer(number: int, knowledge: Knowledge) -> None:
    assert plain(assess(MADE_UP[number], knowledge)) == plain(assess(MADE_UP[number], knowledge))


def test_an_answer_goes_before_the_narrative(knowledge: Knowledge) -> None:
    told = assess(
        Case(date=TODAY, narrative=HEEL, findings={"first_step_pain@left": False}), knowledge
    )
    (heard,) = (h for h in told.heard if h.finding == "first_step_pain" and h.side == "left")
    assert heard.value is False
    assert heard.source == "answer"


def test_a_stated_person_goes_before_the_narrative(knowledge: Knowledge) -> None:
    told = assess(
        Case(date=TODAY, person=Person(age=30), narrative="I am 70 years old, my knee hurts."),
        knowledge,
    )
    (age,) = (h for h in told.heard if h.finding == "age")
    assert age.value == 30
    assert age.source == "answer"


def test_heard_lists_everything_told(knowledge: Knowledge) -> None:
    case = MADE_UP[3].model_copy(update={"narrative": "My right knee is swollen."})
    heard = {(h.finding, h.side): h for h in assess(case, knowledge).heard}
    for key in (
        ("first_step_pain", "left"),
        ("fever", "none"),
        ("limp", "right"),
        ("pain_knee", "right"),
        ("pain_heel", "left"),
        ("age", "none"),
        ("sex", "none"),
        ("mass_kg", "none"),
        ("started_first", "none"),
        ("swelling_knee", "right"),
    ):
        assert key in heard, key
    assert {(f.id, f.side) for f in hear(case, TODAY, knowledge).told} == heard.keys()


def test_spans_point_into_the_narrative(knowledge: Knowledge) -> None:
    told = assess(MADE_UP[1], knowledge)
    spans = [h.span for h in told.heard if h.source == "narrative"]
    assert spans
    for span in spans:
        assert span is not None
        start, end = span
        assert 0 <= start < end <= len(HEEL)
        assert HEEL[start:end].strip()


def test_unknown_is_never_no(knowledge: Knowledge) -> None:
    findings: dict[str, bool | float | str] = {"pain_heel_under@left": True}
    untold = assess(Case(date=TODAY, findings=findings), knowledge)
    for name in ("first_step_pain@left", "fever", "bmi", "started_first"):
        unknown = assess(Case(date=TODAY, findings={**findings, name: "unknown"}), knowledge)
        assert plain(unknown) == plain(untold)
    denied = assess(
        Case(date=TODAY, findings={**findings, "first_step_pain@left": False}), knowledge
    )
    key = ("plantar_fasciitis", "left")
    assert probabilities(denied)[key] < probabilities(untold)[key]


def test_nothing_told_promises_nothing(knowledge: Knowledge) -> None:
    told = assess(Case(date=TODAY), knowledge)
    assert told.heard == ()
    assert told.triage.urgency != "self_care"
    assert told.triage.provisional
    assert told.triage.not_asked
    assert told.cannot_tell_yet
    assert told.chain.direction in ("none", "undetermined")


def test_what_was_not_understood_is_said(knowledge: Knowledge) -> None:
    assert assess(MADE_UP[5], knowledge).not_understood


def test_recordings_that_were_not_read_are_named(knowledge: Knowledge) -> None:
    told = assess(Case(date=TODAY, walks=(WalkInput(path="walk.c3d"),)), knowledge)
    assert told.not_understood
    assert "The recording walk.c3d was not used" in told.not_understood


def test_a_question_already_answered_is_not_asked_again(knowledge: Knowledge) -> None:
    first = assess(MADE_UP[1], knowledge)
    findings: dict[str, bool | float | str] = {}
    for question in first.next_questions:
        if knowledge.findings[question.finding.partition("@")[0]].type == "bool":
            findings[question.finding] = False
    second = assess(Case(date=TODAY, narrative=HEEL, findings=findings), knowledge)
    assert not findings.keys() & {question.finding for question in second.next_questions}


def test_feared_conditions_are_never_ruled_out(knowledge: Knowledge) -> None:
    told = assess(MADE_UP[4], knowledge)
    clot = [one for one in told.conditions if one.id == "deep_vein_thrombosis"]
    assert clot
    for one in told.conditions:
        if knowledge.conditions[one.id].feared and one.probability < 0.1:
            assert one.not_excluded
            assert "Not excluded" in one.not_excluded


def test_a_fever_with_a_hot_knee_is_urgent(knowledge: Knowledge) -> None:
    told = assess(MADE_UP[2], knowledge)
    assert told.triage.urgency in ("emergency", "same_day")
    assert told.triage.red_flags


@pytest.mark.parametrize(
    ("order", "expected"),
    [(("first", "later"), "knee"), (("later", "first"), "foot"), (("same_time",) * 2, "same_time")],
)
def test_order_of_complaints_is_heard(
    order: tuple[str, str], expected: str, knowledge: Knowledge
) -> None:
    case = Case(
        date=TODAY,
        complaints=(
            Complaint(site="knee", side="left", started=order[0]),  # type: ignore[arg-type]
            Complaint(site="heel", side="left", started=order[1]),  # type: ignore[arg-type]
        ),
    )
    assert hear(case, TODAY, knowledge).told.value("started_first") == expected


def test_both_sides_of_a_complaint_are_two_findings(knowledge: Knowledge) -> None:
    case = Case(date=TODAY, complaints=(Complaint(site="knee", side="both", onset="sudden"),))
    told = hear(case, TODAY, knowledge).told
    for side in ("left", "right"):
        assert told.is_true("pain_knee", side)
        assert told.is_true("sudden_onset_knee", side)
        assert told.is_false("gradual_onset_knee", side)


def test_latest_score_counts(knowledge: Knowledge) -> None:
    case = Case(
        date=TODAY,
        outcomes=(
            Outcome(measure="nprs", date=date(2026, 1, 1), value=8, about="heel@left"),
            Outcome(measure="NPRS", date=date(2026, 2, 1), value=3, about="heel@left"),
        ),
    )
    assert hear(case, TODAY, knowledge).told.number("pain_now_nrs", "left") == 3.0


def test_mirrored_case_has_the_mirrored_conditions(knowledge: Knowledge) -> None:
    left = Case(date=TODAY, findings={"pain_knee@left": True, "pain_heel@right": True})
    right = Case(date=TODAY, findings={"pain_knee@right": True, "pain_heel@left": True})
    turn = {"left": "right", "right": "left"}
    here, there = (probabilities(assess(case, knowledge)) for case in (left, right))
    assert {(name, turn.get(side, side)): p for (name, side), p in here.items()} == there
