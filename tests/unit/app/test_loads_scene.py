"""The playback's scene holds what was worked out: paths as long as muscles, the same forces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kinchain.app.loads.compute import ComputedLoads, LoadsOrder, compute
from kinchain.app.loads.muscles import muscles_in
from kinchain.app.loads.scene import loads_scene
from kinchain.report.loads.scene import Arrow, LoadsScene

SAME_M = 1e-5
"""Paths without surfaces are polylines: only rounding is between the two roads."""


@pytest.fixture(scope="module")
def done(recordings: Path) -> ComputedLoads:
    folder = recordings / "opensim_gait10dof18musc_subject01"
    files = [folder / f"subject01_walk{end}" for end in (".trc", "_grf.mot")]
    if not all(one.is_file() for one in files):
        pytest.skip("no subject01")
    return compute(LoadsOrder(tuple(files), model=folder / "subject01.osim"))


@pytest.fixture(scope="module")
def scene(done: ComputedLoads) -> LoadsScene:
    found = loads_scene(done)
    assert found is not None
    return found


def test_a_path_without_surfaces_is_as_long_as_its_muscle(
    done: ComputedLoads, scene: LoadsScene
) -> None:
    assert done.work is not None and done.work.optimum is not None
    paths, _ = muscles_in(done.model, done.work.dynamics.motion)
    bare = {one.name for one in done.model.source.muscles if not one.wraps}
    compared = moving = 0
    for m, name in enumerate(scene.muscles):
        if name not in bare:
            continue
        own = np.arange(scene.first[m], scene.first[m + 1])
        moving += int(np.ptp(scene.point_m[:, own], axis=0).max() > 1e-3)
        expected = paths.length_m[:, done.work.optimum.muscles.index(name)]
        for f in range(0, len(scene.time_s), 7):
            there = own[scene.is_there[f, own]]
            body = scene.point_body[there]
            at = scene.origin_m[f, body] + np.einsum(
                "pij,pj->pi", scene.turn[f, body], scene.point_m[f, there]
            )
            length = np.linalg.norm(np.diff(at, axis=0), axis=1).sum()
            assert length == pytest.approx(expected[f], abs=SAME_M), (name, f)
        compared += 1
    assert compared >= 8 and moving >= 2


def test_arrows_are_the_loads_in_body_weights(done: ComputedLoads, scene: LoadsScene) -> None:
    assert done.work is not None
    for side in ("left", "right"):
        curves = done.work.curves[side]
        knee = scene.arrow_bw[:, scene.arrows.index(Arrow("knee", side))]
        np.testing.assert_allclose(np.linalg.norm(knee, axis=1), curves["knee_contact_force_bw"],
                                   rtol=1e-9)  # fmt: skip
        assert (knee[:, 1] > 0).mean() > 0.9
        ground = scene.arrow_bw[:, scene.arrows.index(Arrow("ground", side))]
        lift = np.nan_to_num(ground[:, 1])
        assert np.abs(lift - curves["grf_vertical_bw"]).max() < 0.03
        foot = scene.origin_m[:, scene.bodies.index(f"calcn_{side[0]}")]
        at = scene.arrow_at_m[:, scene.arrows.index(Arrow("ground", side))]
        on = lift > 0.3
        assert np.linalg.norm((at - foot)[on], axis=1).max() < 0.35


def test_without_mechanics_there_is_no_scene(done: ComputedLoads) -> None:
    from dataclasses import replace

    assert loads_scene(replace(done, work=None)) is None


def test_activations_stay_within_nought_and_one(scene: LoadsScene) -> None:
    assert scene.activation.shape == (len(scene.time_s), len(scene.muscles))
    assert scene.activation.min() >= 0.0 and 0.1 < scene.activation.max() <= 1.0
