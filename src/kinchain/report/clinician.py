"""The clinician page: what was told, denied and not asked, dangers, conditions, chain, measured.

A model of rows in terse clinical words, apart from how it is drawn. Nothing is decided here;
everything comes from the assessment and the case it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinchain.core.formats.assessment import Assessment, ConditionResult, Evidence, Heard
from kinchain.core.formats.case import Case
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.heard import PERSON_IDS, PLACES

N_CONDITIONS = 6
N_EACH = 4
N_ROUTES = 4
N_BEFORE = 3
N_NOT_ASKED = 8
"""So many are shown, so that the page stays one sheet of A4."""

MIN_ROUTE = 0.05
"""A route below this is left out."""

OPEN_ROUTE = (0.05, 0.95)
"""A route between these is open: the one test that would settle it is named."""

TEST_KINDS = ("test",)
MEDICINE_KIND = "medicine"


@dataclass(frozen=True, slots=True)
class Row:
    """A name and the texts beside it."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerRow:
    """One danger rule that fired."""

    rule: str
    name: str
    urgency: str
    because: str
    basis: str
    sources: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition with the bits by which each finding speaks for or against it."""

    name: str
    code: str
    share: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route of the chain and, while it is open, what would settle it."""

    name: str
    share: str
    verdict: str
    because: str
    settle: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One test or number: what, by whom and when, and what the person told before."""

    text: str
    by: str
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class ClinicianPage:
    """Everything the clinician page shows, in order.

    ``told`` and ``denied`` have a row for the person and for each leg; ``before_exam`` is
    empty where nothing was examined.
    """

    date: str
    person: str
    urgency: str
    provisional: bool
    told: tuple[Row, ...]
    denied: tuple[Row, ...]
    not_asked: tuple[str, ...]
    would_tell: tuple[str, ...]
    dangers: tuple[DangerRow, ...]
    conditions: tuple[ConditionRow, ...]
    before_exam: str
    direction: str
    routes: tuple[RouteRow, ...]
    measured: tuple[MeasuredRow, ...]
    medicines: tuple[str, ...]
    engine: str


def build_clinician(
    case: Case, assessment: Assessment, knowledge: Knowledge, before: Assessment | None = None
) -> ClinicianPage:
    """Gather the clinician page.

    Parameters
    ----------
    case
        The case: who examined, when, and what was told of the same finding.
    assessment
        The assessment of the case.
    knowledge
        The knowledge it was made with.
    before
        The assessment of the same case without its examination, for one line; or None.
    """
    told = [h for h in assessment.heard if h.finding in knowledge.findings]
    spoken = [h for h in told if not _is_measured(h, knowledge)]
    chain = assessment.chain
    routes = [one for one in chain.mechanisms if one.probability >= MIN_ROUTE][:N_ROUTES]
    return ClinicianPage(
        date=assessment.date.isoformat(),
        person=_person(case, told, knowledge),
        urgency=words.URGENCY_WORDS[assessment.triage.urgency].rung,
        provisional=assessment.triage.provisional,
        told=_rows([h for h in spoken if h.value is not False], knowledge),
        denied=_rows([h for h in spoken if h.value is False], knowledge),
        not_asked=_labels(assessment.triage.not_asked, knowledge),
        would_tell=_would_tell(assessment, knowledge),
        dangers=tuple(_dangers(assessment, knowledge)),
        conditions=_conditions(assessment, knowledge),
        before_exam=_before(case, before),
        direction=f"{words.HYPOTHESIS_WORDS.get(chain.direction, chain.direction)}; "
        + ", ".join(
            f"{words.HYPOTHESIS_WORDS[name]} {words.percent(share)}"
            for name, share in chain.probabilities.items()
        ),
        routes=tuple(
            RouteRow(
                one.name,
                words.percent(one.probability),
                words.VERDICT_WORDS[one.evidence],
                _keys(one.because, knowledge),
                one.settle if OPEN_ROUTE[0] <= one.probability <= OPEN_ROUTE[1] else "",
            )
            for one in routes
        ),
        measured=tuple(_measured(case, told, knowledge)),
        medicines=_medicines(told, knowledge),
        engine=f"kinchain {assessment.engine.version}, knowledge "
        f"{assessment.engine.evidence_version}",
    )


def _is_measured(one: Heard, knowledge: Knowledge) -> bool:
    return one.source == "examined" or knowledge.findings[one.finding].kind in TEST_KINDS


def _person(case: Case, told: Sequence[Heard], knowledge: Knowledge) -> str:
    held = {h.finding: h for h in told if h.finding in PERSON_IDS}
    parts = [
        words.phrase(knowledge.findings[name], held[name].value)
        for name in PERSON_IDS
        if name in held
    ]
    parts += [part for part in (case.person.occupation, case.person.activity) if part]
    return ", ".join(parts) or "nothing told of the person"


def _rows(told: Iterable[Heard], knowledge: Knowledge) -> tuple[Row, ...]:
    """Return findings by leg; a coarse one that a finer one implies is left out."""
    kept = [h for h in told if h.finding not in PERSON_IDS]
    kept = [h for h in kept if knowledge.findings[h.finding].kind != MEDICINE_KIND]
    implied = {
        (above, h.side)
        for h in kept
        if h.value is True
        for above in knowledge.findings[h.finding].implies
    }
    found = []
    for side, place in PLACES:
        texts = [
            _short(h, knowledge)
            for h in kept
            if h.side == side and (h.finding, h.side) not in implied
        ]
        if texts:
            found.append(Row("Person" if side == "none" else place, tuple(dict.fromkeys(texts))))
    return tuple(found)


def _short(one: Heard, knowledge: Knowledge) -> str:
    """Return a finding in its few words; of a no the words alone, under their heading."""
    entry = knowledge.findings[one.finding]
    return entry.label if isinstance(one.value, bool) else words.phrase(entry, one.value)


def _labels(keys: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Return findings named by their keys; one open on both legs once."""
    sides: dict[str, list[str]] = {}
    for key in keys:
        name, _, side = key.partition("@")
        label = knowledge.findings[name].label if name in knowledge.findings else name
        sides.setdefault(label, []).append(side)
    return tuple(
        words.with_sides(label, held)  # type: ignore[arg-type]
        if any(held) else label
        for label, held in sides.items()
    )  # fmt: skip


def _keys(keys: Iterable[str], knowledge: Knowledge) -> str:
    named = (key for key in keys)
    return ", ".join(
        label if label not in knowledge.nodes else knowledge.nodes[label].label
        for label in _labels(named, knowledge)
    )


def _would_tell(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what was not asked and would tell most of the conditions."""
    core = set(assessment.triage.not_asked)
    return tuple(
        f"{_labels((one.finding,), knowledge)[0]} ({one.information_bits:.1f} bits)"
        for one in assessment.next_questions
        if one.finding not in core and one.information_bits > 0.0
    )[:N_NOT_ASKED]


def _dangers(assessment: Assessment, knowledge: Knowledge) -> Iterable[DangerRow]:
    cited = {source.id: source.citation for source in assessment.sources}
    for flag in assessment.triage.red_flags:
        sources = [cited.get(name, name).split(". ")[0] for name in flag.sources[:2]]
        yield DangerRow(
            flag.rule,
            flag.name,
            words.URGENCY_WORDS[flag.urgency].rung,
            _keys(flag.because, knowledge),
            flag.basis,
            "; ".join(sources),
        )


def _conditions(assessment: Assessment, knowledge: Knowledge) -> tuple[ConditionRow, ...]:
    """Return the likeliest conditions by rank, then feared ones that are not excluded."""
    listed = [one for one in assessment.conditions if one.not_excluded is None]
    feared = [one for one in assessment.conditions if one.not_excluded is not None]
    rows = [_condition(one, knowledge) for one in listed[:N_CONDITIONS]]
    names = dict.fromkeys(one.name for one in feared)
    if names:
        rows.append(ConditionRow("Not excluded", "", "", tuple(names), (), "feared"))
    return tuple(rows)


def _condition(one: ConditionResult, knowledge: Knowledge) -> ConditionRow:
    side = words.SIDE_WORDS[one.side]
    return ConditionRow(
        f"{one.name}{f', {side}' if side else ''}",
        one.icd10,
        words.percent(one.probability),
        tuple(_bits(weight, knowledge) for weight in one.because[:N_EACH]),
        tuple(_bits(weight, knowledge) for weight in one.against[:N_EACH]),
    )


def _bits(weight: Evidence, knowledge: Knowledge) -> str:
    entry = knowledge.findings.get(weight.finding)
    text = words.phrase(entry, weight.value) if entry else weight.finding
    return f"{text} {weight.bits:+.1f}"


def _before(case: Case, before: Assessment | None) -> str:
    if not case.examined or before is None:
        return ""
    top = sorted(before.conditions, key=lambda one: -one.probability)[:N_BEFORE]
    listed = ", ".join(f"{one.name} {words.percent(one.probability)}" for one in top)
    level = words.URGENCY_WORDS[before.triage.urgency].rung
    return f"Before the examination: {level}; {listed or 'nothing above 1 %'}."


def _measured(case: Case, told: Sequence[Heard], knowledge: Knowledge) -> Iterable[MeasuredRow]:
    """Yield what was examined, with who and when, then home tests and told numbers."""
    examined: set[str] = set()
    for one in sorted(case.examined, key=lambda e: e.date.isoformat() if e.date else "",
                      reverse=True):  # fmt: skip
        name, _, side = one.finding.partition("@")
        if name not in knowledge.findings or one.finding in examined:
            continue
        examined.add(one.finding)
        entry = knowledge.findings[name]
        text = words.phrase(entry, one.value)
        if one.value is True:
            text = f"{entry.label}: yes"
        when = f", {one.date.isoformat()}" if one.date else ""
        before = case.findings.get(one.finding)
        replaced = "" if before in (None, "unknown", one.value) else _was(before)
        yield MeasuredRow(
            words.with_sides(text, [side or "none"]),  # type: ignore[list-item]
            f"examined by {one.by}{when}",
            replaced,
        )
    for h in told:
        key = h.finding if h.side == "none" else f"{h.finding}@{h.side}"
        if knowledge.findings[h.finding].kind in TEST_KINDS and h.source != "examined":
            if key not in examined:
                text = words.phrase(knowledge.findings[h.finding], h.value)
                yield MeasuredRow(words.with_sides(text, [h.side]), "told, or tested at home")
    for score in case.outcomes:
        about = f" ({score.about.replace('@', ', ')})" if score.about else ""
        yield MeasuredRow(f"{score.measure.upper()} {score.value:g}{about}", score.date.isoformat())


def _was(before: bool | float | str) -> str:
    said = {True: "yes", False: "no"}.get(before, before) if isinstance(before, bool) else before
    return f"told before: {said}"


def _medicines(told: Sequence[Heard], knowledge: Knowledge) -> tuple[str, ...]:
    found = []
    for h in told:
        entry = knowledge.findings[h.finding]
        if entry.kind == MEDICINE_KIND:
            found.append(entry.label if h.value is True else f"no {entry.label.lower()}")
    return tuple(dict.fromkeys(found))
