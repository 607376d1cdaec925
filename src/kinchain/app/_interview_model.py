"""What an interview is made of: questions, what was asked, and the state between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from kinchain.app.hear import HeardCase, hear
from kinchain.app.urgency import unsure, urgency_of
from kinchain.core.findings import Finding, Findings, Side, Value
from kinchain.core.formats.case import Case
from kinchain.core.urgency import Urgency, at_least, more_urgent
from kinchain.evidence import complete, load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.reason import AnswerValue, Inference, answer_values, infer
from kinchain.triage import Reach, Triage

NOT_SURE: Final = "not sure"
"""The answer that is always possible; what it leaves stays unknown and is never "no"."""

Answer = bool | float | str | tuple[str, ...]
"""An answer: yes/no, a number, a choice, free words, `NOT_SURE`, or places as ``knee@left``."""

QuestionKind = Literal["words", "places", "side", "yes_no", "number", "choice", "several"]
"""How a question is answered; ``several`` asks for all that apply of a few."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is put to a person.

    Parameters
    ----------
    key
        What it asks for: a finding with its side (``warmth_knee@left``; ``@both`` asks for
        either leg), or ``narrative``, ``places`` or ``side``.
    kind
        How it is answered.
    text, why
        The question and why it is asked.
    side
        The leg it is about; ``none`` for the whole person.
    is_danger
        Whether it is one of the core danger questions.
    choices
        What can be answered, where that is a list.
    unit, low, high
        Unit and range of a number.
    steps, caution
        How to do a home test and when not to; empty for anything else.
    bits
        Expected information in bits; 0 where that is not why it is asked.
    is_test
        Whether it offers a home test, which nobody has to do.
    items
        For ``several``: what may apply, as (key, words); ``key@both`` asks for either leg.
    """

    key: str
    kind: QuestionKind
    text: str
    why: str
    side: Side = "none"
    is_danger: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    steps: tuple[str, ...] = ()
    caution: str = ""
    bits: float = 0.0
    is_test: bool = False
    items: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all findings it asks for, one for each leg."""
        found: list[str] = []
        for key in [name for name, _ in self.items] or [self.key]:
            name, _, side = key.partition("@")
            found += [f"{name}@left", f"{name}@right"] if side == "both" else [key]
        return tuple(found)

    @property
    def finding(self) -> str:
        """The key without its side."""
        return self.key.partition("@")[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was asked, and what it told.

    Parameters
    ----------
    key
        The question's key.
    told
        Findings it told; one that the person was not sure of is ``unknown``.
    words
        The person's own words, for ``narrative``.
    floor
        Level that dangers told so far call for; a yes never lowers it.
    """

    key: str
    told: tuple[tuple[str, Value], ...] = ()
    words: str = ""
    floor: Urgency = "self_care"

    @property
    def is_known(self) -> bool:
        """Whether it was answered rather than left as not sure."""
        return bool(self.words) or any(value != "unknown" for _, value in self.told)


@dataclass(frozen=True)
class Interview:
    """A frozen state: the case at the start and everything asked since.

    Parameters
    ----------
    start
        The case before the first question.
    asked
        What was asked, in order.
    """

    start: Case
    asked: tuple[Asked, ...] = ()

    @cached_property
    def case(self) -> Case:
        """The case with everything told so far."""
        told = {key: value for one in self.asked for key, value in one.told}
        words = next((one.words for one in self.asked if one.words), self.start.narrative)
        findings = {**self.start.findings, **told}
        return self.start.model_copy(update={"findings": findings, "narrative": words})

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the questions asked and of the findings they were about."""
        told = (key for one in self.asked for key, _ in one.told)
        return frozenset((*(one.key for one in self.asked), *told))

    @cached_property
    def look(self) -> Look:
        """What can be said from what was told so far."""
        return look_at(self.case)

    @cached_property
    def question(self) -> Question | None:
        """The next question worth asking, whether or not the limit is reached."""
        from kinchain.app._interview_pick import pick

        return pick(self)

    @property
    def urgency(self) -> Urgency:
        """How soon, so far: never less than a danger that was told called for."""
        floor: Urgency = self.asked[-1].floor if self.asked else "self_care"
        return more_urgent(self.look.triage.urgency, floor)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Keys not asked yet of what the words may mean, where only that makes it so urgent."""
        triage = self.look.triage
        floor: Urgency = self.asked[-1].floor if self.asked else "self_care"
        deciding = [flag for flag in triage.red_flags if flag.urgency == triage.urgency]
        certain = triage.raised_by or not all(flag.possible for flag in deciding)
        if certain or at_least(floor, triage.urgency):
            return ()
        doubted = dict.fromkeys(key for flag in deciding for key in flag.possible)
        asked = self.keys
        return tuple(key for key in doubted if not {key, f"{key.partition('@')[0]}@both"} & asked)

    @property
    def answered(self) -> tuple[str, ...]:
        """Keys of the questions that were answered."""
        return tuple(one.key for one in self.asked if one.is_known)

    @property
    def not_sure(self) -> tuple[str, ...]:
        """Keys of the questions left as not sure or skipped."""
        return tuple(one.key for one in self.asked if not one.is_known)


@dataclass(frozen=True)
class Look:
    """What the engine makes of a case: heard, completed, inferred, and how soon.

    Parameters
    ----------
    heard
        What was heard.
    findings
        The same with all that follows.
    inference
        What is likely.
    triage
        How soon.
    unsure
        What the words may mean, or hardly state, and no answer settles yet.
    """

    heard: HeardCase
    findings: Findings
    inference: Inference
    triage: Triage
    unsure: tuple[Finding, ...] = ()

    @cached_property
    def values(self) -> Mapping[tuple[str, Side], AnswerValue]:
        """What an answer to each open yes/no finding would be worth."""
        return answer_values(self.findings, self.inference, load_knowledge())

    @cached_property
    def reach(self) -> Reach:
        """The danger rules that call for more than is called for already."""
        return Reach(
            self.findings,
            self.triage.urgency,
            rules=rules_for(load_knowledge()),
            age=self.heard.told.number("age"),
            complaint_sites=self.heard.complaints,
        )

    def is_known(self, finding: str, side: Side) -> bool:
        """Say whether a finding is known on this side; one told without a side counts.

        What is only guessed is not known, and stays worth asking.

        Parameters
        ----------
        finding
            Vocabulary id.
        side
            The side.
        """
        sides: tuple[Side, ...] = (side, "unknown") if side != "none" else ("none",)
        found = (self.findings.get(finding, one) for one in sides)
        return any(one is not None and one.source != "guess" for one in found)


def look_at(case: Case) -> Look:
    """Weigh a case as an assessment does, without chain, plan and words.

    Parameters
    ----------
    case
        The case.
    """
    knowledge = load_knowledge()
    heard = hear(case, case.date or date.today(), knowledge)
    findings = complete(heard.told, knowledge.findings)
    inference = infer(findings, knowledge)
    doubts = unsure(heard, findings, knowledge)
    triage = urgency_of(heard, findings, inference, doubts, knowledge)
    return Look(heard, findings, inference, triage, doubts.all)
