"""The tables of the store, as the migrations make them; a test compares the two."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from kiosk.store.counter_tables import (
    form_passage_table,
    form_time_table,
    item_day_table,
    item_dwell_table,
)
from kiosk.store.desk_tables import alert_table, desk_day_table, slip_use_table, visit_table
from kiosk.store.improving_tables import (
    ballot_day_table,
    band_month_table,
    band_spoke_table,
    decision_table,
    form_event_table,
    form_version_table,
    remark_table,
    staff_note_table,
)
from kiosk.store.instant import Instant
from kiosk.store.packed import Packed
from kiosk.store.task_table import task_table

HEAD = "0011"
"""The newest migration; compared on open, so that Alembic is imported only when there is work."""

WAITING, SENT, REFUSED = "waiting", "sent", "refused"


metadata = MetaData()

kiosk = Table(
    "kiosk",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

questionnaire = Table(
    "questionnaire",
    metadata,
    Column("canonical", Text, primary_key=True),
    Column("content_hash", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("questionnaire", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("place", Text),
    Column("started_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("sitting_id", Text),
    Column("who", Text),
    Column("slip_id", Text),
    Column("packet", JSON),
    Index("draft_by_sitting", "sitting_id"),
)

draft_answer = Table(
    "draft_answer",
    metadata,
    Column("draft_id", Text, ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("row", Text, nullable=False),
    sqlite_with_rowid=False,
)

submission = Table(
    "submission",
    metadata,
    Column("id", Text, primary_key=True),
    Column("questionnaire", Text, nullable=False),
    Column("completed_at", Instant, nullable=False),
    Column("payload", Packed, nullable=False),
    Index("submission_by_time", "completed_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resource_type", Text, nullable=False),
    Column("resource_id", Text, nullable=False),
    # None: the bytes are those of the submission with this id, and stand there once
    Column("payload", Packed),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("etag", Text),
    Column("error", Text),
    # of a response, so that a list by form and state needs no look at the response itself
    Column("questionnaire", Text),
    # how often its content was changed since it was first queued
    Column("revision", Integer, nullable=False, server_default="0"),
    # the ETag of the version at the service that this one follows; None: it is new there
    Column("if_match", Text),
    # the id the service gave it, where it took none of ours
    Column("server_id", Text),
    # what the last try came to (`kiosk.sync.verdict.Outcome`)
    Column("outcome", Text),
    # the id of the kiosk it was carried here from, in a file; None: it was taken here
    Column("carried_from", Text),
    UniqueConstraint("resource_type", "resource_id", name="outbox_once"),
    CheckConstraint("state IN ('waiting', 'sent', 'refused')", name="outbox_state"),
    Index("outbox_by_turn", "state", "attempts", "id"),
    Index("outbox_listed", "questionnaire", "state", "queued_at"),
    Index("outbox_by_arrival", "sent_at", "questionnaire"),
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Index("audit_event_by_subject", "subject"),
)

# Keys that are made with the store, and what lets this kiosk in at the central service.
secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# A legal hold: while it lasts, nothing (or not that response) is deleted for its age.
hold = Table(
    "hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("response_id", Text),
    Column("reason", Text, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("begun_by", Text, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Text),
    sqlite_with_rowid=False,
)

remark = remark_table(metadata)
decision = decision_table(metadata)

form_day = Table(
    "form_day",
    metadata,
    Column("questionnaire", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("finished", Integer, nullable=False),
    sqlite_with_rowid=False,
)

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

pin_tries = Table(
    "pin_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="pin_tries_one_row"),
)

visit = visit_table(metadata)

panel = Table(
    "panel",
    metadata,
    Column("screen", Text, primary_key=True),
    Column("px_per_mm", Float, nullable=False),
    Column("measured_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# One row: the sittings since the screen was last cleaned.
cleaning = Table(
    "cleaning",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sittings", Integer, nullable=False),
    Column("cleaned_at", Instant),
    CheckConstraint("id = 1", name="cleaning_one_row"),
)

# Somebody at the screen asked for help: which kiosk, since when, who came; nothing of the patient.
help_call = Table(
    "help_call",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kiosk", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", Text),
    sqlite_with_rowid=False,
)

# What a patient said they need, as codes, for their next visit; whose it is, as a digest.
patient_needs = Table(
    "patient_needs",
    metadata,
    Column("patient", Text, primary_key=True),
    Column("needs", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("said_on", Date, nullable=False),
    sqlite_with_rowid=False,
)

# What came from the central service, version by version: a form is used from it only once checked.
fetched = Table(
    "fetched",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("content_hash", Text, primary_key=True),
    Column("content", Packed, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("fetched_at", Instant, nullable=False),
)

task = task_table(metadata)
form_passage = form_passage_table(metadata)
form_time = form_time_table(metadata)
item_day = item_day_table(metadata)
item_dwell = item_dwell_table(metadata)
form_version = form_version_table(metadata)
form_event = form_event_table(metadata)
staff_note = staff_note_table(metadata)
band_month = band_month_table(metadata)
band_spoke = band_spoke_table(metadata)
ballot_day = ballot_day_table(metadata)
alert = alert_table(metadata)
slip_use = slip_use_table(metadata)
desk_day = desk_day_table(metadata)
