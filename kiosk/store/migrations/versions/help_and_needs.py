"""Who called for help at the screen, and what patients need so that one can talk with them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "help_call",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kiosk", sa.Text, nullable=False),
        sa.Column("asked_at", sa.Text, nullable=False),
        sa.Column("answered_at", sa.Text),
        sa.Column("answered_by", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "patient_needs",
        sa.Column("patient", sa.Text, primary_key=True),
        sa.Column("needs", sa.JSON, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
