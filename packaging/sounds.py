#!/usr/bin/env python3
"""Makes `resources/sounds/`: `python packaging/sounds.py`; the same bytes each time.

Two soft notes that fade, low enough for ears that hear no high ones (523 and 659 Hz), at a quarter
of full scale: heard beside the screen, alarming to nobody in the room.
"""

import math
import struct
import wave
from pathlib import Path
from typing import Final

RATE: Final = 22_050
SOUNDS: Final = {"still-there": ((0.0, 659.26), (0.45, 523.25))}
"""By name: when each note begins (seconds), and how high it is (Hz)."""

_LENGTH_S: Final = 1.6
_FADE_S: Final = 0.35
_ATTACK_S: Final = 0.02
_LOUD: Final = 0.25
_OUT: Final = Path(__file__).resolve().parents[1] / "resources" / "sounds"


def sample(notes: tuple[tuple[float, float], ...], at_s: float) -> float:
    """The sound at one moment, between -1 and 1."""
    return _LOUD * sum(_note(at_s - begins, height) for begins, height in notes)


def frames(notes: tuple[tuple[float, float], ...]) -> bytes:
    """The whole sound: 16 bits, one channel."""
    count = int(_LENGTH_S * RATE)
    values = (round(sample(notes, n / RATE) * 32_767) for n in range(count))
    return struct.pack(f"<{count}h", *values)


def write(directory: Path) -> None:
    """Write every sound as a WAV file."""
    for name, notes in SOUNDS.items():
        with wave.open(str(directory / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(frames(notes))


def _note(since_s: float, height: float) -> float:
    if since_s < 0:
        return 0.0
    loud = min(1.0, since_s / _ATTACK_S) * math.exp(-since_s / _FADE_S)
    ends = min(1.0, max(0.0, (_LENGTH_S - 0.45 - since_s) / 0.1))
    tone = math.sin(2 * math.pi * height * since_s)
    return loud * ends * (tone + 0.3 * math.sin(4 * math.pi * height * since_s)) / 1.3


if __name__ == "__main__":
    write(_OUT)
