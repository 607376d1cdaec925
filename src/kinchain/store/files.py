"""Files of a case in sealed pieces: recordings that came in, results that jobs made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from kinchain.core.errors import Fault, InputError
from kinchain.store.shelf import ChangedElsewhere, Shelf, fields, new_id
from kinchain.store.tables import CASES, FILE_PARTS, FILES

PART_BYTES = 1 << 20
MAX_NAME = 200
UNFINISHED_LASTS = timedelta(hours=6)
"""What was not written to its end is deleted after so long."""


class TooManyBytesError(InputError):
    """A file is larger than allowed; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file.

    Parameters
    ----------
    id
        Its id.
    case_id
        The case.
    kind
        What it is: ``recording``, or what made it.
    name
        Its name as the person had it: words of theirs, never a path.
    n_bytes
        Its size.
    sha256
        Hash of its content.
    created
        When, in UTC.
    """

    id: str
    case_id: str
    kind: str
    name: str
    n_bytes: int
    sha256: str
    created: datetime


class Writing:
    """A file that is being written; made by ``Files.writing``.

    Parameters
    ----------
    shelf
        Where it goes.
    file_id
        Its id.
    most_bytes
        More than this is refused.
    """

    def __init__(self, shelf: Files, file_id: str, most_bytes: int) -> None:
        self.id = file_id
        self.n_bytes = 0
        self._shelf = shelf
        self._most = most_bytes
        self._hash = hashlib.sha256()
        self._held = bytearray()
        self._n_parts = 0

    def write(self, data: bytes) -> None:
        """Add to the file.

        Parameters
        ----------
        data
            What comes next; a copy is kept until a piece is full.

        Raises
        ------
        TooManyBytesError
            If the file becomes larger than allowed.
        """
        self.n_bytes += len(data)
        if self.n_bytes > self._most:
            raise TooManyBytesError(
                Fault("the file is too large", "the file that was sent",
                      f"at most {self._most // 1_000_000} MB", "cut the recording shorter")
            )  # fmt: skip
        self._hash.update(data)
        self._held += data
        while len(self._held) >= PART_BYTES:
            self._put(bytes(self._held[:PART_BYTES]))
            del self._held[:PART_BYTES]

    def flush(self) -> str:
        """Write what is held back, and return the hash of all."""
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()
        return self._hash.hexdigest()

    def _put(self, piece: bytes) -> None:
        self._shelf.put_part(self.id, self._n_parts, piece)
        self._n_parts += 1


class Files(Shelf):
    """All files."""

    @contextmanager
    def writing_file(
        self, case_id: str, kind: str, name: str, most_bytes: int
    ) -> Iterator[Writing]:
        """Write a file: whole when the block ends, gone when it fails.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            What it is.
        name
            Its name as the person had it.
        most_bytes
            More than this is refused.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        TooManyBytesError
            If it becomes too large.
        """
        one = Writing(self, self._begin(case_id, kind, name), most_bytes)
        try:
            yield one
            self._finish(case_id, one, one.flush())
        except BaseException:
            self.drop_unfinished(one.id)
            raise

    def keep(self, case_id: str, kind: str, name: str, content: bytes) -> str:
        """Keep a small file whole, and return its id.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            What it is.
        name
            Its name.
        content
            Its content.
        """
        with self.writing_file(case_id, kind, name, len(content)) as one:
            one.write(content)
        return one.id

    def get(self, case_id: str, file_id: str) -> KeptFile | None:
        """Return a whole file of a case, without its content, or None.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        file_id
            The file.
        """
        found = self._all(FILES.c.case_id == case_id, FILES.c.id == file_id)
        return found[0] if found else None

    def of(self, case_id: str, kind: str | None = None) -> list[KeptFile]:
        """Return the whole files of a case, the oldest first.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Only those of one kind; all where not told.
        """
        which = [] if kind is None else [FILES.c.kind == kind]
        return self._all(FILES.c.case_id == case_id, *which)

    def n_bytes(self, case_id: str) -> int:
        """Return how many bytes the files of a case have together, unfinished ones included.

        Parameters
        ----------
        case_id
            The case.
        """
        query = select(func.coalesce(func.sum(FILES.c.n_bytes), 0))
        with self.reading() as connection:
            return int(connection.execute(query.where(FILES.c.case_id == case_id)).scalar_one())

    def pieces(self, case_id: str, file_id: str) -> Iterator[bytes]:
        """Yield the content of a file piece by piece; nothing where it is not theirs.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        file_id
            The file.
        """
        if self.get(case_id, file_id) is None:
            return
        number = 0
        while (piece := self._piece(file_id, number)) is not None:
            yield piece
            number += 1

    def content(self, case_id: str, file_id: str) -> bytes:
        """Return the content of a file in one; empty where it is not theirs.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        file_id
            The file.
        """
        return b"".join(self.pieces(case_id, file_id))

    def delete(self, case_id: str, file_id: str) -> bool:
        """Delete a file of a case, and say whether it was there.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        file_id
            The file.
        """
        query = delete(FILES).where(FILES.c.case_id == case_id, FILES.c.id == file_id)
        with self.writing() as connection:
            return bool(connection.execute(query).rowcount)

    def expire(self) -> int:
        """Delete files that were begun long ago and never became whole; say how many."""
        old = self.now() - UNFINISHED_LASTS
        query = delete(FILES).where(FILES.c.is_whole == 0, FILES.c.created < old)
        with self.writing() as connection:
            return connection.execute(query).rowcount

    def put_part(self, file_id: str, number: int, piece: bytes) -> None:
        """Keep one piece of a file that is being written.

        Parameters
        ----------
        file_id
            The file.
        number
            Which piece, from 0.
        piece
            Its bytes.

        Raises
        ------
        ChangedElsewhere
            If the file was deleted meanwhile.
        """
        sealed = self.keys.seal(piece, f"file_parts.content:{file_id}:{number}")
        grown = update(FILES).where(FILES.c.id == file_id, FILES.c.is_whole == 0)
        with self.writing() as connection:
            done = connection.execute(grown.values(n_bytes=FILES.c.n_bytes + len(piece)))
            if done.rowcount != 1:
                raise ChangedElsewhere
            connection.execute(
                insert(FILE_PARTS).values(file_id=file_id, number=number, content=sealed)
            )

    def drop_unfinished(self, file_id: str) -> None:
        """Delete a file that is not whole.

        Parameters
        ----------
        file_id
            The file.
        """
        with self.writing() as connection:
            connection.execute(delete(FILES).where(FILES.c.id == file_id, FILES.c.is_whole == 0))

    def _begin(self, case_id: str, kind: str, name: str) -> str:
        file_id = new_id()
        sealed = self.keys.seal(name[:MAX_NAME], f"files.name:{file_id}")
        with self.writing() as connection:
            self._need_case(connection, case_id)
            connection.execute(
                insert(FILES).values(
                    id=file_id, case_id=case_id, kind=kind, name=sealed, n_bytes=0, sha256="",
                    is_whole=0, created=self.now(),
                )
            )  # fmt: skip
        return file_id

    @staticmethod
    def _need_case(connection: Any, case_id: str) -> None:
        if connection.execute(select(CASES.c.id).where(CASES.c.id == case_id)).first() is None:
            raise ChangedElsewhere

    def _finish(self, case_id: str, one: Writing, sha256: str) -> None:
        query = update(FILES).where(FILES.c.id == one.id, FILES.c.is_whole == 0)
        with self.writing() as connection:
            done = connection.execute(query.values(is_whole=1, sha256=sha256, n_bytes=one.n_bytes))
            if done.rowcount != 1:
                raise ChangedElsewhere
            self.added_to(connection, case_id)

    def _all(self, *which: Any) -> list[KeptFile]:
        query = select(FILES).where(FILES.c.is_whole == 1, *which)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(FILES.c.created, FILES.c.id)).all()
        return [self._file(fields(row)) for row in rows]

    def _file(self, row: dict[str, Any]) -> KeptFile:
        del row["is_whole"]
        return KeptFile(**{**row, "name": self.keys.text(row["name"], f"files.name:{row['id']}")})

    def _piece(self, file_id: str, number: int) -> bytes | None:
        this = (FILE_PARTS.c.file_id == file_id, FILE_PARTS.c.number == number)
        with self.reading() as connection:
            sealed = connection.execute(
                select(FILE_PARTS.c.content).where(*this)
            ).scalar_one_or_none()
        if sealed is None:
            return None
        return self.keys.open(sealed, f"file_parts.content:{file_id}:{number}")
