"""Healthy walking by speed: published mean curves and how far people differ."""

from kinchain.gait.norms.reference import ADULT_FROM_YEARS, CURVES, Reference, reference_at

__all__ = ["ADULT_FROM_YEARS", "CURVES", "Reference", "reference_at"]
