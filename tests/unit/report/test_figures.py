"""The drawings: every exercise is there, bodies can do what is drawn, nothing needs colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html import unescape
from math import acos, degrees, dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.report.figures.bars import condition_bars
from kinchain.report.figures.body_map import body_map, sole_map
from kinchain.report.figures.body_shapes import PLACES
from kinchain.report.figures.chain_picture import chain_picture, line_style, thickness
from kinchain.report.figures.colours import DARK, LIGHT, alone, figure_style
from kinchain.report.figures.exercise_set import DRAWN, SAME_AS, WHOLE, drawing
from kinchain.report.figures.skeleton import (
    FOREARM,
    SHANK,
    THIGH,
    UPPER_ARM,
    joints,
    knee_bend,
    knee_bends_back,
)
from kinchain.report.figures.treatments import THINGS
from kinchain.report.model import ChainPart, ConditionPart, RoutePart, Sore

MOST_KNEE_BEND_DEG = 150.0
"""A heel at the buttock; no drawing asks more of a knee."""

SEGMENT_TOLERANCE = 0.05
"""Limbs keep their length; a reach that is a little too far is cut short."""

UNDER_FLOOR = -0.7
"""Joints are points within a limb; a lying shoulder may be pressed in by this much."""

HAND_REACH = 8.0
"""From the wrist, which is where a drawn arm ends, to the palm and a little more."""

MOST_LETTERS = 30_000
"""Of one drawing, so that a page stays light."""

ROUTE = RoutePart(
    "a", "Walking changed to spare the knee", "", "knee_to_foot", 0.4, "partly", "partly shown",
    "", "", (),
)  # fmt: skip
CHAIN = ChainPart("knee_to_foot", "", "", (), "left knee", "right foot", (ROUTE,), ())

POSES = [
    pytest.param(pose, id=f"{name}-{which}")
    for name, one in WHOLE.items()
    for which, pose in (("start", one.start), ("end", one.end))
]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_every_exercise_of_the_plan_is_drawn():
    assert set(load_care().exercises) <= DRAWN
    assert len(WHOLE) >= 20


def test_what_else_is_drawn_is_known_to_care():
    assert {*SAME_AS, *THINGS} <= set(load_care().treatments)


def test_every_class_of_a_drawing_has_a_style():
    style = figure_style()
    for name in DRAWN:
        for kind in set(re.findall(r'class="([^"]+)"', drawing(name, "x", "x"))) - {
            "fig exercise", "fig thing"
        }:  # fmt: skip
            assert re.search(rf"\.{kind}[ ,]", style), kind


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_drawing_is_whole_named_and_light(name):
    svg = drawing(name, "A name", f"t-{name}")
    root = ET.fromstring(alone(svg))
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text is not None
    assert title.text.startswith("A name: ")
    assert len(title.text) > 20
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert len(svg) < MOST_LETTERS
    assert not re.search(r"#[0-9a-f]{6}|nan|inf", svg)


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_start_and_end_differ_or_show_two_ways(name):
    one = WHOLE[name]
    assert one.start != one.end
    assert one.captions[0] != one.captions[1]


@pytest.mark.parametrize("pose", POSES)
def test_a_body_can_do_what_is_drawn(pose):
    found = joints(pose)
    for side in "rl":
        bend = degrees(acos(max(-1.0, min(1.0, knee_bend(found, side)))))
        assert bend <= MOST_KNEE_BEND_DEG
        if bend > 12.0:
            assert knee_bends_back(found, side)
    assert min(at[1] for name, at in found.items() if name != "tail") >= UNDER_FLOOR


@pytest.mark.parametrize("pose", POSES)
def test_limbs_keep_their_length(pose):
    found = joints(pose)
    for side in "rl":
        for one, two, length in (
            ("hip", "knee", THIGH),
            ("knee", "ankle", SHANK),
            ("shoulder", "elbow", UPPER_ARM),
            ("elbow", "hand", FOREARM),
        ):
            away = dist(found[f"{one}_{side}"], found[f"{two}_{side}"])
            assert away == pytest.approx(length, abs=SEGMENT_TOLERANCE)


@pytest.mark.parametrize("pose", POSES)
def test_hands_reach_what_they_hold(pose):
    found = joints(pose)
    for side, arm in (("r", pose.arms[0] if pose.arms else pose.arm_r),
                      ("l", pose.arms[1] if pose.arms else pose.arm_l)):  # fmt: skip
        wanted = getattr(arm, "hand", None)
        if wanted is not None:
            at = found[wanted] if isinstance(wanted, str) else wanted
            assert dist(found[f"hand_{side}"], at) < HAND_REACH


def test_both_colour_sets_name_all_that_is_used():
    used = set(re.findall(r"var\(--([a-z-]+)\)", figure_style()))
    assert used <= set(LIGHT) == set(DARK)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [("ink", "paper", 7.0), ("ink", "card", 7.0), ("soft", "paper", 4.5), ("soft", "card", 4.5),
     ("accent", "paper", 4.5), ("accent", "card", 4.5), ("up", "paper", 4.5),
     ("down", "paper", 4.5), ("paper", "sore", 4.5), ("paper", "ink", 7.0),
     ("sore", "body", 3.0), ("numb", "body", 3.0), ("swell", "body", 3.0), ("accent", "body", 3.0),
     ("move", "card", 3.0), ("shirt", "card", 3.0)],
)  # fmt: skip
def test_contrast_is_enough_for_words_and_for_signs(colours, front, back, least):
    one, two = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= least


def test_every_place_is_a_finding_with_a_side_or_the_back():
    known = load_knowledge().findings
    assert set(PLACES) <= set(known)
    for name, place in PLACES.items():
        assert known[name].sided or place.across == 0.0


def _ellipses(svg: str) -> list[float]:
    return [float(x) for x in re.findall(r'<ellipse[^>]* cx="([\d.]+)"', svg)]


@pytest.mark.parametrize("name", sorted(PLACES))
def test_right_is_at_the_viewers_left_but_for_the_back(name):
    drawn = {
        side: (_ellipses(body_map([Sore(name, "x", side)])),
               _ellipses(sole_map([Sore(name, "x", side)])))
        for side in ("left", "right", "both")
    }  # fmt: skip
    place = PLACES[name]
    panel = 1 if place.panel == "sole" else 0
    assert drawn["right"][1 - panel] == []
    if place.across == 0.0:
        return
    (right,), (left,) = drawn["right"][panel], drawn["left"][panel]
    assert right > left if place.panel == "back" else right < left
    assert sorted(drawn["both"][panel]) == sorted([right, left])


def test_each_sore_place_is_numbered_and_named_with_its_side():
    sores = [Sore("pain_knee", "Knee pain", "right"), Sore("pain_shin", "Shin pain", "unknown"),
             Sore("swelling_ankle", "Swollen ankle", "left")]  # fmt: skip
    shown = texts(body_map(sores))
    for text in ("Knee pain (right)", "Shin pain (side not told)", "Swollen ankle (left)"):
        assert text in shown
    assert shown.count("1") == 2
    assert shown.count("2") == 3
    told = re.search(r"<title[^>]*>(.*?)</title>", body_map(sores))
    assert told is not None
    assert "1, Knee pain (right), hatched" in told[1]
    assert "ringed" in told[1]


def test_nothing_sore_draws_nothing():
    assert body_map([]) == sole_map([]) == ""
    assert sole_map([Sore("pain_knee", "Knee pain", "right")]) == ""


def test_verdicts_differ_in_the_line_itself():
    styles = {one: line_style(one, 4.0) for one in ("supported", "partly", "weak")}
    assert len(set(styles.values())) == 3
    crossed = replace(ROUTE, verdict="contradicted", verdict_words="studies disagree")
    svg = chain_picture(replace(CHAIN, routes=(crossed,)))
    plain = chain_picture(CHAIN)
    assert svg.count('class="cross"') > plain.count('class="cross"')


@given(one=st.floats(0.0, 1.0), two=st.floats(0.0, 1.0))
def test_a_likelier_route_is_never_thinner(one, two):
    low, high = sorted((one, two))
    assert 0.0 < thickness(low) <= thickness(high)


@pytest.mark.parametrize(
    ("direction", "tips"), [("knee_to_foot", 1), ("foot_to_knee", 1), ("common_cause", 2)]
)
def test_arrows_show_the_way(direction, tips):
    svg = chain_picture(replace(CHAIN, routes=(replace(ROUTE, direction=direction),)))
    assert svg.count('class="tip"') == tips


def test_five_routes_are_all_named_with_share_and_verdict():
    ways = ("knee_to_foot", "foot_to_knee", "common_cause", "knee_to_foot", "common_cause")
    routes = tuple(
        replace(ROUTE, name=f"Route <{i}>", direction=way, probability=0.1 * i)
        for i, way in enumerate(ways, 1)
    )
    svg = chain_picture(replace(CHAIN, routes=routes))
    ET.fromstring(alone(svg))
    for i in range(1, 6):
        assert f"Route &lt;{i}&gt;" in svg
        assert f"{10 * i} %, partly shown" in svg


LETTER_OF_SIZE = 0.53
"""About the mean width of a letter of the typeface, of its size; capitals are wider."""

SIZES = {
    "head": 11.5,
    "row": 11.0,
    "row-name": 12.0,
    "small": 10.5,
    "share": 11.0,
    "caption": 10.0,
    "badge-text": 10.5,
    "end-sore-text": 12.0,
    "end-well-text": 12.0,
}
"""Size of each kind of words, as the style sheet has it."""


def _reaches(svg: str) -> list[tuple[str, float, float]]:
    """Return each text with the left and right end of the room that it takes, about."""
    found = []
    pattern = r'<text class="([^"]+)" x="([\d.-]+)" y="[\d.-]+"(?: text-anchor="(\w+)")?>([^<]*)<'
    for kind, x, anchor, text in re.findall(pattern, svg):
        wide = LETTER_OF_SIZE * SIZES[kind] * len(unescape(text))
        left = float(x) - {"": 0.0, "middle": wide / 2, "end": wide}[anchor]
        found.append((text, left, left + wide))
    return found


@given(
    names=st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=8, unique=True),
    side=st.sampled_from(["left", "right", "both", "unknown"]),
)
def test_no_word_runs_out_of_a_map(names, side):
    labels = load_knowledge().findings
    sores = [Sore(name, labels[name].label, side) for name in names]
    for svg in (body_map(sores), sole_map(sores)):
        room = re.search(r'viewBox="0 0 ([\d.]+)', svg)
        for text, left, right in _reaches(svg):
            assert room is not None
            assert left >= 0.0, text
            assert right <= float(room[1]), text


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_no_caption_runs_into_the_next(name):
    reaches = _reaches(drawing(name, "x", "x"))
    assert len(reaches) == 2
    assert reaches[0][1] >= 0.0
    assert reaches[0][2] < reaches[1][1]


def test_no_word_runs_out_of_the_chain():
    for mechanism in load_knowledge().mechanisms.values():
        route = replace(ROUTE, name=mechanism.name, direction=mechanism.direction)
        svg = chain_picture(replace(CHAIN, routes=(route,) * 5))
        for text, left, right in _reaches(svg):
            assert left >= 0.0, text
            assert right <= 360.0, text


def test_no_name_of_a_condition_runs_out_of_the_bars():
    for one in load_knowledge().conditions.values():
        part = ConditionPart(one.id, one.name, "", "right and left", 0.999, "", (), (), ())
        for text, left, right in _reaches(condition_bars([part])):
            assert left >= 0.0, text
            assert right <= 360.0, text


@pytest.mark.parametrize(("knee", "foot"), [("left", "right"), ("right", "left")])
@pytest.mark.parametrize("n_routes", [1, 2, 5])
def test_ends_on_different_sides_draw_both_legs(knee: str, foot: str, n_routes: int) -> None:
    chain = replace(CHAIN, knee=f"{knee} knee", foot=f"{foot} foot", routes=(ROUTE,) * n_routes)
    svg = chain_picture(chain)
    assert svg.count('class="body"') == 2 and svg.count('class="kneecap"') == 2
    assert ">left leg<" in svg and ">right leg<" in svg
    starts = [float(x) for x in re.findall(r'class="route" d="M([\d.]+) [\d.]+C', svg)]
    ends = [float(x) for x in re.findall(r'C[^"]* ([\d.]+) [\d.]+"', svg)]
    assert len(starts) == n_routes
    assert all((a < 180.0) is (knee == "left") for a in starts)
    assert all((b < 180.0) is (foot == "left") for b in ends[:n_routes]), ends


@pytest.mark.parametrize("foot", ["right foot", "both feet", "foot", "foot, not sore"])
def test_other_ends_keep_one_leg(foot: str) -> None:
    svg = chain_picture(replace(CHAIN, knee="right knee", foot=foot))
    assert svg.count('class="body"') == 1
