"""Posteriors for very many positive findings: exact within blocks, messages between them.

The exact sum doubles with every positive finding. Above :data:`MAX_EXACT_TRUE` the
findings are parted into blocks, each solved exactly, and the blocks tell each other what
they found by expectation propagation [1]_ (each block's own factor on a condition's odds).
`docs/benchmarks.md` gives the error against the exact sum.

References
----------
.. [1] T. Minka, 2001. Expectation propagation for approximate Bayesian inference.
   https://arxiv.org/abs/1301.2294
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kinchain.reason.exact import NoisyOr, posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.intp]

MAX_EXACT_TRUE = 15
"""Most positive findings for which the exact sum is taken."""

BLOCK_SIZE = 13
"""Most positive findings in one block."""

N_SWEEPS = 4
"""Sweeps over the blocks; by then the odds no longer move by more than :data:`SETTLED`."""

SETTLED = 1e-3
MAX_LOG_ODDS = 30.0


def solve(net: NoisyOr) -> tuple[FloatArray, float, str]:
    """Compute posteriors exactly where that is quick, else by blocks.

    Parameters
    ----------
    net
        The reduced network.

    Returns
    -------
    posterior
        Shape (n_nodes,).
    log_evidence
        Natural logarithm of P(findings); by blocks, of the last sweep.
    method
        ``"exact"`` or ``"blocks"``.
    """
    if net.leak_true.size <= MAX_EXACT_TRUE:
        result, log_evidence = posterior(net)
        return result, log_evidence, "exact"
    return *posterior_by_blocks(net), "blocks"


def posterior_by_blocks(net: NoisyOr) -> tuple[FloatArray, float]:
    """Compute posteriors by expectation propagation between blocks of findings.

    Parameters
    ----------
    net
        The reduced network.

    Returns
    -------
    posterior
        Shape (n_nodes,).
    log_evidence
        Natural logarithm of P(findings), approximate.
    """
    no_negatives = replace(net, link_false=net.link_false[:, :0], leak_false=net.leak_false[:0])
    on, off = net.weights()
    base = np.log(on) - np.log(off)
    log_evidence = float(np.sum(np.log1p(-net.leak_false)) + np.sum(np.log(on + off)))
    blocks = _blocks(net, base)
    factors = np.zeros((len(blocks), base.size))
    evidence = 0.0
    for _ in range(N_SWEEPS):
        before = factors.copy()
        evidence = 0.0
        for row, block in enumerate(blocks):
            cavity = base + factors.sum(axis=0) - factors[row]
            part = replace(
                no_negatives,
                prior=_expit(cavity),
                link_true=net.link_true[:, block],
                leak_true=net.leak_true[block],
            )
            result, log_part = posterior(part)
            evidence += log_part
            factors[row] = _logit(result) - _logit(part.prior)
        if float(np.abs(factors - before).max()) < SETTLED:
            break
    return _expit(base + factors.sum(axis=0)), log_evidence + evidence


def _blocks(net: NoisyOr, base: FloatArray) -> list[IntArray]:
    """Part the findings so that those with the same best explanation stay together."""
    log_miss = np.log1p(-net.link_true) + np.log1p(-net.leak_true)
    single = base + np.sum(np.log(-np.expm1(log_miss)), axis=1)
    rank = np.empty(single.size)
    rank[np.argsort(-single)] = np.arange(single.size)
    explains = net.link_true > 0.2
    best = np.where(explains, rank[:, None], np.inf).min(axis=0)
    order = np.argsort(best, kind="stable")
    return [order[start : start + BLOCK_SIZE] for start in range(0, order.size, BLOCK_SIZE)]


def _expit(x: FloatArray) -> FloatArray:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -MAX_LOG_ODDS, MAX_LOG_ODDS)))


def _logit(p: FloatArray) -> FloatArray:
    clipped = np.clip(p, np.exp(-MAX_LOG_ODDS), 1.0 - 1e-13)
    result: FloatArray = np.log(clipped) - np.log1p(-clipped)
    return result
