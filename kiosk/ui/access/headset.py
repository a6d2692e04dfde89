"""Notices that a headset is plugged in or out, by the sound devices the system has.

A socket that the system shows as a device of its own (USB keypads and headsets do) is seen here;
one that only switches a device over is not: there the keypad's own key tells it
(`Keypad.headset_in`). Needs the extra `speech`.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

WORDS: Final = ("headset", "headphone", "earphone", "nav-pad", "audionav", "audio nav")
"""What devices for one pair of ears call themselves."""


def has_headset(devices: Iterable[str]) -> bool:
    """Whether one of these sound devices is for one pair of ears, by how they call themselves."""
    return any(word in name.casefold() for name in devices for word in WORDS)


class Headset(QObject):
    """Watches the sound devices of this PC.

    Signals:
        plugged: a headset came (True) or went (False).
    """

    plugged = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        media: Any = import_module("PySide6.QtMultimedia")
        self._devices: Any = media.QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look)
        self._there = False

    def start(self) -> None:
        """Tell of one that is there already, and from now on of each that comes or goes."""
        self._look()

    def _look(self) -> None:
        there = has_headset(one.description() for one in self._devices.audioOutputs())
        if there != self._there:
            self._there = there
            self.plugged.emit(there)
