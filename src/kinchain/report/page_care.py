"""The plan, the course and what to watch for on the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kinchain.report.figures.course import course_figure
from kinchain.report.model import Report
from kinchain.report.model_care import CareLine, CarePart, CoursePart, PlanPart, StepPart
from kinchain.report.page_figures import exercise
from kinchain.report.page_parts import ALONE, Setting, listed, ref_links, rows_of, section
from kinchain.report.words import NO_NUMBER


def care_parts(report: Report, setting: Setting = ALONE) -> str:
    """Return the plan, how it usually goes and what to watch for, as far as there is any.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    care = report.care
    parts = []
    if care.plan is not None:
        parts.append(section("first", "What to do first", _plan(care.plan, setting)))
    parts.append(courses_part(report, setting))
    if care.see_again or care.watch_for:
        parts.append(section("watch", "Watch for", _watch(care)))
    return "\n".join(filter(None, parts))


def courses_part(report: Report, setting: Setting = ALONE) -> str:
    """Return how it usually goes, with its curve where one was read; or nothing.

    Parameters
    ----------
    report
        The report.
    setting
        Where the page stands.
    """
    care = report.care
    if not care.courses:
        return ""
    courses = "\n".join(_course(one, setting) for one in care.courses)
    for_all = "".join(f"<p>{escape(one)}</p>" for one in care.for_all)
    more = setting.more(("topic:recovery_time", "how long it takes"))
    return section("course", "How it usually goes", f"{courses}{for_all}{more}")


def _plan(plan: PlanPart, setting: Setting) -> str:
    first = "".join(f"<p>{escape(one)}</p>" for one in plan.first)
    steps = "\n".join(_step(number, one, setting) for number, one in enumerate(plan.steps, 1))
    parts = [f'<div class="first">{first}</div>', steps]
    if plan.for_all:
        rule = escape(" ".join(plan.for_all))
        parts.append(f'<h3>With each exercise</h3><p class="note">{rule}</p>')
    if plan.prevention:
        parts.append(_cited("To protect the end that does not hurt", plan.prevention))
    if plan.not_advised:
        parts.append(_cited("Not advised, and why", plan.not_advised))
    if plan.review:
        parts.append(f"<p><strong>{escape(plan.review)}</strong></p>")
    return "\n".join(parts)


def _step(number: int, step: StepPart, setting: Setting) -> str:
    helps = f"<p><small>For: {escape(step.helps)}</small></p>" if step.helps else ""
    what = f"<p>{escape(step.what)}</p>" if step.what else ""
    name = setting.named(step.name, f"exercise:{step.id}", f"treatment:{step.id}")
    return (
        f'<article class="step"><h3>{number}. {name}{ref_links(step.refs)}</h3>'
        f"{helps}{what}{exercise(step.id, step.name, f'move-{step.id}')}"
        f"{rows_of(step.rows)}</article>"
    )


def _cited(title: str, lines: Sequence[CareLine]) -> str:
    note = "" if all(one.refs for one in lines) else f" <small>({NO_NUMBER})</small>"
    rows = "".join(f"<li>{escape(one.text)}{ref_links(one.refs)}</li>" for one in lines)
    return f"<h3>{title}{note}</h3><ul>{rows}</ul>"


def _course(course: CoursePart, setting: Setting) -> str:
    figure = ""
    name = setting.named(course.name, f"condition:{course.id}")
    if course.weeks:
        note = f"<figcaption><small>{escape(course.curve_note)}</small></figcaption>"
        figure = f"<figure>{course_figure(course)}{note}</figure>"
    return (
        f'<article class="course"><h3>{name}{ref_links(course.refs)}</h3>'
        f"<p>{escape(course.text)}</p>{figure}{rows_of(course.rows)}</article>"
    )


def _watch(care: CarePart) -> str:
    parts = []
    if care.see_again:
        parts.append(f"<div><h3>Be seen if</h3>{listed(care.see_again)}</div>")
    if care.watch_for:
        parts.append(f"<div><h3>Look out for</h3>{listed(care.watch_for)}</div>")
    return f'<div class="two">{"".join(parts)}</div>'
