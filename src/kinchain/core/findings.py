"""A finding as told or measured, and a frozen set of them with three-valued look-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right", "both", "unknown", "none"]
"""Side of a finding; ``none`` for the whole person, ``unknown`` where not told."""

Source = Literal["narrative", "guess", "answer", "walk", "loads", "outcome", "examined"]
"""Where a finding comes from; ``examined`` is what a clinician found, ``guess`` what the
narrative hints at and nobody told."""

_PRECEDENCE: dict[Source, int] = {"examined": 2, "answer": 1, "guess": -1}
"""Which source goes before which; all others are alike."""

Value = bool | float | str
"""A finding's value: true/false, a number in the vocabulary's unit, or a choice."""

LEG_SIDES: tuple[Side, ...] = ("left", "right", "unknown")
"""The sides a leg finding may carry once ``both`` has been spelled out."""

OTHER_SIDE: dict[Side, Side] = {
    "left": "right",
    "right": "left",
    "both": "both",
    "unknown": "unknown",
    "none": "none",
}
"""The mirrored side."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one side.

    Parameters
    ----------
    id
        Vocabulary id, e.g. ``first_step_pain``.
    value
        True, False, a number (unit given by the vocabulary) or a choice.
    side
        ``left``, ``right``, ``unknown`` or ``none``.
    source
        Where it was found.
    span
        ``[start, end)`` in Unicode code points of the narrative, or None.
    """

    id: str
    value: Value
    side: Side = "none"
    source: Source = "answer"
    span: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        """The id with its side, e.g. ``first_step_pain@left``."""
        return self.id if self.side == "none" else f"{self.id}@{self.side}"


@dataclass(frozen=True)
class Findings:
    """A frozen collection of findings; what is not in it is unknown, never "no".

    Where the same finding and side occur more than once, the first decides, except
    that ``answer`` (a person's own correction) goes before what was read or measured,
    ``examined`` (what a clinician found) before both, and a ``guess`` after all.
    """

    items: tuple[Finding, ...] = ()
    _by_key: dict[tuple[str, Side], Finding] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for item in self.items:
            held = self._by_key.get((item.id, item.side))
            if held is None or _PRECEDENCE.get(item.source, 0) > _PRECEDENCE.get(held.source, 0):
                self._by_key[(item.id, item.side)] = item

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, finding_id: str, side: Side = "none") -> Finding | None:
        """Return the finding of exactly this side, or None where unknown.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        side
            Exact side.
        """
        return self._by_key.get((finding_id, side))

    def value(self, finding_id: str, side: Side = "none") -> Value | None:
        """Return the value for exactly this side, or None where unknown.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        side
            Exact side.
        """
        found = self.get(finding_id, side)
        return None if found is None else found.value

    def number(self, finding_id: str, side: Side = "none") -> float | None:
        """Return a numeric value, or None where unknown or not a number.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        side
            Exact side.
        """
        value = self.value(finding_id, side)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    def sides_true(self, finding_id: str) -> tuple[Side, ...]:
        """Return the sides on which a yes/no finding is true.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        """
        return tuple(f.side for f in self if f.id == finding_id and f.value is True)

    def is_true(self, finding_id: str, side: Side | None = None) -> bool:
        """Say whether a finding is told as true, on this side or (None) on any.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        side
            Exact side, or None for any.
        """
        if side is not None:
            return self.value(finding_id, side) is True
        return bool(self.sides_true(finding_id))

    def is_false(self, finding_id: str, side: Side | None = None) -> bool:
        """Say whether a finding was denied, on this side or (None) everywhere it was told.

        Parameters
        ----------
        finding_id
            Vocabulary id.
        side
            Exact side, or None: told, and on no side true.
        """
        if side is not None:
            return self.value(finding_id, side) is False
        told = [f for f in self if f.id == finding_id]
        return bool(told) and all(f.value is False for f in told)

    def plus(self, more: Iterable[Finding]) -> Findings:
        """Return a new collection with further findings; earlier ones win ties.

        Parameters
        ----------
        more
            Findings to add.
        """
        return Findings((*self.items, *more))
