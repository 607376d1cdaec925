"""Which danger rules a yes to some open questions would make fire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kinchain.core.findings import Finding, Findings
from kinchain.core.urgency import URGENCIES, Urgency
from kinchain.evidence.rules import Rule, RuleBook, Tier, ids_of
from kinchain.triage._facts import Told, spell_out
from kinchain.triage._match import match
from kinchain.triage.model import ComplaintSite


@dataclass(frozen=True, slots=True)
class Raised:
    """What a yes would help call for.

    Parameters
    ----------
    level
        The most urgent level.
    is_supported
        Whether something told already is part of what would make the rule fire.
    """

    level: Urgency
    is_supported: bool


class Reach:
    """What is told, and the danger rules that call for more than is called for already.

    Parameters
    ----------
    findings
        What was told or measured.
    level
        Level called for already.
    rules
        The danger rules.
    age
        Age in years, or None where not told.
    complaint_sites
        Places that hurt, where told apart from the findings.
    """

    def __init__(
        self,
        findings: Findings,
        level: Urgency,
        *,
        rules: RuleBook,
        age: float | None = None,
        complaint_sites: Sequence[ComplaintSite] = (),
    ) -> None:
        self._told = spell_out(findings, age, complaint_sites, rules.sided)
        above = URGENCIES.index(level)
        self._held: dict[tuple[Finding, ...], Mapping[str, Raised]] = {}
        self._open: list[tuple[Rule, Tier, frozenset[str]]] = [
            (rule, tier, _ids(tier))
            for rule in rules.rules
            for tier in rule.tiers
            if URGENCIES.index(tier.urgency) < above
        ]

    def by_yes(self, asked: tuple[Finding, ...]) -> Mapping[str, Raised]:
        """Return the asked findings that would be among what makes a rule fire.

        Parameters
        ----------
        asked
            Findings with the answer yes.

        Returns
        -------
        raised
            Key of each such finding and what it would help call for, were all of them
            answered yes.
        """
        if asked not in self._held:
            self._held[asked] = self._by_yes(asked)
        return self._held[asked]

    def _by_yes(self, asked: tuple[Finding, ...]) -> Mapping[str, Raised]:
        names, keys = {item.id for item in asked}, {item.key for item in asked}
        told = Told((*self._told.items, *asked), self._told.complaints, self._told.sided)
        person, legs = told.person(), [facts for _, facts in told.legs()]
        found: dict[str, Raised] = {}
        for rule, tier, ids in self._open:
            if not names & ids:
                continue
            for facts in (person,) if rule.scope == "person" else legs:
                because = set(match(tier.when, facts) or ())
                new = Raised(tier.urgency, bool(because - keys))
                for key in keys & because:
                    found[key] = max(found.get(key, new), new, key=_weight)
        return found


def _weight(raised: Raised) -> tuple[bool, int]:
    return raised.is_supported, -URGENCIES.index(raised.level)


@lru_cache(maxsize=512)
def _ids(tier: Tier) -> frozenset[str]:
    return ids_of(tier.when)
