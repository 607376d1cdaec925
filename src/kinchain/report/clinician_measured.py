"""What was measured on the clinician page: examined, tests, walks, scores, what it replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kinchain.core.findings import Value
from kinchain.core.formats.assessment import Assessment, Heard, LoadSign, WalkSign
from kinchain.core.formats.case import Case, Examined
from kinchain.core.formats.loads import Loads
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.clinician_model import MeasuredRow
from kinchain.report.walk.loads_told import figures_of, peak_text

RECORDED = ("walk", "loads")
"""Origins of what a recorded walk shows."""

SEEN_FROM = 0.5
"""From here on a walk shows a sign rather than not (it became a finding by a stricter rule)."""

CARRIED: Mapping[str, tuple[str, str]] = {
    "grf_vertical_bw": ("Vertical ground force", "BW"),
    "knee_contact_force_bw": ("Knee contact force", "BW"),
    "knee_medial_force_bw": ("Medial knee force", "BW"),
    "external_knee_adduction_moment_pct_bwht": ("External knee adduction moment", "% BW ht"),
    "patellofemoral_force_bw": ("Patellofemoral force", "BW"),
    "achilles_force_bw": ("Achilles force", "BW"),
    "plantar_fascia_force_bw": ("Plantar fascia force", "BW"),
}
"""Loads that the page names: words and unit."""

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
    shown: Assessment | None = None,
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
    shown
        The assessment with what recorded walks and their loads show.
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
        if h.source not in ("examined", *RECORDED) and is_measured(h, knowledge):
            text = words.phrase(knowledge.findings[h.finding], h.value)
            yield MeasuredRow(words.with_sides(text, [h.side]), "told, or tested at home")
    if shown is not None:
        signs = [one for one in shown.walk_signs if one.finding in knowledge.findings]
        yield from (_walked(one, knowledge) for one in signs)
        loaded = [one for one in shown.load_signs if one.finding in knowledge.findings]
        yield from (_loaded(one, knowledge) for one in loaded)
        yield from (row for one in shown.loads for row in _carried(one))
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


def _loaded(one: LoadSign, knowledge: Knowledge) -> MeasuredRow:
    """Return what the loads of a walk show of one finding, with its figures."""
    seen = "seen" if one.probability >= SEEN_FROM else "not seen"
    seen = "uncertain" if one.verdict == "unsure" else seen
    text = f"{knowledge.findings[one.finding].label}: {seen}"
    names = []
    for key in one.told:
        name, _, side = key.partition("@")
        names.append(f"{knowledge.findings[name].label} ({side})")
    against = f"told: {', '.join(names)}" if one.verdict in ("not_shown", "otherwise") else ""
    return MeasuredRow(
        words.with_sides(text, [one.side]),
        f"loads of recorded walk {one.recording}, {figures_of(one)}",
        against,
    )


def _carried(loads: Loads) -> Iterator[MeasuredRow]:
    """Yield a recording's loads, left beside right."""
    ground = {"estimated": "ground force estimated"}.get(loads.source_of_ground_reaction, "")
    for load, (name, unit) in CARRIED.items():
        sides = [
            f"{side} {text}"
            for side, own in (("left", loads.left), ("right", loads.right))
            if (text := peak_text(own, load))
        ]
        if sides:
            yield MeasuredRow(
                f"{name}, peak: {', '.join(sides)} {unit}",
                ", ".join(filter(None, (f"90 % interval, {loads.recording}", ground))),
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
