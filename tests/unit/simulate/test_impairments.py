"""Settings as changes of the problem's parameters."""

from __future__ import annotations

from functools import lru_cache
from math import radians

import pytest

from kinchain.simulate._body import Body, build_body
from kinchain.simulate._parameters import packed, places
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.impairments import LEG_CHANGES, STRUCTURE, impaired
from kinchain.simulate.settings import HEALTHY, NOT_MODELLED, Settings, parse_settings


@lru_cache(maxsize=1)
def body() -> Body:
    return build_body(Person(75.0, 1.75))


def changed(*told: str) -> dict[str, tuple[float, float]]:
    """Return the parameters that settings change: before and after."""
    usual = impaired(body(), Settings())
    after = impaired(body(), parse_settings(told))
    return {name: (usual[name], after[name]) for name in usual if usual[name] != after[name]}


def test_every_setting_acts_or_is_not_modelled() -> None:
    known = {*LEG_CHANGES, *STRUCTURE, *NOT_MODELLED, "body_mass_change_kg"}
    assert known == set(HEALTHY)


def test_all_parameters_are_packed() -> None:
    assert len(packed(impaired(body(), Settings()))) == len(places())


CHANGES = (
    ("knee_flexion_limit_deg@right=60", "passive.knee_angle_r.high", radians(60.0)),
    ("ankle_dorsiflexion_limit_deg@left=5", "passive.ankle_angle_l.high", radians(5.0)),
    ("knee_extension_deficit_deg@right=10", "passive.knee_angle_r.low", radians(10.0)),
    ("cane@left=15", "cane.l", 0.15),
    ("calf_tightness_pct@left=10", "muscle.soleus_l.tight", 1.1),
    ("plantar_fascia_stiffness_pct@right=0", "foot.area_r", 0.0),
)


@pytest.mark.parametrize(("told", "name", "value"), CHANGES)
def test_a_setting_moves_its_parameter_on_its_side_only(told: str, name: str, value: float) -> None:
    found = changed(told)
    assert found[name][1] == pytest.approx(value)
    other = "_l" if "@right" in told else "_r"
    assert not [one for one in found if one.split(".")[1].endswith(other)]


def test_strength_is_a_share_of_the_own() -> None:
    found = changed("quadriceps_strength_pct@right=40")
    assert set(found) == {"muscle.recfem_r.force", "muscle.vasti_r.force"}
    assert all(after == pytest.approx(0.4 * before) for before, after in found.values())


def test_pain_saturates_the_inhibition_by_swelling() -> None:
    def left(*told: str) -> float:
        before, after = changed(*told)["muscle.vasti_r.force"]
        return after / before

    swollen, sore = left("knee_effusion_grade@right=2"), left("knee_pain@right=8")
    both = left("knee_effusion_grade@right=2", "knee_pain@right=8")
    assert swollen * sore < both < min(swollen, sore)


def test_gained_mass_makes_the_body_heavier_and_no_stronger() -> None:
    found = changed("body_mass_change_kg=20")
    before, after = found["global.weight"]
    assert (after - before) / 9.80665 == pytest.approx(20.0)
    assert not [name for name in found if name.startswith("muscle.")]


def test_the_body_keeps_the_persons_mass() -> None:
    assert body().mass_kg == pytest.approx(75.0)
