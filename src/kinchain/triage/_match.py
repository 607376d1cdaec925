"""Evaluate rule expressions and say which findings made them true."""

from __future__ import annotations

import operator
from collections.abc import Callable

from kinchain.evidence.rules import AtLeast, BothLegs, Compare, Expression, Recent, Told
from kinchain.triage._facts import Facts

Because = tuple[str, ...]
"""Keys of the findings that made an expression true, in the order of the expression."""

_TESTS: tuple[tuple[str, Callable[[float, float], bool]], ...] = (
    ("ge", operator.ge),
    ("gt", operator.gt),
    ("le", operator.le),
    ("lt", operator.lt),
)


def match(expression: Expression, facts: Facts) -> Because | None:
    """Return the keys that make an expression true, or None where it is not.

    What is unknown or denied makes nothing true; and since there is no negation, nothing
    told as true can undo a match.

    Parameters
    ----------
    expression
        The rule's expression.
    facts
        What was told of one leg, or of the person.
    """
    if isinstance(expression, AtLeast):
        return _at_least(expression, facts)
    if isinstance(expression, Told):
        return facts.true_keys(expression.id) or None
    if isinstance(expression, Compare):
        return _compare(expression, facts)
    if isinstance(expression, Recent):
        return _recent(expression, facts)
    return _both_legs(expression, facts)


def _at_least(expression: AtLeast, facts: Facts) -> Because | None:
    found = [match(part, facts) for part in expression.parts]
    true = [keys for keys in found if keys is not None]
    if len(true) < expression.n:
        return None
    return tuple(dict.fromkeys(key for keys in true for key in keys))


def _compare(expression: Compare, facts: Facts) -> Because | None:
    if expression.equals is not None:
        told = facts.told.get(expression.id, ())
        return tuple(key for key, value in told if value == expression.equals) or None
    bounds = [(test, getattr(expression, name)) for name, test in _TESTS]
    keys = tuple(
        key
        for key, value in facts.numbers(expression.id)
        if all(bound is None or test(value, bound) for test, bound in bounds)
    )
    return keys or None


def _recent(expression: Recent, facts: Facts) -> Because | None:
    if expression.about == "injury":
        return None if facts.is_old_injury(expression.days) else ()
    return None if facts.is_long(expression.days) else ()


def _both_legs(expression: BothLegs, facts: Facts) -> Because | None:
    return facts.true_keys(expression.id) if expression.id in facts.both else None
