"""Functions of one coordinate, as model files give them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kinchain.body.osim._xml import Faults, Node


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial; a constant and a line are polynomials too.

    Parameters
    ----------
    coefficients
        Lowest power first.
    """

    coefficients: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Spline:
    """Cubic spline through points, as SIMM and OpenSim's ``SimmSpline`` draw it.

    Parameters
    ----------
    x
        Knots, rising.
    y
        Values there.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines through points, continued at both ends.

    Parameters
    ----------
    x
        Knots, rising.
    y
        Values there.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """Another function times a factor.

    Parameters
    ----------
    function
        The function.
    factor
        What its value is multiplied by.
    """

    function: Function
    factor: float


Function = Polynomial | Spline | Polyline | Scaled

IDENTITY = Polynomial((0.0, 1.0))
ZERO = Polynomial((0.0,))

SPLINES = ("SimmSpline", "NaturalCubicSpline", "natCubicSpline")
POLYLINES = ("PiecewiseLinearFunction", "PiecewiseLinear")
KNOWN = (
    "Constant",
    "LinearFunction",
    "PolynomialFunction",
    "MultiplierFunction",
    *SPLINES,
    *POLYLINES,
)
"""Function elements that are read."""


def find_function(node: Node, faults: Faults) -> Node | None:
    """Return the function element below a node: direct (format 4) or in ``<function>``.

    Parameters
    ----------
    node
        Element that holds the function.
    faults
        Where an unknown function is noted.
    """
    held = node.child("function") or node
    for one in held.children:
        if one.tag in KNOWN:
            return one
    for one in held.children:
        if one.tag[:1].isupper():
            faults.add(
                "is a kind of function that is not supported",
                one,
                f"one of {', '.join(KNOWN)}",
                "replace it by a SimmSpline through points of it",
            )
            return one
    return None


def read_function(node: Node, faults: Faults) -> Function:
    """Read a function element.

    Parameters
    ----------
    node
        The function element itself.
    faults
        Where its faults are noted.

    Returns
    -------
    function
        The function; zero where it is faulty.
    """
    if node.tag == "Constant":
        return Polynomial((faults.number(node, "value", 0.0),))
    if node.tag == "LinearFunction":
        slope, offset = faults.numbers(node, "coefficients", (1.0, 0.0), 2)
        return Polynomial((offset, slope))
    if node.tag == "PolynomialFunction":
        return Polynomial(tuple(reversed(faults.numbers(node, "coefficients", (0.0,)))))
    if node.tag == "MultiplierFunction":
        inner = find_function(node, faults)
        if inner is None:
            faults.add("multiplies nothing", node, "a function inside", "give it a function")
            return ZERO
        return Scaled(read_function(inner, faults), faults.number(node, "scale", 1.0))
    if node.tag in SPLINES or node.tag in POLYLINES:
        return _through_points(node, faults)
    return ZERO


def _through_points(node: Node, faults: Faults) -> Function:
    x = faults.numbers(node, "x", ())
    y = faults.numbers(node, "y", ())
    is_rising = all(a < b for a, b in pairwise(x))
    if len(x) != len(y) or len(x) < 2 or not is_rising:
        faults.add(
            f"has {len(x)} x and {len(y)} y" + ("" if is_rising else ", and its x do not rise"),
            node,
            "as many x as y, two or more, x rising",
            "correct its points",
        )
        return ZERO
    return Spline(x, y) if node.tag in SPLINES else Polyline(x, y)
