"""What was done to one response is found without reading the whole log."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sort the log by its subjects."""
    # It brings no column by which a salvaged store without its version could be told from one of
    # 0009 (`salvage_names`): there the index may be made already.
    op.create_index("audit_event_by_subject", "audit_event", ["subject"], if_not_exists=True)
