"""A report's content in plain words, in order, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kinchain.core.findings import Side
from kinchain.core.urgency import Urgency
from kinchain.report.model_care import CarePart, care_sentences
from kinchain.report.walk.loads_told import LoadsPart, load_sentences
from kinchain.report.walk.told import WalksPart, walk_sentences


@dataclass(frozen=True, slots=True)
class Weight:
    """One finding for or against, and its weight in bars (0: a little)."""

    text: str
    bars: int


@dataclass(frozen=True, slots=True)
class Flag:
    """One danger rule that fired, in plain words."""

    name: str
    because: str
    say: str
    urgency: str
    basis: str
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Soon:
    """How soon, and what to do."""

    level: Urgency
    headline: str
    advice: str
    flags: tuple[Flag, ...]
    who: str
    bring: tuple[str, ...]
    say: tuple[str, ...]
    protect: tuple[str, ...]
    provisional: bool
    open_questions: tuple[str, ...]
    n_more_open: int


@dataclass(frozen=True, slots=True)
class HeardLine:
    """What was heard of one leg or the person, each with the words it came from."""

    place: str
    items: tuple[tuple[str, str], ...]
    """Finding in plain words; the person's own words, or an empty text."""


@dataclass(frozen=True, slots=True)
class Sore:
    """One thing felt at one place, for the pictures of body and soles."""

    finding: str
    label: str
    side: Side

    @property
    def feel(self) -> Literal["pain", "swelling", "numb"]:
        """What is felt."""
        if self.finding.startswith("swelling"):
            return "swelling"
        return "numb" if self.finding.startswith(("numb", "tingling")) else "pain"

    @property
    def named(self) -> str:
        """Its name with its side."""
        sides = {"left": "left", "right": "right", "both": "both sides",
                 "unknown": "side not told"}  # fmt: skip
        return f"{self.label} ({sides[self.side]})" if self.side in sides else self.label


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """One condition with its likelihood and what speaks for and against it."""

    id: str
    name: str
    plain: str
    sides: str
    probability: float
    likelihood: str
    because: tuple[Weight, ...]
    against: tuple[Weight, ...]
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FearedPart:
    """Feared conditions that look less likely for one reason; never excluded."""

    why: str
    names: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutePart:
    """One route of the chain."""

    id: str
    name: str
    plain: str
    direction: str
    probability: float
    verdict: str
    verdict_words: str
    because: str
    settle: str
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RiskPart:
    """What the other end may suffer."""

    what: str
    why: str
    verdict_words: str
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SimulatedPart:
    """What simulated walks say of loads: in short, line by line, what would change it.

    ``changes`` are what it would do, what trials saw, and sources; ``left_out`` are likely routes
    that the model does not walk.
    """

    note: str
    lines: tuple[str, ...]
    changes: tuple[tuple[str, str, tuple[int, ...]], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainPart:
    """The chain: direction, shares, routes and risks."""

    direction: str
    headline: str
    why: str
    shares: tuple[tuple[str, float], ...]
    knee: str
    foot: str
    routes: tuple[RoutePart, ...]
    at_risk: tuple[RiskPart, ...]
    simulated: SimulatedPart | None = None


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question and why it is asked."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A numbered source."""

    number: int
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report shows, in order."""

    date: str
    engine: str
    soon: Soon
    heard: tuple[HeardLine, ...]
    sores: tuple[Sore, ...]
    not_understood: str
    conditions: tuple[ConditionPart, ...]
    cannot_tell_yet: str
    feared: tuple[FearedPart, ...]
    chain: ChainPart
    care: CarePart
    questions: tuple[QuestionPart, ...]
    sources: tuple[SourcePart, ...]
    n_more_sources: int
    disclaimer: str
    walks: WalksPart | None = None
    loads: LoadsPart | None = None


def shown_sources(report: Report) -> tuple[SourcePart, ...]:
    """Return the sources that page and PDF name: in an emergency those of its danger rules.

    Parameters
    ----------
    report
        The report.
    """
    if report.soon.level != "emergency":
        return report.sources
    wanted = {ref for flag in report.soon.flags for ref in flag.refs}
    return tuple(one for one in report.sources if one.number in wanted)


def sentences(report: Report) -> tuple[str, ...]:
    """Return all that a reader must understand, for measuring how hard it reads.

    Parameters
    ----------
    report
        The report. Names of conditions, sources and the person's own words are left out.
    """
    return tuple(text for text in _sentences(report) if text)


def _sentences(report: Report) -> Iterator[str]:
    soon = report.soon
    yield from (soon.headline, soon.advice, soon.who, *soon.bring, *soon.say, *soon.protect)
    for flag in soon.flags:
        yield from (flag.name, flag.say, flag.because)
    yield from soon.open_questions
    for line in report.heard:
        yield from (text for text, _ in line.items)
    yield from (report.not_understood, report.cannot_tell_yet)
    for one in report.conditions:
        yield one.plain
        yield from (weight.text for weight in (*one.because, *one.against))
    yield from (part.why for part in report.feared)
    yield from (report.chain.headline, report.chain.why)
    for route in report.chain.routes:
        yield from (route.name, route.plain, route.settle, route.because)
    for risk in report.chain.at_risk:
        yield risk.why
    yield from walk_sentences(report.walks)
    yield from load_sentences(report.loads)
    yield from care_sentences(report.care)
    for question in report.questions:
        yield from (question.text, question.why)
    yield report.disclaimer
