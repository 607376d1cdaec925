"""Compression of the knee and of the kneecap at one instant."""

from __future__ import annotations

from typing import NamedTuple

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._names import LUMPS, N_LEG, SIDES, SPHERES
from kinchain.simulate._parameters import KNEECAP, Named
from kinchain.simulate._smooth import positive
from kinchain.simulate._stage import Instant, State, column

BELOW = ("shank", "hind", "fore", "toes")
ACROSS = tuple(i for i, one in enumerate(LUMPS) if "knee_angle" in one.joints)
QUADRICEPS = tuple(i for i, one in enumerate(LUMPS) if one.name in {"recfem", "vasti"})


class KneeLoad(NamedTuple):
    """Compression of one knee.

    Parameters
    ----------
    contact
        Between thigh and shin bone along the shin, N.
    kneecap
        Of the kneecap on the thigh bone, N.
    """

    contact: Sym
    kneecap: Sym


def knee_load(p: Named, s: State, now: Instant, side: str) -> KneeLoad:
    """Return the compression of one knee.

    Parameters
    ----------
    p
        Parameters.
    s, now
        The instant.
    side
        ``r`` or ``l``.

    Notes
    -----
    The muscles that cross the knee pull along the shin [expert: their true lines differ by up to
    20 degrees, 6 % of their force].
    """
    first = N_LEG * SIDES.index(side)
    net = ca.SX.zeros(2)
    for segment in BELOW:
        net = net + now.needed.needed[f"{segment}_{side}"][0]
    for sphere in SPHERES:
        one = now.touches[f"{sphere}_{side}"]
        net = net - ca.vertcat(one.along, one.up)
    shin = now.placed[f"shank_{side}"].origin - now.placed[f"hind_{side}"].origin
    pull = sum(now.muscle_n[first + i] for i in ACROSS)
    contact = pull - ca.dot(net, shin) / ca.norm_2(shin)
    return KneeLoad(contact, kneecap_n(p, s, now, side))


def kneecap_n(p: Named, s: State, now: Instant, side: str) -> Sym:
    """Return the compression of one kneecap, N.

    Parameters
    ----------
    p
        Parameters.
    s, now
        The instant.
    side
        ``r`` or ``l``.
    """
    first = N_LEG * SIDES.index(side)
    flexion = s.q[column(f"knee_angle_{side}")]
    share = sum(p(name) * flexion**i for i, name in enumerate(KNEECAP))
    quadriceps = sum(now.muscle_n[first + i] for i in QUADRICEPS)
    return positive(share, 0.02) * quadriceps


def load_rows(p: Named, s: State, now: Instant) -> Sym:
    """Return by how much the loads among the variables are wrong, body weights.

    Parameters
    ----------
    p
        Parameters.
    s, now
        The instant.
    """
    rows = []
    for k, side in enumerate(SIDES):
        up = sum(now.touches[f"{sphere}_{side}"].up for sphere in SPHERES)
        rows.append(up / p("global.weight") - s.load[k])
    for k, side in enumerate(SIDES):
        rows.append(knee_load(p, s, now, side).contact / p("global.weight") - s.knee[k])
    return ca.vertcat(*rows)
