"""Move a musculoskeletal model: read it, place it in any pose, and fit it to markers."""

from __future__ import annotations

__all__: list[str] = []
