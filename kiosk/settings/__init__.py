"""The settings of one kiosk: a frozen value, read once from one TOML file.

An unknown key or a wrong value is an error that names the file and the key: a typing mistake
that is silently ignored costs a visit to the clinic.
"""

from kiosk.settings.desk import Packet, Reception, Responder, ScheduledExport
from kiosk.settings.kiosk import (
    PICTURE_MAX,
    Central,
    Clinic,
    Keypad,
    Panel,
    Patient,
    Settings,
    StorePlace,
)
from kiosk.settings.reading import parse_settings, read_settings

__all__ = [
    "PICTURE_MAX", "Central", "Clinic", "Keypad", "Packet", "Panel", "Patient", "Reception",
    "Responder", "ScheduledExport", "Settings", "StorePlace", "parse_settings", "read_settings",
]  # fmt: skip
