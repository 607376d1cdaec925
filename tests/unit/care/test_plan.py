"""Plans do what they say: first step, both ends, gates told in words, nothing while urgent."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from kinchain.care import Likely, Link, Picture, make_plan, plan_for, recovery_for
from kinchain.care._gates import refusals
from kinchain.core.findings import Finding, Findings
from kinchain.evidence import Knowledge, complete
from kinchain.evidence.care_load import load_care
from kinchain.reason import believe_chain, infer
from kinchain.triage import ComplaintSite, See, Triage

CARE = load_care()

ANSWERS = " ".join(
    f"-{name}"
    for name in """
    numb_foot@left neuropathy_known diabetes stomach_ulcer_or_bleed kidney_disease heart_failure
    heart_disease liver_disease anticoagulant antiplatelet asthma ssri steroid diuretic ace_arb
    lithium methotrexate bleeding_disorder hypertension stroke nsaid skin_break@left fever
    redness_spreading foot_ulcer@left artery_disease_known cold_foot@left previous_dvt
    """.split()
)
"""Every question of the gates answered with no."""

Tell = Callable[[str], Findings]


def picture(told: Findings, *likely: tuple[str, float], **more: object) -> Picture:
    """Return a person with these conditions on the left."""
    names = {"knee_osteoarthritis": "knee", "plantar_fasciitis": "foot"}
    base = Picture(
        likely=tuple(Likely(name, "left", p) for name, p in likely),
        findings=told,
        urgency="routine",
        ends=(
            any(n == "knee_osteoarthritis" for n, _ in likely),
            any(n == "plantar_fasciitis" for n, _ in likely),
        ),
        condition_ends=names,
    )
    return dataclasses.replace(base, **more)  # type: ignore[arg-type]


def ids(one: Picture) -> list[str]:
    return [item.treatment for item in plan_for(one, CARE).items]


def test_a_worn_knee_with_all_answers_gets_a_gel(told: Tell) -> None:
    one = picture(told(f"{ANSWERS} age=50 sex=male"), ("knee_osteoarthritis", 0.8))
    plan = plan_for(one, CARE)
    assert {"topical_nsaid", "sit_stand", "physical_therapy"} <= set(ids(one))
    assert "acceptable" in next(i for i in plan.items if i.treatment == "sit_stand").dose
    assert plan.review_after_days == 28


@pytest.mark.parametrize("open_one", ["anticoagulant", "asthma", "ssri", "kidney_disease"])
def test_no_answer_no_medicine(told: Tell, open_one: str) -> None:
    answers = ANSWERS.replace(f"-{open_one} ", "")
    one = picture(told(f"{answers} age=50 sex=male"), ("knee_osteoarthritis", 0.8))
    plan = plan_for(one, CARE)
    assert "topical_nsaid" not in ids(one)
    assert any("No answer, no medicine" in line for line in plan.not_advised)


@pytest.mark.parametrize(
    ("who", "there"),
    [
        ("sex=female age=30", False),
        ("sex=female", False),
        ("sex=male age=30", True),
        ("age=60", True),
    ],
)
def test_pregnancy_counts_as_present_until_it_cannot_be(told: Tell, who: str, there: bool) -> None:
    one = picture(told(f"{ANSWERS} {who}"), ("knee_osteoarthritis", 0.8))
    assert ("topical_nsaid" in ids(one)) is there


def test_denied_on_the_other_leg_only_is_not_an_answer(told: Tell) -> None:
    answers = ANSWERS.replace("skin_break@left", "skin_break@right")
    one = picture(told(f"{answers} age=60"), ("knee_osteoarthritis", 0.8))
    assert "topical_nsaid" not in ids(one)


def test_ice_waits_for_answers_on_feeling_and_blood_flow(told: Tell) -> None:
    ice, sprain = CARE.treatments["ice"], ("ankle_sprain", 0.9)
    assert not refusals(picture(told(f"{ANSWERS} age=30 sex=male"), sprain), ice, CARE)
    against = refusals(picture(told("age=30 sex=male"), sprain), ice, CARE)
    assert {one.kind for one in against} == {"open"}


@pytest.mark.parametrize(
    ("more", "there"),
    [
        ("", True),
        ("injury_foot@left", False),
        ("injury_foot@left injury_days@left=1", False),
        ("injury_foot@left injury_days@left=10", True),
    ],
)
def test_a_fresh_injury_is_not_loaded(told: Tell, more: str, there: bool) -> None:
    one = picture(told(f"{ANSWERS} age=30 sex=male {more}"), ("ankle_sprain", 0.9))
    assert ("heel_raise2" in ids(one)) is there


def test_an_open_question_on_feeling_means_the_easier_form(told: Tell) -> None:
    plan = plan_for(picture(told("age=40"), ("plantar_fasciitis", 0.9)), CARE)
    raise_ = next(item for item in plan.items if item.treatment == "hlst")
    assert "easier" in raise_.dose and "2 out of 10" in raise_.dose
    assert raise_.basis == "usual_practice" and "above 2" in raise_.stop_if


def test_possible_bone_stress_takes_the_load_off(told: Tell) -> None:
    one = picture(
        told(f"{ANSWERS} age=40"), ("plantar_fasciitis", 0.5), ("calcaneal_stress_fracture", 0.3)
    )
    plan = plan_for(one, CARE)
    assert not set(ids(one)) & set(CARE.exercises)
    assert any("train through pain" in line for line in plan.not_advised)


def test_both_ends_are_treated_where_both_hurt(told: Tell) -> None:
    one = picture(
        told(f"{ANSWERS} age=60"), ("plantar_fasciitis", 0.9), ("knee_osteoarthritis", 0.1)
    )
    ends = {CARE.item(name).end for name in ids(one)}
    assert {"knee", "foot"} <= ends
    assert plan_for(one, CARE).prevention == ()


def test_the_other_end_is_protected_by_the_route_that_threatens_it(told: Tell) -> None:
    link = Link("knee_sparing_walk", "M1", "A sore knee changes your walk.", "weak")
    one = picture(told("age=60"), ("knee_osteoarthritis", 0.8))
    assert plan_for(one, CARE).prevention == ()
    lines = plan_for(dataclasses.replace(one, at_risk=(link,)), CARE).prevention
    assert lines and any("shoes" in line for line in lines)
    assert all("usual practice" in line or line.endswith("]") for line in lines)


def test_what_is_not_advised_says_why_and_whence(told: Tell) -> None:
    plan = plan_for(picture(told("age=60"), ("knee_osteoarthritis", 0.8)), CARE)
    text = " ".join(plan.not_advised)
    assert "Keyhole surgery" in text and "siemieniuk2017" in text
    assert "Wedges" in text and "aaos2021" in text


def test_emergency_is_action_and_protection_only(told: Tell) -> None:
    one = picture(
        told("age=60"),
        ("knee_osteoarthritis", 0.8),
        urgency="emergency",
        advice="Call for help.",
        protect=("Do not walk on it.",),
    )
    plan, recovery = plan_for(one, CARE), recovery_for(one, CARE)
    assert plan.first_step == "Call for help. Do not walk on it."
    assert plan.items == () and plan.review_after_days is None and recovery.expected == ()


def test_nothing_told_gets_no_plan_from_priors_alone(told: Tell) -> None:
    one = picture(told("age=60"), ("knee_osteoarthritis", 0.06), advice="Tell more.")
    plan = plan_for(one, CARE)
    assert plan.items == () and "Too little was told" in plan.first_step


def test_a_medicine_is_never_the_first_step(told: Tell) -> None:
    one = picture(
        told(f"{ANSWERS} age=45 sex=male"), ("gout", 0.8), urgency="within_days", advice="Be seen."
    )
    assert "oral_nsaid" in ids(one)
    assert "tablets" not in plan_for(one, CARE).first_step


def test_open_danger_questions_come_first(told: Tell) -> None:
    one = picture(told(f"{ANSWERS} age=60"), ("knee_osteoarthritis", 0.8), provisional=True)
    assert plan_for(one, CARE).first_step.startswith("First answer the open questions")
    heel = picture(told(f"{ANSWERS} age=60"), ("plantar_fasciitis", 0.9))
    assert "hlst" in ids(heel)
    assert "hlst" not in ids(dataclasses.replace(heel, provisional=True))


def test_weight_is_named_only_where_it_is_known_and_safe(told: Tell) -> None:
    knee = ("knee_osteoarthritis", 0.8)
    assert "weight" in ids(picture(told("age=60 bmi=31"), knee))
    assert "weight" not in ids(picture(told("age=60 bmi=22"), knee))
    assert "weight" not in ids(picture(told("age=60"), knee))
    assert "weight" not in ids(picture(told("age=60 bmi=31 weight_loss"), knee))
    assert "weight" not in ids(picture(told("age=30 sex=female bmi=31"), knee))


def test_a_referral_curve_is_never_shown_in_week_three(told: Tell) -> None:
    heel = ("plantar_fasciitis", 0.8)
    early = recovery_for(picture(told("pain_duration_days@left=21"), heel), CARE).expected[0]
    late = recovery_for(picture(told("pain_duration_days@left=400"), heel), CARE).expected[0]
    unknown = recovery_for(picture(told("age=40"), heel), CARE).expected[0]
    assert early.weeks is None and "hospital" not in early.text
    assert unknown.weeks is None and "hospital" not in unknown.text
    assert late.weeks is not None and "174 people" in late.text and "hansen2018" in late.sources


def test_the_knee_s_duration_is_not_the_heel_s(told: Tell) -> None:
    one = picture(
        told("pain_duration_days@left=400"),
        ("plantar_fasciitis", 0.8),
        ("knee_osteoarthritis", 0.5),
    )
    assert recovery_for(one, CARE).expected[0].weeks is None
    sites = (ComplaintSite("knee", "left", 400.0), ComplaintSite("heel", "left", 21.0))
    heard = dataclasses.replace(one, complaints=sites)
    assert recovery_for(heard, CARE).expected[0].weeks is None
    longer = (sites[0], ComplaintSite("heel", "left", 300.0))
    assert recovery_for(dataclasses.replace(one, complaints=longer), CARE).expected[0].weeks


def test_a_complaint_without_a_course_gets_the_general_one(told: Tell) -> None:
    strain = ("calf_muscle_strain", 0.8)
    fresh = recovery_for(picture(told("pain_duration_days@left=5"), strain), CARE).expected[0]
    old = recovery_for(picture(told("pain_duration_days@left=100"), strain), CARE).expected[0]
    assert "fresh" in fresh.text and "Long-standing" in old.text
    assert fresh.text.startswith("A rule of thumb")


def test_from_the_rooms_below(told: Tell, knowledge: Knowledge) -> None:
    findings = complete(
        told("pain_knee@right pain_heel_under@left first_step_pain@left age=50"), knowledge.findings
    )
    inference = infer(findings, knowledge)
    triage = Triage("routine", False, (), (), See("a clinician", (), ""), "See a clinician.", ())
    chain = believe_chain(findings, inference, knowledge)
    plan = make_plan(findings, inference, triage, chain, knowledge)
    assert {"knee", "foot"} <= {CARE.item(item.treatment).end for item in plan.items}
    assert plan == make_plan(findings, inference, triage, chain, knowledge)
    assert Finding("age", 50.0) in tuple(findings)
