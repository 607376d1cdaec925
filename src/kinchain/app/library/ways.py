"""What cause and effect asked about add to the pages of the chain."""

from __future__ import annotations

from kinchain.app.library.catalogue import Entry
from kinchain.app.library.direction import Asked

MENDED_ITSELF = 0.6
"""What a page loses whose subject is to be mended for the sake of the other end."""

MENDED_FIRST = {"knee_to_foot": "claim:S2-19", "foot_to_knee": "claim:S2-20"}
"""What is often said of mending one end for the sake of the other."""

ONE_END = 0.4
"""What a route loses where one end alone is named."""

SHARED = 1.0
"""What one cause behind both ends gains where they are named in one breath."""

SHIFTS = {
    "knee_to_foot": "mechanism:treatment_shift",
    "foot_to_knee": "mechanism:treatment_shift_up",
    "common_cause": "",
}
"""The route by which something worn or done at one end acts on the other."""


def chain_score(named: float, entry: Entry, asked: Asked) -> float:
    """Return what cause and effect add to the pages of the chain, and take from the others.

    Parameters
    ----------
    named
        The page's score by names.
    entry
        The page.
    asked
        Which end is asked about as the cause.
    """
    if entry.kind == "mechanism":
        return _route_score(named, entry, asked)
    if asked.direction is None:
        return 2.5 if entry.id == f"topic:{asked.order}" else 0.0
    if entry.id == f"topic:{asked.direction}":
        return 6.0 if asked.mending else 9.0
    if asked.direction == "common_cause" and entry.id == "topic:knee_to_foot":
        return 3.0
    if asked.mending and entry.id == MENDED_FIRST.get(asked.direction):
        return 8.0
    if asked.mending and entry.kind in ("condition", "treatment", "exercise"):
        return -MENDED_ITSELF * named
    if entry.kind == "condition" and named:
        return 0.0 if asked.direction == "common_cause" else -0.35 * named
    return 0.0


def _route_score(named: float, entry: Entry, asked: Asked) -> float:
    if asked.direction is None:
        return _unasked_route_score(named, entry, asked)
    if asked.device and entry.id == SHIFTS[asked.direction]:
        return 12.0
    if not named:
        return 0.0
    if entry.end == asked.direction:
        return 6.5
    if asked.direction == "common_cause":
        return 0.0 if asked.joined else 3.0
    if entry.end == "common_cause":
        return 6.5 if asked.joined else 3.0
    return -named


def _unasked_route_score(named: float, entry: Entry, asked: Asked) -> float:
    if asked.joined and entry.end == "common_cause":
        return SHARED * named
    return -ONE_END * named if asked.order is None else 0.0
