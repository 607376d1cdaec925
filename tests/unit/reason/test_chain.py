"""The chain in plain stories: undetermined, knee first, foot first, one disease, one end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge, complete
from kinchain.reason import ChainBelief, believe_chain, infer
from kinchain.reason.network import place_legs
from kinchain.reason.routes import Ground, effect_sides, routes
from kinchain.reason.story import ORDER_GIVEN, STATEMENTS

BOTH = "pain_knee@left pain_heel@left"
RHEUMATOID = (
    "pain_knee@left pain_knee@right pain_forefoot@left pain_forefoot@right "
    "several_joints_swollen small_joints_pain morning_stiffness_over_30min "
    "forefoot_squeeze_pain@left forefoot_squeeze_pain@right"
)

Chain = Callable[[str], ChainBelief]


@pytest.fixture
def chain(knowledge: Knowledge, told: Callable[[str], Findings]) -> Chain:
    def run(words: str) -> ChainBelief:
        completed = complete(told(words), knowledge.findings)
        return believe_chain(completed, infer(completed, knowledge), knowledge)

    return run


@pytest.fixture
def ground(knowledge: Knowledge, told: Callable[[str], Findings]) -> Callable[[str], Ground]:
    def run(words: str) -> Ground:
        return Ground(knowledge, place_legs(complete(told(words), knowledge.findings)), {})

    return run


@pytest.mark.parametrize("words", [BOTH, "pain_knee@right pain_heel@left", "pain_knee pain_heel"])
def test_both_ends_and_nothing_else_is_undetermined(words: str, chain: Chain) -> None:
    found = chain(" ".join(f"{w}@unknown" if "@" not in w else w for w in words.split()))
    assert found.direction == "undetermined"
    assert found.ends == (True, True)


def test_knee_first_with_a_limp_between(chain: Chain) -> None:
    found = chain(f"{BOTH} limp@left started_first=knee gait_changed_before_second_pain")
    assert found.probabilities["knee_to_foot"] > found.probabilities["foot_to_knee"]
    assert found.mechanisms[0].mechanism.id == "knee_sparing_walk"


def test_foot_first_with_a_limp_between(chain: Chain) -> None:
    found = chain(f"{BOTH} limp@left started_first=foot gait_changed_before_second_pain")
    assert found.direction == "foot_to_knee"
    assert found.mechanisms[0].mechanism.id == "foot_sparing_walk"


def test_order_turned_about_turns_the_direction(chain: Chain) -> None:
    knee, foot = (
        chain(f"{BOTH} limp@left started_first={end} gait_changed_before_second_pain")
        for end in ("knee", "foot")
    )
    for found, here, there in (
        (knee, "knee_to_foot", "foot_to_knee"),
        (foot, "foot_to_knee", "knee_to_foot"),
    ):
        assert found.probabilities[here] > found.probabilities[there]  # type: ignore[index]


def test_a_rheumatoid_picture_raises_the_common_cause(chain: Chain) -> None:
    plain = chain("pain_knee@left pain_knee@right pain_forefoot@left pain_forefoot@right")
    shared = chain(RHEUMATOID)
    assert shared.probabilities["common_cause"] > plain.probabilities["common_cause"] + 0.2
    assert shared.direction == "common_cause"
    best = shared.mechanisms[0]
    assert best.mechanism.id == "shared_disease"
    assert {route.start.node for route in best.routes} == {"rheumatoid_arthritis"}
    assert {route.end.node for route in best.routes} == {"knee_complaint", "foot_complaint"}


@pytest.mark.parametrize(
    "words",
    [
        "pain_knee@left cannot_bear_weight@left started_first=foot",
        "pain_heel@right started_first=knee",
        "pain_heel@right gait_changed_before_second_pain",
    ],
)
def test_an_order_with_only_one_end_told_weighs_nothing(words: str, chain: Chain) -> None:
    bare = " ".join(w for w in words.split() if "started" not in w and "gait" not in w)
    assert chain(words).direction == chain(bare).direction == "none"


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("pain_knee@left started_first=foot", "foot_to_knee"),
        ("pain_heel@right started_first=knee", "knee_to_foot"),
    ],
)
def test_an_order_and_a_changed_walk_between_tell_of_two_pains(
    words: str, direction: str, chain: Chain
) -> None:
    assert chain(f"{words} gait_changed_before_second_pain").direction == direction


@pytest.mark.parametrize(
    "words", ["widespread_pain", "several_joints_swollen pain_knee@left pain_knee@right"]
)
def test_what_is_sore_all_over_has_one_cause(words: str, chain: Chain) -> None:
    assert chain(words).direction == "common_cause"


def test_two_ends_said_to_be_unrelated_are_taken_as_such(chain: Chain) -> None:
    words = "pain_knee@right clicking@right pain_between_toes@left -gait_changed_before_second_pain"
    assert chain(words).direction == "none"


def test_a_replaced_knee_that_no_longer_hurts_may_have_begun_it(chain: Chain) -> None:
    words = "joint_replacement@left pain_ankle_inner@left started_first=knee"
    assert chain(words).direction == "knee_to_foot"


def test_nothing_told_is_no_chain(chain: Chain) -> None:
    found = chain("")
    assert found.ends == (False, False)
    assert found.direction == "none"
    assert found.at_risk == ()


def test_a_nerve_at_the_knee_explains_a_dropped_foot(chain: Chain) -> None:
    found = chain("pain_knee@left foot_drop@left numb_foot_top@left")
    assert found.probabilities["knee_to_foot"] > found.probabilities["foot_to_knee"]


def test_story_tables_are_probabilities_and_mirror() -> None:
    swap = {"knee_to_foot": "foot_to_knee", "foot_to_knee": "knee_to_foot"}
    for table in (*ORDER_GIVEN.values(), *STATEMENTS.values()):
        assert all(0.0 < p < 1.0 for p in table.values())
    for name, p in ORDER_GIVEN["knee"].items():
        assert ORDER_GIVEN["foot"][swap.get(name, name)] == p  # type: ignore[index]
    for table in (ORDER_GIVEN["same_time"], *STATEMENTS.values()):
        assert table["knee_to_foot"] == table["foot_to_knee"]


def test_statements_are_findings_of_the_whole_person(knowledge: Knowledge) -> None:
    for name in STATEMENTS:
        assert knowledge.findings[name].type == "bool"
        assert not knowledge.findings[name].sided


def test_orders_told_exhaust_the_possibilities() -> None:
    for name in ORDER_GIVEN["knee"]:
        total = sum(table[name] for table in ORDER_GIVEN.values())
        assert 0.9 <= total <= 1.1 or name == "both", name


def test_a_route_multiplies_its_edges(ground: Callable[[str], Ground]) -> None:
    found = list(routes(ground("pain_knee@left pain_heel@left"), "knee_sparing_walk"))
    assert found
    for route in found:
        expected = 1.0
        for edge in route.edges:
            expected *= edge.strength.p
        assert route.probability == pytest.approx(expected)
        assert [edge.effect for edge in route.edges[:-1]] == [e.cause for e in route.edges[1:]]
        assert route.edges[0].cause == route.start.node
        assert route.edges[-1].effect == route.end.node


def test_a_denied_step_closes_its_routes(ground: Callable[[str], Ground]) -> None:
    signs = ground("").knowledge.nodes["knee_sparing_gait"].signs
    denials = " ".join(f"-{name}@left" for name in signs)
    assert list(routes(ground(f"{BOTH} {denials}"), "knee_sparing_walk")) == []


def test_one_sign_denied_leaves_the_step_open(ground: Callable[[str], Ground]) -> None:
    assert list(routes(ground(f"{BOTH} -limp@left"), "knee_sparing_walk"))


def test_sides_of_an_effect(knowledge: Knowledge) -> None:
    for edge in knowledge.edges.values():
        expected = {"same": ("left",), "other": ("right",), "either": ("left", "right")}
        assert effect_sides(edge, "left") == expected[edge.side]
        assert effect_sides(edge, "unknown") == ("unknown",)
