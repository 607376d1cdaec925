"""The result: the report's own parts as a page, PDF and JSON."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.app.home_tests import home_tests
from kinchain.app.interview import Interview, next_question
from kinchain.app.library.pages import all_pages
from kinchain.core.formats.assessment import Assessment
from kinchain.core.urgency import at_least
from kinchain.evidence import load_knowledge
from kinchain.report import Report, Setting, build_report, parts_of_page, render_pdf
from kinchain.report.plan_sheet import sheet_of
from kinchain.report.words import URGENCY_WORDS
from kinchain.store.keeping import Store
from kinchain.web.alarm import Alarm, words_at
from kinchain.web.current import OwnVisit, is_emergency, store_of
from kinchain.web.render import catalogue, page
from kinchain.web.shelves import address
from kinchain.web.visit import Visit
from kinchain.web.walked import assessed

router = APIRouter()

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
    assessment, report = worked_out(visit, store_of(request))
    emergency = assessment.triage.urgency == "emergency"
    parts = parts_of_page(report, setting())
    return page(
        request, "report", head=Markup(parts.soon), advice=Markup(parts.advice),
        main=Markup(parts.contents + parts.rest),
        has_plan=sheet_of(report) is not None, has_tests=bool(home_tests(interview)),
        level=assessment.triage.urgency,
        headline=report.soon.headline, is_emergency=emergency, version=visit.version,
        has_answers=bool(interview.asked), floor=_floor(interview, assessment),
        has_more=next_question(interview) is not None and not is_emergency(interview),
    )  # fmt: skip


@router.get("/report.pdf")
def as_pdf(request: Request, visit: OwnVisit) -> Response:
    """Return the result as PDF.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _file(render_pdf(worked_out(visit, store_of(request))[1]), "pdf", "application/pdf")


@router.get("/report.json")
def as_json(request: Request, visit: OwnVisit) -> Response:
    """Return the result as ``kinchain-assessment/1``.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    text = worked_out(visit, store_of(request))[0].model_dump_json(indent=2) + "\n"
    return _file(text.encode(), "json", "application/json")


def worked_out(visit: Visit, store: Store) -> tuple[Assessment, Report]:
    """Return assessment and report of a visit, with what its recorded walks show.

    Parameters
    ----------
    visit
        What this visitor told so far.
    store
        The store, for the recorded walks.
    """
    case = visit.interview.case
    assessment = assessed(store, visit)
    return assessment, build_report(assessment, load_knowledge(), case.narrative)


@lru_cache(maxsize=1)
def setting() -> Setting:
    """Return where the report's parts stand: among the pages of the library."""
    words = catalogue().report
    there = frozenset(one.id for one in all_pages())
    return Setting(
        link=lambda page_id: address(page_id) if page_id in there else "",
        correct=f'{words.correct} <a href="/heard">{words.correct_link}</a>.',
        more_sources=words.more_sources,
        folds_noes=True,
        has_sheet=False,
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
