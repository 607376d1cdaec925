"""The tables of the database, as the migrations leave them."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()
"""All tables."""

VISITS = Table(
    "visits",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("expires", DateTime(timezone=False), nullable=False),
    Index("visits_by_expiry", "expires"),
)
"""One visit without an account: the SHA-256 of its secret, how often it was changed, what was
told (``kinchain-visit/1``), and when it is deleted (UTC)."""
