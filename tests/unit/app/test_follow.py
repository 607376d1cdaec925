"""Following: entries taken in or refused, alerts with what to do, changes, course, files."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from kinchain.app.follow import (
    PROMPTS,
    TEST_CHANGE,
    add_day,
    add_score,
    add_test,
    checked,
    follow,
    name_followed,
    read_track,
    write_track,
)
from kinchain.core.errors import InputError
from kinchain.core.formats import example
from kinchain.core.formats.track import DiaryDay, Followed, HomeTest, Track, TrackedScore
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import load_care

START = date(2026, 3, 1)


def day(n):
    return START + timedelta(days=n)


def diary(pains, place="heel@left"):
    track = Track()
    for n, pain in enumerate(pains):
        track = add_day(track, DiaryDay(date=day(n), pain={place: pain}), day(n))
    return track


def test_a_day_told_twice_is_one_with_all_that_was_told():
    track = add_day(Track(), DiaryDay(date=START, pain={"heel@left": 5}, note="a"), START)
    track = add_day(track, DiaryDay(date=START, pain={"knee@right": 2}, swelling=False, note="b"),
                    START)  # fmt: skip
    (only,) = track.days
    assert only.pain == {"heel@left": 5, "knee@right": 2}
    assert (only.swelling, only.note) == (False, "a\nb")
    track = add_day(track, DiaryDay(date=START, pain={"heel@left": 3}), START)
    assert track.days[0].pain["heel@left"] == 3 and track.days[0].swelling is False


def test_entries_are_kept_in_order_of_their_days():
    track = add_day(Track(), DiaryDay(date=day(3), pain={"heel@left": 5}), day(9))
    track = add_day(track, DiaryDay(date=day(1), pain={"heel@left": 6}), day(9))
    assert [one.date for one in track.days] == [day(1), day(3)]


@pytest.mark.parametrize(
    "add",
    [
        lambda: add_day(Track(), DiaryDay(date=day(1), pain={}), START),
        lambda: add_day(Track(), DiaryDay(date=START, new_signs=("swollen",)), START),
        lambda: add_day(Track(), DiaryDay(date=START, new_signs=("fever@left",)), START),
        lambda: add_day(Track(), DiaryDay(date=START, new_signs=("age",)), START),
        lambda: add_test(Track(), HomeTest(date=START, test="knee_to_wall_cm", value=5), START),
        lambda: add_test(Track(), HomeTest(date=START, test="age", value=5), START),
        lambda: add_test(
            Track(), HomeTest(date=START, test="knee_to_wall_cm@left", value=80), START
        ),
        lambda: add_score(Track(), TrackedScore(date=START, measure="nprs", value=11), START),
        lambda: add_score(Track(), TrackedScore(date=START, measure="pain", value=1), START),
        lambda: name_followed(Track(), Followed(condition="heel_ache")),
    ],
)
def test_what_does_not_fit_is_refused_in_four_parts(add):
    with pytest.raises(InputError) as caught:
        add()
    for fault in caught.value.faults:
        assert fault.what and fault.where and fault.expected and fault.mend


def test_every_fault_of_a_file_is_told_at_once_without_the_note():
    with pytest.raises(InputError) as caught:
        checked(
            {
                "format": "kinchain-track/1",
                "days": [{"date": "2026-03-01", "pain": {"heel@left": 12}, "note": "my secret"},
                         {"date": "2026-03-02", "pian": {}}],
            },
            "t.yaml",
        )  # fmt: skip
    assert len(caught.value.faults) == 2 and "secret" not in str(caught.value)
    doubled = {"format": "kinchain-track/1", "days": [{"date": "2026-03-01"}] * 2}
    with pytest.raises(InputError) as caught:
        checked(doubled, "t.yaml")
    assert "two entries" in str(caught.value)


def test_a_track_is_written_and_read_without_loss(tmp_path):
    track = Track.model_validate_json(json.dumps(example("track")))
    file = tmp_path / "new" / "track.yaml"
    write_track(track, file)
    assert read_track(file) == track
    assert [one.name for one in file.parent.iterdir()] == ["track.yaml"]


@pytest.mark.parametrize("text", ["", "[", "a: 1", "format: kinchain-track/1\nformat: x", "\xff"])
def test_a_broken_file_is_refused(tmp_path, text):
    file = tmp_path / "track.yaml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError):
        read_track(file)
    with pytest.raises(InputError):
        read_track(tmp_path / "none.yaml")


def test_no_gain_asks_for_a_new_plan():
    told = follow(diary([5.0] * 50), day(49))
    assert [one.kind for one in told.notices] == ["plateau"]
    assert told.notices[0].place == "heel@left" and told.notices[0].do
    assert told.review_on == day(42) and told.is_review_due
    assert told.pain[0].progress == "plateau"


def test_a_new_danger_sign_comes_first_with_the_rules_own_advice():
    track = add_day(
        diary([5.0] * 50), DiaryDay(date=day(49), new_signs=("swelling_calf@left",)), day(49)
    )
    first = follow(track, day(49)).notices[0]
    assert first.kind == "danger" and "calf" in first.say
    assert "today" in first.do.lower()
    breath = add_day(track, DiaryDay(date=day(49), new_signs=("breathlessness_new",)), day(49))
    assert "emergency number" in follow(breath, day(49)).notices[0].do


def test_new_swelling_is_told_once():
    track = add_day(diary([4.0] * 9), DiaryDay(date=day(8), pain={"knee@left": 3}, swelling=True),
                    day(8))  # fmt: skip
    assert [one.kind for one in follow(track, day(8)).notices] == ["flare"]


def test_a_score_of_change_is_compared_with_no_change():
    track = add_score(Track(), TrackedScore(date=day(20), measure="groc", value=4), day(20))
    (change,) = follow(track, day(20)).scores
    assert (change.first, change.last, change.verdict) == (0.0, 4.0, "better")


def test_one_score_says_nothing_and_the_smallest_change_decides():
    track = add_score(Track(), TrackedScore(date=START, measure="lefs", value=40), START)
    assert follow(track, START).scores == ()
    track = add_score(track, TrackedScore(date=day(30), measure="lefs", value=45), day(30))
    (change,) = follow(track, day(30)).scores
    assert (change.better_by, change.smallest, change.verdict) == (5.0, 9.0, "no clear change")
    assert change.sources


def test_home_tests_know_their_direction_and_error(knowledge: Knowledge):
    track = Track()
    for n, value in ((0, 8.0), (30, 10.0)):
        one = HomeTest(date=day(n), test="knee_to_wall_cm@left", value=value)
        track = add_test(track, one, day(30))
        one = HomeTest(date=day(n), test="knee_extension_deficit_deg@left", value=value)
        track = add_test(track, one, day(30))
    wall, straight = sorted(follow(track, day(30)).tests, key=lambda one: -one.better_by)
    assert wall.verdict == "better" and wall.sources == ("powden2015",)
    assert straight.better_by == -2.0 and straight.verdict == "not known"
    numeric = {n for n, f in knowledge.findings.items() if f.kind == "test" and f.type == "number"}
    assert set(TEST_CHANGE) == numeric
    assert all(set(sources) <= set(knowledge.sources) for _, _, sources in TEST_CHANGE.values())
    assert all(bool(sources) == (least is not None) for _, least, sources in TEST_CHANGE.values())


def test_course_of_the_named_condition():
    track = name_followed(diary([6.0] * 10), Followed(condition="plantar_fasciitis", side="left"))
    course = follow(track, day(9)).course
    assert course.return_when and course.see_again and course.place_on_it == "too_early"
    other = name_followed(track, Followed(condition="morton_neuroma"))
    assert follow(other, day(9)).course.condition != course.condition
    assert other.about.side == "left"
    assert follow(diary([6.0]), START).course is None


def test_a_general_course_where_the_condition_has_none_of_its_own(knowledge: Knowledge):
    named = {name for one in load_care().courses.values() for name in one.conditions}
    without = next(name for name in knowledge.conditions if name not in named)
    track = name_followed(Track(), Followed(condition=without, started=START))
    fresh, old = follow(track, day(10)).course, follow(track, day(100)).course
    assert fresh.text != old.text


def test_only_free_measures_show_their_questions():
    measures = load_care().measures
    assert set(PROMPTS) == {name for name, one in measures.items() if one.ship_items}


def test_what_is_shown_holds_no_note():
    track = add_day(diary([5.0]), DiaryDay(date=START, note="my secret"), START)
    assert "secret" not in follow(track, START).model_dump_json()


def test_nothing_told_is_no_fault():
    told = follow(Track(), START)
    assert told.notices == told.pain == () and told.review_on is None
