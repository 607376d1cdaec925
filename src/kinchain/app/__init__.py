"""Use cases: the only place where rooms meet."""

from __future__ import annotations

__all__: list[str] = []
