"""From an assessment to a report's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kinchain.core.formats.assessment import Assessment
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import CareKnowledge, load_care
from kinchain.report import words
from kinchain.report.build_care import care_of
from kinchain.report.build_chain import chain_of
from kinchain.report.build_conditions import conditions_of, feared_of
from kinchain.report.context import Context
from kinchain.report.heard import heard_lines, sores_of
from kinchain.report.model import Flag, QuestionPart, Report, Soon
from kinchain.report.walk.loads_told import loads_part
from kinchain.report.walk.told import walks_part

N_OPEN = 6

CALL = "Call your local emergency number"
"""How each rule and level begins that calls for an ambulance."""


def build_report(
    assessment: Assessment,
    knowledge: Knowledge,
    narrative: str = "",
    care: CareKnowledge | None = None,
) -> Report:
    """Put an assessment into plain words.

    Parameters
    ----------
    assessment
        The assessment.
    knowledge
        The knowledge it was made with, for plain labels.
    narrative
        The person's text, so that what was heard can show the words it came from.
    care
        The knowledge of care it was made with; the packaged one where None.
    """
    context = Context(assessment, knowledge, care or load_care())
    soon = _soon(context)
    conditions = conditions_of(context)
    feared = feared_of(context, {one.id for one in conditions})
    chain = chain_of(context)
    plan_and_course = care_of(context, soon, chain)
    carried = loads_part(assessment, context.refs)
    return Report(
        date=assessment.date.isoformat(),
        engine=f"kinchain {assessment.engine.version},"
        f" knowledge {assessment.engine.evidence_version}",
        soon=soon,
        heard=heard_lines(assessment.heard, knowledge, narrative),
        sores=sores_of(assessment.heard, knowledge),
        not_understood=assessment.not_understood or "",
        conditions=conditions,
        cannot_tell_yet=assessment.cannot_tell_yet or "",
        feared=feared,
        chain=chain,
        care=plan_and_course,
        questions=_questions(context),
        sources=context.sources(),
        n_more_sources=max(0, len(assessment.sources) - len(context.numbers)),
        disclaimer=assessment.disclaimer,
        walks=walks_part(assessment),
        loads=carried,
    )


def _soon(context: Context) -> Soon:
    triage = context.told.triage
    asked = _merged((key, _ask(context, key)) for key in triage.not_asked)
    headline = words.URGENCY_WORDS[triage.urgency].headline
    flags = tuple(
        Flag(
            flag.name,
            context.keys([key for key in flag.because if key not in flag.possible]),
            flag.say,
            words.URGENCY_WORDS[flag.urgency].rung,
            words.BASIS_WORDS[flag.basis],
            context.refs(flag.sources[:1]),
        )
        for flag in triage.red_flags
    )
    return Soon(
        level=triage.urgency,
        headline=headline,
        advice=one_call(once(_before_questions(triage.advice), headline)),
        flags=flags,
        who=triage.see.who,
        bring=triage.see.bring,
        say=triage.see.say,
        protect=triage.protect,
        provisional=triage.provisional,
        open_questions=asked[:N_OPEN],
        n_more_open=max(0, len(asked) - N_OPEN),
    )


def _ask(context: Context, key: str) -> str:
    entry = context.knowledge.findings.get(key.partition("@")[0])
    return key if entry is None else entry.ask or f"{entry.label}?"


def _questions(context: Context) -> tuple[QuestionPart, ...]:
    """Return the questions that are not among the danger questions."""
    open_ids = set(context.told.triage.not_asked)
    asked = [one for one in context.told.next_questions if one.finding not in open_ids]
    texts = _merged((one.finding, one.text) for one in asked)
    reasons: dict[str, str] = {}
    for one in asked:
        reasons.setdefault(one.text, one.why)
    return tuple(
        QuestionPart(text, next(why for ask, why in reasons.items() if text.startswith(ask)))
        for text in texts
    )


def once(text: str, said: str = "") -> str:
    """Return a text without sentences that it says twice, or that a headline says.

    Parameters
    ----------
    text
        Sentences.
    said
        The headline above them, without a stop.
    """
    found = dict.fromkeys(re.split(r"(?<=[.!?])\s+", text.strip()))
    kept = [one for one in found if one.rstrip(".") != said]
    return " ".join(kept or found)


def one_call(text: str) -> str:
    """Return advice that says only once to call for help, in its strongest words.

    Parameters
    ----------
    text
        Sentences; of those that begin with the call only the shortest stays, since every longer
        one offers something beside it. All else stays as it is.
    """
    told = re.split(r"(?<=[.!?])\s+", text)
    calls = sorted((one for one in told if one.startswith(CALL)), key=len)
    return " ".join(one for one in told if one not in calls[1:])


def _before_questions(advice: str) -> str:
    """Leave out the closing words on open questions: the report lists them itself."""
    return advice.partition(" This is a first answer.")[0]


def _merged(asked: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Ask once for both legs what is open on both."""
    sides: dict[str, list[str]] = {}
    for key, text in asked:
        side = key.partition("@")[2]
        held = sides.setdefault(text, [])
        if side in ("left", "right") and side not in held:
            held.append(side)
    return tuple(
        f"{text} ({'both sides' if len(held) > 1 else held[0]})" if held else text
        for text, held in sides.items()
    )
