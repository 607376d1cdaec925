"""Conditions that often sit in both legs at once.

With one node a leg, two sore heels would cost the prior twice, and a rare disease of the
whole body would look likelier than one common condition in both heels. Where a condition
often is two-sided, a third node stands for "in both legs".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kinchain.reason.exact import NoisyOr
from kinchain.reason.network import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Coupled:
    """The network with added two-leg nodes and, for each, its two one-leg rows."""

    net: NoisyOr
    pairs: tuple[tuple[int, int], ...]
    n_nodes: int

    def per_leg(self, posterior: FloatArray) -> FloatArray:
        """Return the posterior of each one-leg node, its two-leg node counted in.

        Parameters
        ----------
        posterior
            Posterior of all nodes of :attr:`net`, shape (n_nodes + n_pairs,).

        Returns
        -------
        posterior
            Shape (n_nodes,). "In this leg" and "in both" explain the same findings, so
            they hardly ever hold together and are added.
        """
        result = posterior[: self.n_nodes].copy()
        for row, pair in enumerate(self.pairs):
            result[list(pair)] += posterior[self.n_nodes + row]
        return np.minimum(result, 1.0)


def couple(problem: Problem) -> Coupled:
    """Add a node for "in both legs" to every condition that often is two-sided.

    Parameters
    ----------
    problem
        The network with one node a leg.

    Returns
    -------
    coupled
        The same network where only one leg was told.
    """
    rows = {(n.condition.id, n.side): row for row, n in enumerate(problem.nodes)}
    pairs: list[tuple[int, int]] = []
    prior = problem.net.prior.copy()
    added: list[float] = []
    for row, node in enumerate(problem.nodes):
        share = node.condition.both_sides
        other = rows.get((node.condition.id, "right"))
        if share is None or node.side != "left" or other is None:
            continue
        pairs.append((row, other))
        added.append(share.p * float(np.sqrt(prior[row] * prior[other])))
        prior[[row, other]] *= 1.0 - share.p
    if not pairs:
        return Coupled(problem.net, (), len(problem.nodes))
    left, right = (list(side) for side in zip(*pairs, strict=True))

    def _extended(links: FloatArray) -> FloatArray:
        """Add the links of "in both legs": of each finding, the larger of the two legs'."""
        return np.vstack((links, np.maximum(links[left], links[right])))

    net = replace(
        problem.net,
        prior=np.concatenate((prior, added)),
        link_true=_extended(problem.net.link_true),
        link_false=_extended(problem.net.link_false),
    )
    return Coupled(net, tuple(pairs), len(problem.nodes))
