"""A guess never stands as told: person's report, clinician's page."""

from __future__ import annotations

from kinchain.app.assess import assess
from kinchain.core.formats.assessment import Heard
from kinchain.core.formats.case import Case
from kinchain.evidence import Knowledge
from kinchain.report.clinician import build_clinician
from kinchain.report.heard import GUESSED, heard_lines

GUESS = Heard(finding="started_first", value="knee", side="none", source="guess")
TOLD = Heard(finding="started_first", value="knee", side="none", source="narrative")


def test_the_report_marks_a_guess(knowledge: Knowledge) -> None:
    for one, marked in ((GUESS, True), (TOLD, False)):
        lines = heard_lines((one,), knowledge, "")
        assert (GUESSED in lines[0].items[0][0]) is marked


def test_the_clinician_page_marks_a_guess(knowledge: Knowledge) -> None:
    case = Case.model_validate({"narrative": "My left knee hurts, my left heel hurts."})
    found = assess(case).model_copy(update={"heard": (GUESS,)})
    page = build_clinician(case, found, knowledge)
    assert any(GUESSED in text for row in page.told for text in row.texts)
