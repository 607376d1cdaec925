"""The default body in the plane of walking: segments, joints, soles and lumped muscles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from kinchain.body.default import default_body
from kinchain.body.foot.arch import fascia_of, truss_of
from kinchain.body.foot.shape import FootShape, foot_shape
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.simulate._names import LUMPS, SEGMENTS, Lump
from kinchain.simulate.gait_cycle import Person

FloatArray = npt.NDArray[np.float64]

POSES_DEG = {
    "hip_flexion": (-30.0, 70.0),
    "knee_angle": (-5.0, 110.0),
    "ankle_angle": (-45.0, 35.0),
    "midfoot_angle": (-20.0, 25.0),
    "mtp_angle": (-25.0, 65.0),
}
"""Angles over which muscle lengths are fitted: those of walking and some more [expert]."""

N_POSES = {1: 41, 2: 15, 3: 8}
"""Poses along each joint, by how many joints a muscle crosses."""

KNEECAP_DEGREE = 4

OF_BODY = {"midfoot_angle": "midtarsal_angle"}
"""Coordinates that bear another name in the default body."""

PARTS = {
    "pelvis": ("pelvis",),
    "torso": ("torso",),
    "thigh": ("femur_r",),
    "shank": ("tibia_r", "patella_r"),
    "hind": ("talus_r", "calcn_r"),
    "fore": ("forefoot_r",),
    "toes": ("toes_r",),
}

AT_JOINT = {
    "pelvis": "pelvis", "torso": "torso", "thigh": "femur_r", "shank": "tibia_r",
    "hind": "talus_r", "fore": "forefoot_r", "toes": "toes_r",
}  # fmt: skip
"""Body at whose origin each segment hangs."""


@dataclass(frozen=True)
class Segment:
    """A rigid part; its frame has the axes of the ground when all angles are 0.

    Parameters
    ----------
    mass_kg
        Mass.
    centre_m
        Centre of mass from the joint that it hangs on, (forward, up).
    inertia_kg_m2
        About the centre.
    """

    mass_kg: float
    centre_m: tuple[float, float]
    inertia_kg_m2: float


@dataclass(frozen=True)
class Muscle:
    """A lumped muscle, SI.

    Parameters
    ----------
    force_n
        Greatest isometric force.
    fibre_m
        Optimal fibre length.
    tendon_m
        Slack length of the tendon.
    pennation_rad
        At the optimal length.
    length
        Coefficients of its length over ``powers``, in m and rad.
    """

    force_n: float
    fibre_m: float
    tendon_m: float
    pennation_rad: float
    length: tuple[float, ...]


@dataclass(frozen=True)
class Body:
    """A person in the plane of walking.

    Parameters
    ----------
    segments
        By name.
    joints
        Place of each segment's joint in its parent when all angles are 0, (forward, up) in m.
    muscles
        Of a leg, by name.
    foot
        Shape of a foot.
    sole_m
        Height of the ankle over the sole.
    kneecap
        Compression of the kneecap for each newton of the quadriceps: coefficients of a polynomial
        in the knee angle, rad.
    """

    segments: dict[str, Segment]
    joints: dict[str, tuple[float, float]]
    muscles: dict[str, Muscle]
    foot: FootShape
    sole_m: float
    kneecap: tuple[float, ...]

    @property
    def mass_kg(self) -> float:
        """Mass of the whole."""
        trunk = self.segments["pelvis"].mass_kg + self.segments["torso"].mass_kg
        return trunk + 2.0 * sum(self.segments[name].mass_kg for name in SEGMENTS[2:])


def powers(lump: Lump) -> list[tuple[int, ...]]:
    """Return the exponents of a muscle's polynomial, in their order.

    Parameters
    ----------
    lump
        The muscle.
    """
    every = product(range(lump.degree + 1), repeat=len(lump.joints))
    return [one for one in every if sum(one) <= lump.degree]


def build_body(person: Person) -> Body:
    """Put the default body of a person into the plane.

    Parameters
    ----------
    person
        Mass, height and sex.
    """
    model = default_body(person.mass_kg, person.height_m, person.sex, locked=())
    poses = forward_kinematics(model, model.default[None, :])
    origin = {name: poses.origin_m[0, i, :2] for i, name in enumerate(model.bodies)}
    segments = {name: _segment(model, origin, name) for name in SEGMENTS}
    place = {name: origin[AT_JOINT[name]] for name in SEGMENTS}
    chain = (("torso", "pelvis"), ("thigh", "pelvis"), ("shank", "thigh"), ("hind", "shank"),
             ("fore", "hind"), ("toes", "fore"))  # fmt: skip
    joints = {child: _pair(place[child] - place[parent]) for child, parent in chain}
    foot = foot_shape(person.height_m, person.sex)
    # The ankle stands as high over the floor as the default pose has it.
    sole = float(place["hind"][1])
    return Body(segments, joints, _muscles(model), foot, sole, _kneecap(model))


def _pair(point: FloatArray) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _segment(model: Model, origin: dict[str, FloatArray], name: str) -> Segment:
    bodies = [model.bodies.index(one) for one in PARTS[name]]
    mass = np.array([model.mass_kg[i] for i in bodies])
    at = np.array([origin[model.bodies[i]] + model.centre_m[i, :2] for i in bodies])
    centre = mass @ at / mass.sum()
    apart = ((at - centre) ** 2).sum(axis=1)
    inertia = float(sum(model.inertia_kg_m2[i, 2, 2] for i in bodies) + mass @ apart)
    return Segment(float(mass.sum()), _pair(centre - origin[AT_JOINT[name]]), inertia)


def _muscles(model: Model) -> dict[str, Muscle]:
    names = [f"{part}_r" for one in LUMPS for part in one.parts]
    geometry = build_muscle_geometry(model, names, wrapping="shortest")
    numbers = {one.name: dict(one.parameters) for one in model.source.muscles}
    found = {}
    for lump in LUMPS:
        parts = [f"{part}_r" for part in lump.parts]
        force = np.array([numbers[part]["max_isometric_force"] for part in parts])
        share = force / force.sum()

        def mean(what: str, share: FloatArray = share, parts: list[str] = parts) -> float:
            return float(share @ [numbers[part][what] for part in parts])

        columns = [names.index(part) for part in parts]
        angles, poses = _poses(model, lump)
        paths = muscle_paths(geometry, poses)
        length = paths.length_m[:, columns] @ share
        arms = np.stack(
            [
                paths.moment_arm_m[:, columns, model.coordinate(_own(joint))] @ share
                for joint in lump.joints
            ],
            axis=1,
        )
        found[lump.name] = Muscle(
            float(force.sum()),
            mean("optimal_fiber_length"),
            mean("tendon_slack_length"),
            mean("pennation_angle_at_optimal"),
            tuple(_fitted(lump, angles, length, arms)),
        )
    return found


def _kneecap(model: Model) -> tuple[float, ...]:
    """Fit how hard the quadriceps presses the kneecap: its path's pull on that bone."""
    geometry = build_muscle_geometry(model, ["vasmed_r", "vaslat_r"], wrapping="shortest")
    vasti = LUMPS[[one.name for one in LUMPS].index("vasti")]
    angles, poses = _poses(model, vasti)
    pull = muscle_paths(geometry, poses, with_pull=True).pull
    rows = geometry.pull_body == model.bodies.index("patella_r")
    assert pull is not None
    size = np.linalg.norm(pull[:, rows, :3], axis=2).mean(axis=1)
    return tuple(np.polynomial.polynomial.polyfit(angles[:, 0], size, KNEECAP_DEGREE))


def _own(joint: str) -> str:
    return f"{OF_BODY.get(joint, joint)}_r"


def _poses(model: Model, lump: Lump) -> tuple[FloatArray, FloatArray]:
    each = N_POSES[len(lump.joints)]
    ends = [np.radians(POSES_DEG[joint]) for joint in lump.joints]
    grid = [np.linspace(one[0], one[1], each) for one in ends]
    angles = np.stack([one.ravel() for one in np.meshgrid(*grid, indexing="ij")], axis=1)
    poses = np.tile(model.default, (len(angles), 1))
    for column, joint in enumerate(lump.joints):
        poses[:, model.coordinate(_own(joint))] = angles[:, column]
    return angles, poses


def _fitted(lump: Lump, angles: FloatArray, length: FloatArray, arms: FloatArray) -> FloatArray:
    """Fit length and lever arms together: arms are minus the length's slopes."""
    exponents = powers(lump)
    rows = [np.stack([np.prod(angles**one, axis=1) for one in exponents], axis=1)]
    for j in range(len(lump.joints)):
        columns = []
        for one in exponents:
            lower = np.array(one)
            lower[j] = max(lower[j] - 1, 0)
            columns.append(-one[j] * np.prod(angles**lower, axis=1))
        rows.append(np.stack(columns, axis=1))
    wanted = np.concatenate([length, *(arms[:, j] for j in range(arms.shape[1]))])
    solution, *_ = np.linalg.lstsq(np.concatenate(rows), wanted, rcond=None)
    return np.asarray(solution)


def foot_numbers(shape: FootShape) -> dict[str, float]:
    """Return what the arch and the soft tissue of a foot are described by.

    Parameters
    ----------
    shape
        The foot with its settings.
    """
    truss, law = truss_of(shape), fascia_of(shape)
    stiff = float(np.asarray(shape.ligament_stiffness_nm_per_rad))
    return {
        "rear": _number(truss.rear_m),
        "ahead": _number(truss.fore_m),
        "angle": _number(truss.angle_rad),
        "ligament": stiff * _number(shape.arch_stiffness_pct) / 100.0,
        "stiffening": _number(shape.arch_stiffening_rad),
        "rise": _number(shape.arch_rise_share),
        "rest": _number(law.rest_m),
        "area": _number(law.area_m2),
        "matrix": _number(law.matrix_pa),
        "fibre": _number(law.fibre_pa),
        "exponent": _number(law.exponent),
        "radius": _number(shape.head_radius_m),
    }


def _number(value: object) -> float:
    return float(np.asarray(value, np.float64).ravel()[0])
