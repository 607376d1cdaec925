"""What the learned reader takes from the exact reading, and what it adds to it.

It can add, and it can doubt; it cannot calm. What it doubts still makes danger rules fire, and it
never denies a danger: an unknown is no "no".
"""

from __future__ import annotations

from functools import lru_cache

from kinchain.core.findings import Finding
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.vocabulary import ancestors
from kinchain.intake._bare import bare_parts
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._danger_cues import danger_cues
from kinchain.intake._lexicon import Hit
from kinchain.intake._read import Passage
from kinchain.intake._resolve import Resolver
from kinchain.intake._scopes import Scopes
from kinchain.intake._stated import Statements, learned_lexicon, log_odds
from kinchain.intake._time import Time
from kinchain.intake._told import Told

POSSIBLE = 0.1
"""From this sureness a stretch may state a danger; whether it counts or is only asked about is
weighed by the whole text (`_alarm.py`)."""

HARDLY = 0.05
"""Below this sureness what a pattern found is dropped, as its words have another sense."""

HARDLY_NAMED = 0.01
"""The same for illnesses and medicines, which are mostly heard by their very names."""

HARDLY_ALARMING = -5.0
"""The same for dangers: sum of sureness and the whole text's alarm (log odds), at least."""


def rehear(
    passage: Passage,
    scopes: Scopes,
    parts: BodyParts,
    times: list[Time],
    told: list[Told],
    statements: Statements,
) -> tuple[list[Told], list[Finding]]:
    """Drop what the words hardly state; add what they state in ways like known ones.

    Of parts named together the words state one finding or none.

    Parameters
    ----------
    passage
        The text taken apart.
    scopes
        How far cues reach.
    parts
        Body parts mentioned.
    times
        Times told.
    told
        What the exact reader heard.
    statements
        How surely the text states what.

    Returns
    -------
    told, possible
        What counts as told, and dangers that the words may state.
    """
    vocabulary = load_knowledge().findings
    likely = [t for t in told if not is_unlikely(t.finding, t.concept.kind, statements)]
    listed = {_row_of(t) for t in likely}
    kept = [t for t in told if any(t is one for one in likely) or _row_of(t) in listed]
    possible: list[Finding] = []
    well = [t for t in bare_parts(passage, parts, scopes, told) if t.finding.value is False]
    heard = {t.finding.id for t in (*told, *well)}
    heard |= {above for name in heard for above in ancestors(name, vocabulary)}
    resolver = Resolver(passage, learned_lexicon(), scopes, parts, times)

    def resolved(hits: list[Hit]) -> list[Told]:
        hits = [hit for hit in hits if not _is_judged(passage, hit)]
        found = resolver.run(ignore_other=scopes.proxy, only=hits) if hits else []
        return [t for t in found if t.finding.id not in heard]

    sure = [
        t
        for t in resolved(statements.hits(heard))
        if t.finding.value is True or not tells_of_danger(t.finding)
    ]
    heard |= {t.finding.id for t in sure}
    doubtful = resolved(statements.hits(heard, POSSIBLE, _feared()))
    possible += [t.finding for t in doubtful if t.finding.value is True]
    return kept + sure, possible


def _row_of(told: Told) -> tuple[int, str]:
    """Return what is alike for all parts named together with one complaint."""
    named = told.concept.kind in ("pain", "symptom")
    return (id(told.hit), told.finding.id.split("_")[0]) if named else (id(told), "")


def _is_judged(passage: Passage, hit: Hit) -> bool:
    """Say whether a pattern knows these very words, so that the rules have judged them.

    What is told to help ("I put ice on it") is no complaint.
    """
    words = learned_lexicon()
    name = words.concepts[hit.name].name

    def settles(other: Hit) -> bool:
        concept = words.concepts[other.name]
        own = name == concept.name or name in concept.by_part.values()
        within = other.first <= hit.first and hit.last <= other.last
        return own or (within and concept.kind == "relief")

    return any(
        other.first < hit.last and hit.first < other.last and settles(other)
        for other in passage.concepts
    )


def is_unlikely(finding: Finding, kind: str, statements: Statements) -> bool:
    """Say whether a pattern found words that hardly state the finding where they stand.

    Parameters
    ----------
    finding
        What a pattern heard.
    kind
        Kind of its concept.
    statements
        How surely the text states what.
    """
    if finding.value is not True or finding.span is None:
        return False
    sureness = statements.sureness_of(finding.id, finding.span)
    if sureness is None:
        return False
    if kind in ("illness", "medicine"):
        return sureness < HARDLY_NAMED
    if sureness < HARDLY:
        return True
    alarming = log_odds(sureness) + statements.alarm
    return alarming < HARDLY_ALARMING and tells_of_danger(finding)


@lru_cache(maxsize=1)
def danger_findings() -> frozenset[str]:
    """Return the findings that the wide sense for danger looks for."""
    return frozenset(cue.finding for cue in danger_cues().cues)


@lru_cache(maxsize=1)
def _feared() -> frozenset[str]:
    """Return what is worth asking of at a mere likeness: no site of pain, no onset."""
    vocabulary = load_knowledge().findings
    return frozenset(
        name for name in danger_findings() if vocabulary[name].kind not in ("site", "onset")
    )


def tells_of_danger(finding: Finding) -> bool:
    """Say whether a danger rule reads a finding, so that likeness may not deny it.

    Parameters
    ----------
    finding
        A finding.
    """
    return finding.id in danger_findings() | rules_for(load_knowledge()).danger_ids
