"""Alerts, slips that were used, what the desk offered; when a visit began and ended."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables."""
    for name in ("begun_at", "ended_at", "also_used_at"):
        op.add_column("visit", sa.Column(name, sa.Text))
    op.add_column("visit", sa.Column("elsewhere", sa.Text))
    op.add_column("visit", sa.Column("responses", sa.JSON))
    op.create_table(
        "alert",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("questionnaire", sa.Text, nullable=False),
        sa.Column("response_id", sa.Text),
        sa.Column("visit_id", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("fired_at", sa.Text, nullable=False),
        sa.Column("escalated_at", sa.Text),
        sa.Column("acknowledged_at", sa.Text),
        sa.Column("acknowledged_by", sa.Text),
        sa.CheckConstraint(
            "cause IN ('sent', 'stopped', 'timed-out', 'found')", name="alert_cause"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("alert_by_time", "alert", ["fired_at"])
    op.create_table(
        "slip_use",
        sa.Column("slip_id", sa.Text, primary_key=True),
        sa.Column("used_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "desk_day",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("offered", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
