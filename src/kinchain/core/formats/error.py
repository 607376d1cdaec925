"""``kinchain-error/1``: what is wrong with the input, in four parts."""

from __future__ import annotations

from typing import Literal

from kinchain.core.formats._base import Exchanged


class FaultModel(Exchanged):
    """One fault in four parts."""

    what: str
    where: str
    expected: str
    mend: str


class ErrorReport(Exchanged):
    """All faults of an input."""

    format: Literal["kinchain-error/1"] = "kinchain-error/1"
    errors: tuple[FaultModel, ...]
