"""A marker called toe may sit on the metatarsal heads or on the tip."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.app.loads.person.lengths import ball_marks, with_toe_tips
from kinchain.gait.kinematics.points import Points
from kinchain.gait.landmarks import find_landmarks


def points(toe_ahead_m: float) -> Points:
    ahead = {"heel": 0.0, "mt5": 0.16, "toe": toe_ahead_m}
    paths = {f"{name}_{side}": np.tile([x, 0.0, 0.0], (5, 1))
             for name, x in ahead.items() for side in "lr"}  # fmt: skip
    marks = find_landmarks(["LHEE", "RHEE", "LMT5", "RMT5", "LTOE", "RTOE"])
    return Points(paths, 5, (), marks)


@pytest.mark.parametrize(("toe_ahead_m", "marks"), [(0.18, ("toe",)), (0.26, ("toe_tip", "mt5"))])
def test_a_toe_marker_far_ahead_of_the_fifth_head_is_at_the_tip(toe_ahead_m, marks):
    found = with_toe_tips(points(toe_ahead_m))
    for side in "lr":
        assert ball_marks(found, side) == marks
    assert ("toe_tip_l" in found.landmarks.marker_of) == ("toe_tip" in marks)
    assert "toe_l" in points(toe_ahead_m).paths
