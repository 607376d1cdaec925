"""What the loads of a recorded walk show: a finding only where the whole interval is unusual.

What loads do not show is never taken for a "no".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kinchain.app.loads.usual import LoadLook
from kinchain.core.findings import Finding, Side
from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads

if TYPE_CHECKING:
    from kinchain.core.formats.walk import Walk

TELL_FROM = 0.8
"""Mean probability over all walks that could show it, from which it is told (basis: expert)."""


def speed_of(walk: Walk | None) -> float | None:
    """Return a walk's speed, m/s; None where it was not measured.

    Parameters
    ----------
    walk
        The measured walk.
    """
    sides = {} if walk is None else walk.summary.get("walking_speed_mps", {})
    return sides["all"].mean if "all" in sides else None


def load_findings(looks: Sequence[LoadLook]) -> Iterator[Finding]:
    """Yield what is sure enough over all walks that could show it.

    Parameters
    ----------
    looks
        Of all walks.

    Yields
    ------
    finding
        With source ``loads``: one walk at least lies wholly beyond, and all walks together
        speak for it.
    """
    groups: dict[tuple[str, Side, str], list[LoadLook]] = {}
    for look in looks:
        groups.setdefault((look.finding, look.side, look.load), []).append(look)
    told = {
        (finding, side): None
        for (finding, side, _), own in groups.items()
        if any(one.is_beyond for one in own)
        and sum(one.probability for one in own) / len(own) >= TELL_FROM
    }
    for finding, side in told:
        yield Finding(finding, True, side, "loads")


def without_load_curves(loads: Loads, recording: str) -> Loads:
    """Return loads as an assessment carries them.

    Parameters
    ----------
    loads
        Loads of one recording.
    recording
        Its name.
    """
    bare = {"mean": None, "sd": None, "low_90": None, "high_90": None}

    def _side(own: SideLoads | None) -> SideLoads | None:
        if own is None:
            return None
        curves = {n: c.model_copy(update=bare) for n, c in own if isinstance(c, LoadCurve)}
        return own.model_copy(update={**curves, "muscles": None})

    return loads.model_copy(
        update={"recording": recording, "left": _side(loads.left), "right": _side(loads.right)}
    )
