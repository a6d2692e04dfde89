"""Who did what on this kiosk, for the desk: the last events of the audit, in plain words."""

from datetime import datetime
from typing import Final, NamedTuple

from kiosk.store import anchors, audit
from kiosk.store.database import Store
from kiosk.ui.staff.moments import in_words
from kiosk.ui.wording.speaking import Speaking

SHOWN: Final = 60
LOOKED_AT: Final = 1000
"""So many of the last events are walked along to see whether the log was changed."""

PATIENT: Final = "patient"
_WORDS: Final = {
    "staff.opened": "log_opened",
    "staff.pin-wrong": "log_pin_wrong",
    "staff": "log_staff",
    "draft.resumed": "log_resumed",
    "draft.held-back": "log_held_back",
    "draft": "log_discarded",
    "visit.made": "log_given",
    "visit": "log_visit",
    "response.deleted": "log_aged",
    "response.amended": "log_amended",
    "response.entered-in-error": "log_withdrawn",
    "outbox": "log_retried",
    "help": "log_helped",
    "screen.cleaned": "log_cleaned",
    "screen": "log_measured",
    "export.failed": "log_export_failed",
    "export.looked": "log_export_looked",
    "export.refused": "log_export_refused",
    "export": "log_export",
    "settings": "log_settings",
    "store.recovered": "log_recovered",
    "hold": "log_hold",
}
"""By action, or by the thing it was done to; else it was care of the store."""


class Record(NamedTuple):
    """The last events that were no patient's own, and whether the log is as it was written."""

    events: tuple[audit.AuditEvent, ...] = ()
    sound: bool = True


def find_record(store: Store) -> Record:
    """What the page shows; some 20 ms on the disk lane."""
    with store.reading() as connection:
        sound = not audit.verify(connection, last=LOOKED_AT).breaks
        sound = sound and anchors.missing(connection) is None
        return Record(audit.events(connection, SHOWN, without=PATIENT), sound)


def record_lines(record: Record, speaking: Speaking, *, now: datetime) -> list[str]:
    """A line for each event, the newest first; a break before all of them."""
    lines = [] if record.sound else [speaking.say("log_broken")]
    for event in record.events:
        what, when = speaking.say(_word(event.action)), in_words(speaking, event.at, now=now)
        lines.append(speaking.say("log_line", when=when, who=event.actor, what=what))
    return lines


def _word(action: str) -> str:
    return _WORDS.get(action) or _WORDS.get(action.partition(".")[0], "log_store")
