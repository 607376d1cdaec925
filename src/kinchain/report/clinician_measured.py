"""What was measured on the clinician page: examined, home tests, scores, and what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kinchain.core.findings import Value
from kinchain.core.formats.assessment import Assessment, Heard
from kinchain.core.formats.case import Case, Examined
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.clinician_model import MeasuredRow

TEST_KINDS = ("test",)
"""Kinds of findings that are measured rather than felt."""


def is_measured(one: Heard, knowledge: Knowledge) -> bool:
    """Say whether a finding was examined or tested rather than told.

    Parameters
    ----------
    one
        The finding.
    knowledge
        The knowledge base.
    """
    return one.source == "examined" or knowledge.findings[one.finding].kind in TEST_KINDS


def measured_rows(
    case: Case, told: Sequence[Heard], knowledge: Knowledge, before: Assessment | None
) -> Iterator[MeasuredRow]:
    """Yield what was examined, with who and when, then home tests and scores.

    Parameters
    ----------
    case
        The case.
    told
        Findings of the assessment that the vocabulary knows.
    knowledge
        The knowledge base.
    before
        The assessment without the examination: what was told of the same finding.
    """
    earlier = {} if before is None else {_key(h): h.value for h in before.heard}
    latest: dict[str, Examined] = {}
    for one in sorted(case.examined, key=_day, reverse=True):
        latest.setdefault(one.finding, one)
    for key, one in latest.items():
        name = key.partition("@")[0]
        if name in knowledge.findings:
            yield _examined(one, knowledge, earlier.get(key))
    for h in told:
        if h.source != "examined" and is_measured(h, knowledge):
            text = words.phrase(knowledge.findings[h.finding], h.value)
            yield MeasuredRow(words.with_sides(text, [h.side]), "told, or tested at home")
    yield from _scores(case)


def _day(one: Examined) -> str:
    return one.date.isoformat() if one.date else ""


def _key(one: Heard) -> str:
    return one.finding if one.side == "none" else f"{one.finding}@{one.side}"


def _examined(one: Examined, knowledge: Knowledge, told: Value | None) -> MeasuredRow:
    name, _, side = one.finding.partition("@")
    entry = knowledge.findings[name]
    text = f"{entry.label}: yes" if one.value is True else words.phrase(entry, one.value)
    when = f", {one.date.isoformat()}" if one.date else ""
    replaced = ""
    if told is not None and told != one.value:
        said = {True: "yes", False: "no"}[told] if isinstance(told, bool) else told
        replaced = f"told: {said}"
    return MeasuredRow(
        words.with_sides(text, [side or "none"]),  # type: ignore[list-item]
        f"examined by {one.by}{when}",
        replaced,
    )


def _scores(case: Case) -> Iterable[MeasuredRow]:
    for score in case.outcomes:
        about = f" ({score.about.replace('@', ', ')})" if score.about else ""
        yield MeasuredRow(f"{score.measure.upper()} {score.value:g}{about}", score.date.isoformat())
