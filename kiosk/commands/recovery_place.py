"""Where the recovery page of a PC goes that sets itself up: a share, never its own store."""

import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.errors import RefusedError, SettingsInvalid
from kiosk.settings import Settings
from kiosk.store.accounts import ROOT, Account, acting_as
from kiosk.store.files import sync_folder, write_private

_NAME: Final = "clinic-kiosk-recovery-{kiosk}-{date}.html"
_UNUSUAL: Final = re.compile(r"[^\w.-]+")


def page_file(settings: Settings, *, host: str, now: datetime) -> Path:
    """The file for the page; nothing lies there yet, and it can be written.

    Raises:
        SettingsInvalid: the settings name no such place.
        RefusedError: it can't be written now.
    """
    named = settings.enrolment.recovery_page
    words = {
        "kiosk": _plain(settings.clinic.kiosk) or _plain(host) or "kiosk",
        "host": _plain(host) or "kiosk",
        "date": f"{now.astimezone():%Y-%m-%d}",
    }
    folder = Path(_filled(named, words)).expanduser()
    if folder.suffix.lower() not in {".html", ".htm"}:
        folder /= _filled(_NAME, words)
    _refuse_inside(folder, settings.store_directory)
    _refuse_unwritable(folder.parent)
    return _free(folder)


def keep_page(file: Path, html: str) -> None:
    """Writes the page down to the disk, with the rights the command was started with.

    Raises:
        RefusedError: it can't be written.
    """
    try:
        with acting_as(_starter()):
            write_private(file, html.encode())
            with suppress(OSError):  # some shares know no such thing
                sync_folder(file.parent)
    except OSError as cause:
        raise _unwritable(file.parent, cause) from cause


def remove_page_of(store_id: str, place: Path) -> None:
    """A set-up that was cut off may have written its page: it opens nothing, and goes.

    Args:
        store_id: of the store that was never made.
        place: where the page of this PC goes now.
    """
    stem = re.sub(r"-\d+$", "", place.stem)
    with acting_as(_starter()):
        for page in place.parent.glob(f"*{place.suffix}"):
            with suppress(OSError):
                is_ours = page.name.startswith(_before_date(stem))
                if is_ours and store_id.encode() in page.read_bytes():
                    page.unlink()


def _before_date(stem: str) -> str:
    """It may have been made the day before."""
    return re.sub(r"\d{4}-\d{2}-\d{2}.*$", "", stem)


def _filled(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    if "{" in text or "}" in text:
        raise SettingsInvalid(
            "enrolment.recovery_page has a name in braces that is not known.",
            advice="There are {kiosk}, {host} and {date}.",
        )
    return text


def _refuse_inside(file: Path, store: Path) -> None:
    if not file.is_absolute():
        raise SettingsInvalid(
            f"enrolment.recovery_page is no whole path: {file}.",
            advice="Name it from its root: “//server/it/kiosks” or “/mnt/it/kiosks”.",
        )
    if file.resolve().is_relative_to(store.resolve()):
        raise SettingsInvalid(
            "enrolment.recovery_page lies in the folder of the store.",
            advice="Name a place that is not lost with this PC: a share of your IT.",
        )


def _refuse_unwritable(folder: Path) -> None:
    """A folder that is not there is not made: it may be a share that is not mounted."""
    try:
        with acting_as(_starter()):
            descriptor, name = tempfile.mkstemp(prefix=".clinic-kiosk-", dir=folder)
            os.close(descriptor)
            Path(name).unlink()
    except OSError as cause:
        raise _unwritable(folder, cause) from cause


def _unwritable(folder: Path, cause: OSError) -> RefusedError:
    return RefusedError(
        f"The recovery page can't be written to {folder}: {cause.strerror}. Nothing was made.",
        advice="It is written before anything else. Is the share there, and may this PC write "
        "to it? (enrolment.recovery_page)",
    )


def _free(file: Path) -> Path:
    number, free = 1, file
    while free.exists():
        number += 1
        free = file.with_stem(f"{file.stem}-{number}")
    return free


def _plain(text: str) -> str:
    return _UNUSUAL.sub("-", text).strip("-.")


def _starter() -> Account | None:
    return ROOT if os.name == "posix" and os.getuid() == 0 else None
