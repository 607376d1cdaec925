"""Rigid bodies in the plane: places, speeds and the forces that a motion needs."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._names import COORDINATES, LEG, SIDES
from kinchain.simulate._parameters import Named

GRAVITY_MPS2 = 9.80665


@dataclass(frozen=True)
class Frame:
    """A segment's frame.

    Parameters
    ----------
    origin
        Place of its joint, (forward, up), m.
    angle
        From the ground, turning forwards over to up, rad.
    """

    origin: Sym
    angle: Sym

    def at(self, x: Sym, y: Sym) -> Sym:
        """Return where a point of the segment is.

        Parameters
        ----------
        x, y
            The point in the segment's frame, m.
        """
        c, s = ca.cos(self.angle), ca.sin(self.angle)
        return self.origin + ca.vertcat(c * x - s * y, s * x + c * y)


def frames(p: Named, q: Sym) -> dict[str, Frame]:
    """Return the frame of every segment; those of legs end in ``_r`` and ``_l``.

    Parameters
    ----------
    p
        Parameters.
    q
        Coordinates.
    """
    at = {name: q[i] for i, name in enumerate(COORDINATES)}
    pelvis = Frame(ca.vertcat(at["pelvis_tx"], at["pelvis_ty"]), at["pelvis_tilt"])
    found = {"pelvis": pelvis}
    found["torso"] = _child(p, pelvis, "torso", at["lumbar_extension"])
    chain = ("thigh", "shank", "hind", "fore", "toes")
    for side in SIDES:
        parent = pelvis
        for name, joint in zip(chain, LEG, strict=True):
            turn = at[f"{joint}_{side}"]
            parent = _child(p, parent, name, -turn if joint == "knee_angle" else turn)
            found[f"{name}_{side}"] = parent
    return found


def _child(p: Named, parent: Frame, name: str, turn: Sym) -> Frame:
    origin = parent.at(p(f"joint.{name}.x"), p(f"joint.{name}.y"))
    return Frame(origin, parent.angle + turn)


def segment_of(frame: str) -> str:
    """Return the segment's name without its side.

    Parameters
    ----------
    frame
        Name of a frame.
    """
    return frame.rsplit("_", 1)[0]


@dataclass(frozen=True)
class Inertial:
    """What the segments' motion asks for.

    Parameters
    ----------
    force
        Generalised force of inertia and weight, shape (n_q,).
    needed
        Of each frame the force (mass times acceleration less gravity), its centre of mass and
        the moment about it.
    """

    force: Sym
    needed: dict[str, tuple[Sym, Sym, Sym]]


def inertial(p: Named, placed: dict[str, Frame], q: Sym, qd: Sym, qdd: Sym) -> Inertial:
    """Return what a motion asks for, by virtual work over all segments.

    Parameters
    ----------
    p
        Parameters.
    placed
        Frames at ``q``.
    q, qd, qdd
        Coordinates, speeds, accelerations.
    """
    total = ca.SX.zeros(q.shape[0])
    needed = {}
    gravity = ca.vertcat(0.0, GRAVITY_MPS2)
    for name, frame in placed.items():
        segment = f"segment.{segment_of(name)}"
        centre = frame.at(p(f"{segment}.x"), p(f"{segment}.y"))
        slope = ca.jacobian(centre, q)
        velocity = slope @ qd
        acceleration = slope @ qdd + ca.jtimes(velocity, q, qd)
        turning = ca.jacobian(frame.angle, q)
        force = p(f"{segment}.mass") * (acceleration + gravity)
        moment = p(f"{segment}.inertia") * (turning @ qdd)
        total = total + slope.T @ force + turning.T @ moment
        needed[name] = (force, centre, moment)
    return Inertial(total, needed)
