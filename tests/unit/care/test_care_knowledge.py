"""The knowledge of care is complete, and its faults are found and told in four parts."""

from __future__ import annotations

import dataclasses

import pytest
from pydantic import ValidationError

from kinchain.core.errors import KnowledgeError
from kinchain.evidence import Knowledge, care_load
from kinchain.evidence.care_load import care_faults, load_care
from kinchain.evidence.care_model import Course, Curve, Dose, Effect, Measure

CARE = load_care()

FOUNDING_TREATMENTS = """
physical_therapy topical_nsaid oral_nsaid paracetamol other_drugs steroid_injection orthotics
taping night_splint stretching strengthening surgery acupuncture chiropractic_manual massage
rest ice heat compression_elevation weight footwear gradual_return low_impact education
brace_cane shockwave balance heel_pain_stepped pfp_package
""".split()

NSAID_GATES = """
stomach_ulcer_or_bleed kidney_disease heart_failure asthma anticoagulant ssri steroid ace_arb
diuretic pregnant age liver_disease antiplatelet lithium methotrexate
""".split()


def test_everything_is_there() -> None:
    assert set(FOUNDING_TREATMENTS) <= set(CARE.treatments)
    assert len(FOUNDING_TREATMENTS) == 29
    assert len(CARE.exercises) == 42
    assert len(CARE.courses) >= 49
    assert len(CARE.measures) >= 22


@pytest.mark.parametrize("finding", NSAID_GATES)
def test_tablets_are_gated_by_each_interaction(finding: str) -> None:
    tablets = CARE.treatments["oral_nsaid"]
    assert finding in {bar.finding for bar in tablets.barred_by}


@pytest.mark.parametrize("name", ["ice", "heat", "compression_elevation"])
def test_cold_heat_and_wraps_are_gated_by_feeling_blood_flow_and_sugar(name: str) -> None:
    gates = {bar.finding for bar in CARE.treatments[name].barred_by}
    assert {"numb_foot", "neuropathy_known", "artery_disease_known", "diabetes"} <= gates


def test_every_exercise_goes_up_and_down_and_says_when_to_stop() -> None:
    for exercise in CARE.exercises.values():
        assert exercise.progression and exercise.regression and exercise.stop_if
        assert exercise.barred_if_possible, exercise.id


def test_each_curve_names_its_population_and_its_time() -> None:
    curves = [course.curve for course in CARE.courses.values() if course.curve]
    assert curves
    for curve in curves:
        assert curve.population and curve.sources and curve.from_days >= 42


def test_items_are_shipped_only_where_they_are_free() -> None:
    shipped = {name for name, one in CARE.measures.items() if one.ship_items}
    assert shipped == {"nprs", "groc", "psfs"}
    assert CARE.measures["koos"].better == "higher"
    assert CARE.measures["koos_ps"].better == "lower"


def test_an_effect_with_a_figure_needs_a_source() -> None:
    with pytest.raises(ValidationError, match="figure"):
        Effect(text="12 points better", basis="expert")
    with pytest.raises(ValidationError, match="population"):
        Effect(text="12 points better", basis="sourced", sources=("x",))


def test_a_dose_from_a_trial_needs_a_source() -> None:
    with pytest.raises(ValidationError, match="without a source"):
        Dose(text="twice a day", basis="trial")


def test_a_referral_curve_is_refused_before_its_time() -> None:
    with pytest.raises(ValidationError, match="referral"):
        Curve(
            population="a clinic",
            setting="referral",
            from_days=21,
            rows=((1, 0.1, 0.0, 0.2),),
            sources=("x",),
            note="",
        )
    with pytest.raises(ValidationError, match="share"):
        Curve(
            population="a",
            setting="trial",
            from_days=21,
            rows=((1, 0.3, 0.4, 0.5),),
            sources=("x",),
            note="",
        )


def test_a_sourced_course_names_its_population() -> None:
    with pytest.raises(ValidationError, match="population"):
        Course(id="a", text="t", basis="sourced", see_again="soon", sources=("x",))


def test_items_of_a_licensed_measure_cannot_be_shipped() -> None:
    with pytest.raises(ValidationError, match="licence"):
        Measure(
            id="a",
            name="A",
            about="a",
            low=0,
            high=1,
            better="lower",
            ship_items=True,
            licence="ask_first",
            licence_note="",
            scoring="",
            missing_rule="",
        )


def test_faults_across_entries_are_gathered(knowledge: Knowledge) -> None:
    ice = CARE.treatments["ice"]
    bar = ice.barred_by[0].model_copy(update={"finding": "numb_fot"})
    broken = ice.model_copy(
        update={"barred_by": (bar,), "barred_if_possible": ("neuropthy",), "mechanisms": ("M99",)}
    )
    care = dataclasses.replace(CARE, treatments={**CARE.treatments, "ice": broken})
    faults = [str(fault) for fault in care_faults(care, knowledge)]
    assert len(faults) == 3
    assert any("numb_fot" in fault and "numb_foot" in fault for fault in faults)
    assert all("Expected:" in fault and "Mend:" in fault for fault in faults)


def test_what_nothing_helps_is_a_fault(knowledge: Knowledge) -> None:
    care = dataclasses.replace(CARE, treatments={}, exercises={})
    assert len(care_faults(care, knowledge)) == len(knowledge.conditions)


def test_a_figure_of_an_unread_source_is_a_fault(knowledge: Knowledge) -> None:
    stretch = CARE.exercises["pf_stretch"]
    dose = stretch.dose.model_copy(update={"sources": ("painmonitor_bim",)})
    broken = stretch.model_copy(update={"dose": dose})
    care = dataclasses.replace(CARE, exercises={**CARE.exercises, "pf_stretch": broken})
    (fault,) = care_faults(care, knowledge)
    assert "none of its sources was read" in fault.what


def test_reading_names_file_line_and_field(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name in ("treatments", "exercises", "recovery", "measures"):
        text = (care_load.KNOWLEDGE / f"{name}.yaml").read_text("utf-8")
        if name == "measures":
            text = text.replace("better: lower", "better: sideways", 1)
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(care_load, "KNOWLEDGE", tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        care_load.read_care()
    assert "measures.yaml:" in str(caught.value) and "better" in str(caught.value)
