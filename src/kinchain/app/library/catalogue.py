"""Every page of the library by id, with the names people may give it; no page is built here."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from kinchain.app.library.words import asking_words
from kinchain.core.errors import KnowledgeError
from kinchain.core.formats.page import PageKind
from kinchain.core.urgency import Urgency
from kinchain.evidence import Knowledge, load_claims, load_knowledge
from kinchain.evidence.care_load import CareKnowledge, load_care
from kinchain.evidence.everyday import Everyday, everyday_faults, load_everyday
from kinchain.evidence.model import Claim, Condition

COMMON_SIGN = 0.5
"""A sign at least this likely belongs to the words by which a condition is found."""


@dataclass(frozen=True)
class Entry:
    """One page before it is built.

    ``names`` are phrases that mean this page; ``text`` is further text about it, of less
    weight; ``end`` is the end of the chain that it is about; ``urgency`` is how soon
    its condition is to be seen. ``plain`` says in everyday words what the page is about,
    ``asked`` how people may ask for it.
    """

    id: str
    kind: PageKind
    title: str
    names: tuple[str, ...]
    text: str
    end: str
    urgency: Urgency = "routine"
    plain: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """The knowledge from which pages are made, and the list of all pages."""

    knowledge: Knowledge
    care: CareKnowledge
    claims: Mapping[str, Claim]
    entries: Mapping[str, Entry]


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest while much is read: nothing of it becomes rubbish."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=1)
def load_shelf() -> Shelf:
    """Return the packaged shelf, made once per process.

    Raises
    ------
    KnowledgeError
        If the everyday words name a page that there is not.
    """
    with collector_at_rest():
        everyday = load_everyday()
        shelf = shelf_of(load_knowledge(), load_care(), load_claims(), everyday)
        faults = everyday_faults(everyday, shelf.entries)
    if faults:
        raise KnowledgeError(faults)
    return shelf


def shelf_of(
    knowledge: Knowledge,
    care: CareKnowledge,
    claims: Mapping[str, Claim],
    everyday: Mapping[str, Everyday] | None = None,
) -> Shelf:
    """List the pages of a knowledge base.

    Parameters
    ----------
    knowledge, care, claims
        What the pages are made from.
    everyday
        Everyday words by page id, where there are any.
    """
    parts = (_conditions(knowledge), _care(care), _tests(knowledge), _chain(knowledge, claims))
    entries = {entry.id: entry for part in parts for entry in part}
    for page, words in (everyday or {}).items():
        if page in entries:
            entries[page] = replace(entries[page], plain=words.plain, asked=words.asked)
    return Shelf(knowledge, care, claims, entries)


def _conditions(knowledge: Knowledge) -> Iterator[Entry]:
    more = asking_words().names
    for one in knowledge.conditions.values():
        page = f"condition:{one.id}"
        names = (*_named(one), one.plain, *one.also, *more.get(page, ()))
        signs = [show.finding for show in one.shows if show.p >= COMMON_SIGN]
        labels = [knowledge.findings[name].label for name in signs]
        text = " ".join((one.about, *labels))
        yield Entry(page, "condition", one.name, names, text, one.end, one.urgency)


def _named(one: Condition) -> tuple[str, ...]:
    """Return the name, the name without its bracket, and what stands in the bracket."""
    outer, _, rest = one.name.partition(" (")
    return (one.name, outer, rest.rstrip(")")) if rest else (one.name,)


def _care(care: CareKnowledge) -> Iterator[Entry]:
    more = asking_words().names
    for item in care.treatments.values():
        page = f"treatment:{item.id}"
        text = f"{item.plain} {item.recommendation}"
        yield Entry(page, "treatment", item.name, (item.name, *more.get(page, ())), text, item.end)
    for move in care.exercises.values():
        page = f"exercise:{move.id}"
        text = f"{move.target} {move.how}"
        yield Entry(page, "exercise", move.name, (move.name, *more.get(page, ())), text, move.end)


def _tests(knowledge: Knowledge) -> Iterator[Entry]:
    more = asking_words().names
    for one in knowledge.findings.values():
        if one.kind == "test":
            page = f"test:{one.id}"
            names = (one.label, *more.get(page, ()))
            yield Entry(page, "test", one.label, names, f"{one.ask} {one.test}", "")


def _chain(knowledge: Knowledge, claims: Mapping[str, Claim]) -> Iterator[Entry]:
    words = asking_words()
    for route in knowledge.mechanisms.values():
        page = f"mechanism:{route.id}"
        names = (route.name, *words.names.get(page, ()))
        yield Entry(page, "mechanism", route.name, names, route.plain, route.direction)
    for claim in claims.values():
        page = f"claim:{claim.id}"
        title = f"Often said: {claim.claim}"
        yield Entry(page, "claim", title, words.names.get(page, ()), claim.claim, "")
    for name, title in words.topics.items():
        yield Entry(f"topic:{name}", "topic", title, words.names[f"topic:{name}"], title, "")
