"""The report of loads: words, soles, curves, the walk in space, the page as a whole."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kinchain.report.loads import loads_figure, loads_text
from kinchain.report.loads.bones import bones_of
from kinchain.report.loads.page import loads_page
from kinchain.report.loads.playback import FORCE, MAX_BYTES, PLACE, quaternions, scene_data
from kinchain.report.loads.scene import staged
from kinchain.report.loads.sole import LIGHT_INK, _colour, _ink, sole_figure, sole_words
from kinchain.report.loads.step import step_figure
from kinchain.report.loads.together import NOT_TOLD, WHY_TOGETHER, compared, together
from kinchain.report.loads.words import (
    DISCLAIMER,
    IMPLANTS,
    carried,
    foot_line,
    headline,
    measured,
    phase,
    rounded,
)
from kinchain.report.walk.loads_told import ABOUT
from tests.unit.report.loads_example import curve, loads, side, walk_in_space
from tests.unit.report.reading_level import grade

BOTH = loads(side(), side(1.1))
PLAIN_GRADE = 6.0


class Checked(HTMLParser):
    """Gathers ids, and what the page names them for."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.named: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.ids += [own["id"]] if "id" in own else []
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.named += own.get(name, "").split()
        if own.get("href", "").startswith("#"):
            self.named.append(own["href"][1:])
        self.fetched += [own[name] for name in ("src", "srcset", "data") if name in own]


def checked(page: str) -> Checked:
    found = Checked()
    found.feed(page)
    return found


def test_the_page_fetches_nothing_and_its_script_bears_its_hash() -> None:
    page = loads_page(BOTH, walk_in_space())
    found = checked(page)
    assert not found.fetched
    assert len(found.ids) == len(set(found.ids))
    assert set(found.named) <= set(found.ids)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script.group(1).encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy and policy.group(1).startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy.group(1)
    assert "unsafe-eval" not in page and "&lt;made&gt; up" in page and "<made>" not in page


def test_one_side_no_playback_and_no_loads_at_all() -> None:
    one = loads_page(loads(right=side()))
    assert "not known" in one and "<script" not in one and "no whole step" in one
    nothing = loads_page(loads())
    assert "could not be worked out" in nothing and 'id="carry"' not in nothing
    assert loads_figure(loads()) is None


def test_plain_parts_read_easily() -> None:
    told = [
        headline(BOTH),
        foot_line(BOTH),
        compared(BOTH),
        WHY_TOGETHER,
        NOT_TOLD,
        DISCLAIMER,
        IMPLANTS[0],
    ]
    told += [text for _, text in together(side())] + [text for _, text in measured(BOTH)]
    assert grade(told) <= PLAIN_GRADE


def test_no_verdict_and_no_share_of_pain() -> None:
    page = loads_page(BOTH, None).lower()
    assert "not a diagnosis" in page and "does not show that one hurts because" in page
    for word in ("abnormal", "too much", "overload", "healthy side", "at fault", "normal"):
        assert word not in page


def test_every_way_of_showing_says_that_it_is_an_estimate() -> None:
    page, text = loads_page(BOTH), loads_text(BOTH)
    assert headline(BOTH).startswith("By this estimate, ")
    for shown in (" ".join(text.split()), page):
        assert "stimate" in shown and DISCLAIMER in shown and headline(BOTH) in shown
        assert "9 of 10" in shown or "90 % interval" in shown
    assert ABOUT.startswith("An estimate")
    nothing = BOTH.model_copy(update={"left": None, "right": None})
    assert "force plates" not in loads_text(nothing) + loads_page(nothing)


@pytest.mark.parametrize(
    ("percent", "words"),
    [(0, "just after landing"), (25, "with the foot flat"), (70, "as the heel lifts"),
     (84, "at push-off"), (100, "at push-off")],
)  # fmt: skip
def test_when_in_the_step(percent: float, words: str) -> None:
    assert phase(percent) == words


@pytest.mark.parametrize(
    ("value", "text"), [(2973.4, "3000"), (303.0, "300"), (87.2, "87"), (8.83, "8.8"), (0.0, "0"),
                        (0.43, "0.43"), (996.0, "1000")],
)  # fmt: skip
def test_two_digits_count(value: float, text: str) -> None:
    assert rounded(value) == text


def test_a_force_is_told_as_weight_newton_and_kilograms() -> None:
    one = carried("knee_contact_force_bw", curve(3.0, 72), 100.0)
    assert one.times == "3.0" and one.range == "2.1 to 3.9"
    assert one.alike == "2900 N, like 300 kg" and one.when == "as the heel lifts, 72 %"


def test_sides_are_told_apart_only_beyond_their_ranges() -> None:
    assert "cannot be told apart" in compared(loads(side(), side(1.2)))
    said = compared(loads(side(), side(3.0)))
    assert said.startswith("The right side carries more in") and "does not say which leg" in said
    assert compared(loads(side())) == ""


def test_a_sole_bears_its_numbers_on_its_own_side() -> None:
    drawing = sole_figure(loads(side(0.5), side(1.0)))
    at = {
        (text, round(float(x)))
        for x, text in re.findall(r'class="value" x="([\d.]+)"[^>]*>([\d.]+)<', drawing)
    }
    left = {x for text, x in at if text == "0.45"}
    right = {x for text, x in at if text == "0.90"}
    assert left and right and max(left) < 180 < min(right)
    assert {360 - x for x in left} == right
    words = sole_words(loads(side(0.5)))
    assert "seen from above" in words and "Right foot: not known" in words
    assert sole_figure(loads()) == ""


def test_the_ramp_only_darkens_and_its_ink_can_be_read() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    shares = np.linspace(0, 1, 41)
    lights = [light(_colour(share)) for share in shares]
    assert all(b < a for a, b in pairwise(lights))
    for share, own in zip(shares, lights, strict=True):
        ink = light(_ink(share))
        contrast = (max(ink, own) + 0.05) / (min(ink, own) + 0.05)
        assert contrast >= 4.5, (share, _ink(share) == LIGHT_INK)


def test_a_step_tells_every_row_in_words() -> None:
    drawing = step_figure("left", side())
    for words in ("Knee 2.8 as the heel lifts (72 %)", "Heel 0.90", "Toes 0.30"):
        assert words in drawing


def test_the_terminal_stays_within_its_columns_with_and_without_signs() -> None:
    for encoding in ("utf-8", "ascii"):
        text = loads_text(BOTH, encoding=encoding)
        assert max(map(len, text.splitlines())) <= 80
        assert "Ball of foot" in text and "0.80 (0.56 to 1.04)" in text
    text.encode("ascii")


def test_curves_stand_alone_too() -> None:
    figure = loads_figure(BOTH)
    assert figure is not None
    assert "var(--" not in figure.alone and figure.alone.count("<svg") == 1
    assert 'class="band-left"' in figure.alone


@pytest.mark.parametrize("heading", [0.0, 1.1, np.pi])
def test_the_walk_is_turned_to_the_front_and_kept_in_sight(heading: float) -> None:
    stage = staged(walk_in_space(heading_rad=heading))
    toes = stage.scene.origin_m[:, stage.scene.bodies.index("toes_r")]
    heel = stage.scene.origin_m[:, stage.scene.bodies.index("calcn_r")]
    ahead = (toes - heel).mean(axis=0)
    assert ahead[0] > 0.1 and abs(ahead[2]) < 0.01
    assert stage.scene.origin_m[:, stage.scene.bodies.index("femur_r"), 2].mean() > 0.05
    assert np.abs(stage.scene.origin_m[:, 0, [0, 2]]).max() < 0.05
    assert stage.way_m[-1, 0] - stage.way_m[0, 0] == pytest.approx(1.56, abs=0.05)


def test_a_pause_parts_the_walk() -> None:
    from dataclasses import replace

    scene = walk_in_space()
    time = np.where(np.arange(40) < 20, scene.time_s, scene.time_s + 2.0)
    assert set(staged(replace(scene, time_s=time)).part.tolist()) == {0, 1}


def test_packed_frames_give_the_places_back() -> None:
    stage = staged(walk_in_space())
    data = scene_data(stage, bones_of(stage.scene), 0.4)
    n, bodies = len(data["t"]), data["bodies"]
    numbers = np.frombuffer(base64.b64decode(data["frames"]), "<i2").reshape(n, -1)
    assert numbers.shape[1] == 7 * bodies + 3 * len(data["moving"]) + 6 * len(data["arrows"])
    step = round(40 / n)
    first = numbers[:, : 7 * bodies].reshape(n, bodies, 7)
    np.testing.assert_allclose(first[..., :3] / PLACE, stage.scene.origin_m[::step], atol=3e-4)
    arrows = numbers[:, -6 * len(data["arrows"]) :].reshape(n, -1, 6)
    unseen = ~np.isfinite(stage.scene.arrow_bw[::step]).all(axis=2)
    assert (arrows[unseen] == -32768).all()
    np.testing.assert_allclose(arrows[~unseen][:, 4] / FORCE,
                               stage.scene.arrow_bw[::step][~unseen][:, 1], atol=1e-3)  # fmt: skip
    assert data["moving"] == [1] and data["sometimes"] == [4]
    assert len(json.dumps(data)) < MAX_BYTES


def test_a_long_walk_is_cut_to_fit_and_says_so() -> None:
    scene = walk_in_space(n=4000)
    from dataclasses import replace

    long = replace(scene, time_s=np.linspace(0, 130.0, 4000))
    page = loads_page(BOTH, long)
    assert "Only the first" in page
    assert len(re.search(r'id="scene-data">(.*?)</script>', page).group(1)) < 400_000  # type: ignore[union-attr]


def test_quaternions_turn_as_their_matrices() -> None:
    rng = np.random.default_rng(1)
    q = rng.standard_normal((50, 4))
    q /= np.linalg.norm(q, axis=1)[:, None]
    w, x, y, z = q.T
    turn = np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
                     2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
                     2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
                    axis=1).reshape(-1, 3, 3)  # fmt: skip
    found = quaternions(turn)
    np.testing.assert_allclose(np.abs((found * q).sum(axis=1)), 1.0, atol=1e-9)


def test_every_bone_is_closed_and_looks_outwards() -> None:
    scene = walk_in_space()
    for bone in bones_of(scene):
        rings = bone.rings_m
        centre = rings.reshape(-1, 3).mean(axis=0)
        out = 0.0
        for i in range(len(rings) - 1):
            a, b = rings[i], np.roll(rings[i], -1, axis=0)
            up = rings[i + 1] - a
            # Faces turn to the inside by the right hand, all round.
            out += float(np.sum(np.cross(b - a, up) * (a - centre)))
        assert out < 0.0, scene.bodies[bone.body]


def test_the_script_is_sound_javascript() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to read it")
    script = Path(loads_page.__code__.co_filename).with_name("scene.js")
    done = subprocess.run([node, "--check", str(script)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
