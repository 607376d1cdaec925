"""Measure the engine: ``python -m evaluation.evaluate [--part NAME] [--locked DIR]``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from evaluation import dropout, edges, emergency_cases, metrics, minimal_pairs, patients, speed
from evaluation.cases import (
    HERE,
    Labelled,
    load_cases,
    load_vignettes,
    locked_as_promised,
    shared_cases,
)
from evaluation.judge import Judged, judge_all, spread
from evaluation.tables import outline

PATIENT_SEED = 20260301
"""Seed of the drawn patients."""

ECE_DRAWN, ECE_LOCKED, DROPOUT_COST = 0.08, 0.10, 10.0
"""Targets: calibration error drawn and locked, points of top-3 that dropping may cost."""

TARGETS = {
    "vignettes": "no same-day/emergency lower; top-3 full 90, short 75, sparse 50 %",
    "dev": "top-1/3/5 65/88/94 %, safe 99 %, urgent caught 100 %, over-triage <= 15 %,"
    " direction macro-F1 0.75, calibration 0.1",
    "reading": "precision 0.95, recall 0.85, negation and side mistakes <= 2 % each",
    "patients": f"calibration error <= {ECE_DRAWN}, no hazardous under-triage",
    "emergencies": "none lower",
    "pairs": "all hold",
    "dropout": f"top-3 cost <= {DROPOUT_COST:.0f} points, no told red flag lost",
    "edges": "deleting an edge changes the assessment and the chain",
    "speed": "assess < 1.5 s cold, < 300 MB; --help < 0.3 s; warm p95 < 0.1 s",
}
"""What each part must reach."""


def case_results(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return every share of a set of judged cases, together and per detail level.

    Parameters
    ----------
    judged
        Judged cases.
    """
    details = [d for d in ("full", "short", "sparse") if any(j.label.detail == d for j in judged)]
    return {
        "n": len(judged),
        "failed": [f"{j.label.id}: {j.failed}" for j in judged if j.failed],
        "safe": metrics.share(judged, metrics.is_safe).as_dict(),
        "urgent_caught": metrics.share(
            [j for j in judged if metrics.is_urgent(j.label)], metrics.is_caught
        ).as_dict(),
        "not_over_triaged": metrics.share(judged, lambda j: not metrics.is_over(j)).as_dict(),
        "exact_or_acceptable_level": metrics.share(
            judged, lambda j: j.urgency in j.label.levels
        ).as_dict(),
        **{f"top_{k}": _top(judged, k) for k in (1, 3, 5)},
        "by_detail": {
            detail: {
                f"top_{k}": _top([j for j in judged if j.label.detail == detail], k)
                for k in (1, 3, 5)
            }
            for detail in details
        },
        "direction": metrics.direction_scores(judged),
        "calibration": metrics.case_calibration(judged),
        "provisional": sum(j.provisional for j in judged),
        "median_findings_heard": _median([len(j.heard) for j in judged]),
    }


def _top(judged: Sequence[Judged], k: int) -> dict[str, Any]:
    return metrics.share(judged, lambda j: metrics.is_top(j, k)).as_dict()


def _median(values: Sequence[int]) -> float:
    return float(sorted(values)[len(values) // 2]) if values else float("nan")


class Run:
    """One evaluation: its options, and the judged cases for ``--cases-out``."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.judged: list[Judged] = []
        self.sentences: dict[str, Any] = {}

    @property
    def locked(self) -> Path | None:
        """The folder of the locked files, where they are to be used."""
        return Path(self.options.locked) if self.options.locked else None

    def dev_labels(self) -> tuple[Labelled, ...]:
        """Return the open cases, or the locked ones where these are asked for."""
        files = sorted((self.locked or HERE / "cases").glob("cases_*.yaml" if self.locked
                                                            else "dev_*.yaml"))  # fmt: skip
        return tuple(label for file in files for label in load_cases(file))

    def _judge(self, labels: Sequence[Labelled]) -> list[Judged]:
        judged = judge_all(labels, self.options.workers)
        self.judged += judged
        return judged

    def vignettes(self) -> dict[str, Any]:
        """Judge the published vignettes."""
        folder = shared_cases()
        if folder is None:
            return {"skipped": "vignettes_dev.yaml found neither by KINCHAIN_SHARED nor beside"}
        return case_results(self._judge(load_vignettes(folder / "vignettes_dev.yaml")))

    def dev(self) -> dict[str, Any]:
        """Judge the case files, together and each apart."""
        judged = self._judge(self.dev_labels())
        groups = sorted({j.label.group for j in judged})
        apart = {g: case_results([j for j in judged if j.label.group == g]) for g in groups}
        return {"all": case_results(judged), **(apart if len(apart) > 1 else {})}

    def reading(self) -> dict[str, Any]:
        """Score the reading of labelled sentences."""
        path = HERE / "sentences" / "dev.yaml"
        if self.locked:
            agreed = self.locked / "sentences_agreed.yaml"
            path = agreed if agreed.is_file() else self.locked / "sentences.yaml"
        try:
            score = import_module("evaluation.score_reading").score
        except ModuleNotFoundError as error:
            return {"skipped": f"no {error.name}"}
        items = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        scored: dict[str, Any] = dict(score(items))
        details = scored.pop("details", {})
        if not self.locked:
            self.sentences = details
        return scored

    def patients(self) -> dict[str, Any]:
        """Draw patients and assess them."""
        each = patients.N_PER_WORLD
        n_worlds = max(1, self.options.n // each)
        tasks = [(number, each, PATIENT_SEED) for number in range(n_worlds)]
        met = [m for part in spread(patients.meet_world, tasks, self.options.workers) for m in part]
        return patients.summarise(met)

    def emergencies(self) -> dict[str, Any]:
        """Judge the generated tellings of the ten dangers."""
        path = self.locked / "emergencies.yaml" if self.locked else emergency_cases.PHRASINGS
        told = emergency_cases.tellings(path)
        judged = self._judge([t.labelled() for t in told])
        missed = [t for t, j in zip(told, judged, strict=True) if not metrics.is_caught(j)]
        return {
            "all": _without_names(metrics.share(judged, metrics.is_caught)),
            **{
                group: _without_names(
                    metrics.share([j for j in judged if j.label.group == group], metrics.is_caught)
                )
                for group in dict.fromkeys(j.label.group for j in judged)
            },
            "missed_by_phrasing": dict(Counter(t.phrasing for t in missed).most_common()),
            "missed_by_disturbance": dict(Counter(d for t in missed for d in t.disturbed)),
            "missed": [t.id for t in missed],
        }

    def pairs(self) -> dict[str, Any]:
        """Check all minimal pairs."""
        pairs = minimal_pairs.load_pairs()
        broken = {p.id: faults for p in pairs if (faults := _checked(p))}
        good = metrics.Share(len(pairs) - len(broken), len(pairs), tuple(broken))
        return {"hold": good.as_dict(), "broken": {n: f[:4] for n, f in broken.items()}}

    def dropout(self) -> dict[str, Any]:
        """Drop answers of the case files."""
        parts = spread(dropout.thin_out, self.dev_labels(), self.options.workers)
        return dropout.summarise([row for part in parts for row in part])

    def edges(self) -> dict[str, Any]:
        """Delete each edge of the causal graph in turn."""
        from kinchain.evidence import load_knowledge

        chained = tuple(
            label.case
            for label in self.dev_labels()
            if label.direction not in ("none", "undetermined")
        )
        tasks = [(name, chained) for name in load_knowledge().edges]
        return edges.summarise(spread(edges.try_edge, tasks, self.options.workers))

    def speed(self) -> dict[str, Any]:
        """Measure time and memory."""
        return speed.measure([label.case for label in self.dev_labels()])


def _checked(pair: minimal_pairs.Pair) -> list[str]:
    try:
        return minimal_pairs.check(pair)
    except Exception as error:  # noqa: BLE001 - counted as broken
        return [f"failed: {type(error).__name__}"]


def _without_names(counted: metrics.Share) -> dict[str, Any]:
    return {**counted.as_dict(), "failed": []}


PARTS: dict[str, Callable[[Run], dict[str, Any]]] = {
    "vignettes": Run.vignettes,
    "dev": Run.dev,
    "reading": Run.reading,
    "patients": Run.patients,
    "emergencies": Run.emergencies,
    "pairs": Run.pairs,
    "dropout": Run.dropout,
    "edges": Run.edges,
    "speed": Run.speed,
}
"""All parts in the order in which they run."""

LOCKABLE = ("dev", "reading", "emergencies", "dropout")
"""Parts that have locked files."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for; print tables, write JSON.

    Parameters
    ----------
    arguments
        Command-line arguments; those of the process where None.
    """
    parser = argparse.ArgumentParser(prog="evaluation.evaluate", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS], action="append", help="repeatable; all if none")
    parser.add_argument("--locked", metavar="DIR", help="use the locked files of this folder")
    parser.add_argument("--n", type=int, default=3000, help="patients drawn")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--cases-out", metavar="FILE.jsonl", help="write each judged case")
    parser.add_argument("--json-out", metavar="FILE.json", help="write all results")
    options = parser.parse_args(arguments)
    run = Run(options)
    results: dict[str, Any] = {}
    if run.locked:
        results["checksums_hold"] = locked_as_promised(run.locked)
        sys.stdout.write(f"checksums hold:\n{outline(results['checksums_hold'], 2)}\n")
    for name in options.part or (LOCKABLE if options.locked else PARTS):
        start = time.perf_counter()
        results[name] = PARTS[name](run)
        took = time.perf_counter() - start
        sys.stdout.write(f"\n== {name}{' (locked)' if options.locked else ''}  [{took:.1f} s]\n")
        sys.stdout.write(f"must reach: {TARGETS[name]}\n{outline(results[name])}\n")
        sys.stdout.flush()
    if options.json_out:
        Path(options.json_out).write_text(json.dumps(results, indent=1, default=str), "utf-8")
    if options.cases_out:
        told = [judged.as_dict() for judged in run.judged]
        told += [{"id": name, "reading": entry} for name, entry in run.sentences.items()]
        lines = (json.dumps(entry, default=str) for entry in told)
        Path(options.cases_out).write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
