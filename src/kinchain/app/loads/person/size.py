"""The default body in the person's measured size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kinchain.app.loads.person.lengths import SIDES
from kinchain.app.loads.person.origins import balls_of
from kinchain.app.loads.person.seen import Seen
from kinchain.app.loads.person.told import USUAL_HEIGHT_M, Person
from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.body.default import SegmentLengths
    from kinchain.body.model import Model

GREATEST_VARUS_DEG, GREATEST_TORSION_DEG = 20.0, 50.0
"""Markers that say more are misplaced rather than the leg bowed or turned [expert]."""

IN_WORDS = {
    "pelvis_width": "width of the pelvis", "pelvis_depth": "its depth",
    "hip_back": "hips behind its front", "hip_down": "below it", "hip_out": "beside its middle",
    "thigh": "thigh",
    "shank": "lower leg", "ankle_height": "ankle over the sole", "foot": "foot",
}  # fmt: skip
"""Measured lengths as people read them, in this order."""

TOLD_BY_NAME = ("pelvis_width", "pelvis_depth", "hip_back", "hip_down", "hip_out")


@lru_cache(maxsize=8)
def body_of(
    mass_kg: float,
    height_m: float,
    sex: Any,
    varus_deg: tuple[float, float] = (0.0, 0.0),
    torsion_deg: tuple[float, float] = (0.0, 0.0),
    lengths: tuple[tuple[str, Any], ...] = (),
) -> Model:
    """Return the default body; the ones used last are kept.

    Parameters
    ----------
    mass_kg, height_m, sex
        The person.
    varus_deg, torsion_deg
        Of the left and the right leg, degrees, as the default body takes them.
    lengths
        (name, length in m or a pair of left and right) by the names of the default body.
    """
    from kinchain.body.default import default_body

    return default_body(
        mass_kg, height_m, sex, knee_varus_deg=varus_deg, tibial_torsion_deg=torsion_deg,
        segment_lengths=dict(lengths),
    )  # fmt: skip


def sized_body(person: Person, seen: Seen) -> tuple[Model, tuple[Note, ...]]:
    """Return the default body in the person's measured size.

    Parameters
    ----------
    person
        Mass, height and sex.
    seen
        Measured lengths and turns.
    """
    # One body of usual size, kept: proportions of feet are the same in all.
    usual = body_of(70.0, USUAL_HEIGHT_M, None)
    lengths = _lengths(person, seen, usual)
    varus = _pair({s: np.degrees(v) for s, v in seen.varus_rad.items()}, GREATEST_VARUS_DEG)
    torsion = _pair({s: np.degrees(v) for s, v in seen.toe_out_rad.items()}, GREATEST_TORSION_DEG)
    own = _own_toe_out(usual, seen)
    torsion = (torsion[0] - own["l"], torsion[1] - own["r"]) if seen.toe_out_rad else torsion
    model = body_of(
        person.mass_kg, person.height_m, person.sex, varus, torsion,
        tuple(sorted(lengths.items())),
    )  # fmt: skip
    words = ", ".join(
        f"{IN_WORDS[name]} {100 * float(np.mean(value)):.1f} cm" for name, value in lengths.items()
    )
    said = f"the body is sized by markers: {words}" if lengths else "the body is sized by height"
    notes = [Note("note", said, "model", "its other lengths go with height")]
    if seen.varus_rad:
        notes.append(
            Note("note", f"knees bowed outwards by {varus[0]:.1f} (left), {varus[1]:.1f} (right) "
                 "degrees", "model", "by hip, knee and ankle; 2 degrees of error are usual")
        )  # fmt: skip
    else:
        notes.append(
            Note("note", "how far the knees are bowed is not known: taken as straight", "model",
                 "inner and outer markers of knee and ankle would show it")
        )  # fmt: skip
    return model, tuple(notes)


def _pair(by_side: Mapping[str, float], most: float) -> tuple[float, float]:
    """Return (left, right), of one side alone for both, 0 where neither is known."""
    other = next(iter(by_side.values()), 0.0)
    left, right = (float(np.clip(by_side.get(s, other), -most, most)) for s in "lr")
    return round(left, 3), round(right, 3)


def _own_toe_out(usual: Model, seen: Seen) -> dict[str, float]:
    """Return how far the usual body's feet point outwards from heel to ball, degrees."""
    from kinchain.body.default.fit import segments_of

    segments = segments_of(usual, balls_of(seen))
    found = {}
    for side in SIDES:
        ahead = segments[f"calcn_{side}"].body_from_segment[:, 0]
        turn = float(np.degrees(np.arctan2(ahead[2], ahead[0])))
        found[side] = turn if side == "r" else -turn
    return found


def _lengths(person: Person, seen: Seen, usual: Model) -> dict[str, Any]:
    """Return measured lengths by the default body's names, those that a person can have."""
    from kinchain.body.default import segment_lengths
    from kinchain.body.default.anthropometry import BOUNDS_M
    from kinchain.body.forward_kinematics import forward_kinematics

    measured = seen.lengths_m
    own = segment_lengths(person.height_m, person.sex)
    foot = segment_lengths(USUAL_HEIGHT_M).of("foot", "l")
    found: dict[str, Any] = {n: measured[n] for n in TOLD_BY_NAME if n in measured}
    if "hip_out" not in found and "hip_width" in measured:
        found["hip_out"] = 0.5 * measured["hip_width"]
    for name in ("thigh", "shank", "ankle_height"):
        pair = _of_both(measured, name)
        if pair is not None:
            found[name] = pair
    if "thigh" not in found and "hip_height" in measured:
        found.update(_legs_by_hips(measured["hip_height"], own))
    place = dict(zip(usual.markers, forward_kinematics(usual, usual.default).marker_m[0],
                     strict=True))  # fmt: skip
    feet = {}
    for side, marks in balls_of(seen).items():
        if f"foot_{side}" in measured and marks:
            ball = np.mean([place[one] for one in marks], axis=0)
            apart = float(np.linalg.norm(ball - place[f"heel_{side}"]))
            feet[f"foot_{side}"] = foot * measured[f"foot_{side}"] / apart
    pair = _of_both(feet, "foot")
    if pair is not None:
        found["foot"] = pair
    return {
        name: value
        for name, value in found.items()
        if all(BOUNDS_M[name][0] <= one <= BOUNDS_M[name][1]
               for one in (value if isinstance(value, tuple) else (value,)))
    }  # fmt: skip


UNSEEN_LEG = (0.88, 1.12)
"""A leg whose knee bears no marker is at most so far from the usual for the height [expert]."""


def _legs_by_hips(hip_height_m: float, usual: SegmentLengths) -> dict[str, tuple[float, float]]:
    """Return thigh and shank of legs whose knees bear no marker, by how high the hips are."""
    leg = usual.of("thigh", "l") + usual.of("shank", "l")
    share = (hip_height_m - usual.of("ankle_height", "l")) / leg
    if not UNSEEN_LEG[0] <= share <= UNSEEN_LEG[1]:
        return {}
    return {
        name: (share * usual.of(name, "l"), share * usual.of(name, "r"))
        for name in ("thigh", "shank")
    }


def _of_both(measured: Mapping[str, float], name: str) -> tuple[float, float] | None:
    """Return (left, right) of a length, of one side alone for both."""
    left, right = measured.get(f"{name}_l"), measured.get(f"{name}_r")
    if left is None and right is None:
        return None
    one, other = left if left is not None else right, right if right is not None else left
    assert one is not None and other is not None
    return round(one, 5), round(other, 5)
