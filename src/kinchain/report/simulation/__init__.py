"""Show a predicted walk: in the terminal, and as a page with both walks side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinchain.report.simulation.page import simulation_page
    from kinchain.report.simulation.terminal import print_simulation, simulation_text

__all__ = ["print_simulation", "simulation_page", "simulation_text"]


def __getattr__(name: str) -> Any:
    """Load page and terminal when they are used: an assessment needs only words from here."""
    if name == "simulation_page":
        from kinchain.report.simulation.page import simulation_page

        return simulation_page
    if name in {"print_simulation", "simulation_text"}:
        from kinchain.report.simulation import terminal

        return getattr(terminal, name)
    raise AttributeError(f"module 'kinchain.report.simulation' has no attribute '{name}'")
