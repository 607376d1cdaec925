"""Muscle paths of made geometry: lengths that can be written down, forces that balance."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model, build_model, load_model
from kinchain.body.muscle_geometry import MusclePaths, build_muscle_geometry, muscle_paths
from kinchain.body.osim import read_osim
from kinchain.body.osim.functions import IDENTITY, ZERO, Polynomial
from kinchain.body.osim.model import (
    OsimAxis,
    OsimBody,
    OsimCoordinate,
    OsimFrame,
    OsimJoint,
    OsimModel,
    OsimMuscle,
    OsimPathPoint,
    OsimPathWrap,
    OsimWrap,
    Vector,
    WrapKind,
)
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

EXACT = 1e-12
UNITS: tuple[Vector, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
ORIGIN: Vector = (0.0, 0.0, 0.0)


def slide(body: str) -> OsimJoint:
    """Return a joint that lets a body slide along x, y and z of ground."""
    names = [f"{body}_{letter}" for letter in "xyz"]
    coordinates = tuple(OsimCoordinate(name, 0.1, -1.0, 1.0, False, False, False) for name in names)
    turns = tuple(OsimAxis(axis, "", ZERO) for axis in UNITS)
    shifts = tuple(OsimAxis(a, n, IDENTITY) for a, n in zip(UNITS, names, strict=True))
    ground, own = OsimFrame("ground"), OsimFrame(body)
    return OsimJoint(f"slide_{body}", "CustomJoint", ground, own, coordinates, (*turns, *shifts))


def end(body: str) -> OsimPathPoint:
    return OsimPathPoint(body, OsimFrame(body), ORIGIN)


def muscle(points: tuple[OsimPathPoint, ...], wraps: tuple[OsimPathWrap, ...] = ()) -> OsimMuscle:
    return OsimMuscle("pull", "Thelen2003Muscle", True, (), (), points, wraps)


def surface(
    kind: WrapKind, size: tuple[float, ...], quadrant: str = "all", name: str = "roll"
) -> OsimWrap:
    return OsimWrap(name, kind, OsimFrame("ground"), ORIGIN, ORIGIN, size, quadrant, True)


def around(
    wraps: tuple[OsimWrap, ...],
    points: tuple[OsimPathPoint, ...] | None = None,
    uses: tuple[OsimPathWrap, ...] | None = None,
    method: str = "midpoint",
) -> Model:
    """Return a model of two sliding bodies and a muscle from one to the other."""
    bodies = tuple(OsimBody(one, 1.0, ORIGIN, (1.0,) * 3 + (0.0,) * 3) for one in ("one", "two"))
    used = tuple(OsimPathWrap(one.name, method, -1, -1) for one in wraps) if uses is None else uses
    held = muscle(points or (end("one"), end("two")), used)
    joints = (slide("one"), slide("two"))
    down = (0.0, -9.80665, 0.0)
    source = OsimModel("made", 40000, down, bodies, joints, (), (), (held,), wraps, ())
    return build_model(source)


def path(model: Model, one: Vector, two: Vector) -> MusclePaths:
    geometry = build_muscle_geometry(model, wrapping="shortest")
    return muscle_paths(geometry, np.array([*one, *two]))


def length(model: Model, one: Vector, two: Vector) -> float:
    return float(path(model, one, two).length_m[0, 0])


def rolled(one: Vector, two: Vector, radius: float) -> float:
    """Return the shortest way around a circle about the origin, in the plane of x and y."""
    a, b = np.hypot(*one[:2]), np.hypot(*two[:2])
    angle = np.arccos(np.dot(one[:2], two[:2]) / (a * b))
    angle -= np.arccos(radius / a) + np.arccos(radius / b)
    return float(np.sqrt(a**2 - radius**2) + np.sqrt(b**2 - radius**2) + radius * angle)


ONE, TWO = (0.12, 0.02, 0.01), (-0.09, 0.03, 0.05)


def test_a_straight_path_is_the_distance() -> None:
    got = path(around(()), ONE, TWO)
    apart = np.subtract(TWO, ONE)
    assert got.length_m[0, 0] == pytest.approx(np.linalg.norm(apart), abs=EXACT)
    unit = apart / np.linalg.norm(apart)
    np.testing.assert_allclose(got.moment_arm_m[0, 0], [*unit, *-unit], atol=EXACT)


def test_a_cylinder_is_gone_around_in_a_line_on_its_unrolled_surface() -> None:
    model = around((surface("WrapCylinder", (0.05, 1.0)),))
    flat = rolled(ONE, TWO, 0.05)
    assert flat > np.linalg.norm(np.subtract(TWO, ONE)[:2])
    assert length(model, ONE, TWO) == pytest.approx(np.hypot(flat, 0.04), abs=EXACT)


def test_a_sphere_is_gone_around_on_a_great_circle() -> None:
    model = around((surface("WrapSphere", (0.05,)),))
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    flat = (0.12, 0.02, 0.0), (-0.09, 0.03, 0.0)
    one, two = (tuple(turn @ np.array(place)) for place in flat)
    assert length(model, one, two) == pytest.approx(rolled(*flat, 0.05), abs=EXACT)


@pytest.mark.parametrize("method", ["hybrid", "midpoint", "axial"])
def test_an_ellipsoid_with_equal_axes_is_a_sphere(method: str) -> None:
    egg = around((surface("WrapEllipsoid", (0.05, 0.05, 0.05)),), method=method)
    ball = around((surface("WrapSphere", (0.05,)),))
    assert length(egg, ONE, TWO) == pytest.approx(length(ball, ONE, TWO), abs=1e-9)


def test_a_plane_of_symmetry_of_an_ellipsoid_holds_an_ellipse() -> None:
    model = around((surface("WrapEllipsoid", (0.03, 0.06, 0.05)),))
    one, two = (0.11, 0.02, 0.0), (-0.1, 0.01, 0.0)
    turn = np.linspace(0.0, np.pi, 20001)
    rope = np.column_stack([0.03 * np.cos(turn), 0.06 * np.sin(turn)])
    first = np.argmax(np.arctan2(rope[:, 1] - one[1], one[0] - rope[:, 0]))
    last = np.argmax(np.arctan2(rope[:, 1] - two[1], rope[:, 0] - two[0]))
    taut = np.vstack([one[:2], rope[first : last + 1], two[:2]])
    expected = np.linalg.norm(np.diff(taut, axis=0), axis=1).sum()
    assert length(model, one, two) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("WrapCylinder", (0.05, 1.0)),
        ("WrapSphere", (0.05,)),
        ("WrapEllipsoid", (0.05, 0.04, 0.06)),
    ],
)
def test_a_surface_beside_the_path_or_around_an_end_changes_nothing(
    kind: WrapKind, size: tuple[float, ...]
) -> None:
    model = around((surface(kind, size),))
    for one, two in [((0.1, 0.2, 0.0), (-0.1, 0.2, 0.0)), ((0.01, 0.0, 0.0), (-0.2, 0.0, 0.0))]:
        straight = np.linalg.norm(np.subtract(one, two))
        assert length(model, one, two) == pytest.approx(straight, abs=EXACT)


def test_a_path_past_the_end_of_a_cylinder_is_straight() -> None:
    model = around((surface("WrapCylinder", (0.05, 0.1)),))
    one, two = (0.12, 0.02, 0.08), (-0.09, 0.03, 0.07)
    assert length(model, one, two) == pytest.approx(np.linalg.norm(np.subtract(one, two)))


def test_a_quadrant_says_the_side() -> None:
    over = length(around((surface("WrapCylinder", (0.05, 1.0), "y"),)), ONE, TWO)
    under = length(around((surface("WrapCylinder", (0.05, 1.0), "-y"),)), ONE, TWO)
    free = length(around((surface("WrapCylinder", (0.05, 1.0)),)), ONE, TWO)
    assert over == pytest.approx(free) and under > free + 0.01
    above = (0.1, 0.09, 0.0), (-0.1, 0.08, 0.0)
    straight = np.linalg.norm(np.subtract(*above))
    model = around((surface("WrapCylinder", (0.05, 1.0), "+y"),))
    assert length(model, *above) == pytest.approx(straight)
    model = around((surface("WrapCylinder", (0.05, 1.0), "-y"),))
    assert length(model, *above) > straight + 0.05


def test_a_surface_that_is_switched_off_is_not_there() -> None:
    model = around((replace(surface("WrapCylinder", (0.05, 1.0)), is_active=False),))
    assert length(model, ONE, TWO) == pytest.approx(np.linalg.norm(np.subtract(ONE, TWO)))


def test_a_wrap_acts_only_between_the_points_told() -> None:
    points = (end("one"), OsimPathPoint("via", OsimFrame("ground"), (0.0, 0.2, 0.0)), end("two"))
    wraps = (surface("WrapCylinder", (0.05, 1.0)),)
    one, two = (0.02, -0.1, 0.0), (-0.2, 0.1, 0.0)
    low = np.linalg.norm(np.subtract((0.0, 0.2, 0.0), one))
    high = np.linalg.norm(np.subtract((0.0, 0.2, 0.0), two))
    for first, last, bends in [(-1, -1, True), (1, 2, True), (2, 3, False), (2, -1, False)]:
        uses = (OsimPathWrap("roll", "hybrid", first, last),)
        got = length(around(wraps, points, uses), one, two)
        assert bool(got > low + high + 1e-4) is bends


def test_several_surfaces_each_bend_the_path() -> None:
    rolls = (
        replace(surface("WrapCylinder", (0.03, 1.0)), translation_m=(0.06, 0.0, 0.0)),
        replace(
            surface("WrapCylinder", (0.03, 1.0), name="other"), translation_m=(-0.06, 0.0, 0.0)
        ),
    )
    one, two = (0.12, -0.02, 0.0), (-0.12, -0.02, 0.0)
    away = np.hypot(0.06, 0.02)
    angle = np.pi / 2 - np.arctan2(0.02, 0.06) - np.arccos(0.03 / away)
    expected = 2 * (np.sqrt(away**2 - 0.03**2) + 0.03 * angle) + 0.12
    assert length(around(rolls), one, two) == pytest.approx(expected, abs=1e-8)


def test_a_conditional_point_is_there_in_its_range() -> None:
    via = OsimPathPoint("via", OsimFrame("ground"), (0.0, 0.5, 0.0), "one_x", (0.0, 0.15))
    model = around((), (end("one"), via, end("two")))
    straight = np.linalg.norm(np.subtract(ONE, TWO))
    assert length(model, ONE, TWO) > straight + 0.1
    outside = (0.1502, 0.02, 0.01)
    assert length(model, outside, TWO) == pytest.approx(np.linalg.norm(np.subtract(outside, TWO)))


def test_a_moving_point_pulls_the_coordinate_that_moves_it() -> None:
    line = Polynomial((0.1, 2.0))
    moving = (("two_x", ZERO), ("two_x", line), ("two_x", ZERO))
    via = OsimPathPoint("via", OsimFrame("ground"), ORIGIN, moving=moving)
    model = around((), (end("one"), via, end("two")))
    got = path(model, ONE, TWO)
    place = np.array([0.0, 0.1 + 2.0 * TWO[0], 0.0])
    to_one, to_two = np.subtract(ONE, place), np.subtract(TWO, place)
    expected = np.linalg.norm(to_one) + np.linalg.norm(to_two)
    assert got.length_m[0, 0] == pytest.approx(expected, abs=EXACT)
    slope = 2.0 * (to_one / np.linalg.norm(to_one) + to_two / np.linalg.norm(to_two))[1]
    slope -= to_two[0] / np.linalg.norm(to_two)
    assert got.moment_arm_m[0, 0, 3] == pytest.approx(slope, abs=EXACT)


def test_pulls_balance_over_each_muscle(made_up: Model) -> None:
    geometry = build_muscle_geometry(made_up)
    q = made_up.default + np.linspace(-0.3, 0.3, 5)[:, None]
    pull = muscle_paths(geometry, q, with_pull=True).pull
    assert pull is not None and pull.shape == (5, len(geometry.pull_body), 6)
    origin = forward_kinematics(made_up, q).origin_m[:, geometry.pull_body]
    moment = pull[..., 3:] + np.cross(origin, pull[..., :3])
    for m in range(len(geometry.muscles)):
        rows = slice(geometry.pull_first[m], geometry.pull_first[m + 1])
        assert (geometry.pull_muscle[rows] == m).all()
        np.testing.assert_allclose(pull[:, rows, :3].sum(axis=1), 0.0, atol=EXACT)
        np.testing.assert_allclose(moment[:, rows].sum(axis=1), 0.0, atol=EXACT)


def test_lengthening_speed_is_what_the_moment_arms_say() -> None:
    model = around((surface("WrapCylinder", (0.05, 1.0)),))
    geometry = build_muscle_geometry(model, wrapping="shortest")
    q, rates = np.array([*ONE, *TWO]), np.array([0.3, -1.0, 0.2, 0.5, 0.7, -0.4])
    got = muscle_paths(geometry, q, rates).speed_mps
    low, high = muscle_paths(geometry, [q - 1e-6 * rates, q + 1e-6 * rates]).length_m[:, 0]  # type: ignore[arg-type]
    assert got is not None and got[0, 0] == pytest.approx((high - low) / 2e-6, abs=1e-8)
    assert muscle_paths(geometry, q).speed_mps is None


def test_muscles_can_be_chosen_and_must_be_known(made_up: Model) -> None:
    names = [one.name for one in made_up.source.muscles]
    assert build_muscle_geometry(made_up, names).muscles == tuple(names)
    none = build_muscle_geometry(made_up, [])
    assert muscle_paths(none, made_up.default).length_m.shape == (1, 0)
    with pytest.raises(InputError, match="muscle"):
        build_muscle_geometry(made_up, ["no_such_muscle"])


def test_arrays_cannot_be_written_to(made_up: Model) -> None:
    geometry = build_muscle_geometry(made_up)
    arrays = [one for one in geometry.paths if isinstance(one, np.ndarray)]
    arrays += [geometry.pull_first, geometry.pull_body, geometry.pull_muscle]
    assert not any(one.flags.writeable for one in arrays)


def test_speeds_of_another_shape_are_refused(made_up: Model) -> None:
    geometry = build_muscle_geometry(made_up)
    with pytest.raises(InputError, match="speeds"):
        muscle_paths(geometry, made_up.default, np.zeros((2, len(made_up.default))))


def test_a_torus_is_named_as_not_supported() -> None:
    model = around((surface("WrapTorus", (0.02, 0.05)),))
    with pytest.raises(InputError, match="WrapTorus"):
        build_muscle_geometry(model)


def test_a_path_without_points_is_named_as_not_supported(made_up_text: str, tmp_path: Path) -> None:
    place = tmp_path / "function_path.osim"
    place.write_text(made_up_text.replace("GeometryPath", "FunctionBasedPath"), "utf-8")
    source = read_osim(place)
    assert any("FunctionBasedPath" in note.what for note in source.notes)
    with pytest.raises(InputError, match="points"):
        build_muscle_geometry(build_model(source))


FUNCTION_PATH = """<FunctionBasedPath name="path"><coordinate_paths>{paths}</coordinate_paths>
<length_function>{length}</length_function><moment_arm_functions>{arms}</moment_arm_functions>
</FunctionBasedPath>"""
POLYNOMIAL = """<MultivariatePolynomialFunction><coefficients>{numbers}</coefficients>
<dimension>2</dimension><order>{order}</order></MultivariatePolynomialFunction>"""


def with_functions(text: str, numbers: str, arms: str = "") -> str:
    """Return the made-up model with its muscle's path given by a polynomial."""
    path = FUNCTION_PATH.format(
        paths="/jointset/hip_r/hip_flexion_r /jointset/cap_r/knee_beta_r",
        length=POLYNOMIAL.format(numbers=numbers, order=2),
        arms=arms,
    )
    return re.sub(r"<GeometryPath.*?</GeometryPath>", path, text, flags=re.DOTALL)


def test_a_path_by_a_polynomial(made_up_text: str, tmp_path: Path) -> None:
    place = tmp_path / "function_path.osim"
    place.write_text(with_functions(made_up_text, "0.3 0.02 0.004 -0.05 0.006 0.007"), "utf-8")
    model = load_model(place)
    geometry = build_muscle_geometry(model)
    hip, knee, beta = (
        model.coordinate(name) for name in ("hip_flexion_r", "knee_angle_r", "knee_beta_r")
    )
    q = forward_kinematics(model, model.default + np.array([[0.2], [-0.4]])).coordinates
    got = muscle_paths(geometry, q, with_pull=True)
    x, y = q[:, hip], q[:, beta]
    expected = 0.3 + 0.02 * y + 0.004 * y**2 - 0.05 * x + 0.006 * x * y + 0.007 * x**2
    np.testing.assert_allclose(got.length_m[:, 0], expected, atol=EXACT)
    for c in (hip, knee):
        step = np.zeros(q.shape[1])
        step[c] = 1e-6
        low, high = (muscle_paths(geometry, q + sign * step).length_m[:, 0] for sign in (-1, 1))
        np.testing.assert_allclose(got.moment_arm_m[:, 0, c], (low - high) / 2e-6, atol=1e-9)
    assert not got.moment_arm_m[:, 0, beta].any()
    assert got.pull is not None and got.pull.shape == (2, 0, 6)
    assert not any("FunctionBasedPath" in note.what for note in model.notes)


def test_moment_arms_by_polynomials_of_their_own(made_up_text: str, tmp_path: Path) -> None:
    arms = "".join(POLYNOMIAL.format(numbers=f"{one} 0 0", order=1) for one in (0.05, -0.02))
    place = tmp_path / "function_path.osim"
    place.write_text(with_functions(made_up_text, "0.3 0 0 0 0 0", arms), "utf-8")
    model = load_model(place)
    got = muscle_paths(build_muscle_geometry(model), model.default)
    assert got.moment_arm_m[0, 0, model.coordinate("hip_flexion_r")] == pytest.approx(0.05)
    assert got.moment_arm_m[0, 0, model.coordinate("knee_angle_r")] < 0.0


def test_coefficients_must_be_as_many_as_the_order_asks_for(
    made_up_text: str, tmp_path: Path
) -> None:
    place = tmp_path / "function_path.osim"
    place.write_text(with_functions(made_up_text, "0.3 0.02"), "utf-8")
    with pytest.raises(InputError, match="2 coefficients"):
        read_osim(place)
