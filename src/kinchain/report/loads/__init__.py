"""Show the loads of a recorded walk: in the terminal and as curves over stance."""

from __future__ import annotations

from kinchain.report.loads.curves import loads_figure
from kinchain.report.loads.terminal import loads_text, print_loads

__all__ = ["loads_figure", "loads_text", "print_loads"]
