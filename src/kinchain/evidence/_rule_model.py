"""Danger rules as typed, frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kinchain.core.urgency import Urgency
from kinchain.evidence._rule_expressions import Expression, ids_of

RuleBasis = Literal["validated", "guideline", "expert"]
"""Where a rule comes from: a validated rule, a guideline, or clinical judgement."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One level of a rule: what makes it true, and how soon then.

    Parameters
    ----------
    urgency
        Level when this tier fires.
    when
        The expression.
    action
        What to do now.
    """

    urgency: Urgency
    when: Expression
    action: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One danger rule; it can only raise urgency.

    Parameters
    ----------
    id, name
        Stable id, never reused, and short name.
    scope
        ``leg``: all leg findings must be of one leg; ``person``: of any.
    tiers
        From most to least urgent.
    basis
        ``validated``, ``guideline`` or ``expert``.
    screen
        True where a rule validated in clinicians' hands is used on self-report.
    strict
        True where one level lower is a miss.
    asks
        Danger questions it needs.
    say, see, tell
        What it may mean, whom to see, what to say there; plain words.
    bring, protect
        What to bring; what to do and leave until seen.
    sources, note
        Source ids; why this way.
    """

    id: str
    name: str
    scope: Literal["leg", "person"]
    tiers: tuple[Tier, ...]
    basis: RuleBasis
    screen: bool
    strict: bool
    asks: tuple[str, ...]
    say: str
    see: str
    bring: tuple[str, ...]
    tell: str
    protect: tuple[str, ...]
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CoreQuestions:
    """Danger questions that must be answered where ``when`` holds (None: always)."""

    when: Expression | None
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelText:
    """Plain words for one level: whom to see, what to bring, say, do and leave."""

    who: str
    bring: tuple[str, ...]
    say: str
    advice: str
    protect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All danger rules with their questions and texts.

    Parameters
    ----------
    version
        Version of the file.
    sided
        Finding ids that take a side.
    levels
        Texts for each level.
    child
        Texts for a person under 16.
    provisional
        Sentence for a result with open danger questions.
    screen_note
        Sentence for a validated rule used on self-report.
    """

    version: str
    rules: tuple[Rule, ...]
    questions: tuple[CoreQuestions, ...]
    levels: Mapping[Urgency, LevelText]
    child: LevelText
    provisional: str
    screen_note: str
    sided: frozenset[str]

    @property
    def danger_ids(self) -> frozenset[str]:
        """Every finding id that some rule reads."""
        return frozenset().union(*(ids_of(t.when) for r in self.rules for t in r.tiers))
