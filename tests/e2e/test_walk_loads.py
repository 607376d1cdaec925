"""Loads of a person's walk in the assessment: from the recording to the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kinchain as kc
from kinchain.app.clinician import clinician_page
from kinchain.app.loads.compute import LoadsOrder, compute
from kinchain.app.loads.findings import load_findings
from kinchain.app.loads.usual import looked_at
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case, Person, WalkInput
from kinchain.evidence import Knowledge
from kinchain.evidence.load_norms import load_norms
from kinchain.report.build import build_report
from kinchain.report.clinician_text import clinician_text
from kinchain.report.page import render_page
from kinchain.report.terminal import render_text

WALK = Path(__file__).resolve().parents[2] / "examples" / "walks" / "healthy.c3d"

CASE = Case(
    narrative="My right knee hurts at the inner side. I limp on the left. My left heel is sore.",
    person=Person(age=52, sex="female", height_m=1.7, mass_kg=71.0),
    walks=(WalkInput(path=str(WALK)),),
)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return kc.assess(CASE)


def test_a_healthy_walk_carries_loads_and_raises_nothing(assessment: Assessment) -> None:
    (loads,) = assessment.loads
    assert loads.recording == "healthy.c3d" and loads.left and loads.right
    assert all(curve.mean is None for _, curve in loads.left if hasattr(curve, "mean"))
    assert not [one for one in assessment.heard if one.source == "loads"]
    verdicts = {(one.finding, one.side): one.verdict for one in assessment.load_signs}
    assert verdicts["knee_medial_load_high", "right"] == "not_shown"
    assert not {"otherwise", "unsaid"} & set(verdicts.values())


def test_it_is_told_beside_what_was_told(assessment: Assessment, knowledge: Knowledge) -> None:
    report = build_report(assessment, knowledge, CASE.narrative)
    for text in (render_text(report), render_page(report)):
        assert "What your legs carry when you walk" in text
        assert "Pull on the band under the foot" in text
    assert "does not show a high load on the inner side of the right knee" in " ".join(
        render_text(report).split()
    )
    page = clinician_page(CASE, assessment, knowledge)
    sheet = " ".join(clinician_text(page).split())
    assert "High load on the inner side of the knee: not seen (right)" in sheet
    assert "Knee contact force, peak: left" in sheet


def test_loads_do_not_change_what_was_told(assessment: Assessment) -> None:
    alone = kc.assess(CASE.model_copy(update={"walks": ()}))
    assert assessment.triage == alone.triage
    assert alone.loads == () and alone.load_signs == ()


def test_without_walks_nothing_of_the_body_is_loaded() -> None:
    code = """
import sys
from kinchain.app.assess import assess
from kinchain.core.formats.case import Case
assess(Case(narrative="My knee hurts."))
late = ("kinchain.body", "kinchain.gait", "kinchain.evidence.load_norms", "numba", "xarray")
found = [name for name in sys.modules if name.startswith(late)]
assert not found, found
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


@pytest.mark.parametrize(
    ("files", "speed"),
    [
        (("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.mot"), 1.24),
        (("opensim_moco_walk3d/markers_walk.trc",), 1.24),
        (("bmclab_course/Gait.c3d",), 1.62),
        (("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",), 1.16),
    ],
    ids=["plates", "without", "bmclab", "btk"],
)
def test_healthy_people_raise_no_alarm(
    files: tuple[str, ...], speed: float, recordings: Path
) -> None:
    loads = compute(LoadsOrder(tuple(recordings / name for name in files))).loads
    looks = looked_at(loads, speed, "walk", load_norms())
    assert len(looks) > 10
    assert [one.key for one in load_findings(looks)] == []
