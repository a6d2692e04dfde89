"""Visits that staff gave out, the measured panel, the sittings since the last cleaning."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; there is no way back, for a store is never emptied by a program."""
    _make_visits()
    op.create_table(
        "panel",
        sa.Column("screen", sa.Text, primary_key=True),
        sa.Column("px_per_mm", sa.Float, nullable=False),
        sa.Column("measured_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cleaning",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sittings", sa.Integer, nullable=False),
        sa.Column("cleaned_at", sa.Text),
        sa.CheckConstraint("id = 1", name="cleaning_one_row"),
    )


def _make_visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("packet", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.Column("identifier_system", sa.Text),
        sa.Column("identifier_value", sa.Text),
        sa.Column("birth_date", sa.Date),
        sa.Column("letters", sa.Text),
        sa.Column("initials", sa.Text),
        sa.Column("appointment_at", sa.Text),
        sa.CheckConstraint(
            "state IN ('waiting', 'at-the-screen', 'paused', 'done', 'left')", name="visit_state"
        ),
    )
    op.create_index("visit_by_birth_date", "visit", ["birth_date"])
