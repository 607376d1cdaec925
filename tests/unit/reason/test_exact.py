"""The exact sum: against enumeration, in rational numbers, in pieces, at its edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import exp, log

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.reason import exact
from kinchain.reason.exact import NoisyOr, posterior

FloatArray = NDArray[np.float64]
Brute = Callable[[NoisyOr], tuple[FloatArray, float]]
Draw = Callable[..., NoisyOr]

DIGITS = 1e-12
"""Only positive terms are added: the relative error stays at some tens of ulps."""


def in_fractions(net: NoisyOr) -> tuple[list[Fraction], Fraction]:
    """List every set of conditions in rational numbers: no digit can be lost."""

    def given(leaks: FloatArray, links: FloatArray, there: tuple[int, ...]) -> list[Fraction]:
        misses = []
        for column in range(leaks.size):
            miss = 1 - Fraction(float(leaks[column]))
            for row, one in enumerate(there):
                if one:
                    miss *= 1 - Fraction(float(links[row, column]))
            misses.append(miss)
        return misses

    n = net.prior.size
    total, marginal = Fraction(0), [Fraction(0)] * n
    for there in product((0, 1), repeat=n):
        weight = Fraction(1)
        for prior, one in zip(net.prior, there, strict=True):
            weight *= Fraction(float(prior)) if one else 1 - Fraction(float(prior))
        for miss in given(net.leak_true, net.link_true, there):
            weight *= 1 - miss
        for miss in given(net.leak_false, net.link_false, there):
            weight *= miss
        total += weight
        for row, one in enumerate(there):
            marginal[row] += weight if one else 0
    return [one / total for one in marginal], total


@pytest.mark.parametrize("seed", range(6))
def test_equals_enumeration(seed: int, draw_net: Draw, brute_force: Brute) -> None:
    net = draw_net(np.random.default_rng(seed), 10, seed, 6 - seed)
    expected, evidence = brute_force(net)
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, expected, rtol=DIGITS)
    assert log_evidence == pytest.approx(log(evidence), abs=DIGITS)


def test_improbable_evidence_keeps_its_digits(draw_net: Draw) -> None:
    """P(findings) of about 1e-25: an alternating sum would hold no digit at all."""
    net = draw_net(np.random.default_rng(5), 6, 7, 2, density=0.4)
    net = replace(
        net, prior=net.prior * 1e-4, leak_true=net.leak_true * 1e-3, link_true=net.link_true * 0.1
    )
    expected, evidence = in_fractions(net)
    assert 1e-30 < evidence < 1e-20
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, [float(one) for one in expected], rtol=DIGITS)
    assert exp(log_evidence) == pytest.approx(float(evidence), rel=1e-11)


@pytest.mark.parametrize("most", [1, 100, 32 * 3, 32 * 7 + 1])
def test_recomputed_states_change_nothing(
    most: int, monkeypatch: pytest.MonkeyPatch, rng: np.random.Generator, draw_net: Draw
) -> None:
    net = draw_net(rng, 11, 5, 2)
    plain, log_plain = posterior(net)
    monkeypatch.setattr(exact, "MAX_STORED_STATES", most)
    pieces, log_pieces = posterior(net)
    np.testing.assert_array_equal(pieces, plain)
    assert log_pieces == log_plain


def test_no_positive_finding(rng: np.random.Generator, draw_net: Draw, brute_force: Brute) -> None:
    net = draw_net(rng, 7, 0, 3)
    expected, evidence = brute_force(net)
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, expected, rtol=DIGITS)
    assert log_evidence == pytest.approx(log(evidence), abs=DIGITS)


def test_nothing_told_gives_the_priors(rng: np.random.Generator, draw_net: Draw) -> None:
    net = draw_net(rng, 7, 0, 0)
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, net.prior, rtol=DIGITS)
    assert log_evidence == pytest.approx(0.0, abs=DIGITS)


def test_conditions_without_links_keep_their_priors(
    rng: np.random.Generator, draw_net: Draw, brute_force: Brute
) -> None:
    net = draw_net(rng, 8, 4, 2)
    net.link_true[2:5] = 0.0
    net.link_false[2:5] = 0.0
    ours, _ = posterior(net)
    np.testing.assert_allclose(ours[2:5], net.prior[2:5], rtol=DIGITS)
    np.testing.assert_allclose(ours, brute_force(net)[0], rtol=DIGITS)


def test_findings_that_only_leaks_explain(rng: np.random.Generator, draw_net: Draw) -> None:
    net = draw_net(rng, 5, 3, 0)
    net.link_true[:] = 0.0
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, net.prior, rtol=DIGITS)
    assert log_evidence == pytest.approx(float(np.log(net.leak_true).sum()), abs=DIGITS)


def test_two_conditions_by_hand() -> None:
    net = NoisyOr(
        prior=np.array([0.1, 0.2]),
        link_true=np.array([[0.8], [0.5]]),
        leak_true=np.array([0.05]),
        link_false=np.array([[0.0], [0.6]]),
        leak_false=np.array([0.1]),
    )
    both = 0.1 * 0.2 * (1 - 0.95 * 0.2 * 0.5) * 0.9 * 0.4
    first = 0.1 * 0.8 * (1 - 0.95 * 0.2) * 0.9
    second = 0.9 * 0.2 * (1 - 0.95 * 0.5) * 0.9 * 0.4
    neither = 0.9 * 0.8 * 0.05 * 0.9
    total = both + first + second + neither
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, [(both + first) / total, (both + second) / total])
    assert log_evidence == pytest.approx(log(total))


def test_the_network_is_left_as_it_was(rng: np.random.Generator, draw_net: Draw) -> None:
    net = draw_net(rng)
    before = [one.copy() for one in (net.prior, net.link_true, net.leak_true, net.link_false)]
    posterior(net)
    for held, was in zip(
        (net.prior, net.link_true, net.leak_true, net.link_false), before, strict=True
    ):
        np.testing.assert_array_equal(held, was)
