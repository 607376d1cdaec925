"""Rules that fire on what the words may mean: they only raise, and they say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kinchain.core.findings import Finding
from kinchain.core.urgency import URGENCIES
from kinchain.evidence.rules import Rule
from kinchain.triage.model import RedFlag

Fired = tuple[Rule, RedFlag]

DOUBT = (
    "This level rests on how your words were understood. If you meant something else, say no to "
    "the first questions below. If you are not sure, act on it."
)
"""Said in the advice where a level rests on what the words may mean."""


def with_possible(
    certain: Sequence[Fired], widened: Sequence[Fired], possible: Iterable[Finding]
) -> list[Fired]:
    """Return the rules that fire, and those that fire or grow graver by what is possible.

    Parameters
    ----------
    certain
        Rules that fire on what was told.
    widened
        Rules that fire where what is possible counts as told.
    possible
        What the words may mean.
    """
    keys = {finding.key for finding in possible}
    held = {rule.id: (rule, flag) for rule, flag in certain}
    for rule, flag in widened:
        known = held.get(rule.id)
        if known is not None and _rank(flag) >= _rank(known[1]):
            continue
        doubted = tuple(key for key in flag.because if key in keys)
        held[rule.id] = (rule, replace(flag, possible=doubted))
    return sorted(held.values(), key=lambda pair: _rank(pair[1]))


def _rank(flag: RedFlag) -> int:
    return URGENCIES.index(flag.urgency)


def first_asked(
    opened: Sequence[str], doubts: Sequence[str], ask_first: Sequence[str]
) -> tuple[str, ...]:
    """Return open questions: first what decides the level, then fields hardly understood.

    Parameters
    ----------
    opened
        Keys of all open questions.
    doubts
        Keys of what is only possible.
    ask_first
        Ids of findings that come next.
    """
    wanted = frozenset(ask_first)
    unique = tuple(dict.fromkeys(opened))
    early = [key for key in unique if key not in doubts and key.partition("@")[0] in wanted]
    rest = [key for key in unique if key not in doubts and key not in early]
    return (*dict.fromkeys(doubts), *early, *rest)
