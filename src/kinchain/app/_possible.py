"""What the words may mean: settled by answers, widened by what follows, put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.assessment import PossibleDanger
from kinchain.core.formats.assessment import RedFlag as SaidFlag
from kinchain.evidence import Knowledge, complete
from kinchain.triage import RedFlag

MAX_QUOTE = 120
"""Characters of the person's own words that are repeated, at most."""


def possible_dangers(
    sensed: Iterable[Finding], completed: Findings, knowledge: Knowledge
) -> tuple[Finding, ...]:
    """Return what the words may mean and what would follow, where nothing told settles it.

    Parameters
    ----------
    sensed
        What was sensed in the narrative.
    completed
        What was told, with what follows. An answered no of the same side settles a
        possibility; one without a side settles it for either leg.
    knowledge
        The knowledge base.
    """
    kept = []
    for item in sensed:
        entry = knowledge.findings.get(item.id)
        if entry is None:
            continue
        one = item if entry.sided else replace(item, side="none")
        if not _is_settled(one, completed):
            kept.append(one)
    if not kept:
        return ()
    widened = complete(Findings((*kept, *completed)), knowledge.findings)
    return tuple(
        item for item in widened if item.value is True and not completed.is_true(item.id, item.side)
    )


def _is_settled(item: Finding, told: Findings) -> bool:
    if item.side == "none":
        return _settles(told.get(item.id))
    if item.side == "unknown":
        if told.is_true(item.id) or _settles(told.get(item.id, "unknown")):
            return True
        return all(_settles(told.get(item.id, side)) for side in ("left", "right"))
    return any(_settles(told.get(item.id, side)) for side in (item.side, "unknown"))


def _settles(told: Finding | None) -> bool:
    """Say whether this settles what the words may mean: a yes, or a no that was answered.

    A no of the narrative has been weighed already where it was sensed.
    """
    return told is not None and (told.value is not False or told.source != "narrative")


def said_possible(
    possible: Sequence[Finding], flags: Sequence[RedFlag], narrative: str, knowledge: Knowledge
) -> tuple[PossibleDanger, ...]:
    """Return the possible dangers that made a rule fire, each with the person's words.

    Parameters
    ----------
    possible
        What the words may mean.
    flags
        The rules that fired.
    narrative
        The person's text.
    knowledge
        The knowledge base, for labels.
    """
    deciding = {key for flag in flags for key in flag.possible}
    return tuple(
        PossibleDanger(
            finding=item.id, side=item.side, span=item.span, text=_said(item, narrative, knowledge)
        )
        for item in possible
        if item.key in deciding
    )


def _said(item: Finding, narrative: str, knowledge: Knowledge) -> str:
    label = knowledge.findings[item.id].label
    quote = quoted(item, narrative)
    return f"You wrote \u201c{quote}\u201d. This may mean: {label}. Please say if it does."


def quoted(item: Finding, narrative: str) -> str:
    """Return the words a finding was read from, shortened.

    Parameters
    ----------
    item
        The finding.
    narrative
        The person's text.
    """
    first, last = item.span or (0, 0)
    words = " ".join(narrative[first:last].split())
    return words if len(words) <= MAX_QUOTE else f"{words[:MAX_QUOTE].rstrip()} \u2026"


def say_possible(
    flags: Sequence[SaidFlag], said: Sequence[PossibleDanger], narrative: str, knowledge: Knowledge
) -> tuple[SaidFlag, ...]:
    """Return the flags; one that hangs on what words may mean begins with those words.

    Parameters
    ----------
    flags
        The rules that fired.
    said
        The possible dangers.
    narrative
        The person's text.
    knowledge
        The knowledge base, for labels.
    """
    by_key = {
        item.finding if item.side == "none" else f"{item.finding}@{item.side}": item
        for item in said
    }
    return tuple(
        _opened(flag, [by_key[key] for key in flag.possible if key in by_key], narrative, knowledge)
        for flag in flags
    )


def _opened(
    flag: SaidFlag, items: Sequence[PossibleDanger], narrative: str, knowledge: Knowledge
) -> SaidFlag:
    if not items:
        return flag
    quotes: dict[str, list[str]] = {}
    for item in items:
        found = Finding(item.finding, True, item.side, "narrative", item.span)
        labels = quotes.setdefault(quoted(found, narrative), [])
        label = knowledge.findings[item.finding].label
        if label not in labels:
            labels.append(label)
    wrote = " ".join(
        f"You wrote \u201c{quote}\u201d. If that means {' and '.join(labels)}, this counts."
        for quote, labels in quotes.items()
    )
    return flag.model_copy(update={"say": f"{wrote} {flag.say}"})
