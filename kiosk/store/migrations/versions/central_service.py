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
    op.create_index("visit_by_task", "visit", ["task_id"])
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
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("wanted", sa.Text),
        sa.Column("queued", sa.Text),
        sa.Column("told", sa.Text),
        sa.Column("responses", sa.JSON),
        sa.Column("reason", sa.Text),
        sa.Column("seen_at", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('open', 'not-made', 'over')", name="task_state"),
        sqlite_with_rowid=False,
    )
