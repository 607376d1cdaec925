"""The clinician page: what was told, denied and not asked, dangers, conditions, chain, measured.

A model of rows in terse clinical words, apart from how it is drawn. Nothing is decided here;
everything comes from the assessment and the case it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinchain.core.formats.assessment import Assessment, ConditionResult, Evidence, Heard
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.clinician_measured import is_measured, measured_rows
from kinchain.report.clinician_model import (
    ClinicianPage,
    ConditionRow,
    DangerRow,
    RouteRow,
    Row,
)
from kinchain.report.heard import GUESSED, PERSON_IDS, PLACES

N_CONDITIONS = 6
N_EACH = 3
N_ROUTES = 4
N_BEFORE = 3
N_NOT_ASKED = 8
N_DANGERS = 5
N_BECAUSE = 4
"""So many are shown, so that the page stays one sheet of A4."""

MIN_ROUTE = 0.05
"""A route below this is left out."""

OPEN_ROUTE = (0.05, 0.95)
"""A route between these is open: the one test that would settle it is named."""

MEDICINE_KIND = "medicine"


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
    spoken = [h for h in told if not is_measured(h, knowledge)]
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
        more_dangers=_more_dangers(assessment),
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
        measured=tuple(measured_rows(case, told, knowledge, before, assessment)),
        medicines=_medicines(told, knowledge),
        engine=f"kinchain {assessment.engine.version}, knowledge "
        f"{assessment.engine.evidence_version}",
    )


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
    text = entry.label if isinstance(one.value, bool) else words.phrase(entry, one.value)
    return f"{text} ({GUESSED})" if one.source == "guess" else text


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
    for flag in assessment.triage.red_flags[:N_DANGERS]:
        sources = [cited.get(name, name).split(". ")[0] for name in flag.sources[:1]]
        yield DangerRow(
            flag.rule,
            flag.name,
            words.URGENCY_WORDS[flag.urgency].rung,
            _keys(flag.because[:N_BECAUSE], knowledge)
            + (f" and {more} more" if (more := len(flag.because) - N_BECAUSE) > 0 else ""),
            flag.basis,
            "; ".join(sources),
        )


def _more_dangers(assessment: Assessment) -> str:
    triage = assessment.triage
    more = [f"{flag.rule} {flag.name}" for flag in triage.red_flags[N_DANGERS:]]
    parts = [f"Also: {'; '.join(more)}."] if more else []
    if at_least(triage.urgency, "within_days") and all(
        flag.urgency != triage.urgency for flag in triage.red_flags
    ):
        parts.append("The urgency was set by how likely a dangerous condition is, not by a rule.")
    return " ".join(parts)


def _conditions(assessment: Assessment, knowledge: Knowledge) -> tuple[ConditionRow, ...]:
    """Return the likeliest conditions by rank, then feared ones that are not excluded."""
    listed = [one for one in assessment.conditions if one.not_excluded is None]
    feared = [one for one in assessment.conditions if one.not_excluded is not None]
    rows = [_condition(group, knowledge) for group in _by_id(listed)[:N_CONDITIONS]]
    names = dict.fromkeys(one.name for one in feared)
    if names:
        rows.append(ConditionRow("Not excluded", "", "", tuple(names), (), "feared"))
    return tuple(rows)


def _by_id(conditions: Iterable[ConditionResult]) -> list[list[ConditionResult]]:
    """Return conditions with their sides together, the likeliest side of each first."""
    groups: dict[str, list[ConditionResult]] = {}
    for one in conditions:
        groups.setdefault(one.id, []).append(one)
    return [sorted(group, key=lambda one: -one.probability) for group in groups.values()]


def _shares(group: Sequence[ConditionResult]) -> str:
    return ", ".join(
        f"{words.SIDE_WORDS[one.side]} {words.percent(one.probability)}".strip().replace(
            " %", "\N{NO-BREAK SPACE}%"
        )
        for one in group
    )


def _condition(group: Sequence[ConditionResult], knowledge: Knowledge) -> ConditionRow:
    """Return one condition; what speaks for and against it is of its likeliest side."""
    best = group[0]
    return ConditionRow(
        best.name,
        best.icd10,
        _shares(group),
        tuple(_bits(weight, knowledge) for weight in best.because[:N_EACH]),
        tuple(_bits(weight, knowledge) for weight in best.against[:N_EACH]),
    )


def _bits(weight: Evidence, knowledge: Knowledge) -> str:
    entry = knowledge.findings.get(weight.finding)
    text = words.phrase(entry, weight.value) if entry else weight.finding
    return f"{text} {weight.bits:+.1f}"


def _before(case: Case, before: Assessment | None) -> str:
    if not case.examined or before is None:
        return ""
    groups = sorted(_by_id(before.conditions), key=lambda group: -group[0].probability)
    listed = "; ".join(f"{group[0].name} {_shares(group)}" for group in groups[:N_BEFORE])
    level = words.URGENCY_WORDS[before.triage.urgency].rung
    return f"Before the examination: {level}; {listed or 'nothing above 1 %'}."


def _medicines(told: Sequence[Heard], knowledge: Knowledge) -> tuple[str, ...]:
    found = []
    for h in told:
        entry = knowledge.findings[h.finding]
        if entry.kind == MEDICINE_KIND:
            found.append(entry.label if h.value is True else f"no {entry.label.lower()}")
    return tuple(dict.fromkeys(found))
