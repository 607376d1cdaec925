"""The evidence browser: every kind of entry, the gaps, the check."""

from __future__ import annotations

import pytest

from kinchain.cli.gaps import count_gaps, figures, gap_lines, unverified
from kinchain.cli.running import run
from kinchain.core.errors import Fault, KnowledgeError
from kinchain.evidence import load_claims, load_knowledge
from kinchain.evidence.rule_book import rules_for

KNOWLEDGE = load_knowledge()
KINDS = {
    "condition": ("plantar_fasciitis", "What it shows"),
    "finding": ("first_step_pain", "shown by"),
    "mechanism": (next(iter(KNOWLEDGE.mechanisms)), "Its edges"),
    "edge": (next(iter(KNOWLEDGE.edges)), "Strength"),
    "node": ("knee_load", "layer"),
    "danger rule": ("RF-01", "levels"),
    "source": ("martin2014", "used by"),
    "claim": ("S1-01", "verdict"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_looked_at(kind, capsys):
    name, shown = KINDS[kind]
    assert run(["evidence", name]) == 0
    told = capsys.readouterr().out
    assert name in told
    assert kind in told
    assert shown in told


def test_figures_stand_with_interval_basis_and_source(capsys):
    run(["evidence", "plantar_fasciitis"])
    told = capsys.readouterr().out
    prior = KNOWLEDGE.conditions["plantar_fasciitis"].prior
    assert f"{100 * prior.low:.3g} % to {100 * prior.high:.3g} %" in told
    assert prior.basis in told
    assert prior.sources[0] in told


def test_overview_and_check(capsys):
    assert run(["evidence"]) == 0
    assert f"{len(KNOWLEDGE.conditions)} conditions" in capsys.readouterr().out
    assert run(["evidence", "--check"]) == 0
    assert "no fault found" in capsys.readouterr().out


def test_check_tells_every_fault_and_exits_2(capsys, monkeypatch):
    faults = [Fault(f"fault {i}", "foot.yaml:3", "else", "mend it") for i in (1, 2)]

    def broken() -> None:
        raise KnowledgeError(faults)

    monkeypatch.setattr("kinchain.cli.browsing.read_knowledge", broken)
    assert run(["evidence", "--check"]) == 2
    told = capsys.readouterr().err
    assert "fault 1" in told
    assert "fault 2" in told


def test_gaps_counts_what_it_lists(capsys):
    found = list(figures(KNOWLEDGE, rules_for(KNOWLEDGE)))
    n_gaps = sum(without for without, _ in count_gaps(found).values())
    assert n_gaps == sum(one.is_gap for one in found)
    assert set(gap_lines(found)) == {one.owner for one in found if one.is_gap}
    assert run(["evidence", "--gaps"]) == 0
    told = capsys.readouterr().out
    assert str(n_gaps) in told
    assert f"Founding claims not read in a source: {len(unverified(load_claims()))}" in told
