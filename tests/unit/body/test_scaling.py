"""Scaling and registration: nothing changes by 1, known sizes and markers are found again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.registration import register_markers
from kinchain.body.scaling import Measurement, fitted_factors, measured_factors, scale_model
from kinchain.core.errors import InputError

SAME = 1e-12
FOUND = 0.01
"""Share; what markers say is held back a little by what is usual (``APART``)."""

FloatArray = NDArray[np.float64]


def standing(model: Model, q: FloatArray | None = None, n: int = 5) -> FloatArray:
    place = forward_kinematics(model, model.default if q is None else q).marker_m
    return np.repeat(place, n, axis=0)


def test_scale_one_changes_nothing(made_up: Model) -> None:
    same = scale_model(made_up, {body: (1.0, 1.0, 1.0) for body in made_up.bodies[1:]})
    for name in ("mass_kg", "centre_m", "inertia_kg_m2", "default"):
        np.testing.assert_array_equal(getattr(same, name), getattr(made_up, name))
    np.testing.assert_allclose(standing(same), standing(made_up), atol=SAME)
    assert same.source.muscles == made_up.source.muscles


def test_twice_and_half_is_the_model_again(made_up: Model) -> None:
    bodies = made_up.bodies[1:]
    twice = scale_model(made_up, {body: (2.0, 2.0, 2.0) for body in bodies}, mass_kg=50.0)
    back = scale_model(twice, {body: (0.5, 0.5, 0.5) for body in bodies}, mass_kg=97.0)
    np.testing.assert_allclose(back.inertia_kg_m2, made_up.inertia_kg_m2, rtol=1e-9)
    np.testing.assert_allclose(standing(back), standing(made_up), atol=SAME)


def test_a_giants_muscles_keep_their_shares(made_up: Model) -> None:
    big = scale_model(made_up, {body: (1.5, 1.5, 1.5) for body in made_up.bodies[1:]})
    lengths = [
        muscle_paths(build_muscle_geometry(one), one.default).length_m[0] for one in (made_up, big)
    ]
    before, after = (dict(one.source.muscles[0].parameters) for one in (made_up, big))
    for name in ("optimal_fiber_length", "tendon_slack_length"):
        if name in before:
            assert after[name] / before[name] == pytest.approx(lengths[1][0] / lengths[0][0])


def test_mass_is_shared_as_before(made_up: Model) -> None:
    heavy = scale_model(made_up, {}, mass_kg=194.0)
    np.testing.assert_allclose(heavy.mass_kg, 2.0 * made_up.mass_kg)
    np.testing.assert_allclose(heavy.inertia_kg_m2, 2.0 * made_up.inertia_kg_m2)


def test_a_measured_pair_gives_its_bodies_factor(made_up: Model) -> None:
    names = list(made_up.markers)
    wide = scale_model(made_up, {"pelvis": (1.2, 1.2, 1.2)})
    told = [Measurement("pelvis", (("pelvis0r", "pelvis1l"), ("pelvis0l", "pelvis1r")),
                        ("pelvis", "torso"), "xz")]  # fmt: skip
    found = measured_factors(made_up, names, standing(wide), told)
    assert set(found) == {"pelvis", "torso"}
    np.testing.assert_allclose(found["torso"], [1.2, 1.0, 1.2], rtol=1e-9)


def test_a_pair_that_is_not_there_is_named(made_up: Model) -> None:
    told = [Measurement("shank", (("tibia0r", "tibia9r"),), ("tibia_r",))]
    with pytest.raises(InputError, match="tibia9r"):
        measured_factors(made_up, list(made_up.markers), standing(made_up), told)


def test_made_sizes_are_found_from_a_standing_trial(made_up: Model) -> None:
    true = {"femur": 1.1, "patella": 1.1, "tibia": 0.93, "pelvis": 1.04}
    factors = {b: (true.get(b[:-2], true.get(b, 1.0)),) * 3 for b in made_up.bodies[1:]}
    person = scale_model(made_up, factors)
    q = person.default.copy()
    q[person.coordinate("hip_flexion_r")] = 0.15
    q[person.coordinate("pelvis_ty")] += 0.1
    found = fitted_factors(made_up, list(made_up.markers), standing(person, q))
    for body in ("femur_r", "femur_l", "tibia_r", "tibia_l", "pelvis"):
        assert found[body][0] == pytest.approx(factors[body][0], rel=FOUND)


def test_markers_are_placed_where_they_were_worn(made_up: Model) -> None:
    place = standing(made_up)
    names = list(made_up.markers)
    place[:, names.index("tibia0r")] += (0.0, 0.0, 0.02)
    own, notes = register_markers(made_up, names, place)
    np.testing.assert_allclose(standing(own, n=1)[0, names.index("femur0l")],
                               place[0, names.index("femur0l")], atol=0.01)  # fmt: skip
    moved = own.source.markers[names.index("tibia0r")].location_m
    before = made_up.source.markers[names.index("tibia0r")].location_m
    assert 0.01 < float(np.linalg.norm(np.subtract(moved, before))) < 0.03
    assert not any(one.level == "warning" for one in notes)


def test_a_marker_that_moves_far_is_told_and_unseen_ones_stay(made_up: Model) -> None:
    place = standing(made_up)
    names = list(made_up.markers)
    place[:, names.index("femur1r")] += (0.0, 0.0, 0.3)
    place[:, names.index("head0")] = np.nan
    own, notes = register_markers(made_up, names, place)
    assert any("femur1r" in one.where for one in notes if one.level == "warning")
    assert own.source.markers[names.index("head0")] == made_up.source.markers[names.index("head0")]


@pytest.mark.parametrize(
    ("factors", "mass_kg"), [({"shin": (1, 1, 1)}, None), ({"pelvis": (1, 9, 1)}, None), ({}, -1.0)]
)
def test_what_is_no_person_is_refused(
    made_up: Model, factors: dict[str, tuple[float, ...]], mass_kg: float | None
) -> None:
    with pytest.raises(InputError) as error:
        scale_model(made_up, factors, mass_kg=mass_kg)
    fault = error.value.faults[0]
    assert fault.what and fault.where and fault.expected and fault.mend


def test_paths_by_functions_cannot_be_stretched(made_up: Model) -> None:
    from dataclasses import replace
    from types import SimpleNamespace

    by_function = replace(made_up.source.muscles[0], functions=SimpleNamespace())  # type: ignore[arg-type]
    model = replace(made_up, source=replace(made_up.source, muscles=(by_function,)))
    assert scale_model(model, {}, mass_kg=50.0).mass_kg.sum() == pytest.approx(50.0)
    with pytest.raises(InputError, match="functions"):
        scale_model(model, {"pelvis": (1.1, 1.1, 1.1)})
