"""From an assessment to a report's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kinchain.core.findings import Side
from kinchain.core.formats.assessment import (
    Assessment,
    AtRisk,
    ConditionResult,
    Evidence,
    MechanismResult,
)
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.heard import heard_lines
from kinchain.report.model import (
    ChainPart,
    ConditionPart,
    FearedPart,
    Flag,
    QuestionPart,
    Report,
    RiskPart,
    RoutePart,
    Soon,
    SourcePart,
    Weight,
)

N_CONDITIONS = 5
N_ROUTES = 5
N_OPEN = 6
N_FOR_AND_AGAINST = 4
N_SOURCES = 12
N_SOURCES_EACH = 1

CERTAIN = 0.99
"""Above this the shares of the chain say nothing that the headline does not."""

PHRASED = ("pain_duration_days", "age", "pain_now_nrs", "knee_extension_deficit_deg")
"""Numbers that say more with their value where a rule names them."""

FOOT_SITE_IDS = (
    "pain_foot",
    "pain_heel",
    "pain_ankle",
    "pain_arch",
    "pain_midfoot",
    "pain_forefoot",
    "pain_toes",
    "pain_achilles",
    "pain_big_toe",
    "pain_under_big_toe",
    "swelling_foot",
    "swelling_ankle",
)
"""Beginnings of the findings that put the foot end into the picture."""

KNEE_SITE_IDS = (
    "pain_knee", "swelling_knee", "knee_stiff", "giving_way", "locking",
    "pain_below_kneecap", "pain_above_kneecap",
)  # fmt: skip
"""Beginnings of the findings that put the knee end into the picture."""


def build_report(assessment: Assessment, knowledge: Knowledge, narrative: str = "") -> Report:
    """Put an assessment into plain words.

    Parameters
    ----------
    assessment
        The assessment.
    knowledge
        The knowledge it was made with, for plain labels.
    narrative
        The person's text, so that what was heard can show the words it came from.
    """
    writer = _Writer(assessment, knowledge)
    soon = writer.soon()
    conditions = writer.conditions()
    chain = writer.chain()
    return Report(
        date=assessment.date.isoformat(),
        engine=f"kinchain {assessment.engine.version},"
        f" knowledge {assessment.engine.evidence_version}",
        soon=soon,
        heard=heard_lines(assessment.heard, knowledge, narrative),
        not_understood=assessment.not_understood or "",
        conditions=conditions,
        cannot_tell_yet=assessment.cannot_tell_yet or "",
        feared=writer.feared({one.id for one in conditions}),
        chain=chain,
        questions=writer.questions(),
        sources=writer.sources(),
        n_more_sources=max(0, len(assessment.sources) - len(writer.numbers)),
        disclaimer=assessment.disclaimer,
    )


class _Writer:
    """Turns one assessment's parts into words and numbers the sources as they come."""

    def __init__(self, assessment: Assessment, knowledge: Knowledge) -> None:
        self.told = assessment
        self.knowledge = knowledge
        self.cited = {source.id: source for source in assessment.sources}
        self.numbers: dict[str, int] = {}

    def refs(self, sources: Sequence[str]) -> tuple[int, ...]:
        found: list[int] = []
        for name in sources:
            if name not in self.cited or len(found) == N_SOURCES_EACH:
                continue
            if name not in self.numbers and len(self.numbers) < N_SOURCES:
                self.numbers[name] = len(self.numbers) + 1
            if name in self.numbers:
                found.append(self.numbers[name])
        return tuple(found)

    def keys(self, keys: Sequence[str]) -> str:
        """Return findings or graph nodes, named by their keys, in plain words."""
        found: dict[str, list[Side]] = {}
        for key in keys:
            name, _, side = key.partition("@")
            at: Side = side or "none"  # type: ignore[assignment]
            text = self.label(name)
            for one in self.told.heard:
                if name in PHRASED and one.finding == name and one.side == at:
                    text = words.phrase(self.knowledge.findings[name], one.value)
            found.setdefault(text, []).append(at)
        return ", ".join(words.with_sides(text, sides) for text, sides in found.items())

    def label(self, name: str) -> str:
        knowledge = self.knowledge
        for table in (knowledge.findings, knowledge.nodes):
            if name in table:
                return str(table[name].label)
        return knowledge.conditions[name].name if name in knowledge.conditions else name

    def soon(self) -> Soon:
        triage = self.told.triage
        asked = _merged((key, self.ask(key)) for key in triage.not_asked)
        flags = tuple(
            Flag(
                flag.name,
                self.keys(flag.because),
                flag.say,
                words.URGENCY_WORDS[flag.urgency].rung,
                words.BASIS_WORDS[flag.basis],
                self.refs(flag.sources[:1]),
            )
            for flag in triage.red_flags
        )
        return Soon(
            level=triage.urgency,
            headline=words.URGENCY_WORDS[triage.urgency].headline,
            advice=_before_questions(once(triage.advice)),
            flags=flags,
            who=triage.see.who,
            bring=triage.see.bring,
            say=triage.see.say,
            protect=triage.protect,
            provisional=triage.provisional,
            open_questions=asked[:N_OPEN],
            n_more_open=max(0, len(asked) - N_OPEN),
        )

    def ask(self, key: str) -> str:
        entry = self.knowledge.findings.get(key.partition("@")[0])
        return key if entry is None else entry.ask or f"{entry.label}?"

    def conditions(self) -> tuple[ConditionPart, ...]:
        groups: dict[str, list[ConditionResult]] = {}
        for one in self.told.conditions:
            groups.setdefault(one.id, []).append(one)
        shown = [group for group in groups.values() if group[0].not_excluded is None]
        return tuple(self.condition(group) for group in shown[:N_CONDITIONS])

    def condition(self, group: list[ConditionResult]) -> ConditionPart:
        """Return one condition; its sides together, the likeliest first."""
        best = max(group, key=lambda one: one.probability)
        sides = [one for one in group if one.side in ("left", "right")]
        sides = [one for one in sides if one.probability >= best.probability / 2]
        entry = self.knowledge.conditions.get(best.id)
        place = " and ".join(one.side for one in sides) or words.SIDE_WORDS[best.side]
        return ConditionPart(
            id=best.id,
            name=best.name,
            plain=entry.plain if entry else "",
            sides=place,
            probability=best.probability,
            likelihood=f"{words.likelihood(best.probability)}, {words.percent(best.probability)}",
            because=self.weights(best.because, best.side),
            against=self.weights(best.against, best.side),
            refs=self.refs(best.sources),
        )

    def weights(self, items: Sequence[Evidence], side: Side) -> tuple[Weight, ...]:
        """Return the findings for or against; one told of both legs weighs for both."""
        found: dict[str, tuple[list[Side], float]] = {}
        for one in items:
            if one.finding in self.knowledge.findings:
                text = words.phrase(self.knowledge.findings[one.finding], one.value)
                sides, bits = found.get(text, ([], 0.0))
                found[text] = ([*sides, one.side], bits + one.bits)
        rows = [
            Weight(words.with_sides(text, sides, side), words.bits_bar(bits))
            for text, (sides, bits) in found.items()
        ]
        return tuple(rows[:N_FOR_AND_AGAINST])

    def feared(self, shown: set[str]) -> tuple[FearedPart, ...]:
        reasons: dict[str, dict[str, None]] = {}
        for one in self.told.conditions:
            if one.not_excluded is not None and one.id not in shown:
                shown.add(one.id)
                name = f"{one.name}, {words.percent(one.probability)}"
                reasons.setdefault(_reason(one.not_excluded), {})[name] = None
        return tuple(FearedPart(why, tuple(names)) for why, names in reasons.items())

    def chain(self) -> ChainPart:
        chain = self.told.chain
        return ChainPart(
            direction=chain.direction,
            headline=words.DIRECTION_WORDS[chain.direction],
            why=chain.why,
            shares=tuple(
                (words.HYPOTHESIS_WORDS[name], share)
                for name, share in sorted(chain.probabilities.items(), key=lambda pair: -pair[1])
                if max(chain.probabilities.values()) < CERTAIN
            ),
            knee=self.end("knee", KNEE_SITE_IDS),
            foot=self.end("foot", FOOT_SITE_IDS),
            routes=tuple(self.route(one) for one in chain.mechanisms[:N_ROUTES]),
            at_risk=self.risks(),
        )

    def risks(self) -> tuple[RiskPart, ...]:
        """Return what may follow at the other end, gathered by the way it would come about."""
        groups: dict[str, list[AtRisk]] = {}
        for one in self.told.chain.at_risk:
            groups.setdefault(one.why, []).append(one)
        return tuple(
            RiskPart(
                ", ".join(dict.fromkeys(one.what for one in group)),
                why,
                words.VERDICT_WORDS[group[0].evidence],
                self.refs(group[0].sources),
            )
            for why, group in groups.items()
        )

    def end(self, name: str, beginnings: tuple[str, ...]) -> str:
        """Return an end of the chain with the sides on which it is sore."""
        sides = {
            one.side
            for one in self.told.heard
            if one.value is True and one.finding.startswith(beginnings)
        }
        if not sides:
            return f"{name}, not sore"
        if {"left", "right"} <= sides:
            return {"knee": "both knees", "foot": "both feet"}[name]
        known = next((side for side in ("left", "right") if side in sides), "")
        return f"{known} {name}".strip()

    def route(self, one: MechanismResult) -> RoutePart:
        entry = self.knowledge.mechanisms.get(one.id)
        return RoutePart(
            id=one.id,
            name=one.name,
            plain=entry.plain if entry else "",
            direction=one.direction,
            probability=one.probability,
            verdict=one.evidence,
            verdict_words=words.VERDICT_WORDS[one.evidence],
            because=self.keys(one.because),
            settle=one.settle,
            refs=self.refs(one.sources),
        )

    def questions(self) -> tuple[QuestionPart, ...]:
        """Return the questions that are not among the danger questions."""
        open_ids = set(self.told.triage.not_asked)
        asked = [one for one in self.told.next_questions if one.finding not in open_ids]
        texts = _merged((one.finding, one.text) for one in asked)
        reasons: dict[str, str] = {}
        for one in asked:
            reasons.setdefault(one.text, one.why)
        return tuple(
            QuestionPart(text, next((why for ask, why in reasons.items() if text.startswith(ask))))
            for text in texts
        )

    def sources(self) -> tuple[SourcePart, ...]:
        return tuple(
            SourcePart(number, self.cited[name].citation, self.cited[name].url)
            for name, number in self.numbers.items()
        )


def once(text: str) -> str:
    """Return a text without sentences that it says twice.

    Parameters
    ----------
    text
        Sentences.
    """
    return " ".join(dict.fromkeys(re.split(r"(?<=[.!?])\s+", text.strip())))


def _before_questions(advice: str) -> str:
    """Leave out the closing words on open questions: the report lists them itself."""
    return advice.partition(" This is a first answer.")[0]


def _reason(not_excluded: str) -> str:
    found = re.search(r"because (.+?)\. Not excluded", not_excluded)
    return found.group(1).capitalize() if found else not_excluded


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
