"""What the clinician page holds: rows in terse clinical words, apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A name and the texts beside it."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerRow:
    """One danger rule that fired."""

    rule: str
    name: str
    urgency: str
    because: str
    basis: str
    sources: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition with the bits by which each finding speaks for or against it."""

    name: str
    code: str
    share: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route of the chain and, while it is open, what would settle it."""

    name: str
    share: str
    verdict: str
    because: str
    settle: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One test or number: what, by whom and when, and what the person told before."""

    text: str
    by: str
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class ClinicianPage:
    """Everything the clinician page shows, in order.

    ``told`` and ``denied`` have a row for the person and for each leg; ``more_dangers`` names
    the rules without a row of their own, and says where no rule but a likely condition set the
    urgency; ``before_exam`` is empty where nothing was examined.
    """

    date: str
    person: str
    urgency: str
    provisional: bool
    told: tuple[Row, ...]
    denied: tuple[Row, ...]
    not_asked: tuple[str, ...]
    would_tell: tuple[str, ...]
    dangers: tuple[DangerRow, ...]
    more_dangers: str
    conditions: tuple[ConditionRow, ...]
    before_exam: str
    direction: str
    routes: tuple[RouteRow, ...]
    measured: tuple[MeasuredRow, ...]
    medicines: tuple[str, ...]
    engine: str
