"""Make walks with known truth and write them as the usual systems and programs do."""

from kinchain.gait.synthetic._laboratory import Laboratory
from kinchain.gait.synthetic.body import Body
from kinchain.gait.synthetic.changes import CurveChange, SideChange
from kinchain.gait.synthetic.flaws import LABORATORY, Flaws
from kinchain.gait.synthetic.marker_sets import MARKER_SETS
from kinchain.gait.synthetic.patterns import PATTERNS, Pattern
from kinchain.gait.synthetic.plates import Plates
from kinchain.gait.synthetic.standing import stand
from kinchain.gait.synthetic.walk import MadeWalk, SyntheticWalk, Truth
from kinchain.gait.synthetic.write_c3d import write_c3d, write_static_c3d
from kinchain.gait.synthetic.write_pose import (
    pose_trial,
    write_openpose_json,
    write_pose2sim_trc,
    write_sports2d_trc,
)
from kinchain.gait.synthetic.write_text import (
    write_grf,
    write_mot,
    write_opencap_session,
    write_trc,
)

__all__ = [
    "LABORATORY",
    "MARKER_SETS",
    "PATTERNS",
    "Body",
    "CurveChange",
    "Flaws",
    "Laboratory",
    "MadeWalk",
    "Pattern",
    "Plates",
    "SideChange",
    "SyntheticWalk",
    "Truth",
    "pose_trial",
    "stand",
    "write_c3d",
    "write_grf",
    "write_mot",
    "write_opencap_session",
    "write_openpose_json",
    "write_pose2sim_trc",
    "write_sports2d_trc",
    "write_static_c3d",
    "write_trc",
]
