"""The voice of the screen: what the system speaks with, or a recording where it has no voice.

Needs the extra `speech`; without it `installed()` is False and nothing here is ever made. What
speaks is a process of its own (`speaker.py`): a speech service that never answers stops no screen.
"""

import json
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from kiosk.machine.ourselves import own_command
from kiosk.resources import resource
from kiosk.ui.guard import log_failure

_SPEAKER: Final = "kiosk.ui.access.speaker"
CLIPS: Final = "clips"
_HOME: Final = "GB"
"""Of a language spoken in many countries, how it is spoken in this one."""
_SOON_MS, _LATER_MS = 5_000, 600_000
"""So long after it could not speak, it is tried again: at first, and from then on."""
_LEAST_MS, _LETTER_MS = 8_000, 500
"""The slowest speech takes less; what takes longer has gone silent for good."""
_OPENING_MS: Final = 30_000
_ENDING_MS: Final = 300


def installed() -> bool:
    """Whether the extra `speech` is there; asked without importing it."""
    return find_spec("PySide6.QtTextToSpeech") is not None


def system_languages(timeout_s: float = 12.0) -> frozenset[str] | None:
    """The languages that this PC can speak, without opening anything; None: nothing answers."""
    try:
        told = subprocess.run(  # noqa: S603 - ourselves
            own_command(_SPEAKER, "--voices"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=timeout_s, check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would show one
        ).stdout  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    events = [json.loads(line) for line in told.splitlines()]
    locales: list[str] = next((one["locales"] for one in events if one.get("locales")), [])
    return frozenset(name.partition("_")[0] for name in locales)


def recordings(clips: Path, language: str) -> Mapping[str, str]:
    """What is recorded in a language: the text said, and the file that says it; {} where nothing.

    A list that can't be read counts as none, and the log says why.
    """
    folder = clips / language / CLIPS
    if not (folder / "clips.toml").is_file():
        return {}
    try:
        read = tomllib.loads((folder / "clips.toml").read_text("utf-8"))
        return {" ".join(text.split()): str(folder / file) for file, text in read.items()}
    except (OSError, ValueError, AttributeError) as failure:
        log_failure("reading recordings", failure, code=language)
        return {}


def system_voice() -> Callable[[], "Voice"] | None:
    """What makes the voice of this PC, when somebody first wants to hear it; None without one."""
    return partial(Voice, clips=resource("translations")) if installed() else None


class Voice(QObject):
    """Says one text after another, once it is `ready`.

    Args:
        engine: of QtTextToSpeech; "" for the system's own.
        clips: the folder of the translations; each may have recordings
            (`kiosk guide keys-and-voice`).
        also: languages an engine speaks that does not tell them all.

    Signals:
        changed: it can speak from now on, or no longer.
        said: this text is being said, in that language.
        worded: this word is; few engines tell.
        ended: it was said to its end, or could not be; not told after `stop`.
        plugged: a headset came (True) or went.
    """

    changed = Signal()
    said = Signal(str, str)
    worded = Signal(str)
    ended = Signal()
    plugged = Signal(bool)

    def __init__(
        self,
        engine: str = "",
        clips: Path | None = None,
        also: frozenset[str] = frozenset(),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._clips, self._also = engine, clips, also
        self._recorded: dict[str, Mapping[str, str]] = {}
        self._locales: tuple[str, ...] | None = None
        self._number, self._speaking = 0, False
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._fail)
        self._again, self._failures = QTimer(self, singleShot=True), 0
        self._again.timeout.connect(self._reopen)
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._hear)
        self._process.finished.connect(self._fail)
        self._open()

    @property
    def ready(self) -> bool:
        """Whether it is known what it can speak."""
        return self._locales is not None

    def speaks(self, language: str) -> bool:
        """Whether anything can be said in that language."""
        return self.ready and bool(self._locale(language) or self._recordings(language))

    def say(self, text: str, language: str, *, rate: float, volume: float) -> bool:
        """Begin to say it; False where there is neither a voice nor a recording for it.

        Args:
            text: what is said.
            language: a BCP 47 tag.
            rate: -1 the slowest, 0 usual, 1 the fastest.
            volume: 0 to 1.
        """
        clip = self._recordings(language).get(" ".join(text.split()))
        what = self._what(text, language, clip)
        if what is None:
            return False
        self._number, self._speaking = self._number + 1, True
        self._tell({**what, "rate": rate, "volume": volume, "number": self._number})
        self._patience.start(_LEAST_MS + _LETTER_MS * len(text))
        self.said.emit(text, language)
        return True

    def stop(self) -> None:
        """Say no more, at once."""
        if self._speaking:
            self._speaking = False
            self._patience.stop()
            self._tell({"stop": True, "number": self._number})

    def close(self) -> None:
        """Say no more, and never again."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's
        self._patience.stop()
        self._again.stop()
        self._shut()

    def _shut(self) -> None:
        self._process.finished.disconnect(self._fail)
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_ENDING_MS):
            self._process.kill()
            self._process.waitForFinished(_ENDING_MS)

    @Slot()
    def _reopen(self) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._shut()
            self._process.finished.connect(self._fail)
        self._open()

    def _open(self) -> None:
        program, *told = own_command(_SPEAKER, *filter(None, [self._engine]))
        self._process.start(program, told)
        self._patience.start(_OPENING_MS)

    def _what(self, text: str, language: str, clip: str | None) -> dict[str, str] | None:
        if not self.ready:
            return None
        if locale := self._locale(language):
            return {"say": text, "locale": locale}
        return {"play": clip} if clip else None

    def _locale(self, language: str) -> str:
        """The engine's name for the language, that of this country first; "" where it has none."""
        base = language.partition("-")[0]
        fitting = [one for one in self._locales or () if one.partition("_")[0] == base]
        fitting.sort(key=lambda one: not one.endswith(f"_{_HOME}"))
        return fitting[0] if fitting else (base if base in self._also else "")

    def _recordings(self, language: str) -> Mapping[str, str]:
        if language not in self._recorded:
            self._recorded[language] = recordings(self._clips, language) if self._clips else {}
        return self._recorded[language]

    def _tell(self, command: dict[str, Any]) -> None:
        self._process.write(json.dumps(command).encode() + b"\n")

    @Slot()
    def _hear(self) -> None:
        while self._process.canReadLine():
            event = json.loads(bytes(self._process.readLine().data()))
            for kind, value in event.items():
                getattr(self, f"_heard_{kind}")(value)

    def _heard_locales(self, locales: list[str]) -> None:
        self._patience.stop()
        self._locales = tuple(locales)
        if not locales:
            self._try_again()
        self.changed.emit()

    def _heard_word(self, word: str) -> None:
        if self._speaking:
            self._patience.start()  # a slow voice that still speaks is not cut short
        self.worded.emit(word)

    def _heard_ended(self, number: int) -> None:
        self._failures = 0
        if self._speaking and number == self._number:
            self._end()

    def _heard_headset(self, there: bool) -> None:  # noqa: FBT001 - as it was told
        self.plugged.emit(there)

    def _heard_failed(self, _why: str) -> None:
        self._fail()

    @Slot()
    def _fail(self) -> None:
        """It speaks no more: tried again later, with a process of its own."""
        self._patience.stop()
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            return  # it ends, and comes here again
        self._locales = None
        self._try_again()
        self.changed.emit()
        if self._speaking:
            self._end()

    def _try_again(self) -> None:
        self._failures += 1
        self._again.start(_SOON_MS if self._failures == 1 else _LATER_MS)

    def _end(self) -> None:
        self._speaking = False
        self._patience.stop()
        self.ended.emit()
