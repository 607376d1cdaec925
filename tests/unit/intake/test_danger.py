"""The wide sense for danger: odd words raise a possibility, clear denials and others' do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from kinchain.app.assess import assess
from kinchain.core.errors import KnowledgeError
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.intake import Reading, read_narrative
from kinchain.intake._danger_cues import compile_cues, danger_cues
from kinchain.intake._danger_match import CuesInText
from kinchain.intake._text import tokens_of

TOLD_ON = date(2026, 3, 1)
HARMLESS = Path(__file__).parents[3] / "evaluation" / "emergencies" / "harmless.yaml"


def read(text: str) -> Reading:
    return read_narrative(text, told_on=TOLD_ON)


def sensed(text: str) -> set[str]:
    """Return what was heard as present or sensed as possible."""
    reading = read(text)
    return {f.id for f in (*reading.findings, *reading.possible) if f.value is True}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("The left foot is like something off a fishmonger's slab.", "cold_foot"),
        ("my rigth foot went the colour of candle wax", "pale_blue_foot"),
        ("nothing registers when I pinch my left foot", "numb_foot"),
        ("my willy has gone to sleep and my back is bad", "saddle_numbness"),
        ("I can't get a drop out however hard I push", "bladder_change"),
        ("the left knee gives off heat like an oven", "warmth_knee"),
        ("my right knee is up like a football", "swelling_knee"),
        ("the calf is hard as a cannonball, my left one", "tense_calf_or_shin"),
        ("I am fighting for air after two steps", "breathlessness_new"),
        ("a knife under my ribs each time I inhale", "chest_pain"),
        ("a white jagged end is poking out of my left shin", "bone_visible"),
        ("my left ankle now faces sideways", "deformity"),
        ("the right toe has gone the colour of liquorice", "black_toe"),
        ("green stuff is coming out of my right foot", "pus_discharge"),
        ("the skin on my left leg went purple and crackles when I press it", "skin_dusky_blisters"),
        ("I take xeralto and my calf is sore", "anticoagulant"),
        ("had sugar for twenty years, my foot is sore", "diabetes"),
        ("My back is bad. When I wash my intimate zone I feel nothing.", "saddle_numbness"),
        ("I have diabetes. My wife saw that one toe is dark.", "black_toe"),
        ("more a tightness when I breathe in, my left calf is swollen", "chest_pain"),
        ("the knee came out completely, not the kneecap, the whole knee", "deformity"),
        ("She slipped in the bath and can't stand.", "cannot_bear_weight"),
    ],
)
def test_odd_words_for_danger_are_sensed(text: str, finding: str) -> None:
    assert finding in sensed(text)


def test_misspelt_and_without_stops() -> None:
    found = sensed("me left fut no the foot is freezin an gon gray it came on sudenly")
    assert {"cold_foot", "pale_blue_foot"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "My left foot isn't cold or pale, the heel just aches.",
        "My right heel aches. No wax-like or icy foot.",
        "If my foot ever turned to ice I would ring you. My heel aches.",
        "My brother's foot was like ice and grey as wax. My own heel just aches a bit.",
        "Since I was a child my feet are like ice in winter. My heel aches.",
        "I put ice on my foot and it is better.",
    ],
)
def test_denied_supposed_another_s_and_old_do_not_count(text: str) -> None:
    assert not {"cold_foot", "pale_blue_foot"} & {f.id for f in read(text).possible}


def test_a_relative_s_leg_counts_where_the_teller_has_no_complaint() -> None:
    told = "My brother had gout once. Dad's foot has turned to an icy lump and he can't feel us."
    assert {"cold_foot", "numb_foot"} <= sensed(told)


def test_a_danger_that_was_heard_or_denied_is_not_said_to_be_possible() -> None:
    reading = read("My left foot is cold and numb. My right foot is not cold.")
    keys = {f.key for f in reading.findings if f.value is True}
    assert not keys & {f.key for f in reading.possible}
    assert "cold_foot@right" not in {f.key for f in reading.possible}


def test_spans_are_in_the_text() -> None:
    text = "Hello. The left foot is like something off a fishmonger's slab, and grey as putty."
    for item in read(text).possible:
        assert item.span is not None
        assert 0 <= item.span[0] < item.span[1] <= len(text)


def test_little_understood_and_infection_asks_of_infection_first() -> None:
    reading = read("Something is brewing there. It worries us a lot. Maybe an infection? Dunno.")
    assert "fever" in reading.ask_first


def test_every_cue_is_of_a_known_finding() -> None:
    known = load_knowledge().findings
    assert {cue.finding for cue in danger_cues().cues} <= set(known)
    assert {name for net in danger_cues().nets for name in net.ask} <= set(known)


@pytest.mark.parametrize(
    "read_file",
    [
        {"sets": {"foot": "foot"}, "signs": {"cold_foot": ["$feet + cold"]}},
        {"signs": {"cold_foot": ["foot + cold icy"]}},
        {"signs": {"cold_foot": ["foot + "]}},
        {"sings": {}},
    ],
)
def test_a_wrong_file_of_cues_is_refused(read_file: dict[str, object]) -> None:
    with pytest.raises(KnowledgeError):
        compile_cues(read_file)


def test_every_line_can_be_met_by_its_own_words() -> None:
    atoms = danger_cues().atoms
    met = 0
    for cue in danger_cues().cues:
        groups = [min(_spoken(atoms[a]) for a in group.atoms) for group in cue.groups]
        met += bool(groups)
        assert all(groups), cue.finding
    assert met > 200
    assert list(CuesInText(tokens_of("", {})).matches()) == []


def _spoken(atom: object) -> str:
    words = getattr(atom, "words") or getattr(atom, "stems")  # noqa: B009
    phrases = getattr(atom, "phrases")  # noqa: B009
    return min(words) if words else " ".join(phrases[0])


def test_harmless_look_alikes_seldom_raise_by_the_wide_sense() -> None:
    texts = yaml.safe_load(HARMLESS.read_text("utf-8"))["texts"]
    raised = []
    for one in texts:
        triage = assess(Case(narrative=one["text"])).triage
        deciding = [f for f in triage.red_flags if f.urgency == triage.urgency]
        urgent = triage.urgency in ("emergency", "same_day")
        if urgent and deciding and all(flag.possible for flag in deciding):
            raised.append(one["id"])
    assert len(raised) <= 0.07 * len(texts), raised  # short texts err to the safe side
