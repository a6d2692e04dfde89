"""A short sound by whatever this PC plays sounds with; silence where it has nothing.

Nothing of a kiosk waits for it or depends on it: what it says is always on the screen, too.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import Property, QObject, QProcess, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PROGRAMS: Final = (("pw-play",), ("paplay",), ("aplay", "--quiet"), ("afplay",))
"""Programs of PipeWire, PulseAudio, ALSA and macOS that play a WAV file, the first found first."""

_ENDING_MS: Final = 200


def installed_players() -> tuple[tuple[str, ...], ...]:
    """The programs among `PROGRAMS` that this PC has, each as a command without the file."""
    found = ((shutil.which(program[0]), *program[1:]) for program in PROGRAMS)
    return tuple((path, *options) for path, *options in found if path)


if sys.platform == "win32":
    import winsound

    def system_sound() -> Callable[[Path], bool] | None:
        """What plays a WAV file without a program of its own; only Windows has one."""
        return _windows_sound

    def _windows_sound(sound: Path) -> bool:
        flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(str(sound), flags)
        except RuntimeError:
            return False
        return True
else:

    def system_sound() -> Callable[[Path], bool] | None:
        """What plays a WAV file without a program of its own; only Windows has one."""
        return None


@QmlElement
class Chime(QObject):
    """One sound. Plays it without blocking; a player that fails gives way to the next.

    Args:
        sound: a WAV file.
        players: commands that play the file they are given; `installed_players()` by default.
        direct: plays without a program and says whether it could; `system_sound()` by default.

    Signals:
        changed: `works` is another.
        ended: the sound is over; it may not have been heard.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        sound: Path,
        players: Sequence[Sequence[str]] | None = None,
        direct: Callable[[Path], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sound = sound
        self._direct = direct or system_sound()
        self._players = tuple(installed_players() if players is None else players)
        self._turn = 0
        self._playing: QProcess | None = None

    @Slot()
    def play(self) -> None:
        """Begin to play it, unless it plays already."""
        if self._direct is not None:
            self._play_directly(self._direct)
        else:
            self._turn %= max(1, len(self._players))  # what failed then may be there now
            self._start()

    def close(self) -> None:
        """Stop playing; to be called before the application ends."""
        self._players = ()
        if self._playing and self._playing.state() != QProcess.ProcessState.NotRunning:
            self._playing.kill()
            self._playing.waitForFinished(_ENDING_MS)

    def _play_directly(self, direct: Callable[[Path], bool]) -> None:
        if not direct(self._sound):
            self._direct = None
            self.changed.emit()
        self.ended.emit()

    def _start(self) -> None:
        self._playing = self._playing or self._player()
        if self._playing.state() != QProcess.ProcessState.NotRunning:
            return
        if self._turn >= len(self._players):
            self.ended.emit()
            return
        program, *options = self._players[self._turn]
        self._playing.start(program, [*options, str(self._sound)])

    def _player(self) -> QProcess:
        """Made for the first sound: no start of the program waits for it."""
        player = QProcess(self)
        player.setStandardOutputFile(QProcess.nullDevice())
        player.setStandardErrorFile(QProcess.nullDevice())
        # Queued: a process can't be started anew before its own signal was told to the end.
        later = QtCore.Qt.ConnectionType.QueuedConnection
        player.finished.connect(self._finished, later)
        player.errorOccurred.connect(self._failed, later)
        return player

    @Slot(int, QProcess.ExitStatus)
    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if code == 0 and status == QProcess.ExitStatus.NormalExit:
            self.ended.emit()
        else:
            self._give_way()

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # after all others `finished` comes, too
            self._give_way()

    def _give_way(self) -> None:
        """The next player from now on, and at once; silence where there is none."""
        self._turn += 1
        self.changed.emit()
        self._start()

    def _works(self) -> bool:
        return self._direct is not None or self._turn < len(self._players)

    works = Property(bool, _works, notify=changed)
