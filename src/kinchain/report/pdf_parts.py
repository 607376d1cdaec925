"""A report as blocks for the PDF: headings, texts, rows, cards and pictures, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from kinchain.report.figures.bars import condition_bars
from kinchain.report.figures.body_map import body_map, sole_map
from kinchain.report.figures.chain_picture import chain_picture
from kinchain.report.figures.course import course_figure
from kinchain.report.figures.exercise_set import drawing
from kinchain.report.figures.treatments import THINGS
from kinchain.report.model import ConditionPart, Report, RoutePart, Weight, shown_sources
from kinchain.report.model_care import CareLine, CarePart, CoursePart, PlanPart, StepPart
from kinchain.report.page_soon import ACTION_FIRST, ACTION_ORDER
from kinchain.report.walk.in_report import pdf_walks
from kinchain.report.walk.loads_in_report import pdf_loads
from kinchain.report.words import NO_NUMBER, percent

Block = dict[str, Any]
"""One block: its kind and what belongs to it; `report.typ` draws it."""

MOVE_MM, THING_MM = 34.0, 20.0
"""Height of the drawing of an exercise and of a thing."""

TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


class Pictures:
    """The drawings that a document uses, by file name."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def add(self, name: str, svg: str, width_mm: float) -> Block | None:
        """Keep a drawing and return its block; None where there is no drawing.

        Parameters
        ----------
        name
            Its name, without an ending.
        svg
            The drawing, or an empty text.
        width_mm
            How wide it is on paper.
        """
        if not svg:
            return None
        self.files[f"{name}.svg"] = svg
        return {"kind": "figure", "file": f"{name}.svg", "alt": told(svg), "width": width_mm}


def told(svg: str) -> str:
    """Return a drawing's text alternative.

    Parameters
    ----------
    svg
        The drawing.
    """
    found = TITLE.search(svg)
    return unescape(found.group(1)) if found else ""


def _text(text: str, **style: bool) -> dict[str, Any]:
    return {"t": text, **style}


def _refs(refs: Sequence[int]) -> list[dict[str, Any]]:
    return [{"t": "", "refs": list(refs)}] if refs else []


def _row(name: str, *texts: Any, bullets: bool = False) -> Block:
    return {"name": name, "texts": list(texts), "bullets": bullets}


def blocks_of(report: Report, pictures: Pictures) -> list[Block]:
    """Return all blocks below the box that says how soon.

    Parameters
    ----------
    report
        The report.
    pictures
        Where drawings are kept.
    """
    parts = [_soon(report), _care(report.care, pictures)]
    if report.soon.level == "emergency":
        parts.append(_heard(report, pictures, "What was heard: show this to those who help you"))
    else:
        at = 2 if report.soon.level in ACTION_FIRST else 1  # then the action comes first
        parts[at:at] = [
            _heard(report, pictures, "What was heard"),
            pdf_walks(report.walks) if report.walks else iter(()),
            pdf_loads(report.loads) if report.loads else iter(()),
            _conditions(report, pictures),
            _chain(report, pictures),
        ]
        parts.append(_questions(report))
    parts.append(_sources(report))
    return [block for part in parts for block in part]


def _soon(report: Report) -> Iterator[Block]:
    soon = report.soon
    rows = [_row("What to do", [_text(soon.advice, b=soon.level in ACTION_FIRST)])]
    if soon.flags:
        flags = [
            [
                _text(flag.name, b=True), _text(f" {flag.urgency}{flag.basis}", small=True),
                *_refs(flag.refs), _text(f"\n{flag.say}"),
                *([_text(f"\nHeard: {flag.because}", small=True)] if flag.because else []),
            ]
            for flag in soon.flags
        ]  # fmt: skip
        rows.append(_row("Why", *flags))
    rows.append(_row("See", soon.who))
    if soon.bring:
        rows.append(_row("Bring", *soon.bring, bullets=True))
    rows.append(_row("Say", " ".join(soon.say)))
    if soon.protect:
        rows.append(_row("Until then", *soon.protect, bullets=True))
    if soon.level in ACTION_FIRST:
        rows.sort(key=lambda row: ACTION_ORDER.index(row["name"]))
    yield {"kind": "rows", "rows": rows}
    if soon.open_questions and soon.level != "emergency":
        more = [f"and {soon.n_more_open} more"] if soon.n_more_open else []
        yield {
            "kind": "card",
            "blocks": [
                {"kind": "p", "text": [_text("Danger questions still open. ", b=True), _text(
                    "Please answer them: the answer can become more urgent.")]},
                {"kind": "list", "marker": "?", "items": [*soon.open_questions, *more]},
            ],
        }  # fmt: skip


def _heard(report: Report, pictures: Pictures, title: str) -> Iterator[Block]:
    yield {"kind": "h2", "text": title}
    both = [
        pictures.add("body", body_map(report.sores), 84.0),
        pictures.add("soles", sole_map(report.sores), 62.0),
    ]
    shown = [one for one in both if one]
    if shown:
        yield {"kind": "figures", "figures": shown}
    for line in report.heard:
        items = [
            [_text(what), *([_text(f" “{quote}”", i=True, small=True)] if quote else [])]
            for what, quote in line.items
        ]
        yield {"kind": "chips", "name": line.place, "items": items}
    if report.not_understood:
        yield {"kind": "note", "text": report.not_understood}


def _conditions(report: Report, pictures: Pictures) -> Iterator[Block]:
    yield {"kind": "h2", "text": "What may be going on"}
    if report.cannot_tell_yet:
        yield {"kind": "note", "text": report.cannot_tell_yet}
    if report.conditions:
        figure = pictures.add("conditions", condition_bars(report.conditions), 104.0)
        if figure:
            yield figure
    yield {
        "kind": "p",
        "text": [_text(
            "First comes what explains most. More than one can be true. Each block makes it about "
            "twice as likely (for) or half as likely (against). A thin one is a small push.",
            small=True)],
    }  # fmt: skip
    for count, one in enumerate(report.conditions, 1):
        yield _condition(count, one)
    if report.feared:
        yield {"kind": "h3", "text": "Less likely, but not excluded"}
        yield {"kind": "p", "text": [_text("Telling alone never rules these out.", small=True)]}
        yield {
            "kind": "list",
            "items": [
                [_text(f"{'; '.join(part.names)}. "), _text(f"{part.why}.", small=True)]
                for part in report.feared
            ],
        }


def _condition(count: int, one: ConditionPart) -> Block:
    side = f", {one.sides}" if one.sides else ""
    return {
        "kind": "card",
        "blocks": [
            {"kind": "h3", "text": f"{count}. {one.name}{side}"},
            {"kind": "p", "text": [_text(f"{one.likelihood}. ", b=True),
                                   _text(one.plain, small=True), *_refs(one.refs)]},
            {"kind": "for", "sides": [
                _side("For", one.because, "Nothing told speaks for it.", against=False),
                _side("Against", one.against, "Nothing told speaks against it.", against=True)]},
        ],
    }  # fmt: skip


def _side(title: str, items: Sequence[Weight], none: str, *, against: bool) -> Block:
    rows = [{"text": one.text, "bars": one.bars} for one in items]
    return {"title": title, "items": rows, "none": none, "against": against}


def _chain(report: Report, pictures: Pictures) -> Iterator[Block]:
    chain = report.chain
    yield {"kind": "h2", "text": "The chain between knee and foot"}
    yield {"kind": "p", "text": [_text(f"{chain.headline} ", b=True), _text(chain.why)]}
    if chain.shares:
        items = [[_text(f"{name} "), _text(percent(p), b=True)] for name, p in chain.shares]
        yield {"kind": "chips", "name": "How likely", "items": items}
    figure = None
    if chain.routes:
        figure = pictures.add("chain", chain_picture(chain), 84.0)
    if figure:
        routes = [_route(one) for one in chain.routes]
        yield {"kind": "beside", "figure": figure, "blocks": routes}
    if chain.at_risk:
        yield {"kind": "h3", "text": "What may follow at the other end"}
        items = [
            [_text(f"{one.why} "), _text(one.what, b=True),
             _text(f" {one.verdict_words}", small=True), *_refs(one.refs)]
            for one in chain.at_risk
        ]  # fmt: skip
        yield {"kind": "list", "items": items}


def _route(one: RoutePart) -> Block:
    rows = [("How", one.plain), ("Heard", one.because), ("To settle it", one.settle)]
    return {
        "kind": "card",
        "blocks": [
            {"kind": "h3", "text": one.name},
            {"kind": "p", "text": [_text(percent(one.probability), b=True),
                                   _text(f", {one.verdict_words}"), *_refs(one.refs)]},
            *({"kind": "p", "text": [_text(f"{name}: ", small=True), _text(text)]}
              for name, text in rows if text),
        ],
    }  # fmt: skip


def _care(care: CarePart, pictures: Pictures) -> Iterator[Block]:
    if care.plan is not None:
        yield {"kind": "h2", "text": "What to do first"}
        yield from _plan(care.plan, pictures)
    if care.courses:
        yield {"kind": "h2", "text": "How it usually goes"}
        for one in care.courses:
            yield _course(one, pictures)
        for text in care.for_all:
            yield {"kind": "p", "text": text}
    if care.see_again or care.watch_for:
        yield {"kind": "h2", "text": "Watch for"}
        lists = (("Be seen if", care.see_again), ("Look out for", care.watch_for))
        columns = [
            [{"kind": "h3", "text": title}, {"kind": "list", "items": list(items)}]
            for title, items in lists
            if items
        ]
        yield {"kind": "two", "columns": columns}


def _plan(plan: PlanPart, pictures: Pictures) -> Iterator[Block]:
    yield {"kind": "big", "texts": list(plan.first)}
    for count, step in enumerate(plan.steps, 1):
        yield _step(count, step, pictures)
    if plan.for_all:
        yield {"kind": "h3", "text": "With each exercise"}
        yield {"kind": "note", "text": " ".join(plan.for_all)}
    for title, lines in (
        ("To protect the end that does not hurt", plan.prevention),
        ("Not advised, and why", plan.not_advised),
    ):
        if lines:
            yield from _cited(title, lines)
    if plan.review:
        yield {"kind": "p", "text": [_text(plan.review, b=True)]}


def _step(count: int, step: StepPart, pictures: Pictures) -> Block:
    blocks: list[Block] = [
        {"kind": "h3", "text": [_text(f"{count}. {step.name}"), *_refs(step.refs)]}
    ]
    if step.helps:
        blocks.append({"kind": "p", "text": [_text(f"For: {step.helps}", small=True)]})
    if step.what:
        blocks.append({"kind": "p", "text": step.what})
    figure = pictures.add(f"move-{step.id}", drawing(step.id, step.name, step.id), 74.0)
    if figure:
        blocks.append({**figure, "height": THING_MM if step.id in THINGS else MOVE_MM})
    blocks.append({"kind": "rows", "rows": [_row(name, text) for name, text in step.rows]})
    return {"kind": "card", "blocks": blocks}


def _cited(title: str, lines: Sequence[CareLine]) -> Iterator[Block]:
    note = [] if all(one.refs for one in lines) else [_text(f" ({NO_NUMBER})", small=True)]
    yield {"kind": "h3", "text": [_text(title), *note]}
    yield {"kind": "list", "items": [[_text(one.text), *_refs(one.refs)] for one in lines]}


def _course(course: CoursePart, pictures: Pictures) -> Block:
    blocks: list[Block] = [
        {"kind": "h3", "text": [_text(course.name), *_refs(course.refs)]},
        {"kind": "p", "text": course.text},
    ]
    drawn = course_figure(course) if course.weeks else ""
    figure = pictures.add(f"course-{course.id}", drawn, 96.0)
    if figure:
        blocks += [figure, {"kind": "p", "text": [_text(course.curve_note, small=True)]}]
    if course.rows:
        blocks.append({"kind": "rows", "rows": [_row(name, text) for name, text in course.rows]})
    return {"kind": "card", "blocks": blocks}


def _questions(report: Report) -> Iterator[Block]:
    if report.questions:
        yield {"kind": "h2", "text": "Answers that would help most next"}
        items = [[_text(f"{one.text} "), _text(one.why, small=True)] for one in report.questions]
        yield {"kind": "list", "marker": "?", "items": items}


def _sources(report: Report) -> Iterator[Block]:
    yield {"kind": "h2", "text": "Sources"}
    items = [
        {"number": one.number, "citation": one.citation,
         "url": one.url if one.url.startswith("http") else ""}
        for one in shown_sources(report)
    ]  # fmt: skip
    yield {"kind": "sources", "items": items}
    n_more = report.n_more_sources + len(report.sources) - len(items)
    if n_more:
        text = f"{n_more} more are named in assessment.json."
        yield {"kind": "p", "text": [_text(text, small=True)]}
