"""Copies the whole store while it is in use, and proves that the copy is sound."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from kiosk import __version__
from kiosk.errors import DiskFull, RefusedError, StoreDamaged
from kiosk.store import audit, drafts, folder, outbox
from kiosk.store.backup import copy_database
from kiosk.store.backup_file import FORMAT, About, no_copy, parts_of
from kiosk.store.database import Store, open_store
from kiosk.store.files import write_private
from kiosk.store.held_folders import STORE, held_folder
from kiosk.store.keeping import KeyHolder
from kiosk.store.key import fingerprint
from kiosk.store.space import MB
from kiosk.store.tables import HEAD
from kiosk.store.unlocking import kept_keys, unlock

ACTION: Final = "store.backed-up"

_SPARE: Final = 32 * MB
"""So much stays free beside the copy, for the answers of who sits at the screen meanwhile."""


@contextmanager
def copied_store(
    directory: Path, holder: KeyHolder, *, now: datetime
) -> Iterator[tuple[Path, About]]:
    """A copy of the store, proved to be sound, for as long as the block lasts.

    The kiosk may run meanwhile. Gives the copy's folder, and what is to be said of it. When the
    block succeeds, the audit of the store says that a backup was made.

    Raises:
        NotSetUp, StoreUnavailable, and for the key: as `unlocking.unlock`.
        RefusedError: a change of its key is not finished.
        StoreDamaged: the copy is not sound, for the store is not; or its key has no sealed copy.
        DiskFull: there is no room for the copy beside the store.
    """
    card = folder.read_card(directory)
    if card.next_fingerprint is not None:
        raise RefusedError(
            "A change of the key was interrupted, and nobody could say which key the backup has.",
            advice="Finish it first with: kiosk rekey",
        )
    with closing(unlock(directory, holder)) as store:  # says what is wrong, and is of this version
        key = next(one for one in kept_keys(card, holder) if fingerprint(one) in card.fingerprints)
        _refuse_without_room(directory)
        with held_folder(directory, folder.COPYING) as place:
            copy = place / STORE
            _copy(directory, key, copy)
            with closing(open_store(copy, key)) as other:
                about = _looked_through(other, card.store_id, now)
            yield copy, msgspec.structs.replace(about, files=parts_of(copy))
        with store.transaction() as c:
            audit.record(c, actor="IT", action=ACTION, subject=card.store_id, now=now)


def _copy(directory: Path, key: bytes, copy: Path) -> None:
    if not (directory / folder.SEALED).exists():
        raise StoreDamaged(
            "The sealed copy of the key is gone; a backup without it opens on this PC alone.",
            advice="Make another with: kiosk rekey",
        )
    try:
        copy.mkdir(mode=0o700)
        copy_database(directory / folder.DATABASE, key, copy / folder.DATABASE)
        for name in (folder.CARD, folder.SEALED):
            write_private(copy / name, (directory / name).read_bytes())
    except OSError as cause:
        raise no_copy(cause) from cause


def _refuse_without_room(directory: Path) -> None:
    free = shutil.disk_usage(directory).free
    wanted = (directory / folder.DATABASE).stat().st_size + _SPARE
    if free < wanted:
        raise DiskFull(
            "There is no room for a copy beside the store: "
            f"{free / MB:.1f} MB are free, {wanted / MB:.1f} MB are needed.",
            advice="Free some space on its disk. Nothing was changed.",
        )


def _looked_through(store: Store, name: str, now: datetime) -> About:
    if found := store.faults():
        raise StoreDamaged(
            f"The store is not sound, so there is no backup of it: {found[0]}",
            advice="Restart the kiosk, which puts it right; then try again.",
        )
    with store.reading() as c:
        queue, paused, end = outbox.counts(c), len(drafts.list_drafts(c)), audit.head(c)
    return About(
        FORMAT, now, __version__, HEAD, store.kiosk_id, name,
        queue.waiting, queue.refused, queue.sent, paused, end.number, {},
    )  # fmt: skip
