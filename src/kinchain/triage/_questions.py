"""Which core danger questions are still open."""

from __future__ import annotations

from kinchain.evidence.rules import RuleBook
from kinchain.triage._facts import Told
from kinchain.triage._match import match


def open_questions(told: Told, rules: RuleBook) -> tuple[str, ...]:
    """Return the keys of the core danger questions that nobody has answered.

    A question is answered only by an explicit yes, no or number; one told without a side
    answers for either leg.

    Parameters
    ----------
    told
        What was told.
    rules
        The rule book, with the questions for each region and context.
    """
    keys: list[str] = []
    for side, facts in told.legs():
        for question in rules.questions:
            if question.when is not None and match(question.when, facts) is None:
                continue
            for finding_id in question.ask:
                if not facts.is_answered(finding_id):
                    sided = finding_id in rules.sided
                    keys.append(f"{finding_id}@{side}" if sided else finding_id)
    return tuple(dict.fromkeys(keys))
