"""What each question would be worth: danger within reach, conditions, and the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kinchain.app._interview_ask import several
from kinchain.app._interview_ends import legs_of, linked
from kinchain.app._interview_groups import Group, groups, legs_for
from kinchain.app._interview_model import Look, Question
from kinchain.core.findings import Finding, Side
from kinchain.core.urgency import URGENCIES, Urgency
from kinchain.evidence import load_knowledge
from kinchain.evidence.vocabulary import ancestors
from kinchain.triage import Raised

MAX_ITEMS = 10
"""So many findings go into one question at most: more is hard to keep in mind (expert)."""

MIN_ITEM = 0.02
"""A finding worth less, in bits, is left out of a question."""

MIN_WORTH = 0.4
"""The interview stops where no open question is worth so much and none presses.

By then nothing is likely to change how soon or the order of the conditions. Of 74 questions
worth less, asked in 39 interviews of development cases, none told a finding that mattered and
one changed the urgency; of the dearer ones one in five told one."""

DANGER_BITS = {True: 0.12, False: 0.01}
"""Worth of a finding that would raise urgency, for each level it would raise it by, however
rare it is: more where something told already supports the danger rule (expert judgement)."""

DANGER_CHANCE_BITS = 4.0
"""The same for each unit of its chance."""

CHAIN_BITS = {"story": 1.0, "sign": 0.1}
"""Worth for the chain, where both ends hurt, of the story and of a sign in the graph."""

OTHER_END_BITS = 0.12
"""Worth of each finding of the end that does not hurt: it may be what set the other off (expert
judgement)."""

HOW_BAD_BITS = 0.3
"""More worth of severe pain: how soon, home tests and the plan hang on it (expert judgement)."""

SPOT_BITS = 0.06
"""More worth of each spot at a place that hurts: people can nearly always name the spot (expert
judgement)."""

STORY = ("started_first", "gait_changed_before_second_pain", "each_end_sets_off_other")


@dataclass(frozen=True)
class Worth:
    """A question about several findings and what it is worth.

    Parameters
    ----------
    question
        The question.
    bits
        Its worth in bits, danger and chain counted in.
    level
        The most urgent level within its reach.
    is_core
        Whether a core danger question is among its findings.
    is_pressing
        Whether a yes, with what was told already, would call for being seen today or at once.
    """

    question: Question
    bits: float
    level: Urgency
    is_core: bool
    is_pressing: bool


@dataclass(frozen=True)
class _Item:
    key: str
    bits: float
    level: Urgency
    is_core: bool
    is_supported: bool


def worths(look: Look, keys: frozenset[str]) -> tuple[Worth, ...]:
    """Return the questions about several findings: what presses first, then the best.

    Parameters
    ----------
    look
        What is known.
    keys
        What was asked already.
    """
    core = {key.partition("@")[0] for key in look.triage.not_asked}
    chained = linked(look)
    found = []
    for group in groups():
        for side in _sides(group, look):
            one = _worth(group, side, look, keys, core, chained=chained)
            if one is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (not one.is_pressing, -one.bits)))


def _sides(group: Group, look: Look) -> tuple[Side, ...]:
    """Return for which leg a group is asked: for either at once where both hurt."""
    if group.end == "person":
        return ("none",)
    if group.unless and (linked(look) or legs_for(group.unless, look)):
        return ()
    legs = legs_for(group.end, look)
    if not legs and group.end == "leg":
        legs = legs_of(look)
    return ("both",) if len(legs) > 1 else legs


def _worth(
    group: Group,
    side: Side,
    look: Look,
    keys: frozenset[str],
    core: set[str],
    *,
    chained: bool,
) -> Worth | None:
    opened = [key for name in group.items if (key := _open_key(name, side, look, keys)) is not None]
    if not opened:
        return None
    level = look.triage.urgency
    raised = look.reach.by_yes(tuple(item for key in opened for item in _yes(key)))
    more = OTHER_END_BITS if group.unless else SPOT_BITS * group.id.startswith("where_")
    items = [_item(key, look, raised, core, chained=chained, more=more) for key in opened]
    kept = sorted(items, key=lambda one: (not one.is_core, -one.bits))
    kept = [one for one in kept if one.is_core or one.bits >= MIN_ITEM][:MAX_ITEMS]
    if not kept:
        return None
    chosen = {one.key for one in kept}
    asked = sum(key.partition("@")[0].partition(".")[0] == f"several:{group.id}" for key in keys)
    is_core = any(one.is_core for one in kept)
    most = min((one.level for one in kept), key=URGENCIES.index)
    bits = sum(one.bits for one in kept)
    is_danger = is_core or (most != level and URGENCIES.index(most) <= SAME_DAY)
    question = several(
        group, side, [key for key in opened if key in chosen],
        round_=asked + 1, is_danger=is_danger, bits=round(bits, 4),
    )  # fmt: skip
    pressing = any(one.is_supported and URGENCIES.index(one.level) <= SAME_DAY for one in kept)
    return Worth(question, bits, most, is_core, pressing)


SAME_DAY = URGENCIES.index("same_day")


def _open_key(name: str, side: Side, look: Look, keys: frozenset[str]) -> str | None:
    """Return the key under which a finding is still to be asked for, or None."""
    if not load_knowledge().findings[name].sided:
        return None if name in keys or _is_settled(name, "none", look) else name
    legs: tuple[Side, ...] = ("left", "right") if side == "both" else (side,)
    left_open = [
        leg for leg in legs if f"{name}@{leg}" not in keys and not _is_settled(name, leg, look)
    ]
    if not left_open:
        return None
    return f"{name}@{side if len(left_open) == len(legs) else left_open[0]}"


def _is_settled(name: str, side: Side, look: Look) -> bool:
    """Say whether a finding is known, or a coarser one was denied."""
    vocabulary = load_knowledge().findings
    return look.is_known(name, side) or any(
        look.findings.is_false(above, side) for above in ancestors(name, vocabulary)
    )


def _yes(key: str) -> Iterator[Finding]:
    name, _, side = key.partition("@")
    for leg in ("left", "right") if side == "both" else (side or "none",):
        yield Finding(name, True, leg)


def _item(
    key: str,
    look: Look,
    raised: Mapping[str, Raised],
    core: set[str],
    *,
    chained: bool,
    more: float = 0.0,
) -> _Item:
    level = look.triage.urgency
    asked = list(_yes(key))
    known = [v for one in asked if (v := look.values.get((one.id, one.side))) is not None]
    chance = max((value.p_yes for value in known), default=0.0)
    bits = more + max((value.bits for value in known), default=0.0)
    most, supported = level, False
    for would in (raised[one.key] for one in asked if one.key in raised):
        most = min(most, would.level, key=URGENCIES.index)
        supported = supported or would.is_supported
        jump = URGENCIES.index(level) - URGENCIES.index(would.level)
        bits += jump * (DANGER_BITS[would.is_supported] + DANGER_CHANCE_BITS * chance)
    if asked[0].id == "pain_severe":
        bits += HOW_BAD_BITS
    if chained:
        bits += CHAIN_BITS.get(in_chain(asked[0].id), 0.0)
    return _Item(key, bits, most, asked[0].id in core, supported)


@lru_cache(maxsize=1024)
def in_chain(name: str) -> str:
    """Return what a finding is to the chain: part of its story, a sign in the graph, or "".

    Parameters
    ----------
    name
        Vocabulary id.
    """
    if name in STORY:
        return "story"
    graph = load_knowledge().nodes.values()
    return "sign" if any(name in node.signs for node in graph) else ""
