"""The way from one end to the other by the build of sentences, mirrored for knee and foot."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import Reading, read_narrative

STORIES = (
    "My left {x} has been sore for years. I limp to spare it and since spring the left {y} aches.",
    "My left {x} is swollen and sore. When the {x} is bad I walk on tiptoe and the {y} hurts.",
    "The left {x} was hurt and swollen. Then I walked lopsided for months and my {y} got sore.",
)
CIRCLES = (
    "When the left {x} is bad I limp and within days the left {y} hurts. Then when the {y} is bad "
    "I walk on tiptoe and the {x} swells.",
    "First the left {x} wrecked the {y} and now the {y} is spoiling the {x}. Both are sore.",
)
ENDS = (("knee", "ankle", "knee"), ("ankle", "knee", "foot"))


def _read(text: str) -> Reading:
    return read_narrative(text, told_on=date(2026, 3, 1))


def _value(reading: Reading, name: str) -> tuple[object, str] | None:
    return next(((f.value, f.source) for f in reading.findings if f.id == name), None)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(("x", "y", "first"), ENDS)
def test_a_way_is_read_the_same_from_knee_and_from_foot(
    story: str, x: str, y: str, first: str
) -> None:
    reading = _read(story.format(x=x, y=y))
    assert _value(reading, "started_first") == (first, "narrative")
    assert _value(reading, "each_end_sets_off_other") is None


@pytest.mark.parametrize("story", CIRCLES)
@pytest.mark.parametrize(("x", "y"), [(x, y) for x, y, _ in ENDS])
def test_ways_both_ways_are_a_circle(story: str, x: str, y: str) -> None:
    reading = _read(story.format(x=x, y=y))
    assert _value(reading, "each_end_sets_off_other") == (True, "narrative")
    assert _value(reading, "started_first") is None


@pytest.mark.parametrize("words", ["Is the knee making the ankle sore or the ankle the knee?"])
def test_what_is_asked_is_no_way(words: str) -> None:
    reading = _read(f"My left knee and my left ankle hurt. {words}")
    assert _value(reading, "each_end_sets_off_other") is None


def test_an_order_of_telling_is_a_guess() -> None:
    reading = _read("My left knee is swollen. My left heel started hurting lately.")
    found = _value(reading, "started_first")
    assert found is None or found[1] == "guess"


def test_all_at_once_is_the_same_time() -> None:
    told = "My left knee aches, my left heel hurts. All of it came on in the same fortnight."
    assert _value(_read(told), "started_first") == ("same_time", "narrative")


@pytest.mark.parametrize(
    ("told", "is_warm"),
    [
        ("My left knee is swollen. Foot is warm, toes wiggle.", False),
        ("My left foot is red and warm.", True),
        ("My left foot is swollen and feels warm.", True),
    ],
)
def test_warm_among_good_signs_is_no_complaint(told: str, is_warm: bool) -> None:
    ids = {f.id for f in _read(told).findings if f.value is True}
    assert ("warmth_foot" in ids) is is_warm


def test_a_place_that_is_added_hurts_too() -> None:
    ids = {f.key for f in _read("My left knee hurts, and so does my left heel.").findings}
    assert {"pain_knee@left", "pain_heel@left"} <= ids


def test_the_other_legs_bare_count_shares_the_whole() -> None:
    told = _read("Touch test: R 5 of 8 missed, L 1 missed.")
    counts = {f.key: f.value for f in told.findings if f.id == "touch_test_missed_n"}
    assert counts == {"touch_test_missed_n@right": 5.0, "touch_test_missed_n@left": 1.0}


def test_who_was_not_hit_tells_nothing_of_an_onset() -> None:
    told = _read("My right knee swelled up. Nobody hit me.")
    assert not any(f.id.startswith("sudden_onset") for f in told.findings)
