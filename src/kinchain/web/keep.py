"""Keep interviews in the store, and what was worked out of them in memory."""

from __future__ import annotations

from kinchain.app.interview import Interview
from kinchain.store.keeping import Store
from kinchain.store.shelf import ChangedElsewhere, new_secret
from kinchain.web.visit import Visit, forget, hold, text_of

__all__ = ["ChangedElsewhere", "Keeper", "new_secret"]


class Keeper:
    """Interviews in a store.

    Parameters
    ----------
    store
        The store.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def read(self, case_id: str, account_id: str | None) -> Visit | None:
        """Return a visit, or None where it is not there, its time is over, or it is not theirs.

        Parameters
        ----------
        case_id
            The case.
        account_id
            Whose it must be; None for one without an account.
        """
        kept = self.store.cases.read(case_id, account_id)
        return None if kept is None else Visit(kept.id, kept.version, kept.state, kept.account_id)

    def make(self, interview: Interview, account_id: str | None) -> Visit:
        """Keep a new visit and return it.

        Parameters
        ----------
        interview
            What was told.
        account_id
            Whose it is; None without an account.
        """
        state = text_of(interview)
        kept = self.store.cases.make(state, account_id)
        hold(state, interview)
        return Visit(kept.id, kept.version, state, account_id)

    def change(self, visit: Visit, interview: Interview) -> None:
        """Keep what was told since a visit was read; without an account it lasts anew.

        Parameters
        ----------
        visit
            The visit as it was read.
        interview
            What is told now.

        Raises
        ------
        ChangedElsewhere
            If it was changed or deleted since; nothing is written then.
        """
        state = text_of(interview)
        self.store.cases.change(visit.id, visit.version, state, visit.account_id)
        hold(state, interview)

    def forget(self, visit: Visit) -> None:
        """Delete a visit, from the file's journal and from memory too.

        Parameters
        ----------
        visit
            The visit.
        """
        self.store.cases.delete(visit.id, visit.account_id)
        self.wipe()

    def expire(self) -> None:
        """Delete whatever is over."""
        self.store.expire()
        forget()

    def wipe(self) -> None:
        """Let nothing that was deleted stay in the file's journal or in memory."""
        self.store.wipe()
        forget()
