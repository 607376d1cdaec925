"""Use cases: the only place where rooms meet."""

from __future__ import annotations

from kinchain.app.assess import assess

__all__ = ["assess"]
