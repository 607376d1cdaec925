"""Predicted walks: what is set on a person, what each foot then carries, what a case tells."""

from __future__ import annotations

__all__: list[str] = []
