"""What a walk costs at one instant: effort, energy, jerkiness, pain."""

from __future__ import annotations

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._hill import FASTEST
from kinchain.simulate._joint_forces import kneecap_n
from kinchain.simulate._names import COORDINATES, LEG, MUSCLES, SIDES
from kinchain.simulate._parameters import Named
from kinchain.simulate._skeleton import GRAVITY_MPS2
from kinchain.simulate._smooth import positive
from kinchain.simulate._sole import Touch
from kinchain.simulate._stage import Instant, State, column

ACCELERATION_RADPS2 = 50.0
LUMBAR_NM = 50.0
PASSIVE_NM = 20.0
RATE_PER_S = 10.0
"""Sizes that make terms of order one [expert]."""

STOPPED = tuple(f"{joint}_{side}" for side in SIDES for joint in LEG[:3])
TRACKED = tuple(i for i, name in enumerate(COORDINATES) if name not in {"pelvis_tx", "pelvis_ty"})

PAIN_BW = {"knee_contact": 1.0, "patellofemoral": 0.15, "heel": 0.2, "fascia": 0.2}
"""Load that does not hurt, body weights: about that of quiet standing [expert]."""

PAIN_ROUND = 0.05

SCUFF_MPS = 1.0
"""Sliding faster than about this is scuffing [expert]."""


def cost(p: Named, s: State, now: Instant, wanted: Sym) -> Sym:
    """Return the cost of one instant, per unit of time.

    Parameters
    ----------
    p
        Parameters.
    s, now
        The instant.
    wanted
        Coordinates to follow, where the weight of tracking is not 0.

    Notes
    -----
    Effort and fatigue are activations squared and to the third power (ackermann2010); energy the
    metabolic power of Minetti and Alexander (minetti1997) over body weight; the rest keeps the
    motion smooth as Falisse 2019 (falisse2019) does, and head and trunk steady and the knee off
    its ligaments, without which Veerkamp 2021 (veerkamp2021) found no healthy walk either.
    """
    a = s.activation
    n = len(MUSCLES)
    power = sum(
        p(f"muscle.{name}.force") * p(f"muscle.{name}.fibre") * FASTEST * one.power
        for name, one in zip(MUSCLES, now.fibres, strict=True)
    )
    turning = [i for i, name in enumerate(COORDINATES) if name not in {"pelvis_tx", "pelvis_ty"}]
    stops = ca.vertcat(*(now.passive_moment[column(name)] for name in STOPPED))
    trunk = now.placed["torso"].angle + p("global.lean")
    terms = {
        "effort": ca.sumsqr(a) / n,
        "fatigue": ca.sum1(a**3) / n,
        "energy": power / p("global.weight"),
        "acceleration": ca.sumsqr(s.qdd[turning]) / ACCELERATION_RADPS2**2,
        "lumbar": (s.lumbar / LUMBAR_NM) ** 2,
        "passive": ca.sumsqr(stops) / PASSIVE_NM**2,
        "rate": ca.sumsqr(s.tendon_rate) / RATE_PER_S**2,
        "tracking": ca.sumsqr((s.q - wanted)[list(TRACKED)]),
        "trunk": trunk**2,
        "head": _head(p, now),
        "scuff": sum(_scuff(one) for one in now.touches.values()) / p("global.weight"),
    }
    total = sum(p(f"cost.{name}") * term for name, term in terms.items())
    return total + p("global.idle") + _pain(p, s, now)


def _scuff(one: Touch) -> Sym:
    """Return the force of a sphere that slides over the floor, N; none where it stands."""
    square = (one.slide / SCUFF_MPS) ** 2
    return one.up * square / (1.0 + square)


def _head(p: Named, now: Instant) -> Sym:
    """Return the squared acceleration of the trunk with the head, in gravities."""
    force, _, _ = now.needed.needed["torso"]
    weight = p("segment.torso.mass") * GRAVITY_MPS2
    return (force[0] ** 2 + (force[1] - weight) ** 2) / weight**2


def _pain(p: Named, s: State, now: Instant) -> Sym:
    total = 0.0
    weight = p("global.weight")
    for k, side in enumerate(SIDES):
        loads = {
            "knee_contact": s.knee[k],
            "patellofemoral": kneecap_n(p, s, now, side) / weight,
            "heel": now.touches[f"heel_{side}"].up / weight,
            "fascia": now.arches[side].fascia_n / weight,
        }
        for name, load in loads.items():
            over = positive(load - PAIN_BW[name], PAIN_ROUND)
            total = total + p(f"pain.{name}_{side}") * over**2
    return total
