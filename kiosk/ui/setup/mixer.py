"""The loudness of this PC, which the system keeps; where it lets a program change it."""

import shutil
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QProcess

_MIXERS: Final = (
    ("wpctl", ("set-volume", "-l", "1.0", "@DEFAULT_AUDIO_SINK@", "{step}%{sign}")),
    ("pactl", ("set-sink-volume", "@DEFAULT_SINK@", "{sign}{step}%")),
    ("amixer", ("-q", "set", "Master", "{step}%{sign}")),
)
"""Programs of PipeWire, PulseAudio and ALSA; each of these keeps what was set."""

_STEP: Final = 10


class Mixer:
    """Louder and softer by one step.

    Args:
        mixers: programs with their arguments; those of this PC by default.
    """

    def __init__(self, mixers: Sequence[tuple[str, Sequence[str]]] | None = None) -> None:
        known = ((shutil.which(name), words) for name, words in _MIXERS)
        found = [(path, words) for path, words in known if path] if mixers is None else mixers
        self._mixer = next(iter(found), None)

    @property
    def works(self) -> bool:
        """Whether this PC has a program for it."""
        return self._mixer is not None

    def change(self, *, louder: bool) -> None:
        """One step; nothing where it can't."""
        if self._mixer is not None:
            program, words = self._mixer
            sign = "+" if louder else "-"
            QProcess.startDetached(program, [one.format(step=_STEP, sign=sign) for one in words])
