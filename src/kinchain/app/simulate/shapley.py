"""Shares of an effect by Shapley's rule, exact and with their signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

__all__ = ["MOST_PLAYERS", "shapley"]

MOST_PLAYERS = 4
"""With more, the number of walks to be found would double each time."""


def shapley(players: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, float]:
    """Split what all players do together over them; the shares sum to it.

    Parameters
    ----------
    players
        Their names, 4 at most.
    worth
        What a group of them does; asked once for each group, ``frozenset()`` included.

    Returns
    -------
    shares
        Player -> its share, in the unit of ``worth``; may be negative.

    Raises
    ------
    ValueError
        With more than 4 players.

    References
    ----------
    .. [1] L. S. Shapley, A value for n-person games, 1953.
    """
    if len(players) > MOST_PLAYERS:
        raise ValueError(f"{len(players)} players, at most {MOST_PLAYERS}")
    n = len(players)
    known = {
        frozenset(group): worth(frozenset(group))
        for size in range(n + 1)
        for group in combinations(players, size)
    }
    shares = {}
    for one in players:
        total = 0.0
        for group, value in known.items():
            if one not in group:
                weight = factorial(len(group)) * factorial(n - len(group) - 1) / factorial(n)
                total += weight * (known[group | {one}] - value)
        shares[one] = total
    return shares
