"""The way a resource goes at the central service; what came from there; visits it asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables."""
    op.add_column("outbox", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    for name in ("if_match", "server_id", "outcome", "carried_from"):
        op.add_column("outbox", sa.Column(name, sa.Text))
    op.add_column("visit", sa.Column("task_id", sa.Text))
    op.create_table(
        "fetched",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("content_hash", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("fetched_at", sa.Text, nullable=False),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
