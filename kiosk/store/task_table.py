"""The table of Tasks of the central service."""

from sqlalchemy import JSON, CheckConstraint, Column, MetaData, Table, Text

from kiosk.store.instant import Instant


def task_table(metadata: MetaData) -> Table:
    """A Task that asked for a visit: how it stands at the service, what it is to be told.

    Nothing else of it is kept, for it may say more of a person than a kiosk should know.
    """
    return Table(
        "task",
        metadata,
        Column("id", Text, primary_key=True),
        Column("state", Text, nullable=False),
        # its status at the service, as last seen
        Column("status", Text, nullable=False),
        # the status that follows from its visit, the one on its way, the one the service has of us
        Column("wanted", Text),
        Column("queued", Text),
        Column("told", Text),
        # the ids of the responses that came of it
        Column("responses", JSON),
        Column("reason", Text),
        Column("seen_at", Instant, nullable=False),
        CheckConstraint("state IN ('open', 'not-made', 'over')", name="task_state"),
        sqlite_with_rowid=False,
    )
