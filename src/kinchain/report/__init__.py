"""Show a finished assessment: in the terminal, as text, as a page, as PDF and in drawings."""

from __future__ import annotations

from kinchain.report.build import build_report
from kinchain.report.model import Report, sentences
from kinchain.report.page import PageParts, parts_of_page, render_page
from kinchain.report.page_parts import Setting
from kinchain.report.pdf import figure_files, render_pdf
from kinchain.report.terminal import print_report, print_soon, render_text

__all__ = [
    "PageParts",
    "Report",
    "Setting",
    "build_report",
    "figure_files",
    "parts_of_page",
    "print_report",
    "print_soon",
    "render_page",
    "render_pdf",
    "render_text",
    "sentences",
]
