"""What was measured on the clinician page: examined, tests, walks, scores, what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kinchain.core.findings import Value
from kinchain.core.formats.assessment import Assessment, Heard, WalkSign
from kinchain.core.formats.case import Case, Examined
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.clinician_model import MeasuredRow

RECORDED = ("walk", "loads")
"""Origins of what a recorded walk shows."""

SEEN_FROM = 0.5
"""From here on a walk shows a sign rather than not (it became a finding by a stricter rule)."""

TEST_KINDS = ("test",)
"""Kinds of findings that are measured rather than felt."""


def is_measured(one: Heard, knowledge: Knowledge) -> bool:
    """Say whether a finding was examined, tested or recorded rather than told.

    Parameters
    ----------
    one
        The finding.
    knowledge
        The knowledge base.
    """
    by_others = one.source == "examined" or one.source in RECORDED
    return by_others or knowledge.findings[one.finding].kind in TEST_KINDS


def measured_rows(
    case: Case,
    told: Sequence[Heard],
    knowledge: Knowledge,
    before: Assessment | None,
    signs: Sequence[WalkSign] = (),
) -> Iterator[MeasuredRow]:
    """Yield what was examined, with who and when, then tests, recorded walks and scores.

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
    signs
        What recorded walks show.
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
        if h.source not in ("examined", "walk") and is_measured(h, knowledge):
            text = words.phrase(knowledge.findings[h.finding], h.value)
            how = "told, or tested at home"
            if h.source == "loads":
                how = "worked out from the loads of a recorded walk"
            yield MeasuredRow(words.with_sides(text, [h.side]), how)
    yield from (_walked(one, knowledge) for one in signs if one.finding in knowledge.findings)
    yield from _scores(case)


def _walked(one: WalkSign, knowledge: Knowledge) -> MeasuredRow:
    """Return what a recorded walk shows of one finding, and where that is not what was told."""
    seen = "seen" if one.probability >= SEEN_FROM else "not seen"
    text = f"{knowledge.findings[one.finding].label}: {seen}"
    share = words.percent(one.probability)
    against = ""
    if one.told is not None and one.agrees is False:
        against = f"told: {'yes' if one.told is True else 'no'}"
    return MeasuredRow(
        words.with_sides(text, [one.side]), f"recorded walk {one.recording}, {share}", against
    )


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
