"""Muscles of the default body: lever arms, sides, growth, fibres while walking."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.default import default_body, segment_lengths
from kinchain.body.default._muscle_table import HEIGHT_M, MASS_KG, MUSCLES
from kinchain.body.default._muscles import muscle_volume_cm3
from kinchain.body.model import Model
from kinchain.body.muscle_geometry import MuscleGeometry, build_muscle_geometry, muscle_paths
from kinchain.body.muscles import build_muscles, fibre_forces
from kinchain.body.osim.model import OsimMuscle

FloatArray = NDArray[np.float64]

STEP = 1e-6
SLOPE = 2e-6
"""Central differences at 1e-6."""

FIBRES = (0.4, 1.6)
"""Over the optimal length: shorter or longer ones give next to nothing."""

HIP_DEG = (30, 30, 25, 18, 8, -2, -10, -15, -8, 8, 22, 32, 35, 33, 30)
KNEE_DEG = (5, 14, 20, 15, 9, 6, 8, 15, 35, 55, 65, 50, 25, 6, 3)
ANKLE_DEG = (0, -6, 0, 4, 7, 10, 12, 5, -15, -10, 0, 3, 2, 0, 0)
"""A healthy stride's usual angles, heel strike to heel strike, about as every textbook draws them
(Winter 2009)."""

MOVED = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle",
         "subtalar_angle", "mtp_angle")  # fmt: skip

RANGES_DEG = {
    "hip_flexion": (-30, 80), "hip_adduction": (-20, 20), "hip_rotation": (-25, 25),
    "knee_angle": (-5, 110), "ankle_angle": (-30, 30), "subtalar_angle": (-15, 15),
}  # fmt: skip
JUMP_M = 5e-4
"""Of a path's length in half a degree, beyond what its lever arms say."""

PEOPLE = ((50.0, 1.52, "female"), (75.0, 1.77, "male"), (110.0, 1.95, "male"), (80.0, 1.62, None))


@pytest.fixture(scope="module")
def body() -> Model:
    return default_body(75.0, 1.77, "male", locked=())


@pytest.fixture(scope="module")
def geometry(body: Model) -> MuscleGeometry:
    return build_muscle_geometry(body, wrapping="shortest")


def numbers(muscle: OsimMuscle) -> dict[str, float]:
    return dict(muscle.parameters)


def stride(body: Model) -> FloatArray:
    q = np.tile(body.default, (len(HIP_DEG), 1))
    for side in "lr":
        for name, angles in (
            ("hip_flexion", HIP_DEG), ("knee_angle", KNEE_DEG), ("ankle_angle", ANKLE_DEG)
        ):  # fmt: skip
            q[:, body.coordinate(f"{name}_{side}")] = np.radians(angles)
    return q


@pytest.mark.parametrize("seed", range(12))
def test_lever_arm_is_minus_the_slope_of_the_length(
    body: Model, geometry: MuscleGeometry, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    q = body.default.copy()
    for side in "lr":
        for name in MOVED:
            low = -0.1 if name == "knee_angle" else -0.35
            q[body.coordinate(f"{name}_{side}")] = rng.uniform(low, 1.2 if low > -0.2 else 0.35)
    arm = muscle_paths(geometry, q).moment_arm_m[0]
    for side in "lr":
        for name in MOVED:
            c = body.coordinate(f"{name}_{side}")
            near = np.repeat(q[None], 4, axis=0)
            near[:, c] += np.array([-2.0, -1.0, 1.0, 2.0]) * STEP
            length = muscle_paths(geometry, near).length_m
            slope = (length[2] - length[1]) / (2 * STEP)
            wide = (length[3] - length[0]) / (4 * STEP)
            smooth = np.abs(slope - wide) < SLOPE
            assert smooth.mean() > 0.9
            np.testing.assert_allclose(arm[smooth, c], -slope[smooth], atol=SLOPE)


def test_sides_are_mirror_images(body: Model, geometry: MuscleGeometry) -> None:
    rng = np.random.default_rng(1)
    q = np.tile(body.default, (20, 1))
    for name in MOVED:
        angle = rng.uniform(-0.1 if name == "knee_angle" else -0.4, 0.5, 20)
        for side in "lr":
            q[:, body.coordinate(f"{name}_{side}")] = angle
    paths = muscle_paths(geometry, q)
    for i, name in enumerate(geometry.muscles):
        if name.endswith("_r"):
            other = geometry.muscles.index(f"{name[:-2]}_l")
            np.testing.assert_allclose(
                paths.length_m[:, i], paths.length_m[:, other], atol=1e-9, err_msg=name
            )


def test_volume_and_so_strength_follow_mass_times_height() -> None:
    light, heavy = default_body(55.0, 1.77, "male"), default_body(110.0, 1.77, "male")
    wanted = muscle_volume_cm3(110.0, 1.77) / muscle_volume_cm3(55.0, 1.77)
    for a, b in zip(light.source.muscles, heavy.source.muscles, strict=True):
        assert numbers(b)["max_isometric_force"] == pytest.approx(
            wanted * numbers(a)["max_isometric_force"]
        )
        assert numbers(b)["optimal_fiber_length"] == numbers(a)["optimal_fiber_length"]
    volume = {
        one.name: numbers(one)["max_isometric_force"] * numbers(one)["optimal_fiber_length"]
        for one in heavy.source.muscles
    }
    share = muscle_volume_cm3(110.0, 1.77) / muscle_volume_cm3(MASS_KG, HEIGHT_M)
    for row in MUSCLES:
        assert volume[f"{row.name}_r"] == pytest.approx(1e-3 * row.force_n * row.optimal_mm * share)


def test_fibres_and_tendons_grow_with_their_path() -> None:
    for mass, height, sex in PEOPLE:
        person = default_body(mass, height, sex)
        length = muscle_paths(build_muscle_geometry(person), person.default).length_m[0]
        rows = {row.name: row for row in MUSCLES}
        usual = default_body(75.0, 1.7, "male")
        before = muscle_paths(build_muscle_geometry(usual), usual.default).length_m[0]
        for i, (one, other) in enumerate(
            zip(person.source.muscles, usual.source.muscles, strict=True)
        ):
            for name in ("optimal_fiber_length", "tendon_slack_length"):
                assert numbers(one)[name] / numbers(other)[name] == pytest.approx(
                    length[i] / before[i]
                )
            assert one.name[:-2] in rows


def test_lever_arms_grow_with_the_bones() -> None:
    usual = segment_lengths(1.7, "male")
    given = {
        name: (getattr(usual, name)[0] if name in ("thigh", "shank", "foot", "ankle_height")
               else getattr(usual, name))
        for name in ("pelvis_width", "pelvis_depth", "hip_back", "hip_down", "hip_out", "thigh",
                     "shank", "foot", "ankle_height", "trunk")
    }  # fmt: skip
    small = default_body(75.0, 1.7, "male", segment_lengths=given)
    large = default_body(75.0, 1.7, "male", segment_lengths={n: 1.2 * v for n, v in given.items()})
    arms = [
        muscle_paths(build_muscle_geometry(one), stride(one)).moment_arm_m for one in (small, large)
    ]
    turns = small.is_rotation
    np.testing.assert_allclose(arms[1][..., turns], 1.2 * arms[0][..., turns], atol=2e-5)


@pytest.mark.parametrize(("mass", "height", "sex"), PEOPLE)
def test_fibres_are_not_at_silly_lengths_while_walking(
    mass: float, height: float, sex: str | None
) -> None:
    person = default_body(mass, height, sex)  # type: ignore[arg-type]
    length = muscle_paths(build_muscle_geometry(person), stride(person)).length_m
    fibre = fibre_forces(build_muscles(person), length, np.zeros_like(length)).fibre_length
    assert fibre.min() > FIBRES[0]
    assert fibre.max() < FIBRES[1]


@pytest.mark.parametrize("varus", [-8.0, 0.0, 8.0])
@pytest.mark.parametrize("torsion", [-20.0, 0.0, 20.0])
def test_bent_bones_keep_their_muscles(varus: float, torsion: float) -> None:
    bent = default_body(
        75.0, 1.77, "male", knee_varus_deg=(varus, varus), tibial_torsion_deg=(torsion, torsion)
    )
    plain = default_body(75.0, 1.77, "male")
    arms = [
        muscle_paths(build_muscle_geometry(one), stride(one)).moment_arm_m for one in (bent, plain)
    ]
    for name, limit in (("knee_angle_r", 0.008), ("ankle_angle_r", 0.008)):
        c = plain.coordinate(name)
        assert np.abs(arms[0][..., c] - arms[1][..., c]).max() < limit


def test_calf_muscles_pull_on_one_tendon_with_a_measured_lever_arm(body: Model) -> None:
    names = ["gasmed_r", "gaslat_r", "soleus_r"]
    paths = muscle_paths(build_muscle_geometry(body, names), body.default)
    arm = -paths.moment_arm_m[0, :, body.coordinate("ankle_angle_r")]
    assert (arm > 0.040).all()
    assert (arm < 0.058).all()
    ends = {muscle.points[-1].location_m for muscle in body.source.muscles if muscle.name in names}
    assert len(ends) == 1


def test_every_muscle_crosses_a_joint_and_every_joint_is_crossed(
    body: Model, geometry: MuscleGeometry
) -> None:
    arm = np.abs(muscle_paths(geometry, stride(body)).moment_arm_m).max(axis=0)
    assert (arm.max(axis=1) > 0.004).all()
    for side in "lr":
        for name in (*MOVED, "midtarsal_angle"):
            assert (arm[:, body.coordinate(f"{name}_{side}")] > 0.002).sum() >= 2


@pytest.mark.parametrize("seed", range(6))
def test_paths_never_jump_at_any_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    height = rng.uniform(1.45, 2.0)
    usual = segment_lengths(height, None)
    given = {
        name: value * rng.uniform(0.88, 1.12)
        for name, value in (
            ("pelvis_width", usual.pelvis_width), ("pelvis_depth", usual.pelvis_depth),
            ("hip_back", usual.hip_back), ("hip_down", usual.hip_down), ("hip_out", usual.hip_out),
            ("thigh", usual.thigh[0]), ("shank", usual.shank[0]), ("foot", usual.foot[0]),
        )
    }  # fmt: skip
    varus, torsion = rng.uniform(-8.0, 8.0), rng.uniform(-15.0, 15.0)
    person = default_body(
        70.0, height, segment_lengths=given, knee_varus_deg=(varus, varus),
        tibial_torsion_deg=(torsion, torsion),
    )  # fmt: skip
    names = [one.name for one in person.source.muscles if one.name.endswith("_r")]
    paths_of = build_muscle_geometry(person, names)
    for name, (low, high) in RANGES_DEG.items():
        angles = np.radians(np.arange(low, high, 0.5))
        q = np.tile(person.default, (len(angles), 1))
        for other, (least, most) in RANGES_DEG.items():
            q[:, person.coordinate(f"{other}_r")] = np.radians(0.6 * rng.uniform(least, most))
        c = person.coordinate(f"{name}_r")
        q[:, c] = angles
        paths = muscle_paths(paths_of, q)
        arm = paths.moment_arm_m[:, :, c]
        slope = -0.5 * (arm[1:] + arm[:-1]) * np.diff(angles)[:, None]
        np.testing.assert_allclose(np.diff(paths.length_m, axis=0), slope, atol=JUMP_M)
