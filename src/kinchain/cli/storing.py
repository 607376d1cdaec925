"""``kinchain store``: copy what is kept, put a copy back, change the key."""

from __future__ import annotations

from pathlib import Path

import typer

from kinchain.core.errors import Fault, InputError

ACTIONS = ("backup", "restore", "change-key")


def run(action: str, file: Path | None, database: str | None, *, drops_old: bool) -> None:
    """Do one of the actions.

    Parameters
    ----------
    action
        ``backup``, ``restore`` or ``change-key``.
    file
        The copy; None for ``change-key``.
    database
        Path or address of the database, or None for the one in the user's data folder.
    drops_old
        Whether ``change-key`` takes the old keys out of the key file.

    Raises
    ------
    InputError
        If the action, the database, the copy or the keys cannot be used.
    """
    from kinchain.store.backup import back_up, change_key, restore
    from kinchain.store.place import database_url, default_database
    from kinchain.store.seal import default_key_file

    url = default_database() if database is None else database_url(database)
    if action not in ACTIONS or (file is None) != (action == "change-key"):
        raise InputError(
            Fault("the action is none, or its file is missing or too much", "kinchain store",
                  "'backup FILE', 'restore FILE' or 'change-key'", "see kinchain store --help")
        )  # fmt: skip
    if action == "backup" and file is not None:
        back_up(url, file)
        typer.echo(f"Copied to {file}. Keep the key file apart from it: {default_key_file()}")
    elif action == "restore" and file is not None:
        aside = restore(url, default_key_file(), file)
        kept = f" What was there before lies in {aside}." if aside else ""
        typer.echo(f"Put back; everybody has to sign in again, and links are void.{kept}")
    else:
        n_sealed = change_key(url, default_key_file(), drops_old=drops_old)
        typer.echo(f"{n_sealed} texts are sealed with a new key in {default_key_file()}.")
