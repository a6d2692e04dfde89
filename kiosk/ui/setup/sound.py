"""Step 5: is it heard? A sentence by the voice of this PC, or a sound where it has none."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.resources import resource
from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.ui.access.voice import Voice, system_voice
from kiosk.ui.chime import Chime
from kiosk.ui.setup.mixer import Mixer
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_USUAL: Final = 0.5
"""The volume that every patient begins with (`kiosk.ui.access.teller`)."""


@QmlElement
class SoundPage(SetUpPage):
    """Plays something, and asks whether it was heard.

    Args:
        shared: what all pages work with.
        make_voice: makes the voice; None where there can be none.
        chime: the sound; that of the kiosk by default.
        mixer: changes the loudness of this PC.
    """

    step = steps.SOUND
    sounded = Signal()

    def __init__(
        self,
        shared: Shared,
        parent: QObject | None = None,
        *,
        make_voice: Callable[[], Voice] | None = None,
        chime: Chime | None = None,
        mixer: Mixer | None = None,
    ) -> None:
        super().__init__(shared, parent)
        self.changed.connect(self.sounded)
        self._make_voice = make_voice or system_voice()
        self._voice: Voice | None = None
        self._chime = chime or Chime(resource("sounds", "still-there.wav"), parent=self)
        self._chime.changed.connect(self.changed)
        self._mixer = mixer or Mixer()

    def enter(self, now: Now) -> None:
        """The voice gets ready meanwhile."""
        super().enter(now)
        if self._make_voice is not None and self._voice is None:
            self._voice = self._make_voice()
            self._voice.setParent(self)
            self._voice.changed.connect(self.changed)

    def leave(self) -> None:
        """Nothing sounds on another page."""
        if self._voice is not None:
            self._voice.close()
            self._voice.deleteLater()
            self._voice = None

    @Slot()
    def play(self) -> None:
        """The sentence in the first language that it can speak; else the sound."""
        if not self._speak():
            self._chime.play()

    @Slot(bool)
    def change(self, louder: bool) -> None:  # noqa: FBT001 - called by QML
        """The PC louder or softer by a step, and heard at once."""
        self._mixer.change(louder=louder)
        self.play()

    @Slot()
    def heard(self) -> None:
        """Somebody heard it."""
        self.keep({}, sound="heard")

    @Slot()
    def silent(self) -> None:
        """Nobody did; the kiosk works all the same."""
        self.keep({}, sound="silent")

    def go_on(self) -> None:
        """Whether it was heard has to be said; what was said before stays."""
        said = self.now.progress.sound if self.now else ""
        if said:
            self.keep({})
        else:
            self.refused.emit(self.say("setup_sound_ask"))

    def _speak(self) -> bool:
        voice, now = self._voice, self.now
        if voice is None or now is None:
            return False
        for code in (*now.settings.patient.languages, "en"):
            near = self.shared.words.nearest(code)
            text = self.shared.words.say(near, "attract_title")
            if voice.speaks(near) and voice.say(text, near, rate=0.0, volume=_USUAL):
                return True
        return False

    def _status(self) -> str:
        """What this PC sounds with."""
        if self._voice is not None and self._voice.ready:
            return self.say("setup_sound_voice")
        if self._make_voice is not None:
            return self.say("setup_sound_no_voice")
        return self.say("setup_sound_chime" if self._works() else "setup_sound_none")

    def _works(self) -> bool:
        return bool(self._chime.property("works"))

    def _said(self) -> str:
        said = self.now.progress.sound if self.now else ""
        return self.say(f"setup_sound_was_{said}") if said else ""

    def _mixes(self) -> bool:
        return self._mixer.works

    status = Property(str, _status, notify=sounded)
    said = Property(str, _said, notify=sounded)
    mixes = Property(bool, _mixes, constant=True)
