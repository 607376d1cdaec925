"""Loads become findings only where the whole interval is unusual, per leg, at a known speed."""

from __future__ import annotations

import sys

import pytest

from kinchain.app.assess import assess
from kinchain.app.loads.findings import load_findings, without_load_curves
from kinchain.app.loads.told import MEANINGS, load_signs
from kinchain.app.loads.usual import doubts_of, looked_at
from kinchain.app.walk_case import read_walks
from kinchain.app.walk_findings import Shown
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.case import Case, WalkInput
from kinchain.core.formats.loads import LoadCurve, Loads, RegionImpulse, SideLoads
from kinchain.core.formats.walk import Quality, Recording, Walk
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import Knowledge
from kinchain.evidence.load_norms import load_norms
from kinchain.reason.routes import Ground

SIDES = ("left", "right")
SPEED = 1.25

USUAL = {
    "grf_vertical_bw": 1.1,
    "external_knee_adduction_moment_pct_bwht": 2.7,
    "external_knee_flexion_moment_pct_bwht": 2.6,
    "internal_ankle_plantarflexion_moment_nm_per_kg": 1.5,
    "knee_contact_force_bw": 3.0,
    "patellofemoral_force_bw": 0.9,
    "plantar_fascia_force_bw": 1.2,
    "heel_force_bw": 0.8,
}

UNUSUAL = {
    "fascia_load_high": ("plantar_fascia_force_bw", 3.6),
    "heel_load_high": ("heel_force_bw", 1.6),
    "knee_medial_load_high": ("external_knee_adduction_moment_pct_bwht", 6.0),
    "kneecap_load_high": ("patellofemoral_force_bw", 3.0),
    "push_off_weak_measured": ("internal_ankle_plantarflexion_moment_nm_per_kg", 0.6),
    "quadriceps_avoided": ("external_knee_flexion_moment_pct_bwht", -1.5),
}


def a_curve(value: float, share: float = 0.1) -> LoadCurve:
    half = abs(value) * share
    return LoadCurve(
        mean=(value,) * 101, sd=None, low_90=(value - half,) * 101, high_90=(value + half,) * 101,
        peak=value, peak_at_pct=50.0, interval_90=(value - half, value + half), n=6,
    )  # fmt: skip


def a_side(share: float = 0.1, forefoot: float = 55.0, **values: float) -> SideLoads:
    curves = {name: a_curve(value, share) for name, value in {**USUAL, **values}.items()}
    heel = 100.0 - forefoot
    impulse = RegionImpulse(heel=heel, midfoot=0.0, metatarsal_heads=forefoot, toes=0.0)
    return SideLoads(**curves, region_impulse_pct=impulse)


def some_loads(left: SideLoads | None, right: SideLoads | None, **more: object) -> Loads:
    told = {"residual_force_pct": 3.0, "marker_rms_mm": 12.0,
            "source_of_ground_reaction": "plates", **more}  # fmt: skip
    return Loads(left=left, right=right, model="made up", mass_kg=70.0, **told)


def on(side: str, changed: SideLoads, other: SideLoads | None = None) -> Loads:
    usual = other or a_side()
    return some_loads(changed, usual) if side == "left" else some_loads(usual, changed)


def shown(loads: Loads, speed: float | None = SPEED) -> set[str]:
    return {one.key for one in load_findings(looked_at(loads, speed, "walk.c3d", load_norms()))}


def test_usual_loads_tell_nothing() -> None:
    assert shown(some_loads(a_side(), a_side())) == set()


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("finding", UNUSUAL)
def test_an_unusual_load_is_told_of_its_own_leg(finding: str, side: str) -> None:
    load, value = UNUSUAL[finding]
    assert shown(on(side, a_side(**{load: value}))) - {"load_uneven"} == {f"{finding}@{side}"}


@pytest.mark.parametrize("side", SIDES)
def test_a_load_far_forward_is_told(side: str) -> None:
    assert shown(on(side, a_side(forefoot=95.0))) == {f"forefoot_load_shift@{side}"}
    assert shown(on(side, a_side(forefoot=80.0))) == set()


@pytest.mark.parametrize("finding", UNUSUAL)
def test_an_interval_that_reaches_what_is_usual_tells_nothing(finding: str) -> None:
    load, value = UNUSUAL[finding]
    wide = a_side(share=2.0 if value < 1.0 else 0.6, **{load: value})
    assert shown(on("left", wide)) == set()


def test_both_legs_alike_are_told_each_and_not_as_uneven() -> None:
    load, value = UNUSUAL["knee_medial_load_high"]
    both = a_side(**{load: value})
    assert shown(some_loads(both, both)) == {f"knee_medial_load_high@{one}" for one in SIDES}


def test_the_same_load_is_judged_by_speed() -> None:
    hard = on("left", a_side(share=0.05, heel_force_bw=1.25))
    assert shown(hard, 1.0) == {"heel_load_high@left"}
    assert shown(hard, 1.7) == set()
    assert shown(hard, None) == set()
    slow = on("left", a_side(external_knee_flexion_moment_pct_bwht=-1.5))
    assert shown(slow, 0.8) == set()


@pytest.mark.parametrize("more", ["left", "right"])
def test_uneven_legs_are_told_as_such_and_no_leg_is_blamed(more: str, knowledge: Knowledge) -> None:
    loads = on(more, a_side(0.02, grf_vertical_bw=1.5), a_side(0.02))
    assert shown(loads) == {"load_uneven"}
    looks = looked_at(loads, SPEED, "walk.c3d", load_norms())
    sign = load_signs(looks, Findings(), knowledge)[0]
    assert (sign.side, sign.verdict) == ("none", "unsaid")
    assert sign.both == ((1.5, 1.1) if more == "left" else (1.1, 1.5))
    assert (sign.value > 0.0) is (more == "left")
    assert "1.50" in sign.text and "1.10" in sign.text
    wide = on(more, a_side(0.2, grf_vertical_bw=1.5), a_side(0.2))
    assert shown(wide) == set()


def test_one_leg_alone_is_not_uneven() -> None:
    assert shown(some_loads(a_side(0.02, grf_vertical_bw=1.5), None)) == set()


@pytest.mark.parametrize(
    "off", [{"residual_force_pct": 25.0}, {"marker_rms_mm": 80.0}], ids=["forces", "markers"]
)
def test_what_does_not_fit_tells_nothing(off: dict[str, float]) -> None:
    load, value = UNUSUAL["heel_load_high"]
    loads = some_loads(a_side(**{load: value}), a_side(), **off)
    assert shown(loads) == set()
    assert len(doubts_of(loads)) == 1


@pytest.mark.parametrize("side", SIDES)
def test_a_foot_that_stands_beside_its_force_tells_nothing_of_the_sole(side: str) -> None:
    both = a_side(forefoot=95.0, heel_force_bw=1.6, plantar_fascia_force_bw=3.6)
    off = Quality(level="warning", what="made up", where=f"{side} foot", effect="made up")
    other = "right" if side == "left" else "left"
    told = shown(some_loads(both, both, quality=(off,)))
    assert {one.partition("@")[2] for one in told} == {other} and len(told) == 3


def test_joint_angles_alone_tell_nothing_of_the_inner_knee() -> None:
    load, value = UNUSUAL["knee_medial_load_high"]
    angles = {"marker_rms_mm": None, "source_of_ground_reaction": "estimated"}
    assert shown(some_loads(a_side(**{load: value}), a_side(**{load: value}), **angles)) == set()


def test_a_walk_without_it_speaks_against_one_with_it() -> None:
    load, value = UNUSUAL["heel_load_high"]
    norms = load_norms()
    hard = looked_at(on("left", a_side(**{load: value})), SPEED, "a", norms)
    usual = looked_at(some_loads(a_side(), a_side()), SPEED, "b", norms)
    assert {one.key for one in load_findings(hard)} >= {"heel_load_high@left"}
    assert not {one.key for one in load_findings((*hard, *usual))} & {"heel_load_high@left"}


def test_every_finding_of_loads_is_in_the_vocabulary(knowledge: Knowledge) -> None:
    known = {name for name, one in knowledge.findings.items() if one.kind == "load"}
    assert known == set(MEANINGS)
    assert {one.finding for one in load_norms().norms} | {"load_uneven"} == known
    beside = {name for one in MEANINGS.values() for name in (*one.same, *one.near)}
    assert beside <= set(knowledge.findings)


def signs_of(loads: Loads, knowledge: Knowledge, *told: Finding) -> dict[str, str]:
    looks = looked_at(loads, SPEED, "walk.c3d", load_norms())
    return {
        f"{one.finding}@{one.side}": one.verdict
        for one in load_signs(looks, Findings(told), knowledge)
    }


def test_told_and_measured_are_set_side_by_side(knowledge: Knowledge) -> None:
    load, value = UNUSUAL["kneecap_load_high"]
    loads = on("right", a_side(**{load: value}))
    assert signs_of(loads, knowledge) == {"kneecap_load_high@right": "unsaid"}
    sore = Finding("pain_knee_front", True, "right")
    assert signs_of(loads, knowledge, sore)["kneecap_load_high@right"] == "agrees"
    left = Finding("pain_knee_front", True, "left")
    assert signs_of(loads, knowledge, left)["kneecap_load_high@left"] == "not_shown"
    calm = Finding("pain_knee_front", False, "right")
    assert signs_of(loads, knowledge, calm)["kneecap_load_high@right"] == "unsaid"
    weak = UNUSUAL["quadriceps_avoided"]
    spared = on("left", a_side(**{weak[0]: weak[1]}))
    strong = Finding("quadriceps_weak", False, "left")
    assert signs_of(spared, knowledge, strong)["quadriceps_avoided@left"] == "otherwise"


def test_curves_stay_out_of_the_assessment() -> None:
    bare = without_load_curves(some_loads(a_side(), None), "walk.c3d")
    assert bare.recording == "walk.c3d" and bare.right is None and bare.left is not None
    curve = bare.left.heel_force_bw
    assert curve is not None and curve.peak == 0.8
    assert curve.mean is curve.low_90 is curve.high_90 is None


def test_loads_that_cannot_be_worked_out_are_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    walk = Walk(
        recording=Recording(path="walk.c3d", kind="c3d", rate_hz=100.0, duration_s=5.0),
        events={}, event_method="made up", summary={},
    )  # fmt: skip
    monkeypatch.setattr("kinchain.app.loads.compute.compute", broken)
    monkeypatch.setattr("kinchain.app.walk_case._measured", lambda *_: walk)
    read = read_walks(Case(walks=(WalkInput(path="some/walk.c3d"),)))
    assert len(read.walks) == 1 and read.loads == () and read.loads_looked == ()
    assert "The loads of walk.c3d were not worked out" in read.notes[0]
    assert "ZeroDivisionError" in read.notes[0]


def with_loads(monkeypatch: pytest.MonkeyPatch, loads: Loads) -> None:
    looks = looked_at(loads, SPEED, "walk.c3d", load_norms())
    bare = without_load_curves(loads, "walk.c3d")
    found = Shown((), tuple(load_findings(looks)), (), (), (bare,), looks)
    monkeypatch.setattr(sys.modules["kinchain.app.assess"], "read_walks", lambda _: found)


STORIES = (
    {"narrative": "Both my knees ache a little on stairs."},
    {"narrative": "My calf is swollen and hot since a flight yesterday."},
    {"narrative": "My heel hurts.", "findings": {"fever": True}},
    {"narrative": "I jumped and something kicked my left heel. I cannot push off."},
    {},
)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("side", SIDES)
def test_loads_never_lower_the_urgency(
    story: dict[str, object], side: str, monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    case = Case.model_validate({**story, "walks": [{"path": "walk.c3d"}]})
    alone = assess(case.model_copy(update={"walks": ()}), knowledge)
    odd = a_side(forefoot=95.0, **dict(UNUSUAL.values()))
    with_loads(monkeypatch, on(side, odd))
    walked = assess(case, knowledge)
    assert {one.source for one in walked.heard} >= {"loads"}
    levels = [URGENCIES.index(one.triage.urgency) for one in (walked, alone)]
    assert levels[0] <= levels[1]
    if levels[0] == levels[1]:
        assert walked.triage == alone.triage


def test_a_measured_load_makes_the_routes_into_it_likelier(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    words = "My right knee is sore and swollen. Later my left heel began to hurt."
    case = Case(narrative=words, walks=(WalkInput(path="walk.c3d"),))

    def down(assessment: object) -> float:
        routes = {one.id: one.probability for one in assessment.chain.mechanisms}  # type: ignore[attr-defined]
        return routes["knee_sparing_walk"]

    before = down(assess(case.model_copy(update={"walks": ()}), knowledge))
    with_loads(monkeypatch, on("left", a_side(plantar_fascia_force_bw=3.6)))
    seen = assess(case, knowledge)
    assert down(seen) > before
    with_loads(monkeypatch, some_loads(a_side(), a_side()))
    assert down(assess(case, knowledge)) == pytest.approx(before)


def test_a_load_on_one_leg_does_not_place_a_pain_there(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    case = Case(narrative="My knee hurts.", walks=(WalkInput(path="walk.c3d"),))
    with_loads(monkeypatch, on("left", a_side(plantar_fascia_force_bw=3.6)))
    assert {one.side for one in assess(case, knowledge).conditions} <= {"unknown", "none"}


def test_nobody_is_asked_for_what_only_loads_show(knowledge: Knowledge) -> None:
    case = Case(narrative="My right knee is sore. My left heel hurts with the first steps.")
    asked = {one.finding.partition("@")[0] for one in assess(case, knowledge).next_questions}
    assert not asked & set(MEANINGS)
    signs = {name for node in knowledge.nodes.values() for name in node.signs}
    assert not signs & set(MEANINGS)
    measured = {name for node in knowledge.nodes.values() for name in node.measured}
    assert measured == set(MEANINGS) - {"load_uneven"}


def test_a_load_that_no_walk_shows_denies_nothing(knowledge: Knowledge) -> None:
    told = (Finding("quadriceps_weak", False, "right"), Finding("hip_weak", False, "right"))
    ground = Ground(knowledge, Findings(told), {})
    assert ground.denied("weak_thigh", "right") and not ground.denied("fascia_load", "right")
    seen = Ground(knowledge, Findings((Finding("fascia_load_high", True, "right", "loads"),)), {})
    edge = knowledge.edges["E-M1-6"]
    assert seen.told("fascia_load", "right") == "fascia_load_high@right"
    assert edge.strength.p < seen.strength(edge, "right") < 1.0
    assert seen.strength(edge, "left") == edge.strength.p
