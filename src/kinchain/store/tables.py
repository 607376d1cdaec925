"""The tables of the database, as the migrations leave them.

A column that holds what a person told is ``LargeBinary`` and sealed (``kinchain.store.seal``).
Everything that belongs to a case goes with it, and every case of an account with the account.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

METADATA = MetaData()
"""All tables."""

ID = String(32)
"""Sixteen random bytes as hexadecimal digits."""

HASH = String(64)
"""SHA-256 of a secret that only a browser holds, as hexadecimal digits."""


def _id() -> Column[str]:
    return Column("id", ID, primary_key=True)


def _case() -> Column[str]:
    return Column("case_id", ID, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False)


def _time(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=False), nullable=nullable)


SEALS = Table(
    "seals",
    METADATA,
    Column("key_id", String(8), primary_key=True),
    Column("proof", LargeBinary, nullable=False),
)
"""Which keys this database was sealed with; the proof tells the right key from a wrong one."""

ACCOUNTS = Table(
    "accounts",
    METADATA,
    _id(),
    Column("name_hash", HASH, nullable=False, unique=True),
    Column("name", LargeBinary, nullable=False),
    Column("passphrase", String(255), nullable=False),
    Column("totp", LargeBinary, nullable=True),
    Column("totp_on", Integer, nullable=False),
    Column("totp_last", BigInteger, nullable=False),
    _time("created"),
    _time("passphrase_changed"),
)
"""A sign-in name (sealed, and as keyed hash to find it by), the Argon2 hash of the passphrase,
the sealed secret of the second step, whether it is on, and the last time step it was used at."""

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    _id(),
    Column("account_id", ID, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", HASH, nullable=False),
    Index("recovery_codes_by_account", "account_id"),
)
"""Codes in place of the second step; a used one is deleted."""

CASES = Table(
    "cases",
    METADATA,
    _id(),
    Column("account_id", ID, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True),
    Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    _time("created"),
    _time("changed"),
    _time("expires", nullable=True),
    Index("cases_by_account", "account_id"),
    Index("cases_by_expiry", "expires"),
)
"""What one person told of one trouble (``kinchain-visit/1``, sealed); without an account it
expires."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("handle", ID, nullable=False, unique=True),
    Column("account_id", ID, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=True),
    Column("case_id", ID, ForeignKey("cases.id", ondelete="SET NULL"), nullable=True),
    Column("agent", String(80), nullable=False),
    _time("created"),
    _time("seen"),
    _time("expires"),
    Index("sessions_by_account", "account_id"),
    Index("sessions_by_expiry", "expires"),
)
"""One browser: the hash of its secret, whose it is, which case it has open. ``handle`` names it
on the page where sessions are ended."""

DIARY = Table(
    "diary",
    METADATA,
    _id(),
    _case(),
    Column("day", Date, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    _time("created"),
    _time("changed"),
    UniqueConstraint("case_id", "day", name="diary_once_a_day"),
)
"""One day (``DiaryDay`` of ``kinchain-track/1``, sealed)."""

SCORES = Table(
    "scores",
    METADATA,
    _id(),
    _case(),
    Column("kind", String(20), nullable=False),
    Column("measure", String(80), nullable=False),
    Column("day", Date, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    _time("created"),
    Index("scores_by_case", "case_id", "day"),
)
"""An outcome score or a home test (``TrackedScore`` or ``HomeTest``, sealed)."""

NOTES = Table(
    "notes",
    METADATA,
    _id(),
    _case(),
    Column("kind", String(40), nullable=False),
    Column("entry", LargeBinary, nullable=False),
    _time("created"),
    Index("notes_by_case", "case_id", "kind"),
)
"""Anything else of a case that is small: what is followed, exam findings, ticks of a plan."""

FILES = Table(
    "files",
    METADATA,
    _id(),
    _case(),
    Column("kind", String(40), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("sha256", HASH, nullable=False),
    Column("is_whole", Integer, nullable=False),
    _time("created"),
    Index("files_by_case", "case_id", "kind"),
)
"""A recording that was uploaded, or a result that a job made; its content is in parts."""

FILE_PARTS = Table(
    "file_parts",
    METADATA,
    Column("file_id", ID, ForeignKey("files.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Pieces of a file, sealed one by one, so that none has to fit into memory whole."""

JOBS = Table(
    "jobs",
    METADATA,
    _id(),
    _case(),
    Column("kind", String(40), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(64), nullable=True),
    _time("not_before"),
    _time("lease_until", nullable=True),
    _time("heartbeat", nullable=True),
    Column("progress", Float, nullable=False),
    Column("step", String(80), nullable=False),
    Column("result_id", ID, ForeignKey("files.id", ondelete="SET NULL"), nullable=True),
    Column("error", LargeBinary, nullable=True),
    _time("created"),
    _time("changed"),
    Index("jobs_by_case", "case_id"),
    Index("jobs_by_state", "state", "not_before"),
)
"""Work for the worker: ``queued``, ``running``, ``done``, ``failed`` or ``stopped``."""

SHARES = Table(
    "shares",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("handle", ID, nullable=False, unique=True),
    _case(),
    Column("what", String(20), nullable=False),
    _time("created"),
    _time("expires"),
    _time("opened", nullable=True),
    Index("shares_by_case", "case_id"),
)
"""A link that shows one case to whoever holds it, until it expires or is taken back."""

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("handle", ID, nullable=False, unique=True),
    Column("account_id", ID, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", LargeBinary, nullable=False),
    _time("created"),
    _time("expires"),
    _time("seen", nullable=True),
    Index("tokens_by_account", "account_id"),
)
"""A program's key to one account, for the JSON interface."""

TRIES = Table(
    "tries",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("n", Integer, nullable=False),
    _time("since"),
    _time("until"),
)
"""How often something was tried that can be guessed; the id is a keyed hash of who and what."""
