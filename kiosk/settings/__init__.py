"""The settings of one kiosk: a frozen value, read once, from what counts most to what counts least.

    policy        a fleet's: the registry of Windows, or a file       policy, layer
    environment   for tests and trials                                environment
    file          of this PC, TOML                                    layer
    default       in the class                                        kiosk, desk

An unknown key or a wrong value is an error that names place, line, key and what is meant: a typing
mistake that is silently ignored costs a visit to the clinic. The classes are the one schema: all
that tells people or programs what can be set is made from them (`schema`, `published`).
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
