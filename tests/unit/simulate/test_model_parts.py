"""Parts of the walking model beside what they are made from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from kinchain.body.foot.arch import fascia_of, truss_of
from kinchain.body.foot.fascia import fascia_force
from kinchain.simulate._arch import arch
from kinchain.simulate._body import Body, build_body, powers
from kinchain.simulate._casadi import ca
from kinchain.simulate._hill import force_length, force_speed, tendon_length
from kinchain.simulate._names import LUMPS
from kinchain.simulate._parameters import Named, packed, places
from kinchain.simulate._sole import touch
from kinchain.simulate.baselines import load_baselines, remeshed
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.impairments import impaired
from kinchain.simulate.settings import Settings

LENGTH_TOLERANCE_M = 0.002
"""Of the polynomials beside the paths: 0.4 mm at most on the grid that they were fitted on."""


@lru_cache(maxsize=1)
def body() -> Body:
    return build_body(Person(75.0, 1.75))


@lru_cache(maxsize=1)
def usual() -> np.ndarray:
    return packed(impaired(body(), Settings()))


def test_a_fibre_is_strongest_at_its_optimal_length_and_holds_most_when_still() -> None:
    assert float(force_length(1.0)) == pytest.approx(1.0, abs=0.03)
    assert float(force_length(0.5)) < 0.4
    assert float(force_speed(0.0)) == pytest.approx(1.0, abs=0.01)
    assert float(force_speed(-1.0)) == pytest.approx(0.0, abs=0.05)
    assert float(force_speed(0.5)) > 1.2


def test_a_stiffer_tendon_gives_less() -> None:
    soft, stiff = (float(tendon_length(1.0, steep)) for steep in (20.0, 35.0))
    assert soft > stiff > 1.03


def test_the_fascia_is_that_of_the_foot_model() -> None:
    mid, toe = 0.05, 0.4
    own = arch(Named(ca.DM(usual())), "r", mid, toe)
    shape = body().foot
    radius = float(np.asarray(shape.head_radius_m))
    length = truss_of(shape).chord(np.array([mid])) + radius * toe
    wanted = float(fascia_force(fascia_of(shape), length)[0])
    assert float(own.fascia_n) == pytest.approx(wanted, rel=0.02)
    assert float(own.mtp_nm) == pytest.approx(-wanted * radius, rel=0.02)


def test_bending_the_toes_tightens_the_fascia() -> None:
    named = Named(ca.DM(usual()))
    pulls = [float(arch(named, "l", 0.03, toe).fascia_n) for toe in (0.0, 0.3, 0.6)]
    assert pulls[0] < pulls[1] < pulls[2]


def test_a_pressed_heel_pushes_and_a_lifted_one_hardly() -> None:
    named = Named(ca.DM(usual()))
    radius = usual()[places()["sphere.heel_r.radius"]]
    still, none = ca.DM([0.0, 0.0]), ca.DM(0.0)
    down = touch(named, "heel_r", ca.DM([0.0, radius - 0.012]), still, none)
    up = touch(named, "heel_r", ca.DM([0.0, radius + 0.02]), still, none)
    assert 200.0 < float(down.up) < 1200.0
    assert float(up.up) < 1.0
    sliding = touch(named, "heel_r", ca.DM([0.0, radius - 0.012]), ca.DM([1.0, 0.0]), none)
    assert float(sliding.along) < -0.7 * float(sliding.up)


def test_soleus_is_as_long_as_its_path() -> None:
    from kinchain.body.default import default_body
    from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths

    model = default_body(75.0, 1.75, locked=())
    pose = model.default.copy()
    pose[model.coordinate("ankle_angle_r")] = 0.2
    geometry = build_muscle_geometry(model, ["soleus_r"], wrapping="shortest")
    path = float(muscle_paths(geometry, pose[None, :]).length_m[0, 0])
    lump = next(one for one in LUMPS if one.name == "soleus")
    terms = zip(body().muscles["soleus"].length, powers(lump), strict=True)
    own = sum(c * 0.2 ** one[0] for c, one in terms)
    assert own == pytest.approx(path, abs=LENGTH_TOLERANCE_M)


def test_the_library_keeps_its_walks_on_another_mesh() -> None:
    one = load_baselines()[0]
    there = remeshed(one.x, one.mesh, 2 * one.mesh)
    back = remeshed(there, 2 * one.mesh, one.mesh)
    assert np.abs(back - one.x).mean() < 0.01
    assert {round(one.speed_mps, 2) for one in load_baselines()} >= {1.0, 1.25, 1.5}
