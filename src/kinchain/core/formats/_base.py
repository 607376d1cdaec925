"""Base of all exchanged formats."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Exchanged(BaseModel):
    """Frozen; an unknown field is refused, so that nothing is lost unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Interval = tuple[float, float]
"""Low and high end of a 90 % interval."""
