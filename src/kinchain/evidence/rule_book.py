"""The danger rules that belong to a knowledge base, read once."""

from __future__ import annotations

from kinchain.evidence._rule_model import RuleBook
from kinchain.evidence.load import Knowledge
from kinchain.evidence.rules import read_rules

_books: dict[int, tuple[Knowledge, RuleBook]] = {}
"""Danger rules by the identity of their knowledge base, which is kept beside them."""


def rules_for(knowledge: Knowledge) -> RuleBook:
    """Return the danger rules, read once per knowledge base.

    Parameters
    ----------
    knowledge
        The knowledge base whose findings and sources the rules may name.
    """
    key = id(knowledge)
    if key not in _books:
        sided = {name: entry.sided for name, entry in knowledge.findings.items()}
        _books[key] = (knowledge, read_rules(sided, knowledge.sources.keys()))
    return _books[key][1]
