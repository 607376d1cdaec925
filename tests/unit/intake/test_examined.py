"""What a clinician examined: read, checked, and put before what was told."""

from __future__ import annotations

import pytest

from kinchain.app.hear import hear
from kinchain.core.errors import InputError
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.case import Case, Examined
from kinchain.evidence import Knowledge, complete
from kinchain.intake.case_file import parse_case, read_case, write_case

HEAD = "format: kinchain-case/1\ndate: 2026-03-01\n"


def parse(text, knowledge):
    return parse_case(HEAD + text, "case.yaml", knowledge.findings)


def test_an_examined_finding_goes_before_the_told_one(knowledge: Knowledge):
    case = parse(
        "narrative: My right knee is warm and my left heel hurts.\n"
        "findings: {warmth_knee@right: true, cold_foot@left: false}\n"
        "examined: [{finding: warmth_knee@right, value: false, by: GP, date: 2026-03-01}]\n",
        knowledge,
    )
    told = hear(case, case.date, knowledge).told
    found = told.get("warmth_knee", "right")
    assert found.value is False and found.source == "examined"
    assert told.get("cold_foot", "left").source == "answer"


def test_the_latest_examination_counts(knowledge: Knowledge):
    case = Case(
        examined=(
            Examined(finding="effusion_sweep_grade@right", value=2, by="GP", date="2026-02-01"),
            Examined(finding="effusion_sweep_grade@right", value=0, by="GP", date="2026-03-01"),
        )
    )
    told = hear(case, case.examined[0].date, knowledge).told
    assert told.number("effusion_sweep_grade", "right") == 0.0


def test_both_sides_and_the_case_survives_writing(knowledge: Knowledge, tmp_path):
    case = parse("examined: [{finding: flat_foot@both, value: true, by: podiatrist}]\n", knowledge)
    told = hear(case, case.date, knowledge).told
    assert told.is_true("flat_foot", "left") and told.is_true("flat_foot", "right")
    write_case(case, tmp_path / "case.yaml")
    assert read_case(tmp_path / "case.yaml", knowledge.findings) == case


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("{finding: effusion_sweep@right, value: 1, by: GP}", "effusion_sweep_grade"),
        ("{finding: effusion_sweep_grade@right, value: 9, by: GP}", "0 to 3"),
        ("{finding: fever@left, value: true, by: GP}", "whole person"),
        ("{finding: fever, value: true, by: GP, date: 2990-01-01}", "has not come yet"),
        ("{finding: fever, value: true}", "by"),
    ],
)
def test_faults_say_which_entry(entry, part, knowledge: Knowledge):
    with pytest.raises(InputError) as caught:
        parse(f"examined: [{entry}]\n", knowledge)
    text = str(caught.value)
    assert "examined" in text and part in text and "Mend" in text


def test_a_measured_no_does_not_undo_what_was_told(knowledge: Knowledge):
    """A home test that finds nothing never takes a told sign away."""
    told = Findings(
        (
            Finding("swelling_knee", True, "right", "narrative"),
            Finding("effusion_sweep_grade", 0.0, "right", "answer"),
        )
    )
    assert complete(told, knowledge.findings).is_true("swelling_knee", "right")


def test_an_examined_yes_goes_before_a_told_no(knowledge: Knowledge):
    told = Findings(
        (
            Finding("swelling_knee", False, "right", "answer"),
            Finding("effusion_sweep_grade", 2.0, "right", "examined"),
        )
    )
    assert complete(told, knowledge.findings).is_true("swelling_knee", "right")


def test_a_sourced_test_weighs_as_in_a_clinicians_hands(knowledge: Knowledge):
    from kinchain.reason.network import leak_in, leak_of

    found = Finding("calf_squeeze_no_movement", True, "left", "examined")
    told = Finding("calf_squeeze_no_movement", True, "left", "answer")
    assert leak_in(found, knowledge) == pytest.approx(0.07)
    assert leak_in(told, knowledge) == leak_of("calf_squeeze_no_movement", knowledge)
