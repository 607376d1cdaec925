"""Count what can be guessed, and say how long to wait; the same for names that do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from kinchain.store.shelf import Shelf
from kinchain.store.tables import TRIES


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be tried.

    Parameters
    ----------
    name
        What is tried.
    n_most
        So often within ``within`` without waiting.
    within
        After so long without a try all is forgotten.
    wait
        So long to wait after the last allowed try; twice as long after each further one.
    longest
        But never longer than this.
    """

    name: str
    n_most: int
    within: timedelta
    wait: timedelta
    longest: timedelta


class Tries(Shelf):
    """Counts of tries."""

    def wait(self, limit: Limit, who: str) -> timedelta:
        """Return how long somebody has to wait before the next try; nothing if not at all.

        Parameters
        ----------
        limit
            What is tried.
        who
            A sign-in name or an address; kept as a keyed hash.
        """
        with self.reading() as connection:
            until = connection.execute(
                select(TRIES.c.until).where(TRIES.c.id == self._id(limit, who), TRIES.c.n > 0)
            ).scalar_one_or_none()
        return timedelta() if until is None else max(timedelta(), until - self.now())

    def count(self, limit: Limit, who: str) -> None:
        """Count a try.

        Parameters
        ----------
        limit, who
            As for ``wait``.
        """
        kept, now = self._id(limit, who), self.now()
        with self.writing() as connection:
            row = connection.execute(select(TRIES).where(TRIES.c.id == kept)).one_or_none()
            if row is None:
                connection.execute(insert(TRIES).values(id=kept, n=1, since=now, until=now))
                return
            n = 1 if now - row.since > limit.within else row.n + 1
            over = n - limit.n_most
            held = timedelta() if over < 0 else min(limit.longest, limit.wait * 2 ** min(over, 20))
            connection.execute(
                update(TRIES).where(TRIES.c.id == kept).values(n=n, since=now, until=now + held)
            )

    def forget(self, limit: Limit, who: str) -> None:
        """Forget the tries of somebody, because one was right.

        Parameters
        ----------
        limit, who
            As for ``wait``.
        """
        with self.writing() as connection:
            connection.execute(delete(TRIES).where(TRIES.c.id == self._id(limit, who)))

    def expire(self, after: timedelta) -> int:
        """Delete counts that nobody added to for so long, and say how many.

        Parameters
        ----------
        after
            How long.
        """
        old = self.now() - after
        query = delete(TRIES).where(TRIES.c.since < old, TRIES.c.until < self.now())
        with self.writing() as connection:
            return connection.execute(query).rowcount

    def _id(self, limit: Limit, who: str) -> str:
        return self.keys.hash(who, f"tries {limit.name}")
