"""Exact posteriors of a noisy-OR network by summing over what is already explained.

Positive findings must each be explained by a condition that is there, or by the leak.
Going through the conditions one by one, the state is the *set of positive findings
explained so far*; a condition that is there explains each of its findings
independently. The sum runs over 2**n states for n positive findings, touches only
links that exist, and has only positive terms: unlike QuickScore's alternating sum [1]_
it loses no digits when the evidence is improbable.

References
----------
.. [1] D. Heckerman, 1989. A tractable inference algorithm for diagnosing multiple
   diseases. UAI 5. https://arxiv.org/abs/1304.1511
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

MAX_STORED_STATES = 1 << 22
"""Forward states kept at once (32 MiB of float64); beyond it they are recomputed."""


@dataclass(frozen=True)
class NoisyOr:
    """A bipartite noisy-OR network reduced to what was observed.

    Parameters
    ----------
    prior
        P(condition), shape (n_nodes,), each inside (0, 1).
    link_true
        P(condition alone makes finding true), positive findings,
        shape (n_nodes, n_true), each in [0, 1).
    leak_true
        P(positive finding true with no condition), shape (n_true,), inside (0, 1).
    link_false
        The same for findings observed false, shape (n_nodes, n_false).
    leak_false
        Shape (n_false,).
    """

    prior: FloatArray
    link_true: FloatArray
    leak_true: FloatArray
    link_false: FloatArray
    leak_false: FloatArray

    def weights(self) -> tuple[FloatArray, FloatArray]:
        """Return each condition's weight when there and when not, after the negatives.

        Returns
        -------
        on, off
            Shape (n_nodes,) each; ``on`` holds the prior times P(negatives | there).
        """
        return self.prior * np.prod(1.0 - self.link_false, axis=1), 1.0 - self.prior


def posterior(net: NoisyOr) -> tuple[FloatArray, float]:
    """Compute P(condition | findings) for every condition, exactly.

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

    Notes
    -----
    Time grows with ``n_links * 2**n_true``. A condition with no link to a positive
    finding is independent of the rest and is solved apart.
    """
    on, off = net.weights()
    result = on / (on + off)
    log_evidence = float(np.sum(np.log1p(-net.leak_false)) + np.sum(np.log(on + off)))
    touching = np.flatnonzero(net.link_true.any(axis=1))
    if net.link_true.shape[1] == 0:
        return result, log_evidence
    share_on = result[touching]
    links = net.link_true[touching]
    marginal, evidence = _forward_backward(share_on, links, net.leak_true)
    result[touching] = marginal
    return result, log_evidence + float(np.log(evidence))


def _step(state: FloatArray, links: FloatArray) -> FloatArray:
    """Push the distribution over explained sets through one condition that is there."""
    after = state.copy()
    for bit in np.flatnonzero(links):
        pairs = after.reshape(-1, 2, 1 << int(bit))
        pairs[:, 1] += links[bit] * pairs[:, 0]
        pairs[:, 0] *= 1.0 - links[bit]
    return after


def _step_back(value: FloatArray, links: FloatArray) -> FloatArray:
    """Pull the probability of ending fully explained back through the same condition."""
    before = value.copy()
    for bit in np.flatnonzero(links):
        pairs = before.reshape(-1, 2, 1 << int(bit))
        pairs[:, 0] *= 1.0 - links[bit]
        pairs[:, 0] += links[bit] * pairs[:, 1]
    return before


def _start(leak: FloatArray) -> FloatArray:
    """Return the distribution over sets explained by the leaks alone."""
    state = np.zeros(1 << leak.size)
    state[0] = 1.0
    return _step(state, leak)


def _forward_backward(
    share: FloatArray, links: FloatArray, leak: FloatArray
) -> tuple[FloatArray, float]:
    """Return P(there | all positives explained) per condition, and P(all explained)."""
    n_nodes = share.size
    n_states = 1 << leak.size
    every = max(1, int(np.ceil(n_nodes * n_states / MAX_STORED_STATES)))
    kept: dict[int, FloatArray] = {}
    state = _start(leak)
    for node in range(n_nodes):
        if node % every == 0:
            kept[node] = state
        state = _mix(state, share[node], links[node])
    evidence = float(state[-1])
    value = np.zeros(n_states)
    value[-1] = 1.0
    marginal = np.empty(n_nodes)
    for block in sorted(kept, reverse=True):
        last = min(block + every, n_nodes)
        states = [kept.pop(block)]
        for node in range(block, last - 1):
            states.append(_mix(states[-1], share[node], links[node]))
        for node in range(last - 1, block - 1, -1):
            through = _step_back(value, links[node])
            joint = share[node] * float(states[node - block] @ through)
            marginal[node] = joint / evidence
            value = (1.0 - share[node]) * value + share[node] * through
    return np.clip(marginal, 0.0, 1.0), evidence


def _mix(state: FloatArray, share: float, links: FloatArray) -> FloatArray:
    """Go past one condition that is there with probability ``share``."""
    return (1.0 - share) * state + share * _step(state, links)
