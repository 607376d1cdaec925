"""``kinchain-assessment/1``: urgency, conditions, chain, loads, plan and recovery."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Literal

from kinchain.core.chain import ChainDirection, ChainHypothesis
from kinchain.core.findings import Side, Source, Value
from kinchain.core.formats._base import Exchanged, Interval, Probability
from kinchain.core.formats.loads import Loads
from kinchain.core.formats.walk import Walk
from kinchain.core.urgency import Urgency

EvidenceVerdict = Literal["supported", "partly", "weak", "contradicted"]


class Engine(Exchanged):
    """Version of the program and of its knowledge."""

    version: str
    evidence_version: str


class Heard(Exchanged):
    """One finding as understood, with the place in the narrative where it was said."""

    finding: str
    value: Value
    side: Side
    source: Source
    span: tuple[int, int] | None = None


class PossibleDanger(Exchanged):
    """What the person's words may mean, though it was not clearly told; no finding.

    It may raise the urgency and is asked first; an answer in the case settles it.
    """

    finding: str
    side: Side
    span: tuple[int, int] | None = None
    text: str


class RedFlag(Exchanged):
    """One danger rule that fired; ``possible`` are those of ``because`` only sensed."""

    rule: str
    name: str
    urgency: Urgency
    because: tuple[str, ...]
    say: str
    sources: tuple[str, ...]
    basis: Literal["validated", "guideline", "expert"]
    possible: tuple[str, ...] = ()


class See(Exchanged):
    """Whom to see, what to bring and what to say there."""

    who: str
    bring: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


class TriageResult(Exchanged):
    """How soon; provisional while a core danger question is open."""

    urgency: Urgency
    provisional: bool
    red_flags: tuple[RedFlag, ...] = ()
    not_asked: tuple[str, ...] = ()
    see: See
    advice: str
    protect: tuple[str, ...] = ()
    possible: tuple[PossibleDanger, ...] = ()


class Evidence(Exchanged):
    """A finding and the bits by which it speaks for or against."""

    finding: str
    value: Value
    side: Side
    bits: float


class ConditionResult(Exchanged):
    """One condition on one side; probabilities are marginal and may sum past 1."""

    id: str
    name: str
    icd10: str
    site: str
    side: Side
    probability: Probability
    rank_score: float
    because: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    not_excluded: str | None = None
    sources: tuple[str, ...]


class MechanismResult(Exchanged):
    """One route of the chain in this person."""

    id: str
    name: str
    direction: Literal["knee_to_foot", "foot_to_knee", "common_cause"]
    probability: Probability
    evidence: EvidenceVerdict
    because: tuple[str, ...]
    settle: str
    sources: tuple[str, ...]


class AtRisk(Exchanged):
    """What the other end may suffer where only one end hurts so far."""

    what: str
    why: str
    evidence: EvidenceVerdict
    sources: tuple[str, ...]


class LoadEffect(Exchanged):
    """What one end changes in what the other carries: an effect on load, not on pain.

    ``per: step`` is of the peak in one step, ``per: day`` of the peaks added up over the steps of
    a day over the same distance. ``verdict`` is ``cant_tell`` where the interval holds 0.
    """

    cause: Literal["knee", "foot"]
    on: str
    side: Literal["left", "right"]
    per: Literal["step", "day"]
    change_n: float
    change_pct: float
    interval_90: Interval
    speed: Literal["fixed", "self_chosen"]
    by_mechanism: dict[str, float]
    not_in_the_model: tuple[str, ...]
    method: str
    assumptions: tuple[str, ...]
    verdict: Literal["more", "less", "cant_tell"] | None = None
    text: str | None = None


class WouldChange(Exchanged):
    """What one change of a setting would do to a load, by simulation, beside its trials."""

    setting: str
    to: float
    text: str
    on: str
    side: Literal["left", "right"]
    change_n: float
    change_pct: float
    interval_90: Interval
    verdict: Literal["more", "less", "cant_tell"]
    treatment: str | None = None
    trial: str
    sources: tuple[str, ...] = ()


class Chain(Exchanged):
    """The knee-foot chain in this person."""

    direction: ChainDirection
    probabilities: dict[ChainHypothesis, Probability]
    why: str
    mechanisms: tuple[MechanismResult, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    load_effects: tuple[LoadEffect, ...] = ()
    load_effects_note: str | None = None
    would_change: tuple[WouldChange, ...] = ()


class PlanItem(Exchanged):
    """One thing to do."""

    treatment: str
    why: str
    dose: str
    basis: Literal["guideline", "trial", "usual_practice"]
    expected_effect: str
    caution: str
    stop_if: str
    sources: tuple[str, ...]


class Plan(Exchanged):
    """What to do first and next, and what is not advised."""

    first_step: str
    prevention: tuple[str, ...] = ()
    items: tuple[PlanItem, ...] = ()
    not_advised: tuple[str, ...] = ()
    review_after_days: int | None = None


class ExpectedCourse(Exchanged):
    """How a condition usually goes; ``weeks`` rows are week, share better, low, high."""

    condition: str
    text: str
    weeks: tuple[tuple[float, float, float, float], ...] | None = None
    sources: tuple[str, ...]


class Recovery(Exchanged):
    """The expected course and what to watch for."""

    expected: tuple[ExpectedCourse, ...] = ()
    watch_for: tuple[str, ...] = ()


class Question(Exchanged):
    """A question worth asking next, and by how many bits it would settle things."""

    finding: str
    text: str
    why: str
    information_bits: float


class CitedSource(Exchanged):
    """A source cited above."""

    id: str
    citation: str
    url: str


class WalkSign(Exchanged):
    """What a walk shows of one finding, beside what was told of it.

    ``agrees`` is None where nothing was told or the walk is not sure. What was told decides;
    a walk adds what was not spoken of.
    """

    recording: str
    sign: str
    finding: str
    side: Side
    probability: Probability
    because: tuple[str, ...] = ()
    told: Value | None = None
    agrees: bool | None = None
    text: str


class LoadSign(Exchanged):
    """What the loads of a recorded walk show of one finding, beside what was told.

    ``told`` are the findings told that go with it; ``verdict`` is ``agrees``, ``not_shown`` (told,
    and the walk surely shows none of it), ``otherwise`` (shown, and told not to be so),
    ``unsure`` or ``unsaid``. What was told decides. Of ``load_uneven`` the value is the
    difference of the legs, left minus right, in per cent of their mean, and ``both`` are left and
    right. ``sources`` are those of what is usual.
    """

    recording: str
    finding: str
    load: str
    side: Side
    value: float
    interval_90: Interval
    unit: str
    usual: Interval
    both: tuple[float, float] | None = None
    probability: Probability
    told: tuple[str, ...] = ()
    verdict: Literal["agrees", "not_shown", "otherwise", "unsure", "unsaid"]
    text: str
    sources: tuple[str, ...] = ()


class Assessment(Exchanged):
    """Everything that can be said about one case."""

    format: Literal["kinchain-assessment/1"] = "kinchain-assessment/1"
    created: datetime
    date: Date
    engine: Engine
    heard: tuple[Heard, ...]
    not_understood: str | None = None
    triage: TriageResult
    conditions: tuple[ConditionResult, ...]
    cannot_tell_yet: str | None = None
    chain: Chain
    walks: tuple[Walk, ...] = ()
    walk_signs: tuple[WalkSign, ...] = ()
    loads: tuple[Loads, ...] = ()
    load_signs: tuple[LoadSign, ...] = ()
    plan: Plan | None = None
    recovery: Recovery | None = None
    next_questions: tuple[Question, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    disclaimer: str
