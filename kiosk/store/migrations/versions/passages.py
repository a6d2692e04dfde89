"""How many begin a form and send it, how long it takes them, at which question they leave."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the counters; what was before them was not counted."""
    op.create_table(
        "form_passage",
        sa.Column("questionnaire", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("begun", sa.Integer, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "form_time",
        sa.Column("questionnaire", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("bin", sa.Integer, primary_key=True),
        sa.Column("sittings", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_day",
        sa.Column("questionnaire", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("link_id", sa.Text, primary_key=True),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("left_here", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
