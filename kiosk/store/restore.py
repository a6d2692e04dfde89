"""Brings a backup back: proved to open first, then put where no store is, never over one.

    1. unpacked beside the store, each file compared with what the backup says of it
    2. opened with the key from the keyring, or from the code on the recovery sheet; brought up to
       date and looked through page by page
    3. a store in its place gets a second name in replaced-STAMP/, then loses the first
    4. the restored one comes to lie in the folder, its card last

Killed before 4 is done there is no store, and nothing is lost: the same command goes on. What is in
replaced-STAMP/ only a person deletes.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from kiosk.errors import KeyMissing, RefusedError, StoreDamaged
from kiosk.store import audit, folder
from kiosk.store.backup_file import PARTS, About, no_copy, read_about, unpack
from kiosk.store.database import Store, open_store
from kiosk.store.files import free_name, not_writable, sync_folder
from kiosk.store.held_folders import STORE, held_folder
from kiosk.store.keeping import KeyHolder, KeyKeeper
from kiosk.store.key import fingerprint, key_sign, recovery_key, unseal
from kiosk.store.locks import hold_for_run
from kiosk.store.recovery_code import recovery_seed
from kiosk.store.set_aside import alone, put_aside

ACTION: Final = "store.restored"


class Restored(NamedTuple):
    """What came of it.

    Attributes:
        aside: where the store lies that was in its place; None where none was.
        other_key: the keyring had another key for that store, which only its sheet opens now.
    """

    aside: Path | None
    other_key: bool


@dataclass(frozen=True)
class Unpacked:
    """A backup that lies unpacked beside the folder's store.

    Attributes:
        about: what it says of itself.
        directory: where it is to go.
        copy: where it lies now.
    """

    about: About
    directory: Path
    copy: Path

    @property
    def card(self) -> folder.Card:
        """Of its store."""
        return folder.read_card(self.copy)

    def key_in(self, holder: KeyHolder) -> bytes | None:
        """Its key, where this PC's keyring has it.

        Raises:
            KeyringMissing, KeyringLocked: the keyring can't be asked.
        """
        key = _kept(holder, self.card.store_id)
        return key if key and fingerprint(key) in self.card.fingerprints else None

    def key_of(self, code: str) -> bytes:
        """Its key, by the code on the recovery sheet.

        Raises:
            RefusedError: it has a slip, or is another sheet's.
        """
        card, seed = self.card, recovery_seed(code)
        try:
            key = unseal((self.copy / folder.SEALED).read_bytes(), recovery_key(seed))
        except RefusedError as cause:
            raise RefusedError(
                "This recovery code does not open this backup.",
                advice=f"The right sheet names the store {card.store_id} and the key "
                f"{key_sign(card.key_fingerprint)}: it is the one that was in force then.",
            ) from cause
        return key

    def prove(self, key: bytes) -> None:
        """See that it opens and is sound, with the tables of this version.

        Raises:
            StoreDamaged, StoreUnavailable: it does not.
        """
        with closing(open_store(self.copy, key)) as store:
            if found := store.faults():
                raise StoreDamaged(
                    f"The store in the backup is not sound: {found[0]}",
                    advice="Take an older backup. Nothing was changed.",
                )

    def move_in(self, key: bytes, keeper: KeyKeeper, *, replace: bool, now: datetime) -> Restored:
        """Make it the store of the folder.

        Args:
            key: that `prove` was given.
            keeper: holds it from now on.
            replace: a store that is there may be put aside.
            now: the moment, for the audit of the restored store.

        Raises:
            RefusedError: a store is there, and may not be.
            StoreBusy: it is in use.
            KeyringMissing, KeyringLocked, StoreUnavailable: key or files could not be kept.
        """
        refuse_in_the_way(self.directory, replace=replace)
        card = self.card
        before = _kept(keeper, card.store_id)
        if before != key:
            keeper.keep(card.store_id, key)
        aside = _put_aside(self.directory, now) if _is_there(self.directory) else None
        with folder.making(self.directory) as made_in:
            for name in PARTS:
                (self.copy / name).rename(made_in / name)
        folder.amend_card(self.directory, keyring=keeper.backend)
        with closing(open_store(self.directory, key)) as store:
            _tell(store, self.about, card.store_id, now)
        return Restored(aside, other_key=before not in {None, key})


@contextmanager
def unpacked(stream: BinaryIO, directory: Path) -> Iterator[Unpacked]:
    """A backup, unpacked for as long as the block lasts, or until it was moved in.

    Raises:
        RefusedError: it is no backup, or damaged.
        StoreUnavailable: there is no room for it, or this user may not write there.
    """
    about = read_about(stream)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as cause:
        raise not_writable(directory, cause) from cause
    with held_folder(directory, folder.COPYING) as place:
        copy = place / STORE
        try:
            copy.mkdir(mode=0o700)
        except OSError as cause:
            raise no_copy(cause) from cause
        unpack(stream, about, copy)
        yield Unpacked(about, directory, copy)


def refuse_in_the_way(directory: Path, *, replace: bool) -> None:
    """See that there is room for another store.

    Raises:
        RefusedError: one is there, and may not be put aside.
    """
    if _is_there(directory) and not replace:
        raise RefusedError(
            f"There is a store in {directory} already; it is never written over.",
            advice="If the backup shall take its place, add --set-aside: that keeps it whole, in "
            "a folder beside.",
        )


def _kept(holder: KeyHolder, store_id: str) -> bytes | None:
    try:
        return holder.load(store_id)
    except KeyMissing:
        return None


def _is_there(directory: Path) -> bool:
    return any((directory / name).exists() for name in (folder.CARD, folder.DATABASE))


def _put_aside(directory: Path, now: datetime) -> Path:
    """The whole store gets a second name, then loses the first; the card goes last."""
    with hold_for_run(directory):
        files = [path.name for path in _files(directory)]
        name = free_name(directory, f"{folder.REPLACED}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}").name
        with ExitStack() as held, folder.workshop(directory) as workshop:
            there = (directory / folder.DATABASE).exists()
            database = held.enter_context(alone(directory)) if there else None
            apart = workshop / "apart"
            try:
                apart.mkdir(mode=0o700)
                put_aside(directory, database, apart, name, files=files)
            except OSError as cause:
                raise no_copy(cause) from cause
        # Nobody has it open any more, and the lock keeps a kiosk from opening it.
        try:
            for file in sorted(files, key=lambda one: one == folder.CARD):
                (directory / file).unlink(missing_ok=True)
            sync_folder(directory)
        except OSError as cause:
            raise not_writable(directory, cause) from cause
    return directory / name


def _files(directory: Path) -> Iterator[Path]:
    """All that belongs to the store and to no other that may come."""
    for pattern in (f"{folder.DATABASE}*", folder.CARD, folder.SEALED, folder.NEXT_SEALED):
        yield from (path for path in directory.glob(pattern) if path.is_file())


def _tell(store: Store, about: About, name: str, now: datetime) -> None:
    made = about.made.astimezone(UTC)
    with store.transaction() as c:
        audit.record(
            c, actor="IT", action=ACTION, subject=f"{name}, as of {made:%Y-%m-%dT%H:%M:%SZ}",
            now=now,
        )  # fmt: skip
