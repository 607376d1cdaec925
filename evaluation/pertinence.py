"""Which findings of a case matter, and which questions are useful, for the interview.

The definitions follow Ben-Shabat et al. 2022 (PMC9595333), who count the pertinent findings a
symptom checker retrieves out of all that matter in a vignette (recall), and out of the
questions it asks (efficiency); a pertinent finding may be present or absent. There a person
listed the pertinent findings of each vignette; here the engine's own knowledge does, so that
the list is the same for everybody who repeats it:

* A finding **matters** where it was told in the whole case (yes, no, a number or a choice) and
  speaks by `MATTERS_BITS` or more for or against one of the case's acceptable conditions in
  the posterior of the whole case; or is among what made a danger rule fire there; or decides
  the chain: it stands on a route of `MATTERS_ROUTE` or more in the labelled direction, or is
  part of the story (what came first, a walk that changed). Age, sex and size are given at the
  start and are not counted.
* A question is **useful** where a yes or a no to one of its findings would speak by
  `MATTERS_BITS` or more for or against an acceptable condition; or where a danger rule that
  reads it concerns the places told, could still fire on what is known so far, and would then
  call for more than is called for already; or where it belongs to the chain's story or to a
  node of the graph and both ends hurt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from evaluation.cases import Labelled
from kinchain.app.interview import Look
from kinchain.core.findings import Findings
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import Knowledge, load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.rules import AtLeast, BothLegs, Compare, Expression, Recent
from kinchain.reason import believe_chain
from kinchain.reason.network import leak_of
from kinchain.reason.story import FOOT_SIGNS, KNEE_SIGNS, STATEMENTS

MATTERS_BITS = 0.5
"""A finding that speaks by this much for or against a condition is pertinent to it."""

MATTERS_ROUTE = 0.1
"""A route of the chain that is this probable carries what was told on it."""

GIVEN = frozenset(("age", "sex", "height_m", "mass_kg", "bmi"))
"""Given at the start, or measured; not counted."""

STORY = frozenset(("started_first", *STATEMENTS))
"""What tells how the two ends hang together."""

END_WORDS = {
    "knee": ("knee", "locking", "giving_way", "fibula", "joint_line"),
    "foot": ("foot", "toe", "ankle", "heel", "sole", "arch", "achilles", "push_off", "malleolus",
             "metatarsal", "navicular", "bunion"),
}  # fmt: skip
"""Words in the id of a finding that belongs to one end."""


def what_matters(label: Labelled, look: Look) -> frozenset[str]:
    """Return the keys of the told findings that matter in a case.

    Parameters
    ----------
    label
        The case with its labels.
    look
        What the engine makes of the whole case.
    """
    knowledge = load_knowledge()
    told = {item.key for item in look.heard.told if item.id not in GIVEN}
    found: set[str] = set()
    for one in look.inference.ranked:
        if one.node.condition.id in label.acceptable:
            found |= {w.finding.key for w in one.weighed if abs(w.bits) >= MATTERS_BITS}
    for flag in look.triage.red_flags:
        found |= set(flag.because)
    if label.direction not in ("none", "undetermined"):
        found |= set(_of_chain(label, look, knowledge))
    return frozenset(told & found)


def _of_chain(label: Labelled, look: Look, knowledge: Knowledge) -> Iterator[str]:
    yield from (item.key for item in look.findings if item.id in STORY)
    belief = believe_chain(look.findings, look.inference, knowledge)
    wanted = {label.direction} if label.direction != "both" else {"knee_to_foot", "foot_to_knee"}
    for one in belief.mechanisms:
        if one.mechanism.direction in wanted and one.probability >= MATTERS_ROUTE:
            for route in one.routes:
                yield from route.told


def is_gathered(key: str, whole: Findings, end: Findings) -> bool:
    """Say whether a finding of the whole case is known at the end of the interview.

    Parameters
    ----------
    key
        Key of the finding.
    whole, end
        Completed findings of the whole case, and of the interview's end. A side that was
        not told matches either.
    """
    name, _, side = key.partition("@")
    value = whole.value(name, side or "none")  # type: ignore[arg-type]
    sides = (side, "unknown") if side in ("left", "right") else ("left", "right", "unknown", "none")
    return any(_same(end.value(name, one), value) for one in sides)  # type: ignore[arg-type]


def _same(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one is not None and (one == other or isinstance(other, float))


@lru_cache(maxsize=4096)
def speaks(finding: str, condition: str) -> float:
    """Return the most bits by which an answer speaks for or against a condition.

    Parameters
    ----------
    finding
        Vocabulary id.
    condition
        Condition id.
    """
    knowledge = load_knowledge()
    bits = 0.0
    chance = knowledge.links[condition].get(finding, 0.0)
    if chance:
        leak = leak_of(finding, knowledge)
        yes = np.log2((1.0 - (1.0 - leak) * (1.0 - chance)) / leak)
        bits = max(float(yes), -float(np.log2(1.0 - chance)))
    derived = [e.id for e in knowledge.findings.values() if e.derive and e.derive[0] == finding]
    odds = [r.odds for r in knowledge.conditions[condition].raised_by if r.finding == finding]
    more = [speaks(name, condition) for name in derived]
    return max([bits, *more, *(abs(float(np.log2(one))) for one in odds)])


def is_useful(ids: Iterable[str], label: Labelled, before: Look) -> bool:
    """Say whether a question about these findings is useful in a case.

    Parameters
    ----------
    ids
        Vocabulary ids the question asks for.
    label
        The case with its labels.
    before
        What was known when it was asked.
    """
    wanted = tuple(ids)
    for name in wanted:
        if any(speaks(name, one) >= MATTERS_BITS for one in label.acceptable):
            return True
    return may_raise(wanted, before) or is_of_chain(wanted, before)


def is_of_chain(ids: Iterable[str], before: Look) -> bool:
    """Say whether a question bears on the chain of somebody with both ends sore.

    Parameters
    ----------
    ids
        Vocabulary ids the question asks for.
    before
        What was known when it was asked.
    """
    told = before.findings
    if not all(any(told.is_true(sign) for sign in signs) for signs in (KNEE_SIGNS, FOOT_SIGNS)):
        return False
    graph = load_knowledge()
    nodes = {sign for node in graph.nodes.values() for sign in node.signs}
    numbers = {node.number[0] for node in graph.nodes.values() if node.number}
    return any(name in STORY or name in nodes or name in numbers for name in ids)


def may_raise(ids: Iterable[str], before: Look) -> bool:
    """Say whether a yes could make a danger rule of the told places fire, and raise urgency.

    Parameters
    ----------
    ids
        Vocabulary ids the question asks for.
    before
        What was known when it was asked.
    """
    level = URGENCIES.index(before.triage.urgency)
    wanted = set(ids)
    ends = ends_told(before.findings)
    for rule in rules_for(load_knowledge()).rules:
        for tier in rule.tiers:
            if URGENCIES.index(tier.urgency) >= level:
                continue
            if _could(tier.when, before.findings, wanted, ends) == "with":
                return True
    return False


def ends_told(findings: Findings) -> frozenset[str]:
    """Return the ends of the chain that were told to hurt, ``leg`` always among them.

    Parameters
    ----------
    findings
        Completed findings.
    """
    ends = {"leg"}
    for item in findings:
        if item.id.startswith("pain_") and item.value is True:
            ends.add(end_of(item.id))
    return frozenset(ends)


@lru_cache(maxsize=1024)
def end_of(finding: str) -> str:
    """Return the end a finding belongs to: knee, foot, or leg for anything else.

    Parameters
    ----------
    finding
        Vocabulary id.
    """
    return next((e for e, words in END_WORDS.items() if any(w in finding for w in words)), "leg")


def _could(expression: Expression, told: Findings, wanted: set[str], ends: frozenset[str]) -> str:
    """Return ``no``, ``yes`` (without the asked findings), or ``with`` them."""
    if isinstance(expression, AtLeast):
        parts = [_could(part, told, wanted, ends) for part in expression.parts]
        sure, maybe = parts.count("yes"), parts.count("with")
        if sure + maybe < expression.n:
            return "no"
        return "with" if maybe else "yes"
    if isinstance(expression, Recent):
        days = "pain_duration_days" if expression.about == "pain" else "injury_days"
        lasting = [item.value for item in told if item.id == days]
        if lasting and all(isinstance(one, float) and one > expression.days for one in lasting):
            return "no"
        return "with" if days in wanted else "yes"
    name = expression.id
    if name in wanted:
        return "with"
    if isinstance(expression, Compare):
        return _compared(expression, told)
    if told.is_true(name):
        return "yes"
    entry = load_knowledge().findings[name]
    known = told.is_false(name) or entry.kind == "site" or end_of(name) not in ends
    return "no" if known or isinstance(expression, BothLegs) else "yes"


def _compared(expression: Compare, told: Findings) -> str:
    values = [item.value for item in told if item.id == expression.id]
    if not values:
        return "yes"
    for value in values:
        if expression.equals is not None and value == expression.equals:
            return "yes"
        if isinstance(value, int | float) and not isinstance(value, bool):
            above = (expression.ge is None or value >= expression.ge) and (
                expression.gt is None or value > expression.gt
            )
            below = (expression.le is None or value <= expression.le) and (
                expression.lt is None or value < expression.lt
            )
            if above and below and expression.equals is None:
                return "yes"
    return "no"
