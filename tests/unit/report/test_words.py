"""Plain words for likelihood, duration, findings and sides."""

from __future__ import annotations

import pytest

from kinchain.core.urgency import URGENCIES
from kinchain.evidence import load_knowledge
from kinchain.report import words


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.0, "under 1 %"), (0.004, "under 1 %"), (0.01, "1 %"), (0.5, "50 %"), (1.0, "over 99 %")],
)
def test_percent_is_never_nought_and_never_certain(probability, told):
    assert words.percent(probability) == told


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.95, "very likely"), (0.7, "likely"), (0.5, "more likely than not"), (0.3, "may well be"),
     (0.1, "possible"), (0.02, "less likely"), (0.0, "less likely")],
)  # fmt: skip
def test_likelihood(probability, word):
    assert words.likelihood(probability) == word


@pytest.mark.parametrize(
    ("days", "told"),
    [(0.2, "less than a day"), (1, "1 day"), (13, "13 days"), (21, "3 weeks"), (200, "7 months"),
     (1100, "3 years")],
)  # fmt: skip
def test_duration(days, told):
    assert words.duration(days) == told


def test_every_urgency_has_words():
    assert set(words.URGENCY_WORDS) == set(URGENCIES)


@pytest.mark.parametrize(
    ("finding", "value", "told"),
    [("age", 52.0, "52 years old"), ("fever", False, "Fever: no"), ("sex", "female", "female"),
     ("pain_duration_days", 21.0, "How long it has hurt: 3 weeks"), ("started_first", "same_time",
     "Which hurt first: same time"), ("pain_now_nrs", 6.0, "Pain now: 6 of 10")],
)  # fmt: skip
def test_phrase(finding, value, told):
    assert words.phrase(load_knowledge().findings[finding], value) == told


def test_sides_are_told_once_and_not_where_they_are_clear():
    assert words.with_sides("Limp", ["left"], "left") == "Limp"
    assert words.with_sides("Limp", ["left", "right"]) == "Limp (both sides)"
    assert words.with_sides("Fever", ["none"]) == "Fever"
    assert words.with_sides("Limp", ["unknown"]) == "Limp (side not told)"


def test_bars_stay_between_none_and_five():
    assert [words.bits_bar(bits) for bits in (0.2, 0.9, -2.1, 9.0)] == [0, 1, 2, 5]


@pytest.mark.parametrize(
    ("weeks", "told"), [(6, "6 weeks"), (13, "3 months"), (52, "1 year"), (261, "5 years")]
)
def test_time_of_follow_up(weeks, told):
    assert words.after_weeks(weeks) == told


@pytest.mark.parametrize(("share", "told"), [(0.0, "0"), (0.195, "20"), (1.0, "100")])
def test_of_hundred(share, told):
    assert words.of_hundred(share) == told
