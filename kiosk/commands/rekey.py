"""`rekey`: a new key for the store, and a new recovery sheet in the place of the old one."""

import argparse
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.making import keep_sheet, refuse_existing, sheet_file
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.machine.places import default_settings_file
from kiosk.settings import Settings
from kiosk.store import folder
from kiosk.store.accounts import acting_as
from kiosk.store.keeping import by_root, keeper_for, owner_of
from kiosk.store.key import key_sign
from kiosk.store.recovery_sheet import SheetPlace, recovery_sheet
from kiosk.store.rekey import NewKey
from kiosk.store.rekey import rekey as change


class _Sheet:
    """The new sheet: the file it goes to, and the key it opens, once there is one."""

    def __init__(self, file: Path, place: SheetPlace, now: datetime) -> None:
        self.file, self._place, self._now = file, place, now
        self._opens = ""

    def keep(self, new: NewKey) -> None:
        """Write it down to the disk."""
        self._opens = new.fingerprint
        html = recovery_sheet(
            self._place, new.store_id, code=new.code, key=key_sign(new.fingerprint), now=self._now
        )
        keep_sheet(self.file, html)

    @contextmanager
    def gone_if_void(self) -> Iterator[None]:
        """Where the block fails before the store knows of its key, the sheet opens nothing."""
        try:
            yield
        except BaseException:
            card = folder.read_card(self._place.directory)
            if self._opens and self._opens not in card.fingerprints:
                self.file.unlink(missing_ok=True)
            raise


def rekey(arguments: argparse.Namespace) -> Outcome:
    """Changes the key of the store; where that was interrupted, finishes it.

    Raises:
        RefusedError: the sheet's file is there already or can't be written, or only root may.
        StoreUnavailable: the store or its keyring can't be opened, or somebody else has it open.
    """
    settings, now = settings_for(arguments), datetime.now(UTC)
    directory, keeper = settings.store_directory, keeper_for(settings)
    file = sheet_file(arguments.sheet, now)
    refuse_existing(file)
    place = _place(settings, arguments.config, as_root=by_root(keeper))
    sheet = _Sheet(file, place, now)
    with sheet.gone_if_void(), acting_as(owner_of(directory, keeper)):
        is_new = change(directory, keeper, now=now, keep_sheet=sheet.keep)
    document = {
        "store": str(directory),
        "key": key_sign(folder.read_card(directory).key_fingerprint),
        "recoverySheet": str(file) if is_new else None,
    }
    return Outcome(0, document, _told(document))


def _place(settings: Settings, config: Path | None, *, as_root: bool) -> SheetPlace:
    return SheetPlace(
        clinic=settings.clinic.name,
        host=socket.gethostname(),
        directory=settings.store_directory,
        settings=(config or default_settings_file()).absolute(),
        as_root=as_root,
    )


def _told(document: dict[str, str | None]) -> str:
    if document["recoverySheet"] is None:
        return (
            "A change of the key that was interrupted is finished now. The right recovery sheet\n"
            f"is the one with the key {document['key']}. If it is lost, run this once more."
        )
    return (
        f"The store has a new key, {document['key']}, and its recovery sheet is in\n"
        f"  {document['recoverySheet']}\n"
        "Print it now, keep it in the safe, and delete the file. Sheets from before open only\n"
        "backups from before; keep them as long as those."
    )
