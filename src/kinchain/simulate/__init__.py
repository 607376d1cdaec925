"""Predict how a scaled body walks with a bad knee or a different foot, and what it then carries."""

from __future__ import annotations

__all__: list[str] = []
