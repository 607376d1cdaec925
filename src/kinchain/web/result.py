"""The result: the report's own parts as a page, PDF and JSON."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.app.assess import assess
from kinchain.app.interview import Interview, next_question
from kinchain.core.formats.assessment import Assessment
from kinchain.core.urgency import at_least
from kinchain.evidence import load_knowledge
from kinchain.report import Report, build_report, render_page, render_pdf
from kinchain.report.words import URGENCY_WORDS
from kinchain.web.alarm import Alarm, words_at
from kinchain.web.current import OwnVisit, is_emergency
from kinchain.web.render import catalogue, page
from kinchain.web.visit import Visit

router = APIRouter()

RUN_AGAIN = "Is something wrong here? Put it right and run this again."
MORE_SOURCES = re.compile(r"(\d+) more are named in assessment\.json\.")
"""What the report says to someone who holds its files."""

CHIPS = re.compile(r'<ul class="chips">(.*?)</ul>', re.DOTALL)
NO_CHIP = re.compile(r"<li>[^<]*: no(?: <q>[^<]*</q>)?</li>")
LEAST_FOLDED = 4
"""So many noes in a row of what was heard are folded."""

CONTENTS = '<nav class="contents"'
"""What stands between how soon and all the rest; an emergency has no rest."""

FILE_NAME = "knee-and-foot-report"


@router.get("/report")
def show(request: Request, visit: OwnVisit) -> Response:
    """Show the result; in an emergency only what to do now, and what to tell.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    interview = visit.interview
    assessment, report = _worked_out(visit)
    emergency = assessment.triage.urgency == "emergency"
    head, contents, rest = main_of(render_page(report)).partition(CONTENTS)
    return page(
        request, "report", head=Markup(head), main=Markup(contents + rest),
        headline=report.soon.headline, is_emergency=emergency, version=visit.version,
        has_answers=bool(interview.asked), floor=_floor(interview, assessment),
        has_more=next_question(interview) is not None and not is_emergency(interview),
    )  # fmt: skip


@router.get("/report.pdf")
def as_pdf(visit: OwnVisit) -> Response:
    """Return the result as PDF.

    Parameters
    ----------
    visit
        What this visitor told so far.
    """
    return _file(render_pdf(_worked_out(visit)[1]), "pdf", "application/pdf")


@router.get("/report.json")
def as_json(visit: OwnVisit) -> Response:
    """Return the result as ``kinchain-assessment/1``.

    Parameters
    ----------
    visit
        What this visitor told so far.
    """
    text = _worked_out(visit)[0].model_dump_json(indent=2) + "\n"
    return _file(text.encode(), "json", "application/json")


def _worked_out(visit: Visit) -> tuple[Assessment, Report]:
    case = visit.interview.case
    assessment = assess(case)
    return assessment, build_report(assessment, load_knowledge(), case.narrative)


def main_of(html: str) -> str:
    """Return what stands between the ``main`` tags of a report's page.

    Parameters
    ----------
    html
        A page of ``kinchain.report``.
    """
    _, _, rest = html.partition("<main>")
    words = catalogue().report
    main = rest.rpartition("</main>")[0].replace(
        RUN_AGAIN, f'{words.correct} <a href="/heard">{words.correct_link}</a>.'
    )
    main = CHIPS.sub(_folded, main)
    return MORE_SOURCES.sub(lambda found: words.more_sources.format(n=found[1]), main)


def _folded(found: re.Match[str]) -> str:
    """Fold a long row of noes, so that what is so comes first."""
    noes = NO_CHIP.findall(found[1])
    if len(noes) < LEAST_FOLDED:
        return found[0]
    summary = catalogue().report.noes.format(n=len(noes))
    rest = NO_CHIP.sub("", found[1])
    kept = f'<ul class="chips">{rest}</ul>' if rest else ""
    return (
        f"{kept}<details><summary>{summary}</summary>"
        f'<ul class="chips">{"".join(noes)}</ul></details>'
    )


def _floor(interview: Interview, assessment: Assessment) -> Alarm | None:
    """Return what a danger told in between called for, where the result is less urgent."""
    if at_least(assessment.triage.urgency, interview.urgency):
        return None
    told = words_at(interview.urgency)
    level = URGENCY_WORDS[interview.urgency].headline.lower()
    return Alarm(told.level, catalogue().report.floor.format(level=level), told.advice)


def _file(content: bytes, ending: str, kind: str) -> Response:
    name = f'attachment; filename="{FILE_NAME}.{ending}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": name})
