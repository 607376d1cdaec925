"""Told to simulated, with a made-up rule in the solver's place."""

from __future__ import annotations

from dataclasses import replace

import pytest

import kinchain as kc
from kinchain.app.simulate.told import GROWING, NOT_NOW, NOTHING_SET, Effort, with_load_effects
from kinchain.app.simulate.told_settings import MECHANISM_OF, as_settings, readings_of
from kinchain.core.formats.case import Case
from kinchain.evidence import complete
from tests.conftest import tell
from tests.unit.simulate.made_gait import MadeWalker

QUICK = Effort(draws=3)
TOLD = {
    "pain_knee@right": True, "knee_extension_deficit_deg@right": 12, "pain_heel@left": True,
    "pain_now_nrs@left": 5, "knee_to_wall_cm@right": 5,
}  # fmt: skip


def effects(knowledge, told, person=None, **more):
    who = {"age": 52, "mass_kg": 70, "height_m": 1.7} | (person or {})
    case = Case.model_validate({"date": "2026-03-01", "person": who, "findings": told})
    assessment = kc.assess(case, knowledge)
    found = complete(tell(" ".join(_word(k, v) for k, v in told.items())), knowledge.findings)
    found = found.plus(tell(f"age={case.person.age or 50}"))
    more = {"effort": QUICK, "walker": MadeWalker()} | more
    return with_load_effects(assessment, found, case.person, knowledge, **more)


def _word(key, value):
    return key if value is True else f"{key}={value}"


def test_every_setting_acts_by_a_mechanism_of_the_graph(knowledge):
    for mechanism in set(MECHANISM_OF.values()):
        assert knowledge.mechanisms[mechanism].simulated, mechanism


def test_home_tests_set_the_model_with_their_doubt(knowledge):
    words = (
        "knee_extension_deficit_deg@right=12 knee_to_wall_cm@left=5 "
        "single_leg_heel_raises_n@left=3 flat_foot@left"
    )
    told = complete(tell(words), knowledge.findings)
    found = {(one.setting, one.leg): one for one in readings_of(told)}
    assert found["knee_extension_deficit_deg", "right"].mean == 12.0
    assert found["calf_tightness_pct", "left"].mean == pytest.approx(12.0)
    assert found["calf_strength_pct", "left"].mean < 70.0
    assert found["arch_height_pct", "left"].mean == 80.0
    assert all(one.sd > 0 and one.because for one in found.values())
    assert not [one for one in found if one[1] == "left" and "knee_" in one[0]]


def test_a_reading_is_never_drawn_better_than_healthy(knowledge):
    told = complete(tell("knee_extension_deficit_deg@right=2 pain_knee@right"), knowledge.findings)
    readings = readings_of(told)
    drawn = as_settings(readings, tuple(-9.0 for _ in readings))
    assert drawn.value("knee_extension_deficit_deg", "right") == 0.0
    assert drawn.value("knee_pain", "right") == 0.0


def test_nothing_told_sets_nothing(knowledge):
    assert readings_of(tell("")) == ()
    assert readings_of(tell("-pain_knee@left -knee_kept_bent@right")) == ()
    done = effects(knowledge, {"pain_knee@unknown": True})
    assert done.chain.load_effects == () and done.chain.load_effects_note == NOTHING_SET


def test_effects_of_a_knee_keep_side_and_sign(knowledge):
    done = effects(knowledge, TOLD)
    found = {
        (one.cause, one.on, one.side, one.per, one.speed): one for one in done.chain.load_effects
    }
    own = found["knee", "plantar_fascia_force_bw", "right", "step", "self_chosen"]
    other = found["knee", "plantar_fascia_force_bw", "left", "step", "self_chosen"]
    assert other.change_n > 0 and own.side == "right"
    assert other.interval_90[0] < other.change_n < other.interval_90[1]
    assert {"step", "day"} == {key[3] for key in found}
    assert {"fixed", "self_chosen"} == {key[4] for key in found}
    assert all(one.text and one.verdict for one in found.values())


def test_shares_of_mechanisms_sum_to_the_change(knowledge):
    done = effects(knowledge, TOLD)
    shared = [one for one in done.chain.load_effects if len(one.by_mechanism) > 1]
    assert shared
    for one in shared:
        digits = 0.3 if one.per == "step" else 300
        assert sum(one.by_mechanism.values()) == pytest.approx(one.change_n, abs=digits)
    assert {"knee_sparing_walk", "tight_muscles"} == set(shared[0].by_mechanism)


def test_a_tight_calf_of_the_other_leg_is_not_the_knees_doing(knowledge):
    told = {"pain_knee@right": True, "calf_tight@left": True}
    done = effects(knowledge, told)
    assert all(list(one.by_mechanism) == ["knee_sparing_walk"] for one in done.chain.load_effects)


def test_a_healthy_knee_changes_nothing_for_sure(knowledge):
    class Same(MadeWalker):
        def solve(self, settings, **more):
            return super().solve(type(settings)(), **more)

    done = effects(knowledge, TOLD, walker=Same())
    assert done.chain.load_effects
    for one in done.chain.load_effects:
        assert one.interval_90[0] <= 0.0 <= one.interval_90[1] and one.verdict == "cant_tell"


def test_the_mirrored_case_has_the_mirrored_effect(knowledge):
    swap = {"left": "right", "right": "left"}
    mirrored = {f"{k.split('@')[0]}@{swap[k.split('@')[1]]}": v for k, v in TOLD.items()}
    one = {_key(e): e for e in effects(knowledge, TOLD).chain.load_effects}
    other = {_key(e): e for e in effects(knowledge, mirrored).chain.load_effects}
    for (cause, on, side, per, speed), effect in one.items():
        twin = other[cause, on, swap[side], per, speed]
        assert effect.change_pct == pytest.approx(twin.change_pct, abs=0.5)


def _key(one):
    return one.cause, one.on, one.side, one.per, one.speed


def test_a_mechanism_without_edges_acts_on_nothing(knowledge):
    edges = {name: one for name, one in knowledge.edges.items() if one.mechanism != "tight_muscles"}
    done = effects(replace(knowledge, edges=edges), TOLD)
    assert all("tight_muscles" not in one.by_mechanism for one in done.chain.load_effects)


def test_in_an_emergency_nothing_is_simulated(knowledge):
    walker = MadeWalker()
    done = effects(knowledge, {"pain_knee@right": True, "cold_foot@right": True,
                               "pale_blue_foot@right": True}, walker=walker)  # fmt: skip
    assert done.triage.urgency == "emergency"
    assert done.chain.load_effects_note == NOT_NOW and walker.asked == []


def test_children_are_not_simulated(knowledge):
    done = effects(knowledge, {"pain_knee@right": True}, person={"age": 14})
    assert done.chain.load_effects == ()
    assert done.chain.load_effects_note in {GROWING, NOT_NOW}


def test_no_walk_at_all_is_told_with_its_advice(knowledge):
    class Never(MadeWalker):
        def solve(self, settings, **_):
            from kinchain.simulate.gait_cycle import Outcome

            return Outcome("infeasible", "Made up: never.", None, None, 0.0, 1, 1)

    done = effects(knowledge, TOLD, walker=Never())
    assert done.chain.load_effects == () and "never" in done.chain.load_effects_note


def test_time_that_is_over_is_told(knowledge):
    done = effects(knowledge, TOLD, effort=Effort(draws=3, budget_s=0.0))
    assert "Time ran out" in done.chain.load_effects_note
    assert {one.speed for one in done.chain.load_effects} == {"fixed"}


def test_what_would_change_it_names_relief_and_trials(knowledge):
    done = effects(knowledge, TOLD)
    changes = done.chain.would_change
    assert changes and changes[0].verdict == "less"
    assert all(one.on == "plantar_fascia_force_bw" and one.side == "left" for one in changes)
    assert all(one.trial for one in changes)
    cited = {source.id for source in done.sources}
    assert {name for one in changes for name in one.sources} <= cited


def test_assess_alone_simulates_nothing(knowledge):
    case = Case.model_validate({"findings": TOLD})
    assert kc.assess(case, knowledge).chain.load_effects_note is None


def test_a_knee_too_sore_for_the_usual_speed_is_told_at_its_own(knowledge):
    class Slow(MadeWalker):
        def solve(self, settings, *, speed_mps, **more):
            from kinchain.simulate.gait_cycle import Outcome

            if speed_mps is not None and settings.value("knee_pain", "right") > 0:
                return Outcome("infeasible", "Made up: too fast.", None, None, 0.0, 1, 1)
            return super().solve(settings, speed_mps=speed_mps, **more)

    done = effects(knowledge, {"pain_knee@right": True, "pain_severe@right": True}, walker=Slow())
    assert {one.speed for one in done.chain.load_effects} == {"self_chosen"}


def test_everything_is_compared_at_the_speed_of_a_measured_walk(knowledge):
    from kinchain.app.simulate.told import _speed_mps

    plain = kc.assess(Case.model_validate({"findings": TOLD}), knowledge)
    assert _speed_mps(plain) == 1.2
    from kinchain.core.formats import example
    from kinchain.core.formats.walk import Walk

    walked = plain.model_copy(update={"walks": (Walk.model_validate(example("walk")),)})
    assert _speed_mps(walked) == 1.04
