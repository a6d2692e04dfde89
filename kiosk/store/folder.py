"""What lies in the folder of a store, and how a store comes to lie there whole or not at all.

kiosk.db          the encrypted database, with -wal and -shm while it is open
kiosk.db-layout   where its tables lie, for the day its first page is damaged (layout.py)
kiosk.db-damaged  damage was found in it; the next start salvages (checks.py)
kiosk.db-before-VERSION   a copy from before its tables were changed (backup.py)
kiosk.db-next, damaged-STAMP/   a salvage: set_aside.py
store.json        what may be known without the key; the store exists once this file does
recovery.sealed   the database key, readable only with the code on the recovery sheet
recovery.next     the same for the key that comes next, while the key is being changed
draining.json     how far a kiosk is that closes for maintenance (kiosk/running/draining.py)
replaced-STAMP/   a store that a backup took the place of; only a person deletes it (restore.py)
ballast           room that is held back (space.py)
run.lock          held by the one `kiosk run` of this store (locks.py)
begun             the id of a store in the making, whose key may be in the keyring already
.new-XXXX/        a store in the making; left behind only by a crash, removed by the next try
.passing-XXXX/    what an export brought from elsewhere, while it is written (passing.py)
.copying-XXXX/    a backup that is being made or brought back (backup_file.py, restore.py)
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kiosk.errors import NotSetUp, RefusedError, StoreDamaged, StoreUnavailable
from kiosk.store.files import not_writable, replace_private, sync_folder, write_private
from kiosk.store.locks import hold_for_run

DATABASE, CARD, SEALED = "kiosk.db", "store.json", "recovery.sealed"
NEXT_SEALED = "recovery.next"
BEGUN, DRAINING = "begun", "draining.json"
_MAKING, PASSING, COPYING = ".new-", ".passing-", ".copying-"
REPLACED = "replaced-"
_BESIDE = (
    BEGUN, f"{PASSING}*", f"{COPYING}*", "damaged-*", f"{REPLACED}*", f"*{DRAINING}*", "ballast*",
    f".{DATABASE}-layout-*",
)  # fmt: skip
_DRAFTS = (f"{DATABASE}-copying-*", "ballast.*", f".{DATABASE}-layout-*")
"""What lies there only while a copy, the ballast or the layout is being written."""

_ASK_IT = "Keep the folder as it is, and ask your IT to restore a backup."


@dataclass(frozen=True)
class Card:
    """store.json: what may be known of a store without its key.

    Attributes:
        keyring: full name of the class of keyring that was given the key; None: an older card.
        cipher_salt: the first 16 bytes of the database in hex. It is no secret, and with it and
            the key a database whose first bytes are damaged can still be read. None: an older
            card, until the store is opened next.
        next_fingerprint: of the key that a change of keys was about to bring; None at all other
            times. While it is there the database may have either key.
    """

    store_id: str
    key_fingerprint: str
    created: str | None
    kiosk_version: str
    cipher_version: str
    keyring: str | None = None
    cipher_salt: str | None = None
    next_fingerprint: str | None = None

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Of the keys that the database may have: one, or two while its key is being changed."""
        return tuple(one for one in (self.key_fingerprint, self.next_fingerprint) if one)


def read_card(directory: Path) -> Card:
    """The card of the store in a folder.

    Raises:
        NotSetUp: there is no store here.
        StoreDamaged: there is one, but its card or its database is gone or unreadable.
        StoreUnavailable: this user may not read it.
    """
    card = read_card_alone(directory)
    database = directory / DATABASE
    if not database.is_file() or not database.stat().st_size:  # SQLite would take an empty one
        raise StoreDamaged(f"{database} is gone.", advice=_ASK_IT)
    return card


def read_card_alone(directory: Path) -> Card:
    """Likewise, whatever became of its database: a wipe that was cut off may have deleted it.

    Raises:
        NotSetUp, StoreDamaged, StoreUnavailable: likewise.
    """
    try:
        content = _card_content(directory)
        return Card(**{one.name: content[one.name] for one in fields(Card) if one.name in content})
    except FileNotFoundError as cause:
        raise _no_card(directory) from cause
    except OSError as cause:
        raise StoreUnavailable(
            f"The store in {directory} can't be read: {cause.strerror}.",
            advice="Start as the user who ran the set-up.",
        ) from cause
    except (ValueError, TypeError) as cause:
        raise StoreDamaged(f"{directory / CARD} is damaged.", advice=_ASK_IT) from cause


def refuse_existing(directory: Path) -> None:
    """Nothing that may hold answers is ever written over.

    Raises:
        RefusedError: a store, or a part of one, lies here.
    """
    if any((directory / name).exists() for name in (CARD, DATABASE)) and not _interrupted(
        directory
    ):
        raise RefusedError(
            f"There is a store in {directory} already.",
            advice="Use it, or move that folder away first; it may hold answers.",
        )


@contextmanager
def making(directory: Path) -> Iterator[Path]:
    """A private folder to make a store in; it is moved to its place when the block succeeds.

    Raises:
        RefusedError: a store lies here already.
        StoreBusy: another process makes one at this moment.
        StoreUnavailable: this user may not write here.
    """
    _make_folder(directory)
    with hold_for_run(directory):
        refuse_existing(directory)
        try:
            if _interrupted(directory):
                _remove_parts(directory)
            clear_workshops(directory)
            with workshop(directory) as made_in:
                yield made_in
                _move_in(made_in, directory)
        except OSError as cause:
            raise not_writable(directory, cause) from cause


@contextmanager
def workshop(directory: Path) -> Iterator[Path]:
    """A private folder for things in the making; gone at the end of the block."""
    made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=directory))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_card(workshop: Path, card: Card) -> None:
    """Write store.json."""
    write_private(workshop / CARD, _card_bytes(asdict(card)))


def amend_card(directory: Path, **changes: str | None) -> None:
    """Change some lines of store.json, all at once or none of them.

    What else stands there stays, lines that a newer version wrote included. The caller has the
    store open, so that no change of keys writes it at the same time.

    Raises:
        StoreUnavailable: it can't be written.
    """
    content = _card_bytes(_card_content(directory) | changes)
    try:
        replace_private(directory / CARD, content)
    except OSError as cause:
        raise not_writable(directory, cause) from cause


def _card_content(directory: Path) -> dict[str, Any]:
    content = json.loads((directory / CARD).read_bytes())
    if not isinstance(content, dict):
        raise TypeError
    return content


def _card_bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=2).encode() + b"\n"


def _no_card(directory: Path) -> NotSetUp | StoreDamaged:
    if (directory / DATABASE).exists() and not _interrupted(directory):
        return StoreDamaged(f"{directory / CARD} is gone.", advice=_ASK_IT)
    return NotSetUp(
        f"There is no store in {directory}.", advice="Your IT runs this once: kiosk setup"
    )


def _interrupted(directory: Path) -> bool:
    """Whether a crash stopped the making of a store here, before anyone could use it.

    The card moves last: while it still lies in the workshop, the store never existed.
    """
    return not (directory / CARD).exists() and any(directory.glob(f"{_MAKING}*/{CARD}"))


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(directory.iterdir()):  # a folder with other things in it keeps its rights
            directory.chmod(0o700)
    except OSError as cause:
        raise not_writable(directory, cause) from cause


def clear_workshops(directory: Path) -> None:
    """Remove what a crash left of things in the making; the caller holds run.lock.

    Another process may be writing a layout at this moment: the next one to open the store does.
    """
    for left_over in directory.glob(f"{_MAKING}*"):
        shutil.rmtree(left_over)
    for pattern in _DRAFTS:
        for draft in directory.glob(pattern):
            with suppress(OSError):  # it only takes up room; the next one tries again
                draft.unlink()


def remove_store(directory: Path) -> None:
    """Delete everything a store put into its folder, the card last: until then it can be tried on.

    Files of others stay, and the locks, of which one is held.

    Raises:
        StoreUnavailable: something can't be deleted.
    """
    try:
        clear_half_written(directory)
        for pattern in (SEALED, NEXT_SEALED, f"{DATABASE}*", f"{_MAKING}*", *_BESIDE):
            for part in directory.glob(pattern):
                shutil.rmtree(part) if part.is_dir() else part.unlink()
        sync_folder(directory)
        (directory / CARD).unlink(missing_ok=True)
        sync_folder(directory)
    except OSError as cause:
        raise not_writable(directory, cause) from cause


def clear_half_written(directory: Path) -> None:
    """Delete what a kill left while card or sealed copy were being replaced; no key is in it."""
    for name in (CARD, NEXT_SEALED):
        for part in directory.glob(f".{name}-*"):
            part.unlink(missing_ok=True)


def remove_locks(directory: Path) -> None:
    """Delete the locks of a store that is gone, and its folder where nothing else is in it."""
    with suppress(OSError):
        for lock in directory.glob("*.lock"):
            lock.unlink()
        directory.rmdir()


def _remove_parts(directory: Path) -> None:
    for name in (DATABASE, SEALED):
        (directory / name).unlink(missing_ok=True)


def _move_in(workshop: Path, directory: Path) -> None:
    """The card goes last: with it, and not before, there is a store."""
    try:
        for name in (SEALED, DATABASE, CARD):
            if (workshop / name).exists():
                (workshop / name).rename(directory / name)
                sync_folder(directory)
    except OSError:
        if not (directory / CARD).exists():
            _remove_parts(directory)
        raise
