"""Which form a queued response answers; the desk's lists and what was last sent, sorted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, take it from each response, and sort."""
    op.add_column("outbox", sa.Column("questionnaire", sa.Text))
    op.execute(
        "UPDATE outbox SET questionnaire = (SELECT submission.questionnaire FROM submission "
        "WHERE submission.id = outbox.resource_id) WHERE resource_type = 'QuestionnaireResponse'"
    )
    op.create_index("outbox_listed", "outbox", ["questionnaire", "state", "queued_at"])
    op.create_index("outbox_by_arrival", "outbox", ["sent_at", "questionnaire"])
