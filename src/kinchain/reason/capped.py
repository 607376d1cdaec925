"""Posteriors with at most three conditions there at once, for very many findings.

The exact sum doubles with every positive finding. Above
:data:`MAX_EXACT_TRUE` of them the sum goes over all sets of at most three of the
likeliest conditions instead; `docs/benchmarks.md` gives the error against the exact sum.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kinchain.reason.exact import NoisyOr, posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

MAX_EXACT_TRUE = 14
"""Most positive findings for which the exact sum is taken (about 50 ms on one core)."""

N_CANDIDATES = 40
"""Conditions that may be there together in the capped sum."""


def solve(net: NoisyOr) -> tuple[FloatArray, float, str]:
    """Compute posteriors exactly where that is quick, else by the capped sum.

    Parameters
    ----------
    net
        The reduced network.

    Returns
    -------
    posterior
        Shape (n_nodes,).
    log_evidence
        Natural logarithm of P(findings).
    method
        ``"exact"`` or ``"capped"``.
    """
    if net.leak_true.size <= MAX_EXACT_TRUE:
        result, log_evidence = posterior(net)
        return result, log_evidence, "exact"
    return *capped_posterior(net), "capped"


def capped_posterior(net: NoisyOr, n_candidates: int = N_CANDIDATES) -> tuple[FloatArray, float]:
    """Compute posteriors over sets of at most three conditions.

    Parameters
    ----------
    net
        The reduced network.
    n_candidates
        How many of the likeliest conditions may be there together.

    Returns
    -------
    posterior
        Shape (n_nodes,); the part of a condition that is no candidate is its single share.
    log_evidence
        Natural logarithm of P(findings) within the cap.
    """
    on, off = net.weights()
    share = on / (on + off)
    log_odds = np.log(share) - np.log1p(-share)
    log_miss = np.log1p(-net.link_true)
    log_leak = np.log1p(-net.leak_true)
    single = log_odds + _log_explained(log_miss + log_leak)
    order = np.argsort(-single)
    top = order[: min(n_candidates, order.size)]
    sets: list[tuple[int, ...]] = [()]
    for size in (1, 2, 3):
        sets.extend(combinations(range(top.size), size))
    table = np.zeros((len(sets), top.size))
    for row, members in enumerate(sets):
        table[row, list(members)] = 1.0
    scores = table @ log_odds[top] + _log_explained(table @ log_miss[top] + log_leak)
    rest = single[order[top.size :]]
    peak = max(float(scores.max()), float(rest.max()) if rest.size else -np.inf)
    weight = np.exp(scores - peak)
    total = float(weight.sum() + np.exp(rest - peak).sum())
    result = np.zeros(net.prior.size)
    result[top] = weight @ table / total
    result[order[top.size :]] = np.exp(rest - peak) / total
    base = float(np.sum(np.log1p(-net.leak_false)) + np.sum(np.log(off)))
    return result, base + peak + float(np.log(total))


def _log_explained(log_unexplained: FloatArray) -> FloatArray:
    """Return the log-probability that every positive finding is true, per row."""
    explained: FloatArray = np.sum(np.log(-np.expm1(log_unexplained)), axis=1)
    return explained
