"""Laws of the chain: sums, sides, the order of the story, one end only, shared disease."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.core.chain import HYPOTHESES
from kinchain.core.findings import OTHER_SIDE, Finding, Findings, Side
from kinchain.evidence import complete, load_knowledge
from kinchain.reason import ChainBelief, believe_chain, infer
from kinchain.reason.chain import MIN_SETTLED
from kinchain.reason.story import FOOT_SIGNS, KNEE_SIGNS, ORDER_GIVEN

SAME = 1e-9
"""Two runs that add in another order agree to this."""

KNOWLEDGE = load_knowledge()
KNEE = ("pain_knee", "pain_knee_front", "pain_knee_inner", "swelling_knee", "knee_stiff")
FOOT = ("pain_heel", "pain_forefoot", "pain_ankle", "pain_arch", "pain_toes", "pain_achilles")
MORE = (
    "limp", "short_step", "flat_foot", "high_arch", "calf_tight", "bow_leg", "tingling_foot",
    "foot_drop", "swelling_calf", "several_joints_swollen", "morning_stiffness_over_30min",
    "psoriasis", "leg_length_difference", "walks_on_toes", "radiating_from_back",
)  # fmt: skip
sides = st.sampled_from(("left", "right", "unknown"))


def one(name: str, side: Side, value: bool = True) -> Finding:
    return Finding(name, value, side if KNOWLEDGE.findings[name].sided else "none")


@st.composite
def stories(draw: st.DrawFn, *, knee: bool = True, foot: bool = True) -> tuple[Finding, ...]:
    known = [name for name in MORE if name in KNOWLEDGE.findings]
    items = [one(draw(st.sampled_from(KNEE)), draw(sides))] if knee else []
    items += [one(draw(st.sampled_from(FOOT)), draw(sides))] if foot else []
    for name in draw(st.lists(st.sampled_from(known), max_size=4, unique=True)):
        items.append(one(name, draw(sides), draw(st.booleans())))
    return tuple(items)


def chain_of(items: tuple[Finding, ...], *more: Finding) -> ChainBelief:
    completed = complete(Findings((*items, *more)), KNOWLEDGE.findings)
    return believe_chain(completed, infer(completed, KNOWLEDGE), KNOWLEDGE)


def mirrored(items: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(f.id, f.value, OTHER_SIDE[f.side], f.source) for f in items)


def down(chain: ChainBelief) -> float:
    return chain.probabilities["knee_to_foot"]


def up(chain: ChainBelief) -> float:
    return chain.probabilities["foot_to_knee"]


@given(items=stories(), order=st.sampled_from((None, "knee", "foot", "same_time")))
@settings(max_examples=40)
def test_probabilities_are_a_distribution(items: tuple[Finding, ...], order: str | None) -> None:
    chain = chain_of(items, *([Finding("started_first", order)] if order else []))
    assert tuple(chain.probabilities) == HYPOTHESES
    assert sum(chain.probabilities.values()) == pytest.approx(1.0, abs=SAME)
    assert all(0.0 <= p <= 1.0 for p in chain.probabilities.values())
    assert all(0.0 <= belief.probability <= 1.0 for belief in chain.mechanisms)
    assert chain.direction == "undetermined" or (
        chain.probabilities[chain.direction] == max(chain.probabilities.values())
    )
    if max(chain.probabilities.values()) < MIN_SETTLED:
        assert chain.direction == "undetermined"
    assert chain.why


@given(items=stories())
@settings(max_examples=30)
def test_mirrored_person_has_the_same_direction(items: tuple[Finding, ...]) -> None:
    here, there = chain_of(items), chain_of(mirrored(items))
    assert here.direction == there.direction
    assert here.ends == there.ends
    for name, p in here.probabilities.items():
        assert there.probabilities[name] == pytest.approx(p, abs=SAME)


@given(items=stories())
@settings(max_examples=30)
def test_what_came_first_pulls_its_own_way(items: tuple[Finding, ...]) -> None:
    untold = chain_of(items)
    knee = chain_of(items, Finding("started_first", "knee"))
    foot = chain_of(items, Finding("started_first", "foot"))
    assert down(knee) >= down(untold) - SAME >= down(foot) - 2 * SAME
    assert up(foot) >= up(untold) - SAME >= up(knee) - 2 * SAME
    ratio = down(untold) / up(untold) if up(untold) > 0 else None
    if ratio and up(knee) > 0 and up(foot) > 0:
        given_knee = ORDER_GIVEN["knee"]
        pull = given_knee["knee_to_foot"] / given_knee["foot_to_knee"]
        assert down(knee) / up(knee) == pytest.approx(pull * ratio)
        assert down(foot) / up(foot) == pytest.approx(ratio / pull)


@given(items=stories())
@settings(max_examples=30)
def test_a_limp_between_joins_the_ends_and_its_absence_parts_them(
    items: tuple[Finding, ...],
) -> None:
    def joined(chain: ChainBelief) -> float:
        return 1.0 - chain.probabilities["none"] - chain.probabilities["common_cause"]

    said = chain_of(items, Finding("gait_changed_before_second_pain", True))
    untold = chain_of(items)
    denied = chain_of(items, Finding("gait_changed_before_second_pain", False))
    assert joined(said) >= joined(untold) - SAME >= joined(denied) - 2 * SAME


@pytest.mark.parametrize(
    ("has_knee", "names"), [(True, KNEE_SIGNS), (False, FOOT_SIGNS)], ids=["knee", "foot"]
)
def test_one_end_alone_has_no_direction_and_something_at_risk(
    has_knee: bool, names: tuple[str, ...]
) -> None:
    for name in names:
        for side in ("left", "unknown"):
            chain = chain_of((one(name, side),))
            assert chain.ends == (has_knee, not has_knee)
            assert chain.direction == "none"
            assert chain.at_risk
            for risk in chain.at_risk:
                assert risk.mechanism.direction == ("knee_to_foot" if has_knee else "foot_to_knee")
                assert 0.0 < risk.route.probability < 1.0


@given(items=stories())
@settings(max_examples=15)
def test_nothing_is_at_risk_where_both_ends_already_hurt(items: tuple[Finding, ...]) -> None:
    chain = chain_of(items)
    if all(chain.ends):
        assert chain.at_risk == ()


@given(items=stories(foot=False))
@settings(max_examples=15)
def test_what_is_at_risk_was_neither_told_nor_denied(items: tuple[Finding, ...]) -> None:
    completed = complete(Findings(items), KNOWLEDGE.findings)
    for risk in chain_of(items).at_risk:
        end = risk.route.end
        assert completed.get(end.node, end.side) is None


@given(side=st.sampled_from(("left", "right")), foot=st.sampled_from(FOOT))
@settings(max_examples=8)
def test_knee_and_foot_alone_settle_nothing(side: Side, foot: str) -> None:
    assert chain_of((one("pain_knee", side), one(foot, side))).direction == "undetermined"
