"""Which visit a draft belongs to, who answers, and what else is in its packet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a draft from before is a visit of its own."""
    for name in ("sitting_id", "who", "slip_id"):
        op.add_column("draft", sa.Column(name, sa.Text))
    op.add_column("draft", sa.Column("packet", sa.JSON))
    op.create_index("draft_by_sitting", "draft", ["sitting_id"])
