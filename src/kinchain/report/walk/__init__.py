"""Show a measured walk: in the terminal, as plots, as a page with a moving stick figure."""

from __future__ import annotations

from kinchain.report.walk.words import WalkPart, walk_part

__all__ = ["WalkPart", "walk_part"]
