"""The default body: its mass, lengths, sides, names and angles are the person's."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.body.default import (
    SegmentLengths,
    _foot,
    _joints,
    _muscle_table,
    anthropometry,
    default_body,
    segment_lengths,
)
from kinchain.body.forward_kinematics import Poses, forward_kinematics
from kinchain.body.inverse_kinematics import inverse_kinematics
from kinchain.body.model import Model
from kinchain.body.scaling import scale_model
from kinchain.core.errors import InputError
from kinchain.evidence import Knowledge

SAME = 1e-9
LENGTH_M = 1e-3
"""The ankle lies a little behind the long axis, and the knee's origin beside the thigh's end."""

SEXES = ("female", "male", None)
READ_BODIES = ("femur", "tibia", "patella", "talus", "calcn", "forefoot", "toes")
READ_COORDINATES = (
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle", "subtalar_angle",
    "midtarsal_angle", "mtp_angle",
)  # fmt: skip


@pytest.fixture(scope="module")
def man() -> Model:
    return default_body(75.0, 1.77, "male")


def standing(body: Model) -> Poses:
    return forward_kinematics(body, body.default)


def origin(body: Model, name: str) -> np.ndarray:
    return np.asarray(standing(body).origin_m[0, body.bodies.index(name)])


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize(("mass", "height"), [(45.0, 1.50), (75.0, 1.77), (140.0, 1.95)])
def test_mass_is_exactly_the_persons(
    sex: anthropometry.Sex | None, mass: float, height: float
) -> None:
    body = default_body(mass, height, sex)
    assert body.mass_kg.sum() == pytest.approx(mass, rel=SAME)
    assert (body.mass_kg[1:] > 0.0).all()


def test_inertia_grows_with_mass_and_with_the_square_of_size() -> None:
    small, heavy = default_body(60.0, 1.60, "female"), default_body(90.0, 1.60, "female")
    np.testing.assert_allclose(
        heavy.inertia_kg_m2, 1.5 * small.inertia_kg_m2, rtol=SAME, atol=1e-12
    )
    tall = default_body(60.0, 1.76, "female")
    feet = [i for i, name in enumerate(small.bodies) if name[:-2] in ("femur", "tibia", "calcn")]
    np.testing.assert_allclose(
        tall.inertia_kg_m2[feet], 1.21 * small.inertia_kg_m2[feet], rtol=1e-6, atol=SAME
    )


@pytest.mark.parametrize("sex", SEXES)
def test_every_body_could_be_real(sex: anthropometry.Sex | None) -> None:
    body = default_body(70.0, 1.70, sex)
    for inertia in body.inertia_kg_m2[1:]:
        a, b, c = sorted(np.linalg.eigvalsh(inertia))
        assert a > 0.0
        assert a + b >= c - SAME


def test_lengths_are_those_given() -> None:
    given = {
        "thigh": (0.41, 0.40), "shank": (0.42, 0.43), "hip_out": 0.081, "hip_back": 0.05,
        "hip_down": 0.09, "pelvis_width": 0.25, "foot": (0.25, 0.26), "ankle_height": 0.072,
    }  # fmt: skip
    body = default_body(70.0, 1.75, segment_lengths=given)
    for i, side in enumerate("lr"):
        hip, knee, ankle = (origin(body, f"{n}_{side}") for n in ("femur", "tibia", "talus"))
        assert np.linalg.norm(hip - knee) == pytest.approx(given["thigh"][i], abs=LENGTH_M)
        assert np.linalg.norm(knee - ankle) == pytest.approx(given["shank"][i], abs=LENGTH_M)
        toe, heel = (
            standing(body).marker_m[0, body.markers.index(f"{n}_{side}")] for n in ("toe", "heel")
        )
        assert toe[0] - heel[0] == pytest.approx(given["foot"][i], abs=LENGTH_M)
    away = origin(body, "femur_r") - origin(body, "pelvis")
    np.testing.assert_allclose(away, (-0.05, -0.09, 0.081), atol=SAME)


def test_usual_lengths_follow_height_and_hips_follow_the_pelvis() -> None:
    short, tall = segment_lengths(1.5, "male"), segment_lengths(1.8, "male")
    for name in ("thigh", "shank", "foot", "ankle_height"):
        assert tall.of(name, "l") == pytest.approx(1.2 * short.of(name, "l"))
    wide = segment_lengths(1.8, "male", {"pelvis_width": tall.pelvis_width + 0.02})
    assert wide.hip_out - tall.hip_out == pytest.approx(0.33 * 0.02)


@pytest.mark.parametrize("sex", SEXES)
def test_it_stands_on_the_floor_and_is_as_tall_as_told(sex: anthropometry.Sex | None) -> None:
    body = default_body(70.0, 1.70, sex)
    assert origin(body, "talus_r")[1] == pytest.approx(0.039 * 1.70, abs=2e-3)
    top = (
        origin(body, "torso")[1]
        + sum(anthropometry.table_of(sex).length_m[name] for name in ("trunk", "head"))
        * 1.70
        / anthropometry.table_of(sex).height_m
    )
    assert top == pytest.approx(1.70, abs=0.12)


def test_sides_are_mirror_images(man: Model) -> None:
    rng = np.random.default_rng(3)
    q = man.default.copy()
    for name in READ_COORDINATES:
        both = rng.uniform(-0.3, 0.3)
        for side in "lr":
            q[man.coordinate(f"{name}_{side}")] = both
    pose = forward_kinematics(man, q)
    mirror = np.array([1.0, 1.0, -1.0])
    for name in READ_BODIES:
        right, left = (man.bodies.index(f"{name}_{side}") for side in "rl")
        np.testing.assert_allclose(
            pose.origin_m[0, left], mirror * pose.origin_m[0, right], atol=SAME
        )
        turn = np.diag(mirror)
        np.testing.assert_allclose(
            pose.ground_from_body[0, left],
            turn @ pose.ground_from_body[0, right] @ turn,
            atol=SAME,
        )
        assert man.mass_kg[left] == man.mass_kg[right]
        np.testing.assert_allclose(man.centre_m[left], mirror * man.centre_m[right], atol=SAME)


def test_names_are_those_that_the_chain_reads(man: Model) -> None:
    for side in "lr":
        assert {f"{name}_{side}" for name in READ_BODIES} <= set(man.bodies)
        assert {f"{name}_{side}" for name in READ_COORDINATES} <= set(man.coordinates)
    assert {"pelvis", "torso"} <= set(man.bodies)
    assert {"pelvis_tilt", "pelvis_ty", "lumbar_extension"} <= set(man.coordinates)


def test_angles_have_the_signs_of_the_conventions(man: Model) -> None:
    def moved(name: str, point: str) -> np.ndarray:
        q = man.default.copy()
        q[man.coordinate(name)] = 0.3
        k = man.markers.index(point)
        after = forward_kinematics(man, q).marker_m[0, k]
        return np.asarray(after - standing(man).marker_m[0, k])

    assert moved("hip_flexion_r", "knee_lateral_r")[0] > 0.05
    assert moved("hip_adduction_r", "knee_lateral_r")[2] < -0.05
    assert moved("hip_adduction_l", "knee_lateral_l")[2] > 0.05
    assert moved("hip_rotation_r", "toe_r")[2] < -0.02
    assert moved("knee_angle_r", "heel_r")[0] < -0.05
    assert moved("ankle_angle_r", "toe_r")[1] > 0.02
    assert moved("subtalar_angle_r", "mt5_r")[1] < moved("subtalar_angle_r", "mt1_r")[1]
    assert moved("mtp_angle_r", "toe_r")[1] > 0.01


def test_varus_brings_the_ankle_inwards_on_both_sides() -> None:
    straight = default_body(70.0, 1.7)
    bowed = default_body(70.0, 1.7, knee_varus_deg=(8.0, 8.0))
    shank = np.linalg.norm(origin(straight, "tibia_r") - origin(straight, "talus_r"))
    for side, inwards in (("r", -1.0), ("l", 1.0)):
        shift = origin(bowed, f"talus_{side}")[2] - origin(straight, f"talus_{side}")[2]
        assert inwards * shift == pytest.approx(shank * np.sin(np.radians(8.0)), rel=0.03)
    one = default_body(70.0, 1.7, knee_varus_deg=(0.0, 8.0))
    np.testing.assert_allclose(origin(one, "talus_l"), origin(straight, "talus_l"), atol=SAME)


def test_torsion_turns_the_foot_outwards() -> None:
    turned = default_body(70.0, 1.7, tibial_torsion_deg=(15.0, 15.0))
    usual = default_body(70.0, 1.7)
    for side, outwards in (("r", 1.0), ("l", -1.0)):
        angles = []
        for body in (usual, turned):
            pose = standing(body).marker_m[0]
            along = (
                pose[body.markers.index(f"mt2_{side}")] - pose[body.markers.index(f"heel_{side}")]
            )
            angles.append(np.degrees(np.arctan2(outwards * along[2], along[0])))
        assert angles[1] - angles[0] == pytest.approx(15.0, abs=0.5)


def test_locked_coordinates_are_those_asked_for(man: Model) -> None:
    locked = [name for name, is_locked in zip(man.coordinates, man.is_locked, strict=True)
              if is_locked]  # fmt: skip
    assert locked == ["midtarsal_angle_r", "midtarsal_angle_l"]
    stiff = default_body(75.0, 1.77, locked=("midtarsal_angle", "subtalar_angle", "mtp_angle"))
    assert stiff.is_locked.sum() == 6
    assert not default_body(75.0, 1.77, locked=()).is_locked.any()


def test_faults_have_four_parts() -> None:
    with pytest.raises(InputError) as caught:
        default_body(7.0, 177.0, knee_varus_deg=(90.0, 0.0), locked=("hip_flexion",))
    assert [one.where for one in caught.value.faults] == [
        "mass_kg", "height_m", "knee_varus_deg", "locked"
    ]  # fmt: skip
    with pytest.raises(InputError) as caught:
        default_body(70.0, 1.7, segment_lengths={"thig": 0.4, "shank": 4.0, "trunk": (0.4, 0.4)})
    assert len(caught.value.faults) == 3
    for one in caught.value.faults:
        assert one.what
        assert one.where
        assert one.expected
        assert one.mend


def test_every_number_names_a_source_that_is_listed(knowledge: Knowledge) -> None:
    for module in (anthropometry, _foot, _joints, _muscle_table):
        assert set(module.SOURCES.values()) <= set(knowledge.sources)


def test_lengths_can_be_read_back() -> None:
    lengths = segment_lengths(1.7, "female", {"thigh": (0.4, 0.41)})
    assert isinstance(lengths, SegmentLengths)
    assert (lengths.of("thigh", "l"), lengths.of("thigh", "r")) == (0.4, 0.41)


def test_its_landmarks_tell_its_pose() -> None:
    body = default_body(70.0, 1.7, locked=("midtarsal_angle", "mtp_angle"))
    q = body.default.copy()
    for name, angle in (("hip_flexion", 0.5), ("hip_adduction", -0.1), ("knee_angle", 0.6),
                        ("ankle_angle", 0.15), ("subtalar_angle", 0.1)):  # fmt: skip
        for side, sign in (("r", 1.0), ("l", 0.6)):
            q[body.coordinate(f"{name}_{side}")] = sign * angle
    q[body.coordinate("lumbar_bending")] = 0.1
    q = forward_kinematics(body, q).coordinates[0]
    seen = forward_kinematics(body, q).marker_m
    fit = inverse_kinematics(body, seen, list(body.markers))
    np.testing.assert_allclose(fit.coordinates[0], q, atol=1e-4)


def test_it_can_be_scaled_like_any_model() -> None:
    body = default_body(70.0, 1.7, "female")
    large = scale_model(body, {name: (1.1, 1.1, 1.1) for name in body.bodies[1:]}, mass_kg=80.0)
    assert large.mass_kg.sum() == pytest.approx(80.0)
    for one, other in zip(body.source.muscles, large.source.muscles, strict=True):
        before, after = dict(one.parameters), dict(other.parameters)
        assert after["optimal_fiber_length"] == pytest.approx(1.1 * before["optimal_fiber_length"])


def test_the_package_gives_it_away() -> None:
    import kinchain

    assert kinchain.default_body is default_body


@pytest.mark.parametrize(
    ("mass", "height", "varus"),
    [("75", 1.75, (0.0, 0.0)), (75.0, None, (0.0, 0.0)), (75.0, float("nan"), (0.0, 0.0)),
     (75.0, 1.75, 3.0), (75.0, 1.75, ("a", 0.0))],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_name(
    mass: object, height: object, varus: object
) -> None:
    with pytest.raises(InputError):
        default_body(mass, height, knee_varus_deg=varus)  # type: ignore[arg-type]
