"""The use case of a predicted walk, with a made-up rule in the solver's place."""

from __future__ import annotations

import json

import pytest

from kinchain.app.simulate.compare import evened
from kinchain.app.simulate.format import loads_of, stride_of, walk_of
from kinchain.app.simulate.order import SimulateOrder, person_from
from kinchain.app.simulate.predict import predict
from kinchain.app.simulate.runs import Runs
from kinchain.app.simulate.shapley import shapley
from kinchain.app.simulate.spread import difference, interval, search_noise, varied_bodies, verdict
from kinchain.core.errors import InputError
from kinchain.core.formats.simulation import Simulation
from kinchain.simulate.gait_cycle import Outcome, Person
from kinchain.simulate.settings import Settings, parse_settings
from tests.unit.simulate.made_gait import MadeWalker, made_gait

SOMEBODY = Person(70.0, 1.75)


def run(*texts: str, **more) -> Simulation:
    settings = parse_settings(texts, SOMEBODY)
    order = SimulateOrder(SOMEBODY, settings, compare=True, **more)
    return predict(order, walker=MadeWalker())


def test_the_format_is_written_and_read_without_loss():
    done = run("knee_extension_deficit_deg@right=10", speed_mps=1.2)
    assert Simulation.model_validate(json.loads(done.model_dump_json())) == done
    assert done.settings == {"knee_extension_deficit_deg@right": 10.0}
    assert done.converged and done.status == "converged" and done.speed == "fixed"


def test_a_comparison_keeps_sides_and_signs():
    done = run("knee_extension_deficit_deg@right=10")
    right = done.difference["plantar_fascia_force_bw@right"]
    left = done.difference["plantar_fascia_force_bw@left"]
    assert right.percent == pytest.approx(-10.0, abs=0.2) and right.verdict == "less"
    assert left.percent == pytest.approx(5.0, abs=0.2)
    assert right.interval_90[0] < right.absolute < right.interval_90[1]


def test_nothing_set_changes_nothing_and_every_interval_holds_zero():
    done = run()
    for one in (*done.difference.values(), *done.walk_difference.values()):
        assert one.absolute == 0.0
        assert one.interval_90[0] <= 0.0 <= one.interval_90[1]
        assert one.verdict == "cant_tell"


def test_the_mirrored_case_has_the_mirrored_effect():
    one, other = run("knee_pain@left=5"), run("knee_pain@right=5")
    for name in ("heel_force_bw", "plantar_fascia_force_bw"):
        assert one.difference[f"{name}@left"].percent == pytest.approx(
            other.difference[f"{name}@right"].percent, abs=0.3
        )


def test_other_bodies_are_the_same_for_the_same_seed():
    assert varied_bodies(4, 3) == varied_bodies(4, 3)
    assert varied_bodies(4, 3) != varied_bodies(4, 4)
    assert varied_bodies(0, 3) == ()
    done = run("knee_pain@left=5", draws=3)
    assert done.spread.draws == 3 and done.spread.varied
    again = run("knee_pain@left=5", draws=3)
    assert again.difference == done.difference


def test_without_a_comparison_there_is_no_baseline():
    order = SimulateOrder(SOMEBODY, Settings())
    done = predict(order, walker=MadeWalker())
    assert done.baseline is None and done.difference is None


@pytest.mark.parametrize("name", ["knee_varus_deg", "hip_abductor_strength_pct"])
def test_what_acts_sideways_is_not_modelled_and_nothing_is_solved(name):
    walker = MadeWalker()
    settings = parse_settings([f"{name}=30" if "hip" in name else f"{name}=5", "knee_pain=2"])
    done = predict(SimulateOrder(SOMEBODY, settings), walker=walker)
    assert done.status == "not_modelled" and not done.converged
    assert "not modelled yet" in done.advice.lower() and name in done.advice
    assert walker.asked == [] and done.walk is None


def test_no_walk_is_an_answer_with_advice():
    done = run("knee_pain@left=10")
    assert done.status == "infeasible" and not done.converged
    assert done.advice and done.walk is None and done.difference is None
    assert done.baseline is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [("speed_mps", 5.0), ("starts", 0), ("seed", -1), ("draws", 100), ("time_limit_s", 0.0)],
)
def test_numbers_out_of_range_are_refused(field, value):
    with pytest.raises(InputError) as raised:
        SimulateOrder(SOMEBODY, Settings(), **{field: value})
    assert field in raised.value.faults[0].where


def test_who_is_not_told_is_taken_from_the_middle_and_said():
    person, assumed = person_from({"mass_kg": 80.0})
    assert person.mass_kg == 80.0 and len(assumed) == 1 and "height" in assumed[0]
    assert person_from(SOMEBODY) == (SOMEBODY, ())
    assert person_from({"sex": "other"})[0].sex is None


def test_each_walk_is_searched_for_once():
    walker = MadeWalker()
    runs = Runs(walker)
    one, same = parse_settings(["knee_pain=2"]), parse_settings(["knee_pain=2", "heel_pain=0"])
    runs.gait(one, 1.2)
    runs.gait(same, 1.2)
    assert runs.n_solved == 1 == len(walker.asked)


def test_a_stopped_search_gives_no_walk_to_compare():
    class Stopped:
        def solve(self, settings, **_):
            return Outcome("stopped", "Out of time.", made_gait(), None, 60.0, 1, 99)

    done = predict(SimulateOrder(SOMEBODY, Settings(), compare=True), walker=Stopped())
    assert done.status == "stopped" and done.walk is None and done.difference is None


def test_a_stride_as_walk_loads_and_lines():
    gait = made_gait()
    walk, loads, stride = walk_of(gait, SOMEBODY), loads_of(gait, SOMEBODY), stride_of(gait)
    assert walk.recording.kind == "simulated" and "knee_angle_r" in walk.angles
    assert loads.left.plantar_fascia_force_bw.peak > 0
    assert "predicted" in loads.quality[0].what
    assert len(stride.time_s) == len(stride.joints_m["pelvis"]) == len(stride.ground_n["left"])


def test_intervals_hold_the_change_and_widen_with_what_differs():
    plain = interval(10.0, 100.0, ())
    wide = interval(10.0, 100.0, [2.0, 10.0, 18.0])
    assert plain.low < 10.0 < plain.high
    assert wide.high - wide.low > plain.high - plain.low
    assert verdict(-1.0, 1.0) == "cant_tell" and verdict(0.1, 2.0) == "more"
    assert difference(1.0, 0.0, ()).percent == 0.0


def test_shapley_shares_sum_and_keep_their_signs():
    worth = {"": 0.0, "a": 3.0, "b": -1.0, "ab": 4.0}
    shares = shapley(("a", "b"), lambda group: worth["".join(sorted(group))])
    assert shares == {"a": 4.0, "b": 0.0}
    assert sum(shares.values()) == worth["ab"]
    with pytest.raises(ValueError, match="5 players"):
        shapley("abcde", lambda _: 0.0)


def test_what_a_healthy_walks_legs_differ_by_is_the_searchs_noise():
    even, noise = evened(
        {"heel_force_bw@left": 1.0, "heel_force_bw@right": 1.2, "cadence_spm": 110}
    )
    assert even == {"heel_force_bw@left": 1.1, "heel_force_bw@right": 1.1, "cadence_spm": 110}
    assert noise["heel_force_bw@left"] > 0.15 and noise["cadence_spm"] == 0.0
    assert search_noise("heel_force_bw", 1.0, 1.0) == pytest.approx(0.008)
    wide, plain = interval(0.1, 1.0, (), 0.2), interval(0.1, 1.0, ())
    assert wide.high - wide.low > plain.high - plain.low
