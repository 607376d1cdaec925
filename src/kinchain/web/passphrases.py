"""Passphrases: which are good enough, how they are hashed, and how many tries there are."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kinchain.core.errors import Fault
from kinchain.store.tries import Limit
from kinchain.web.render import catalogue

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 256
"""So long a phrase fits without being cut; more would only make the hash slow."""

LEAST_DIFFERENT = 5
N_AT_ONCE = 2
"""So many hashes are worked out at once: each takes 64 MiB."""

RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "qwertzuiop", "azertyuiop", "1qaz2wsx3edc4rfv5tgb", "zaq12wsxcde34rfv",
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6")  # fmt: skip
LONGEST_RUN = 4
COMMON = re.compile(
    r"(?:pass(?:word|wort|phrase)?|letmein|welcome|iloveyou|admin|login|secret|kinchain|knee|foot|"
    r"qwerty|dragon|monkey|football|baseball|superman|sunshine|princess|trustno)"
)

SIGN_IN = Limit("sign in", 5, timedelta(hours=12), timedelta(minutes=1), timedelta(hours=1))
"""Tries of one sign-in name, whether it exists or not."""

SIGN_IN_FROM = Limit(
    "sign in from", 40, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1)
)
"""Tries from one address."""

SIGN_UP_FROM = Limit(
    "sign up from", 20, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1)
)
"""New accounts from one address."""

_HASHER = PasswordHasher()  # the second choice of RFC 9106: 64 MiB, three rounds
_SLOTS = BoundedSemaphore(N_AT_ONCE)
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$LrldRNghVSuABf4ziSauJw$"
    "GdiAQPCP80Z2HTDkBTewgmuQV2GV15q/sze5L6uOr54"
)
"""What is compared where there is no such account, so that it takes as long."""


def hash_of(passphrase: str) -> str:
    """Return the Argon2id hash of a passphrase.

    Parameters
    ----------
    passphrase
        The passphrase.
    """
    with _SLOTS:
        return _HASHER.hash(_same(passphrase))


def is_right(passphrase: str, kept: str | None) -> bool:
    """Say whether a passphrase is the right one; as slow where there is none to compare.

    Parameters
    ----------
    passphrase
        What was typed.
    kept
        The hash, or None where there is no such account.
    """
    typed = _same(passphrase)
    if len(typed) > MOST_CHARACTERS:  # none is so long
        typed, kept = "", None
    with _SLOTS:
        try:
            return _HASHER.verify(kept or _NOBODYS, typed) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_old(kept: str) -> bool:
    """Say whether a hash was made with weaker settings than today's.

    Parameters
    ----------
    kept
        The hash.
    """
    return _HASHER.check_needs_rehash(kept)


def fault_of(passphrase: str, again: str, name: str) -> Fault | None:
    """Return why a new passphrase is not good enough; None where it is.

    Parameters
    ----------
    passphrase, again
        As it was typed, twice.
    name
        The sign-in name, which it must not hold.
    """
    words = catalogue().passphrase
    reason = _reason(_same(passphrase), name)
    if reason:
        return Fault(words.faults[reason], words.new, words.rule, words.mend)
    if passphrase != again:
        return Fault(words.faults["differ"], words.again, words.same, words.mend_again)
    return None


def _reason(passphrase: str, name: str) -> str:
    plain = passphrase.casefold()
    if len(passphrase) < LEAST_CHARACTERS:
        return "short"
    if len(passphrase) > MOST_CHARACTERS:
        return "long"
    held = name and name.casefold() in plain
    rest = _without_runs(COMMON.sub("", plain))
    if held or len(set(plain)) < LEAST_DIFFERENT or len(set(rest)) < LEAST_DIFFERENT:
        return "common"
    return ""


def _without_runs(text: str) -> str:
    """Return a text without rows of neighbours: abcd, 4321, qwert."""
    for run in RUNS:
        for row in (run, run[::-1]):
            for start in range(len(row) - LONGEST_RUN + 1):
                text = text.replace(row[start : start + LONGEST_RUN], "")
    return re.sub(r"(.)\1{2,}", r"\1", text)


def _same(passphrase: str) -> str:
    """Return the same text for the same signs, however a keyboard makes them."""
    return unicodedata.normalize("NFC", passphrase)
