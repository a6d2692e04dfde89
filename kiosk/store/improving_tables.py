"""The tables of co-production: versions of forms, what was done about them, what staff noted.

Nothing in them leads to a patient. What is done about a form is a log that only grows (triggers of
its migration); everything shown of it, the board too, is derived from that log.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from kiosk.store.instant import Instant


def form_version_table(metadata: MetaData) -> Table:
    """Versions of forms that were made or taken up here; a row never changes.

    Its content is in `questionnaire`, by canonical and hash.
    """
    return Table(
        "form_version",
        metadata,
        Column("canonical", Text, primary_key=True),
        Column("url", Text, nullable=False),
        Column("version", Text, nullable=False),
        Column("content_hash", Text, nullable=False),
        # canonical of the version it was made from; "" where it is the first
        Column("derived_from", Text, nullable=False),
        # `coproduction.versions.ChangeClass`; "" for a first one
        Column("change_class", Text, nullable=False),
        # where it comes from: editor, import, file, central, recipe
        Column("source", Text, nullable=False),
        Column("made_at", Instant, nullable=False),
        Column("made_by", Text, nullable=False),
        Index("form_version_by_url", "url"),
        sqlite_with_rowid=False,
    )


def form_event_table(metadata: MetaData) -> Table:
    """What was done about a form, by whom, in which order; it only grows."""
    return Table(
        "form_event",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("at", Instant, nullable=False),
        Column("url", Text, nullable=False),
        # of the version it concerns; "" where it concerns the form
        Column("canonical", Text, nullable=False),
        # `coproduction.events.KINDS`
        Column("kind", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("by", Text, nullable=False),
        # the group of remarks it answers; "" for none
        Column("group_id", Text, nullable=False),
        # a code; "" for none
        Column("reason", Text, nullable=False),
        # plain words for everybody; "" for none
        Column("text", Text, nullable=False),
        Column("detail", JSON, nullable=False),
        # what followed what, whatever the clocks said (`coproduction.events.FormEvent.turn`)
        Column("turn", Integer, nullable=False),
        Index("form_event_by_url", "url"),
    )


def staff_note_table(metadata: MetaData) -> Table:
    """What the front line says of a question: a day, and no patient."""
    return Table(
        "staff_note",
        metadata,
        Column("id", Text, primary_key=True),
        Column("day", Date, nullable=False),
        Column("questionnaire", Text, nullable=False),
        Column("link_id", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("role", Text, nullable=False),
        sqlite_with_rowid=False,
    )


def band_month_table(metadata: MetaData) -> Table:
    """How many sittings of a month were of one band, and in how many something was said.

    `dimension` is age, language or mode; two of them are never counted together.
    """
    return Table(
        "band_month",
        metadata,
        Column("month", Date, primary_key=True),
        Column("dimension", Text, primary_key=True),
        Column("band", Text, primary_key=True),
        Column("sittings", Integer, nullable=False),
        Column("spoke", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def band_spoke_table(metadata: MetaData) -> Table:
    """In how many sittings of a band something was said, while too few spoke to say when.

    They go to `band_month` when five did.
    """
    return Table(
        "band_spoke",
        metadata,
        Column("dimension", Text, primary_key=True),
        Column("band", Text, primary_key=True),
        Column("spoke", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def ballot_day_table(metadata: MetaData) -> Table:
    """How often one of two wordings was chosen over the other, by day and by group."""
    return Table(
        "ballot_day",
        metadata,
        Column("ballot", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        # "" counts everybody; else one group, by which the same choice is counted once more
        Column("band", Text, primary_key=True),
        Column("winner", Text, primary_key=True),
        Column("loser", Text, primary_key=True),
        Column("times", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def remark_table(metadata: MetaData) -> Table:
    """What people say of a question: a day without a time, and nothing that leads to a person.

    A random key, no row number that would keep the order, and no column that names a draft or a
    response.
    """
    return Table(
        "remark",
        metadata,
        Column("id", Text, primary_key=True),
        Column("day", Date, nullable=False),
        Column("questionnaire", Text, nullable=False),
        Column("link_id", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("first", Boolean, nullable=False),
        Column("released", Boolean, nullable=False),
        Column("sent", Boolean, nullable=False),
        Column("refused", Boolean, nullable=False),
        # the day on which its group was large enough to be seen; None while it is not
        Column("released_on", Date),
        # a keyed digest of the receipt's words; None where none was given
        Column("receipt", LargeBinary),
        sqlite_with_rowid=False,
    )


def decision_table(metadata: MetaData) -> Table:
    """What was decided about a group of remarks; the last one of a group counts."""
    return Table(
        "decision",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("group_id", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("day", Date, nullable=False),
        Column("by", Text, nullable=False),
        # why not (`coproduction.routing.NO_REASONS`); "" for any other outcome
        Column("reason", Text, nullable=False, server_default=""),
        # not before that day; None where none was named
        Column("until", Date),
    )
