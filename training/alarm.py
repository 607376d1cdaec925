"""Fit how urgent a whole text sounds: ``python training/alarm.py`` (after ``train.py``).

A logistic model over what the learned reader finds in a text, fitted to the open labelled cases,
the tellings of dangers and their harmless look-alikes. What a danger rule reads may only raise it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from rows import ROOT
from scipy.optimize import minimize

from evaluation.cases import load_cases
from evaluation.emergency_cases import PHRASINGS, tellings
from kinchain.core.urgency import at_least
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.intake._lexicon import lexicon
from kinchain.intake._phrases import alarm_features, phrase_net
from kinchain.intake._read import take_apart
from kinchain.intake._rehear import danger_findings
from kinchain.intake._stated import Statements

N_WAYS = 7
"""Tellings of each danger: about one of each phrasing."""

PULL = 10.0
"""Pull of the weights towards 0 (chosen on left-out rounds; 3 to 20 do alike)."""


def texts(leave_out: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each open text, and whether every right level of it is urgent."""
    folders = sorted((ROOT / "evaluation").glob("locked*"))
    folders = [one for one in folders if one.name not in leave_out]
    files = sorted((ROOT / "evaluation/cases").glob("dev_*.yaml"))
    for path in [*files, *(path for one in folders for path in sorted(one.glob("cases_*.yaml")))]:
        for label in load_cases(path):
            if label.case.narrative.strip():
                yield label.case.narrative, all(at_least(u, "same_day") for u in label.levels)
    for path in [PHRASINGS, *(one / "emergencies.yaml" for one in folders)]:
        for telling in tellings(path, n_ways=N_WAYS):
            yield telling.case.narrative, True
    harmless = ROOT / "evaluation/emergencies/harmless.yaml"
    for item in yaml.load(harmless.read_text(encoding="utf-8"), yaml.CSafeLoader)["texts"]:
        yield item["text"], False


def only_raising(findings: tuple[str, ...]) -> list[bool]:
    """Say of each finding whether a danger rule reads it; where it hurts alarms nobody."""
    knowledge = load_knowledge()
    dangers = danger_findings() | rules_for(knowledge).danger_ids
    return [one in dangers and knowledge.findings[one].kind != "site" for one in findings]


def fitted(x: np.ndarray, urgent: np.ndarray, raising: list[bool]) -> tuple[np.ndarray, float]:
    """Return weights and bias."""

    def loss(v: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ v[:-1] + v[-1]
        value = (np.logaddexp(0, z) - urgent * z).sum() + PULL * (v[:-1] ** 2).sum() / 2
        slope = 1 / (1 + np.exp(-z)) - urgent
        return value, np.append(x.T @ slope + PULL * v[:-1], slope.sum())

    bounds = [(0 if one else None, None) for one in raising] + [(None, None)]
    start = np.zeros(x.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def main() -> int:
    """Fit and write into the file of the networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=ROOT / "src/kinchain/intake/phrases.npz")
    parser.add_argument("--leave-out", nargs="*", default=[], help="folders to keep aside")
    args = parser.parse_args()
    told = list(texts(args.leave_out))
    words = lexicon()
    x = np.array([alarm_features(Statements(take_apart(t, words)).each) for t, _ in told])
    weight, bias = fitted(
        x, np.array([float(u) for _, u in told]), only_raising(phrase_net().findings)
    )
    with np.load(args.file) as held:
        parts = {name: held[name] for name in held.files}
    parts["alarm_weight"], parts["alarm_bias"] = (
        weight.astype(np.float16),
        np.array([bias], np.float16),
    )
    np.savez_compressed(args.file, **parts)
    sys.stderr.write(f"{len(told)} texts, {sum(u for _, u in told)} urgent, bias {bias:.2f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
