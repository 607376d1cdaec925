"""A pattern is found on its own side, a healthy walk raises nothing, blindness is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kinchain.core.trial import Trial
from kinchain.gait.compensations import ALARM, Compensations, find_compensations
from kinchain.gait.compensations.find import SHOWN, probability
from kinchain.gait.compensations.patterns import RULES
from kinchain.gait.measure import forces_of, measure_walk, work_out
from kinchain.gait.readers import read_recording
from kinchain.gait.synthetic import Pattern, SyntheticWalk, stand
from kinchain.gait.synthetic.changes import CurveChange, SideChange
from kinchain.gait.synthetic.flaws import LABORATORY, Flaws
from kinchain.gait.synthetic.patterns import PATTERNS

CLEAR = 2.0
"""Times the mild size: clear enough that every pattern must lead to an alarm or near it."""

SAME_SD = 0.05
"""The same walk seen from elsewhere: scores differ by less than this."""

SIZES = {"antalgic": 1.4, "asymmetry": 1.2, "vaulting": 1.2}


def recorded(settings: SyntheticWalk) -> Trial:
    """Return what a laboratory would hand over: no truth in it."""
    return replace(settings.make().trial, angles=None, events=())


def found_in(trial: Trial) -> Compensations:
    done = work_out(trial)
    return find_compensations(done, {**done.values, **forces_of(done)}, shown=0.0)


def sought(settings: SyntheticWalk) -> Compensations:
    return found_in(recorded(settings))


def person(**more: object) -> SyntheticWalk:
    base = SyntheticWalk(duration_s=6.0, seed=11, marker_set="cgm2", flaws=LABORATORY)
    return replace(base, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "side"),
    [(name, ("left", "right")[k % 2]) for k, name in enumerate(sorted(PATTERNS))],
)
def test_a_clear_pattern_is_found_on_its_side(name: str, side: str) -> None:
    size = SIZES.get(name, CLEAR) * PATTERNS[name].mild
    found = sought(person(pattern=Pattern(name, side, size)))  # type: ignore[arg-type]
    by_side = {f.side: f for f in found.found if f.id == name}
    own = by_side.get(side, by_side.get("none"))
    assert own is not None
    assert own.probability > ALARM
    other = by_side.get("left" if side == "right" else "right")
    assert other is None or other.score < own.score - 1.0
    assert any(char.isdigit() for char in own.because[0])


@pytest.mark.parametrize(
    ("speed", "markers"),
    [(0.6, "cgm2"), (0.9, "pose"), (1.2, "plug-in gait"), (1.4, "ior"), (1.7, "opencap")],
)
def test_a_healthy_walk_raises_nothing(speed: float, markers: str) -> None:
    found = sought(person(speed_mps=speed, marker_set=markers, person_variation=1.0))
    assert [f for f in found.found if f.probability >= ALARM] == []


def test_what_cannot_be_seen_gives_nothing_and_a_note() -> None:
    found = sought(person(marker_set="pose", rate_hz=60.0))
    told = {f.id for f in found.found}
    blind = {
        "varus_thrust", "valgus_thrust", "trunk_lean", "circumduction", "overpronation",
        "outer_edge",
    }  # fmt: skip
    assert not told & blind
    effects = " ".join(note.effect for note in found.notes)
    assert all(name in effects for name in blind)


def test_a_side_view_tells_nothing_of_turned_feet() -> None:
    trial = recorded(person(marker_set="pose", rate_hz=60.0))
    assert trial.markers is not None
    flat = trial.markers.copy(data=trial.markers.values * np.array([1.0, 1.0, 0.0]))
    found = found_in(replace(trial, markers=flat, plates=None, two_dimensional=True))
    assert not {f.id for f in found.found} & {"toe_in", "toe_out", "circumduction"}
    assert "stiff_knee" in {f.id for f in found.found}


def test_the_mirror_image_has_the_mirror_pattern() -> None:
    walk = person(pattern=Pattern("stiff_knee", "left", 30.0), variability=0.0, flaws=Flaws())
    scores = [
        {(f.id, f.side): f.score for f in sought(one).found} for one in (walk, walk.mirrored())
    ]
    assert scores[0]["stiff_knee", "left"] == pytest.approx(
        scores[1]["stiff_knee", "right"], abs=0.6
    )


def test_pose_widens_what_it_can_see() -> None:
    pattern = Pattern("stiff_knee", "right", 25.0)
    laboratory = sought(person(pattern=pattern, marker_set="cgm2"))
    pose = sought(person(pattern=pattern, marker_set="pose", rate_hz=60.0))
    score = [
        next(f.score for f in one.found if (f.id, f.side) == ("stiff_knee", "right"))
        for one in (laboratory, pose)
    ]
    assert score[1] < score[0]


def test_probability_is_even_at_its_middle_and_rises() -> None:
    values = [probability(score, 2.5) for score in (-100.0, 0.0, 2.0, 4.0, 100.0)]
    assert values == sorted(values)
    assert probability(2.5, 2.5) == ALARM
    assert 0.0 <= values[0] < 0.01 and values[-1] > 0.99


def test_the_walk_carries_them_with_words() -> None:
    walk = measure_walk(recorded(person(pattern=Pattern("antalgic", "left", 10.0))))
    first = walk.compensations[0]
    assert all(one.probability >= SHOWN for one in walk.compensations)
    antalgic = next(one for one in walk.compensations if one.id == "antalgic")
    assert first.probability >= antalgic.probability > ALARM
    assert antalgic.side == "left"
    assert "left stance" in antalgic.because[0] and "right" in antalgic.because[0]


def test_without_plates_no_word_of_weight() -> None:
    trial = recorded(person(pattern=Pattern("less_weight", "left", 30.0)))
    found = found_in(replace(trial, plates=None))
    assert "less_weight" not in {f.id for f in found.found}
    assert "less_weight" in " ".join(note.effect for note in found.notes)


def test_a_standing_trial_tells_the_foots_edge_without_its_markers_tilt() -> None:
    settings = person(flaws=Flaws(), variability=0.0)
    done = work_out(recorded(settings), stand(settings))
    assert done.joints.flat_known == {"l", "r"}
    found = find_compensations(done, done.values, shown=0.0)
    edges = [f.score for f in found.found if f.id == "outer_edge"]
    assert len(edges) == 2
    assert max(map(abs, edges)) < 0.3


def test_a_foot_that_lands_flat_is_not_on_its_toes() -> None:
    flat = CurveChange("ankle_flexion", bump_deg=-14.0, at=0.0, width=0.15)
    found = sought(person(speed_mps=0.7, left=SideChange(curves=(flat,))))
    own = next(f for f in found.found if (f.id, f.side) == ("toe_walking", "left"))
    assert own.probability < ALARM


def test_every_rule_has_a_pattern_to_be_tested_with() -> None:
    assert set(RULES) | {"antalgic", "asymmetry", "less_weight"} == set(PATTERNS)


def test_turning_the_laboratory_changes_nothing() -> None:
    trial = recorded(person(pattern=Pattern("toe_in", "left", 20.0), flaws=Flaws()))
    assert trial.markers is not None and trial.plates is not None
    turn = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    plates = trial.plates.copy(
        data={k: (v.values @ turn.T) for k, v in trial.plates.data_vars.items()}
    )
    turned = replace(
        trial, markers=trial.markers.copy(data=trial.markers.values @ turn.T), plates=plates
    )
    scores = [{(f.id, f.side): f.score for f in found_in(one).found} for one in (trial, turned)]
    assert scores[0].keys() == scores[1].keys()
    for key, score in scores[0].items():
        assert scores[1][key] == pytest.approx(score, abs=SAME_SD), key


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        ("walking1", None),
        ("walkingTI1", ("toe_in", "left")),
        ("walkingTS1", ("trunk_lean", "left")),
    ],
)
def test_what_a_person_was_asked_to_do_is_seen(recordings: Path, trial: str, expected) -> None:
    folder = recordings / "opencap_val_subject4"
    paths = [folder / "MarkerData" / f"{trial}.trc", folder / "ID" / f"{trial}_grf.mot"]
    if not all(path.exists() for path in paths):
        pytest.skip(f"{trial} is not there")
    told = [f for f in found_in(read_recording(paths)).found if f.probability >= ALARM]
    assert [(f.id, f.side) for f in told] == ([] if expected is None else [expected])


def test_the_reference_page_has_every_pattern_with_its_middle() -> None:
    page = (Path(__file__).parents[4] / "docs/reference/compensations.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert set(rows) == set(PATTERNS)
    for name, rule in RULES.items():
        assert rows[name].rstrip(" |").endswith(f"{rule.middle:g}"), name
