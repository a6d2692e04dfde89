"""The store of a kiosk, and what is in it. Before set-up there is none."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from kiosk.commands.audit import break_lines, soundness
from kiosk.commands.doctor.checks import Check, DoesNotApply, Found, Group, Remedy
from kiosk.commands.doctor.keyring import NO_STORE
from kiosk.commands.doctor.subject import Subject
from kiosk.errors import KioskError
from kiosk.store import checks, folder
from kiosk.store.database import Store
from kiosk.store.salvage import to_look_after

_LATE: Final = timedelta(days=14)
_MOST: Final = 5
_PLAIN: Final = b"SQLite format 3\0"
"""A database that is not encrypted begins so; the first bytes of ours are random."""


def _shut(subject: Subject) -> Iterator[Found]:
    try:
        if subject.store() is None:
            raise DoesNotApply(NO_STORE)
    except KioskError as cause:
        yield Found(str(cause), Remedy(cause.advice) if cause.advice else None)


def _plain(subject: Subject) -> Iterator[str]:
    """A database that anybody can read; SQLCipher's own module missing is said by opening it."""
    file = subject.settings.store_directory / folder.DATABASE
    try:
        with file.open("rb") as stream:
            begins = stream.read(len(_PLAIN))
    except OSError as cause:
        raise DoesNotApply(NO_STORE) from cause
    if begins == _PLAIN:
        yield f"{file} is not encrypted."


def inside(look: Callable[[Store, Subject], Iterator[str]]) -> Callable[[Subject], Iterator[str]]:
    """What is found in the open store; raises where `store-opens` says why it can't be opened."""

    def looking(subject: Subject) -> Iterator[str]:
        store = subject.store()
        if store is None:
            raise DoesNotApply(NO_STORE)
        yield from look(store, subject)

    return looking


def _rewritten(store: Store, _: Subject) -> Iterator[str]:
    yield from break_lines(soundness(store, last=None))


def _faults(store: Store, _: Subject) -> Iterator[str]:
    try:
        found = store.faults()
    except KioskError as cause:
        found = (str(cause),)
    if not found and checks.is_marked(store.directory):
        found = ("The kiosk found damage when it last checked.",)
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield f"{len(found) - _MOST} more faults."


def _salvaged(store: Store, _: Subject) -> Iterator[str]:
    last = to_look_after(store)
    yield from () if last is None else last.sentences()


def _unchecked(store: Store, subject: Subject) -> Iterator[str]:
    with store.reading() as connection:
        last = checks.last_check(connection)
    if last is None:
        yield "The file was never checked; the running kiosk does so after its start."
    elif subject.machine.now() - last.ended > _LATE:
        yield f"The file was last checked on {last.ended.astimezone():%Y-%m-%d}."


_OPENING_S: Final = 15.0
"""The keyring has four seconds, another process that holds the store five."""
_READING_S: Final = 60.0
"""A look at every page takes 15 ms per MB."""

_CHECKS: Final = (
    Check(
        "store-opens",
        "Nobody can fill in a form, and nothing is sent.",
        "Do what stands beside it.",
        _shut,
        within_s=_OPENING_S,
    ),
    Check(
        "store-encrypted",
        "Whoever takes the disk can read all answers.",
        "Keep the folder as it is, and ask who set this PC up: no kiosk writes such a file. Then "
        "set it aside and begin anew with: kiosk setup.",
        _plain,
    ),
    Check(
        "store-sound",
        "Some of what is stored can't be read, and more may be lost.",
        "Restart the kiosk: it sets the damaged file aside and saves what can be read. "
        "Or, while it is closed: kiosk recover --salvage. Then have the disk checked.",
        inside(_faults),
        within_s=_READING_S,
    ),
    Check(
        "store-salvaged",
        "The store was damaged, and made anew from what could be read.",
        "Have the disk checked. Bring back what is missing from a backup, then delete that "
        "folder of damaged files: it is kept until you do.",
        inside(_salvaged),
        within_s=_OPENING_S,
    ),
    Check(
        "store-checked",
        "Damage would be found late. The kiosk checks the file at each start, and every week.",
        "",
        inside(_unchecked),
        within_s=_OPENING_S,
    ),
    Check(
        "audit",
        "Somebody changed the log of who did what, or the store was damaged or put back.",
        'Find out why. If you know, say so: kiosk audit --accept "the reason".',
        inside(_rewritten),
        within_s=_READING_S,
    ),
)

STORE: Final = Group("store", _CHECKS)
