"""What to do first and next, what to leave, how it usually goes, and whether it is working."""

from __future__ import annotations

from kinchain.care.picture import Likely, Link, Picture, picture_of
from kinchain.care.plan import make_plan, plan_for
from kinchain.care.recovery import expect_recovery, recovery_for
from kinchain.care.track import (
    Alert,
    Change,
    DiaryEntry,
    Score,
    against_course,
    alerts,
    change_since_start,
    next_load,
    progress_of,
)

__all__ = [
    "Alert",
    "Change",
    "DiaryEntry",
    "Likely",
    "Link",
    "Picture",
    "Score",
    "against_course",
    "alerts",
    "change_since_start",
    "expect_recovery",
    "make_plan",
    "next_load",
    "picture_of",
    "plan_for",
    "progress_of",
    "recovery_for",
]
