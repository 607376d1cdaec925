"""Mass, height and sex of the person: told, recorded, or worked out with a warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.core.trial import Subject
    from kinchain.gait.prepare import Prepared

LEG_SHARE = 0.491
"""Hip to ankle joint over height: 0.530 - 0.039 of height (D. A. Winter, Biomechanics and Motor
Control of Human Movement, 2009, figure 4.1; https://doi.org/10.1002/9780470549148)."""

HIP_SHARE = 0.530
"""Hip joint over the floor, over height (Winter 2009, figure 4.1)."""

HEIGHTS_M = (0.9, 2.1)
"""Heights of walkers beyond are a floor that is not where it is taken to be [expert]."""

LEG_SPREAD = 0.05
"""Of heights by the length of the leg nine in ten are off by less [expert]."""

USUAL_HEIGHT_M = 1.70
"""Taken where neither height nor a leg is known: between adult women and men [expert]."""

BMI = (18.5, 23.5, 32.0)
"""Least, usual and greatest body mass index that is reckoned with where no mass is known, kg/m2:
most adults lie between; the usual one is that of the people of most gait studies [expert]."""

NO_PERSONS_BMI = (12.0, 55.0)
"""A mass by one peak beyond is not the person's: a plate bore part of them [expert]."""

SURE = 0.06
"""A mass by the plates that is off by less is weighed, not guessed."""


@dataclass(frozen=True)
class Person:
    """The person as the default body takes them.

    Parameters
    ----------
    mass_kg, height_m
        Mass and height.
    sex
        None where not known: between both.
    notes
        What was worked out, and by what.
    mass_is_known
        Whether the person was weighed rather than guessed.
    """

    mass_kg: float
    height_m: float
    sex: Literal["female", "male"] | None
    notes: tuple[Note, ...]
    mass_is_known: bool = True


def person_of(prepared: Prepared, told_kg: float | None, lengths_m: Mapping[str, float]) -> Person:
    """Return the person of a recording.

    Parameters
    ----------
    prepared
        The recording, with what the user told of the person.
    told_kg
        Mass that the user told; it wins.
    lengths_m
        Measured lengths: ``thigh_r``, ``shank_r`` and the left ones, where known.
    """
    subject = prepared.trial.subject
    height, notes = _height(subject, lengths_m)
    mass, more, is_known = _mass(prepared, told_kg, height)
    if subject.sex is None:
        more = (
            *more,
            Note("note", "sex not told: the body lies between women's and men's", "subject",
                 "shares of mass and width of the pelvis are off by some per cent (--sex)"),
        )  # fmt: skip
    return Person(mass, height, subject.sex, (*notes, *more), is_known)


def _height(subject: Subject, lengths_m: Mapping[str, float]) -> tuple[float, tuple[Note, ...]]:
    if subject.height_m is not None:
        return subject.height_m, ()
    legs = [
        lengths_m[f"thigh_{side}"] + lengths_m[f"shank_{side}"]
        for side in "rl"
        if f"thigh_{side}" in lengths_m and f"shank_{side}" in lengths_m
    ]
    if legs:
        height = float(np.mean(legs)) / LEG_SHARE
        return height, (
            Note("warning", f"height not told; {height:.2f} m by the length of the legs, "
                 f"{(1 - LEG_SPREAD) * height:.2f} to {(1 + LEG_SPREAD) * height:.2f} m possible",
                 "subject", "moments in % of weight times height may be off by 5 % (--height-m)"),
        )  # fmt: skip
    if "hip_height" in lengths_m:
        height = lengths_m["hip_height"] / HIP_SHARE
        if HEIGHTS_M[0] <= height <= HEIGHTS_M[1]:
            return height, (
                Note("warning", f"height not told; {height:.2f} m by how high the hips are "
                     "carried, as no knee was seen", "subject",
                     "lengths and moments may be off by 8 % (--height-m)"),
            )  # fmt: skip
    return USUAL_HEIGHT_M, (
        Note("warning", f"height not told and no leg was measured; {USUAL_HEIGHT_M:.2f} m is taken",
             "subject", "lengths and moments may be off by 10 % (--height-m)"),
    )  # fmt: skip


def _mass(
    prepared: Prepared, told_kg: float | None, height_m: float
) -> tuple[float, tuple[Note, ...], bool]:
    if told_kg is not None:
        return told_kg, (), True
    own = prepared.trial.subject.mass_kg
    plates = prepared.mass
    by_plates = own is not None and plates is not None and own == plates.kg
    if own is not None and not by_plates:
        return own, (), True
    low, usual, high = (one * height_m**2 for one in BMI)
    if plates is not None and by_plates:
        index = plates.kg / height_m**2
        is_sure = plates.error_kg < SURE * plates.kg
        if is_sure or NO_PERSONS_BMI[0] <= index <= NO_PERSONS_BMI[1]:
            return plates.kg, (
                Note("warning", f"mass not told; {plates.kg:.1f} kg "
                     f"(+-{plates.error_kg:.1f}) by {plates.by}", "subject",
                     "loads per body weight may be off by as much (--mass-kg)"),
            ), True  # fmt: skip
    why = "" if plates is None else f"; the plates' {plates.kg:.0f} kg fit no such height"
    return usual, (
        Note("warning", f"mass not told{why}; {usual:.0f} kg is taken for {height_m:.2f} m, "
             f"{low:.0f} to {high:.0f} kg possible", "subject",
             "forces in newton and what is measured per body weight may be off by a third "
             "(--mass-kg)"),
    ), False  # fmt: skip
