"""What a walk shows becomes a finding only when sure, stands beside what was told, raises only."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kinchain.app.assess import assess
from kinchain.app.walk_case import locate_walks, read_walks
from kinchain.app.walk_findings import MEANINGS, NO_FINDING, shown_by, walk_signs
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.case import Case, WalkInput
from kinchain.core.formats.walk import AngleCurve, Compensation, Recording, Statistic, Walk
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import Knowledge
from kinchain.gait.compensations.patterns import RULES

SIDES = ("left", "right")


def a_walk(*signs: tuple[str, str, float], n: int = 6, left_m=0.6, right_m=0.6) -> Walk:
    both = {side: Statistic(mean=60.0, sd=1.0, n=n) for side in SIDES}
    steps = {
        "left": Statistic(mean=left_m, sd=0.01, n=n),
        "right": Statistic(mean=right_m, sd=0.01, n=n),
    }
    return Walk(
        recording=Recording(path="some/walk.c3d", kind="c3d", rate_hz=100.0, duration_s=5.0),
        events={},
        event_method="made up",
        summary={"stance_pct": both, "foot_progression_deg": both, "step_length_m": steps},
        compensations=tuple(
            Compensation(id=name, side=side, probability=p, because=("seen so",))  # type: ignore[arg-type]
            for name, side, p in signs
        ),
    )


def keys(walks: list[Walk]) -> set[str]:
    return {finding.key for finding in shown_by(walks).findings}


def test_every_compensation_has_a_meaning_or_a_reason_why_not(knowledge: Knowledge) -> None:
    every = {*RULES, "antalgic", "asymmetry", "less_weight"}
    assert every <= MEANINGS.keys() | NO_FINDING.keys()
    assert not MEANINGS.keys() & NO_FINDING.keys()
    assert all(knowledge.findings[one.finding].sided for one in MEANINGS.values())


@pytest.mark.parametrize(("probability", "told"), [(0.95, {"limp@right"}), (0.6, set())])
def test_only_what_is_sure_becomes_a_finding(probability: float, told: set[str]) -> None:
    assert keys([a_walk(("antalgic", "right", probability))]) == told


def test_a_few_strides_tell_nothing() -> None:
    assert keys([a_walk(("antalgic", "right", 0.99), n=2)]) == set()


def test_a_walk_without_it_speaks_against_one_with_it() -> None:
    assert keys([a_walk(("toe_out", "left", 0.99))]) == {"toe_out@left"}
    assert keys([a_walk(("toe_out", "left", 0.99)), a_walk()]) == set()


def test_a_short_step_needs_a_limp_of_the_spared_leg() -> None:
    limp = ("antalgic", "right", 0.99)
    assert keys([a_walk(limp, left_m=0.45)]) == {"limp@right", "short_step@right"}
    assert keys([a_walk(limp, right_m=0.45)]) == {"limp@right"}
    assert keys([a_walk(left_m=0.45)]) == set()


@pytest.mark.parametrize(
    ("sign", "finding"),
    [
        ("toe_walking", "walks_on_toes"),
        ("outer_edge", "walks_on_outer_edge"),
        ("less_weight", "leans_on_other_leg"),
    ],
)
def test_sparing_the_foot_or_the_leg_becomes_a_finding(sign: str, finding: str) -> None:
    walk = a_walk((sign, "left", 0.95))
    assert keys([walk]) == set()
    curves = {
        f"{name}_{end}": AngleCurve(mean_deg=None, sd_deg=None, peak_deg=5.0, peak_at_pct=50.0, n=4)
        for name in ("ankle_angle", "subtalar_angle")
        for end in "lr"
    }
    carried = {side: Statistic(mean=0.5, sd=0.01, n=4) for side in SIDES}
    summary = {**walk.summary, "vertical_impulse_bw_s": carried}
    seen = walk.model_copy(update={"angles": curves, "summary": summary})
    assert keys([seen]) == {f"{finding}@left"}
    few = {**carried, "right": Statistic(mean=0.5, sd=0.01, n=1)}
    if sign == "less_weight":
        bare = seen.model_copy(update={"summary": {**summary, "vertical_impulse_bw_s": few}})
        assert keys([bare]) == set()


def test_told_and_measured_are_set_side_by_side() -> None:
    shown = shown_by([a_walk(("antalgic", "right", 0.99))])
    told = Findings((Finding("limp", False, "right"), Finding("toe_out", True, "left")))
    signs = {(one.finding, one.side): one for one in walk_signs(shown, told)}
    assert signs["limp", "right"].agrees is False
    assert "Both are kept" in signs["limp", "right"].text
    assert signs["toe_out", "left"].agrees is False
    assert "still counts" in signs["toe_out", "left"].text
    assert ("limp", "left") not in signs
    unsaid = walk_signs(shown, Findings())
    assert [(one.finding, one.agrees) for one in unsaid] == [("limp", None)]
    same = walk_signs(shown, Findings((Finding("limp", True, "right"),)))
    assert [one.agrees for one in same] == [True]


def test_a_limp_of_no_told_side_counts_as_spoken_of() -> None:
    shown = shown_by([a_walk(("antalgic", "right", 0.99))])
    signs = walk_signs(shown, Findings((Finding("limp", True, "unknown"),)))
    assert {one.agrees for one in signs if one.side == "right"} == {True}


def with_walks(monkeypatch: pytest.MonkeyPatch, *walks: Walk) -> None:
    monkeypatch.setattr(sys.modules["kinchain.app.assess"], "read_walks", lambda _: shown_by(walks))


CASE = Case(
    narrative="My right knee hurts. My left heel hurts with the first steps.",
    walks=(WalkInput(path="walk.c3d"),),
)


def test_what_was_told_goes_before_and_both_are_heard(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    with_walks(monkeypatch, a_walk(("antalgic", "right", 0.99)))
    free = assess(CASE, knowledge)
    limps = [one for one in free.heard if one.finding == "limp"]
    assert [(one.value, one.side, one.source) for one in limps] == [(True, "right", "walk")]
    assert free.walks and free.walk_signs
    denied = assess(CASE.model_copy(update={"findings": {"limp@right": False}}), knowledge)
    limps = [one for one in denied.heard if one.finding == "limp"]
    assert {(one.value, one.source) for one in limps} == {(False, "answer"), (True, "walk")}
    used = {e.finding: e.value for one in denied.conditions for e in (*one.because, *one.against)}
    assert used.get("limp", False) is False


STORIES = (
    {"narrative": "Both my knees ache a little on stairs."},
    {"narrative": "My calf is swollen and hot since a flight yesterday."},
    {"narrative": "My heel hurts.", "findings": {"fever": True}},
    {"narrative": "I jumped and something kicked my left heel. I cannot push off."},
    {},
)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("side", SIDES)
def test_a_walk_never_lowers_the_urgency(
    story: dict[str, object], side: str, monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    case = Case.model_validate({**story, "walks": [{"path": "walk.c3d"}]})
    alone = assess(case.model_copy(update={"walks": ()}), knowledge)
    signs = [(name, side, 0.99) for name in MEANINGS if name != "short_step"]
    with_walks(monkeypatch, a_walk(*signs, left_m=0.5))
    walked = assess(case, knowledge)
    levels = [URGENCIES.index(one.triage.urgency) for one in (walked, alone)]
    assert levels[0] <= levels[1]
    if levels[0] == levels[1]:
        assert walked.triage == alone.triage


def test_a_fault_in_measuring_does_not_stop_the_assessment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kinchain.app.walk.measure", broken)
    shown = read_walks(CASE)
    assert shown.walks == ()
    assert "ZeroDivisionError" in shown.notes[0]


def test_walks_are_found_from_the_case_file(tmp_path: Path) -> None:
    case = locate_walks(CASE, tmp_path)
    assert case.walks[0].path == str(tmp_path / "walk.c3d")
    assert locate_walks(case, Path("other")).walks == case.walks


def test_curves_stay_out_of_the_assessment() -> None:
    walk = replace_curves(a_walk())
    shown = shown_by([walk])
    assert all(
        one.mean_deg is None and one.sd_deg is None for one in shown.walks[0].angles.values()
    )
    assert shown.walks[0].angles["knee_angle_l"].peak_deg == 60.0


def replace_curves(walk: Walk) -> Walk:
    from kinchain.core.formats.walk import AngleCurve

    curve = AngleCurve(
        mean_deg=(1.0,) * 101, sd_deg=(1.0,) * 101, peak_deg=60.0, peak_at_pct=70, n=5
    )
    return walk.model_copy(update={"angles": {"knee_angle_l": curve}})


def test_shown_is_frozen() -> None:
    with pytest.raises(AttributeError):
        replace(shown_by([])).walks = ()  # type: ignore[misc]
