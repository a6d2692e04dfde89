"""Whether a headset is plugged in, by the sound devices the system has.

A socket that the system shows as a device of its own (USB keypads and headsets do) is seen so; one
that only switches a device over is not: there the keypad's own key tells it
(`Keypad.headset_in`).
"""

from collections.abc import Iterable
from typing import Final

WORDS: Final = ("headset", "headphone", "earphone", "nav-pad", "audionav", "audio nav")
"""What devices for one pair of ears call themselves."""


def has_headset(devices: Iterable[str]) -> bool:
    """Whether one of these sound devices is for one pair of ears, by how they call themselves."""
    return any(word in name.casefold() for name in devices for word in WORDS)
