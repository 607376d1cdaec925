"""Drop answers at random: what it costs in ranks, and whether a told danger is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.cases import Labelled
from evaluation.judge import assess, by_condition
from evaluation.metrics import wilson
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import complete, load_knowledge

DROPPED = 0.3
"""Share of the answered findings that go missing."""

N_SEEDS = 3
"""Times each case is thinned out."""

PERSON_IDS = frozenset({"age", "sex", "height_m", "mass_kg", "bmi"})
"""Told in ``person``, so not dropped."""


@dataclass(frozen=True)
class Thinned:
    """One case with all findings and with some dropped."""

    id: str
    seed: int
    n_findings: int
    n_dropped: int
    rank_full: int | None
    rank_thin: int | None
    lost_flags: tuple[str, ...]
    urgency_full: str
    urgency_thin: str


def findings_only(told: Assessment, case: Case) -> Case:
    """Return the case told by its heard findings alone, without the narrative.

    Parameters
    ----------
    told
        Assessment of the whole case.
    case
        The whole case.
    """
    findings = {
        h.finding if h.side == "none" else f"{h.finding}@{h.side}": h.value
        for h in told.heard
        if h.finding not in PERSON_IDS
    }
    person = case.person.model_copy(update=_person_heard(told, case))
    return Case(date=case.date, person=person, complaints=case.complaints, findings=findings)


def _person_heard(told: Assessment, case: Case) -> dict[str, Any]:
    heard = {h.finding: h.value for h in told.heard if h.finding in PERSON_IDS - {"bmi"}}
    return {n: v for n, v in heard.items() if getattr(case.person, n) is None}


def thin_out(label: Labelled) -> list[Thinned]:
    """Assess one case with all its findings and, for each seed, with some dropped.

    A flag counts as lost where everything it fired on is still told and it no longer fires.

    Parameters
    ----------
    label
        A labelled case.
    """
    whole = findings_only(assess(label.case), label.case)
    full = assess(whole)
    found = []
    for seed in range(N_SEEDS):
        chance = np.random.default_rng([seed, *label.id.encode()])
        names = sorted(whole.findings)
        n_dropped = round(DROPPED * len(names))
        gone = set(chance.permutation(names)[:n_dropped].tolist()) if names else set()
        kept = {name: value for name, value in whole.findings.items() if name not in gone}
        thin = assess(whole.model_copy(update={"findings": kept}))
        still = {flag.rule for flag in thin.triage.red_flags}
        lost = tuple(
            flag.rule
            for flag in full.triage.red_flags
            if flag.rule not in still and _still_told(flag.because, kept)
        )
        found.append(
            Thinned(
                label.id,
                seed,
                len(names),
                n_dropped,
                _rank(full, label),
                _rank(thin, label),
                lost,
                full.triage.urgency,
                thin.triage.urgency,
            )
        )
    return found


def _still_told(because: tuple[str, ...], kept: Mapping[str, Any]) -> bool:
    """Say whether all that a flag fired on is told, or follows from what is told."""
    told = []
    for name, value in kept.items():
        finding, _, side = name.partition("@")
        told.append(Finding(finding, value, side or "none"))  # type: ignore[arg-type]
    completed = {one.key for one in complete(Findings(tuple(told)), load_knowledge().findings)}
    return all(reason in completed or reason in PERSON_IDS for reason in because)


def _rank(told: Assessment, label: Labelled) -> int | None:
    for place, (name, _p) in enumerate(by_condition(told), start=1):
        if name in label.acceptable:
            return place
    return None


def summarise(rows: list[Thinned]) -> dict[str, Any]:
    """Return the cost in top-3 and the flags lost.

    Parameters
    ----------
    rows
        Thinned cases.
    """
    n = len(rows)
    full = sum(r.rank_full is not None and r.rank_full <= 3 for r in rows)
    thin = sum(r.rank_thin is not None and r.rank_thin <= 3 for r in rows)
    lower = [r for r in rows if _level(r.urgency_thin) > _level(r.urgency_full)]
    return {
        "n": n,
        "dropped": DROPPED,
        "findings_per_case": round(float(np.mean([r.n_findings for r in rows])), 1) if n else None,
        "top3_full": {"share": round(full / n, 4), "wilson_95": wilson(full, n)},
        "top3_thinned": {"share": round(thin / n, 4), "wilson_95": wilson(thin, n)},
        "cost_points": round(100 * (full - thin) / n, 2),
        "red_flags_lost": sum(len(r.lost_flags) for r in rows),
        "cases_with_a_lost_flag": sorted({f"{r.id}: {', '.join(r.lost_flags)}" for r in rows
                                          if r.lost_flags}),
        "rated_lower_after_dropping": len(lower),
    }  # fmt: skip


def _level(level: str) -> int:
    return URGENCIES.index(level)
