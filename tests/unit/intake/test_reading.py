"""The reader hears what small sentences say, and not what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)


def heard(text):
    return {f.key: f.value for f in read_narrative(text, told_on=TOLD_ON).findings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my left knee hurts", {"pain_knee@left": True}),
        ("pain on the inside of my right knee", {"pain_knee_inner@right": True}),
        ("the bottom of my left heel is sore", {"pain_heel_under@left": True}),
        ("R heel pain", {"pain_heel@right": True}),
        ("my knees ache", {"pain_knee@left": True, "pain_knee@right": True}),
        ("L knee swolen", {"swelling_knee@left": True}),
        ("The right is fine, the left knee hurts", {"pain_knee@right": False}),
        ("the left knee is worse than the right", {"pain_knee@left": True}),
        ("my right knee hurts on the stairs", {"pain_stairs@right": True}),
        ("my left heel hurts with the first steps", {"first_step_pain@left": True}),
        ("my archilles on the left is sore", {"pain_achilles@left": True}),
        ("the left ankle went over and swelled", {"rolled_ankle@left": True}),
        ("left knee locks and gives way", {"locking@left": True, "giving_way@left": True}),
        ("I'm a nurse", {"standing_work": True}),
        ("I lay carpets, on my knees all day", {"kneeling_work": True}),
        ("knee to wall 6 cm on the left", {"knee_to_wall_cm@left": 6.0}),
        ("12 heel raises on the right", {"single_leg_heel_raises_n@right": 12.0}),
        ("left heel pain 7/10", {"pain_now_nrs@left": 7.0}),
        (
            "My right knee is stiff for 20 minutes in the morning",
            {"morning_stiffness_min@right": 20},
        ),
    ],
)
def test_small_sentences(text, expected):
    found = heard(text)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("no fever, chills or weight loss", "fever"),
        ("no fever, chills or weight loss", "chills"),
        ("no fever, chills or weight loss", "weight_loss"),
        ("I don't have diabetes", "diabetes"),
        ("never had cancer", "cancer_history"),
        ("denies fever", "fever"),
        ("not short of breath", "breathlessness_new"),
        ("bladder and bowels are fine", "bladder_change"),
    ],
)
def test_denied(text, finding):
    assert heard(text).get(finding) is False


@pytest.mark.parametrize(
    "text",
    [
        "my mother had a clot",
        "my dad had gout",
        "cancer runs in the family",
        "could it be a clot?",
        "scared it's cancer",
        "come back if you get a fever",
        "it used to hurt, all gone now",
        "this whole thing is a pain in the neck",
    ],
)
def test_nothing_current_is_heard(text):
    assert not {key for key, value in heard(text).items() if value is True}


def test_but_ends_a_denial():
    found = heard("My left knee is not red but it is swollen")
    assert found["redness_knee@left"] is False
    assert found["swelling_knee@left"] is True


def test_not_only_is_no_denial():
    assert heard("my left knee is not only swollen").get("swelling_knee@left") is True


def test_other_and_same_side():
    found = heard("My left knee hurts. The other knee is swollen.")
    assert found["swelling_knee@right"] is True
    found = heard("My left knee hurts and the heel on the same side hurts.")
    assert found["pain_heel@left"] is True


def test_a_side_does_not_leak_to_another_complaint():
    assert "pain_heel@unknown" in heard("My right knee hurts. I also have pain in my heel.")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("for three weeks", 21),
        ("for a year and a half", 547),
        ("since last Tuesday", 5),
        ("since yesterday", 1),
        ("for 2 months", 60),
        ("3/12", 90),
        ("since Christmas", 66),
        ("since 2024", 609),
    ],
)
def test_durations(words, days):
    got = heard(f"my left knee has hurt {words}")["pain_duration_days@left"]
    assert got == pytest.approx(days, rel=0.05, abs=0.6)


def test_days_since_injury():
    found = heard("I twisted my left knee three weeks ago")
    assert found["injury_days@left"] == 21
    assert found["injury_knee@left"] is True
    assert found["twist_injury@left"] is True


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("My left knee came first and then my left heel started hurting", "knee"),
        ("My right foot hurt first, later the right knee joined in", "foot"),
        ("The left knee and left foot began at the same time", "same_time"),
    ],
)
def test_which_came_first(text, first):
    reading = read_narrative(text, told_on=TOLD_ON)
    assert {f.key: f.value for f in reading.findings}["started_first"] == first
    assert {c.started for c in reading.complaints} <= {"first", "later", "same_time"}


def test_changed_walking_before_the_second_pain():
    text = "My left heel hurt, and because I was limping my left knee began to ache."
    assert heard(text)["gait_changed_before_second_pain"] is True


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("52F with knee pain", "age", 52),
        ("52F with knee pain", "sex", "female"),
        ("I'm a 52 year old woman", "sex", "female"),
        ("I am 5 ft 4 and my knee hurts", "height_m", 1.626),
        ("I weigh 12 stone", "mass_kg", 76.2),
        ("190 lb, knee pain", "mass_kg", 86.2),
        ("I am 1.80 m tall", "height_m", 1.8),
    ],
)
def test_person(text, name, value):
    person = read_narrative(text, told_on=TOLD_ON).person
    near = value if isinstance(value, str) else pytest.approx(value, rel=0.005)
    assert getattr(person, name) == near


def test_a_husband_does_not_set_the_sex():
    assert read_narrative("my husband says I limp", told_on=TOLD_ON).person.sex is None
    assert read_narrative("knee", told_on=TOLD_ON, person_sex="female").person.sex == "female"


DANGERS = [
    ("cant feel wen i wipe", "saddle_numbness"),
    ("numb between my legs", "saddle_numbness"),
    ("i've been wetting myself", "bladder_change"),
    ("having trouble peeing", "bladder_change"),
    ("lost control of my bowels", "bowel_change"),
    ("foot went white and cold", "cold_foot"),
    ("foot went white and cold", "pale_blue_foot"),
    ("calf is rock hard", "tense_calf_or_shin"),
    ("my chest feels tight & im short of breath", "chest_pain"),
    ("my chest feels tight & im short of breath", "breathlessness_new"),
    ("coughed up blood", "coughing_blood"),
    ("kneecap is on the side", "kneecap_slipped"),
    ("bone sticking out of my shin", "bone_visible"),
    ("cant put any weight on it", "cannot_bear_weight"),
    ("my foot just flops", "foot_drop"),
    ("red streaks going up my shin", "redness_spreading"),
    ("my husbands left foot is cold and white", "cold_foot"),
    ("taking blood thiners", "anticoagulant"),
]


@pytest.mark.parametrize(("text", "finding"), DANGERS)
def test_danger_in_slang_and_misspelling(text, finding):
    found = read_narrative(text, told_on=TOLD_ON).findings
    assert any(f.id == finding and f.value is True for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "no numbness when i wipe",
        "no trouble peeing",
        "my foot is not cold or pale",
        "no chest pain or breathlessness",
        "never coughed blood",
        "I can walk on it fine",
        "my toes move fine",
        "I can weight bear",
    ],
)
def test_denied_danger_is_not_heard(text):
    assert not [f for f in read_narrative(text, told_on=TOLD_ON).findings if f.value is True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n ", "empty"),
        ("\x00\x01\x02\x03\x04\x05", "not readable"),
        ("mein Knie und mein Fuss, ich habe seit Wochen Schmerzen, die gehen nicht weg", "English"),
        ("go to hell you stupid machine", "recognised"),
        ("!!! ??? ...", "no words"),
    ],
)
def test_what_cannot_be_understood_says_so(text, reason):
    assert reason in (read_narrative(text, told_on=TOLD_ON).not_understood or "")


def test_a_huge_text_is_capped_and_says_so():
    reading = read_narrative("my left knee hurts and " * 50_000, told_on=TOLD_ON)
    assert "first" in (reading.language_note or "")
    assert any(f.key == "pain_knee@left" for f in reading.findings)


def test_every_finding_of_the_lexicon_is_in_the_vocabulary():
    from kinchain.evidence.load import load_knowledge
    from kinchain.intake._lexicon import lexicon

    known = load_knowledge().findings
    special = {"gradual_onset", "sudden_onset"}
    for concept in lexicon().concepts.values():
        if concept.kind in ("pain", "fine") or concept.name in special | {"injury"}:
            continue
        for name in concept.by_part.values() or (concept.name,):
            if not name:  # of this part it says nothing
                continue
            assert name in known, name
            assert known[name].sided is concept.sided, name
