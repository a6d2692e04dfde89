"""`recover --salvage`: a damaged store is put right without opening the window."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import KeyMissing
from kiosk.settings import Settings
from kiosk.store import checks
from kiosk.store.alert_rescue import Kept, raise_lost
from kiosk.store.database import Store
from kiosk.store.folder import read_card
from kiosk.store.keeping import GivenCredential, KeyHolder, holder_for
from kiosk.store.locks import hold_for_run
from kiosk.store.salvage import to_look_after, unlock_or_salvage
from kiosk.store.unlocking import kept_keys
from kiosk.sync.alerts import here_of
from kiosk.sync.fetch.at_hand import value_sets_at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings

_PLEASE_LOOK: Final = "Alerts that were lost and are raised again: {}. See: kiosk alerts list"


def salvage(arguments: argparse.Namespace) -> Outcome:
    """Set a damaged file aside and save what can be read; a sound one is left as it is.

    Raises:
        NotSetUp, StoreUnavailable: see `kiosk.errors`; StoreBusy while the kiosk runs, KeyMissing
            where this user has no key.
    """
    settings = settings_for(arguments)
    directory, holder, now = settings.store_directory, holder_for(settings), datetime.now(UTC)
    _refuse_without_key(directory, holder)
    with hold_for_run(directory):
        checks.mark_damaged(directory)  # so that the whole file is looked at
        with closing(unlock_or_salvage(directory, holder, now=now)) as store:
            last = to_look_after(store)
            again = _alerts_again(store, settings, now)
    if last is None or last.told != now.isoformat():
        return Outcome(0, {"salvaged": None}, "The store is sound; nothing was changed.")
    lines = [*last.sentences(), *([_PLEASE_LOOK.format(again)] if again else [])]
    document = {"salvaged": msgspec.to_builtins(last), "alerts": again}
    return Outcome(0, document, "\n".join(lines))


def _alerts_again(store: Store, settings: Settings, now: datetime) -> int:
    """Nobody waits until the kiosk runs again for what must reach a person."""
    in_force = with_clinic_settings(store, settings).settings
    with store.transaction() as c:
        return raise_lost(
            c, here_of(in_force, store.kiosk_id), value_sets=value_sets_at_hand(store),
            kept=Kept.of(in_force), now=now,
        )  # fmt: skip


def _refuse_without_key(directory: Path, holder: KeyHolder) -> None:
    """Before anything is written: a lock that root made would keep the kiosk's user out."""
    try:
        kept_keys(read_card(directory), holder)
    except KeyMissing as cause:
        if not isinstance(holder, GivenCredential):
            raise
        command = holder.command("recover --salvage")
        raise KeyMissing(str(cause), advice=f"As root: {command}") from cause
