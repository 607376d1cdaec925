"""Somebody with an account, for the tests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from argon2 import PasswordHasher

from kinchain.web import passphrases
from tests.unit.web.web_client import Person

PASSPHRASE = "seven green kettles hum"
NAME = re.compile(r'name="name" value="([a-z]+-[a-z]+-\d{4})"')


def sign_up(person: Person, passphrase: str = PASSPHRASE) -> str:
    """Make an account in this browser, and return its sign-in name."""
    page = person.get("/sign-up")
    done = person.send(
        "/sign-up", page, name=name_on(page), passphrase=passphrase, again=passphrase
    )
    assert done.url.path == "/account", done.text
    return name_on(page)


def name_on(page: Any) -> str:
    found = NAME.search(page.text)
    assert found
    return found[1]


def sign_in(person: Person, name: str, passphrase: str = PASSPHRASE, **fields: str) -> Any:
    page = person.get("/sign-in")
    return person.send("/sign-in", page, name=name, passphrase=passphrase, **fields)


def sign_out(person: Person) -> Any:
    return person.send("/sign-out", person.get("/account"))


def hash_fast(patch: pytest.MonkeyPatch) -> None:
    """Let hashes of passphrases cost next to nothing."""
    fast = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passphrases, "_HASHER", fast)
    patch.setattr(passphrases, "_NOBODYS", fast.hash("nobody's passphrase"))
