"""Show a finished assessment: in the terminal, as text and as a page."""

from __future__ import annotations

from kinchain.report.build import build_report
from kinchain.report.model import Report, sentences
from kinchain.report.page import render_page
from kinchain.report.terminal import print_report, print_soon, render_text

__all__ = [
    "Report",
    "build_report",
    "print_report",
    "print_soon",
    "render_page",
    "render_text",
    "sentences",
]
