"""Posteriors against aGrUM's exact inference, an independent program."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge, complete
from kinchain.reason.exact import NoisyOr, posterior
from kinchain.reason.network import build

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # its SWIG types, from Python 3.12 on
    gum: Any = pytest.importorskip(
        "pyagrum", reason="the oracle needs pyagrum: uv sync --group oracle"
    )

pytestmark = pytest.mark.oracle

TOLERANCE = 1e-9
"""Both sum the same positive terms in float64; a dozen conditions cost a few ulps each."""

FloatArray = NDArray[np.float64]


def names_of(n: int, letter: str) -> list[str]:
    return [f"{letter}{index}" for index in range(n)]


def with_noisy_or_nodes(net: NoisyOr) -> Any:
    """Build the network from aGrUM's own noisy-OR nodes."""
    model = gum.BayesNet()
    nodes = names_of(net.prior.size, "c")
    for name, prior in zip(nodes, net.prior, strict=True):
        model.add(gum.LabelizedVariable(name, "", 2))
        model.cpt(name).fillWith([1.0 - prior, prior])
    for letter, leaks, links in (
        ("t", net.leak_true, net.link_true),
        ("f", net.leak_false, net.link_false),
    ):
        for column, name in enumerate(names_of(leaks.size, letter)):
            variable = gum.LabelizedVariable(name, "", 2)
            model.addNoisyORNet(variable, float(leaks[column]))
            for row in np.flatnonzero(links[:, column]):
                model.addWeightedArc(nodes[row], name, float(links[row, column]))
    return model


def with_tables(net: NoisyOr) -> Any:
    """Build the same network with every conditional probability written out."""
    model = gum.BayesNet()
    nodes = names_of(net.prior.size, "c")
    for name, prior in zip(nodes, net.prior, strict=True):
        model.add(gum.LabelizedVariable(name, "", 2))
        model.cpt(name).fillWith([1.0 - prior, prior])
    for letter, leaks, links in (
        ("t", net.leak_true, net.link_true),
        ("f", net.leak_false, net.link_false),
    ):
        for column, name in enumerate(names_of(leaks.size, letter)):
            model.add(gum.LabelizedVariable(name, "", 2))
            parents = [int(row) for row in np.flatnonzero(links[:, column])]
            for row in parents:
                model.addArc(nodes[row], name)
            for there in product((0, 1), repeat=len(parents)):
                miss = 1.0 - leaks[column]
                for row, one in zip(parents, there, strict=True):
                    miss *= 1.0 - links[row, column] if one else 1.0
                chosen = {nodes[row]: one for row, one in zip(parents, there, strict=True)}
                if chosen:
                    model.cpt(name)[chosen] = [miss, 1.0 - miss]
                else:
                    model.cpt(name).fillWith([miss, 1.0 - miss])
    return model


def solved(model: Any, net: NoisyOr) -> tuple[FloatArray, float]:
    """Return aGrUM's posterior of every condition and the probability of the evidence."""
    evidence = dict.fromkeys(names_of(net.leak_true.size, "t"), 1)
    evidence |= dict.fromkeys(names_of(net.leak_false.size, "f"), 0)
    engine = gum.LazyPropagation(model)
    engine.setEvidence(evidence)
    engine.makeInference()
    marginals = [engine.posterior(name)[1] for name in names_of(net.prior.size, "c")]
    return np.array(marginals), float(engine.evidenceProbability())


def cut(net: NoisyOr, n_nodes: int) -> NoisyOr:
    """Keep the conditions that explain most of the positive findings."""
    top = np.argsort(-net.link_true.sum(axis=1), kind="stable")[:n_nodes]
    return NoisyOr(
        net.prior[top], net.link_true[top], net.leak_true, net.link_false[top], net.leak_false
    )


def assert_same(net: NoisyOr, theirs: FloatArray, evidence: float) -> None:
    ours, log_evidence = posterior(net)
    np.testing.assert_allclose(ours, theirs, rtol=0.0, atol=TOLERANCE)
    assert np.exp(log_evidence) == pytest.approx(evidence, rel=TOLERANCE)


@pytest.mark.parametrize("build_model", [with_noisy_or_nodes, with_tables])
@pytest.mark.parametrize(
    ("n_nodes", "n_true", "n_false"), [(1, 1, 0), (8, 3, 2), (9, 0, 4), (10, 5, 3), (12, 7, 2)]
)
def test_random_networks_agree(
    build_model: Callable[[NoisyOr], Any],
    n_nodes: int,
    n_true: int,
    n_false: int,
    rng: np.random.Generator,
    draw_net: Callable[..., NoisyOr],
    brute_force: Callable[[NoisyOr], tuple[FloatArray, float]],
) -> None:
    net = draw_net(rng, n_nodes, n_true, n_false)
    theirs, evidence = solved(build_model(net), net)
    assert_same(net, theirs, evidence)
    listed, listed_evidence = brute_force(net)
    np.testing.assert_allclose(theirs, listed, rtol=0.0, atol=TOLERANCE)
    assert evidence == pytest.approx(listed_evidence, rel=TOLERANCE)


@pytest.mark.parametrize("case", range(8))
def test_networks_cut_from_the_knowledge_agree(
    case: int,
    knowledge: Knowledge,
    made_up_case: Callable[..., Findings],
    brute_force: Callable[[NoisyOr], tuple[FloatArray, float]],
) -> None:
    rng = np.random.default_rng(case)
    findings = made_up_case(rng, knowledge, n_true=3 + case % 5, n_false=3)
    net = cut(build(complete(findings, knowledge.findings), knowledge).net, 8 + case % 5)
    theirs, evidence = solved(with_noisy_or_nodes(net), net)
    assert_same(net, theirs, evidence)
    listed, _ = brute_force(net)
    np.testing.assert_allclose(theirs, listed, rtol=0.0, atol=TOLERANCE)


def test_whole_knowledge_agrees_on_one_person(knowledge: Knowledge, told: Any) -> None:
    """All conditions at once, few findings: only aGrUM's own noisy-OR keeps this small."""
    findings = told("pain_knee@left pain_heel@left first_step_pain@left -fever")
    net = build(complete(findings, knowledge.findings), knowledge).net
    linked = np.flatnonzero(net.link_true.any(axis=1) | net.link_false.any(axis=1))
    top = linked[np.argsort(-net.link_true[linked].sum(axis=1), kind="stable")[:16]]
    small = NoisyOr(
        net.prior[top], net.link_true[top], net.leak_true, net.link_false[top], net.leak_false
    )
    theirs, evidence = solved(with_noisy_or_nodes(small), small)
    assert_same(small, theirs, evidence)
