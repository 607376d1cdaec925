"""What was told, arranged for the rules: per leg, with unknown sides counted for either leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kinchain.core.findings import Finding, Findings, Side, Value
from kinchain.triage.model import ComplaintSite

REGION_OF_SITE = {
    "hip": "hip",
    "thigh": "hip",
    "knee": "knee",
    "shin": "lower leg",
    "calf": "lower leg",
    "ankle": "foot",
    "heel": "foot",
    "arch": "foot",
    "midfoot": "foot",
    "forefoot": "foot",
    "toes": "foot",
    "foot": "foot",
}
"""Region of each coarse site on a leg; ``leg`` names no nearer place."""

INJURY_REGIONS = ("injury_knee", "injury_leg", "injury_foot")
"""Findings that each place an injury in one region of a leg."""

Keyed = tuple[str, Value]
"""A finding's key, e.g. ``fever`` or ``limp@left``, and its value."""


@dataclass(frozen=True)
class Facts:
    """Everything told, seen from one leg or from the whole person.

    Parameters
    ----------
    told
        For each finding id, key and value of every side that counts here.
    complaints
        Complaints that count here.
    both
        Ids told as true on both legs.
    """

    told: dict[str, tuple[Keyed, ...]]
    complaints: tuple[ComplaintSite, ...]
    both: frozenset[str] = field(default_factory=frozenset)

    def true_keys(self, finding_id: str) -> tuple[str, ...]:
        """Return the keys under which a yes/no finding is true here.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        """
        return tuple(key for key, value in self.told.get(finding_id, ()) if value is True)

    def is_answered(self, finding_id: str) -> bool:
        """Say whether this was told at all, as yes, no, number or choice.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        """
        return bool(self.told.get(finding_id))

    def numbers(self, finding_id: str) -> tuple[tuple[str, float], ...]:
        """Return keys and values of a numeric finding.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        """
        return tuple(
            (key, float(value))
            for key, value in self.told.get(finding_id, ())
            if isinstance(value, int | float) and not isinstance(value, bool)
        )

    def is_long(self, days: float) -> bool:
        """Say whether all pain here is told to have lasted longer than this.

        Parameters
        ----------
        days
            Threshold in days. A duration told for the leg counts only where one region
            hurts there: else it may belong to another.
        """
        timed = {c.site: c.duration_days for c in self.complaints if c.duration_days is not None}
        if any(value <= days for value in timed.values()):
            return False
        sites = {site for site in REGION_OF_SITE if self.true_keys(f"pain_{site}")}
        regions = {REGION_OF_SITE[site] for site in sites}
        covered = {REGION_OF_SITE.get(site, "leg") for site in timed}
        if timed and regions <= covered and len(timed) == len({c.site for c in self.complaints}):
            return True
        lasting = self.numbers("pain_duration_days")
        return len(regions) <= 1 and bool(lasting) and all(value > days for _, value in lasting)

    def is_old_injury(self, days: float) -> bool:
        """Say whether the injury here is told to be older than this.

        Parameters
        ----------
        days
            Threshold in days. Believed only where one region of the leg is hurt; an injury
            of unknown day may be new, however long the pain has lasted.
        """
        told = self.numbers("injury_days")
        if not told:
            return False
        regions = [name for name in INJURY_REGIONS if self.true_keys(name)]
        return len(regions) <= 1 and all(value > days for _, value in told)


@dataclass(frozen=True)
class Told:
    """A person's findings spelled out: no ``both``, complaints as pain, age as a finding.

    Parameters
    ----------
    items
        Findings.
    complaints
        Complaints, with ``both`` spelled out.
    sided
        Ids that take a side.
    """

    items: tuple[Finding, ...]
    complaints: tuple[ComplaintSite, ...]
    sided: frozenset[str]

    def person(self) -> Facts:
        """Return everything, on whatever side."""
        return self._view(None)

    def legs(self) -> tuple[tuple[Side, Facts], ...]:
        """Return the legs that something was told of, else one leg of unknown side."""
        named: list[Side] = [
            side
            for side in ("left", "right")
            if any(f.side == side and f.value is not False for f in self.items)
            or any(c.side == side for c in self.complaints)
        ]
        sides: list[Side] = named or ["unknown"]
        return tuple((side, self._view(side)) for side in sides)

    def _view(self, leg: Side | None) -> Facts:
        seen: dict[str, list[Keyed]] = {}
        sides: dict[str, set[Side]] = {}
        for item in self.items:
            sides.setdefault(item.id, set()).add(item.side)
        for item in self.items:
            told_of_both = leg == "unknown" and {"left", "right"} <= sides[item.id]
            if leg is None or told_of_both or item.side in (leg, "unknown", "none"):
                seen.setdefault(item.id, []).append((item.key, item.value))
        complaints = tuple(c for c in self.complaints if leg is None or c.side in (leg, "unknown"))
        both = frozenset(
            item.id
            for item in self.items
            if item.side == "left" and item.value is True and self._is_true(item.id, "right")
        )
        return Facts({k: tuple(v) for k, v in seen.items()}, complaints, both)

    def _is_true(self, finding_id: str, side: Side) -> bool:
        return any(f.id == finding_id and f.side == side and f.value is True for f in self.items)


def spell_out(
    findings: Findings,
    age: float | None,
    complaints: Sequence[ComplaintSite],
    sided: frozenset[str],
) -> Told:
    """Spell out sides, complaints and age.

    Parameters
    ----------
    findings
        What was told or measured.
    age
        Age in years, or None.
    complaints
        Places that hurt.
    sided
        Ids that take a side; told without one, they count for either leg.
    """
    items: list[Finding] = []
    for found in findings:
        side: Side = "unknown" if found.id in sided and found.side == "none" else found.side
        for one in _sides(side):
            items.append(Finding(found.id, found.value, one, found.source, found.span))
    spread = tuple(
        ComplaintSite(c.site, side, c.duration_days) for c in complaints for side in _sides(c.side)
    )
    items.extend(
        Finding(f"pain_{c.site}", True, c.side if f"pain_{c.site}" in sided else "none")
        for c in spread
    )
    if age is not None:
        items = [item for item in items if item.id != "age"]
        items.append(Finding("age", float(age)))
    return Told(tuple(_strongest(items)), spread, sided)


def _sides(side: Side) -> tuple[Side, ...]:
    return ("left", "right") if side == "both" else (side,)


def _strongest(items: Sequence[Finding]) -> list[Finding]:
    """Keep one finding a key; told as true wins, so that nothing told is lost."""
    held: dict[str, Finding] = {}
    for item in items:
        if item.key not in held or item.value is True:
            held[item.key] = item
    return list(held.values())
