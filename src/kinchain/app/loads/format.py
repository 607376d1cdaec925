"""Loads in the exchange format, with what is to be known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.app.loads.fitted import Fitted
    from kinchain.app.loads.ground import GroundLoads
    from kinchain.app.loads.order import Told
    from kinchain.core.formats.loads import Loads
    from kinchain.core.formats.walk import Quality


FIRST = ("left leg", "right leg", "body mass", "whole body", "external loads", "ground",
         "force plates", "standing trial", "recording")  # fmt: skip
"""Warnings of these concern all numbers of a leg or of both: reports show the first few."""


def in_format(
    fitted: Fitted,
    ground: GroundLoads | None,
    work: Mechanics | None,
    told: Told,
    notes: list[Note],
) -> Loads:
    """Put the exchange format together.

    Parameters
    ----------
    fitted
        The body in the recording, and its motion.
    ground, work
        What was worked out; None where it could not be.
    told
        What was told beside the recording.
    notes
        What was found; more is added.
    """
    from kinchain.app.loads.curves import residual_pct, side_loads
    from kinchain.app.loads.doubts import Judge, doubts
    from kinchain.app.loads.ground import SIDES
    from kinchain.app.loads.joints import GRAVITY_MPS2
    from kinchain.app.loads.spread import load_spread
    from kinchain.core.formats.loads import Loads

    model, motion = fitted.model, fitted.motion
    mass = float(model.mass_kg.sum())
    residual = None
    sides = {}
    if work is not None and ground is not None:
        notes += work.notes
        residual = residual_pct(work, ground, mass * GRAVITY_MPS2)
        drawn = load_spread(work, ground, mass_is_told=fitted.mass_is_known)
        judge = Judge(fitted, work, ground, residual)
        for side in SIDES:
            found, said = side_loads(
                side, work, ground, drawn.get(side, {}), with_muscles=told.muscles
            )
            sides[side], doubted = judge.judged(found, side)
            notes += (*said, *doubted)
        if sides["left"] is None and sides["right"] is None:
            # What was found of loads that are not given would only bury why they are not.
            notes = [one for one in notes if one not in work.notes]
        else:
            notes += doubts(residual)
        notes.append(
            Note("note", "the range of each peak holds how steps differ and what is unsure of the "
                 "ground's force, mass, joint centres, muscles and foot", "peaks",
                 "the truth lies in it in about 9 of 10 people, if these are as unsure as stated")
        )  # fmt: skip
        if ground.source == "estimated":
            # Forces worked out so that nothing is left over say nothing by leaving nothing over.
            residual = None
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


def quality(notes: list[Note]) -> tuple[Quality, ...]:
    """Return notes in the exchange format, warnings first, the gravest of them first, none twice.

    Parameters
    ----------
    notes
        What was found.
    """
    from kinchain.core.formats.walk import Quality

    def _rank(one: Note) -> tuple[bool, int]:
        return one.level != "warning", FIRST.index(one.where) if one.where in FIRST else len(FIRST)

    ordered = sorted(dict.fromkeys(notes), key=_rank)
    return tuple(Quality(level=n.level, what=n.what, where=n.where, effect=n.effect)
                 for n in ordered)  # fmt: skip
