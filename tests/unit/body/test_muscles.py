"""Muscles: forces of fibres on a rigid tendon, and what a model file may not hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body._muscle_curves import (
    active_force_length,
    force_velocity,
    passive_force_length,
    read_curve,
    tendon_force_length,
)
from kinchain.body._muscle_curves_parameters import USUAL_CURVES
from kinchain.body.model import Model
from kinchain.body.muscles import (
    Muscles,
    build_muscles,
    fibre_forces,
    optimal_forces,
    tendon_force,
)
from kinchain.body.osim.model import OsimMuscle
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

MILLARD, THELEN = "Millard2012EquilibriumMuscle", "Thelen2003Muscle"
BASE = {
    "max_isometric_force": 800.0, "optimal_fiber_length": 0.1, "tendon_slack_length": 0.2,
    "pennation_angle_at_optimal": 0.3, "max_contraction_velocity": 10.0,
}  # fmt: skip
AT_OPTIMUM = 0.2 + 0.1 * np.cos(0.3)

TABLE = 1e-6
"""Of the greatest isometric force: tables are met to 3e-8."""


def with_muscles(model: Model, *kinds: str, **changed: float) -> Model:
    """Return the model with straight made-up muscles, one of each kind."""
    parameters = tuple((BASE | changed).items())
    points = model.source.muscles[0].points[:1] + model.source.muscles[0].points[-1:]
    muscles = tuple(
        OsimMuscle(f"m{i}", kind, True, parameters, (), points, ()) for i, kind in enumerate(kinds)
    )
    return replace(model, source=replace(model.source, muscles=muscles))


@pytest.fixture
def both(made_up: Model) -> Muscles:
    return build_muscles(with_muscles(made_up, MILLARD, THELEN))


def at(muscles: Muscles, length: float | FloatArray, speed: float | FloatArray) -> FloatArray:
    n = len(muscles.names)
    pair = np.broadcast_arrays(np.atleast_1d(length), np.atleast_1d(speed))
    columns = [np.repeat(one[:, None], n, axis=1) for one in pair]
    return fibre_forces(muscles, *columns).active_n


def test_at_optimal_length_and_rest_a_muscle_gives_its_isometric_force(both: Muscles) -> None:
    got = fibre_forces(both, np.full((1, 2), AT_OPTIMUM), np.zeros((1, 2)))
    np.testing.assert_allclose(got.active_n, 800.0 * np.cos(0.3), rtol=TABLE)
    np.testing.assert_allclose(got.fibre_length, 1.0)
    np.testing.assert_allclose(got.cos_pennation, np.cos(0.3))
    np.testing.assert_allclose(got.passive_n, 0.0, atol=1e-9)
    np.testing.assert_allclose(got.force_n(np.full((1, 2), 0.5)), 400.0 * np.cos(0.3), rtol=TABLE)


def test_force_falls_with_shortening_and_vanishes_at_the_greatest_speed(both: Muscles) -> None:
    speed = np.linspace(-1.0, 1.0, 201) / np.cos(0.3)
    force = at(both, AT_OPTIMUM, speed)
    assert (np.diff(force, axis=0) >= 0.0).all()
    np.testing.assert_allclose(force[0], 0.0, atol=800.0 * TABLE)
    np.testing.assert_allclose(force[100], 800.0 * np.cos(0.3), rtol=TABLE)
    assert (at(both, AT_OPTIMUM, -3.0) == 0.0).all(), "a muscle does not push"


def test_active_force_is_greatest_at_the_optimum_and_never_negative(both: Muscles) -> None:
    length = np.linspace(0.1, 0.5, 801)
    force = at(both, length, 0.0)
    assert (force >= 0.0).all()
    fibre = fibre_forces(both, np.repeat(length[:, None], 2, axis=1), np.zeros((801, 2)))
    best = np.argmax(force / fibre.cos_pennation, axis=0)
    np.testing.assert_allclose(fibre.fibre_length[best, [0, 1]], 1.0, atol=0.02)


def test_fibres_at_their_least_length_give_no_force(both: Muscles) -> None:
    assert (at(both, 0.15, 0.0) == 0.0).all()


def test_passive_force_rises_with_length_and_is_one_at_its_strain(both: Muscles) -> None:
    length = 0.2 + np.sqrt(0.1**2 * np.linspace(1.0, 1.7, 50) ** 2 - (0.1 * np.sin(0.3)) ** 2)
    got = fibre_forces(both, np.repeat(length[:, None], 2, axis=1), np.zeros((50, 2)))
    rest = got.passive_n / got.cos_pennation / 800.0
    assert (np.diff(rest, axis=0) > 0.0).all()
    assert rest[-1, 0] == pytest.approx(1.0, rel=TABLE)
    assert rest[np.argmin(np.abs(got.fibre_length[:, 1] - 1.6)), 1] == pytest.approx(1.0, rel=0.1)


def test_force_is_proportional_to_strength(made_up: Model) -> None:
    length, speed = np.linspace(0.25, 0.35, 9), np.linspace(-0.3, 0.3, 9)
    once = at(build_muscles(with_muscles(made_up, MILLARD, THELEN)), length, speed)
    twice = build_muscles(with_muscles(made_up, MILLARD, THELEN, max_isometric_force=1600.0))
    np.testing.assert_allclose(at(twice, length, speed), 2.0 * once)


def test_the_force_that_opensim_reckons_with_leaves_out_pennation(both: Muscles) -> None:
    got = fibre_forces(both, np.full((1, 2), AT_OPTIMUM), np.zeros((1, 2)))
    millard, thelen = optimal_forces(both, got)[0]
    assert millard == pytest.approx(800.0, rel=1e-3)
    assert thelen == got.active_n[0, 1]


def test_undamped_fibres_keep_some_force_at_any_length(made_up: Model) -> None:
    undamped = build_muscles(with_muscles(made_up, MILLARD, fiber_damping=0.0))
    rigid = build_muscles(
        with_muscles(made_up, MILLARD, fiber_damping=0.0, ignore_tendon_compliance=1.0)
    )
    assert at(undamped, 0.45, 0.0)[0, 0] > 0.09 * 800.0
    assert at(rigid, 0.45, 0.0)[0, 0] == pytest.approx(0.0, abs=1e-9)


def test_tendon_reaches_one_at_its_strain(both: Muscles) -> None:
    strains = np.array([[0.049, 0.04]])
    np.testing.assert_allclose(tendon_force(both, 0.2 * (1.0 + strains)), 800.0, rtol=TABLE)
    assert (tendon_force(both, np.full((1, 2), 0.19)) == 0.0).all()
    length = 0.2 * np.linspace(1.0, 1.1, 200)
    pulled = tendon_force(both, np.repeat(length[:, None], 2, axis=1))
    assert (np.diff(pulled, axis=0) > 0.0).all()


def test_a_muscle_of_unknown_curves_is_named_and_keeps_its_isometric_force(made_up: Model) -> None:
    muscles = build_muscles(with_muscles(made_up, "Schutte1993Muscle_Deprecated"))
    assert "Schutte1993Muscle_Deprecated" in muscles.notes[0].what
    assert (at(muscles, 0.3, 0.5) == 800.0).all()
    assert np.isnan(tendon_force(muscles, np.array([[0.2]]))).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [("optimal_fiber_length", 0.0), ("max_isometric_force", -1.0), ("Flen", 0.9),
     ("pennation_angle_at_optimal", 2.0), ("max_control", -1.0)],
)  # fmt: skip
def test_impossible_parameters_are_named(made_up: Model, name: str, value: float) -> None:
    with pytest.raises(InputError) as error:
        build_muscles(with_muscles(made_up, THELEN, **{name: value}))
    assert f"has {name} {value:g}" in [fault.what for fault in error.value.faults]


@pytest.mark.parametrize(
    ("curve", "name", "value"),
    [("ActiveForceLengthCurve", "transition_norm_fiber_length", 0.1),
     ("ActiveForceLengthCurve", "shallow_ascending_slope", 9.0),
     ("ForceVelocityCurve", "max_eccentric_velocity_force_multiplier", 0.9),
     ("FiberForceLengthCurve", "strain_at_one_norm_force", 0.0),
     ("TendonForceLengthCurve", "strain_at_one_norm_force", -0.1)],
)  # fmt: skip
def test_curves_that_cannot_be_drawn_are_named(
    made_up: Model, curve: str, name: str, value: float
) -> None:
    model = with_muscles(made_up, MILLARD)
    bent = replace(model.source.muscles[0], curves=((curve, ((name, value),)),))
    with pytest.raises(InputError, match=f"has a {curve} that cannot be drawn"):
        build_muscles(replace(model, source=replace(model.source, muscles=(bent,))))


def test_unknown_names_and_shapes_are_refused(made_up: Model, both: Muscles) -> None:
    with pytest.raises(InputError, match="unknown muscle 'pull'"):
        build_muscles(made_up, ["pull"])
    with pytest.raises(InputError, match="one column for each muscle"):
        fibre_forces(both, np.zeros((4, 3)), np.zeros((4, 3)))


def test_curves_are_smooth_and_straight_beyond_their_ends() -> None:
    builders = (active_force_length, force_velocity, passive_force_length, tendon_force_length)
    for builder, values in zip(builders, USUAL_CURVES.values(), strict=True):
        curve = builder(values)
        end = curve.start + curve.step * (len(curve.table) - 1)
        x = np.linspace(curve.start - 0.2, end + 0.2, 20001)
        y = read_curve(curve, x)
        slope = np.diff(y) / np.diff(x)
        assert np.abs(np.diff(slope)).max() < 0.05 * np.abs(slope).max(), "no corner"
        for far in (slope[:100], slope[-100:]):
            assert np.ptp(far) < 1e-9
