"""A kiosk whose set-up was begun at its screen, or by root, and not finished there yet."""

import msgspec

from kiosk.errors import NotSetUp
from kiosk.setting_up.progress import NOTE, Progress, decoded
from kiosk.store.database import Store
from kiosk.store.notes import keep_note, read_note


class NotFinished(NotSetUp):
    """The store is there; what comes before the first patient is not all done."""


class SetUpLeft(NotSetUp):
    """Its window was left, or told to end, before all was done: nothing failed."""


def progress_in(store: Store) -> Progress | None:
    """How far a kiosk is; None where nobody set it up at its screen."""
    with store.reading() as c:
        note = read_note(c, NOTE)
    return None if note is None else decoded(msgspec.json.encode(note))


def refuse_unfinished(store: Store) -> None:
    """No patient before the set-up is finished; a kiosk that was set up by command is.

    Raises:
        NotFinished: it is not.
    """
    progress = progress_in(store)
    if progress is not None and not progress.finished:
        raise NotFinished(
            "The set-up of this kiosk is not finished.",
            advice="Finish it at its screen: kiosk run, or kiosk setup --window",
        )


def leave_unfinished(store: Store) -> None:
    """The rest is done at the screen, before the first patient."""
    with store.transaction() as c:
        keep_note(c, NOTE, msgspec.to_builtins(Progress()))
