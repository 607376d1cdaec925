"""QuickScore, written plainly: what the exact sum is measured against by ``bench``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kinchain.reason.exact import NoisyOr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

CHUNK = 1 << 10
"""Subsets worked on at once; the arrays then fit the processor's cache."""


def quickscore(net: NoisyOr) -> tuple[FloatArray, float]:
    """Compute posteriors by inclusion and exclusion over the positive findings.

    The sum over all subsets of the positive findings has terms of both signs; where the
    evidence is improbable they all but cancel, and digits are lost. Time grows with
    ``n_nodes * 2**n_true``.

    Parameters
    ----------
    net
        The reduced network.

    Returns
    -------
    posterior
        Shape (n_nodes,).
    evidence
        P(findings); may come out wrong, even negative, where terms cancel.

    References
    ----------
    .. [1] D. Heckerman, 1989. A tractable inference algorithm for diagnosing multiple
       diseases. UAI 5. https://arxiv.org/abs/1304.1511
    """
    on, off = net.weights()
    n_true = net.leak_true.size
    log_miss = np.log1p(-net.link_true)
    log_leak = np.log1p(-net.leak_true)
    bits = 1 << np.arange(n_true)
    evidence, joint = 0.0, np.zeros(on.size)
    for start in range(0, 1 << n_true, CHUNK):
        subsets = np.arange(start, min(start + CHUNK, 1 << n_true))
        members = ((subsets[:, None] & bits) > 0).astype(float)
        sign = 1.0 - 2.0 * (members.sum(axis=1) % 2.0)
        there = on * np.exp(members @ log_miss.T)
        either = there + off
        term = sign * np.exp(members @ log_leak) * np.prod(either, axis=1)
        evidence += float(term.sum())
        joint += term @ (there / either)
    return joint / evidence, evidence * float(np.prod(1.0 - net.leak_false))
