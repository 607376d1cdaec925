"""Hearing what a person says: free text, questions and scores."""

from __future__ import annotations

from kinchain.intake._person import HeardPerson
from kinchain.intake.narrative import HeardComplaint, Reading, read_narrative

__all__ = ["HeardComplaint", "HeardPerson", "Reading", "read_narrative"]
