"""`backup` and `restore`: the whole store in a file, and back from it."""

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from kiosk.commands.making import give_folder
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp, when
from kiosk.commands.typed_code import with_typed_code
from kiosk.errors import UsageError
from kiosk.settings import Settings
from kiosk.store.accounts import ROOT, Account, account_named, acting_as
from kiosk.store.backing_up import copied_store
from kiosk.store.backup_file import About, read_about, refuse_existing, write_backup
from kiosk.store.keeping import SYSTEMD_CREDS, KeyHolder, by_root, holder_for, keeper_for, owner_of
from kiosk.store.restore import Restored, refuse_in_the_way, unpacked

_MB: Final = 1_000_000


def backup(arguments: argparse.Namespace) -> Outcome:
    """Writes the whole store to a file; the kiosk may run meanwhile.

    Raises:
        RefusedError: the file is there, or can't be written.
        StoreUnavailable: the store can't be opened, or is not sound.
    """
    settings, now, file = settings_for(arguments), datetime.now(UTC), arguments.out.absolute()
    refuse_existing(file)
    directory, holder, owner = settings.store_directory, *_holder(settings)
    with acting_as(owner), copied_store(directory, holder, now=now) as (copy, about):
        with acting_as(_caller()):
            write_backup(file, copy, about)
        size = sum(part.size for part in about.files.values())
    document = {"file": str(file), "bytes": size, **_document(about)}
    return Outcome(0, document, "\n".join(_backed_up(document, settings)))


def restore(arguments: argparse.Namespace) -> Outcome:
    """Brings a backup back; a store in its place is kept beside, never written over.

    Raises:
        UsageError: there is no such file.
        RefusedError: it is no backup or damaged, the recovery code is another's, or a store is in
            the way.
        StoreUnavailable: what is in it is not sound, or can't be written, or the kiosk runs.
    """
    settings, now = settings_for(arguments), datetime.now(UTC)
    with _opened(arguments.file) as stream:
        if arguments.look:
            return _look(stream, arguments.file)
        return _restored(arguments, settings, stream, now)


def _restored(
    arguments: argparse.Namespace, settings: Settings, stream: BinaryIO, now: datetime
) -> Outcome:
    directory, keeper = settings.store_directory, keeper_for(settings)
    refuse_in_the_way(directory, replace=arguments.set_aside)
    user = _user(settings, arguments.user, as_root=by_root(keeper))
    give_folder(directory, user)
    with acting_as(owner_of(directory, keeper)), unpacked(stream, directory) as found:
        known = found.key_in(keeper)
        key = with_typed_code(found.key_of) if known is None else known
        found.prove(key)
        came = found.move_in(key, keeper, replace=arguments.set_aside, now=now)
    document = {
        "restored": True,
        "store": str(directory),
        "setAside": None if came.aside is None else str(came.aside),
        "keyFromSheet": known is None,
        **_document(found.about),
    }
    lines = [f"The store in {directory} is the one of this backup now.", *_lines(document)]
    return Outcome(0, document, "\n".join([*lines, *_afterwards(document, came)]))


def _look(stream: BinaryIO, file: Path) -> Outcome:
    document = {"restored": False, "file": str(file), **_document(read_about(stream))}
    return Outcome(0, document, "\n".join([*_lines(document), "Nothing was changed."]))


def _document(about: About) -> dict[str, Any]:
    return {
        "made": stamp(about.made),
        "version": about.version,
        "schema": about.schema,
        "kiosk": about.kiosk,
        "waiting": about.waiting,
        "refused": about.refused,
        "sent": about.sent,
        "paused": about.paused,
        "auditEvents": about.events,
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    yield f"Made              {when(document['made'])}, by version {document['version']}"
    yield f"Kiosk             {document['kiosk']}"
    yield (
        f"Responses         {document['waiting']} waiting, {document['refused']} refused, "
        f"{document['sent']} sent"
    )
    yield f"Paused forms      {document['paused']}"


def _backed_up(document: dict[str, Any], settings: Settings) -> Iterator[str]:
    yield f"{document['file']} holds the whole store ({document['bytes'] / _MB:.1f} MB)."
    yield "It was read back, opened and found sound."
    yield from _lines(document)
    yield (
        "Whoever has it and the recovery sheet can read it. The key in this PC's keyring opens it, "
        "too; on another PC the sheet does: keep the two apart."
    )
    yield (
        "It keeps what the kiosk deletes from now on: sent responses after "
        f"{settings.store.keep_sent_days} days, paused forms after "
        f"{settings.patient.draft_hours} hours, and what patients ask to be deleted. "
        "Delete backups that are older than that."
    )


def _afterwards(document: dict[str, Any], came: Restored) -> Iterator[str]:
    if document["setAside"]:
        yield f"The store that was there lies in {document['setAside']}; nothing of it was changed."
    if came.other_key:
        yield (
            "Its key has left the keyring for that of the backup: keep its recovery sheet, which "
            "alone opens it now."
        )
    if document["keyFromSheet"]:
        yield (
            "The key is in the keyring of this PC now. If the PC before still runs as this kiosk, "
            "stop it: there must be one."
        )
    if document["waiting"]:
        yield (
            f"Waiting were {document['waiting']}. What of it was sent since goes again under the "
            "same ids: the central service keeps one of each. See: kiosk sync, kiosk outbox list"
        )
    yield (
        "What came in, was sent or was deleted after the backup is not in it: paused forms may "
        "have been sent since, and what patients deleted since is there again."
    )
    yield (
        "The central service remembers a longer audit than this store has, and doctor will say so "
        'after the next sync. Then: kiosk audit --accept "restored from a backup".'
    )
    yield "Next: kiosk doctor, then kiosk run"


def _opened(file: Path) -> BinaryIO:
    """Opened with the rights of the caller: the kiosk's user may not reach it."""
    try:
        return file.open("rb")
    except OSError as cause:
        raise UsageError(
            f"{file} can't be read: {cause.strerror}.", advice="Give the path of a backup."
        ) from cause


def _holder(settings: Settings) -> tuple[KeyHolder, Account | None]:
    """What gives the key, and whom the store belongs to where root works on it."""
    if settings.store.keyring == SYSTEMD_CREDS and _is_root():
        keeper = keeper_for(settings)
        return keeper, owner_of(settings.store_directory, keeper)
    return holder_for(settings), None


def _user(settings: Settings, name: str | None, *, as_root: bool) -> Account | None:
    """Whom a store shall belong to that root brings to a PC without one; None: to who brings it."""
    if not as_root:
        if name is not None:
            raise UsageError(
                "--user goes with keyring = “systemd-creds” in the settings.",
                advice="With the keyring of the system, that user runs: kiosk restore",
            )
        return None
    if name is not None:
        return account_named(name)
    if settings.store_directory.exists():
        return None
    raise UsageError(
        "With keyring = “systemd-creds” root brings the store back for another user.",
        advice="Name the user the kiosk runs as: kiosk restore --user NAME",
    )


def _caller() -> Account | None:
    return ROOT if _is_root() else None


def _is_root() -> bool:
    return os.name == "posix" and os.getuid() == 0
