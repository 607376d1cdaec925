"""A person's body without any model file, written from published tables."""

from __future__ import annotations

from kinchain.body.default.anthropometry import SegmentLengths, segment_lengths
from kinchain.body.default.build import default_body

__all__ = ["SegmentLengths", "default_body", "segment_lengths"]
