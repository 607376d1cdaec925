"""What care needs to know of a person, taken from triage, inference and the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from kinchain.core.chain import ChainHypothesis
from kinchain.core.findings import Findings, Side
from kinchain.core.formats.case import FOOT_SITES, KNEE_SITES
from kinchain.core.urgency import Urgency, at_least
from kinchain.evidence import Knowledge
from kinchain.evidence.model import Verdict
from kinchain.reason import ChainBelief, Inference
from kinchain.triage import ComplaintSite, Triage

TREATED_FROM = 0.2
"""A condition this likely decides which leg is treated (expert judgement)."""

ADULT_FROM_YEARS = 16.0
"""Below this age the plan is a referral: the tool is for adults."""


@dataclass(frozen=True, slots=True)
class Likely:
    """One condition on one side with its posterior, from 0 to 1."""

    condition: str
    side: Side
    probability: float


@dataclass(frozen=True, slots=True)
class Link:
    """One mechanism of the chain in this person.

    Parameters
    ----------
    id, code
        Mechanism and its family, M1 to M10.
    plain
        What it does, in plain words.
    verdict
        How well it is supported.
    probability
        Probability, from 0 to 1; for ``at_risk`` links not used.
    """

    id: str
    code: str
    plain: str
    verdict: Verdict
    probability: float = 0.0


@dataclass(frozen=True)
class Picture:
    """A person as care sees them; everything a plan depends on.

    Parameters
    ----------
    likely
        Posterior of every condition and side.
    findings
        Completed findings; anything missing is unknown.
    urgency, provisional
        How soon, and whether core danger questions are open.
    advice, protect
        What triage says to do, and what to do and leave until seen.
    ends
        Whether the knee end and the foot end are among the complaints.
    chain
        Probability of each direction.
    links
        Mechanisms at work.
    at_risk
        Mechanisms by which the other end may follow.
    names
        Condition id to plain name.
    condition_ends
        Condition id to the end of the chain it sits at.
    complaints
        What hurts and since when.
    """

    likely: tuple[Likely, ...]
    findings: Findings
    urgency: Urgency
    provisional: bool = False
    advice: str = ""
    protect: tuple[str, ...] = ()
    ends: tuple[bool, bool] = (False, False)
    chain: Mapping[ChainHypothesis, float] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    at_risk: tuple[Link, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    condition_ends: Mapping[str, str] = field(default_factory=dict)
    complaints: tuple[ComplaintSite, ...] = ()

    @property
    def is_urgent(self) -> bool:
        """Whether the only plan is to be seen: at ``emergency`` and ``same_day``."""
        return at_least(self.urgency, "same_day")

    @property
    def is_child(self) -> bool:
        """Whether the person is known to be under 16."""
        age = self.findings.number("age")
        return age is not None and age < ADULT_FROM_YEARS

    @property
    def legs(self) -> tuple[Side, ...]:
        """The legs that are treated: those of the likely conditions."""
        found = {one.side for one in self.likely if one.probability >= TREATED_FROM}
        return tuple(sorted(side for side in found if side in ("left", "right")))

    def probability(self, condition: str) -> float:
        """Return the probability of a condition on the worse leg.

        Parameters
        ----------
        condition
            Condition id.
        """
        return self.any_of((condition,))

    def any_of(self, conditions: tuple[str, ...]) -> float:
        """Return the probability of at least one of some conditions on the worse leg.

        Conditions are taken as independent; one of the whole person counts on each leg.

        Parameters
        ----------
        conditions
            Condition ids.
        """
        wanted = set(conditions)
        found = [one for one in self.likely if one.condition in wanted]
        sides = {one.side for one in found} - {"none"} or {"none"}
        return max(
            (
                1.0 - prod(1.0 - one.probability for one in found if one.side in (side, "none"))
                for side in sides
            ),
            default=0.0,
        )

    def duration_days(self, condition: str) -> float | None:
        """Return how long the complaint behind a condition has lasted, in days.

        The shortest told for its end of the chain; with both ends sore, a duration that
        was not told of one of them counts for neither.

        Parameters
        ----------
        condition
            Condition id.
        """
        sites = {"knee": KNEE_SITES, "foot": FOOT_SITES}.get(self.condition_ends.get(condition, ""))
        told = [
            one.duration_days
            for one in self.complaints
            if one.duration_days is not None and (sites is None or one.site in sites)
        ]
        if not told and not all(self.ends):
            told = [
                float(item.value)
                for item in self.findings
                if item.id == "pain_duration_days" and not isinstance(item.value, bool | str)
            ]
        return min(told, default=None)


def picture_of(
    findings: Findings,
    inference: Inference,
    triage: Triage,
    chain: ChainBelief,
    knowledge: Knowledge,
    complaints: Sequence[ComplaintSite] = (),
) -> Picture:
    """Bring together what the rooms below found.

    Parameters
    ----------
    findings
        Completed findings.
    inference
        The conditions' posterior.
    triage
        How soon.
    chain
        The chain's direction and mechanisms.
    knowledge
        The knowledge base, for the names of conditions.
    complaints
        What hurts and since when.
    """
    return Picture(
        likely=tuple(
            Likely(one.node.condition.id, one.node.side, one.probability)
            for one in inference.ranked
        ),
        findings=findings,
        urgency=triage.urgency,
        provisional=triage.provisional,
        advice=triage.advice,
        protect=triage.protect,
        ends=chain.ends,
        chain=chain.probabilities,
        links=tuple(
            Link(
                belief.mechanism.id,
                belief.mechanism.code,
                belief.mechanism.plain,
                belief.mechanism.verdict,
                belief.probability,
            )
            for belief in chain.mechanisms
        ),
        at_risk=tuple(
            Link(
                risk.mechanism.id, risk.mechanism.code, risk.mechanism.plain, risk.mechanism.verdict
            )
            for risk in chain.at_risk
        ),
        names={name: entry.name for name, entry in knowledge.conditions.items()},
        condition_ends={name: entry.end for name, entry in knowledge.conditions.items()},
        complaints=tuple(complaints),
    )
