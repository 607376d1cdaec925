"""Names and order of everything the walking model has: coordinates, muscles, soles."""

from __future__ import annotations

from typing import NamedTuple

SIDES = ("r", "l")
"""Right leg first, everywhere."""

ROOT = ("pelvis_tilt", "pelvis_tx", "pelvis_ty", "lumbar_extension")
LEG = ("hip_flexion", "knee_angle", "ankle_angle", "midfoot_angle", "mtp_angle")
COORDINATES = (*ROOT, *(f"{name}_{side}" for side in SIDES for name in LEG))
N_Q = len(COORDINATES)

SEGMENTS = ("pelvis", "torso", "thigh", "shank", "hind", "fore", "toes")
"""Rigid parts; the last five are one a leg."""

SPHERES = ("heel", "midfoot", "ball", "toe")
"""Where a sole touches the ground, from the back."""


class Lump(NamedTuple):
    """A muscle of the walking model.

    Parameters
    ----------
    name
        Name without its side.
    parts
        Muscles of the default body that it stands for.
    joints
        Coordinates of its leg that it crosses.
    degree
        Degree of the polynomial that its length is.
    is_stretchy
        Whether its tendon gives; the others' tendons are stiff.
    """

    name: str
    parts: tuple[str, ...]
    joints: tuple[str, ...]
    degree: int
    is_stretchy: bool = False


HIP, KNEE, ANKLE, MIDFOOT, MTP = LEG

LUMPS = (
    Lump("iliopsoas", ("psoas", "iliacus"), (HIP,), 4),
    Lump("glmax", ("glmax1", "glmax2", "addmag2"), (HIP,), 4),
    Lump("hams", ("bflh", "semimem", "semiten"), (HIP, KNEE), 4),
    Lump("bfsh", ("bfsh",), (KNEE,), 4),
    Lump("recfem", ("recfem",), (HIP, KNEE), 4),
    Lump("vasti", ("vasmed", "vaslat"), (KNEE,), 5),
    Lump("gastroc", ("gasmed", "gaslat"), (KNEE, ANKLE), 4, True),
    Lump("soleus", ("soleus",), (ANKLE,), 4, True),
    Lump("tibant", ("tibant",), (ANKLE, MIDFOOT), 3),
    Lump("tibpost", ("tibpost", "peron"), (ANKLE, MIDFOOT), 3),
    Lump("exdig", ("exdig",), (ANKLE, MIDFOOT, MTP), 3),
    Lump("flexdig", ("flexdig",), (ANKLE, MIDFOOT, MTP), 3),
)
"""Muscles of a leg that turn joints in the plane of walking. Left out: abductors and the muscles
that mostly turn the hip inwards or outwards (they act in other planes), sartorius, gracilis and
tensor (each under 3 % of the leg's strength); adductor magnus' back part extends the hip and goes
with the gluteus maximus. Which ones are lumped is a judgement [expert]."""

N_LEG = len(LUMPS)
N_M = 2 * N_LEG
STRETCHY = tuple(i for i, one in enumerate(LUMPS) if one.is_stretchy)
N_F = 2 * len(STRETCHY)
MUSCLES = tuple(f"{one.name}_{side}" for side in SIDES for one in LUMPS)
