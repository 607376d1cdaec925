"""Deliberate errors, each with what, where, what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in four parts.

    Parameters
    ----------
    what
        What is wrong. Never a person's own words.
    where
        File, line and field, or the argument.
    expected
        What would have been right.
    mend
        What the user can do about it.
    """

    what: str
    where: str
    expected: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\nExpected: {self.expected}\nMend: {self.mend}"

    def as_dict(self) -> dict[str, str]:
        """Return the four parts as a JSON-ready dictionary."""
        return {
            "what": self.what,
            "where": self.where,
            "expected": self.expected,
            "mend": self.mend,
        }


class KinchainError(Exception):
    """Base of every deliberate error; carries one or more faults.

    Parameters
    ----------
    faults
        Every fault found; at least one.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n\n".join(str(fault) for fault in self.faults))


class InputError(KinchainError, ValueError):
    """What the user gave (file, argument, value) cannot be used."""


class KnowledgeError(KinchainError, ValueError):
    """The knowledge base has faults."""


class UnknownNameError(InputError, LookupError):
    """A name (finding, condition, schema, setting) does not exist."""


def nearest(name: str, known: Sequence[str], n_most: int = 3) -> list[str]:
    """Return the known names most like a misspelt one, best first.

    Parameters
    ----------
    name
        The name that was not found.
    known
        All names that exist.
    n_most
        How many to return at most.
    """
    return get_close_matches(name, known, n=n_most, cutoff=0.6)


def unknown_name(name: str, known: Sequence[str], where: str, kind: str) -> Fault:
    """Build the fault for a name that does not exist, with the nearest known ones.

    Parameters
    ----------
    name
        The name that was not found; an identifier, never free text.
    known
        All names that exist.
    where
        File and field, or argument.
    kind
        What the name should be, e.g. ``"finding"``.
    """
    near = nearest(name, known)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"See the list of {kind} names."
    return Fault(
        what=f"unknown {kind} '{name[:60]}'",
        where=where,
        expected=f"one of the {len(known)} {kind} names",
        mend=hint,
    )
