"""Step 2: what the clinic and this kiosk are called."""

from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.settings import Clinic
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_CLINIC: Final = 200
_KIOSK: Final = 80


@QmlElement
class NamesPage(SetUpPage):
    """Two names."""

    step = steps.NAMES
    named = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self.changed.connect(self.named)
        self._clinic = self._kiosk = ""

    def enter(self, now: Now) -> None:
        """What the settings say so far; a name nobody gave is no name."""
        clinic = now.settings.clinic
        self._clinic = "" if clinic.name == Clinic().name else clinic.name
        self._kiosk = clinic.kiosk
        super().enter(now)

    @Slot(str, str)
    def write(self, clinic: str, kiosk: str) -> None:
        """Somebody wrote these."""
        self._clinic, self._kiosk = clinic, kiosk

    def go_on(self) -> None:
        """Both, where they can be read on one line."""
        clinic, kiosk = self._clinic.strip(), self._kiosk.strip()
        if not (clinic and clinic.isprintable() and len(clinic) <= _CLINIC):
            self.refused.emit(self.say("setup_clinic_wrong"))
        elif not (kiosk.isprintable() and len(kiosk) <= _KIOSK):
            self.refused.emit(self.say("setup_kiosk_wrong"))
        else:
            self.keep({"clinic": {"name": clinic, "kiosk": kiosk}})

    def _read_clinic(self) -> str:
        return self._clinic

    def _read_kiosk(self) -> str:
        return self._kiosk

    clinic = Property(str, _read_clinic, notify=named)
    kiosk = Property(str, _read_kiosk, notify=named)
