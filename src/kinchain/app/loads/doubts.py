"""Which loads of a leg cannot be and are left out, and which are to be doubted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinchain.app.loads.foot import ALL_FOOT_LOADS
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.app.loads.fitted import Fitted
    from kinchain.app.loads.ground import GroundLoads
    from kinchain.core.formats.loads import SideLoads

TOO_MUCH_RESIDUAL_PCT = 5.0
"""Share of the external force, after Hicks et al. 2015, https://doi.org/10.1115/1.4029304"""

MOST_RESIDUAL_PCT = 60.0
"""More is no error of a model: motion and forces do not belong together [expert]."""

MOST_OFF_M = 0.025
"""RMS of the markers from the fitted default body's; beyond, they are not where a person's are. On
the open recordings it is 4 to 13 mm, with left and right exchanged 32 mm [expert]."""

MOST_LACKING = 0.3
"""Share of a joint's greatest moment that the default body's muscles lack in stance; beyond, nobody
moves so. On the open recordings it is up to 0.15 [expert]."""

LACKING_IN = ("hip_flexion", "hip_adduction", "knee_angle", "ankle_angle")
"""Coordinates in which it counts: about the others people's moments are small."""

NO_WALKERS: Mapping[str, tuple[float, float]] = {
    "external_knee_adduction_moment_pct_bwht": (8.0, 15.0),
    "internal_ankle_plantarflexion_moment_nm_per_kg": (2.6, 5.0),
    "knee_contact_force_bw": (7.0, 15.0),
    "achilles_force_bw": (6.5, 13.0),
    "grf_vertical_bw": (1.8, 5.0),
}
"""Peaks beyond the first are doubted in a walk, beyond the second nobody's: runners' lie at about a
half of these [expert]."""

TO_THE_SIDE = (
    "external_knee_adduction_moment_pct_bwht", "knee_medial_force_bw", "knee_lateral_force_bw",
)  # fmt: skip
"""What nobody can tell from a side view."""


@dataclass(frozen=True)
class Judge:
    """What a leg's loads are judged by.

    Parameters
    ----------
    fitted
        The body in the recording.
    work
        The mechanics.
    ground
        Forces of the ground.
    residual_pct
        What nothing carries, % of body weight; None where it is not known.
    """

    fitted: Fitted
    work: Mechanics
    ground: GroundLoads
    residual_pct: float | None

    def judged(self, loads: SideLoads | None, side: LegSide) -> tuple[SideLoads | None, list[Note]]:
        """Return a leg's loads as far as they can be, and what is to be known of them.

        Parameters
        ----------
        loads
            Loads of the leg.
        side
            Leg.
        """
        if loads is None:
            return None, []
        wrong = self._impossible(loads, side)
        if wrong is not None:
            return None, [wrong]
        notes = self._doubted(loads, side)
        if self.fitted.unseen.get(side) == "foot":
            loads = loads.model_copy(update=dict.fromkeys(ALL_FOOT_LOADS))
            notes.append(
                Note("warning", "the foot bears no marker", f"{side} foot",
                     "nothing is told of the sole and of the band under the arch")
            )  # fmt: skip
        if self.fitted.is_flat:
            loads = loads.model_copy(update=dict.fromkeys(TO_THE_SIDE))
            notes.append(
                Note("note", "a side view does not show what leans to the side", f"{side} leg",
                     "no adduction moment, no inner and outer side of the knee")
            )  # fmt: skip
        return loads, notes

    def _impossible(self, loads: SideLoads, side: LegSide) -> Note | None:
        """Return what says that a leg's loads cannot be, or None."""
        if self.residual_pct is not None and self.residual_pct > MOST_RESIDUAL_PCT:
            what = "motion and forces do not belong together"
            effect = "check the files, the plates' places and the markers' names"
            return Note("warning", what, f"{side} leg", f"no loads: {effect}")
        own = self._no_body(side) if self.fitted.is_default else None
        return own or self._beyond(loads, side, is_doubt=False)

    def _no_body(self, side: LegSide) -> Note | None:
        """Return what says that the default body is not in the recording, or None."""
        off = self.fitted.motion.marker_rms_m or 0.0
        share = lacking_share(self.work, self.ground, side)
        if self.fitted.unseen.get(side) == "leg":
            what, effect = "the leg bears no marker", ""
        elif off > MOST_OFF_M:
            what = f"the markers lie {1000 * off:.0f} mm (RMS) from where a person's would"
            effect = ": left and right, names or axes are exchanged, or many markers are misplaced"
        elif share > MOST_LACKING:
            what = f"muscles would lack {100 * share:.0f} % of a joint's moment: nobody moves so"
            effect = ": markers or plates are exchanged, hidden or misplaced"
        else:
            return None
        return Note("warning", what, f"{side} leg", f"no loads{effect}")

    def _doubted(self, loads: SideLoads, side: LegSide) -> list[Note]:
        """Return why a leg's loads are to be doubted."""
        beyond = self._beyond(loads, side, is_doubt=True)
        notes = [] if beyond is None else [beyond]
        if self.ground.source == "estimated" and "leg" in self.fitted.unseen.values():
            notes.append(
                Note("warning", "the other leg was not seen: it is taken as hanging straight",
                     f"{side} leg", "the ground's force, worked out from the motion, is rough")
            )  # fmt: skip
        return notes

    def _beyond(self, loads: SideLoads, side: LegSide, *, is_doubt: bool) -> Note | None:
        from kinchain.report.loads.names import NAMES

        for name, (doubted, nobodys) in NO_WALKERS.items():
            curve = getattr(loads, name)
            if curve is None or abs(curve.peak) <= (doubted if is_doubt else nobodys):
                continue
            said = f"{NAMES[name].words} would reach {curve.peak:.1f} {NAMES[name].unit}"
            why, effect = "nobody's does", "no loads: markers are exchanged, hidden or misplaced"
            if is_doubt:
                why = "more than a walk asks for"
                effect = (
                    "do not rely on this leg's loads: markers, plates or sizes are off, or it is "
                    "no walk"
                )
            return Note("warning", f"{said}: {why}", f"{side} leg", effect)
        return None


def lacking_share(work: Mechanics, ground: GroundLoads, side: LegSide) -> float:
    """Return the greatest share of a joint's moment that muscles lack in a leg's stances.

    Parameters
    ----------
    work
        The mechanics.
    ground
        With the stances.
    side
        Leg.
    """
    time, optimum = work.motion.time_s, work.optimum
    inside = np.zeros(len(time), bool)
    for own, start, end in ground.stances:
        inside |= (time >= start) & (time <= end) & (own == side)
    if optimum is None or not inside.any():
        return 0.0
    wanted = work.dynamics.independent_force
    names = [f"{name}_{side[0]}" for name in LACKING_IN]
    shares = [0.0]
    for i, one in enumerate(optimum.actuators):
        if one.kind == "reserve" and one.coordinate in names:
            column = work.model.coordinate(one.coordinate)
            most = float(np.nanmax(np.abs(wanted[inside, column])))
            lacks = float(np.nanmax(np.abs(optimum.actuator_force[inside, i])))
            shares.append(lacks / max(most, 1e-9))
    return max(shares)


def doubts(residual_pct: float | None) -> list[Note]:
    """Return a note where too much is carried by nothing.

    Parameters
    ----------
    residual_pct
        % of body weight; None where not known.
    """
    if residual_pct is None or residual_pct <= TOO_MUCH_RESIDUAL_PCT:
        return []
    return [
        Note("warning", f"forces do not add up: {residual_pct:.0f} % of body weight is carried by "
             "nothing", "whole body",
             "mass, plates or markers do not fit each other; loads are off by about as much")
    ]  # fmt: skip
