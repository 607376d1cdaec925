"""Hearing what a person says: free text, questions and scores."""

from __future__ import annotations

from kinchain.intake._complaints import HeardComplaint
from kinchain.intake._person import HeardPerson
from kinchain.intake.narrative import Reading, read_narrative

__all__ = ["HeardComplaint", "HeardPerson", "Reading", "read_narrative"]
