"""A report as one page."""

from __future__ import annotations

from kinchain.report.model import Report


def render_page(report: Report) -> str:
    """Return a page."""
    return ""
