"""How soon: the most urgent of all rules that fire, never less for anything told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinchain.core.findings import Finding, Findings
from kinchain.core.urgency import URGENCIES, Urgency, at_least, more_urgent
from kinchain.evidence.rules import Rule, RuleBook, Tier
from kinchain.triage._facts import Facts, Told, spell_out
from kinchain.triage._levels import ADULT_FROM_YEARS, raising, suits_self_care
from kinchain.triage._match import match
from kinchain.triage._possible import DOUBT, first_asked, with_possible
from kinchain.triage._questions import open_questions
from kinchain.triage.model import ComplaintSite, LikelyDanger, RedFlag, See, Triage

MAX_RULES_SPOKEN = 2
"""So many rules of the deciding level put their action into the advice."""


def assess_urgency(
    findings: Findings,
    *,
    rules: RuleBook,
    age: float | None = None,
    complaint_sites: Sequence[ComplaintSite] = (),
    posterior_floor: Sequence[tuple[str, float, Urgency]] = (),
    possible: Sequence[Finding] = (),
    doubted: Sequence[Finding] = (),
    ask_first: Sequence[str] = (),
) -> Triage:
    """Say how soon care is needed.

    The most urgent rule decides. Where none fires, the level is ``routine``, and
    ``self_care`` only where every core danger question was answered, the picture is plain,
    mild and short, and no dangerous condition is likely. Nothing is ruled out by telling.

    Parameters
    ----------
    findings
        What was told or measured; what is missing is unknown, never "no".
    rules
        The danger rules.
    age
        Age in years, or None where not told.
    complaint_sites
        Places that hurt, where told apart from the findings.
    posterior_floor
        Condition id, probability and urgency of what inference finds likely; can only raise.
    possible
        What the words may mean, though it was not clearly told. The rules count it as told
        (unknown is never "no"), it can only raise, and it is asked first.
    doubted
        What was heard in words that hardly state it: as ``possible``, but where it makes no
        rule fire it is of no weight.
    ask_first
        Ids of danger findings whose open questions come before the others.

    Returns
    -------
    triage
        Level, rules that fired and why, open questions, and what to do. At ``emergency``
        the interview ends, so no question is left open, except whether the words that led
        there were rightly understood.
    """
    told = spell_out(findings, age, complaint_sites, rules.sided)
    likely = tuple(LikelyDanger(*each) for each in posterior_floor)
    flags = _flags(told, rules)
    unsure = (*possible, *doubted)
    if unsure:
        widened = spell_out(Findings((*unsure, *findings)), age, complaint_sites, rules.sided)
        flags = with_possible(flags, _flags(widened, rules), unsure)
    raisers = raising(likely)
    level = _level(flags, raisers)
    certain = _level([pair for pair in flags if not pair[1].possible], raisers)
    doubts = _unique(key for _, flag in flags for key in flag.possible)
    not_asked = () if certain == "emergency" else doubts
    if level != "emergency":
        not_asked = first_asked(open_questions(told, rules), doubts, ask_first)
    if level is None:
        calm = not not_asked and not possible and suits_self_care(told, likely)
        level = "self_care" if calm else "routine"
    deciding = [rule for rule, flag in flags if flag.urgency == level]
    child = any(years < ADULT_FROM_YEARS for _, years in told.person().numbers("age"))
    return Triage(
        urgency=level,
        provisional=bool(not_asked),
        red_flags=tuple(flag for _, flag in flags),
        not_asked=not_asked,
        see=_see(level, deciding, rules, child=child),
        advice=_advice(
            level,
            flags,
            rules,
            child=child,
            doubt=certain != level and bool(doubts),
            provisional=bool(not_asked),
        ),
        protect=_protect(level, deciding, rules),
        raised_by=tuple(each for each in raisers if at_least(each.urgency, level)),
        exercise_allowed=not at_least(level, "same_day"),
    )


def _flags(told: Told, book: RuleBook) -> list[tuple[Rule, RedFlag]]:
    """Return the rules that fire, most urgent first."""
    person, legs = told.person(), [facts for _, facts in told.legs()]
    found: list[tuple[Rule, RedFlag]] = []
    for rule in book.rules:
        hit = _fired(rule, [person] if rule.scope == "person" else legs)
        if hit is None:
            continue
        tier, because = hit
        flag = RedFlag(
            rule=rule.id,
            name=rule.name,
            urgency=tier.urgency,
            because=because,
            sources=rule.sources,
            basis=rule.basis,
            strict=rule.strict,
            say=rule.say,
            action=tier.action,
            screen_note=book.screen_note if rule.screen else "",
        )
        found.append((rule, flag))
    return sorted(found, key=lambda pair: URGENCIES.index(pair[1].urgency))


def _fired(rule: Rule, views: Sequence[Facts]) -> tuple[Tier, tuple[str, ...]] | None:
    """Return the most urgent tier that fires on any leg, with what made it true."""
    for tier in rule.tiers:
        hits = [keys for keys in (match(tier.when, view) for view in views) if keys is not None]
        if hits:
            return tier, _unique(key for keys in hits for key in keys)
    return None


def _level(
    flags: Sequence[tuple[Rule, RedFlag]], raisers: Sequence[LikelyDanger]
) -> Urgency | None:
    levels: list[Urgency] = [flag.urgency for _, flag in flags]
    levels += [danger.urgency for danger in raisers]
    if not levels:
        return None
    level = levels[0]
    for other in levels[1:]:
        level = more_urgent(level, other)
    return level


def _see(level: Urgency, deciding: Sequence[Rule], book: RuleBook, *, child: bool) -> See:
    text = book.levels[level]
    spoken = deciding[:MAX_RULES_SPOKEN]
    gentle = child and not at_least(level, "same_day")
    bring = (*text.bring, *(item for rule in deciding for item in rule.bring))
    say = [rule.tell for rule in spoken] or [book.child.say if gentle else text.say]
    return See(
        who=book.child.who if gentle else text.who,
        bring=_unique((*bring, *(book.child.bring if child else ()))),
        say=" ".join(say),
    )


def _advice(
    level: Urgency,
    flags: Sequence[tuple[Rule, RedFlag]],
    book: RuleBook,
    *,
    child: bool,
    doubt: bool,
    provisional: bool,
) -> str:
    actions = _unique(flag.action for _, flag in flags if flag.urgency == level)
    parts = [*actions[:MAX_RULES_SPOKEN], book.levels[level].advice]
    if child:
        parts.append(book.child.advice)
    if doubt:
        parts.append(DOUBT)
    if provisional:
        parts.append(book.provisional)
    return " ".join(parts)


def _protect(level: Urgency, deciding: Sequence[Rule], book: RuleBook) -> tuple[str, ...]:
    return _unique(
        (*(item for rule in deciding for item in rule.protect), *book.levels[level].protect)
    )


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
