"""Show a predicted walk: in the terminal, and as a page with both walks side by side."""

from __future__ import annotations

from kinchain.report.simulation.page import simulation_page
from kinchain.report.simulation.terminal import print_simulation, simulation_text

__all__ = ["print_simulation", "simulation_page", "simulation_text"]
