"""Scores: zero for the reference itself, the published sums, null with the reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.gait.measure import measure_walk
from kinchain.gait.norms import CURVES, reference_at
from kinchain.gait.scores import PELVIS, score_walk
from kinchain.gait.synthetic import SyntheticWalk

ROUNDING_DEG = 0.001


def own(reference, add=0.0):
    curves = {name: np.tile(reference.mean_deg[name], (3, 1)) + add for name in CURVES}
    return {"left": curves, "right": {name: curve.copy() for name, curve in curves.items()}}


def test_the_reference_itself_scores_zero() -> None:
    reference = reference_at(0.4)
    values = score_walk(own(reference), reference).values
    assert values["gps_deg"] == {"left": 0.0, "right": 0.0, "all": 0.0}


def test_an_offset_is_its_own_score_and_the_whole_counts_fifteen_curves() -> None:
    reference = reference_at(0.4)
    curves = own(reference)
    curves["left"]["knee_flexion"] += 9.0
    values = score_walk(curves, reference).values
    assert values["map_deg"]["knee_flexion"] == {"left": 9.0, "right": 0.0}
    assert values["gps_deg"]["left"] == pytest.approx(3.0, abs=ROUNDING_DEG)
    assert values["gps_deg"]["all"] == pytest.approx(np.sqrt(81 / 15), abs=ROUNDING_DEG)
    assert len(CURVES) * 2 - len(PELVIS) == 15


def test_a_missing_curve_gives_null_and_its_name() -> None:
    reference = reference_at(0.4)
    curves = own(reference)
    for side in curves.values():
        del side["hip_rotation"]
    scores = score_walk(curves, reference)
    assert scores.values["gps_deg"] is None
    assert any("hip_rotation" in note.what for note in scores.notes)


def test_no_gait_deviation_index_is_made_up() -> None:
    scores = score_walk({}, reference_at(0.4))
    assert scores.values["gdi"] is None and scores.values["gps_deg"] is None
    assert any("fifteen" in note.what for note in scores.notes)


@pytest.mark.parametrize("relative_speed", [0.1, 0.172, 0.3, 0.43, 0.694, 2.0])
def test_references_are_smooth_closed_and_in_range(relative_speed: float) -> None:
    for adult in (True, False):
        reference = reference_at(relative_speed, adult=adult)
        assert 55.0 <= reference.foot_off_pct <= 69.0
        for name in CURVES:
            mean, sd = reference.mean_deg[name], reference.sd_deg[name]
            assert mean.shape == sd.shape == (101,)
            assert mean[0] == pytest.approx(mean[-1], abs=1e-9)
            assert (sd > 0.5).all() and (sd < 12.0).all()


def test_faster_walking_bends_the_loaded_knee_more() -> None:
    rise = [np.ptp(reference_at(speed).mean_deg["knee_flexion"][:20]) for speed in (0.2, 0.43, 0.6)]
    assert rise == sorted(rise)


def test_a_made_walk_has_a_small_score_and_says_whose_reference() -> None:
    made = SyntheticWalk(duration_s=6.0, marker_set="cgm2").make()
    walk = measure_walk(replace(made.trial, angles=None, events=()))
    assert walk.scores["gps_deg"]["all"] < 6.0
    assert "24 healthy adults" in walk.scores["reference"]
