"""Healthy walking by speed: published mean curves and how far people differ."""

from kinchain.gait.norms.reference import CURVES, Reference, reference_at

__all__ = ["CURVES", "Reference", "reference_at"]
