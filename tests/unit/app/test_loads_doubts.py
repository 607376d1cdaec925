"""Loads that cannot be are left out; what is doubted is told, and nothing follows from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.app.loads.compute import compute_loads
from kinchain.app.loads.usual import looked_at
from kinchain.core.errors import InputError
from kinchain.core.formats.loads import Loads
from kinchain.core.trial import Trial, marker_array
from kinchain.evidence.load_norms import load_norms
from kinchain.gait.synthetic import Plates, SyntheticWalk, pose_trial, stand
from kinchain.report.loads.words import headline

SOLE = ("heel_force_bw", "toes_force_bw", "plantar_fascia_force_bw", "region_impulse_pct")
OTHER = {"L": "R", "R": "L"}


@pytest.fixture(scope="module")
def trial() -> Trial:
    return SyntheticWalk(duration_s=4.0).make().trial


def renamed(trial: Trial, name_of: dict[str, str]) -> Trial:
    """Return a recording with other names; a marker named "" is left out."""
    assert trial.markers is not None
    names = [str(one) for one in trial.markers["marker"].values]
    kept = [i for i, one in enumerate(names) if name_of.get(one, one)]
    new = [name_of.get(names[i], names[i]) for i in kept]
    values = np.asarray(trial.markers.values)[:, kept]
    return replace(trial, markers=marker_array(trial.time_s, new, values))


def pushed(trial: Trial, force: float = 1.0, ahead_m: float = 0.0) -> Trial:
    """Return a recording whose plates tell other forces, or lie elsewhere."""
    assert trial.plates is not None
    plates = trial.plates.copy()
    plates["force_n"] = force * plates["force_n"]
    plates["moment_nm"] = force * plates["moment_nm"]
    plates["cop_m"] = plates["cop_m"] + np.array([ahead_m, 0.0, 0.0])
    return replace(trial, plates=plates)


def warned(loads: Loads) -> str:
    return " ".join(f"{o.what} ({o.where}) {o.effect}" for o in loads.quality
                    if o.level == "warning")  # fmt: skip


def names(trial: Trial) -> list[str]:
    assert trial.markers is not None
    return [str(one) for one in trial.markers["marker"].values]


def test_exchanged_sides_carry_no_loads(trial: Trial) -> None:
    sided = [n for n in names(trial) if n[0] in OTHER]
    found = compute_loads(renamed(trial, {n: OTHER[n[0]] + n[1:] for n in sided}))
    assert found.left is None and found.right is None
    assert "(RMS) from the model's" in warned(found)


@pytest.mark.parametrize("with_plates", [True, False])
def test_what_bears_no_marker_carries_no_loads(trial: Trial, with_plates: bool) -> None:
    own = trial if with_plates else replace(trial, plates=None)
    feet = ("LHEE", "RHEE", "LTOE", "RTOE")
    found = compute_loads(renamed(own, dict.fromkeys(feet, "")))
    for side in (found.left, found.right):
        assert side is not None and side.knee_contact_force_bw is not None
        assert all(getattr(side, name) is None for name in SOLE)
    assert "the foot bears no marker (left foot)" in warned(found)
    legs = [n for n in names(own) if n[0] in OTHER and n[1:] not in ("ASI", "PSI", "SHO")]
    found = compute_loads(renamed(own, dict.fromkeys(legs, "")))
    assert found.left is None and found.right is None


def test_what_no_walk_asks_for_is_doubted_and_becomes_no_finding(trial: Trial) -> None:
    found = compute_loads(pushed(trial, ahead_m=0.12))
    assert found.left is not None and found.left.knee_contact_force_bw is not None
    assert found.left.knee_contact_force_bw.peak > 7.0
    assert "more than a walk asks for (left leg)" in warned(found)
    assert "Do not rely on it" in headline(found)
    fits = found.model_copy(update={"residual_force_pct": 1.0})
    looks = looked_at(fits, 1.25, "walk.c3d", load_norms())
    assert not [one for one in looks if one.side == "left" or one.finding == "load_uneven"]


@pytest.mark.parametrize(("force", "words"), [(-1.0, "point down"), (1e-3, "newton")])
def test_plates_that_cannot_be_used_are_said_why(trial: Trial, force: float, words: str) -> None:
    found = compute_loads(pushed(trial, force))
    assert found.source_of_ground_reaction == "estimated"
    assert words in warned(found) and "no plates were there" not in warned(found)


def test_a_step_with_a_hole_in_its_force_is_not_used(trial: Trial) -> None:
    assert trial.plates is not None
    plates = trial.plates.copy(deep=True)
    whole = compute_loads(trial)
    assert whole.right is not None and whole.right.grf_vertical_bw is not None
    force = np.array(plates["force_n"].values)
    force[1500:1700] = np.nan
    plates["force_n"] = (plates["force_n"].dims, force)
    holed = compute_loads(replace(trial, plates=plates))
    for own in (holed.left, holed.right):
        curve = None if own is None else own.grf_vertical_bw
        if curve is not None:
            assert curve.peak == pytest.approx(whole.right.grf_vertical_bw.peak, rel=0.05)


@pytest.mark.parametrize("rows", [0, 1])
def test_plates_that_recorded_nothing_are_left_out(trial: Trial, rows: int) -> None:
    assert trial.plates is not None
    found = compute_loads(replace(trial, plates=trial.plates.isel(time=slice(0, rows))))
    assert "they recorded nothing" in warned(found)
    late = trial.plates.assign_coords(time=trial.plates["time"].values + 100.0)
    assert "another time" in warned(compute_loads(replace(trial, plates=late)))


def test_forces_worked_out_from_the_motion_do_not_praise_their_own_fit(trial: Trial) -> None:
    found = compute_loads(replace(trial, plates=None))
    assert found.source_of_ground_reaction == "estimated" and found.residual_force_pct is None
    assert "no plates were there" in warned(found)


def test_ranges_without_plates_are_wider() -> None:
    """On a treadmill both count the same steps."""
    walk = SyntheticWalk(duration_s=4.0, surface="treadmill")
    told = compute_loads(walk.make().trial)
    guessed = compute_loads(replace(walk, plates=Plates(kind="none")).make().trial)
    for name in ("grf_vertical_bw", "external_knee_adduction_moment_pct_bwht",
                 "internal_ankle_plantarflexion_moment_nm_per_kg", "heel_force_bw"):  # fmt: skip
        for side in ("left", "right"):
            one, other = (getattr(getattr(x, side), name) for x in (told, guessed))
            assert np.ptp(one.interval_90) < np.ptp(other.interval_90), name
            assert one.interval_90[0] <= one.peak <= one.interval_90[1]


def test_a_side_view_tells_nothing_of_the_inner_knee() -> None:
    walk = SyntheticWalk(duration_s=4.0, marker_set="pose", plates=Plates(kind="none")).make()
    found = compute_loads(pose_trial(walk, flat=True))
    assert found.left is not None and found.left.knee_contact_force_bw is not None
    assert found.left.knee_medial_force_bw is None
    assert found.left.external_knee_adduction_moment_pct_bwht is None


def test_a_standing_trial_of_somebody_else_is_not_used(trial: Trial) -> None:
    other = stand(SyntheticWalk(height_m=1.4, mass_kg=40.0))
    assert "another person's" in warned(compute_loads(trial, static=other))
    own = stand(SyntheticWalk(duration_s=4.0))
    assert "another person's" not in warned(compute_loads(trial, static=own))


def test_few_frames_a_second_are_told() -> None:
    found = compute_loads(SyntheticWalk(duration_s=5.0, rate_hz=10.0).make().trial)
    assert "10 frames a second" in warned(found)


@pytest.mark.parametrize(
    "told", [{"mass_kg": 0}, {"mass_kg": "70"}, {"mass_kg": float("nan")}, {"height_m": 175}]
)
def test_values_of_nobody_are_refused_in_python_too(trial: Trial, told: dict[str, object]) -> None:
    with pytest.raises(InputError) as error:
        compute_loads(trial, **told)  # type: ignore[arg-type]
    fault = error.value.faults[0]
    assert all((fault.what, fault.where, fault.expected, fault.mend))


def test_a_path_in_place_of_a_recording_is_refused() -> None:
    with pytest.raises(InputError, match="read_recording"):
        compute_loads("walk.c3d")  # type: ignore[arg-type]
