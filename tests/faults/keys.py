"""A key that is gone, wrong, locked away or slow to come: nothing opens, and nothing changes.

The keyring is a real one, gnome-keyring on a bus of its own. Afterwards the right key is there
again, and with it everything that was acknowledged.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

from kiosk.errors import WrongKey
from kiosk.store.database import open_store
from kiosk.store.key import new_key
from tests.faults.disks import work
from tests.faults.harness import Home, new_home, reopened
from tests.faults.tally import Tally, Word, saw, total
from tests.store.session import FROZEN, LOCKED, MISSING, NOT_INSTALLED, UNLOCKED, Session

ACTS = 30


def why_not() -> str:
    """Why there is no real keyring here; "" where there is one."""
    return NOT_INSTALLED if MISSING else ""


def wrong(folder: Path, tries: int, chance: Random) -> Tally:
    """The key of another store."""
    return total(
        _behind(folder / f"wrong-{n}", chance, _open_with_another_key) for n in range(tries)
    )


def gone(folder: Path, tries: int, chance: Random) -> Tally:
    """The keyring opens, and the key was deleted."""
    return _with_keyring(folder, tries, chance, _load_deleted)


def locked(folder: Path, tries: int, chance: Random) -> Tally:
    """A keyring that nobody unlocked, as after an automatic log-in."""
    return _with_keyring(folder, tries, chance, lambda session: _load(session, LOCKED))


def hanging(folder: Path, tries: int, chance: Random) -> Tally:
    """A keyring service that was stopped and never answers."""
    return _with_keyring(folder, tries, chance, lambda session: _load(session, FROZEN))


def _with_keyring(
    folder: Path, tries: int, chance: Random, fault: Callable[[Session], str]
) -> Tally:
    return total(
        _behind(folder / f"keyring-{n}", chance, lambda home: _in_session(home, fault))
        for n in range(tries)
    )


def _behind(directory: Path, chance: Random, fault: Callable[[Home], str]) -> Tally:
    """Work, then the fault, then the right key again; says what the program said."""
    home, told = new_home(directory), list[Word]()
    with home.open() as store:
        work(store, told.append, chance, acts=ACTS)
    before = home.files()
    said = fault(home)
    changed = saw("CHANGED A FILE") if home.files() != before else Tally()
    return reopened(home, told) + saw(said) + changed


def _open_with_another_key(home: Home) -> str:
    try:
        open_store(home.directory, new_key()).close()
    except WrongKey:
        return "WrongKey"
    return "OPENED"


def _in_session(home: Home, fault: Callable[[Session], str]) -> str:
    folder = home.directory.with_name(f"{home.directory.name}-user")
    session = Session(Session.at(folder).home, home.directory)
    kept = session.run("keep", KEY_TO_KEEP=home.key.hex())["result"]
    return fault(session) if kept == "kept" else f"not kept: {kept}"


def _load(session: Session, keyring: str) -> str:
    return str(session.run("load", keyring=keyring)["result"])


def _load_deleted(session: Session) -> str:
    session.run("forget")
    return _load(session, UNLOCKED)
