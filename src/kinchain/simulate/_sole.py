"""Ground under the foot: spheres of soft tissue on an even floor."""

from __future__ import annotations

from typing import NamedTuple

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._parameters import Named
from kinchain.simulate._smooth import positive

DAMPING_CORNER = 0.05
"""Rounding of the factor by which damping changes the force; dimensionless [expert]."""

DEEPEST_M = 0.06
"""Deeper than this the law goes on in a straight line: only bad first guesses come there."""


class Touch(NamedTuple):
    """One sphere on the floor.

    Parameters
    ----------
    along, up
        Force on the foot, N.
    point
        Where it acts, (forward, up) in m.
    depth
        How far the tissue is pressed, m.
    slide
        How fast the sole slides forward, m/s.
    """

    along: Sym
    up: Sym
    point: Sym
    depth: Sym
    slide: Sym


def touch(p: Named, name: str, centre: Sym, velocity: Sym, spin: Sym) -> Touch:
    """Return the ground's force on one sphere.

    Parameters
    ----------
    p
        Parameters.
    name
        Sphere with its side.
    centre, velocity
        Of its centre, m and m/s.
    spin
        Of the segment it is on, rad/s.

    Notes
    -----
    Hunt and Crossley's form (hunt1975): the elastic force, here linear and square in the depth
    after the heel pad's law, times one plus a damping times the speed of pressing; friction after
    Coulomb, rounded at low sliding speed.
    """
    radius = p(f"sphere.{name}.radius")
    depth = positive(radius - centre[1], p("global.touch_m"))
    elastic = depth * (p(f"sphere.{name}.stiff") + p(f"sphere.{name}.stiffen") * depth)
    damped = positive(1.0 - p(f"sphere.{name}.damping") * velocity[1], DAMPING_CORNER)
    up = elastic * damped
    slide = velocity[0] + spin * centre[1]
    slow = p("global.slip_mps")
    along = -p("global.friction") * up * slide / ca.sqrt(slide * slide + slow * slow)
    return Touch(along, up, ca.vertcat(centre[0], 0.0), depth, slide)
