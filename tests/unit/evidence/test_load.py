"""The loader reads all files and, of broken ones, names every fault with file, line and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kinchain.core.errors import Fault, KinchainError
from kinchain.evidence import load, load_claims, load_knowledge, read_knowledge

Edit = Callable[[str, str, str], int]
Faults = Callable[[], tuple[Fault, ...]]


def about(faults: tuple[Fault, ...], *words: str) -> Fault:
    """Return the one fault that has all the words in one of its parts."""
    found = [f for f in faults if all(word in str(f) for word in words)]
    assert len(found) == 1, [str(f) for f in faults]
    return found[0]


def test_the_packaged_knowledge_is_sound_and_read_once() -> None:
    knowledge = load_knowledge()
    assert knowledge is load_knowledge()
    assert len(knowledge.conditions) >= 60
    assert len(knowledge.findings) >= 150
    assert knowledge.mechanisms and knowledge.edges and knowledge.nodes
    assert knowledge.files["pain_knee"] == "findings.yaml"


def test_entries_are_frozen() -> None:
    entry = load_knowledge().findings["pain_knee"]
    with pytest.raises(ValueError, match="frozen"):
        entry.ask = "x"  # type: ignore[misc]


def test_a_sound_copy_gives_the_same_knowledge(folder: Path) -> None:
    copy, own = read_knowledge(), load_knowledge()
    assert copy.findings == own.findings
    assert copy.conditions == own.conditions


def test_all_faults_of_all_files_come_at_once(edit: Edit, faults: Faults) -> None:
    line_a = edit("findings.yaml", "kind: site", "kind: smell")
    line_b = edit("findings.yaml", "sided: true", "sided: perhaps")
    edit("conditions/knee.yaml", "icd10:", "icd11:")
    edit("graph.yaml", "layer: state", "layer: cake")
    found = faults()
    assert about(found, f"findings.yaml:{line_a},", "kind").mend
    assert about(found, f"findings.yaml:{line_b},", "sided")
    assert any("knee.yaml:" in f.where and "icd11" in f.where for f in found)
    assert about(found, "graph.yaml:", "layer")


def test_a_fault_has_four_parts(edit: Edit, faults: Faults) -> None:
    edit("findings.yaml", "kind: site", "kind: smell")
    for fault in faults():
        assert all(fault.as_dict().values()), fault


def test_an_unknown_field_is_a_fault(edit: Edit, faults: Faults) -> None:
    line = edit("findings.yaml", "  why: ", "  whyy: x\n  why: ")
    assert about(faults(), f"findings.yaml:{line}", "whyy", "Extra inputs")


def test_a_misspelt_finding_is_answered_with_the_nearest(edit: Edit, faults: Faults) -> None:
    edit("conditions/foot.yaml", "finding: first_step_pain", "finding: first_stop_pain")
    fault = about(faults(), "first_stop_pain")
    assert "unknown finding" in fault.what
    assert "shows 'first_stop_pain'" in fault.where and "foot.yaml" in fault.where
    assert "first_step_pain" in fault.mend


def test_a_misspelt_implied_finding_is_named(edit: Edit, faults: Faults) -> None:
    edit("findings.yaml", "implies: [pain_leg]", "implies: [pain_lag]")
    try:
        fault = about(faults(), "pain_lag")
    except KeyError:  # pragma: no cover - the loader must not fall over a bad name
        pytest.fail("the loader followed a name that does not exist")
    assert "field 'implies'" in fault.where and "pain_leg" in fault.mend


def test_a_misspelt_source_and_mechanism_are_named(edit: Edit, faults: Faults) -> None:
    edit("graph.yaml", "sources: [ohi2017", "sources: [ohi2018")
    edit("graph.yaml", "mechanism: knee_nerve", "mechanism: knee_nerv")
    found = faults()
    assert "ohi2017" in about(found, "ohi2018").mend
    assert "knee_nerve" in about(found, "unknown mechanism 'knee_nerv'").mend


def test_an_id_defined_twice_is_named(edit: Edit, faults: Faults) -> None:
    edit("findings.yaml", "- id: pain_hip", "- id: pain_knee")
    assert about(faults(), "'pain_knee' is defined twice").where == "findings.yaml"


def test_a_source_defined_twice_is_named(edit: Edit, faults: Faults) -> None:
    entry = '{cite: "x", url: "", seen: "abstract"}'
    edit("sources_foot.yaml", "sources:\n", f"sources:\n  bachmann2004: {entry}\n")
    fault = about(faults(), "'bachmann2004' is defined twice")
    assert {fault.where, fault.expected.split()[-1]} == {"sources_foot.yaml", "sources.yaml"}


def test_broken_yaml_is_named_with_its_line(edit: Edit, faults: Faults) -> None:
    line = edit("findings.yaml", "  label: ", "  label: [\n  label: ")
    (fault,) = faults()
    assert fault.where.startswith("findings.yaml:") and "not valid YAML" in fault.what
    assert int(fault.where.split(":")[1]) >= line


def test_a_missing_list_is_named(edit: Edit, faults: Faults) -> None:
    edit("graph.yaml", "mechanisms:", "mechanism:")
    assert about(faults(), "no 'mechanisms' in the file").where == "graph.yaml"


def test_a_figure_outside_its_interval_is_a_fault(edit: Edit, faults: Faults) -> None:
    line = edit("findings.yaml", "leak: {p: 0.08, low: 0.032,", "leak: {p: 0.08, low: 0.09,")
    assert about(faults(), f"findings.yaml:{line}", "not low <= value <= high")


def test_a_sourced_figure_without_a_source_is_a_fault(edit: Edit, faults: Faults) -> None:
    edit("findings.yaml", "basis: expert, sources: []", "basis: sourced, sources: []")
    assert about(faults(), "basis 'sourced' without a source")


def test_a_sourced_figure_needs_a_source_that_was_read(edit: Edit, faults: Faults) -> None:
    """What was only recalled or read second-hand cannot be called sourced."""
    old = "basis: expert, sources: []"
    edit("findings.yaml", old, "basis: sourced, sources: [physiopedia_pf]")
    fault = about(faults(), "none of its sources was read itself")
    assert "field 'leak'" in fault.where


def test_claims_with_faults_are_refused(edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    line = edit("claims.yaml", "verdict: supported", "verdict: maybe")
    load_claims.cache_clear()
    with pytest.raises(KinchainError) as caught:
        load_claims()
    load_claims.cache_clear()
    assert f"claims.yaml:{line}" in str(caught.value)


def test_the_line_of_a_field_that_is_missing_is_that_of_its_entry(folder: Path) -> None:
    path = folder / "findings.yaml"
    first = path.read_text("utf-8").splitlines().index("- id: age") + 1
    assert load.line_of(path, ("findings", 0, "nothing")) == first
    assert load.line_of(path, ("nothing",)) == 1
