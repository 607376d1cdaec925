"""Reading what a person wrote: findings, complaints, and who it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Date

from kinchain.core.findings import Finding, Side
from kinchain.intake._alarm import weigh
from kinchain.intake._attach import SHAPES
from kinchain.intake._bare import bare_parts
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._complaints import HeardComplaint, complaints_of
from kinchain.intake._danger import sense_dangers
from kinchain.intake._lexicon import lexicon
from kinchain.intake._measures import fever_told, measures_of
from kinchain.intake._person import HeardPerson, by_pronoun, hear_person, tells_of_other
from kinchain.intake._read import Passage, take_apart
from kinchain.intake._rehear import rehear
from kinchain.intake._resolve import Resolver
from kinchain.intake._scopes import Scopes
from kinchain.intake._stated import Statements
from kinchain.intake._story import Story
from kinchain.intake._times import times_of
from kinchain.intake._told import Told
from kinchain.intake._understood import language_of, why_not_understood

MAX_CHARACTERS_READ = 20_000
"""Characters read of a narrative; far more than people write, so that answers stay quick."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was heard in a narrative.

    Parameters
    ----------
    findings
        Findings with their places in the text.
    complaints
        Places that hurt.
    person
        Age, sex and size as told.
    not_understood
        Why nothing could be made of the text, or None.
    language_note
        What to know about the language or length of the text, or None.
    possible
        Possible dangers that the words may mean: no findings, they only raise urgency.
    ask_first
        Danger findings to ask of first, where little was understood.
    doubted
        What word patterns heard in words that hardly state it: not told, but a danger rule
        that it would make fire still fires.
    """

    findings: tuple[Finding, ...]
    complaints: tuple[HeardComplaint, ...]
    person: HeardPerson
    not_understood: str | None
    language_note: str | None
    possible: tuple[Finding, ...] = ()
    ask_first: tuple[str, ...] = ()
    doubted: tuple[Finding, ...] = ()


def read_narrative(text: str, *, told_on: Date, person_sex: str | None = None) -> Reading:
    """Read a narrative.

    Parameters
    ----------
    text
        What the person wrote, in English.
    told_on
        Day of telling; "since spring" is read from here.
    person_sex
        Sex where known already; only fills what the text leaves open.

    Returns
    -------
    reading
        What was heard; findings not told are absent.
    """
    note = language_of(text[:MAX_CHARACTERS_READ])
    if len(text) > MAX_CHARACTERS_READ:
        kept = f"Only the first {MAX_CHARACTERS_READ} characters of the text were read."
        note = f"{note} {kept}" if note else kept
        text = text[:MAX_CHARACTERS_READ]
    words = lexicon()
    passage = take_apart(text, words)
    scopes = Scopes(passage, words)
    parts = BodyParts(passage, words)
    times = times_of(passage, told_on)
    resolver = Resolver(passage, words, scopes, parts, times)
    proxy = scopes.proxy
    told = list(resolver.run(ignore_other=proxy))
    told_of_other = scopes.of_another or not scopes.own_voice
    if not proxy and told_of_other and not _speaks_of_self(told):
        scopes.proxy = True
        again = list(resolver.run(ignore_other=True))
        if _speaks_of_self(again):
            told, proxy = again, True
        else:
            scopes.proxy = False

    def _settled(told: list[Told]) -> tuple[Story, list[Finding], tuple[Finding, ...]]:
        """Return the story, what numbers and times tell, and all findings."""
        told.extend(bare_parts(passage, parts, scopes, told))
        story = Story(passage, parts, times, told)
        extra = [*story.timed()]
        extra.extend(_numbers(text, passage, parts, told))
        extra.extend(story.ordered())
        return story, extra, _settle([t.finding for t in told if not story.refuses(t)] + extra)

    heard_by_patterns = list(told)
    statements = Statements(passage)
    told, possible = rehear(passage, scopes, parts, times, told, statements)
    story, extra, findings = _settled(told)
    before = _settled(heard_by_patterns)[2]
    of_other = proxy or tells_of_other(text)
    person = hear_person(text, of_other)
    if of_other and not findings and by_pronoun(text, person):
        person = replace(person, sex=None)
    if person.sex is None and person_sex in ("female", "male", "other"):
        person = replace(person, sex=person_sex)
    complaints = complaints_of(told, findings, story)
    heard = bool(extra) or any(t.concept.kind != "relief" for t in told) or bool(person.spans)
    silent = why_not_understood(text, len(passage.tokens), heard)
    sensed = sense_dangers(
        text,
        passage,
        scopes,
        findings,
        of_another=proxy or not (scopes.own_voice and _speaks_of_self(told)),
    )
    told_keys = {f.key for f in findings}
    like = [f for f in possible if f.key not in told_keys]
    doubted = [f for f in before if f.key not in told_keys and f.value is not False]
    doubts = weigh(statements, sensed.possible, like, doubted)
    asked = tuple(dict.fromkeys((*doubts.asked, *sensed.ask_first)))
    return Reading(
        findings, complaints, person, silent, note, doubts.possible, asked, doubts.doubted
    )


def _speaks_of_self(told: list[Told]) -> bool:
    return any(
        t.finding.value is True
        and t.concept.kind not in ("illness", "family", "medicine", "life", "fine")
        and t.concept.name not in SHAPES
        for t in told
    )


def _numbers(text: str, passage: Passage, parts: BodyParts, told: list[Told]) -> Iterator[Finding]:
    for measure in measures_of(text):
        side: Side = "none"
        if measure.side != "unknown":
            side = measure.side
        elif measure.sided:
            side = _side_near(text, passage, parts, measure.number)
        for one in ("left", "right") if side == "both" else (side,):
            yield Finding(measure.finding, measure.value, one, "narrative", measure.span)
    for is_fever, span in fever_told(text):
        yield Finding("fever", is_fever, "none", "narrative", span)


def _side_near(text: str, passage: Passage, parts: BodyParts, number: tuple[int, int]) -> Side:
    """Return the side told nearest to a number, in the same sentence, or in focus."""
    index = next((i for i, t in enumerate(passage.tokens) if t.end > number[0]), None)
    if index is None:
        return "unknown"
    best: Side = "unknown"
    lowest = 1e9
    for mention in parts.mentions:
        if mention.side == "unknown":
            continue
        apart = passage.sentence[index] - passage.sentence[mention.first]
        if apart < -1:
            continue
        apart = 3 if apart < 0 else apart
        ahead = mention.first > index
        gap = mention.first - index if ahead else index - mention.last
        crossed = sum(
            t.boundary > 0
            for t in passage.tokens[min(index, mention.first) + 1 : max(index, mention.first) + 1]
        )
        cost = gap * (0.8 if ahead else 1.0) + apart * 30 + (6 * crossed if ahead else 0)
        if ahead and "and" in passage.words(index, mention.first):
            cost += 8
        if cost < lowest:
            best, lowest = mention.side, cost
    return best


def _settle(findings: list[Finding]) -> tuple[Finding, ...]:
    """Keep one value of each finding and side: the longest told pain, else yes before no."""
    kept: dict[tuple[str, Side], Finding] = {}
    for finding in findings:
        key = (finding.id, finding.side)
        held = kept.get(key)
        if held is None or _stronger(finding, held):
            kept[key] = finding
    known = {fid for fid, side in kept if side in ("left", "right")}
    felt = {(_area_of(f.id), f.side) for f in kept.values() if f.value is True}
    return tuple(
        f
        for f in kept.values()
        if not (f.side == "unknown" and f.id in known and f.value is not False)
        and not (f.value is False and (f.id, f.side) in felt)
    )


def _area_of(name: str) -> str:
    """Return the pain of the whole area that a pain of a finer place is part of."""
    parts = lexicon().parts
    place = name.removeprefix("pain_")
    part = parts.get(place) or parts.get(place.removeprefix("knee_"))
    return f"pain_{part.area}" if part is not None and place != name else name


def _stronger(new: Finding, old: Finding) -> bool:
    if isinstance(new.value, bool) and isinstance(old.value, bool):
        return new.value and not old.value
    return False
