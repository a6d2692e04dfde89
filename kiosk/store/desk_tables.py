"""The tables of the desk: visits, alerts, slips that were used, what was offered."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from kiosk.store.instant import Instant


def visit_table(metadata: MetaData) -> Table:
    """Which forms the desk gave to whom, and how far that came."""
    return Table(
        "visit",
        metadata,
        Column("id", Text, primary_key=True),
        Column("code", Text, nullable=False, unique=True),
        Column("packet", JSON, nullable=False),
        Column("state", Text, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("expires_at", Instant, nullable=False),
        Column("identifier_system", Text),
        Column("identifier_value", Text),
        Column("birth_date", Date),
        Column("letters", Text),
        Column("initials", Text),
        Column("appointment_at", Instant),
        # of the Task of the central service that asked for it
        Column("task_id", Text),
        Column("begun_at", Instant),
        Column("ended_at", Instant),
        # its slip opened it at another kiosk, too
        Column("also_used_at", Instant),
        # what the screen is called where that slip was used; None: it was used here
        Column("elsewhere", Text),
        # the ids of the responses that came of it
        Column("responses", JSON),
        CheckConstraint(
            "state IN ('waiting', 'at-the-screen', 'paused', 'done', 'left')", name="visit_state"
        ),
        Index("visit_by_birth_date", "birth_date"),
        Index("visit_by_task", "task_id"),
    )


def alert_table(metadata: MetaData) -> Table:
    """Somebody is to be seen before they leave: where they sat and by which rule; no answer.

    Its id is that of its Task at the central service.
    """
    return Table(
        "alert",
        metadata,
        Column("id", Text, primary_key=True),
        Column("rule", Text, nullable=False),
        Column("questionnaire", Text, nullable=False),
        Column("response_id", Text),
        Column("visit_id", Text),
        # what the screen is called where they sat
        Column("place", Text, nullable=False),
        Column("cause", Text, nullable=False),
        Column("fired_at", Instant, nullable=False),
        Column("escalated_at", Instant),
        Column("acknowledged_at", Instant),
        Column("acknowledged_by", Text),
        CheckConstraint("cause IN ('sent', 'stopped', 'timed-out', 'found')", name="alert_cause"),
        Index("alert_by_time", "fired_at"),
        sqlite_with_rowid=False,
    )


def slip_use_table(metadata: MetaData) -> Table:
    """A slip that was used at this kiosk opens nothing here any more; kept until it expires."""
    return Table(
        "slip_use",
        metadata,
        Column("slip_id", Text, primary_key=True),
        Column("used_at", Instant, nullable=False),
        Column("expires_at", Instant, nullable=False),
        sqlite_with_rowid=False,
    )


def desk_day_table(metadata: MetaData) -> Table:
    """How often the desk offered the screen on a day, and how often it was taken."""
    return Table(
        "desk_day",
        metadata,
        Column("day", Date, primary_key=True),
        Column("offered", Integer, nullable=False),
        Column("taken", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
