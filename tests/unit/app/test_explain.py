"""Explaining: ids, questions, danger words, and saying so when no page answers."""

from __future__ import annotations

import re

import pytest

import kinchain
from kinchain.app.explain import explain
from kinchain.app.library.direction import read_direction
from kinchain.app.library.pages import page
from kinchain.app.library.search import search
from kinchain.app.library.shape import read_shape
from kinchain.app.library.spelling import mended_text, sound_of
from kinchain.app.library.told import told_in
from kinchain.app.library.words import asking_words
from kinchain.core.errors import InputError, UnknownNameError
from kinchain.core.urgency import at_least
from kinchain.evidence import load_knowledge
from kinchain.report.page_text import page_text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plantar_fasciitis", "condition:plantar_fasciitis"),
        ("mechanism:foot_shape", "mechanism:foot_shape"),
        ("orthotics", "treatment:orthotics"),
        ("pf_stretch", "exercise:pf_stretch"),
        ("knee_to_wall_cm", "test:knee_to_wall_cm"),
        ("s1-20", "claim:S1-20"),
        (" Recovery_Time ", "topic:recovery_time"),
    ],
)
def test_an_id_shows_its_page(name, expected):
    assert explain(name).id == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is a bunion?", "condition:hallux_valgus"),
        ("waht is plantr fascitis", "condition:plantar_fasciitis"),
        ("does acupuncture work for sore knees", "treatment:acupuncture"),
        ("how do I do a clamshell", "exercise:clamshell"),
        ("can plantar fasciitis cause knee pain?", "topic:foot_to_knee"),
        ("can knee pain cause plantar fasciitis?", "topic:knee_to_foot"),
        ("when should I see a doctor about my foot?", "topic:when_to_see_someone"),
        (
            "nothing left between my heel and the floor, no padding",
            "condition:heel_fat_pad_syndrome",
        ),
        ("pain just under the kneecap when I jump", "condition:patellar_tendinopathy"),
        ("lost two stone without trying and my shin bone aches", "claim:S1-37"),
    ],
)
def test_a_question_finds_its_page(question, expected):
    assert kinchain.explain(question).id == expected


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("can a bad knee make my foot hurt", "knee_to_foot"),
        ("can my foot hurt because of my knee", "knee_to_foot"),
        ("can a bad foot make my knee hurt", "foot_to_knee"),
        ("is my knee pain caused by my flat feet", "foot_to_knee"),
        ("how do I stretch my calf", None),
        ("my knee caves in when I squat, is that wrecking my arches", "knee_to_foot"),
        ("can inflammation in the knee spread down to the foot", "knee_to_foot"),
        ("can tight calves cause both heel and knee pain", "common_cause"),
        ("my ankle puffs up every time my knee is swollen, are they linked", "knee_to_foot"),
        ("stiff knee since the fall and now the ankle is stiff too", "knee_to_foot"),
        ("my knees and toes are sore together, is it one illness", "common_cause"),
    ],
)
def test_cause_and_effect_are_told_apart(question, direction):
    assert read_direction(question, asking_words()).direction == direction


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("I can't feel my foot, is it plantar fasciitis?", "seen"),
        ("is it a calf clot?", "clot"),
        ("numb between my legs and a sore back", "emergency"),
        ("my foot is cold and white, why?", "emergency"),
    ],
)
def test_danger_words_put_advice_first(question, said):
    found = explain(question)
    assert said in " ".join(found.see_first).lower()
    assert page_text(found).startswith("First of all")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is a bakers cist", "cyst"),
        ("planter fashitis", "plantar"),
        ("a sore heal when i get up", "sore heel"),
        ("pins and needles in my toes", "tingling"),
        ("my physio said my arch is weak", "my arch is weak"),
    ],
)
def test_misspelt_words_are_mended(question, expected):
    assert expected in mended_text(question).text


@pytest.mark.parametrize(
    "question", ["will my sore knee heal", "what about the brake", "a price to wait for"]
)
def test_ordinary_words_are_left_alone(question):
    assert mended_text(question).text == question


def test_words_that_sound_alike_share_a_key():
    assert sound_of("cist") == sound_of("cyst")
    assert sound_of("akiles") == sound_of("achilles")
    assert sound_of("toe") != sound_of("knee")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("electric shocks between my toes in tight shoes", "condition:morton_neuroma"),
        ("it stabs under my heel with the first steps of the day", "condition:plantar_fasciitis"),
        (
            "inner ankle pain and my arch is dropping",
            "condition:posterior_tibial_tendon_dysfunction",
        ),
    ],
)
def test_signs_told_find_the_condition(question, expected):
    assert search(question).hits[0].id == expected


def test_a_question_about_a_thing_tells_no_signs():
    assert told_in("what is a heel spur").n_signs == 0


URGENT_PAGES = {
    f"condition:{one.id}"
    for one in load_knowledge().conditions.values()
    if at_least(one.urgency, "same_day")
} | {"topic:when_to_see_someone"}


@pytest.mark.parametrize(
    "question",
    [
        "my knee is red hot and swollen and I feel feverish",
        "sudden calf pain and now I'm out of breath",
        "fell off a ladder, my ankle is massively swollen and I cant put weight on it",
        "foot gone cold and white all of a sudden and I cant feel it",
        "numbness between my legs and can't wee",
        "red streaks going up my leg from a cut on my foot",
        "my foot has gone purple in the cast and the pain is unbearable",
        "when is knee pain an emergency",
        "should I worry, my calf is hot and swollen",
    ],
)
def test_an_urgent_question_gets_an_urgent_page_and_the_action_first(question):
    found = explain(question)
    assert found.id in URGENT_PAGES
    assert found.see_first[0].startswith("If ")
    assert re.search("today|emergency", found.see_first[0])
    assert page_text(found).startswith("First of all")


def test_an_ordinary_question_alarms_nobody():
    assert explain("are insoles worth it?").see_first == ()


@pytest.mark.parametrize(
    "question", ["who won the football", "how do I fix my car engine", "xqzv wwwq", "is rent due"]
)
def test_no_page_is_said_openly(question):
    found = explain(question)
    assert found.kind == "none"
    assert found.answer.startswith("No page answers that.")


@pytest.mark.parametrize("text", ["", "   ", "?!", "…"])
def test_nothing_asked_is_a_fault_in_four_parts(text):
    with pytest.raises(InputError) as raised:
        explain(text)
    assert all(raised.value.faults[0].as_dict().values())


def test_an_unknown_page_names_the_nearest():
    with pytest.raises(UnknownNameError) as raised:
        page("condition:plantar_fascitis")
    assert "condition:plantar_fasciitis" in raised.value.faults[0].mend


@pytest.mark.parametrize(
    "question", ["a" * 100_000, "knee " * 50_000, "\x00\u202e knee", "膝が痛い"]
)
def test_any_text_is_answered(question):
    assert explain(question).disclaimer


def test_the_same_question_gets_the_same_pages():
    question = "does a tight calf cause heel pain?"
    assert search(question) == search(question)


def test_text_of_a_page_has_the_answer_before_the_numbers():
    text = page_text(explain("plantar_fasciitis"))
    order = ["Plantar fasciitis", "What it means for you", "What it is", "Numbers", "Sources"]
    places = [text.index(f"{one}\n") if one != order[0] else text.index(one) for one in order]
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) < 160


def test_the_question_is_not_repeated():
    found = explain("does my aunt Wilhelmina have a heel spur")
    assert not re.search("Wilhelmina", found.model_dump_json(), re.IGNORECASE)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("are bunions dangerous", "condition:hallux_valgus"),
        ("is osgood schlatter anything serious", "condition:osgood_schlatter"),
        ("will curing my heel pain make my knee better", "claim:S2-20"),
        ("does treating the knee help the foot", "claim:S2-19"),
        ("since the plaster on my ankle my knee hurts", "mechanism:treatment_shift_up"),
        ("ever since my knee brace my big toe is sore", "mechanism:treatment_shift"),
        ("which came first, the foot or the knee", "topic:foot_to_knee"),
    ],
)
def test_the_shape_of_a_question_tells_what_is_asked(question: str, best: str) -> None:
    assert search(question).hits[0].id == best


@pytest.mark.parametrize(
    "question",
    ["my calf is hot and swollen 2 weeks after knee surgery", "my foot drags since knee surgery"],
)
def test_a_danger_goes_before_what_was_worn_or_done(question: str) -> None:
    assert search(question).hits[0].id != "mechanism:treatment_shift"


def test_what_cannot_be_done_asks_for_no_exercise() -> None:
    found = search("cannot lift my straight leg after a fall").hits[0]
    assert not found.id.startswith("exercise:")


def test_a_picture_taken_already_is_not_asked_about() -> None:
    assert search("my mri showed a meniscus tear").hits[0].id == "condition:meniscal_tear"
    assert search("do i need an mri for a meniscus tear").hits[0].id == "topic:imaging"


@pytest.mark.parametrize(
    ("text", "grave", "timed"),
    [
        ("is a cyst serious", True, False),
        ("how long can you stand on one leg", False, True),
        ("sores that wont heal", False, True),
        ("how long does a sprain take", False, False),
    ],
)
def test_words_of_weight_and_time_are_told_apart(text: str, grave: bool, timed: bool) -> None:
    shape = read_shape(text)
    assert (shape.grave, shape.timed) == (grave, timed)
