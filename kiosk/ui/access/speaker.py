"""The process that speaks: the only one that loads what sounds are played with.

    python -P -m kiosk.ui.access.speaker [ENGINE]

A speech service may take seconds to answer, or never does: what talks to it is a process of its
own, which can be ended, so that no screen ever waits for it. It reads a JSON object a line:

- {"say": text, "locale": name, "rate": -1 to 1, "volume": 0 to 1, "number": n}
- {"play": file, "volume": 0 to 1, "number": n}
- {"stop": true}

and writes one a line: {"locales": […]} once it is known what it can speak, {"ended": n}, {"word":
word}, {"headset": there}, {"failed": why}. It ends with its standard input.

Never pauses: speech-dispatcher says nothing more after a pause, whoever asks it to.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
from PySide6.QtTextToSpeech import QTextToSpeech

from kiosk.machine.secrecy import keep_to_itself
from kiosk.ui.access.headset import has_headset

_PR_SET_PDEATHSIG: Final = 1
_States: Final = QTextToSpeech.State
VOICES: Final = "--voices"
_PROBING_MS: Final = 5_000
"""Where something speaks, it has said nothing at all by then; elsewhere it never has."""
_PROBE: Final = " "
"""Said to its end, and unheard, only where there is a loudspeaker."""


class Speaker(QObject):
    """Speaks what it is told, one text at a time.

    Args:
        engine: of QtTextToSpeech; "" for the system's own.
    """

    read = Signal(str)
    over = Signal()
    known = Signal()

    def __init__(self, engine: str) -> None:
        super().__init__()
        self._number, self._begun, self._playing = 0, False, False
        self._headset = False
        self._player: QMediaPlayer | None = None
        self._tts = QTextToSpeech(engine, self) if engine else QTextToSpeech(self)
        self._tts.stateChanged.connect(self._turned)
        self._tts.sayingWord.connect(lambda word, *_: tell(word=word))
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look)
        self.read.connect(self._do)
        self._look()
        self._probe()

    def _probe(self) -> None:
        if self._tts.state() == _States.Error:
            tell(locales=[])  # recordings can be played all the same
            QTimer.singleShot(0, self.known.emit)
            return
        self._tts.setVolume(0)
        self._tts.say(_PROBE)

    @Slot(str)
    def _do(self, line: str) -> None:
        told = json.loads(line)
        self._number = told.get("number", 0)
        if self._playing and self._player is not None:
            self._player.stop()
        self._playing, self._begun = "play" in told, False
        if "play" in told:
            self._play(told["play"], told["volume"])
        elif "say" in told:
            self._say(told)
        else:
            self._tts.stop()

    def _say(self, told: dict[str, Any]) -> None:
        if self._tts.state() == _States.Speaking:
            self._tts.stop()
        self._tts.setLocale(QLocale(told["locale"]))
        self._tts.setRate(told["rate"])
        self._tts.setVolume(told["volume"])
        self._tts.say(told["say"])

    def _turned(self, state: QTextToSpeech.State) -> None:
        # The end of what was stopped comes when the next was already asked for: only what has
        # begun can end.
        if state == _States.Speaking:
            self._begun = True
        elif state == _States.Error and self._number:
            tell(failed=self._tts.errorString())
        elif state == _States.Ready and self._begun:
            self._begun = False
            self._end()

    def _end(self) -> None:
        if self._number:
            tell(ended=self._number)
        else:
            tell(locales=sorted({locale.name() for locale in self._tts.availableLocales()}))
            self.known.emit()

    def _play(self, file: str, volume: float) -> None:
        if self._player is None:
            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self))
            self._player.mediaStatusChanged.connect(self._played)
        self._player.audioOutput().setVolume(volume)
        self._player.setSource(QUrl())  # else the same file is not begun again
        self._player.setSource(QUrl.fromLocalFile(file))
        self._player.play()

    def _played(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._playing and status.name in {"EndOfMedia", "InvalidMedia"}:
            self._playing = False
            tell(ended=self._number)

    @Slot()
    def _look(self) -> None:
        there = has_headset(one.description() for one in self._devices.audioOutputs())
        if there != self._headset:
            self._headset = there
            tell(headset=there)


def tell(**event: Any) -> None:
    """One event to whoever asked."""
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def _read(speaker: Speaker) -> None:
    for line in sys.stdin:
        speaker.read.emit(line)
    speaker.over.emit()


def _end_with_parent() -> None:
    """Linux ends this process with the one that began it, also where it waits for a service."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Speak until standard input ends; with `--voices`, tell only what can be spoken."""
    keep_to_itself()  # what it is told to say may be an answer
    _end_with_parent()
    application = QCoreApplication(["kiosk-speaker"])
    asked = sys.argv[1:]
    speaker = Speaker(next((one for one in asked if one != VOICES), ""))
    if VOICES in asked:
        speaker.known.connect(application.quit)
        QTimer.singleShot(_PROBING_MS, application.quit)
    else:
        speaker.over.connect(application.quit)
        threading.Thread(target=_read, args=(speaker,), daemon=True).start()
    application.exec()
    # Where a speech service never answers, letting go of it waits for it as well.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
