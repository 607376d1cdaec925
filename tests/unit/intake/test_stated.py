"""The learned second reader: repeatable, blind to nothing dangerous, heard with its words."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

import kinchain
from kinchain.core.findings import Finding
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.intake import Reading, read_narrative
from kinchain.intake import _rehear as rehear
from kinchain.intake._phrases import phrase_net
from kinchain.intake._text import tokens_of
from kinchain.intake._windows import MAX_WORDS, windows

TOLD_ON = date(2026, 3, 1)


def read(text: str) -> Reading:
    return read_narrative(text, told_on=TOLD_ON)


def heard(text: str) -> dict[str, object]:
    return {f.key: f.value for f in read(text).findings}


def test_every_answer_is_a_yes_or_no_finding_of_the_vocabulary() -> None:
    vocabulary = load_knowledge().findings
    assert len(phrase_net().findings) > 250
    assert all(vocabulary[name].type == "bool" for name in phrase_net().findings)


def test_words_without_a_vector_state_nothing() -> None:
    assert phrase_net().stated([["zzxqj", "qqqqx"], []]).max() == 0.0


def test_the_answer_of_a_stretch_does_not_depend_on_its_neighbours() -> None:
    words = ["cannot", "get", "my", "shoe", "on"], ["since", "monday"]
    together = phrase_net().stated(words)
    apart = np.vstack([phrase_net().stated([one]) for one in words])
    np.testing.assert_allclose(together, apart, atol=1e-6)


def test_stretches_are_parts_of_sentences_and_sentences() -> None:
    tokens = tokens_of("My knee hurts, and the foot is numb. It began in May.", {})
    found = windows(tokens)
    assert all(0 <= first < last <= len(tokens) for first, last in found)
    assert all(last - first <= MAX_WORDS for first, last in found)
    ends = [index for index, (a, b) in enumerate(pairwise(tokens)) if b.boundary == 3]
    assert all(not first <= end < last - 1 for first, last in found for end in ends)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("I swapped to a different pair of shoes and then my left calf got sore.", "new_shoes"),
        ("I doubled my step count for a work challenge and my right foot aches.", "load_increase"),
        ("My immune system is on the floor. My left leg is red.", "immunosuppressed"),
    ],
)
def test_what_no_pattern_knows_is_heard(text: str, finding: str) -> None:
    assert heard(text).get(finding) is True


def test_what_is_heard_by_likeness_has_its_words() -> None:
    text = "I swapped to a different pair of shoes and then my left calf got sore."
    found = next(f for f in read(text).findings if f.id == "new_shoes")
    assert found.span is not None
    assert "pair of shoes" in text[slice(*found.span)]


def test_what_is_doubted_still_makes_danger_rules_fire(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "My left foot is cold and white and numb since this morning, and it is agony."
    sure = {f.id for f in read(text).findings if f.value is True}
    monkeypatch.setattr(rehear, "HARDLY", 2.0)
    doubted = read(text)
    left = {f.id for f in doubted.findings if f.value is True}
    dropped = {"cold_foot", "pale_blue_foot", "numb_foot"}
    assert dropped <= sure - left
    assert dropped <= {f.id for f in doubted.doubted}
    assert kinchain.assess(Case(narrative=text)).triage.urgency == "emergency"


def test_likeness_never_denies_a_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "I did not pass out at any point, my left knee is sore.",
        "never coughed up anything red, right calf hurts",
        "no trouble at all with the waterworks, low back is sore",
    ]
    for text in texts:
        monkeypatch.undo()
        with_it = {f.key for f in read(text).findings if f.value is False}
        monkeypatch.setattr(rehear.Statements, "hits", lambda *_: [])
        without = {f.key for f in read(text).findings if f.value is False}
        new = {key.split("@")[0] for key in with_it - without}
        assert not any(rehear.tells_of_danger(Finding(name, False, "none")) for name in new)
