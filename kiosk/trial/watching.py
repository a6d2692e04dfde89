"""A file that is being edited: read again whenever it changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QTimer

from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire

_SETTLED_MS: Final = 150
"""Editors write a file in several steps; it is read when they are through."""


class Watching:
    """Shows a form again when its file holds another.

    The folder is watched as well: editors put a new file in the place of the old one.

    Args:
        file: the form's, read already.
        show: shows a form.
        say: takes a line for the author.
    """

    def __init__(
        self, file: Path, show: Callable[[Questionnaire], None], say: Callable[[str], None]
    ) -> None:
        self._file, self._show, self._say = file, show, say
        self._known = self._bytes()
        self._settled = QTimer(singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._read)
        self._watcher = QFileSystemWatcher([str(file), str(file.resolve().parent)])
        self._watcher.fileChanged.connect(self._settle)
        self._watcher.directoryChanged.connect(self._settle)

    def close(self) -> None:
        """Watch no more."""
        self._settled.stop()
        self._watcher.removePaths([*self._watcher.files(), *self._watcher.directories()])

    def _settle(self, _path: str) -> None:
        self._settled.start()

    def _read(self) -> None:
        if self._file.is_file() and str(self._file) not in self._watcher.files():
            self._watcher.addPath(str(self._file))
        content = self._bytes()
        if content == self._known:
            return
        self._known = content
        if content is None:
            self._say(f"{self._file} is not there now. The window shows what was there before.")
            return
        try:
            form = read_questionnaire(content)
        except FormUnreadable as cause:
            self._say(f"{self._file} can't be shown: {cause} The window shows what it showed.")
            return
        self._show(form)
        self._say(f"{self._file} was read again.")

    def _bytes(self) -> bytes | None:
        try:
            return self._file.read_bytes()
        except OSError:
            return None
