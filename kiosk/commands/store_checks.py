"""What `doctor` looks at in the store of a kiosk. Before set-up there is none, and all is well."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from kiosk.commands.access_checks import ends_soon, not_yet
from kiosk.commands.audit import break_lines, soundness
from kiosk.commands.checks import Check
from kiosk.commands.opening import opened_store
from kiosk.commands.sending_lines import alarm_lines, look
from kiosk.desk.schedule import last_run, trouble
from kiosk.errors import KioskError, NotSetUp
from kiosk.settings import Central, Settings
from kiosk.store import checks, space
from kiosk.store.database import Store
from kiosk.store.salvage import to_look_after
from kiosk.sync.heartbeat import told_last

_LATE: Final = timedelta(days=14)
_MOST: Final = 5


class Looked(NamedTuple):
    """The store as it could be opened.

    Attributes:
        store: open; None where it can't be, or where there is none yet.
        shut: why it can't be opened; None where it can, or where there is none yet.
        central: what the settings say of the central service.
        settings: all of them.
    """

    store: Store | None = None
    shut: KioskError | None = None
    central: Central = Central()
    settings: Settings = Settings()


@contextmanager
def looked_into(settings: Settings) -> Iterator[Looked]:
    """The store, opened once for all that look into it: its keyring may be slow to answer."""
    with ExitStack() as opened:
        try:
            store = opened.enter_context(opened_store(settings))
            looked = Looked(store, central=settings.central, settings=settings)
        except NotSetUp:
            looked = Looked()
        except KioskError as cause:
            looked = Looked(shut=cause)
        yield looked


def _shut(looked: Looked) -> Iterator[str]:
    if looked.shut is not None:
        yield f"{looked.shut} {looked.shut.advice}".strip()


def _cramped(settings: Settings) -> Iterator[str]:
    try:
        room = space.look(settings.store_directory, settings.store)
    except OSError:  # there is no store yet, or `_shut` says what is wrong with it
        return
    if room.low:
        yield f"{room.free // space.MB} MB are free, {settings.store.low_mb} MB are wanted."


def _inside(look: Callable[[Store], Iterator[str]]) -> Callable[[Looked], Iterator[str]]:
    """What is found in the open store; raises where `_shut` says why it can't be opened."""

    def looking(looked: Looked) -> Iterator[str]:
        if looked.shut is not None:
            raise looked.shut
        if looked.store is not None:
            yield from look(looked.store)

    return looking


def _unsent(looked: Looked) -> Iterator[str]:
    def alarms(store: Store) -> Iterator[str]:
        yield from alarm_lines(look(store, looked.central, datetime.now(UTC)))

    yield from _inside(alarms)(looked)


def _unexported(looked: Looked) -> Iterator[str]:
    def troubles(store: Store) -> Iterator[str]:
        yield from trouble(looked.settings, last_run(store), datetime.now(UTC))

    yield from _inside(troubles)(looked)


def _rewritten(store: Store) -> Iterator[str]:
    yield from break_lines(soundness(store, last=None))


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


def _ending(store: Store) -> Iterator[str]:
    yield from ends_soon(store, datetime.now(UTC))


def _unheard(store: Store) -> Iterator[str]:
    told = told_last(store)
    if told is not None and told.trouble:
        yield told.trouble


STORE_CHECKS: Final[tuple[Check[Looked], ...]] = (
    Check(
        "store-opens",
        "Nobody can fill in a form, and nothing is sent.",
        "Do what stands beside it.",
        _shut,
    ),
    Check(
        "store-sound",
        "Some of what is stored can't be read, and more may be lost.",
        "Restart the kiosk: it sets the damaged file aside and saves what can be read. "
        "Then have the disk checked.",
        _inside(_faults),
    ),
    Check(
        "store-salvaged",
        "The store was damaged, and made anew from what could be read.",
        "Have the disk checked. Bring back what is missing from a backup, then delete that "
        "folder of damaged files: it is kept until you do.",
        _inside(_salvaged),
    ),
    Check(
        "store-checked",
        "Damage would be found late. The kiosk checks the file at each start, and every week.",
        "",
        _inside(_unchecked),
    ),
    Check(
        "audit",
        "Somebody changed the log of who did what, or the store was damaged or put back.",
        'Find out why. If you know, say so: kiosk audit --accept "the reason".',
        _inside(_rewritten),
    ),
    Check(
        "access-lasts",
        "From then on the central service does not let this kiosk in: nothing is sent.",
        "Ask for another certificate in time, and give it with: kiosk enrol --mtls.",
        _inside(_ending),
    ),
    Check(
        "enrolled",
        "The central service does not let this kiosk in yet, and nothing is sent. Patients can "
        "answer all the same; none of it is lost.",
        "Do what stands beside it. See: kiosk guide enrolment.",
        _inside(not_yet),
    ),
    Check(
        "sending",
        "Somebody waits for answers that are still here. None is lost.",
        "Look at why in `kiosk status` and `kiosk outbox list`, and do what stands there.",
        _unsent,
    ),
    Check(
        "fleet",
        "The central service does not take how this kiosk stands, so it is missing in: kiosk "
        "status --fleet. Answers are sent all the same; it is asked again each day.",
        "",
        _inside(_unheard),
    ),
    Check(
        "export-scheduled",
        "Whoever waits for the answers does not get them.",
        "Do what stands beside it. Then try it: kiosk export --scheduled.",
        _unexported,
    ),
)

DISK_CHECKS: Final[tuple[Check[Settings], ...]] = (
    Check(
        "disk-space",
        "Patients can't begin a form; what is stored stays and is still sent.",
        "Free some space on the disk of the store; the screen goes on by itself then.",
        _cramped,
    ),
)
