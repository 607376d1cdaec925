"""Loads of a recorded walk, with intervals: forces of joints, muscles and foot."""

from __future__ import annotations

__all__: list[str] = []
