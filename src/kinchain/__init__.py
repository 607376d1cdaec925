"""kinchain: what a knee does to a foot, and a foot to a knee."""

from __future__ import annotations

__version__ = "0.1.0"
