"""The library: pages made from the knowledge, and questions that find them."""

from __future__ import annotations

__all__: list[str] = []
