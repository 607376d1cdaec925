"""Expressions of the danger rules: when a rule fires, without any negation.

There is no ``not`` here, on purpose. Every expression is a monotone function of what was
told as true, so a further danger sign can only make more rules fire, never fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from kinchain.core.errors import Fault, unknown_name


@dataclass(frozen=True, slots=True)
class Told:
    """A yes/no finding told as true."""

    id: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A number told inside bounds, or a choice told.

    Parameters
    ----------
    id
        Vocabulary id; its unit is that of the vocabulary.
    ge, gt, le, lt
        Bounds, or None.
    equals
        A choice, or None.
    """

    id: str
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    equals: str | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """True unless this leg's pain (or injury) is told to be older.

    Parameters
    ----------
    days
        Age in days up to which it counts; not told counts as recent.
    about
        ``pain`` or ``injury``.
    """

    days: float
    about: str


@dataclass(frozen=True, slots=True)
class BothLegs:
    """A leg finding told as true on both legs."""

    id: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``n`` of the parts; ``n`` = 1 is any, ``n`` = number of parts is all."""

    n: int
    parts: tuple[Expression, ...]


Expression = Told | Compare | Recent | BothLegs | AtLeast
"""What a rule's ``when`` may be."""

_BOUNDS = ("ge", "gt", "le", "lt")
_FORMS = "an id, $group, {all: [..]}, {any: [..]}, {at_least: n, of: [..]}, {finding: id, ge: ..}"


class ExpressionReader:
    """Reads expressions, gathering faults instead of stopping at the first.

    Parameters
    ----------
    known
        Known finding ids.
    groups
        Named raw expressions, called as ``$name``.
    """

    def __init__(self, known: Mapping[str, bool], groups: Mapping[str, object]) -> None:
        self._known = known
        self._groups = groups
        self._open: list[str] = []
        self.faults: list[Fault] = []

    def read(self, raw: object, where: str) -> Expression:
        """Read one raw expression.

        Parameters
        ----------
        raw
            As it stands in the file.
        where
            File, line, rule and field.
        """
        if isinstance(raw, str):
            return self._named(raw, where)
        if isinstance(raw, dict):
            readers: dict[str, Callable[[dict[str, object], str], Expression]] = {
                "all": self._all,
                "any": self._any,
                "at_least": self._at_least,
                "finding": self._compare,
                "recent_days": self._recent,
                "recent_injury_days": self._recent,
                "both_legs": self._both_legs,
            }
            for word, reader in readers.items():
                if word in raw:
                    return reader(cast(dict[str, object], raw), where)
        if isinstance(raw, dict) and {"not", "none", "denied"} & raw.keys():
            return self._fault("a negation, which danger rules may not use", where)
        return self._fault("not an expression", where)

    def _fault(self, what: str, where: str, expected: str = _FORMS) -> Expression:
        self.faults.append(Fault(what, where, expected, "Write it in one of these forms."))
        return AtLeast(1, ())

    def _id(self, raw: object, where: str) -> str:
        name = str(raw)
        if name not in self._known:
            self.faults.append(unknown_name(name, sorted(self._known), where, "finding"))
        return name

    def _named(self, raw: str, where: str) -> Expression:
        if not raw.startswith("$"):
            return Told(self._id(raw, where))
        name = raw[1:]
        if name in self._open:
            path = " -> ".join((*self._open[self._open.index(name) :], name))
            return self._fault(f"group cycle {path}", where, "groups that do not call themselves")
        if name not in self._groups:
            self.faults.append(unknown_name(name, sorted(self._groups), where, "group"))
            return AtLeast(1, ())
        self._open.append(name)
        found = self.read(self._groups[name], where)
        self._open.pop()
        return found

    def _parts(self, raw: object, where: str) -> tuple[Expression, ...]:
        if not isinstance(raw, list) or not raw:
            self._fault("an empty or missing list", where, "a list of one expression or more")
            return ()
        return tuple(self.read(part, where) for part in raw)

    def _all(self, raw: dict[str, object], where: str) -> Expression:
        parts = self._parts(raw["all"], where)
        return AtLeast(max(len(parts), 1), parts)

    def _any(self, raw: dict[str, object], where: str) -> Expression:
        return AtLeast(1, self._parts(raw["any"], where))

    def _at_least(self, raw: dict[str, object], where: str) -> Expression:
        parts = self._parts(raw.get("of"), where)
        n = raw["at_least"]
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= len(parts):
            return self._fault("at_least out of range", where, "a whole number, 1 to the parts")
        return AtLeast(n, parts)

    def _compare(self, raw: dict[str, object], where: str) -> Expression:
        name = self._id(raw["finding"], where)
        bounds = {word: raw[word] for word in _BOUNDS if word in raw}
        wrong = [w for w, v in bounds.items() if isinstance(v, bool) or not _is_number(v)]
        if wrong or not (bounds or "is" in raw):
            return self._fault(f"comparison of '{name}' without a number or choice", where)
        if set(raw) - {"finding", "is", *_BOUNDS}:
            return self._fault(f"unknown word in the comparison of '{name}'", where)
        numbers = {word: float(cast(float, value)) for word, value in bounds.items()}
        equals = str(raw["is"]) if "is" in raw else None
        return Compare(
            name,
            numbers.get("ge"),
            numbers.get("gt"),
            numbers.get("le"),
            numbers.get("lt"),
            equals,
        )

    def _recent(self, raw: dict[str, object], where: str) -> Expression:
        about = "pain" if "recent_days" in raw else "injury"
        days = raw.get("recent_days", raw.get("recent_injury_days"))
        if not _is_number(days):
            return self._fault("days that are not a number", where, "a number of days")
        return Recent(float(cast(float, days)), about)

    def _both_legs(self, raw: dict[str, object], where: str) -> Expression:
        name = self._id(raw["both_legs"], where)
        if self._known.get(name) is False:
            return self._fault(f"'{name}' has no side", where, "a leg finding")
        return BothLegs(name)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def ids_of(expression: Expression) -> frozenset[str]:
    """Return every finding id an expression asks for.

    Parameters
    ----------
    expression
        A read expression.
    """
    if isinstance(expression, AtLeast):
        return frozenset().union(*(ids_of(part) for part in expression.parts))
    if isinstance(expression, Recent):
        days = "pain_duration_days" if expression.about == "pain" else "injury_days"
        return frozenset({days})
    return frozenset({expression.id})
