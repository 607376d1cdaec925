"""The foot does what it says: sizes, law of the fascia, edges of the sole, what is refused."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from kinchain.body.foot import (
    CONSTANTS,
    REGIONS,
    FootMotion,
    FootShape,
    arch_balance,
    foot_loads,
    foot_shape,
    sole_over,
    spread_load,
)
from kinchain.body.foot.arch import fascia_of, truss_of
from kinchain.body.foot.fascia import fascia_force, fascia_stiffness
from kinchain.body.foot.heel_pad import heel_pad_deformation, heel_pad_force
from kinchain.core.errors import InputError
from kinchain.evidence import Knowledge

WEIGHT_N = 700.0


@pytest.fixture(scope="module")
def shape() -> FootShape:
    return foot_shape(1.75, "male")


def standing(shape: FootShape, cop_share: float = 0.45, **changed: np.ndarray) -> FootMotion:
    """Return a foot flat on the floor under half of the weight."""
    zero = np.zeros(1)
    along = np.full(1, cop_share * float(shape.length_m) - float(shape.heads_m))
    told = {
        "vertical_n": np.full(1, WEIGHT_N / 2), "forward_n": zero, "cop_forward_m": along,
        "cop_outward_m": zero, "pitch_rad": zero, "mtp_rad": zero,
    }  # fmt: skip
    return FootMotion(**(told | changed))


def test_every_constant_names_sources_that_exist(knowledge: Knowledge) -> None:
    for name, one in CONSTANTS.items():
        assert one.low <= one.value <= one.high, name
        assert one.basis == "expert" or one.sources, name
        assert set(one.sources) <= set(knowledge.sources), name


def test_sizes_follow_height_sex_and_length() -> None:
    man, woman = foot_shape(1.8, "male"), foot_shape(1.8, "female")
    assert float(man.length_m) == pytest.approx(0.2736)
    assert float(woman.length_m) < float(foot_shape(1.8).length_m) < float(man.length_m)
    told = foot_shape(foot_length_m=0.25)
    assert float(told.length_m) == 0.25
    truss = truss_of(told)
    chord = float(truss.chord(np.zeros(1))[0])
    assert 0.140 < chord < 0.170  # models use 0.148 to 0.17 m for an adult's fascia


@pytest.mark.parametrize(
    "given",
    [{}, {"height_m": 175.0}, {"foot_length_m": 26.0}, {"height_m": 1.7, "constants": {"x": 1.0}}],
)
def test_what_cannot_be_a_foot_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(InputError) as error:
        foot_shape(**given)  # type: ignore[arg-type]
    fault = error.value.faults[0]
    assert fault.what and fault.where and fault.expected and fault.mend


def test_the_fascia_is_as_stiff_as_whole_cadaver_fasciae(shape: FootShape) -> None:
    # 204 (SD 51) N/mm in seven cadavers at up to failure at 1189 N; the central section lies
    # between that and what models use.
    law = fascia_of(shape)
    length = np.linspace(1.0, 1.06, 601) * law.rest_m
    force = fascia_force(law, length)
    at = float(np.interp(500.0, force, fascia_stiffness(law, length))) / 1e3
    assert 204 - 2 * 51 < at < 3.5 * 204


def test_strain_at_body_weight_for_both_published_sections() -> None:
    # DESIGN: 60 mm2 and 290 mm2 give 2.9 % and 0.8 % at about the same force.
    for area, strain in ((60.0, 2.9), (290.0, 0.8)):
        one = foot_shape(1.75, "male", constants={"fascia_area_mm2": area})
        law = fascia_of(one)
        grown = np.linspace(0.0, 0.06, 6001)
        force = fascia_force(law, (1.0 + grown) * law.rest_m)
        assert 100 * float(np.interp(750.0, force, grown)) == pytest.approx(strain, abs=0.15)


def test_standing_loads_heel_and_forefoot(shape: FootShape) -> None:
    found = foot_loads(shape, standing(shape))
    share = dict(zip(REGIONS, found.region_n[0] / found.region_n[0].sum(), strict=True))
    assert share["heel"] > 0.35 and share["metatarsal_heads"] > 0.2
    assert share["midfoot"] < 0.15 and share["toes"] < 0.2
    assert 0.0 < found.arch.flattening_rad[0] < np.deg2rad(5)
    assert 0.0 < found.arch.fascia_force_n[0] < WEIGHT_N


def test_a_high_arch_keeps_its_midfoot_off_the_floor(shape: FootShape) -> None:
    loads = [
        foot_loads(shape.with_settings(arch_height_pct=pct), standing(shape))
        for pct in (60.0, 100.0, 140.0)
    ]
    midfoot = [one.region_n[0, 1] for one in loads]
    assert midfoot[0] > midfoot[1] > midfoot[2] > 0.0


def test_a_high_arch_gives_less(shape: FootShape) -> None:
    # Arangio 1998: 20 to 60 mm of arch height raise the stiffness of a foot twofold.
    low, high = (
        foot_loads(shape.with_settings(arch_height_pct=pct), standing(shape)).arch.flattening_rad[0]
        for pct in (70.0, 140.0)
    )
    assert low > 1.3 * high


def test_cutting_the_fascia_flattens_the_arch_a_little(shape: FootShape) -> None:
    whole = foot_loads(shape, standing(shape)).arch
    cut = foot_loads(shape.with_settings(plantar_fascia_stiffness_pct=0.0), standing(shape)).arch
    assert cut.fascia_force_n[0] == 0.0
    assert cut.flattening_rad[0] > 1.1 * whole.flattening_rad[0]
    assert cut.ligament_moment_nm[0] > whole.ligament_moment_nm[0]


def test_bending_the_toes_of_a_resting_foot_raises_its_arch(shape: FootShape) -> None:
    bent = arch_balance(shape, np.zeros(4), np.deg2rad([0.0, 10.0, 20.0, 40.0]))
    assert (np.diff(bent.flattening_rad) < 0.0).all()
    assert (np.diff(bent.fascia_force_n) > 0.0).all()


def test_the_calf_moves_load_from_heel_to_forefoot(shape: FootShape) -> None:
    # Cheung 2006: at 350 N on the foot, 700 N in the Achilles tendon load the forefoot up to
    # 250 % more; here the tendon moves the centre of pressure by its lever.
    before = foot_loads(shape, standing(shape, 0.30)).region_n[0]
    moved = 0.30 + 0.045 * 700.0 / 350.0 / float(shape.length_m)
    after = foot_loads(shape, standing(shape, moved)).region_n[0]
    fore = [float(one[2:].sum()) for one in (before, after)]
    assert 1.5 < fore[1] / fore[0] - 1.0 < 4.0


def test_without_force_nothing_is_carried(shape: FootShape) -> None:
    none = standing(shape, vertical_n=np.zeros(1), cop_forward_m=np.full(1, np.nan))
    found = foot_loads(shape, none)
    assert (found.region_n == 0.0).all() and found.arch_load_nm[0] == 0.0
    assert found.arch.flattening_rad[0] == pytest.approx(0.0, abs=1e-9)


def test_a_centre_outside_the_sole_is_brought_in_and_told(shape: FootShape) -> None:
    found = foot_loads(shape, standing(shape, 1.1))
    assert found.spread.moved_m[0] == pytest.approx(0.12 * float(shape.length_m), abs=0.005)
    assert found.region_n[0].sum() == pytest.approx(WEIGHT_N / 2)
    assert found.region_n[0, 3] > 0.9 * WEIGHT_N / 2


def test_a_heel_in_the_air_carries_nothing(shape: FootShape) -> None:
    raised = standing(shape, 0.72, pitch_rad=np.full(1, 0.5), mtp_rad=np.full(1, 0.5))
    found = foot_loads(shape, raised)
    assert found.region_n[0, 0] < 1e-3 * WEIGHT_N
    assert found.region_n[0, 2:].sum() > 0.98 * WEIGHT_N / 2


def test_measured_regions_win(shape: FootShape) -> None:
    told = np.array([[100.0, 50.0, 40.0, 10.0]])
    found = foot_loads(shape, standing(shape, measured_n=told))
    assert found.region_n[0] == pytest.approx(told[0] * 350.0 / 200.0)
    assert np.abs(found.spread.imbalance_m[0]) < 0.05
    silent = foot_loads(shape, standing(shape, measured_n=np.zeros((1, 4))))
    assert silent.region_n[0].sum() == pytest.approx(350.0)


def test_heel_pad_gives_a_third_of_its_thickness_in_walking(shape: FootShape) -> None:
    # 16 mm thick in walking adults; it is pressed by well under that.
    deep = heel_pad_deformation(shape, np.array([0.0, 0.8 * WEIGHT_N]))
    assert deep[0] == 0.0 and 0.004 < deep[1] < 0.010
    assert heel_pad_force(shape, deep) == pytest.approx([0.0, 0.8 * WEIGHT_N])


def test_draws_are_as_feet_one_by_one() -> None:
    area = np.array([[60.0], [100.0], [290.0]])
    share = np.array([[0.3], [0.45], [0.7]])
    many = foot_shape(
        1.7, "female", constants={"fascia_area_mm2": area, "fascia_static_share": share}
    )
    assert many.n_draws == 3
    n = 7
    motion = FootMotion(
        np.linspace(100, 700, n), np.linspace(-50, 90, n), np.linspace(-0.1, 0.03, n),
        np.linspace(-0.01, 0.01, n), np.linspace(-0.1, 0.5, n), np.linspace(0, 0.5, n),
    )  # fmt: skip
    all_ = foot_loads(many, motion)
    assert all_.arch.fascia_force_n.shape == (3, n)
    for i in range(3):
        one = foot_shape(
            1.7, "female",
            constants={"fascia_area_mm2": float(area[i, 0]),
                       "fascia_static_share": float(share[i, 0])},
        )  # fmt: skip
        alone = foot_loads(one, motion)
        assert one.n_draws is None
        assert all_.arch.fascia_force_n[i] == pytest.approx(alone.arch.fascia_force_n, rel=1e-9)
        assert all_.arch.flattening_rad[i] == pytest.approx(alone.arch.flattening_rad, abs=1e-10)


def test_draws_of_every_constant_run(shape: FootShape) -> None:
    rng = np.random.default_rng(3)
    drawn = {
        name: rng.normal(one.value, (one.high - one.low), (20, 1))  # far out: kept possible
        for name, one in CONSTANTS.items()
    }
    many = foot_shape(1.8, "male", constants=drawn)
    assert {np.shape(getattr(many, one.name)) for one in fields(many)} <= {(), (20, 1)}
    n = 11
    motion = FootMotion(
        np.full((20, n), 600.0), np.zeros((20, n)), np.tile(np.linspace(-0.12, 0.02, n), (20, 1)),
        np.zeros((20, n)), np.zeros((20, n)), np.zeros((20, n)),
    )  # fmt: skip
    found = foot_loads(many, motion)
    assert found.region_n.shape == (20, n, 4)
    assert np.isfinite(found.arch.fascia_strain_pct).all()
    assert found.region_n.sum(axis=-1) == pytest.approx(600.0)
    held = found.arch.fascia_force_n * found.arch.fascia_lever_m + found.arch.ligament_moment_nm
    held = held + found.arch.muscle_moment_nm + found.arch.stop_moment_nm
    assert (found.arch.stop_moment_nm != 0.0).mean() < 0.1
    assert held == pytest.approx(found.arch_load_nm, rel=1e-9, abs=1e-9)


def test_parts_of_the_sole_lie_where_the_foot_is(shape: FootShape) -> None:
    flat = sole_over(shape, np.zeros(1), np.zeros(1))
    length = float(shape.length_m)
    assert float(np.ptp(flat.forward_m)) < length
    assert (flat.height_m == 0.0).all()
    spread = spread_load(flat, np.full(1, 500.0), np.full(1, -0.05), np.full(1, 0.01))
    assert spread.part_n.shape == (1, 18)
