"""Plays a film or a sound out of memory; importable only where the extra `speech` is installed.

Nothing of it is written anywhere and nothing is fetched: the player reads a buffer that has no
address, and lets go of it when it is closed. Frames come as pictures, for the software renderer
draws no video of its own.
"""

from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QElapsedTimer,
    QIODevice,
    QObject,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QAudioOutput, QMediaMetaData, QMediaPlayer, QVideoFrame, QVideoSink

MOST_PIXELS: Final = 1920 * 1200
"""Larger frames are not drawn: an old PC would show them late, or run out of memory."""
FRAME_MS: Final = 36
"""Frames that come sooner after one another are passed over: 25 a second are enough."""

_Status = QMediaPlayer.MediaStatus


class FilmPlayer(QObject):
    """Plays one film or sound and shows its first picture before; silent without a loudspeaker.

    Args:
        content: the whole film.

    Signals:
        loaded: it can be played; whether it has subtitles of its own.
        framed: the next picture.
        moved: milliseconds from the beginning.
        said: what its own subtitles say now.
        ended: it was played to its end.
        failed: it can't be played.
    """

    loaded = Signal(bool)
    framed = Signal(QImage)
    moved = Signal(int)
    said = Signal(str)
    ended = Signal()
    failed = Signal()

    def __init__(self, content: bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player = QMediaPlayer(self)
        self._sink = QVideoSink(self)
        self._player.setVideoSink(self._sink)
        self._player.setAudioOutput(QAudioOutput(self))
        self._sink.videoFrameChanged.connect(self._frame)
        self._sink.subtitleTextChanged.connect(self.said)
        self._player.positionChanged.connect(self._move)
        self._player.mediaStatusChanged.connect(self._turned)
        self._player.setSourceDevice(self._buffer, QUrl())

    def play(self) -> None:
        """Go on, or begin anew after the end."""
        self._player.play()

    def pause(self) -> None:
        """Stand still."""
        self._player.pause()

    def rewind(self) -> None:
        """Back to the beginning."""
        self._player.setPosition(0)

    def close(self) -> None:
        """Stop, and let go of the film."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self._player.stop()
        self._player.setSource(QUrl())
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self.deleteLater()

    def _turned(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == _Status.LoadedMedia:
            self._load()
        elif status == _Status.EndOfMedia:
            self.ended.emit()
        elif status == _Status.InvalidMedia:
            self.failed.emit()

    @Slot(int)
    def _move(self, position: int) -> None:
        self.moved.emit(position)

    def _load(self) -> None:
        size = self._player.metaData().value(QMediaMetaData.Key.Resolution)
        if size is not None and size.width() * size.height() > MOST_PIXELS:
            self.failed.emit()
            return
        worded = bool(self._player.subtitleTracks())
        if worded:
            self._player.setActiveSubtitleTrack(0)
        self._player.pause()  # shows the first picture
        self.loaded.emit(worded)

    def _frame(self, frame: QVideoFrame) -> None:
        soon = self._since.isValid() and self._since.elapsed() < FRAME_MS
        pixels = frame.size().width() * frame.size().height()
        if soon or not 0 < pixels <= MOST_PIXELS:
            return
        self._since.start()
        image = frame.toImage()
        if not image.isNull():
            self.framed.emit(image)
