"""The arch of the foot: plantar fascia with its windlass, and ligaments, in smooth form."""

from __future__ import annotations

from typing import NamedTuple

from kinchain.body.foot.arch import RISE_STIFFENING
from kinchain.body.foot.fascia import THINNING
from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._parameters import Named
from kinchain.simulate._smooth import positive

TAUT = 0.002
"""Stretch over which the fascia's beginning is rounded [expert]."""

FLAT_RAD = 0.01
"""Angle over which the ligaments' change from rising to flattening is rounded [expert]."""


class Arch(NamedTuple):
    """What the arch does.

    Parameters
    ----------
    fascia_n
        Pull of the fascia, N.
    strain
        Its strain from rest; negative where slack.
    midfoot_nm, mtp_nm
        Moments of fascia and ligaments on the coordinates, N m.
    """

    fascia_n: Sym
    strain: Sym
    midfoot_nm: Sym
    mtp_nm: Sym


def arch(p: Named, side: str, midfoot: Sym, mtp: Sym) -> Arch:
    """Return forces in the arch.

    Parameters
    ----------
    p
        Parameters.
    side
        ``r`` or ``l``.
    midfoot, mtp
        Dorsiflexion, rad: flattening of the arch and bending of the toes.

    Notes
    -----
    The laws are those of ``kinchain.body.foot`` (natali2010, and what it says of the ligaments),
    with rounded corners.
    """

    def of(name: str) -> Sym:
        return p(f"foot.{name}_{side}")

    rear, ahead = of("rear"), of("ahead")
    angle = of("angle") + midfoot
    chord = ca.sqrt(rear**2 + ahead**2 - 2.0 * rear * ahead * ca.cos(angle))
    lever = rear * ahead * ca.sin(angle) / chord
    strain = (chord + of("radius") * mtp) / of("rest") - 1.0
    stretch = 1.0 + positive(strain, TAUT)
    square = stretch**2
    fibre = of("fibre") / (2.0 * of("exponent"))
    stress = of("matrix") * (square - 1.0 / stretch)
    stress = stress + fibre * (ca.exp(of("exponent") * (square - 1.0)) - 1.0) * square
    pull = of("area") * stress * stretch ** (-THINNING)
    size = of("stiffening")
    down, up = positive(midfoot, FLAT_RAD), positive(-midfoot, FLAT_RAD)
    held = of("ligament") * size * (ca.exp(down / size) - 1.0)
    size = RISE_STIFFENING * size
    rise = of("ligament") * of("rise") * size * (ca.exp(up / size) - 1.0)
    return Arch(pull, strain, -pull * lever - held + rise, -pull * of("radius"))
