"""Split the load of a knee between its medial and its lateral compartment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body.joint_reactions import Reaction
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]

Side = Literal["left", "right"]

APART_M = 0.045
"""Distance of the two contact points from side to side. Basis: expert; models and instrumented
implants in print take values from 40 to 50 mm, none of which was checked here at its source."""

APART_INTERVAL_M = (0.035, 0.055)
"""Expert, wide on purpose: knees differ in width by about a third."""

AWAY_M = 0.005
"""How far the middle between the contact points may lie from the joint's centre, to either side:
in bending, contact moves by over 5.0 mm medially and about 4 mm laterally from side to side
(Li et al. 2005, five people, abstract seen: https://scholars.duke.edu/display/pub681379)."""


@dataclass(frozen=True)
class KneeSplit:
    """Forces of both compartments; each presses on the tibia along its long axis.

    Parameters
    ----------
    total_n
        Force along the long axis of the tibia, shape (n_frames,), N; pressing is positive.
    medial_n
        Share of the medial compartment, same shape, N, never below 0.
    lateral_n
        Share of the lateral one, likewise.
    medial_interval_n
        Least and greatest medial force over the distance and place of the contact points, shape
        (n_frames, 2), N.
    lateral_interval_n
        The same for the lateral one.
    is_lifted
        Frames in which one compartment would have to pull: it is given 0 and the other the
        whole, and ligaments would carry ``left_over_nm``; shape (n_frames,).
    left_over_nm
        Frontal moment that the two contacts do not carry, same shape, N m.
    """

    total_n: FloatArray
    medial_n: FloatArray
    lateral_n: FloatArray
    medial_interval_n: FloatArray
    lateral_interval_n: FloatArray
    is_lifted: NDArray[np.bool_]
    left_over_nm: FloatArray


def split_knee(
    reaction: Reaction,
    side: Side,
    *,
    apart_m: float = APART_M,
    apart_interval_m: tuple[float, float] = APART_INTERVAL_M,
    away_m: float = AWAY_M,
) -> KneeSplit:
    """Split the load of a knee by its frontal moment.

    Parameters
    ----------
    reaction
        Load of the knee on the tibia at the joint's centre, in the axes of the tibia: X to the
        front, Y up, Z to the right (``reaction_of(..., on="child", frame="child")``).
    side
        Which knee.
    apart_m
        Distance of the contact points from side to side, m.
    apart_interval_m
        Least and greatest such distance, for the intervals, m.
    away_m
        Greatest distance of their middle from the joint's centre, for the intervals, m.

    Returns
    -------
    split
        Medial and lateral force with intervals.

    Raises
    ------
    InputError
        If distances are not over 0 or stand in no order.

    Notes
    -----
    Two contacts on one line from side to side through the joint's centre carry the whole force
    along the tibia and the whole frontal moment [1]_. That takes for granted that ligaments and
    capsule carry no frontal moment, that contacts do not move as the knee bends, and that the
    model's joint centre lies midway; the intervals speak for the last two, not for the first.

    References
    ----------
    .. [1] C. R. Winby et al., Journal of Biomechanics 42, 2009.
       https://doi.org/10.1016/j.jbiomech.2009.06.019
    """
    low, high = apart_interval_m
    if not 0.0 < low <= apart_m <= high or away_m < 0.0:
        raise InputError(
            Fault(
                f"are {low:g}, {apart_m:g}, {high:g} and {away_m:g}",
                "apart_interval_m, apart_m, away_m",
                "distances over 0 in m, the usual one within its interval",
                "give metres, such as 0.045",
            )
        )
    press = -np.asarray(reaction.force_n, np.float64)[:, 1]
    sideways = 1.0 if side == "right" else -1.0
    moment = sideways * np.asarray(reaction.moment_nm, np.float64)[:, 0]
    medial, lateral, lifted, left = _two_contacts(press, moment, apart_m, 0.0)
    corners = [
        _two_contacts(press, moment, apart, away)[:2]
        for apart in (low, high)
        for away in (-away_m, away_m)
    ]
    spans = [
        np.stack([np.min(values, axis=0), np.max(values, axis=0)], axis=1)
        for values in zip(*corners, strict=True)
    ]
    return KneeSplit(press, medial, lateral, spans[0], spans[1], lifted, left)


def _two_contacts(
    press: FloatArray, moment: FloatArray, apart: float, away: float
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_], FloatArray]:
    """Return both forces, where one would pull, and the moment then left over.

    ``moment`` is about the forward axis, positive where it loads the lateral side; ``away`` is
    how far laterally the middle lies.
    """
    to_lateral, to_medial = away + 0.5 * apart, away - 0.5 * apart
    lateral = (moment - to_medial * press) / apart
    total = np.maximum(press, 0.0)
    lateral_kept = np.clip(lateral, 0.0, total)
    medial_kept = total - lateral_kept
    carried = to_lateral * lateral_kept + to_medial * medial_kept
    left_over = moment - carried
    is_lifted = np.asarray((lateral < 0.0) | (lateral > press))
    return medial_kept, lateral_kept, is_lifted, np.where(is_lifted, left_over, 0.0)
