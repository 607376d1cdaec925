"""Accounts, browsers, cases and all that belongs to them; what was told is sealed from here on.

Visits of the first revision are carried over: each becomes a case that expires as before, and
the browser that held its key keeps it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from kinchain.store.seal import KeyRing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(32)
HASH = sa.String(64)
TIME = sa.DateTime(timezone=False)
SEALED = sa.LargeBinary()
WORK = ("jobs", "file_parts", "files", "shares", "notes", "scores", "diary")
PEOPLE = ("tries", "tokens", "sessions", "cases", "recovery_codes", "accounts", "seals")


def upgrade() -> None:
    """Make the tables, carry the visits over, and take their old table away."""
    _people()
    _cases()
    _work()
    _carry_over()
    op.drop_index("visits_by_expiry", "visits")
    op.drop_table("visits")


def _id() -> sa.Column[str]:
    return sa.Column("id", ID, primary_key=True)


def _of(table: str, on_delete: str = "CASCADE", *, nullable: bool = False) -> sa.Column[str]:
    name = {"accounts": "account_id", "cases": "case_id", "files": "file_id"}[table]
    key = sa.ForeignKey(f"{table}.id", ondelete=on_delete)
    return sa.Column(name, ID, key, nullable=nullable)


def _need(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _people() -> None:
    op.create_table("seals", sa.Column("key_id", sa.String(8), primary_key=True),
                    _need("proof", SEALED))  # fmt: skip
    op.create_table(
        "accounts", _id(), sa.Column("name_hash", HASH, nullable=False, unique=True),
        _need("name", SEALED), _need("passphrase", sa.String(255)), _may("totp", SEALED),
        _need("totp_on", sa.Integer()), _need("totp_last", sa.BigInteger()),
        _need("created", TIME), _need("passphrase_changed", TIME),
    )  # fmt: skip
    op.create_table("recovery_codes", _id(), _of("accounts"), _need("code_hash", HASH))
    op.create_index("recovery_codes_by_account", "recovery_codes", ["account_id"])
    op.create_table(
        "cases", _id(), _of("accounts", nullable=True), _need("version", sa.Integer()),
        _need("state", SEALED), _need("created", TIME), _need("changed", TIME),
        _may("expires", TIME),
    )  # fmt: skip
    op.create_index("cases_by_account", "cases", ["account_id"])
    op.create_index("cases_by_expiry", "cases", ["expires"])
    op.create_table(
        "sessions", sa.Column("id", HASH, primary_key=True),
        sa.Column("handle", ID, nullable=False, unique=True), _of("accounts", nullable=True),
        _of("cases", "SET NULL", nullable=True), _need("agent", sa.String(80)),
        _need("created", TIME), _need("seen", TIME), _need("expires", TIME),
    )  # fmt: skip
    op.create_index("sessions_by_account", "sessions", ["account_id"])
    op.create_index("sessions_by_expiry", "sessions", ["expires"])
    op.create_table(
        "tokens", sa.Column("id", HASH, primary_key=True),
        sa.Column("handle", ID, nullable=False, unique=True), _of("accounts"),
        _need("name", SEALED), _need("created", TIME), _need("expires", TIME), _may("seen", TIME),
    )  # fmt: skip
    op.create_index("tokens_by_account", "tokens", ["account_id"])
    op.create_table("tries", sa.Column("id", HASH, primary_key=True), _need("n", sa.Integer()),
                    _need("since", TIME), _need("until", TIME))  # fmt: skip


def _cases() -> None:
    op.create_table(
        "diary", _id(), _of("cases"), _need("day", sa.Date()), _need("entry", SEALED),
        _need("created", TIME), _need("changed", TIME),
        sa.UniqueConstraint("case_id", "day", name="diary_once_a_day"),
    )  # fmt: skip
    op.create_table(
        "scores", _id(), _of("cases"), _need("kind", sa.String(20)),
        _need("measure", sa.String(80)), _need("day", sa.Date()), _need("entry", SEALED),
        _need("created", TIME),
    )  # fmt: skip
    op.create_index("scores_by_case", "scores", ["case_id", "day"])
    op.create_table("notes", _id(), _of("cases"), _need("kind", sa.String(40)),
                    _need("entry", SEALED), _need("created", TIME))  # fmt: skip
    op.create_index("notes_by_case", "notes", ["case_id", "kind"])
    op.create_table(
        "shares", sa.Column("id", HASH, primary_key=True),
        sa.Column("handle", ID, nullable=False, unique=True), _of("cases"),
        _need("what", sa.String(20)), _need("created", TIME), _need("expires", TIME),
        _may("opened", TIME),
    )  # fmt: skip
    op.create_index("shares_by_case", "shares", ["case_id"])


def _work() -> None:
    op.create_table(
        "files", _id(), _of("cases"), _need("kind", sa.String(40)), _need("name", SEALED),
        _need("n_bytes", sa.BigInteger()), _need("sha256", HASH),
        _need("is_whole", sa.Integer()), _need("created", TIME),
    )  # fmt: skip
    op.create_index("files_by_case", "files", ["case_id", "kind"])
    part_of = sa.ForeignKey("files.id", ondelete="CASCADE")
    op.create_table(
        "file_parts", sa.Column("file_id", ID, part_of, primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True), _need("content", SEALED),
    )  # fmt: skip
    result = sa.ForeignKey("files.id", ondelete="SET NULL")
    op.create_table(
        "jobs", _id(), _of("cases"), _need("kind", sa.String(40)), _need("payload", SEALED),
        _need("state", sa.String(12)), _need("attempts", sa.Integer()),
        _may("worker", sa.String(64)), _need("not_before", TIME), _may("lease_until", TIME),
        _may("heartbeat", TIME), _need("progress", sa.Float()), _need("step", sa.String(80)),
        sa.Column("result_id", ID, result, nullable=True), _may("error", SEALED),
        _need("created", TIME), _need("changed", TIME),
    )  # fmt: skip
    op.create_index("jobs_by_case", "jobs", ["case_id"])
    op.create_index("jobs_by_state", "jobs", ["state", "not_before"])


def _carry_over() -> None:
    keys: KeyRing = context.config.attributes["keys"]
    bind = op.get_bind()
    now = datetime.now(UTC).replace(tzinfo=None)
    for row in bind.execute(_visits_then.select()).all():
        case_id = token_hex(16)
        bind.execute(
            _cases_then.insert().values(
                id=case_id, version=row.version, created=now, changed=now, expires=row.expires,
                state=keys.seal(row.state, f"cases.state:{case_id}"),
            )
        )  # fmt: skip
        bind.execute(
            _sessions_then.insert().values(
                id=row.id, handle=token_hex(16), case_id=case_id, agent="", created=now,
                seen=now, expires=row.expires,
            )
        )  # fmt: skip


def downgrade() -> None:
    """Go back to visits without accounts; what belongs to accounts is lost."""
    op.create_table(
        "visits", sa.Column("id", HASH, primary_key=True), _need("version", sa.Integer()),
        _need("state", sa.Text()), _need("expires", TIME),
    )  # fmt: skip
    op.create_index("visits_by_expiry", "visits", ["expires"])
    _carry_back()
    for table in (*WORK, *PEOPLE):
        op.drop_table(table)


def _carry_back() -> None:
    keys: KeyRing = context.config.attributes["keys"]
    bind = op.get_bind()
    query = sa.select(
        _sessions_then.c.id, _cases_then.c.id.label("case_id"), _cases_then.c.version,
        _cases_then.c.state, _cases_then.c.expires,
    ).where(
        _sessions_then.c.case_id == _cases_then.c.id, _cases_then.c.expires.is_not(None)
    )  # fmt: skip
    for row in bind.execute(query).all():
        state = keys.text(row.state, f"cases.state:{row.case_id}")
        bind.execute(
            _visits_then.insert().values(id=row.id, version=row.version, state=state,
                                   expires=row.expires)
        )  # fmt: skip


_visits_then = sa.table(
    "visits", sa.column("id", HASH), sa.column("version", sa.Integer()),
    sa.column("state", sa.Text()), sa.column("expires", TIME),
)  # fmt: skip
_cases_then = sa.table(
    "cases", sa.column("id", ID), sa.column("version", sa.Integer()), sa.column("state", SEALED),
    sa.column("created", TIME), sa.column("changed", TIME), sa.column("expires", TIME),
)  # fmt: skip
_sessions_then = sa.table(
    "sessions", sa.column("id", HASH), sa.column("handle", ID), sa.column("case_id", ID),
    sa.column("agent", sa.String(80)), sa.column("created", TIME), sa.column("seen", TIME),
    sa.column("expires", TIME),
)  # fmt: skip
