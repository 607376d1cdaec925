"""Take a recording in as it arrives: token first, each file straight into the database."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from kinchain.core.errors import Fault, InputError
from kinchain.store.files import Writing
from kinchain.store.keeping import Store
from kinchain.web.settings import MAX_RECORDING_BYTES

KIND = "recording"
"""Kind under which recordings are kept."""

WALK, STATIC, TOKEN = "walk", "static", "token"
MOST_FILES = 5
MOST_TOKEN = 200
MOST_HEADERS = 4_000
MOST_SHOWN = 80
NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file that is kept whole.

    Parameters
    ----------
    id
        Its id.
    field
        ``walk`` or ``static``.
    name
        Its name as shown: never a path.
    n_bytes
        Its size.
    """

    id: str
    field: str
    name: str
    n_bytes: int


def shown_name(told: str) -> str:
    """Return a file's name as it may be shown: without folders and signs that cannot be seen.

    Parameters
    ----------
    told
        What the browser sent.
    """
    name = PurePosixPath(NOT_SHOWN.sub("", told).replace("\\", "/")).name.strip()
    return name[-MOST_SHOWN:] or KIND


@dataclass
class Incoming:
    """A form with files that is being read.

    Parameters
    ----------
    store
        Where files go.
    case_id
        The case, theirs for sure.
    boundary
        What stands between the parts.
    check
        Told the token; raises where it is wrong.
    """

    store: Store
    case_id: str
    boundary: bytes
    check: Any
    files: list[Arrived] = field(default_factory=list)
    _token: bytearray = field(default_factory=bytearray)
    _headers: dict[str, bytes] = field(default_factory=dict)
    _name: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _field: str = ""
    _shown: str = ""
    _writing: tuple[AbstractContextManager[Writing], Writing] | None = None
    _is_checked: bool = False
    _is_whole: bool = False
    _n_headers: int = 0

    def __post_init__(self) -> None:
        self._parser = MultipartParser(
            self.boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": partial(self._header, self._name),
                "on_header_value": partial(self._header, self._value),
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": lambda data, start, end: self._data(data[start:end]),
                "on_part_end": self._part_ends,
                "on_end": self._end,
            },
        )

    def feed(self, data: bytes) -> None:
        """Take what arrived.

        Parameters
        ----------
        data
            The next bytes.

        Raises
        ------
        InputError
            If it is no form of ours, or too large.
        """
        try:
            self._parser.write(data)
        except MultipartParseError:
            raise InputError(BROKEN) from None

    def close(self) -> tuple[Arrived, ...]:
        """Return the files; nothing is kept where the form did not come to its end.

        Raises
        ------
        InputError
            If it came only in part, or holds no recording.
        """
        if not self._is_whole or not self._is_checked:
            raise InputError(BROKEN)
        if not any(one.field == WALK for one in self.files):
            raise InputError(NO_FILE)
        return tuple(self.files)

    def drop(self) -> None:
        """Delete what was taken in so far."""
        if self._writing is not None:
            manager, _ = self._writing
            self._writing = None
            error = InputError(BROKEN)
            with suppress(InputError):
                manager.__exit__(InputError, error, error.__traceback__)
        for one in self.files:
            self.store.files.delete(self.case_id, one.id)
        self.files.clear()

    def _part_begins(self) -> None:
        self._headers, self._n_headers, self._field = {}, 0, ""

    def _header(self, into: bytearray, data: bytes, start: int, end: int) -> None:
        self._n_headers += end - start
        if self._n_headers > MOST_HEADERS:
            raise InputError(BROKEN)
        into += data[start:end]

    def _header_ends(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        told = options.get(b"filename")
        if self._field == TOKEN and told is None:
            return
        if not self._is_checked:
            raise InputError(BROKEN)
        if told and self._field in (WALK, STATIC):
            if len(self.files) >= MOST_FILES:
                raise InputError(TOO_MANY)
            self._shown = shown_name(told.decode("utf-8", "replace"))
            left = MAX_RECORDING_BYTES - sum(one.n_bytes for one in self.files)
            opened = self.store.files.writing_file(self.case_id, KIND, self._shown, left)
            self._writing = (opened, opened.__enter__())

    def _data(self, data: bytes) -> None:
        if self._writing is not None:
            self._writing[1].write(data)
        elif self._field == TOKEN and not self._is_checked:
            self._token += data
            if len(self._token) > MOST_TOKEN:
                raise InputError(BROKEN)

    def _part_ends(self) -> None:
        if self._field == TOKEN and not self._is_checked:
            self.check(self._token.decode("utf-8", "replace"))
            self._is_checked = True
        if self._writing is None:
            return
        manager, written = self._writing
        self._writing = None
        manager.__exit__(None, None, None)
        one = Arrived(written.id, self._field, self._shown, written.n_bytes)
        if one.n_bytes:
            self.files.append(one)
        else:
            self.store.files.delete(self.case_id, one.id)

    def _end(self) -> None:
        self._is_whole = True


BROKEN = Fault(
    "the file did not come whole, or not by the form of this page",
    "the form that was sent",
    "the form of this page, with one recording",
    "open the page anew and send it again",
)
NO_FILE = Fault(
    "no recording was chosen, or it is empty",
    "the recording",
    "a C3D, TRC, MOT, STO or CSV file, or key points of a video as JSON",
    "choose a file and send it again",
)
TOO_MANY = Fault(
    "these are too many files at once",
    "the recording",
    f"at most {MOST_FILES} files of one walk",
    "send each walk on its own",
)
