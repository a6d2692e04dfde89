"""The audit becomes a chain that only grows; holds on deletion; the secrets inside the store."""

import secrets

import sqlalchemy as sa
from alembic import op

from kiosk.store.chain import START, link, new_key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SECRET = "INSERT INTO secret (name, value) VALUES (:name, :value)"  # noqa: S105 - a statement


def upgrade() -> None:
    """Add tables and triggers; the events there are become the first links."""
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("response_id", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("begun_at", sa.Text, nullable=False),
        sa.Column("begun_by", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("ended_by", sa.Text),
        sqlite_with_rowid=False,
    )
    key = new_key()
    _keep_secret("audit", key)
    _keep_secret("pin", secrets.token_bytes(32))
    _chain_events(key)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
        )


def _keep_secret(name: str, value: bytes) -> None:
    op.get_bind().execute(sa.text(_SECRET), {"name": name, "value": value})


def _chain_events(key: bytes) -> None:
    op.rename_table("audit_event", "audit_event_before")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
    )
    c, mac = op.get_bind(), START
    rows = c.execute(sa.text("SELECT at, actor, action, subject FROM audit_event_before"))
    for number, row in enumerate(rows.all(), start=1):  # numbered anew, without gaps
        event = (number, *row)
        mac = link(key, mac, event)
        c.exec_driver_sql("INSERT INTO audit_event VALUES (?, ?, ?, ?, ?, ?)", (*event, mac))
    op.drop_table("audit_event_before")
