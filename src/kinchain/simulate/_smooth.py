"""Smooth stand-ins for functions with a corner."""

from __future__ import annotations

from kinchain.simulate._casadi import Sym, ca


def positive(x: Sym, width: Sym) -> Sym:
    """Return the positive part of x, rounded over a width.

    Parameters
    ----------
    x
        Any number.
    width
        Over which the corner is rounded, in the unit of x; the value at 0 is half of it.
    """
    return 0.5 * (x + ca.sqrt(x * x + width * width))
