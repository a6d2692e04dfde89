"""The voice of the screen: what the system speaks with, or a recording where it has no voice.

Needs the extra `speech`; without it `installed()` is False and nothing here is ever made.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale, QObject, QUrl, Signal

from kiosk.resources import resource

CLIPS: Final = "clips"
_HERE: Final = "GB"
"""Of a language spoken in many countries, that of this one."""


def installed() -> bool:
    """Whether the extra `speech` is there; asked without importing it."""
    return find_spec("PySide6.QtTextToSpeech") is not None


def system_voice() -> Callable[[], "Voice"] | None:
    """What makes the voice of this PC, when somebody first wants to hear it; None without one."""
    return partial(Voice, clips=resource("translations")) if installed() else None


class Voice(QObject):
    """Says one text after another.

    Args:
        engine: of QtTextToSpeech; "" for the system's own.
        clips: the folder of the translations; each may have recordings, see its README.
        also: languages an engine speaks that does not tell them all.

    Signals:
        said: this text is being said, in that language.
        ended: it was said to its end; not told after `stop`.
    """

    said = Signal(str, str)
    ended = Signal()

    def __init__(
        self,
        engine: str = "",
        clips: Path | None = None,
        also: frozenset[str] = frozenset(),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        module: Any = import_module("PySide6.QtTextToSpeech")
        self._kind = module.QTextToSpeech
        self._tts: Any = self._kind(engine, self) if engine else self._kind(self)
        self._tts.stateChanged.connect(self._turned)
        self._clips, self._also = clips, also
        self._player: Any = None
        self._recorded: dict[str, Mapping[str, str]] = {}
        self._language, self._speaking, self._begun = "", False, False

    @property
    def engine(self) -> Any:
        """What speaks, a QTextToSpeech."""
        return self._tts

    def speaks(self, language: str) -> bool:
        """Whether anything can be said in that language."""
        return self._has_voice(language) or bool(self._recordings(language))

    def say(self, text: str, language: str, *, rate: float, volume: float) -> bool:
        """Begin to say it; False where there is neither a voice nor a recording for it.

        Args:
            text: what is said.
            language: a BCP 47 tag.
            rate: -1 the slowest, 0 usual, 1 the fastest.
            volume: 0 to 1.
        """
        self.stop()
        self._begun = False
        if self._has_voice(language):
            self._speak(text, language, rate, volume)
        elif clip := self._recordings(language).get(" ".join(text.split())):
            self._play(clip, volume)
        else:
            return False
        self._speaking = True
        self.said.emit(text, language)
        return True

    def stop(self) -> None:
        """Say no more, at once."""
        if not self._speaking:
            return
        self._speaking = False
        if self._player is not None:
            self._player.stop()
        self._tts.stop()

    def close(self) -> None:
        """Say no more, and let go of the engine."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self.stop()

    def _speak(self, text: str, language: str, rate: float, volume: float) -> None:
        if language != self._language:
            self._language = language
            self._tts.setLocale(self._locale(language))
        self._tts.setRate(rate)
        self._tts.setVolume(volume)
        self._tts.say(text)

    def _has_voice(self, language: str) -> bool:
        base = language.partition("-")[0]
        if base in self._also:
            return True
        if self._tts.state() == self._kind.State.Error:
            return False
        return any(_code(one) == base for one in self._tts.availableLocales())

    def _locale(self, language: str) -> QLocale:
        base = language.partition("-")[0]
        fitting = [one for one in self._tts.availableLocales() if _code(one) == base]
        near = [one for one in fitting if one.name().endswith(f"_{_HERE}")]
        return next(iter(near or fitting), QLocale(language))

    def _recordings(self, language: str) -> Mapping[str, str]:
        if language not in self._recorded:
            self._recorded[language] = _read(self._clips, language)
        return self._recorded[language]

    def _play(self, clip: str, volume: float) -> None:
        if self._player is None:
            media: Any = import_module("PySide6.QtMultimedia")
            self._player = media.QMediaPlayer(self)
            self._player.setAudioOutput(media.QAudioOutput(self))
            self._player.mediaStatusChanged.connect(self._played)
        self._player.audioOutput().setVolume(volume)
        self._player.setSource(QUrl.fromLocalFile(clip))
        self._player.play()

    def _turned(self, state: Any) -> None:
        # What was stopped may say so only when the next has been given to the engine.
        states = self._kind.State
        self._begun = self._begun or state == states.Speaking
        if self._speaking and (state == states.Error or (self._begun and state == states.Ready)):
            self._end()

    def _played(self, status: Any) -> None:
        if self._speaking and status.name in {"EndOfMedia", "InvalidMedia"}:
            self._end()

    def _end(self) -> None:
        self._speaking = False
        self.ended.emit()


def _read(clips: Path | None, language: str) -> dict[str, str]:
    """The recordings of a language by what they say; none where it has none."""
    folder = clips / language / CLIPS if clips else None
    if folder is None or not (folder / "clips.toml").is_file():
        return {}
    read = tomllib.loads((folder / "clips.toml").read_text("utf-8"))
    return {" ".join(text.split()): str(folder / file) for file, text in read.items()}


def _code(locale: QLocale) -> str:
    return locale.name().partition("_")[0]
