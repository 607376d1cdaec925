"""How soon: an interview and an assessment weigh alike; what nothing points to is no floor."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.app.assess import assess
from kinchain.app.interview import begin
from kinchain.app.urgency import _floor
from kinchain.core.findings import Findings
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least
from kinchain.evidence import complete, load_knowledge
from kinchain.intake.case_file import answers
from kinchain.reason import infer

DAY = date(2026, 3, 1)

TOLD = (
    "My right heel hurts with the first steps in the morning, for six weeks.",
    "Two months ago I tripped and landed on my right knee on concrete. Five weeks ago the pain "
    "came back in the front of the knee, it's getting worse and wakes me at night.",
    "My shin went numb and hard as wood after a kick last night, the pain is unreal.",
    "Broken left tibia in a splint, the pain has doubled every hour tonight.",
    "Fell off a ladder yesterday and can hardly stand on the left foot, the ankle is huge.",
    "Back trouble plus pins and needles round my back passage since last night.",
)


@pytest.mark.parametrize("words", TOLD)
def test_an_interview_never_begins_lower_than_an_assessment(words: str) -> None:
    case = Case(date=DAY, narrative=words)
    assert at_least(begin(case).urgency, assess(case).triage.urgency)


def likely(**findings: bool | float | str) -> set[str]:
    told = {key.replace("__", "@"): value for key, value in findings.items()}
    knowledge = load_knowledge()
    heard = Findings(tuple(answers(Case(date=DAY, findings=told), knowledge.findings)))
    found = infer(complete(heard, knowledge.findings), knowledge)
    return {name for name, _, _ in _floor(found, knowledge)}


def test_an_injury_alone_makes_no_rare_danger_likely() -> None:
    hit = {"injury_leg__left": True, "direct_blow__left": True, "pain_shin__left": True}
    person = {"age": 25.0, "sex": "male", "plaster_or_boot__left": True}
    assert "acute_compartment_syndrome" not in likely(**hit, **person)
    assert "acute_compartment_syndrome" in likely(
        **hit, **person, tense_calf_or_shin__left=True, pain_toe_stretch__left=True
    )


def test_a_known_disease_alone_is_no_attack() -> None:
    known = {"gout_known": True, "sex": "male", "pain_knee__left": True}
    assert "gout" not in likely(**known)
    assert "gout" in likely(
        **known, pain_big_toe_joint__left=True, redness_foot__left=True, warmth_foot__left=True
    )
