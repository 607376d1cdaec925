"""Doubtful words count by how much the whole text sounds like an urgent one."""

from __future__ import annotations

from datetime import date

import numpy as np

from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.intake import read_narrative
from kinchain.intake._alarm import HEARD
from kinchain.intake._lexicon import lexicon
from kinchain.intake._phrases import alarm_features, phrase_net
from kinchain.intake._read import take_apart
from kinchain.intake._stated import Statements

TOLD_ON = date(2026, 3, 1)
ORDINARY = (
    "For eight months the underside of my left heel has hurt with the first steps in the morning, "
    "then it warms up. It is worse after standing all day at work in hard shoes and better with "
    "insoles. Stretching the calf helps a bit."
)


def alarm(text: str) -> float:
    """Return the alarm of a text."""
    return Statements(take_apart(text, lexicon())).alarm


def test_an_emergency_alarms_more_than_a_morning_heel() -> None:
    urgent = f"{ORDINARY} Since an hour my left foot is ice cold, white and I cannot feel it."
    assert alarm(ORDINARY) < HEARD
    assert alarm(urgent) > alarm(ORDINARY) + 2.0
    told = read_narrative(urgent, told_on=TOLD_ON).findings
    assert any(one.id == "cold_foot" and one.value is True for one in told)


def test_what_a_danger_rule_reads_never_lowers_the_alarm() -> None:
    knowledge, net = load_knowledge(), phrase_net()
    for name, weight in zip(net.findings, net.alarm[0], strict=True):
        if name in rules_for(knowledge).danger_ids and knowledge.findings[name].kind != "site":
            assert weight >= 0.0, name


def test_short_and_strange_texts_are_never_ordinary() -> None:
    for text in ("My heel hurts in the morning.", "", "xq zzv"):
        assert alarm(text) >= HEARD


def test_in_an_ordinary_text_a_doubtful_word_is_asked_about_and_does_not_count() -> None:
    text = f"{ORDINARY} The cold weather makes my foot ache, it looks a blue sort of day."
    reading = read_narrative(text, told_on=TOLD_ON)
    assert alarm(text) < HEARD
    dangers = {one.id for one in (*reading.possible, *reading.doubted)}
    assert not dangers & {"cold_foot", "pale_blue_foot"}
    assert {"cold_foot", "pale_blue_foot"} & set(reading.ask_first)


def test_a_stretch_that_states_nothing_adds_nothing() -> None:
    assert np.allclose(alarm_features(np.zeros((2, 3), np.float32)), 0.0, atol=1e-6)
    assert not alarm_features(np.zeros((0, 3), np.float32)).any()
