"""What is shown of a walk: in words, in 80 columns, as a page that stands alone."""

from __future__ import annotations

import html.parser
import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from rich.cells import cell_len

from kinchain.core.formats import example
from kinchain.core.formats.walk import Walk
from kinchain.gait.measure import as_walk, work_out
from kinchain.gait.synthetic import Pattern, Plates, SyntheticWalk
from kinchain.report.walk import walk_part
from kinchain.report.walk.angles import CHANNELS, shown_curves
from kinchain.report.walk.canvas import COLOURS
from kinchain.report.walk.normal import normal_bands
from kinchain.report.walk.page import walk_page
from kinchain.report.walk.plate_steps import clean_steps
from kinchain.report.walk.playback import MAX_BYTES, frames
from kinchain.report.walk.plots import walk_figures
from kinchain.report.walk.stick import stick_of
from kinchain.report.walk.terminal import walk_text


def measured(**settings):
    return work_out(SyntheticWalk(**settings).make().trial)


@pytest.fixture(scope="module")
def done():
    return measured(duration_s=5.0, plates=Plates("clean", 4), pattern=Pattern("antalgic", "right"))


@pytest.fixture(scope="module")
def figures(done):
    return walk_figures(done, as_walk(done))


@pytest.fixture(scope="module")
def page(done, figures):
    return walk_page(done, as_walk(done), figures)


def test_the_example_is_told_in_words():
    part = walk_part(Walk.model_validate(example("walk")))
    assert "1.04 m/s (3.7 km/h), 105 steps a minute" in part.headline or "stride" in part.headline
    names = [row.name for row in part.measures]
    assert names[:3] == ["Walking speed", "Steps a minute", "Step length"]


def test_text_stays_within_eighty_columns_and_needs_no_colour(done):
    part = walk_part(as_walk(done))
    text = walk_text(part)
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    walk_text(part, encoding="ascii").encode("ascii", "replace")
    assert "±" not in walk_text(part, encoding="ascii")


def test_sides_with_one_stride_are_not_compared(done):
    walk = as_walk(done)
    one = walk.summary["step_length_m"]["left"].model_copy(update={"n": 1})
    summary = {**walk.summary, "step_length_m": {**walk.summary["step_length_m"], "left": one}}
    rows = {row.id: row for row in walk_part(walk.model_copy(update={"summary": summary})).measures}
    assert rows["step_length_m"].even == ""
    assert "(1)" in rows["step_length_m"].left
    assert rows["stance_pct"].even.startswith("left")


def test_a_walk_without_strides_says_so():
    bare = Walk.model_validate({
        "recording": {"path": "a/b.trc", "kind": "trc", "rate_hz": 60.0, "duration_s": 1.0},
        "events": {}, "event_method": "markers", "summary": {},
    })  # fmt: skip
    part = walk_part(bare)
    assert part.title == "b.trc"
    assert part.headline.startswith("No whole stride")
    assert walk_text(part)


def test_every_figure_is_there_and_named(figures):
    ids = [one.id for one in figures]
    assert len(ids) == len(set(ids))
    assert {
        "poses",
        "timeline",
        "strides",
        "knee_flexion",
        "forces",
        "butterfly",
        "pressure",
    } <= set(ids)
    for one in figures:
        assert one.title and one.text
        assert "<title" in one.svg and 'role="img"' in one.svg
        assert one.alone.startswith("<svg") and "var(--" not in one.alone
        assert not any(colour in one.svg for colour in COLOURS.values())


def test_sides_differ_by_more_than_colour(figures):
    knee = next(one for one in figures if one.id == "knee_flexion")
    assert "stroke-dasharray" in knee.svg


class Ids(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.uses, self.loads = [], [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("aria-labelledby", "aria-describedby", "for"):
                self.uses += value.split()
            if name in ("src", "href", "xlink:href") and not value.startswith(("#", "data:")):
                self.loads.append((tag, value))


def test_the_page_stands_alone(page):
    found = Ids()
    found.feed(page)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.uses) <= set(found.ids)
    assert found.loads == []
    assert "<noscript" not in page and "poses" in page


def test_the_policy_lets_in_this_script_and_no_other(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = b64encode(sha256(scripts[0].encode("utf-8")).digest()).decode("ascii")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "prefers-reduced-motion" in scripts[0]


def test_the_frames_are_small_and_hold_what_was_recorded(page):
    packed = re.search(r'id="frames">(.*?)</script>', page, re.DOTALL).group(1)
    data = json.loads(packed)
    width = 3 * (data["points"] + 2 * data["arrows"])
    numbers = np.frombuffer(b64decode(data["mm"]), "<i2").reshape(len(data["t"]), width)
    assert len(packed) < MAX_BYTES
    assert [len(data[name]) for name in ("way", "part")] == [len(data["t"])] * 2
    assert [len(foot) for foot in data["down"]] == [len(data["t"])] * 2
    upward = numbers[:, 1 : 3 * data["points"] : 3]
    assert -60 < np.median(upward.min(axis=1)) < 120
    assert data["way"][-1] - data["way"][0] == pytest.approx(1.25 * data["t"][-1], rel=0.15)


def test_a_long_recording_is_cut_to_fit_and_says_so():
    long = stick_of(measured(duration_s=180.0, rate_hz=60.0, surface="treadmill"))
    data, told = frames(long)
    assert len(json.dumps(data)) < MAX_BYTES * 1.02
    assert "Only the first" in told


def test_shown_knee_angle_is_the_measured_one(done):
    channel = next(one for one in CHANNELS if one.id == "knee_flexion")
    shown = shown_curves(done, channel)
    assert np.allclose(shown["left"], np.degrees(done.curves["knee_angle_l"]))


def test_the_pelvis_is_shown_by_its_own_side(done):
    channel = next(one for one in CHANNELS if one.id == "pelvis_rotation")
    shown = shown_curves(done, channel)
    at_landing = [float(shown[side].mean(axis=0)[0]) for side in ("left", "right")]
    assert min(at_landing) > -1.0  # each side is forward, or nearly, as its foot lands


def test_healthy_curves_lie_in_the_signs_that_are_shown():
    plain = measured(duration_s=6.0)
    bands = normal_bands(plain)
    for channel in CHANNELS:
        band = bands.get(channel.id)
        for curves in shown_curves(plain, channel).values() if band else ():
            off = np.abs(curves.mean(axis=0) - band.mean_deg).mean()
            assert off < max(3.0 * float(np.mean(band.sd_deg)), 6.0), channel.id


def test_force_steps_carry_body_weight_and_lie_under_the_foot(done):
    steps = clean_steps(done)
    assert {one.side for one in steps} == {"left", "right"}
    for one in steps:
        assert 0.9 < one.force_bw[:, 1].max() < 1.6
        inside = one.under_foot_m[np.isfinite(one.under_foot_m[:, 0])]
        assert inside[:, 0].min() > -0.08 and inside[:, 0].max() < 0.30
        assert np.abs(np.median(inside[:, 1])) < 0.06


def test_angles_alone_give_a_stick_figure_from_the_side():
    trial = SyntheticWalk(duration_s=5.0).make().trial
    alone = work_out(replace(trial, markers=None, plates=None))
    stick = stick_of(alone)
    assert stick.is_flat
    place = {name: number for number, name in enumerate(stick.names)}
    assert 0.75 < np.median(stick.points_m[:, place["hip_r"], 1]) < 1.0
    assert np.allclose(stick.points_m[..., 1].min(axis=1), 0.0, atol=1e-9)
    ahead = stick.points_m[:, place["toe_r"], 0] - stick.points_m[:, place["heel_r"], 0]
    assert np.median(ahead) > 0.1
    assert "From the side alone" in walk_page(alone, as_walk(alone), ())


def test_nothing_but_forces_gives_a_page_without_script():
    trial = SyntheticWalk(duration_s=5.0).make().trial
    bare = work_out(replace(trial, markers=None, angles=None))
    assert stick_of(bare) is None
    text = walk_page(bare, as_walk(bare), walk_figures(bare, as_walk(bare)))
    assert "<script" not in text and "script-src" not in text


def test_a_walk_becomes_a_table_for_pandas(done):
    table = as_walk(done).to_pandas()
    row = table[(table.measure == "walking_speed_mps") & (table.side == "all")].iloc[0]
    assert row["mean"] == pytest.approx(1.25, rel=0.03)
    assert row["n"] >= 4


def test_a_recording_without_a_stride_shows_its_angles_over_time():
    made = SyntheticWalk(duration_s=4.0).make().trial
    short = replace(
        made,
        markers=made.markers.isel(time=slice(100, 190)),
        angles=None,
        plates=None,
        events=(),
    )
    done = work_out(short)
    walk = as_walk(done)
    drawn = walk_figures(done, walk)
    assert done.strides == ()
    assert {"course-hip_flexion", "course-knee_flexion"} <= {one.id for one in drawn}
    assert "Joint angles over time" in walk_page(done, walk, drawn)
