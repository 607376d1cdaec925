"""The worker: takes jobs from the database and does each in a process of its own, with limits."""

from __future__ import annotations

__all__: list[str] = []
