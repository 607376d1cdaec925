"""Pages for a person in the browser, drawn over the use cases of ``app``."""

from __future__ import annotations

__all__: list[str] = []
