"""How a predicted walk is shown, on made-up strides."""

from __future__ import annotations

import re

import pytest

from kinchain.app.simulate.order import SimulateOrder
from kinchain.app.simulate.predict import predict
from kinchain.core.formats.simulation import SETTING_RANGES, Simulation
from kinchain.report.simulation import simulation_page, simulation_text
from kinchain.report.simulation.names import SETTINGS, setting_in_words
from kinchain.report.simulation.stick import LEG_POINTS, N_FRAMES, figure_of, frames, still
from kinchain.report.simulation.words import headline, part_of, sentences
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.settings import parse_settings
from tests.unit.simulate.made_gait import MadeWalker

SOMEBODY = Person(70.0, 1.75)


def run(*texts: str, compare: bool = True) -> Simulation:
    order = SimulateOrder(SOMEBODY, parse_settings(texts), compare=compare)
    return predict(order, walker=MadeWalker())


@pytest.fixture(scope="module")
def bent() -> Simulation:
    return run("knee_extension_deficit_deg@right=15")


def test_every_setting_has_words():
    assert set(SETTINGS) == set(SETTING_RANGES)
    for name in SETTINGS:
        assert "{" not in setting_in_words(name, 3.0)
        assert "right" in setting_in_words(f"{name}@right", 3.0) or name == "body_mass_change_kg"
    assert "+5" in setting_in_words("body_mass_change_kg", 5.0)


def test_parts_bear_their_side_where_people_say_it():
    assert part_of("metatarsal_heads_force_bw", "left") == "ball of the left foot"
    assert part_of("plantar_fascia_force_bw", "right") == "band under the right arch"
    assert part_of("knee_contact_force_bw", "right") == "right knee"


def test_the_headline_names_what_is_sure_with_sign(bent):
    said = headline(bent)
    assert "the band under the right arch about 15 % less" in said
    assert "band under the left arch" in said
    assert "ball of" not in said


def test_what_is_open_is_said_to_be(bent):
    assert "goes from less to more" in sentences(bent)[-1]
    assert "can't be told" in headline(run())


def test_the_page_is_whole_and_fetches_nothing(bent):
    page = simulation_page(bent)
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", page)
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<script") == 2 and "script-src 'sha256-" in page
    for part in ("How it walks", "What each part carries then", "The steps", "Over the step"):
        assert part in page
    assert page.index("Without it") < page.index("With what was set")


def test_the_page_respects_those_who_want_no_motion(bent):
    page = simulation_page(bent)
    assert "prefers-reduced-motion" in page
    assert page.count('class="fig poses"') == 2  # the still ones, for paper and without script


def test_two_ids_are_never_the_same(bent):
    found = re.findall(r'\bid="([^"]+)"', simulation_page(bent))
    assert len(found) == len(set(found))


def test_nothing_that_was_set_can_break_the_page(bent):
    odd = bent.model_copy(update={"advice": "<script>alert(1)</script>", "notes": ("</main>",)})
    assert "<script>alert" not in simulation_page(odd) and "</main></li>" not in simulation_page(
        odd
    )


def test_without_a_comparison_the_page_shows_one_walk():
    page = simulation_page(run("knee_pain@left=3", compare=False))
    assert "Without it" not in page and "Over the step" in page


@pytest.mark.parametrize("texts", [("knee_varus_deg=4",), ("knee_pain@left=10",)])
def test_no_walk_is_shown_with_its_advice(texts):
    done = run(*texts)
    assert done.advice.split(".")[0] in simulation_page(done)
    assert done.advice.split(".")[0][:30] in simulation_text(done)


def test_the_terminal_keeps_to_eighty_columns_also_without_unicode(bent):
    for encoding in ("utf-8", "ascii"):
        text = simulation_text(bent, encoding=encoding)
        assert max(map(len, text.splitlines())) <= 80
    for part in ("Set: the right knee stays 15° short of straight", "90 % range", "The steps"):
        assert part in text


def test_all_that_was_not_told_is_said():
    order = SimulateOrder(SOMEBODY, parse_settings(()), assumed=("height 1.7 m",))
    assert "height 1.7 m" in simulation_text(predict(order, walker=MadeWalker()))


def test_a_figure_moves_evenly_and_stays_in_view(bent):
    figure = figure_of(bent.stride)
    data = frames(figure)
    assert len(data["way"]) == N_FRAMES and data["stride"] > data["way"][-1]
    assert figure.legs["left"].shape == (N_FRAMES, len(LEG_POINTS), 2)
    assert abs(data["trunk"][0][0]) < 1e-6
    assert "six" in still(bent.stride, "one", "six moments")
