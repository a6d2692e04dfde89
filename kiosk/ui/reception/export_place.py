"""Where an export goes, and whether a password opens it."""

from collections.abc import Callable
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.exports import ExportPlace
from kiosk.desk.saving import folder_named
from kiosk.errors import RefusedError
from kiosk.export.archive import new_password, refuse_weak
from kiosk.export.drives import Drive, removable_drives
from kiosk.export.removable import is_removable
from kiosk.ui.reception.slips import documents_folder

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Drives = Callable[[], tuple[Drive, ...]]


@QmlElement
class ExportWhere(QObject):
    """The folder, the drives that are in, the archive and its password.

    Args:
        say: a text of the desk.
        drives: finds those that are in.
    """

    changed = Signal()

    def __init__(
        self, say: Callable[..., str], parent: QObject, drives: Drives = removable_drives
    ) -> None:
        super().__init__(parent)
        self._say, self._find = say, drives
        self._drives: tuple[Drive, ...] = ()
        self._folder, self._archive, self._password = str(documents_folder()), "", ""

    def look(self) -> None:
        """Which drives are in now."""
        found = self._find()
        if found != self._drives:
            self._drives = found
            self.changed.emit()

    def forget(self) -> None:
        """As in the beginning."""
        self._folder, self._archive, self._password = str(documents_folder()), "", ""
        self.changed.emit()

    @Slot(str)
    def choose(self, folder: str) -> None:
        """It goes there; whether into an archive follows the drive from now on."""
        if folder.strip() != self._folder:
            self._folder, self._archive = folder.strip(), ""
            self.changed.emit()

    @Slot(bool)
    def putAway(self, wanted: bool) -> None:  # noqa: FBT001, N802 - called by QML
        """Into an archive, or not."""
        self._archive = "yes" if wanted else "no"
        self.changed.emit()

    @Slot(str)
    def write(self, password: str) -> None:
        """A password of one's own; "": one is made."""
        self._password = password
        self.changed.emit()

    def place(self, *, can: bool) -> tuple[ExportPlace, bool]:
        """Where it goes, and whether its password was made just now.

        Args:
            can: it holds answers that are not encrypted by themselves.

        Raises:
            RefusedError: there is no such folder, or the password is weak.
        """
        usual = documents_folder()
        if Path(self._folder) == usual:
            with suppress(OSError):
                usual.mkdir(parents=True, exist_ok=True)
        folder = folder_named(self._folder)
        if not can or not self._is_archive():
            return ExportPlace(folder), False
        if self._password:
            refuse_weak(self._password)
            return ExportPlace(folder, self._password), False
        return ExportPlace(folder, new_password()), True

    def _is_archive(self) -> bool:
        return self._archive == "yes" or (self._archive == "" and self._leaves())

    def _leaves(self) -> bool:
        try:
            return is_removable(folder_named(self._folder))
        except RefusedError:
            return False

    def _weakness(self) -> str:
        """Said while it is typed, so that nobody finds out at the end."""
        try:
            if self._password:
                refuse_weak(self._password)
        except RefusedError as weak:
            return f"{weak} {weak.advice}"
        return ""

    def _warning(self) -> str:
        bare = self._leaves() and not self._is_archive()
        return self._say("export_bare") if bare else ""

    def _named(self) -> list[dict[str, Any]]:
        return [
            {"folder": str(one.folder), "label": self._say("export_drive", name=one.name)}
            for one in self._drives
        ]

    _read_folder = attrgetter("_folder")
    _read_password = attrgetter("_password")
    folder = Property(str, _read_folder, notify=changed)
    drives = Property(list, _named, notify=changed)
    archive = Property(bool, _is_archive, notify=changed)
    password = Property(str, _read_password, notify=changed)
    weak = Property(str, _weakness, notify=changed)
    warning = Property(str, _warning, notify=changed)
