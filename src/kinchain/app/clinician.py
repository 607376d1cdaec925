"""The clinician page of a case: what was found, and in one line what was believed before."""

from __future__ import annotations

from kinchain.app.assess import assess
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case
from kinchain.evidence import Knowledge
from kinchain.report.clinician import build_clinician
from kinchain.report.clinician_model import ClinicianPage


def clinician_page(case: Case, assessment: Assessment, knowledge: Knowledge) -> ClinicianPage:
    """Gather the clinician page; where something was examined, also what was believed before.

    Parameters
    ----------
    case
        The case.
    assessment
        Its assessment.
    knowledge
        The knowledge it was made with.
    """
    before = None
    if case.examined:
        before = assess(case.model_copy(update={"examined": ()}), knowledge)
    return build_clinician(case, assessment, knowledge, before)
