"""Answer a question, or an id, with a page of the library; all on this machine."""

from __future__ import annotations

from kinchain.app.library.catalogue import Shelf, collector_at_rest, load_shelf
from kinchain.app.library.pages import page, page_named
from kinchain.app.library.parts import DISCLAIMER, link
from kinchain.app.library.search import Found, search
from kinchain.app.library.spelling import mended_text
from kinchain.app.library.told import told_in
from kinchain.app.library.words import asking_words
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.page import Page
from kinchain.core.urgency import Urgency, at_least
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.rules import Rule

MOST_NEAREST = 3


def explain(text: str) -> Page:
    """Answer a question in plain English, or show the page of an id.

    Parameters
    ----------
    text
        A question, or the id of a condition, mechanism, treatment, exercise, home test,
        founding claim or topic.

    Returns
    -------
    page
        The page that fits best, with the next nearest; of kind ``none`` where no page
        answers. Danger words put advice to be seen first.

    Raises
    ------
    InputError
        If nothing was asked.
    """
    if not any(letter.isalnum() for letter in text):
        raise InputError(
            Fault("nothing was asked", "the question", "a question or an id in English",
                  "ask, for example, whether flat feet cause knee pain")
        )  # fmt: skip
    with collector_at_rest():
        shelf = load_shelf()
        named = page_named(text, shelf)
        return _answer(text, shelf) if named is None else page(named, shelf)


def _answer(text: str, shelf: Shelf) -> Page:
    found = search(text)
    answer = page(found.hits[0].id, shelf) if found.answers else _no_page(found, shelf)
    near = [hit.id for hit in found.hits if hit.id != answer.id][:MOST_NEAREST]
    return answer.model_copy(
        update={
            "see_first": _see_first(text, shelf) or _of_page(answer, shelf),
            "nearest": tuple(link(one, shelf) for one in near),
        }
    )


def _no_page(found: Found, shelf: Shelf) -> Page:
    titles = [shelf.entries[hit.id].title for hit in found.hits[:MOST_NEAREST]]
    near = f" Nearest: {'; '.join(titles)}." if titles else ""
    return Page(
        id="none",
        kind="none",
        title="No page answers that",
        answer=f"No page answers that.{near}",
        for_you=("Try other words, such as the name of a place, an exercise or a treatment.",),
        disclaimer=DISCLAIMER,
    )


def _see_first(text: str, shelf: Shelf) -> tuple[str, ...]:
    """Return the advice of the most urgent danger rule that the question names or meets."""
    worded = asking_words().rules_named(mended_text(text).text)
    named = tuple(dict.fromkeys((*worded, *told_in(text).rules)))
    rules = [rule for rule in rules_for(shelf.knowledge).rules if rule.id in named]
    if not rules:
        return ()
    first = min(rules, key=lambda rule: (_level(rule, shelf), named.index(rule.id)))
    worst, mildest = first.tiers[0].action, first.tiers[-1].action
    if worst == mildest:
        act: tuple[str, ...] = (f"If this is happening to you: {worst}",)
    else:
        act = (f"If it is sudden, severe or getting worse: {worst}", f"If it is not: {mildest}")
    return (*act, first.say, *first.protect)


def _of_page(answer: Page, shelf: Shelf) -> tuple[str, ...]:
    """Return what to do at once where the page itself is one of danger."""
    if answer.id == "topic:when_to_see_someone":
        return (f"If it is sudden, severe or getting worse: {_advice('emergency', shelf)}",)
    condition = shelf.knowledge.conditions.get(answer.id.removeprefix("condition:"))
    if condition is None or not at_least(condition.urgency, "same_day"):
        return ()
    return (f"If this is happening to you: {_advice(condition.urgency, shelf)}",)


def _advice(level: Urgency, shelf: Shelf) -> str:
    return rules_for(shelf.knowledge).levels[level].advice


def _level(rule: Rule, shelf: Shelf) -> int:
    return list(rules_for(shelf.knowledge).levels).index(rule.tiers[0].urgency)
