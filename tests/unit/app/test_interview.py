"""The interview: order, "not sure", both legs, back, hints, home tests, files."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.app._interview_ask import question_of
from kinchain.app._interview_groups import ENDS, groups
from kinchain.app._interview_home import GATES, SETTLES, _suits
from kinchain.app._interview_pick import N_TESTS
from kinchain.app._interview_worth import MAX_ITEMS, MIN_WORTH, worths
from kinchain.app.assess import assess
from kinchain.app.interview import (
    MAX_QUESTIONS,
    NOT_SURE,
    Interview,
    answer,
    asked_file,
    back,
    begin,
    end_of,
    load_interview,
    look_at,
    next_question,
    read_answer,
    save_interview,
)
from kinchain.core.errors import InputError
from kinchain.core.formats.case import Case
from kinchain.evidence import Knowledge
from kinchain.evidence.rule_book import rules_for

DAY = date(2026, 3, 1)
WORDS = "My right heel hurts with the first steps in the morning, for six weeks."


def start(words=WORDS, **findings):
    told = {key.replace("__", "@"): value for key, value in findings.items()}
    return begin(Case(date=DAY, narrative=words, findings=told))


def calm(question):
    """Return a harmless answer."""
    if question.kind == "words":
        return WORDS
    if question.kind == "several":
        return ()
    if question.kind == "places":
        return ("heel@right",) if question.key == "places" else ()
    if question.kind == "side":
        return "right"
    if question.kind == "number":
        return {"age": 45.0, "pain_duration_days": 42.0}.get(question.finding, 3.0)
    if question.kind == "choice":
        return question.choices[0]
    return "no" if question.side == "both" else False


def walk(interview, reply=calm):
    asked = []
    while (question := next_question(interview)) is not None:
        asked.append(question)
        interview = answer(interview, reply(question))
    return interview, asked


SORE_FOOT = "My right heel and the sole of my right foot have been sore for two months."


def test_own_words_then_danger_then_what_tells_most():
    _, asked = walk(begin(Case(date=DAY)))
    assert asked[0].kind == "words"
    kinds = ["danger" if q.is_danger else "test" if q.is_test else "other" for q in asked[1:]]
    assert asked[1].key == "elsewhere" and asked[2].finding == "age"
    assert kinds[2:6] == ["danger"] * 4, "the core danger questions come first"
    core = {key.partition("@")[0] for key in start().look.triage.not_asked}
    when = [n for n, q in enumerate(asked) if core & {k.partition("@")[0] for k in q.keys}]
    held = [{key.partition("@")[0] for key in q.keys} for q in asked]
    frame = [n for n, names in enumerate(held) if names & {"pain_severe", "pain_worst_nrs"}]
    assert max(when) < frame[-1], "then how bad, then the rest"
    bits = [q.bits for q in asked if q.bits]
    assert bits and all(q.text and q.why for q in asked)
    assert len(asked) <= MAX_QUESTIONS


def test_what_was_told_is_not_asked_again():
    _, asked = walk(start(age=52.0, fever=False))
    assert not {"age", "fever", "narrative", "pain_duration_days"} & {q.finding for q in asked}
    assert len({q.key for q in asked}) == len(asked)


def test_not_sure_all_the_way_leaves_everything_unknown_and_the_result_provisional():
    interview, asked = walk(start(), lambda _: NOT_SURE)
    assert set(interview.case.findings.values()) == {"unknown"}
    assert interview.answered == () and len(interview.not_sure) == len(asked)
    assert not any(q.is_test for q in asked), "an open question counts as a caution"
    before, after = assess(start().case), assess(interview.case)
    assert after.triage == before.triage and after.triage.provisional
    assert after.conditions == before.conditions


def test_an_emergency_ends_it_at_once():
    interview = start("My calf is swollen and I cannot get my breath since this morning.")
    assert next_question(interview) is None and end_of(interview) == "emergency"
    with pytest.raises(InputError) as caught:
        answer(interview, True)
    assert "no question" in str(caught.value)


def test_no_home_test_once_the_person_is_to_be_seen_today():
    words = "I fell yesterday on my right knee and it is badly swollen and hot, I have a fever."
    interview, asked = walk(start(words), lambda q: 40.0 if q.finding == "age" else calm(q))
    assert interview.urgency in ("same_day", "emergency")
    assert not any(q.is_test for q in asked)


def test_a_caution_keeps_a_test_away(knowledge: Knowledge):
    well, _ = walk(start())
    done = {one.key.partition("@")[0] for one in well.asked}
    assert len(done & set(GATES)) >= 1
    _, asked = walk(start(numb_foot__right=True))
    barred = {name for name, gate in GATES.items() if "numb_foot" in (*gate.denied, *gate.told)}
    assert not barred & {q.finding for q in asked}
    _, asked = walk(start(age=12.0))
    assert not any(q.is_test for q in asked)
    for name, gate in GATES.items():
        assert knowledge.findings[name].kind == "test"
        assert {*gate.for_sites, *gate.denied, *gate.told, *gate.needs} <= set(knowledge.findings)


def test_home_tests_are_explained_with_range_and_caution():
    asked_for = (
        "knee_to_wall_cm single_leg_heel_raises_n chair_stands_30s_n windlass_pain "
        "heel_squeeze_pain forefoot_squeeze_pain step_down_points navicular_drop_mm "
        "knee_extension_deficit_deg effusion_sweep_grade"
    )
    assert set(asked_for.split()) <= set(GATES)
    for name in GATES:
        question = question_of(name, "left")
        assert question.caution and question.why
        assert question.is_test and len(question.steps) >= 2
        if question.kind == "number":
            assert question.low < question.high and question.unit


def test_few_home_tests_are_offered():
    for words in (WORDS, "My left knee aches on stairs and my left heel hurts, for two months."):
        _, asked = walk(start(words))
        assert sum(q.is_test for q in asked) <= N_TESTS


def test_both_legs_are_asked_for_at_once():
    interview = start("Both my knees have been aching for two months.", age=60.0, fever=False)
    interview = answer(interview, ())
    question = next_question(interview)
    assert question.kind == "several" and question.side == "both"
    item = next(key for key, _ in question.items if key.endswith("@both"))
    name = item.partition("@")[0]
    after = answer(interview, (f"{name}@left",))
    assert after.case.findings[f"{name}@left"] is True
    assert after.case.findings[f"{name}@right"] is False
    with pytest.raises(InputError):
        answer(interview, True)
    with pytest.raises(InputError):
        answer(interview, ("bunion@left",))


def test_several_are_asked_at_once_and_left_out_is_no_but_unsure_is_unknown():
    interview = answer(start(age=52.0), ())
    question = next_question(interview)
    assert question.kind == "several" and 2 <= len(question.items) <= MAX_ITEMS
    first, second, *rest = (key for key, _ in question.items)
    after = answer(interview, (first, f"{second}?"))
    assert after.case.findings[first] is True and after.case.findings[second] == "unknown"
    assert all(after.case.findings[key] is False for key in rest if key in after.case.findings)
    unsure = answer(interview, NOT_SURE)
    assert {unsure.case.findings[key] for key in question.keys} == {"unknown"}
    assert unsure.look is interview.look


def test_what_an_item_implies_is_not_denied():
    interview = start("I fell on my right knee this morning.", age=30.0)
    while (question := next_question(interview)) is not None:
        if "injury_knee@right" in question.keys:
            told = answer(interview, ("injury_knee@right",)).case.findings
            assert told["injury_knee@right"] is True
            assert told.get("sudden_onset_knee@right") is not False
            return
        interview = answer(interview, NOT_SURE)


def test_numbers_pick_from_several():
    interview = answer(start(age=52.0), ())
    question = next_question(interview)
    keys = [key for key, _ in question.items]
    assert read_answer(question, "1, 3") == (keys[0], keys[2])
    assert read_answer(question, "1 2?") == (keys[0], f"{keys[1]}?")
    assert read_answer(question, "none") == ()
    assert read_answer(question, "") == NOT_SURE
    for wrong in ("99", "swollen", "1 maybe"):
        with pytest.raises(InputError) as caught:
            read_answer(question, wrong)
        assert "1, 3" in str(caught.value)
    both = next_question(answer(start("Both my knees ache since May.", age=60.0), ()))
    item = both.items[0][0].partition("@")[0]
    assert read_answer(both, "1 left") == (f"{item}@left",)
    assert read_answer(both, "1b") == (f"{item}@both",)
    with pytest.raises(InputError):
        read_answer(both, "1")


def test_groups_name_what_there_is(knowledge: Knowledge):
    names = [group.id for group in groups()]
    assert len(set(names)) == len(names)
    for group in groups():
        assert group.end in ENDS and group.text.endswith((".", "?")) and group.why
        assert len(set(group.items)) == len(group.items)
    asked = {name for group in groups() for name in group.items}
    danger = {name for one in rules_for(knowledge).questions for name in one.ask}
    alone = {n for n in danger - asked if knowledge.findings[n].type == "bool"}
    assert all(knowledge.findings[name].kind == "test" for name in alone)


def test_a_test_is_offered_only_where_it_settles_something(knowledge: Knowledge):
    assert set(SETTLES) <= set(GATES)
    for name, finding in SETTLES.items():
        assert knowledge.findings[name].type == "number"
        assert knowledge.findings[finding].type == "bool"
    told = start(calf_tight__right=True, foot_rolls_in__right=True)
    _, asked = walk(told)
    assert not {"knee_to_wall_cm", "navicular_drop_mm"} & {q.finding for q in asked}


def test_tests_that_inform_only_some_are_offered_to_them_alone():
    far = {"age": 60.0, "pain_severe@right": False, "pain_worst_nrs@right": 3.0}
    for told, wanted in (({"diabetes": True}, True), ({"diabetes": False}, False)):
        look = look_at(Case(date=DAY, narrative=SORE_FOOT, findings={**far, **told}))
        names = {name for name, gate in GATES.items() if _suits(gate, look, "right")}
        assert ("foot_temperature_difference_c" in names) is wanted
        assert ("touch_test_missed_n" in names) is wanted
    after_blow = {**far, "pain_calf@right": True, "injury_leg@right": True}
    look = look_at(Case(date=DAY, narrative=SORE_FOOT, findings=after_blow))
    assert not _suits(GATES["calf_girth_difference_cm"], look, "right")


def test_an_interview_ends_where_no_open_question_is_worth_asking():
    interview, asked = walk(start())
    assert len(asked) <= MAX_QUESTIONS
    if end_of(interview) == "enough":
        left = worths(interview.look, interview.keys)
        assert not any(one.is_pressing or one.bits >= MIN_WORTH for one in left)


def test_place_and_side_are_asked_where_they_were_not_told():
    interview = begin(Case(date=DAY))
    interview = answer(interview, NOT_SURE)
    question = next_question(interview)
    assert question.key == "places"
    interview = answer(interview, read_answer(question, "left knee and right heel"))
    assert next_question(interview).key != "elsewhere"
    assert interview.case.findings == {"pain_knee@left": True, "pain_heel@right": True}
    one_sided = start("My knee has been aching for weeks.")
    assert next_question(one_sided).key == "side"
    assert answer(one_sided, "left").case.findings == {"pain_knee@left": True}


def test_which_end_first_is_asked_where_both_hurt():
    _, asked = walk(start("My right knee and my right heel have been aching for two months."))
    assert "started_first" in {q.key for q in asked}


def test_back_takes_back_what_was_said():
    first = start()
    second = answer(first, calm(next_question(first)))
    assert back(second) == first and back(first) == first


@pytest.mark.parametrize(
    ("key", "side", "typed", "value"),
    [
        ("fever", "none", "Yes", True),
        ("fever", "none", " n ", False),
        ("fever", "none", "don't know", NOT_SURE),
        ("fever", "none", "", NOT_SURE),
        ("warmth_knee", "both", "l", "left"),
        ("warmth_knee", "both", "No", "no"),
        ("age", "none", "52,5", 52.5),
        ("pain_duration_days", "left", "3 weeks", 21.0),
        ("pain_duration_days", "left", "1 month", 30.0),
        ("started_first", "none", "same", "same_time"),
        ("knee_to_wall_cm", "left", "9.5 cm", 9.5),
    ],
)
def test_typed_answers(key, side, typed, value):
    assert read_answer(question_of(key, side), typed) == value


@pytest.mark.parametrize(
    ("key", "side", "typed"),
    [
        ("fever", "none", "maybe my secret"),
        ("warmth_knee", "both", "yes"),
        ("age", "none", "old"),
        ("pain_duration_days", "left", "3 moons"),
        ("started_first", "none", "xyz"),
    ],
)
def test_what_is_no_answer_gets_a_hint_without_the_words(key, side, typed):
    with pytest.raises(InputError) as caught:
        read_answer(question_of(key, side), typed)
    fault = caught.value.faults[0]
    assert fault.what and fault.where and "not sure" in fault.expected and fault.mend
    assert typed not in str(caught.value)


def test_impossible_and_contradictory_answers_are_refused():
    interview = start("", age=50.0, knee_flexion_deg__left=30.0, pain_knee__left=True)
    asked = Interview(interview.start)
    with pytest.raises(InputError):
        answer(asked, 3)
    numbers = answer(start(fever=False), ())
    assert next_question(numbers).key == "age"
    with pytest.raises(InputError) as caught:
        answer(numbers, 400.0)
    assert "0 to 115" in str(caught.value) and "400" not in str(caught.value)
    assert next_question(numbers).key == "age"


def test_saved_and_resumed_is_the_same(tmp_path):
    file = tmp_path / "new" / "case.yaml"
    interview = begin(Case(), DAY)
    for reply in (WORDS, (), 45.0, NOT_SURE, ()):
        interview = answer(interview, reply)
        save_interview(interview, file)
        again = load_interview(file)
        assert again == interview
        assert next_question(again) == next_question(interview)
    assert "hurts" not in asked_file(file).read_text("utf-8")
    assert sorted(one.name for one in file.parent.iterdir()) == ["case.asked.yaml", "case.yaml"]


def test_a_case_alone_can_be_gone_on_with(tmp_path):
    file = tmp_path / "case.yaml"
    save_interview(start(age=50.0), file)
    asked_file(file).unlink()
    assert load_interview(file).asked == ()
    asked_file(file).write_text("[1, 2", "utf-8")
    with pytest.raises(InputError):
        load_interview(file)
    asked_file(file).write_text("format: other\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load_interview(file)
    assert "delete this file" in str(caught.value)


def test_an_answer_taken_out_of_the_case_is_asked_again(tmp_path):
    file = tmp_path / "case.yaml"
    interview = answer(answer(start(), ()), 45.0)
    save_interview(interview, file)
    file.write_text(file.read_text("utf-8").replace("  age: 45.0\n", "").replace(
        "findings:\n", ""), "utf-8")  # fmt: skip
    assert next_question(load_interview(file)).key == "age"


def test_where_one_end_hurts_the_other_is_asked_about_and_then_what_came_first():
    def stiff_knee(question):
        if question.kind == "several":
            return tuple(key for key in question.keys if key.startswith("previous_knee_injury"))
        return calm(question)

    _, asked = walk(start(), stiff_knee)
    keys = [question.key.partition("@")[0] for question in asked]
    assert "several:before_knee" in keys and "several:before_foot" not in keys
    assert keys.index("several:before_knee") < keys.index("started_first")
    _, calmly = walk(start())
    assert "started_first" not in [question.key for question in calmly]


def test_after_an_injury_blood_thinners_are_asked_for():
    _, asked = walk(start("I fell over the dog this morning and banged my right lower leg."))
    assert any("anticoagulant" in one.keys for one in asked)
