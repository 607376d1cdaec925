"""The default body put into a recorded person: sized by them, their markers on it."""

from __future__ import annotations

__all__: list[str] = []
