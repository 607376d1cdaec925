"""Loads over stance: mean, spread and peak of each side, with what the interval holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.chain import Mechanics
from kinchain.app.loads.foot import FOOT_LOADS, impulse_pct
from kinchain.app.loads.ground import GroundLoads
from kinchain.app.loads.spread import Drawn
from kinchain.core.formats.loads import LoadCurve, Muscle, RegionImpulse, SideLoads
from kinchain.core.trial import LegSide, Note

FloatArray = NDArray[np.float64]

N_POINTS = 101

STEP_SHARE, STEP_PRIOR = 0.08, 4
"""Standard deviation of one step's peak from the person's usual, as a share, and how many steps
this belief is worth [expert]."""

LOST = 0.05
"""Of a stance at most this share at its ends may lack, and is then filled with its end values."""

EDGES = (0.05, 0.95)
"""Of a 90 % interval."""


def side_loads(
    side: LegSide,
    work: Mechanics,
    ground: GroundLoads,
    drawn: Mapping[str, Drawn],
    *,
    with_muscles: bool,
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
    drawn
        Its loads with everything unsure drawn (``load_spread``).
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
        curves[name] = load_curve(name, each, drawn[name])
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


def load_curve(name: str, each: FloatArray, drawn: Drawn) -> LoadCurve:
    """Return the curve of one load.

    Parameters
    ----------
    name
        Which: a force cannot be below 0.
    each
        Its curve in every stance, shape (n_stances, 101).
    drawn
        One stance with everything unsure drawn.

    Notes
    -----
    The interval is for the peak of the mean curve as the person's own. To how far the drawn peaks
    lie from the one worked out comes, by one random number a draw, how steps differ: the standard
    error of their peaks with Student's t, in which an expert's share for steps of one person
    counts as much as ``STEP_PRIOR`` steps more.
    """
    mean = each.mean(axis=0)
    at = int(np.argmax(mean))
    peak = float(mean[at])
    n = len(each)
    rng = np.random.default_rng(len(name))
    seen = float(((each.max(axis=1) - each.max(axis=1).mean()) ** 2).sum())
    freedom = STEP_PRIOR + n - 1
    step = np.sqrt((STEP_PRIOR * (STEP_SHARE * peak) ** 2 + seen) / freedom)
    steps = step / np.sqrt(n) * rng.standard_t(freedom, len(drawn.draws))
    # A peak moves by as large a share of it as in the stance that was drawn.
    own = float(drawn.nominal.max())
    scale = peak / own if own > 0.0 and peak > 0.0 else 1.0
    off = scale * (drawn.draws.max(axis=1) - own)
    low, high = (float(one) for one in np.quantile(peak + off + steps, EDGES))
    band = mean + scale * np.quantile(drawn.off, EDGES, axis=0)
    if name.endswith("_force_bw") or name.startswith("grf"):
        low, band = max(low, 0.0), np.maximum(band, 0.0)
    return LoadCurve(
        mean=_rounded(mean),
        sd=_rounded(each.std(axis=0, ddof=1)) if n > 1 else None,
        low_90=_rounded(band[0]),
        high_90=_rounded(band[1]),
        peak=round(peak, 4),
        peak_at_pct=float(at),
        interval_90=(round(min(low, peak), 4), round(max(high, peak), 4)),
        n=n,
    )


def _rounded(values: FloatArray) -> tuple[float, ...]:
    return tuple(round(float(one), 4) for one in values)


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
