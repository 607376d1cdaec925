"""Keep what people told: tables, sealed columns, and one shelf for each kind of thing."""

from __future__ import annotations

__all__: list[str] = []
