"""Count what can be guessed, and say how long to wait; the same for names that do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

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

    def take(self, limit: Limit, who: str) -> timedelta:
        """Count a try, and return how long to wait before it; then it does not count.

        Parameters
        ----------
        limit
            What is tried.
        who
            A sign-in name or an address; kept as a keyed hash.
        """
        kept, now = self._id(limit, who), self.now()
        with self.writing() as connection:
            row = connection.execute(select(TRIES).where(TRIES.c.id == kept)).one_or_none()
            if row is not None and row.until > now:
                until: datetime = row.until
                return until - now
            n = 1 if row is None or now - row.since > limit.within else row.n + 1
            over = n - limit.n_most
            held = timedelta() if over < 0 else min(limit.longest, limit.wait * 2 ** min(over, 20))
            values = {"n": n, "since": now, "until": now + held}
            if row is None:
                connection.execute(insert(TRIES).values(id=kept, **values))
            else:
                connection.execute(update(TRIES).where(TRIES.c.id == kept).values(values))
        return timedelta()

    def forget(self, limit: Limit, who: str) -> None:
        """Forget the tries of somebody, because one was right.

        Parameters
        ----------
        limit, who
            As for ``take``.
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
