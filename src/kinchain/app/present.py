"""Turn what the rooms found into the parts of an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kinchain.core.chain import ChainHypothesis
from kinchain.core.findings import Side
from kinchain.core.formats.assessment import (
    AtRisk,
    Chain,
    CitedSource,
    ConditionResult,
    Evidence,
    MechanismResult,
    Question,
    RedFlag,
    See,
    TriageResult,
)
from kinchain.evidence import Knowledge
from kinchain.reason import ChainBelief, Inference, NextQuestion, RankedCondition
from kinchain.reason.infer import Weighed
from kinchain.reason.routes import Route
from kinchain.triage import Triage

MIN_PROBABILITY = 0.01
"""Conditions below this are only named where they are feared."""

MIN_BITS = 0.2
"""A finding that moves a condition by less is not worth a line."""

N_BECAUSE = 6
N_AGAINST = 5
N_FEARED = 4
N_DANGER_QUESTIONS = 6
N_USEFUL_QUESTIONS = 5
UNLIKELY = 0.1
"""A feared condition below this gets the line that it is not excluded."""

STANDS_OUT = 0.5
"""No condition above this: the assessment says that it cannot tell yet."""

MIN_MECHANISM = 0.02

SHARE_UNITS = 10_000
"""Probabilities that sum to one are shown in such parts."""


def triage_result(triage: Triage) -> TriageResult:
    """Return the urgency part.

    Parameters
    ----------
    triage
        What triage found.
    """
    return TriageResult(
        urgency=triage.urgency,
        provisional=triage.provisional,
        red_flags=tuple(
            RedFlag(
                rule=flag.rule,
                name=flag.name,
                urgency=flag.urgency,
                because=flag.because,
                say=" ".join(part for part in (flag.say, flag.screen_note) if part),
                sources=flag.sources,
                basis=flag.basis,
                possible=flag.possible,
            )
            for flag in triage.red_flags
        ),
        not_asked=triage.not_asked,
        see=See(who=triage.see.who, bring=triage.see.bring, say=(triage.see.say,)),
        advice=triage.advice,
        protect=triage.protect,
    )


def condition_results(inference: Inference, knowledge: Knowledge) -> tuple[ConditionResult, ...]:
    """Return every condition at 0.01 or more, and feared ones that look less likely.

    Parameters
    ----------
    inference
        The ranked conditions.
    knowledge
        The knowledge base.
    """
    listed = [one for one in inference.ranked if one.probability >= MIN_PROBABILITY]
    names = {one.node.condition.id for one in listed}
    feared: list[RankedCondition] = []
    added: set[str] = set()
    for one in sorted(inference.ranked, key=lambda one: -one.probability):
        condition = one.node.condition
        near = condition.feared and any(weighed.bits > MIN_BITS for weighed in one.weighed)
        if not near or condition.id in names:
            continue
        if condition.id in added or len(added) < N_FEARED:
            feared.append(one)
            added.add(condition.id)
    return tuple(_condition(one) for one in (*listed, *feared))


def _condition(one: RankedCondition) -> ConditionResult:
    condition = one.node.condition
    because = [w for w in one.weighed if w.bits >= MIN_BITS][:N_BECAUSE]
    against = [w for w in one.weighed if w.bits <= -MIN_BITS][:N_AGAINST]
    sources = dict.fromkeys((*condition.sources, *condition.prior.sources))
    return ConditionResult(
        id=condition.id,
        name=condition.name,
        icd10=condition.icd10,
        site=condition.site,
        side=one.node.side,
        probability=round(one.probability, 4),
        rank_score=round(one.rank_score, 5),
        because=tuple(_evidence(w) for w in because),
        against=tuple(_evidence(w) for w in against),
        not_excluded=_not_excluded(one) if condition.feared else None,
        sources=tuple(sources),
    )


def _evidence(weighed: Weighed) -> Evidence:
    item = weighed.finding
    return Evidence(finding=item.id, value=item.value, side=item.side, bits=round(weighed.bits, 2))


def _not_excluded(one: RankedCondition) -> str | None:
    """Say why a feared condition looks less likely, and that telling never rules it out."""
    if one.probability >= UNLIKELY:
        return None
    if any(w.bits <= -MIN_BITS for w in one.weighed):
        why = "some of what was told speaks against it"
    elif any(w.bits >= MIN_BITS for w in one.weighed):
        why = "it is rare, and little of what was told is typical of it"
    else:
        why = "it is rare, and nothing typical of it was told"
    return f"Less likely, because {why}. Not excluded: telling alone never rules it out."


def doubt(
    conditions: Sequence[ConditionResult], ask: Sequence[NextQuestion], knowledge: Knowledge
) -> str | None:
    """Say honestly that nothing stands out yet, and what would settle most.

    Parameters
    ----------
    conditions
        The listed conditions.
    ask
        The most useful questions.
    knowledge
        The knowledge base.
    """
    top = max(conditions, key=lambda one: one.probability, default=None)
    if top is not None and top.probability >= STANDS_OUT:
        return None
    text = "Too little was told to say which condition is the likeliest."
    if ask:
        text += f" What would tell most: {knowledge.findings[ask[0].finding].ask}"
    return text


def questions(
    danger: Iterable[str], ask: Sequence[NextQuestion], knowledge: Knowledge
) -> tuple[Question, ...]:
    """Return open danger questions first, then the most informative ones.

    Parameters
    ----------
    danger
        Keys of the danger questions still open.
    ask
        The most useful questions, best first.
    knowledge
        The knowledge base.
    """
    bits = {question.finding: question.bits for question in ask}
    keys = [key for key in danger if key.partition("@")[0] in knowledge.findings]
    found = [_question(key, bits, knowledge) for key in keys[:N_DANGER_QUESTIONS]]
    named = {key.partition("@")[0] for key in keys}
    useful = [one for one in ask if one.finding not in named]
    found.extend(
        _question(_key(one.finding, one.side), bits, knowledge)
        for one in useful[:N_USEFUL_QUESTIONS]
    )
    return tuple(found)


def _key(finding: str, side: Side) -> str:
    return finding if side == "none" else f"{finding}@{side}"


def _question(key: str, bits: dict[str, float], knowledge: Knowledge) -> Question:
    name = key.partition("@")[0]
    entry = knowledge.findings[name]
    return Question(
        finding=key,
        text=entry.ask or entry.label,
        why=entry.why or "It helps to tell how soon you need care.",
        information_bits=round(bits.get(name, 0.0), 3),
    )


def _shares(probabilities: Mapping[ChainHypothesis, float]) -> dict[ChainHypothesis, float]:
    """Round to four places so that the sum stays 1: what is left goes to the largest remainders."""
    units = {name: int(p * SHARE_UNITS) for name, p in probabilities.items()}
    left = SHARE_UNITS - sum(units.values())
    largest = sorted(
        probabilities, key=lambda name: units[name] - probabilities[name] * SHARE_UNITS
    )
    for name in largest[:left]:
        units[name] += 1
    return {name: count / SHARE_UNITS for name, count in units.items()}


def chain_result(chain: ChainBelief, knowledge: Knowledge) -> Chain:
    """Return the chain part.

    Parameters
    ----------
    chain
        What was believed about the chain.
    knowledge
        The knowledge base.
    """
    return Chain(
        direction=chain.direction,
        probabilities=_shares(chain.probabilities),
        why=chain.why,
        mechanisms=tuple(
            MechanismResult(
                id=belief.mechanism.id,
                name=belief.mechanism.name,
                direction=belief.mechanism.direction,
                probability=round(belief.probability, 4),
                evidence=belief.mechanism.verdict,
                because=_because(belief.routes),
                settle=belief.mechanism.settle,
                sources=_route_sources(belief.mechanism.sources, belief.routes),
            )
            for belief in chain.mechanisms
            if belief.probability >= MIN_MECHANISM
        ),
        at_risk=tuple(
            AtRisk(
                what=node_label(risk.route.end.node, knowledge),
                why=risk.mechanism.plain,
                evidence=risk.mechanism.verdict,
                sources=_route_sources(risk.mechanism.sources, (risk.route,)),
            )
            for risk in chain.at_risk
        ),
    )


def node_label(node: str, knowledge: Knowledge) -> str:
    """Return a node's plain name.

    Parameters
    ----------
    node
        Id of a finding, condition or graph node.
    knowledge
        The knowledge base.
    """
    if node in knowledge.findings:
        return knowledge.findings[node].label
    if node in knowledge.conditions:
        return knowledge.conditions[node].name
    return knowledge.nodes[node].label


def _because(routes: Sequence[Route]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for route in routes for key in route.told))[:N_BECAUSE]


def _route_sources(first: Iterable[str], routes: Sequence[Route]) -> tuple[str, ...]:
    """Return a mechanism's sources and those of the edges on its likeliest route."""
    edges = routes[0].edges if routes else ()
    return tuple(dict.fromkeys((*first, *(s for edge in edges for s in edge.sources))))


def sources_of(
    triage: TriageResult,
    conditions: Sequence[ConditionResult],
    chain: Chain,
    knowledge: Knowledge,
) -> tuple[CitedSource, ...]:
    """Return every source cited above, in order of first citation.

    Parameters
    ----------
    triage, conditions, chain
        The parts that cite.
    knowledge
        The knowledge base.
    """
    cited: dict[str, None] = {}
    groups = [
        *(flag.sources for flag in triage.red_flags),
        *(one.sources for one in conditions),
        *(one.sources for one in chain.mechanisms),
        *(one.sources for one in chain.at_risk),
    ]
    for group in groups:
        cited.update(dict.fromkeys(group))
    return tuple(
        CitedSource(id=name, citation=knowledge.sources[name].cite, url=knowledge.sources[name].url)
        for name in cited
        if name in knowledge.sources
    )


def merged(*groups: Sequence[CitedSource]) -> tuple[CitedSource, ...]:
    """Return all cited sources once, in order of first citation.

    Parameters
    ----------
    *groups
        Sources of the parts.
    """
    return tuple({source.id: source for group in groups for source in group}.values())
