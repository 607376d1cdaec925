"""How soon: danger rules over what was told, open questions, and what to do meanwhile."""

from __future__ import annotations

from kinchain.triage._reach import Raised, Reach
from kinchain.triage.assess import assess_urgency
from kinchain.triage.model import ComplaintSite, LikelyDanger, RedFlag, See, Triage

__all__ = [
    "ComplaintSite",
    "LikelyDanger",
    "Raised",
    "Reach",
    "RedFlag",
    "See",
    "Triage",
    "assess_urgency",
]
