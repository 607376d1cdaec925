"""Typed knowledge: findings, conditions, mechanisms, causal edges, sources, claims.

The YAML files of ``knowledge/`` map straight onto these frozen models.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kinchain.core.urgency import Urgency

Basis = Literal["sourced", "derived", "expert"]
"""Where a figure comes from: read in a source, computed from one, or expert judgement."""

Verdict = Literal["supported", "partly", "weak", "contradicted"]
"""How well a statement is supported by what has been published."""

Direction = Literal["knee_to_foot", "foot_to_knee", "common_cause"]
"""Which way a mechanism works along the chain."""

SourceIds = tuple[str, ...]
Probability = Annotated[float, Field(gt=0.0, lt=1.0)]


class Frozen(BaseModel):
    """Base of all knowledge models: frozen, and an unknown field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Cited(Frozen):
    """A figure's interval and origin; the figure itself is named by the subclass.

    ``low`` and ``high`` bound the plausible range (90 % where a source gives one).
    """

    low: float
    high: float
    basis: Basis
    sources: SourceIds = ()
    note: str = ""

    @property
    def figure(self) -> float:
        """The best value."""
        raise TypeError(type(self).__name__)  # every subclass names its own figure

    @model_validator(mode="after")
    def _ordered(self) -> Cited:
        if not self.low <= self.figure <= self.high:
            raise ValueError(f"not low <= value <= high: {self.low}, {self.figure}, {self.high}")
        if self.basis != "expert" and not self.sources:
            raise ValueError(f"basis '{self.basis}' without a source")
        return self


class Chance(Cited):
    """A probability ``p`` with its interval."""

    p: Probability
    low: Probability
    high: Probability

    @property
    def figure(self) -> float:
        """The probability."""
        return self.p


class Shows(Chance):
    """P(finding is true | the condition is there and nothing else explains it)."""

    finding: str


class Raises(Cited):
    """A factor on a condition's prior odds where a finding holds.

    ``from`` and ``to`` bound a number, ``[from, to)``; ``is`` names a choice.
    A leg finding counts on the condition's own leg.
    """

    finding: str
    odds: Annotated[float, Field(gt=0.0)]
    from_: Annotated[float | None, Field(alias="from")] = None
    to: float | None = None
    is_: Annotated[str | None, Field(alias="is")] = None

    @property
    def figure(self) -> float:
        """The factor on the odds."""
        return self.odds


class Source(Frozen):
    """A published source and how much of it was read."""

    cite: str
    url: str = ""
    seen: str


class FindingDef(Frozen):
    """One entry of the vocabulary.

    ``implies`` names findings true whenever this one is; ``derive`` is
    ``(number id, operator, threshold)`` for a yes/no finding got from a number;
    ``leak`` is P("yes") where no condition of the network explains it; ``exam_leak`` the
    same in a clinician's hands (one less specificity), where that is known.
    """

    id: str
    label: str
    kind: Literal[
        "person", "site", "symptom", "onset", "sign", "history", "medicine", "test", "load"
    ]
    sided: bool
    type: Literal["bool", "number", "choice"]
    meaning: str = ""
    unit: str = ""
    range: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    ask: str = ""
    why: str = ""
    test: str = ""
    caution: str = ""
    implies: tuple[str, ...] = ()
    derive: tuple[str, Literal["<", "<=", ">=", ">"], float] | None = None
    leak: Chance | None = None
    exam_leak: Chance | None = None
    sources: SourceIds = ()


class Condition(Frozen):
    """One condition: what it is, how likely before anything is told, what it shows.

    ``both_sides`` is P(the other leg has it too | one leg has it), where that is common.
    """

    id: str
    name: str
    plain: str
    also: tuple[str, ...] = ()
    icd10: str
    region: Literal["knee", "leg", "foot", "hip", "spine", "whole_body"]
    end: Literal["knee", "foot", "leg", "whole", "none"]
    site: str
    sided: bool
    urgency: Urgency
    feared: bool
    disablement: Annotated[float, Field(ge=0.0, le=1.0)]
    about: str
    link: str = ""
    sources: SourceIds = ()
    prior: Chance
    both_sides: Chance | None = None
    raised_by: tuple[Raises, ...] = ()
    shows: tuple[Shows, ...]


class Mechanism(Frozen):
    """One route of the chain, by which one end acts on the other.

    ``code`` is its family, M1 to M10; ``simulated`` says whether the predictive model
    can carry it (else it is drawn as evidence only); ``settle`` is the one test or
    question that would decide it.
    """

    id: str
    code: str
    name: str
    plain: str
    direction: Direction
    verdict: Verdict
    why: str
    simulated: bool
    settle: str
    sources: SourceIds = ()


class Strength(Chance):
    """P(the cause brought the effect about by this route | both are there)."""


class Edge(Frozen):
    """One causal edge of the graph.

    ``cause`` and ``effect`` are nodes: a condition, a finding, or a state or load
    listed in the graph file. ``side`` says on which leg the effect falls. An edge from a
    load to pain names no mechanism: it serves every one that reaches the load.
    """

    id: str
    cause: str
    effect: str
    mechanism: str = ""
    side: Literal["same", "other", "either"]
    strength: Strength
    verdict: Verdict
    why: str
    sources: SourceIds = ()


class Node(Frozen):
    """A state, gait or load node of the graph that is neither condition nor finding.

    It is told where one of its ``signs`` is, or where ``number`` (id, operator,
    threshold) holds. ``measured`` are findings of a recorded walk's loads that show it too; they
    are never asked for, and without them it is not denied. ``shown`` is P(a recorded walk shows
    one of them | it is there).
    """

    id: str
    layer: Literal["state", "gait", "load"]
    end: Literal["knee", "foot", "leg", "whole"]
    label: str
    signs: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    shown: Chance | None = None
    number: tuple[str, Literal["<", "<=", ">=", ">"], float] | None = None


class Claim(Frozen):
    """One founding claim, its verdict, and the part of the system that carries it."""

    id: str
    section: str
    claim: str
    verdict: Verdict
    why: str
    sources: SourceIds = ()
    verified: bool
    carried_by: str
