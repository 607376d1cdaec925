"""Loads in the exchange format, with what is to be known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.app._loads_chain import Mechanics
    from kinchain.app._loads_ground import GroundLoads
    from kinchain.app._loads_motion import ModelMotion
    from kinchain.app._loads_order import Told
    from kinchain.body.model import Model
    from kinchain.core.formats.loads import Loads, SideLoads
    from kinchain.core.formats.walk import Quality

TOO_MUCH_RESIDUAL_PCT = 5.0
"""Share of the external force, after Hicks et al. 2015, https://doi.org/10.1115/1.4029304"""


MOST_RESIDUAL_PCT = 60.0
"""More is no error of a model: motion and forces do not belong together [expert]."""

NO_WALKERS = {
    "external_knee_adduction_moment_pct_bwht": 15.0,
    "internal_ankle_plantarflexion_moment_nm_per_kg": 5.0,
    "knee_contact_force_bw": 15.0,
    "achilles_force_bw": 13.0,
    "grf_vertical_bw": 5.0,
}
"""Peaks beyond are nobody's: runners' lie at about a half of these [expert]."""


def in_format(
    model: Model,
    motion: ModelMotion,
    ground: GroundLoads | None,
    work: Mechanics | None,
    told: Told,
    notes: list[Note],
    *,
    mass_is_known: bool,
) -> Loads:
    """Put the exchange format together.

    Parameters
    ----------
    model
        The model as used.
    motion, ground, work
        What was worked out; None where it could not be.
    told
        What was told beside the recording.
    notes
        What was found; more is added.
    mass_is_known
        Whether the person was weighed rather than guessed.
    """
    from kinchain.app._loads_curves import residual_pct, side_loads
    from kinchain.app._loads_ground import SIDES
    from kinchain.app._loads_spread import load_spread
    from kinchain.core.formats.loads import Loads

    mass = float(model.mass_kg.sum())
    residual = None
    sides = {}
    if work is not None and ground is not None:
        notes += work.notes
        residual = residual_pct(work, ground, mass * 9.80665)
        drawn = load_spread(work, ground, mass_is_told=mass_is_known)
        for side in SIDES:
            sides[side], said = side_loads(
                side, work, ground, drawn.get(side, {}), with_muscles=told.muscles
            )
            notes += said
            wrong = _impossible(sides[side], side, residual)
            if wrong is not None:
                sides[side] = None
                notes.append(wrong)
        notes += _doubts(residual)
        notes.append(
            Note("note", "interval_90 holds how steps differ and what is unsure of plates, mass, "
                 "joint centres, muscles and foot", "peaks",
                 "true within it in about 9 of 10 people, if these are as unsure as stated")
        )  # fmt: skip
    return Loads(
        left=sides.get("left"),
        right=sides.get("right"),
        residual_force_pct=residual,
        marker_rms_mm=None if motion.marker_rms_m is None else round(1000 * motion.marker_rms_m, 2),
        source_of_ground_reaction="plates" if ground is None else ground.source,
        model=told.name or model.name,
        mass_kg=round(mass, 3),
        quality=quality(notes),
    )


def _impossible(loads: SideLoads | None, side: str, residual: float | None) -> Note | None:
    """Return what says that a leg's loads cannot be, or None."""
    if loads is None:
        return None
    where = f"{side} leg"
    if residual is not None and residual > MOST_RESIDUAL_PCT:
        effect = "no loads: check the files, the plates' places and the markers' names"
        return Note("warning", "motion and forces do not belong together", where, effect)
    for name, most in NO_WALKERS.items():
        curve = getattr(loads, name)
        if curve is not None and abs(curve.peak) > most:
            what = f"{name} would reach {curve.peak:.1f}: nobody's does"
            effect = "no loads: markers are exchanged, hidden or misplaced"
            return Note("warning", what, where, effect)
    return None


def _doubts(residual: float | None) -> list[Note]:
    if residual is None or residual <= TOO_MUCH_RESIDUAL_PCT:
        return []
    return [
        Note("warning", f"{residual:.0f} % of body weight is carried by nothing", "model's root",
             "mass, plates or markers do not fit each other; loads are off by about as much")
    ]  # fmt: skip


def quality(notes: list[Note]) -> tuple[Quality, ...]:
    """Return notes in the exchange format, warnings first, none twice.

    Parameters
    ----------
    notes
        What was found.
    """
    from kinchain.core.formats.walk import Quality

    ordered = sorted(dict.fromkeys(notes), key=lambda one: one.level != "warning")
    return tuple(Quality(level=n.level, what=n.what, where=n.where, effect=n.effect)
                 for n in ordered)  # fmt: skip
