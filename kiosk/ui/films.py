"""The films and sounds of the question on the screen, played one at a time when somebody asks.

Nothing begins by itself and nothing repeats. A film is form content: it is played out of memory,
and let go of with the page.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from operator import attrgetter
from typing import Any, Final, Protocol

from PySide6 import QtCore
from PySide6.QtCore import Property, QObject, QRectF, QSizeF, Signal, SignalInstance, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.forms.looks.clips import Clip
from kiosk.forms.looks.webvtt import Cue, said_at

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MOST_FILMS: Final = 10
"""More of one question are not offered."""


class Player(Protocol):
    """What `kiosk.ui.film_player.FilmPlayer` does."""

    loaded: SignalInstance
    framed: SignalInstance
    moved: SignalInstance
    said: SignalInstance
    ended: SignalInstance
    failed: SignalInstance

    def play(self) -> None:
        """Go on, or begin anew after the end."""

    def pause(self) -> None:
        """Stand still."""

    def rewind(self) -> None:
        """Back to the beginning."""

    def close(self) -> None:
        """Stop, and let go of the film."""


MakePlayer = Callable[[bytes, QObject | None], Player]


@lru_cache(maxsize=1)
def installed_player() -> MakePlayer | None:
    """What plays films; None without the extra `speech`, or without a library it needs.

    Looked for when a form has a film, for it takes 0.1 s and 30 MB that most forms do not want.
    """
    try:
        found: MakePlayer = import_module("kiosk.ui.film_player").FilmPlayer
    except ImportError:
        return None
    return found


@QmlElement
class Film(QObject):
    """The film that is open, with what it shows and says now.

    Args:
        find_player: what plays films, or None where nothing does.

    Signals:
        changed: it was opened, begins, pauses, ends, can't be played.
        framed: there is another picture.
        spoke: the subtitles say something else.
        held: True when it begins to play, False when it no longer does.
    """

    changed = Signal()
    framed = Signal()
    spoke = Signal()
    held = Signal(bool)

    def __init__(
        self,
        find_player: Callable[[], MakePlayer | None] = installed_player,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._find_player = find_player
        self._offered: list[tuple[Clip, str]] = []
        self._player: Player | None = None
        self._number, self._state, self._says = -1, "", ""
        self._cues: Sequence[Cue] = ()
        self._worded = False
        self.frame = QImage()

    def offer(self, clip: Clip, language: str) -> bool:
        """Whether it can be played here; then it has the next number from 0 on."""
        known = len(self._offered) < MOST_FILMS and clip.content()
        if not known or self._find_player() is None:
            return False
        self._offered.append((clip, language))
        return True

    def forget(self) -> None:
        """Let go of every film of the question."""
        self.leave()
        self._offered.clear()

    @Slot(int)
    def open(self, number: int) -> None:
        """Have one ready to be played; nothing changes where it is open already."""
        make = self._find_player()
        if make is None or number == self._number or number not in range(len(self._offered)):
            return
        self.leave()
        clip, language = self._offered[number]
        self._number = number
        self._cues = clip.cues(language)
        self._worded = bool(self._cues)
        self._player = make(clip.content(), self)
        self._listen(self._player)
        self._become("ready")

    @Slot()
    def leave(self) -> None:
        """Stop, and let go of the film; it can be opened again."""
        player, self._player = self._player, None
        self._number, self._cues, self._worded = -1, (), False
        self.frame = QImage()
        if player is not None:
            player.close()
        self._say("")
        self._become("")

    @Slot()
    def play(self) -> None:
        """Begin, go on, or begin anew after the end."""
        if self._player is not None and self._state in {"ready", "paused", "ended"}:
            self._player.play()
            self._become("playing")

    @Slot()
    def pause(self) -> None:
        """Stand still until `play`."""
        if self._player is not None and self._state == "playing":
            self._player.pause()
            self._become("paused")

    @Slot()
    def again(self) -> None:
        """Play from the beginning."""
        if self._player is not None and self._state not in {"", "broken"}:
            self._player.rewind()
            self._player.play()
            self._become("playing")

    def _listen(self, player: Player) -> None:
        player.loaded.connect(self._load)
        player.framed.connect(self._show)
        player.moved.connect(self._move)
        player.said.connect(self._hear)
        player.ended.connect(lambda: self._become("ended"))
        player.failed.connect(lambda: self._become("broken"))

    def _become(self, state: str) -> None:
        before, self._state = self._state, state
        if before != state:
            self.changed.emit()
        if "playing" in {before, state} and before != state:
            self.held.emit(state == "playing")

    @Slot(bool)
    def _load(self, worded: bool) -> None:  # noqa: FBT001 - takes a signal's value
        self._worded = worded or bool(self._cues)
        self.changed.emit()

    @Slot(QImage)
    def _show(self, frame: QImage) -> None:
        first, self.frame = self.frame.isNull(), frame
        self.framed.emit()
        if first:
            self.changed.emit()

    @Slot(int)
    def _move(self, position: int) -> None:
        if self._cues:
            self._say(said_at(self._cues, position))

    @Slot(str)
    def _hear(self, text: str) -> None:
        """The film's own subtitles, where the form brings none."""
        if not self._cues:
            self._say(text)

    def _say(self, text: str) -> None:
        if text != self._says:
            self._says = text
            self.spoke.emit()

    def _read_ratio(self) -> float:
        return 0.0 if self.frame.isNull() else self.frame.width() / self.frame.height()

    _read_state = attrgetter("_state")
    _read_says = attrgetter("_says")
    _read_worded = attrgetter("_worded")
    state = Property(str, _read_state, notify=changed)
    ratio = Property(float, _read_ratio, notify=changed)
    says = Property(str, _read_says, notify=spoke)
    worded = Property(bool, _read_worded, notify=changed)


@QmlElement
class FilmPicture(QQuickPaintedItem):
    """Draws what a film shows now, as large as its place allows, undistorted."""

    filmChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._film: Film | None = None

    def paint(self, painter: QPainter) -> None:
        """Qt calls this when there is another picture."""
        if self._film is None or self._film.frame.isNull():
            return
        frame = self._film.frame
        size = QSizeF(frame.size()).scaled(self.size(), QtCore.Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, 0, 0)
        place.setSize(size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, frame)

    def _read_film(self) -> Film | None:
        return self._film

    def _show_film(self, film: Any) -> None:
        self._film = film
        if film is not None:
            film.framed.connect(self.update)
            film.changed.connect(self.update)
        self.filmChanged.emit()

    film = Property(Film, _read_film, _show_film, notify=filmChanged)
