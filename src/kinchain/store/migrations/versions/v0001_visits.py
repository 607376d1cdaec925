"""The first table: visits without an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of visits."""
    op.create_table(
        "visits",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires", sa.DateTime(timezone=False), nullable=False),
    )
    op.create_index("visits_by_expiry", "visits", ["expires"])


def downgrade() -> None:
    """Take the table away again, with everything in it."""
    op.drop_index("visits_by_expiry", "visits")
    op.drop_table("visits")
