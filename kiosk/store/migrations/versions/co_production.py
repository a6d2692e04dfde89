"""Versions of forms, the log of what was done about them, and more of what is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COUNTED = (
    "shown", "answered", "skipped", "not_sure", "help", "changed", "returned", "left_here",
    "troubled",
)  # fmt: skip


def upgrade() -> None:
    """Add the tables and the triggers; what was counted of questions goes on being counted."""
    op.add_column("remark", sa.Column("released_on", sa.Date))
    op.add_column("remark", sa.Column("receipt", sa.LargeBinary))
    op.add_column("decision", sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.add_column("decision", sa.Column("until", sa.Date))
    # The day is not known any more; that it was long ago must not be said of what is new.
    op.execute("UPDATE remark SET released_on = date('now') WHERE released")
    _count_more()
    _log()
    _notes_and_ballots()


def _count_more() -> None:
    op.rename_table("item_day", "item_day_before")
    op.create_table(
        "item_day",
        sa.Column("questionnaire", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("link_id", sa.Text, primary_key=True),
        sa.Column("mode", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in _COUNTED),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO item_day (questionnaire, day, link_id, mode, shown, left_here, troubled) "
        "SELECT questionnaire, day, link_id, '', shown, left_here, left_here FROM item_day_before"
    )
    op.drop_table("item_day_before")
    op.create_table(
        "item_dwell",
        sa.Column("questionnaire", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("link_id", sa.Text, primary_key=True),
        sa.Column("mode", sa.Text, primary_key=True),
        sa.Column("bin", sa.Integer, primary_key=True),
        sa.Column("sittings", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _log() -> None:
    op.create_table(
        "form_version",
        sa.Column("canonical", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("url", "version", "content_hash", "derived_from", "change_class", "source")
        ),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("form_version_by_url", "form_version", ["url"])
    op.create_table(
        "form_event",
        sa.Column("id", sa.Integer, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("at", "url", "canonical", "kind", "role", "by", "group_id", "reason")
        ),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
    )
    op.create_index("form_event_by_url", "form_event", ["url"])
    for table in ("form_version", "form_event"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'what was done about forms only grows'); END"
            )


def _notes_and_ballots() -> None:
    op.create_table(
        "staff_note",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("questionnaire", "link_id", "reason", "words", "role")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "band_month",
        sa.Column("month", sa.Date, primary_key=True),
        sa.Column("dimension", sa.Text, primary_key=True),
        sa.Column("band", sa.Text, primary_key=True),
        sa.Column("sittings", sa.Integer, nullable=False),
        sa.Column("spoke", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "band_spoke",
        sa.Column("dimension", sa.Text, primary_key=True),
        sa.Column("band", sa.Text, primary_key=True),
        sa.Column("spoke", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot_day",
        sa.Column("ballot", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("band", sa.Text, primary_key=True),
        sa.Column("winner", sa.Text, primary_key=True),
        sa.Column("loser", sa.Text, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
