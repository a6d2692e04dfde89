"""The counters of sittings: sums by day and form; nothing leads to a person or response."""

from sqlalchemy import Column, Date, Integer, MetaData, Table, Text

from kiosk.coproduction.evidence import BY_SITTING


def form_passage_table(metadata: MetaData) -> Table:
    """How many people began a form at the screen on a day, and how many sent all of it."""
    return Table(
        "form_passage",
        metadata,
        Column("questionnaire", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("begun", Integer, nullable=False),
        Column("sent", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def form_time_table(metadata: MetaData) -> Table:
    """How long it took them; `bin` is one of `kiosk.coproduction.passage.time_bin`."""
    return Table(
        "form_time",
        metadata,
        Column("questionnaire", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("bin", Integer, primary_key=True),
        Column("sittings", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def item_day_table(metadata: MetaData) -> Table:
    """In how many sittings a question was shown, answered, left …: by day and access mode.

    Each at most once in a sitting, and nothing of what was said of it (`remark`). `mode` is how the
    screen was used (`coproduction.bands.MODES`; "" where only what was shown and who left is
    counted).
    """
    return Table(
        "item_day",
        metadata,
        Column("questionnaire", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("link_id", Text, primary_key=True),
        Column("mode", Text, primary_key=True),
        *(Column(name, Integer, nullable=False, server_default="0") for name in BY_SITTING),
        sqlite_with_rowid=False,
    )


def item_dwell_table(metadata: MetaData) -> Table:
    """How long a question was on the screen; `bin` is one of `coproduction.evidence.dwell_bin`."""
    return Table(
        "item_dwell",
        metadata,
        Column("questionnaire", Text, primary_key=True),
        Column("day", Date, primary_key=True),
        Column("link_id", Text, primary_key=True),
        Column("mode", Text, primary_key=True),
        Column("bin", Integer, primary_key=True),
        Column("sittings", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
