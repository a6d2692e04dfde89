"""What `doctor` looks at in the store of a kiosk. Before set-up there is none, and all is well."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from kiosk.commands.audit import break_lines, soundness
from kiosk.commands.checks import Check
from kiosk.commands.opening import opened_store
from kiosk.errors import KioskError, NotSetUp
from kiosk.settings import Settings
from kiosk.store import checks, space
from kiosk.store.database import Store
from kiosk.store.salvage import to_look_after

_LATE: Final = timedelta(days=14)
_MOST: Final = 5


def shut(settings: Settings) -> Iterator[str]:
    """Why the store can't be opened."""
    try:
        with opened_store(settings):
            pass
    except NotSetUp:
        pass
    except KioskError as cause:
        yield f"{cause} {cause.advice}".strip()


def unsound(settings: Settings) -> Iterator[str]:
    """What is wrong with the file, page by page."""
    return _of_store(settings, _faults)


def salvaged(settings: Settings) -> Iterator[str]:
    """What was lost when the store was damaged, as long as the damaged file lies there."""
    return _of_store(settings, _salvaged)


def unchecked(settings: Settings) -> Iterator[str]:
    """The running kiosk has not checked the file for long."""
    return _of_store(settings, _unchecked)


def rewritten(settings: Settings) -> Iterator[str]:
    """Where the log of who did what is not as it was written."""
    return _of_store(settings, lambda store: iter(break_lines(soundness(store, last=None))))


def cramped(settings: Settings) -> Iterator[str]:
    """Too little room on the disk of the store."""
    try:
        room = space.look(settings.store_directory, settings.store)
    except OSError:  # there is no store yet, or `shut` says what is wrong with it
        return
    if room.low:
        yield f"{room.free // space.MB} MB are free, {settings.store.low_mb} MB are wanted."


def _of_store(settings: Settings, look: Callable[[Store], Iterator[str]]) -> Iterator[str]:
    """What is found in the open store; raises where `shut` says why it can't be opened."""
    with suppress(NotSetUp), opened_store(settings) as store:
        yield from look(store)


def _faults(store: Store) -> Iterator[str]:
    try:
        found = store.faults()
    except KioskError as cause:
        found = (str(cause),)
    if not found and checks.is_marked(store.directory):
        found = ("The kiosk found damage when it last checked.",)
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield f"{len(found) - _MOST} more faults."


def _salvaged(store: Store) -> Iterator[str]:
    last = to_look_after(store)
    yield from () if last is None else last.sentences()


def _unchecked(store: Store) -> Iterator[str]:
    with store.reading() as connection:
        last = checks.last_check(connection)
    if last is None:
        yield "The file was never checked; the running kiosk does so after its start."
    elif datetime.now(UTC) - last.ended > _LATE:
        yield f"The file was last checked on {last.ended.astimezone():%Y-%m-%d}."


STORE_CHECKS: Final = (
    Check(
        "store-opens",
        "Nobody can fill in a form, and nothing is sent.",
        "Do what stands beside it.",
        shut,
    ),
    Check(
        "store-sound",
        "Some of what is stored can't be read, and more may be lost.",
        "Restart the kiosk: it sets the damaged file aside and saves what can be read. "
        "Then have the disk checked.",
        unsound,
    ),
    Check(
        "store-salvaged",
        "The store was damaged, and made anew from what could be read.",
        "Have the disk checked. Bring back what is missing from a backup, then delete that "
        "folder of damaged files: it is kept until you do.",
        salvaged,
    ),
    Check(
        "store-checked",
        "Damage would be found late. The kiosk checks the file at each start, and every week.",
        "",
        unchecked,
    ),
    Check(
        "audit",
        "Somebody changed the log of who did what, or the store was damaged or put back.",
        'Find out why. If you know, say so: kiosk audit --accept "the reason".',
        rewritten,
    ),
    Check(
        "disk-space",
        "Patients can't begin a form; what is stored stays and is still sent.",
        "Free some space on the disk of the store; the screen goes on by itself then.",
        cramped,
    ),
)
