"""Hill's muscle in smooth curves: active and passive fibre, tendon, heat and work."""

from __future__ import annotations

from typing import NamedTuple

from kinchain.simulate._casadi import Sym, ca

GAUSSIANS = (
    (0.815, 1.055, 0.162, 0.063),
    (0.433, 0.717, -0.030, 0.200),
    (0.100, 1.000, 0.354, 0.000),
)
SPEED = (-0.318, -8.149, -0.374, 0.886)
PASSIVE_STEEP, PASSIVE_STRAIN = 4.0, 0.6
TENDON = (0.200, 0.995, 0.250)
"""Curves of De Groote 2016 (degroote2016): smooth fits of Zajac's and Thelen's."""

DAMPING = 0.01
"""Of a fibre, in greatest forces at greatest speed (millard2013)."""

FASTEST = 10.0
"""Greatest shortening speed, optimal lengths per second (millard2013)."""

STIFF_TENDON = 35.0
"""Steepness of an ordinary tendon: 4.7 % longer at the greatest force (degroote2016)."""


class Fibre(NamedTuple):
    """What a muscle does.

    Parameters
    ----------
    force
        Along the tendon, in greatest isometric forces.
    length
        Of the fibre, in optimal lengths.
    speed
        Of the fibre, in greatest shortening speeds, lengthening positive.
    power
        Metabolic power, in greatest forces times greatest speeds.
    """

    force: Sym
    length: Sym
    speed: Sym
    power: Sym


def force_length(length: Sym) -> Sym:
    """Return the active force over the fibre's length, both normalised."""
    parts = (
        b1 * ca.exp(-0.5 * (length - b2) ** 2 / (b3 + b4 * length) ** 2)
        for b1, b2, b3, b4 in GAUSSIANS
    )
    return sum(parts)


def force_speed(speed: Sym) -> Sym:
    """Return the factor of the active force over the fibre's speed, lengthening positive."""
    d1, d2, d3, d4 = SPEED
    x = d2 * speed + d3
    return d1 * ca.log(x + ca.sqrt(x * x + 1.0)) + d4


def passive_force(length: Sym) -> Sym:
    """Return the passive force over the fibre's length, both normalised."""
    over = ca.exp(PASSIVE_STEEP * (length - 1.0) / PASSIVE_STRAIN) - 1.0
    return over / (ca.exp(PASSIVE_STEEP) - 1.0)


def tendon_length(force: Sym, steep: Sym) -> Sym:
    """Return a tendon's length over its slack length at a normalised force."""
    c1, c2, c3 = TENDON
    return ca.log((force + c3) / c1) / steep + c2


def tendon_speed(force: Sym, rate: Sym, steep: Sym) -> Sym:
    """Return how fast it lengthens, slack lengths per second, where the force grows at a rate."""
    return rate / (steep * (force + TENDON[2]))


def metabolic_power(activation: Sym, speed: Sym) -> Sym:
    """Return metabolic power in greatest forces times greatest speeds (minetti1997)."""
    u = -speed
    above = 0.054 + 0.506 * u + 2.46 * u * u
    return activation * above / (1.0 - 1.13 * u + 12.8 * u * u - 1.64 * u**3)


def fibre(
    activation: Sym, along: Sym, along_speed: Sym, height: Sym, optimal: Sym, tight: Sym
) -> Fibre:
    """Return what a muscle's fibre does.

    Parameters
    ----------
    activation
        0 to 1.
    along
        Length of the fibre along the tendon, m.
    along_speed
        Its rate, m/s.
    height
        Width of the muscle, that stays: optimal length times the sine of pennation, m.
    optimal
        Optimal fibre length, m.
    tight
        How much longer, as a factor, the fibre seems to its passive part.
    """
    length = ca.sqrt(along * along + height * height)
    cosine = along / length
    speed = along_speed * cosine / (FASTEST * optimal)
    norm = length / optimal
    active = activation * force_length(norm) * force_speed(speed)
    force = (active + passive_force(norm * tight) + DAMPING * speed) * cosine
    return Fibre(force, norm, speed, metabolic_power(activation, speed))
