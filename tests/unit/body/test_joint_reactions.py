"""Joint reactions: forces on every free body balance, in every frame of reference."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.external_loads import ExternalLoads, external_loads
from kinchain.body.inverse_dynamics import InverseDynamics, body_motion, inverse_dynamics
from kinchain.body.joint_reactions import JointReactions, joint_reactions, reaction_of
from kinchain.body.model import Model
from kinchain.body.muscle_geometry import (
    MuscleGeometry,
    MusclePaths,
    build_muscle_geometry,
    muscle_paths,
)
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

N = 5
BALANCE = 1e-8
"""N and N m beside some 1000: sums in another order."""

Whole = tuple[InverseDynamics, ExternalLoads, MuscleGeometry, MusclePaths, FloatArray]


@pytest.fixture
def whole(made_up: Model, rng: np.random.Generator) -> Whole:
    """Return a random motion with loads on three bodies and a tense muscle."""
    n_coords = len(made_up.coordinates)
    q = made_up.default + rng.uniform(-0.5, 0.5, (N, n_coords))
    u, a = rng.normal(size=(2, N, n_coords))
    bodies = ("calcn_r", "calcn_l", "torso")
    loads = external_loads(
        np.arange(N, dtype=float), bodies, rng.normal(0.0, 300.0, (N, 3, 3)),
        rng.normal(size=(N, 3, 3)), rng.normal(0.0, 20.0, (N, 3, 3)),
    )  # fmt: skip
    moved = body_motion(made_up, q, u, a)
    dynamics = inverse_dynamics(made_up, moved.coordinates, moved.speed, moved.acceleration, loads)
    geometry = build_muscle_geometry(made_up)
    paths = muscle_paths(geometry, moved.coordinates, moved.speed, with_pull=True)
    tension = rng.uniform(100.0, 900.0, (N, len(geometry.muscles)))
    return dynamics, loads, geometry, paths, tension


def reactions_of(model: Model, whole: Whole) -> JointReactions:
    dynamics, _, geometry, paths, tension = whole
    return joint_reactions(model, dynamics, geometry, paths, tension)


def test_forces_on_every_free_body_balance(made_up: Model, whole: Whole) -> None:
    dynamics, loads, geometry, paths, tension = whole
    motion = dynamics.motion
    got = reactions_of(made_up, whole)
    assert paths.pull is not None
    pulls = tension[:, geometry.pull_muscle, None] * paths.pull
    for b in range(1, len(made_up.bodies)):
        turn = motion.ground_from_body[:, b]
        centre = motion.origin_m[:, b] + turn @ made_up.centre_m[b]
        spin, rate = motion.turning_radps[:, b], motion.turning_rate_radps2[:, b]
        reach = centre - motion.origin_m[:, b]
        moving = motion.acceleration_mps2[:, b] + np.cross(rate, reach)
        moving += np.cross(spin, np.cross(spin, reach))
        inertia = turn @ made_up.inertia_kg_m2[b] @ turn.transpose(0, 2, 1)
        spinning = np.einsum("fij,fj->fi", inertia, rate)
        spinning += np.cross(spin, np.einsum("fij,fj->fi", inertia, spin))
        force = made_up.mass_kg[b] * (made_up.gravity_mps2 - moving)
        moment = -spinning
        for i in np.flatnonzero(geometry.pull_body == b):
            force += pulls[:, i, :3]
            moment += pulls[:, i, 3:] - np.cross(reach, pulls[:, i, :3])
        for i, body in enumerate(loads.bodies):
            if body == made_up.bodies[b]:
                force += loads.force_n[:, i]
                moment += np.cross(loads.point_m[:, i] - centre, loads.force_n[:, i])
                moment += loads.torque_nm[:, i]
        force += got.force_n[:, b]
        moment += got.moment_nm[:, b] + np.cross(got.point_m[:, b] - centre, got.force_n[:, b])
        for c in np.flatnonzero(made_up.tree.parent == b):
            force -= got.force_n[:, c]
            moment -= got.moment_nm[:, c]
            moment -= np.cross(got.point_m[:, c] - centre, got.force_n[:, c])
        np.testing.assert_allclose(force, 0.0, atol=BALANCE)
        np.testing.assert_allclose(moment, 0.0, atol=BALANCE)


def test_muscles_change_nothing_at_the_ground(made_up: Model, whole: Whole) -> None:
    without = joint_reactions(made_up, whole[0])
    got = reactions_of(made_up, whole)
    root = made_up.bodies.index("pelvis")
    np.testing.assert_allclose(got.force_n[:, root], without.force_n[:, root], atol=BALANCE)
    np.testing.assert_allclose(got.moment_nm[:, root], without.moment_nm[:, root], atol=BALANCE)
    knee = made_up.bodies.index("tibia_r")
    assert np.abs(got.force_n[:, knee] - without.force_n[:, knee]).min() > 1e-3


def test_the_axes_of_a_frame_only_turn_what_is_seen(made_up: Model, whole: Whole) -> None:
    got = reactions_of(made_up, whole)
    ground = reaction_of(got, "knee_r", frame="ground")
    motion = whole[0].motion
    for frame, body in (("child", "tibia_r"), ("parent", "femur_r")):
        b = made_up.bodies.index(body)
        seen = reaction_of(got, "knee_r", frame=frame)  # type: ignore[arg-type]
        turn = motion.ground_from_body[:, b]
        np.testing.assert_allclose(
            np.einsum("fij,fj->fi", turn, seen.force_n), ground.force_n, atol=BALANCE
        )
        np.testing.assert_allclose(
            np.einsum("fij,fj->fi", turn, seen.moment_nm), ground.moment_nm, atol=BALANCE
        )
        there = np.einsum("fij,fj->fi", turn, seen.point_m) + motion.origin_m[:, b]
        np.testing.assert_allclose(there, ground.point_m, atol=1e-12)


def test_parent_and_child_press_on_each_other_alike(made_up: Model, whole: Whole) -> None:
    got = reactions_of(made_up, whole)
    for joint in made_up.source.joints:
        on = reaction_of(got, joint.name, frame="ground")
        back = reaction_of(got, joint.name, on="parent", frame="ground")
        np.testing.assert_allclose(on.force_n, -back.force_n, atol=BALANCE)
        total = on.moment_nm + np.cross(on.point_m, on.force_n)
        total += back.moment_nm + np.cross(back.point_m, back.force_n)
        np.testing.assert_allclose(total, 0.0, atol=BALANCE)


def test_missing_pull_wrong_frames_and_names_are_refused(made_up: Model, whole: Whole) -> None:
    dynamics, _, geometry, paths, tension = whole
    bare = muscle_paths(geometry, dynamics.motion.coordinates)
    with pytest.raises(InputError, match="with_pull=True"):
        joint_reactions(made_up, dynamics, geometry, bare, tension)
    with pytest.raises(InputError, match="muscle_force_n"):
        joint_reactions(made_up, dynamics, geometry, paths, tension[:2])
    with pytest.raises(InputError, match="unknown joint 'knee'"):
        reaction_of(reactions_of(made_up, whole), "knee")
