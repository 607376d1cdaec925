"""Words shared by all rooms: findings, sides, urgency, formats, errors."""

from __future__ import annotations

from kinchain.core.errors import Fault, InputError, KinchainError, KnowledgeError, UnknownNameError
from kinchain.core.findings import Finding, Findings, Side, Source, Value
from kinchain.core.urgency import URGENCIES, Urgency

__all__ = [
    "URGENCIES",
    "Fault",
    "Finding",
    "Findings",
    "InputError",
    "KinchainError",
    "KnowledgeError",
    "Side",
    "Source",
    "UnknownNameError",
    "Urgency",
    "Value",
]
