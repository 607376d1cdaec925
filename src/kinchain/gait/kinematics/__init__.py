"""Joint angles from markers, from a motion file or from a side view."""

from kinchain.gait.kinematics.angles import joint_angles

__all__ = ["joint_angles"]
