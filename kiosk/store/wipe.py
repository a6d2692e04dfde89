"""The end of a store: the key first, so that a power cut on the way leaves nothing readable."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kiosk.errors import RefusedError, StoreBusy, StoreUnavailable
from kiosk.store import drafts, folder, holds, outbox, set_aside
from kiosk.store.alert_list import open_alerts
from kiosk.store.database import Store
from kiosk.store.keeping import KeyKeeper
from kiosk.store.locks import hold_for_run
from kiosk.store.salvage import to_look_after
from kiosk.store.tables import SENT
from kiosk.store.unlocking import unlock


def refuse_to_lose(directory: Path, keeper: KeyKeeper, *, even_unsent: bool) -> None:
    """Looks into the store before it goes.

    Args:
        directory: of the store.
        keeper: holds its key.
        even_unsent: what the central service does not have may be lost.

    Raises:
        RefusedError: answers would be lost, or a hold lasts, or nobody can tell.
        StoreBusy: the kiosk runs, or another program has the store open.
    """
    with hold_for_run(directory):
        _look(directory, keeper, even_unsent=even_unsent)
        with _alone(directory):
            pass


def wipe_store(directory: Path, keeper: KeyKeeper, *, even_unsent: bool) -> None:
    """Delete the key, then every file of the store. Killed on the way, it can be done again.

    Raises:
        RefusedError, StoreBusy: as `refuse_to_lose`; nothing was deleted.
        KeyringMissing, KeyringLocked: the key can't be deleted; nothing was.
        StoreUnavailable: the key is gone, and files can't be deleted.
    """
    with hold_for_run(directory):
        _look(directory, keeper, even_unsent=even_unsent)
        with _alone(directory):
            keeper.forget(folder.read_card_alone(directory).store_id)
        folder.remove_store(directory)
    folder.remove_locks(directory)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Whoever had the store open would go on taking answers into a file that is gone."""
    with ExitStack() as held:
        if (directory / folder.DATABASE).exists():  # else a wipe was cut off
            try:
                held.enter_context(set_aside.alone(directory))
            except StoreBusy as cause:
                raise StoreBusy(
                    "Another program has the store open; nothing was deleted.",
                    advice="Close it, and try again.",
                ) from cause
        yield


def _look(directory: Path, keeper: KeyKeeper, *, even_unsent: bool) -> None:
    try:
        store = unlock(directory, keeper)
    except StoreUnavailable as cause:
        if even_unsent:
            return
        raise RefusedError(
            f"The store can't be looked into, so nobody knows what would be lost. {cause}",
            advice="Mend that first; or give it up for good with: kiosk wipe --even-unsent",
        ) from cause
    try:
        _refuse_contents(store, even_unsent=even_unsent)
    finally:
        store.close()


def _refuse_lost(store: Store) -> None:
    """What was lost in a salvage may still be in the damaged file, and nowhere else."""
    last = to_look_after(store)
    if last is not None and (last.lost or last.maybe_lost):
        raise RefusedError(
            f"The store was damaged. Nowhere but in the folder {last.aside}: responses that were "
            f"not sent: {len(last.lost)}{', perhaps more' if last.maybe_lost else ''}.",
            advice="Let somebody look at that folder first; or give them up with: "
            "kiosk wipe --even-unsent",
        )


def _refuse_contents(store: Store, *, even_unsent: bool) -> None:
    with store.reading() as c:
        held, queue, paused = holds.holds(c), outbox.counts(c), len(drafts.list_drafts(c))
        alerts = [one for one in open_alerts(c) if one.way != SENT]
    if held:
        raise RefusedError(
            "A legal hold lasts: nothing may be deleted.", advice="See it with: kiosk hold list"
        )
    if not even_unsent:
        _refuse_lost(store)
    if alerts and not even_unsent:
        raise RefusedError(
            f"Alerts that nobody took on, and that are nowhere but here: {len(alerts)}.",
            advice="Let somebody look first: kiosk alerts list; or give them up with: "
            "kiosk wipe --even-unsent",
        )
    unsent = queue.waiting + queue.refused
    if (unsent or paused) and not even_unsent:
        raise RefusedError(
            f"Nowhere but here: responses not sent: {unsent}, paused forms: {paused}.",
            advice="Send or export them first; or give them up with: kiosk wipe --even-unsent",
        )
