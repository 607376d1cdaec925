"""What is added to a case over time: days of a diary, scores and home tests, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from kinchain.store.shelf import Shelf, fields, new_id
from kinchain.store.tables import DIARY, NOTES, SCORES


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One entry of a case.

    Parameters
    ----------
    id
        Its id.
    case_id
        The case.
    entry
        What was told, as JSON holds it.
    created
        When, in UTC.
    day
        The day it is about; None for a note.
    kind, measure
        Of a score: ``score`` or ``test``, and which; of a note its kind.
    """

    id: str
    case_id: str
    entry: Any
    created: datetime
    day: Date | None = None
    kind: str = ""
    measure: str = ""


class _Entries(Shelf):
    """Entries of one table."""

    table: Table
    order: tuple[str, ...] = ("created",)

    def of(self, case_id: str, kind: str | None = None) -> list[KeptEntry]:
        """Return the entries of a case, the oldest first.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Only those of one kind; all where not told.
        """
        c = self.table.c
        which = [c.case_id == case_id] if kind is None else [c.case_id == case_id, c.kind == kind]
        return self._all(*which)

    def get(self, case_id: str, entry_id: str) -> KeptEntry | None:
        """Return one entry of a case, or None.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        entry_id
            The entry.
        """
        found = self._all(self.table.c.case_id == case_id, self.table.c.id == entry_id)
        return found[0] if found else None

    def delete(self, case_id: str, entry_id: str) -> bool:
        """Delete one entry of a case, and say whether it was there.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        entry_id
            The entry.
        """
        c = self.table.c
        with self.writing() as connection:
            done = connection.execute(
                delete(self.table).where(c.case_id == case_id, c.id == entry_id)
            )
        return bool(done.rowcount)

    def _all(self, *which: ColumnElement[bool]) -> list[KeptEntry]:
        order = [self.table.c[name] for name in (*self.order, "id")]
        with self.reading() as connection:
            rows = connection.execute(select(self.table).where(*which).order_by(*order)).all()
        return [self._entry(fields(row)) for row in rows]

    def _entry(self, row: dict[str, Any]) -> KeptEntry:
        known = {name: row[name] for name in ("day", "kind", "measure") if name in row}
        entry = self.keys.data(row["entry"], self._about(row["id"]))
        return KeptEntry(row["id"], row["case_id"], entry, row["created"], **known)

    def _about(self, entry_id: str) -> str:
        return f"{self.table.name}.entry:{entry_id}"

    def _add(self, case_id: str, entry: Any, **values: Any) -> str:
        entry_id = new_id()
        sealed = self.keys.seal_data(entry, self._about(entry_id))
        with self.writing() as connection:
            self.added_to(connection, case_id)
            connection.execute(
                insert(self.table).values(
                    id=entry_id, case_id=case_id, entry=sealed, created=self.now(), **values
                )
            )
        return entry_id


class Diary(_Entries):
    """Days of a diary, one entry for each (``DiaryDay`` as JSON)."""

    table = DIARY
    order = ("day",)

    def put(self, case_id: str, day: Date, entry: Mapping[str, Any]) -> str:
        """Keep a day in place of what was kept of it before; return the entry's id.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        day
            The day.
        entry
            What was told of it.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        now = self.now()
        this = (DIARY.c.case_id == case_id, DIARY.c.day == day)
        with self.writing() as connection:
            self.added_to(connection, case_id)
            found = connection.execute(select(DIARY.c.id).where(*this)).scalar_one_or_none()
            entry_id = found or new_id()
            sealed = self.keys.seal_data(dict(entry), self._about(entry_id))
            if found:
                connection.execute(update(DIARY).where(*this).values(entry=sealed, changed=now))
            else:
                connection.execute(
                    insert(DIARY).values(id=entry_id, case_id=case_id, day=day, entry=sealed,
                                         created=now, changed=now)
                )  # fmt: skip
        return entry_id

    def on(self, case_id: str, day: Date) -> KeptEntry | None:
        """Return the entry of a day, or None.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        day
            The day.
        """
        found = self._all(DIARY.c.case_id == case_id, DIARY.c.day == day)
        return found[0] if found else None


class Scores(_Entries):
    """Outcome scores (``TrackedScore``) and home tests (``HomeTest``), as JSON."""

    table = SCORES
    order = ("day", "created")

    def add(
        self, case_id: str, measure: str, day: Date, entry: Mapping[str, Any], kind: str = "score"
    ) -> str:
        """Keep a score or the result of a home test; return the entry's id.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        measure
            Which score or test.
        day
            The day.
        entry
            The result, and the single answers where they are kept.
        kind
            ``score`` or ``test``.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        return self._add(case_id, dict(entry), kind=kind, measure=measure, day=day)


class Notes(_Entries):
    """Small things of a case by kind: what is followed, exam findings, ticks of a plan."""

    table = NOTES

    def add(self, case_id: str, kind: str, entry: Any) -> str:
        """Keep one more note; return its id.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Its kind.
        entry
            Whatever JSON can hold.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        return self._add(case_id, entry, kind=kind)

    def last(self, case_id: str, kind: str) -> Any:
        """Return the newest note of a kind, or None.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Its kind.
        """
        found = self.of(case_id, kind)
        return found[-1].entry if found else None

    def put(self, case_id: str, kind: str, entry: Any) -> str:
        """Keep a note in place of all of its kind; return its id.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        kind
            Its kind.
        entry
            Whatever JSON can hold.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        note_id = new_id()
        sealed = self.keys.seal_data(entry, self._about(note_id))
        this = (NOTES.c.case_id == case_id, NOTES.c.kind == kind)
        with self.writing() as connection:
            self.added_to(connection, case_id)
            connection.execute(delete(NOTES).where(*this))
            connection.execute(
                insert(NOTES).values(
                    id=note_id, case_id=case_id, kind=kind, entry=sealed, created=self.now()
                )
            )
        return note_id
