"""Runs migrations on the connection that `kiosk.store.migrate` hands over; says nothing."""

from alembic import context

from kiosk.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, when the driver does not commit by itself
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
