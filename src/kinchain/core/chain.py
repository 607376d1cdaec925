"""The words for which end of the chain acts on the other."""

from __future__ import annotations

from typing import Literal, get_args

ChainHypothesis = Literal["knee_to_foot", "foot_to_knee", "both", "common_cause", "none"]
"""What may be so."""

ChainDirection = Literal[
    "knee_to_foot", "foot_to_knee", "both", "common_cause", "none", "undetermined"
]
"""What is said; ``undetermined`` where nothing settles it."""

HYPOTHESES: tuple[ChainHypothesis, ...] = get_args(ChainHypothesis)
"""All hypotheses."""
