"""Laws of inference: what may move a posterior, what may not, and what mirrors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kinchain.core.findings import OTHER_SIDE, Finding, Findings, Side
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.reason import Inference, infer, next_questions
from kinchain.reason.exact import NoisyOr, posterior
from kinchain.reason.network import place_legs

FloatArray = NDArray[np.float64]

DIGITS = 1e-12
"""Absolute; sums of at most some hundred positive terms."""

SAME = 1e-9
"""Two runs that add in another order agree to this."""

KNOWLEDGE = load_knowledge()
YES_NO = sorted(
    name
    for name in {one for links in KNOWLEDGE.links.values() for one in links}
    if KNOWLEDGE.findings[name].type == "bool"
)
seeds = st.integers(0, 2**32 - 1)


def nets(seed: int, draw: Callable[..., NoisyOr]) -> tuple[np.random.Generator, NoisyOr]:
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 12)), int(rng.integers(0, 8)), int(rng.integers(0, 5)))
    return rng, draw(rng, *shape)


def with_positive(net: NoisyOr, links: FloatArray, leak: float) -> NoisyOr:
    return replace(
        net,
        link_true=np.column_stack((net.link_true, links)),
        leak_true=np.append(net.leak_true, leak),
    )


def with_negative(net: NoisyOr, links: FloatArray, leak: float) -> NoisyOr:
    return replace(
        net,
        link_false=np.column_stack((net.link_false, links)),
        leak_false=np.append(net.leak_false, leak),
    )


@given(seed=seeds)
@settings(max_examples=60)
def test_a_finding_only_one_condition_explains_never_lowers_it(
    seed: int, draw_net: Callable[..., NoisyOr]
) -> None:
    rng, net = nets(seed, draw_net)
    one = int(rng.integers(net.prior.size))
    links = np.zeros(net.prior.size)
    links[one] = rng.uniform(0.01, 0.99)
    before, _ = posterior(net)
    after, _ = posterior(with_positive(net, links, float(rng.uniform(0.01, 0.5))))
    assert after[one] >= before[one] - DIGITS


@given(seed=seeds)
@settings(max_examples=60)
def test_a_denied_finding_only_one_condition_shows_never_raises_it(
    seed: int, draw_net: Callable[..., NoisyOr]
) -> None:
    rng, net = nets(seed, draw_net)
    one = int(rng.integers(net.prior.size))
    links = np.zeros(net.prior.size)
    links[one] = rng.uniform(0.01, 0.99)
    after, _ = posterior(with_negative(net, links, float(rng.uniform(0.01, 0.5))))
    assert after[one] <= posterior(net)[0][one] + DIGITS


@given(seed=seeds)
@settings(max_examples=40)
def test_a_denied_finding_that_no_positive_competes_with_raises_nothing(
    seed: int, draw_net: Callable[..., NoisyOr]
) -> None:
    rng, net = nets(seed, draw_net)
    net = replace(net, link_true=net.link_true[:, :0], leak_true=net.leak_true[:0])
    after, _ = posterior(with_negative(net, rng.uniform(0.0, 0.9, net.prior.size), 0.1))
    assert np.all(after <= posterior(net)[0] + DIGITS)


@given(seed=seeds)
@settings(max_examples=40)
def test_one_finding_alone_raises_or_keeps_all(seed: int, draw_net: Callable[..., NoisyOr]) -> None:
    rng, net = nets(seed, draw_net)
    net = replace(net, link_true=net.link_true[:, :0], leak_true=net.leak_true[:0])
    after, _ = posterior(with_positive(net, rng.uniform(0.0, 0.9, net.prior.size), 0.1))
    assert np.all(after >= posterior(net)[0] - DIGITS)


@given(seed=seeds)
@settings(max_examples=40)
def test_order_of_conditions_and_findings_does_not_matter(
    seed: int, draw_net: Callable[..., NoisyOr]
) -> None:
    rng, net = nets(seed, draw_net)
    rows = rng.permutation(net.prior.size)
    true = rng.permutation(net.leak_true.size)
    false = rng.permutation(net.leak_false.size)
    turned = NoisyOr(
        net.prior[rows],
        net.link_true[rows][:, true],
        net.leak_true[true],
        net.link_false[rows][:, false],
        net.leak_false[false],
    )
    expected, log_expected = posterior(net)
    ours, log_evidence = posterior(turned)
    np.testing.assert_allclose(ours, expected[rows], atol=DIGITS)
    assert log_evidence == pytest.approx(log_expected, abs=1e-9)


@given(seed=seeds)
@settings(max_examples=40)
def test_two_parts_that_share_nothing_are_independent(
    seed: int, draw_net: Callable[..., NoisyOr]
) -> None:
    rng = np.random.default_rng(seed)
    left, right = draw_net(rng, 5, 3, 2), draw_net(rng, 4, 4, 1)

    def blocks(a: FloatArray, b: FloatArray) -> FloatArray:
        both = np.zeros((a.shape[0] + b.shape[0], a.shape[1] + b.shape[1]))
        both[: a.shape[0], : a.shape[1]] = a
        both[a.shape[0] :, a.shape[1] :] = b
        return both

    joint = NoisyOr(
        np.append(left.prior, right.prior),
        blocks(left.link_true, right.link_true),
        np.append(left.leak_true, right.leak_true),
        blocks(left.link_false, right.link_false),
        np.append(left.leak_false, right.leak_false),
    )
    ours, log_evidence = posterior(joint)
    parts = [posterior(left), posterior(right)]
    np.testing.assert_allclose(ours, np.append(parts[0][0], parts[1][0]), atol=DIGITS)
    assert log_evidence == pytest.approx(parts[0][1] + parts[1][1], abs=1e-9)


# --- the same on the knowledge itself ---------------------------------------------------


@st.composite
def people(
    draw: st.DrawFn, most: int = 8, sides: tuple[Side, ...] = ("left", "right", "unknown")
) -> Findings:
    names = draw(st.lists(st.sampled_from(YES_NO), min_size=1, max_size=most, unique=True))
    items = []
    for name in names:
        side = draw(st.sampled_from(sides)) if KNOWLEDGE.findings[name].sided else "none"
        items.append(Finding(name, draw(st.sampled_from((True, True, False))), side))
    return Findings(tuple(items))


def inferred(findings: Findings, knowledge: Knowledge = KNOWLEDGE) -> Inference:
    return infer(complete(findings, knowledge.findings), knowledge)


def by_node(inference: Inference) -> dict[tuple[str, Side], float]:
    return {(one.node.condition.id, one.node.side): one.probability for one in inference.ranked}


def mirrored(findings: Findings) -> Findings:
    return Findings(tuple(Finding(f.id, f.value, OTHER_SIDE[f.side], f.source) for f in findings))


@given(findings=people())
@settings(max_examples=40)
def test_mirrored_person_has_the_mirrored_posterior(findings: Findings) -> None:
    here, there = by_node(inferred(findings)), by_node(inferred(mirrored(findings)))
    turned = {(name, OTHER_SIDE[side]): p for (name, side), p in there.items()}
    assert here.keys() == turned.keys()
    for node, p in here.items():
        assert turned[node] == pytest.approx(p, abs=SAME)


@given(findings=people(), seed=seeds)
@settings(max_examples=30)
def test_order_of_telling_does_not_matter(findings: Findings, seed: int) -> None:
    items = list(findings)
    np.random.default_rng(seed).shuffle(items)  # type: ignore[arg-type]
    here, there = by_node(inferred(findings)), by_node(inferred(Findings(tuple(items))))
    assert here.keys() == there.keys()
    for node, p in here.items():
        assert there[node] == pytest.approx(p, abs=SAME)


@given(left=people(5, sides=("left",)), right=people(5, sides=("right",)))
@settings(max_examples=30)
def test_legs_are_apart_where_no_whole_person_condition_links_them(
    left: Findings, right: Findings
) -> None:
    single = {
        name: one.model_copy(update={"both_sides": None})
        for name, one in KNOWLEDGE.conditions.items()
        if one.sided
    }
    knowledge = replace(KNOWLEDGE, conditions=single)
    kept = [f for f in left if KNOWLEDGE.findings[f.id].sided]
    more = [f for f in right if KNOWLEDGE.findings[f.id].sided]
    if not any(f.value is True for f in kept):
        return
    alone = by_node(inferred(Findings(tuple(kept)), knowledge))
    together = by_node(inferred(Findings((*kept, *more)), knowledge))
    for (name, side), p in together.items():
        if side == "left":
            assert p == pytest.approx(alone[name, "left"], abs=SAME)


@given(findings=people())
@settings(max_examples=30)
def test_everything_told_is_a_probability(findings: Findings) -> None:
    inference = inferred(findings)
    for one in inference.ranked:
        assert 0.0 <= one.probability <= 1.0
        assert 0.0 <= one.rank_score <= 1.0
        assert all(np.isfinite(weighed.bits) for weighed in one.weighed)
    assert inference.log_evidence <= SAME
    scores = [one.rank_score for one in inference.ranked]
    assert scores == sorted(scores, reverse=True)


@given(findings=people())
@settings(max_examples=30)
def test_questions_tell_something_and_are_new(findings: Findings) -> None:
    completed = complete(findings, KNOWLEDGE.findings)
    inference = infer(completed, KNOWLEDGE)
    asked = next_questions(completed, inference, KNOWLEDGE, n_most=40)
    placed = place_legs(completed)
    assert all(0.0 <= question.bits <= 1.0 + SAME for question in asked)
    assert [q.bits for q in asked] == sorted((q.bits for q in asked), reverse=True)
    assert len({question.finding for question in asked}) == len(asked)
    for question in asked:
        assert placed.get(question.finding, question.side) is None
        assert KNOWLEDGE.findings[question.finding].ask
        assert KNOWLEDGE.findings[question.finding].sided == (question.side != "none")
