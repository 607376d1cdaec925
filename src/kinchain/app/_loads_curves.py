"""Loads over stance: mean, spread and peak of each side, with what the interval holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.app._loads_chain import Mechanics
from kinchain.app._loads_foot import ALL_FOOT_LOADS, FOOT_LOADS, impulse_pct
from kinchain.app._loads_ground import GroundLoads
from kinchain.core.formats.loads import LoadCurve, Muscle, RegionImpulse, SideLoads
from kinchain.core.trial import LegSide, Note

FloatArray = NDArray[np.float64]

N_POINTS = 101
Z_90 = 1.645

METHOD_SHARE = {
    "grf_vertical_bw": 0.02,
    "external_knee_adduction_moment_pct_bwht": 0.15,
    "external_knee_flexion_moment_pct_bwht": 0.20,
    "internal_ankle_plantarflexion_moment_nm_per_kg": 0.10,
    "knee_contact_force_bw": 0.25,
    "knee_medial_force_bw": 0.30,
    "knee_lateral_force_bw": 0.40,
    "patellofemoral_force_bw": 0.40,
    "achilles_force_bw": 0.25,
    "heel_force_bw": 0.15,
    "midfoot_force_bw": 0.60,
    "metatarsal_heads_force_bw": 0.20,
    "toes_force_bw": 0.50,
    "plantar_fascia_force_bw": 0.45,
    "plantar_fascia_strain_pct": 0.60,
}
"""Half of the width of a 90 % interval that the method alone leaves, as a share of the peak:
joint centres, soft tissue, muscle model. Basis: expert, wide on purpose."""

STEP_SHARE = 0.08
"""Standard deviation of one step's peak from the person's usual, as a share, where one step alone
was recorded [expert]."""

LOST = 0.05
"""Of a stance at most this share at its ends may lack, and is then filled with its end values."""

NOT_IN_A_RIGID_FOOT = ALL_FOOT_LOADS
"""What a model without toes cannot carry."""

T_95 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812)
"""Student's t that 95 % lie below, from one degree of freedom on."""


def side_loads(
    side: LegSide, work: Mechanics, ground: GroundLoads, *, with_muscles: bool
) -> tuple[SideLoads | None, list[Note]]:
    """Return the loads of a side over its clean stances.

    Parameters
    ----------
    side
        Leg.
    work
        The mechanics.
    ground
        Its stances.
    with_muscles
        Whether to give each muscle.

    Returns
    -------
    loads
        None where the side has no clean and whole stance.
    notes
        What is null, and why.
    """
    where = f"{side} leg"
    spans = [(a, b) for own, a, b in ground.stances if own == side]
    kept = [
        (a, b) for a, b in spans
        if over_stance(work.motion.time_s, work.residual_n, a, b) is not None
    ]  # fmt: skip
    if not kept:
        why = (
            "its stances have frames without motion or forces"
            if spans
            else "no contact that is clean and whole from landing to leaving"
        )
        return None, [Note("warning", "no loads over stance", where, why)]
    time = work.motion.time_s
    curves: dict[str, LoadCurve] = {}
    for name, values in work.curves[side].items():
        each = np.stack([_stance(time, values, a, b) for a, b in kept])
        span = work.spans[side].get(name)
        edges = None
        if span is not None:
            edges = np.stack([_stance(time, span[:, i], a, b) for i in (0, 1) for a, b in kept])
            edges = edges.reshape(2, len(kept), N_POINTS).mean(axis=1)
        curves[name] = load_curve(name, each, edges)
    impulse = _impulse(side, work, kept)
    muscles = _muscles(side, work, kept) if with_muscles else None
    notes = [
        Note("note", f"{name} is not given", where, f"the model does not carry it: {reason}")
        for name, reason in work.missing[side].items()
    ]
    return SideLoads(**curves, region_impulse_pct=impulse, muscles=muscles), notes


def _impulse(
    side: LegSide, work: Mechanics, kept: Sequence[tuple[float, float]]
) -> RegionImpulse | None:
    """Return what each region of the sole bears of the vertical impulse over all stances."""
    own = work.curves[side]
    if any(name not in own for name in FOOT_LOADS[:4]):
        return None
    time = work.motion.time_s
    share = impulse_pct({
        name: np.stack([(b - a) * _stance(time, own[name], a, b) for a, b in kept])
        for name in FOOT_LOADS[:4]
    })  # fmt: skip
    if share is None:
        return None
    heel, midfoot, heads, toes = (round(one, 2) for one in share)
    return RegionImpulse(heel=heel, midfoot=midfoot, metatarsal_heads=heads, toes=toes)


def over_stance(
    time_s: FloatArray, values: FloatArray, start_s: float, end_s: float
) -> FloatArray | None:
    """Return values over a stance, shape (101,); None where frames in it are missing.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s, rising; frames that were not seen are left out.
    values
        Same shape.
    start_s, end_s
        The stance.
    """
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    slack = LOST * (end_s - start_s) + step
    inside = time_s[(time_s >= start_s - step) & (time_s <= end_s + step)]
    if len(inside) < 5 or inside[0] > start_s + slack or inside[-1] < end_s - slack:
        return None
    if np.diff(inside).max() > 1.5 * step:
        return None
    return _stance(time_s, values, start_s, end_s)


def _stance(time_s: FloatArray, values: FloatArray, start_s: float, end_s: float) -> FloatArray:
    return np.asarray(np.interp(np.linspace(start_s, end_s, N_POINTS), time_s, values))


def load_curve(name: str, each: FloatArray, edges: FloatArray | None = None) -> LoadCurve:
    """Return the curve of one load.

    Parameters
    ----------
    name
        Which, for how sure its method is.
    each
        Its curve in every stance, shape (n_stances, 101).
    edges
        Least and greatest mean curve by what is not known of the model, shape (2, 101).

    Notes
    -----
    The interval is for the peak of the mean curve as the person's own: how steps differ (their
    peaks' standard error with Student's t; an expert's share for one step alone) and how far the
    method may be off (``METHOD_SHARE``), together as independent.
    """
    mean = each.mean(axis=0)
    at = int(np.argmax(mean))
    peak = float(mean[at])
    n = len(each)
    if n > 1:
        t = T_95[n - 2] if n - 2 < len(T_95) else Z_90
        steps = t * float(each.max(axis=1).std(ddof=1)) / np.sqrt(n)
    else:
        steps = Z_90 * STEP_SHARE * abs(peak)
    half = float(np.hypot(steps, METHOD_SHARE.get(name, 0.3) * abs(peak)))
    low, high = peak - half, peak + half
    if edges is not None:
        low, high = min(low, float(edges[0, at])), max(high, float(edges[1, at]))
    if name.endswith(("_force_bw", "_strain_pct")) or name.startswith("grf"):
        low = max(low, 0.0)
    return LoadCurve(
        mean=tuple(round(float(v), 4) for v in mean),
        sd=tuple(round(float(v), 4) for v in each.std(axis=0, ddof=1)) if n > 1 else None,
        peak=round(peak, 4),
        peak_at_pct=float(at),
        interval_90=(round(low, 4), round(high, 4)),
        n=n,
    )


def _muscles(
    side: LegSide, work: Mechanics, kept: Sequence[tuple[float, float]]
) -> dict[str, Muscle] | None:
    if work.optimum is None:
        return None
    time, found = work.motion.time_s, {}
    for i, name in enumerate(work.optimum.muscles):
        if not name.endswith(f"_{side[0]}"):
            continue
        parts = [
            np.mean([_stance(time, values[:, i], a, b) for a, b in kept], axis=0)
            for values in (work.optimum.muscle_force_n, work.optimum.activation)
        ]
        found[name] = Muscle(
            force_n=tuple(round(float(v), 2) for v in parts[0]),
            activation=tuple(round(float(v), 4) for v in parts[1]),
        )
    return found


def residual_pct(work: Mechanics, ground: GroundLoads, weight_n: float) -> float | None:
    """Return the RMS force that nothing carries, in per cent of body weight.

    Parameters
    ----------
    work
        The mechanics.
    ground
        Its contacts.
    weight_n
        Body weight, N.

    Notes
    -----
    Over frames of clean stances in which the other foot stands on a plate as well or is in swing
    (the middle half of the stance): elsewhere an unmeasured foot may carry what seems missing.
    """
    time = work.motion.time_s
    inside = np.zeros(len(time), bool)
    for side, a, b in ground.stances:
        stance = (time >= a) & (time <= b)
        middle = (time >= a + 0.25 * (b - a)) & (time <= b - 0.25 * (b - a))
        both = np.zeros(len(time), bool)
        for other, c, d in ground.parts:
            if other != side:
                both |= (time >= c) & (time <= d)
        inside |= stance & (middle | both)
    if not inside.any():
        return None
    return round(100.0 * float(np.sqrt(np.mean(work.residual_n[inside] ** 2))) / weight_n, 2)
