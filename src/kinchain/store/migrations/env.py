"""How Alembic runs the steps: on the connection that it is handed, in one transaction."""

from __future__ import annotations

from alembic import context

from kinchain.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
