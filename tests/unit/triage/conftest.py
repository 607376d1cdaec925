"""The danger rules as shipped, and a short way to tell findings."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
import yaml

from kinchain.core.findings import Finding, Findings, Value
from kinchain.core.urgency import Urgency
from kinchain.evidence.rules import RuleBook, read_rules
from kinchain.triage import Triage, assess_urgency

KNOWLEDGE = files("kinchain.evidence") / "knowledge"

Assess = Callable[..., Triage]


def load_book() -> RuleBook:
    """Read the rules with the vocabulary and sources of the package."""
    text = (KNOWLEDGE / "findings.yaml").read_text("utf-8")
    findings = {f["id"]: bool(f["sided"]) for f in yaml.safe_load(text)["findings"]}
    sources: set[str] = set()
    for file in KNOWLEDGE.iterdir():
        if file.name.startswith("sources"):
            sources |= set(yaml.safe_load(file.read_text("utf-8"))["sources"])
    return read_rules(findings, sources)


def told(words: str) -> Findings:
    """Turn ``"fever warmth_knee@left -limp@left age=52"`` into findings."""
    items = []
    for word in words.split():
        key, _, number = word.lstrip("-").partition("=")
        finding_id, _, side = key.partition("@")
        value: Value = float(number) if number else not word.startswith("-")
        items.append(Finding(finding_id, value, side or "none"))  # type: ignore[arg-type]
    return Findings(tuple(items))


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return the package's own rule book."""
    return load_book()


@pytest.fixture(scope="session")
def tell() -> Callable[[str], Findings]:
    """Return the short way to tell findings."""
    return told


@pytest.fixture(scope="session")
def assess(book: RuleBook) -> Assess:
    """Return triage of findings told in short."""

    def run(words: str, **more: object) -> Triage:
        return assess_urgency(told(words), rules=book, **more)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def level(assess: Assess) -> Callable[..., Urgency]:
    """Return only the level."""

    def run(words: str, **more: object) -> Urgency:
        return assess(words, **more).urgency

    return run
