"""The walking model at one instant: what forces act and what is out of balance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from kinchain.simulate._arch import Arch, arch
from kinchain.simulate._body import powers
from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._hill import Fibre, fibre, tendon_length, tendon_speed
from kinchain.simulate._names import COORDINATES, LEG, LUMPS, N_LEG, SIDES, SPHERES, STRETCHY
from kinchain.simulate._parameters import Named
from kinchain.simulate._skeleton import Frame, Inertial, frames, inertial
from kinchain.simulate._smooth import positive
from kinchain.simulate._sole import Touch, touch

STRAIGHT_FROM = 1.5
"""Stops of joints grow e-fold up to here, 4.5 times their nominal moment, then evenly: a first
guess may lie far beyond a stop that was moved [expert]."""

ON_SEGMENT = {"heel": "hind", "midfoot": "fore", "ball": "fore", "toe": "toes"}


@dataclass(frozen=True)
class State:
    """Variables of one instant.

    Parameters
    ----------
    q, qd, qdd
        Coordinates, speeds, accelerations.
    tendon, tendon_rate
        Forces of stretchy tendons and their rates, in greatest isometric forces.
    load, knee
        Vertical load on each foot and compression of each knee, body weights.
    activation
        Of each muscle.
    lumbar
        The trunk's own moment, N m.
    """

    q: Sym
    qd: Sym
    qdd: Sym
    tendon: Sym
    tendon_rate: Sym
    load: Sym
    knee: Sym
    activation: Sym
    lumbar: Sym


@dataclass(frozen=True)
class Instant:
    """All that acts at one instant; vectors over coordinates in their order.

    Parameters
    ----------
    residual
        Force that is missing, N and N m: 0 where Newton's law holds.
    hill
        Stretchy muscles' imbalance of fibre and tendon, in greatest forces.
    muscle_n
        Force of each muscle.
    fibres
        Of each muscle.
    muscle_moment, passive_moment
        On each coordinate.
    touches
        Of each sphere.
    arches
        Of each side.
    placed, needed
        Frames, and what their motion asks for.
    """

    residual: Sym
    hill: Sym
    muscle_n: Sym
    fibres: list[Fibre]
    muscle_moment: Sym
    passive_moment: Sym
    touches: dict[str, Touch]
    arches: dict[str, Arch]
    placed: dict[str, Frame]
    needed: Inertial


def instant(p: Named, s: State) -> Instant:
    """Return all that acts at one instant.

    Parameters
    ----------
    p
        Parameters.
    s
        The variables.
    """
    placed = frames(p, s.q)
    needed = inertial(p, placed, s.q, s.qd, s.qdd)
    touches, pushed = _ground(p, placed, s)
    forces, fibres, moment, hill = _muscles(p, s)
    arches, passive = _passive(p, s)
    residual = needed.force - pushed - moment - passive - _supports(p, placed, s)
    return Instant(residual, ca.vertcat(*hill), ca.vertcat(*forces), fibres, moment, passive,
                   touches, arches, placed, needed)  # fmt: skip


def column(name: str) -> int:
    """Return the place of a coordinate.

    Parameters
    ----------
    name
        Its name.
    """
    return COORDINATES.index(name)


def _ground(p: Named, placed: dict[str, Frame], s: State) -> tuple[dict[str, Touch], Sym]:
    touches: dict[str, Touch] = {}
    total = ca.SX.zeros(len(COORDINATES))
    for side, sphere in product(SIDES, SPHERES):
        name = f"{sphere}_{side}"
        frame = placed[f"{ON_SEGMENT[sphere]}_{side}"]
        centre = frame.at(p(f"sphere.{name}.x"), p(f"sphere.{name}.y"))
        slope = ca.jacobian(centre, s.q)
        turning = ca.jacobian(frame.angle, s.q)
        one = touch(p, name, centre, slope @ s.qd, turning @ s.qd)
        # Friction acts at the floor, below the sphere's centre.
        moment = one.along * centre[1]
        total = total + slope.T @ ca.vertcat(one.along, one.up) + turning.T @ moment
        touches[name] = one
    return touches, total


def _muscles(p: Named, s: State) -> tuple[list[Sym], list[Fibre], Sym, list[Sym]]:
    forces, fibres, hill = [], [], []
    total = ca.SX.zeros(len(COORDINATES))
    for k, side in enumerate(SIDES):
        for i, lump in enumerate(LUMPS):
            name = f"muscle.{lump.name}_{side}"
            at = [column(f"{joint}_{side}") for joint in lump.joints]
            length = _length(p, name, powers(lump), [s.q[j] for j in at])
            slope = ca.jacobian(length, s.q)
            speed = slope @ s.qd
            optimal, slack = p(f"{name}.fibre"), p(f"{name}.tendon")
            strongest = p(f"{name}.force")
            if lump.is_stretchy:
                j = k * len(STRETCHY) + STRETCHY.index(i)
                steep = p(f"{name}.compliance")
                length = length - slack * tendon_length(s.tendon[j], steep)
                speed = speed - slack * tendon_speed(s.tendon[j], s.tendon_rate[j], steep)
            else:
                length = length - slack
            one = fibre(s.activation[k * N_LEG + i], length, speed, p(f"{name}.height"), optimal,
                        p(f"{name}.tight"))  # fmt: skip
            force = strongest * one.force
            if lump.is_stretchy:
                hill.append(one.force - s.tendon[j])
                force = strongest * s.tendon[j]
            forces.append(force)
            fibres.append(one)
            total = total - slope.T * force
    return forces, fibres, total, hill


def _length(p: Named, name: str, exponents: list[tuple[int, ...]], q: list[Sym]) -> Sym:
    total = 0.0
    for i, one in enumerate(exponents):
        term = p(f"{name}.c{i}")
        for angle, power in zip(q, one, strict=True):
            for _ in range(power):
                term = term * angle
        total = total + term
    return total


def _passive(p: Named, s: State) -> tuple[dict[str, Arch], Sym]:
    moments: dict[str, Sym] = {}
    arches: dict[str, Arch] = {}
    for name in ("lumbar_extension", *(f"{j}_{side}" for side in SIDES for j in LEG)):
        at = column(name)
        moments[name] = _stops(p, f"passive.{name}", s.q[at], s.qd[at])
    for side in SIDES:
        one = arch(p, side, s.q[column(f"midfoot_angle_{side}")], s.q[column(f"mtp_angle_{side}")])
        moments[f"midfoot_angle_{side}"] += one.midfoot_nm
        moments[f"mtp_angle_{side}"] += one.mtp_nm
        arches[side] = one
    return arches, ca.vertcat(*(moments.get(name, 0.0) for name in COORDINATES))


def _stops(p: Named, name: str, angle: Sym, speed: Sym) -> Sym:
    """Ligaments at both ends of a joint's range (anderson1999), stiffness and damping between."""

    def of(what: str) -> Sym:
        return p(f"{name}.{what}")

    low = of("low_torque") * _rise(-of("low_steep") * (angle - of("low")))
    high = of("high_torque") * _rise(of("high_steep") * (angle - of("high")))
    return low - high - of("stiffness") * (angle - of("rest")) - of("damping") * speed


def _rise(x: Sym) -> Sym:
    """Return exp(x), gone on in a straight line where it is steep."""
    inside = ca.fmin(x, STRAIGHT_FROM)
    return ca.exp(inside) * (1.0 + x - inside)


def _supports(p: Named, placed: dict[str, Frame], s: State) -> Sym:
    """Return the trunk's own moment and a cane's push, which grows with the load on its leg."""
    total = ca.SX.zeros(len(COORDINATES))
    total[column("lumbar_extension")] += s.lumbar
    torso = placed["torso"]
    centre = torso.at(p("segment.torso.x"), p("segment.torso.y"))
    slope = ca.jacobian(centre, s.q)
    for k, side in enumerate(SIDES):
        # Full from about half of body weight on [expert].
        push = p(f"cane.{side}") * p("global.weight") * ca.tanh(positive(s.load[k], 0.02) / 0.4)
        total = total + slope[1, :].T * push
    return total
