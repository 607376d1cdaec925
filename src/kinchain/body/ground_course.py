"""How a sole usually bears: its places, and how weight goes over them from step to step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model
from kinchain.core.trial import LegSide

FloatArray = NDArray[np.float64]

SIDES: tuple[LegSide, LegSide] = ("left", "right")

SOLE = (
    ("heel", "calcn", 0.12, 0.0),
    ("lateral midfoot", "calcn", 0.55, 0.20),
    ("first metatarsal head", "ball", 0.98, -0.17),
    ("fifth metatarsal head", "ball", 0.80, 0.27),
    ("great toe", "toes", 1.30, -0.12),
)
"""Where a sole bears: name, body, distance ahead of the heel's back and outwards, both in lengths
from there to the toes' joint. Proportions of a foot print [expert]: only sums and the centre of
pressure are read from them."""

USUAL = (
    (0.0, (1.00, 0.00, 0.00, 0.00, 0.00)),
    (0.1, (0.93, 0.05, 0.00, 0.02, 0.00)),
    (0.2, (0.68, 0.16, 0.06, 0.10, 0.00)),
    (0.3, (0.55, 0.19, 0.11, 0.15, 0.00)),
    (0.4, (0.36, 0.18, 0.21, 0.24, 0.01)),
    (0.5, (0.17, 0.13, 0.36, 0.29, 0.05)),
    (0.6, (0.09, 0.08, 0.46, 0.29, 0.08)),
    (0.7, (0.03, 0.04, 0.56, 0.25, 0.12)),
    (0.8, (0.00, 0.02, 0.61, 0.23, 0.14)),
    (0.9, (0.00, 0.00, 0.45, 0.10, 0.45)),
    (1.0, (0.00, 0.00, 0.40, 0.05, 0.55)),
)
"""Usual shares of the places over stance: with them the centre of pressure rolls on, along the
default body's foot, as it did on the plates of three open recordings (gait10dof18musc,
moco_walk3d, bmclab). They are no loads of regions. What the moments tell wins over them."""


def sole_points(model: Model, ground_from_body: FloatArray, origin_m: FloatArray) -> FloatArray:
    """Return where the soles' places are.

    Parameters
    ----------
    model
        The model, with ``calcn_`` and ``toes_`` bodies.
    ground_from_body
        Rotations of the bodies, shape (n_frames, n_bodies, 3, 3).
    origin_m
        Their origins, shape (n_frames, n_bodies, 3), m.

    Returns
    -------
    points
        Left and right, the places of ``SOLE``, shape (n_frames, 2, n_places, 3), m.
    """
    rest = forward_kinematics(model, np.where(model.is_rotation, 0.0, model.default))
    found = np.empty((len(origin_m), 2, len(SOLE), 3))
    for s, side in enumerate(SIDES):
        calcn, toes = (model.bodies.index(f"{one}_{side[0]}") for one in ("calcn", "toes"))
        ball = int(model.tree.parent[toes])
        frame, start = rest.ground_from_body[0, calcn], rest.origin_m[0, calcn]
        reach = float((frame.T @ (rest.origin_m[0, toes] - start))[0])
        outward = 1.0 if side == "right" else -1.0
        for p, (_, body, ahead, aside) in enumerate(SOLE):
            held = {"calcn": calcn, "ball": ball, "toes": toes}[body]
            at_rest = start + frame @ np.array([ahead * reach, 0.0, outward * aside * reach])
            local = rest.ground_from_body[0, held].T @ (at_rest - rest.origin_m[0, held])
            found[:, s, p] = origin_m[:, held] + ground_from_body[:, held] @ local
    return found


def phases(
    time_s: FloatArray, stances: Sequence[tuple[LegSide, float, float]]
) -> tuple[FloatArray, FloatArray]:
    """Return how far each foot is through its stance, and its usual share of the weight.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    stances
        Side, landing and leaving of each foot, s.

    Returns
    -------
    phase
        Left and right, 0 to 1, NaN in swing, shape (n_frames, 2).
    share
        Sums to 1 where a foot is down, else 0, same shape.
    """
    phase = np.full((len(time_s), 2), np.nan)
    bears = np.zeros((len(time_s), 2))
    for side, start, end in stances:
        inside = (time_s >= start) & (time_s <= end)
        own = SIDES.index(side)
        phase[inside, own] = (time_s[inside] - start) / (end - start)
        share = np.ones(len(time_s))
        for other, landed, left in stances:
            if other != side and start < landed < end:
                share = np.minimum(share, _let_go(time_s, landed, end))
            if other != side and landed < start < left:
                share = np.minimum(share, 1.0 - _let_go(time_s, start, left))
        bears[inside, own] = share[inside]
    total = bears.sum(axis=1, keepdims=True)
    return phase, bears / np.where(total > 0.0, total, 1.0)


def _let_go(time_s: FloatArray, start_s: float, end_s: float) -> FloatArray:
    """Return the hind foot's share while weight goes over to the other, from 1 to 0."""
    gone = np.clip((time_s - start_s) / (end_s - start_s), 0.0, 1.0)
    return np.asarray(0.5 * (1.0 + np.cos(np.pi * gone)))


def usual_shares(phase: FloatArray) -> FloatArray:
    """Return the usual shares of a sole's places over stance.

    Parameters
    ----------
    phase
        Parts of stance, 0 to 1, shape (n,); NaN in swing.

    Returns
    -------
    shares
        Shape (n, n_places); zero in swing.
    """
    ends = [one for one, _ in USUAL]
    shares = [np.interp(phase, ends, [held[i] for _, held in USUAL]) for i in range(len(SOLE))]
    return np.nan_to_num(np.stack(shares, axis=-1))
