"""Laws of loads in the assessment: sides mirror, doubt tells less, urgency never falls."""

from __future__ import annotations

import sys
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.app.assess import assess
from kinchain.app.loads.findings import load_findings, without_load_curves
from kinchain.app.loads.usual import looked_at
from kinchain.app.walk_findings import Shown
from kinchain.core.findings import OTHER_SIDE
from kinchain.core.formats.case import Case, WalkInput
from kinchain.core.formats.loads import LoadCurve, Loads, RegionImpulse, SideLoads
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import load_knowledge
from kinchain.evidence.load_norms import load_norms

LOADS = tuple(
    dict.fromkeys(one.load for one in (*load_norms().norms, *load_norms().uneven)
                  if one.load != "forefoot_impulse_pct")
)  # fmt: skip

SPEEDS = st.one_of(st.none(), st.floats(0.3, 2.2))

ASKED = sorted(
    name for name, one in load_knowledge().findings.items() if one.type == "bool" and one.sided
)


@st.composite
def a_side(draw: st.DrawFn) -> SideLoads:
    curves = {}
    for name in LOADS:
        value = draw(st.floats(0.01, 8.0))
        below, above = draw(st.floats(0.0, 3.0)), draw(st.floats(0.0, 3.0))
        curves[name] = LoadCurve(
            mean=(value,) * 101, peak=value, peak_at_pct=50.0, n=4,
            interval_90=(value - below, value + above),
        )  # fmt: skip
    forefoot = draw(st.floats(0.0, 100.0))
    share = RegionImpulse(heel=100.0 - forefoot, midfoot=0.0, metatarsal_heads=forefoot, toes=0.0)
    return SideLoads(**curves, region_impulse_pct=share)


@st.composite
def some_loads(draw: st.DrawFn) -> Loads:
    left, right = draw(a_side()), draw(a_side())
    source = draw(st.sampled_from(("plates", "insole", "estimated")))
    return Loads(
        left=left, right=right, residual_force_pct=3.0, marker_rms_mm=10.0,
        source_of_ground_reaction=source, model="made up", mass_kg=70.0,
    )  # fmt: skip


def keys(loads: Loads, speed: float | None) -> set[tuple[str, str]]:
    found = load_findings(looked_at(loads, speed, "walk", load_norms()))
    return {(one.id, one.side) for one in found}


@given(some_loads(), SPEEDS)
def test_mirrored_loads_tell_the_mirrored(loads: Loads, speed: float | None) -> None:
    mirrored = loads.model_copy(update={"left": loads.right, "right": loads.left})
    other = {**OTHER_SIDE, "none": "none"}
    assert keys(mirrored, speed) == {(name, other[side]) for name, side in keys(loads, speed)}


@given(some_loads(), SPEEDS, st.floats(1.0, 5.0))
def test_wider_intervals_never_tell_more(loads: Loads, speed: float | None, times: float) -> None:
    def widened(own: SideLoads) -> SideLoads:
        curves = {}
        for name in LOADS:
            curve = getattr(own, name)
            low, high = curve.interval_90
            wide = (
                curve.peak - times * (curve.peak - low),
                curve.peak + times * (high - curve.peak),
            )
            curves[name] = curve.model_copy(update={"interval_90": wide})
        return own.model_copy(update=curves)

    assert loads.left and loads.right
    wide = loads.model_copy(update={"left": widened(loads.left), "right": widened(loads.right)})
    assert keys(wide, speed) <= keys(loads, speed)


@given(some_loads(), st.floats(2.3, 9.0))
def test_at_a_speed_without_figures_no_leg_is_judged(loads: Loads, speed: float) -> None:
    assert {side for _, side in keys(loads, speed)} <= {"none"}


@settings(max_examples=15, deadline=None)
@given(
    some_loads(),
    st.dictionaries(st.sampled_from(ASKED), st.booleans(), max_size=5),
    st.sampled_from(("left", "right", "unknown")),
)
def test_loads_never_lower_the_urgency(loads: Loads, answers: dict[str, bool], side: str) -> None:
    told = {f"{name}@{side}": value for name, value in answers.items()}
    case = Case.model_validate({"findings": told})
    looks = looked_at(loads, 1.25, "walk", load_norms())
    bare = without_load_curves(loads, "walk")
    shown = Shown((), tuple(load_findings(looks)), (), (), (bare,), looks)
    alone = assess(case)
    with patch.object(sys.modules["kinchain.app.assess"], "read_walks", lambda _: shown):
        walked = assess(case.model_copy(update={"walks": (WalkInput(path="walk"),)}))
    levels = [URGENCIES.index(one.triage.urgency) for one in (walked, alone)]
    assert levels[0] <= levels[1]
