"""Cited knowledge: vocabulary, conditions, causal graph, sources, founding claims."""

from __future__ import annotations

from kinchain.evidence.load import (
    KNOWLEDGE_VERSION,
    Knowledge,
    load_claims,
    load_knowledge,
    read_knowledge,
)
from kinchain.evidence.vocabulary import complete

__all__ = [
    "KNOWLEDGE_VERSION",
    "Knowledge",
    "complete",
    "load_claims",
    "load_knowledge",
    "read_knowledge",
]
