"""The library: a page for everything, with sources, links that lead somewhere, plain words."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.explain import DEV, score
from kinchain.app.library.catalogue import shelf_of
from kinchain.app.library.pages import all_pages, page
from kinchain.app.library.words import asking_words
from kinchain.core.formats.page import Page
from kinchain.evidence import Knowledge, load_claims
from kinchain.evidence.care_load import load_care

MOST_GRADE = 6.0
"""School grade of the pages' words, names included."""

LEAST_TOP_1 = 0.9

PAGES = {entry.id: page(entry.id) for entry in all_pages()}


def lines_of(one: Page) -> list[str]:
    parts = [line for part in one.parts for line in part.lines]
    return [one.answer, one.verdict_text or "", *one.for_you, *parts]


def test_there_is_a_page_for_every_entry(knowledge: Knowledge) -> None:
    care = load_care()
    expected = {
        "condition": set(knowledge.conditions),
        "mechanism": set(knowledge.mechanisms),
        "treatment": set(care.treatments),
        "exercise": set(care.exercises),
        "test": {one.id for one in knowledge.findings.values() if one.kind == "test"},
        "claim": set(load_claims()),
        "topic": set(asking_words().topics),
    }
    for kind, names in expected.items():
        assert {one.partition(":")[2] for one in PAGES if one.startswith(kind)} == names


def test_ids_are_told_apart_without_their_kind() -> None:
    bare = [one.partition(":")[2] for one in PAGES if not one.startswith("topic:")]
    assert len(bare) == len(set(bare))


@pytest.mark.parametrize("one", PAGES.values(), ids=lambda one: one.id)
def test_page_is_whole(one: Page, knowledge: Knowledge) -> None:
    assert one.title and one.answer and one.for_you and one.disclaimer
    cited = {name for part in one.parts for name in part.sources}
    cited |= {name for number in one.numbers for name in number.sources}
    assert cited <= {source.id for source in one.sources} <= set(knowledge.sources)
    assert all(link.id in PAGES and link.id != one.id for link in one.see_also)
    for number in one.numbers:
        assert number.low <= number.value <= number.high
        assert number.sources or number.basis == "expert"
        assert ("estimate" in number.text) == (number.basis == "expert")
    Page.model_validate_json(json.dumps(one.model_dump(mode="json")))


@pytest.mark.parametrize("name", load_claims())
def test_claim_page_keeps_the_verdict(name: str) -> None:
    claim, one = load_claims()[name], PAGES[f"claim:{name}"]
    assert one.verdict == claim.verdict
    if claim.verdict == "contradicted":
        assert "Not so" in one.answer and "wrong" in one.answer


@pytest.mark.parametrize("name", [n for n, c in load_claims().items()
                                  if c.section in ("treatment", "recovery")])  # fmt: skip
def test_claims_of_treatment_and_recovery_are_reached_from_another_page(name: str) -> None:
    text = load_claims()[name].why
    others = [one for one in PAGES.values() if one.id != f"claim:{name}"]
    assert any(text in line for one in others for line in lines_of(one)) or any(
        link.id == f"claim:{name}" for one in others for link in one.see_also
    )


@pytest.mark.parametrize("one", PAGES.values(), ids=lambda one: one.id)
def test_dangerous_condition_names_no_exercise(one: Page, knowledge: Knowledge) -> None:
    if one.kind != "condition":
        return
    urgency = knowledge.conditions[one.id.partition(":")[2]].urgency
    if urgency in ("emergency", "same_day"):
        assert not any(link.id.startswith("exercise:") for link in one.see_also)
        assert not any(part.heading == "What helps" for part in one.parts)


def test_a_page_changes_when_an_edge_is_taken_from_the_graph(knowledge: Knowledge) -> None:
    edges = {name: one for name, one in knowledge.edges.items() if name != "E-M6-1"}
    shelf = shelf_of(replace(knowledge, edges=edges), load_care(), load_claims())
    assert page("mechanism:foot_shape", shelf) != PAGES["mechanism:foot_shape"]


def test_pages_are_easy_to_read() -> None:
    place = Path(__file__).parents[1] / "unit" / "report" / "reading_level.py"
    spec = importlib.util.spec_from_file_location("reading_level", place)
    assert spec and spec.loader
    level = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(level)
    assert level.grade(line for one in PAGES.values() for line in lines_of(one)) <= MOST_GRADE


@pytest.mark.parametrize("name", ["dev.yaml", "dev2.yaml", "dev3.yaml"])
def test_the_right_page_comes_first(name: str) -> None:
    import yaml

    scored = score(yaml.safe_load((DEV.parent / name).read_text("utf-8")))
    assert scored.top_1.value >= LEAST_TOP_1, scored.top_1.failed
    assert scored.honest.value == 1.0, scored.honest.failed
