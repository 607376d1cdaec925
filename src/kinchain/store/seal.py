"""Seal what is kept: AES-256-GCM under keys that lie in a file outside the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kinchain.core.errors import Fault, InputError

FORMAT = "kinchain-keys/1"
KEY_BYTES = 32
ID_BYTES = 4
NONCE_BYTES = 12
VERSION = b"\x01"
HEAD_BYTES = len(VERSION) + ID_BYTES + NONCE_BYTES
LINE = re.compile(r"([0-9a-f]{8}) ([A-Za-z0-9+/]{43}=)")
WHERE = "the key file (KINCHAIN_KEY_FILE, or in the user's data folder)"


class BrokenSealError(InputError):
    """Something kept cannot be opened: it was changed, or the key is another one."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key.

    Parameters
    ----------
    id
        Eight hexadecimal digits that stand before whatever it sealed.
    secret
        32 random bytes.
    """

    id: str
    secret: bytes

    def part(self, purpose: str) -> bytes:
        """Return a key of its own for one purpose.

        Parameters
        ----------
        purpose
            What it is for.
        """
        return hmac.new(self.secret, f"kinchain {purpose}".encode(), hashlib.sha256).digest()


class KeyRing:
    """Keys by their id; the last one seals, all of them open.

    Parameters
    ----------
    keys
        The keys, the newest last.
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {one.id: one for one in keys}
        self._seals = {one.id: AESGCM(one.part("seal")) for one in self._keys.values()}
        self.newest = list(self._keys.values())[-1]

    def __contains__(self, key_id: object) -> bool:
        return key_id in self._keys

    def all(self) -> tuple[Key, ...]:
        """Return all keys, the newest last."""
        return tuple(self._keys.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all keys, the newest last."""
        return tuple(self._keys)

    def seal(self, text: str | bytes, about: str, key_id: str | None = None) -> bytes:
        """Return a text sealed: readable with the key alone, and only in its own place.

        Parameters
        ----------
        text
            The text.
        about
            Table, column and row; sealed text that is moved to another row does not open.
        key_id
            The key; the newest unless told.
        """
        chosen = key_id or self.newest.id
        nonce = secrets.token_bytes(NONCE_BYTES)
        data = text.encode("utf-8") if isinstance(text, str) else text
        sealed = self._seals[chosen].encrypt(nonce, data, about.encode())
        return VERSION + bytes.fromhex(chosen) + nonce + sealed

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed.

        Parameters
        ----------
        sealed
            As ``seal`` returned it.
        about
            Table, column and row.

        Raises
        ------
        BrokenSealError
            If it was changed, moved, or sealed with a key that is not there.
        """
        sealed = bytes(sealed)
        key = self._seals.get(key_of(sealed))
        nonce = sealed[len(VERSION) + ID_BYTES : HEAD_BYTES]
        try:
            if key is None or sealed[:1] != VERSION:
                raise InvalidTag
            return key.decrypt(nonce, sealed[HEAD_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            raise BrokenSealError(
                Fault(
                    "something kept cannot be opened; it was changed, or sealed with another key",
                    f"the database, {about.partition(':')[0]}",
                    "what this kinchain wrote, and the key file that it was written with",
                    "put the right key file back, or restore a backup",
                )
            ) from None

    def text(self, sealed: bytes, about: str) -> str:
        """Return a text that was sealed.

        Parameters
        ----------
        sealed, about
            As for ``open``.
        """
        return self.open(sealed, about).decode("utf-8")

    def seal_data(self, data: Any, about: str) -> bytes:
        """Return anything that JSON can hold, sealed.

        Parameters
        ----------
        data
            Dictionaries, lists, texts, numbers.
        about
            Table, column and row.
        """
        return self.seal(json.dumps(data, ensure_ascii=False, separators=(",", ":")), about)

    def data(self, sealed: bytes, about: str) -> Any:
        """Return what ``seal_data`` sealed.

        Parameters
        ----------
        sealed, about
            As for ``open``.
        """
        return json.loads(self.open(sealed, about))

    def hash(self, text: str, purpose: str) -> str:
        """Return a hash that nobody can compute who does not hold the newest key.

        Parameters
        ----------
        text
            The text.
        purpose
            What the hash is for; the same text gives another one elsewhere.
        """
        return _hash(self.newest, text, purpose)

    def hashes(self, text: str, purpose: str) -> tuple[str, ...]:
        """Return the hashes of a text under every key, for looking it up while keys change.

        Parameters
        ----------
        text, purpose
            As for ``hash``.
        """
        return tuple(_hash(one, text, purpose) for one in self._keys.values())


def _hash(key: Key, text: str, purpose: str) -> str:
    return hmac.new(key.part(purpose), text.encode(), hashlib.sha256).hexdigest()


def key_of(sealed: bytes) -> str:
    """Return the id of the key that something was sealed with.

    Parameters
    ----------
    sealed
        As ``KeyRing.seal`` returned it.
    """
    return bytes(sealed[len(VERSION) : len(VERSION) + ID_BYTES]).hex()


def new_key() -> Key:
    """Return a random key."""
    return Key(secrets.token_hex(ID_BYTES), secrets.token_bytes(KEY_BYTES))


def default_key_file() -> Path:
    """Return where the keys lie: as the environment says, else in the user's data folder."""
    from platformdirs import user_data_path

    named = os.environ.get("KINCHAIN_KEY_FILE", "")
    return Path(named).expanduser() if named else user_data_path("kinchain") / "kinchain.keys"


def read_keys(file: Path) -> KeyRing | None:
    """Return the keys of a file, or None where there is no file.

    Parameters
    ----------
    file
        The key file.

    Raises
    ------
    InputError
        If it cannot be read, or others on this machine can read it.
    """
    try:
        text = file.read_text("ascii")
        others = file.stat().st_mode & 0o077
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise _fault(
            "it cannot be read", "check its permissions and that it is a key file"
        ) from None
    if os.name == "posix" and others:
        raise _fault("others on this machine may read it", "chmod 600 on the key file")
    head, *lines = text.split("\n")
    found = [LINE.fullmatch(one) for one in lines if one.strip()]
    if head != FORMAT or not found or None in found:
        raise _fault("it is no key file, or was cut off", "put the right key file back")
    return KeyRing(Key(one[1], base64.b64decode(one[2])) for one in found if one is not None)


def write_keys(file: Path, keys: Iterable[Key], *, is_new: bool) -> None:
    """Write keys to a file that only its owner can read, whole or not at all.

    Parameters
    ----------
    file
        The key file.
    keys
        The keys, the newest last.
    is_new
        Whether there must not be such a file yet; then one that somebody else just made stays.

    Raises
    ------
    FileExistsError
        If there is one already and it should be new.
    InputError
        If it cannot be written.
    """
    lines = [FORMAT, *(f"{one.id} {base64.b64encode(one.secret).decode()}" for one in keys)]
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            if is_new:
                os.link(temporary, file)
            else:
                temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError:
        raise
    except OSError:
        raise _fault(
            "it cannot be written", "check the folder, its permissions and space"
        ) from None


def ready_keys(file: Path) -> KeyRing:
    """Return the keys of a file, which is made with a new key where it is not there.

    Parameters
    ----------
    file
        The key file.

    Raises
    ------
    InputError
        If it cannot be read or written.
    """
    found = read_keys(file)
    if found is None:
        with suppress(FileExistsError):  # another process made it at this very moment
            write_keys(file, [new_key()], is_new=True)
        found = read_keys(file)
    if found is None:
        raise _fault("it was taken away while it was read", "start again")
    return found


def _fault(what: str, mend: str) -> InputError:
    return InputError(
        Fault(what, WHERE, "a file of keys that only the owner can read and write", mend)
    )
