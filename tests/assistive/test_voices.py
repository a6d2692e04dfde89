"""The voices of a real speech server: each language is spoken, by a voice of its own."""

import array
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.extras import need_speech

SPEAKER = Path(__file__).with_name("speaker.py")
BYTES_A_SECOND = 2 * 22_050
LOUD = 300
"""Of 32,767; silence is 0."""

FIGURES = "1, 2, 3, 4, 5."
NUMBERS = {
    "en_GB": "one, two, three, four, five.",
    "cy_GB": "un, dau, tri, pedwar, pump.",
    "pl_PL": "jeden, dwa, trzy, cztery, pięć.",
    "ar_EG": "واحد، اثنان، ثلاثة، أربعة، خمسة.",
    "ur_PK": "ایک، دو، تین، چار، پانچ.",
}
"""The figures in words: a voice of another language says them otherwise, or letter by letter."""

TEXTS = {
    "en_GB": "How are you today?",
    "cy_GB": "Sut ydych chi heddiw?",
    "pl_PL": "Jak się dziś czujesz?",
    "ar_EG": "كيف حالك اليوم؟",
    "ur_PK": "آج آپ کیسے ہیں؟",
}

pytestmark = pytest.mark.long


class Spoken(NamedTuple):
    """One text that was spoken.

    Attributes:
        sound: samples of 16 bit.
    """

    locale: str
    voice: str
    sound: "array.array[int]"

    @property
    def seconds(self) -> float:
        """How long it sounds, without the silence around it."""
        loud = [at for at, sample in enumerate(self.sound) if abs(sample) > LOUD]
        return (loud[-1] - loud[0]) * 2 / BYTES_A_SECOND if loud else 0.0

    @property
    def loudness(self) -> float:
        """The root of the mean of its squares."""
        squares = sum(sample * sample for sample in self.sound)
        return float((squares / max(1, len(self.sound))) ** 0.5)


@pytest.fixture(scope="module")
def speak(speaking_desk: Any) -> Any:
    """Has texts spoken, each in a locale."""
    need_speech("PySide6.QtTextToSpeech")

    def spoken(*texts: tuple[str, str]) -> list[Spoken]:
        ended = subprocess.run(
            [sys.executable, "-P", str(SPEAKER), str(speaking_desk.sound)],
            input=json.dumps(texts), env=speaking_desk.env | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True, text=True, timeout=100, check=True,
        )  # fmt: skip
        told = [json.loads(line) for line in ended.stdout.splitlines()]
        heard = speaking_desk.sound.read_bytes()
        return [
            Spoken(one["locale"], one["voice"], samples(heard[one["begin"] : one["end"]]))
            for one in told
        ]

    return spoken


def samples(raw: bytes) -> "array.array[int]":
    return array.array("h", raw[: len(raw) // 2 * 2])


def test_each_language_is_heard_and_a_longer_text_for_longer(speak: Any) -> None:
    texts = [(code, " ".join([text] * times)) for code, text in TEXTS.items() for times in (1, 3)]
    spoken = speak(*texts)
    assert [one.locale for one in spoken] == [code for code, _ in texts]
    assert min(one.loudness for one in spoken) > LOUD
    once, thrice = spoken[::2], spoken[1::2]
    assert all(0.5 < one.seconds < 4 for one in once)
    ratios = [long.seconds / short.seconds for short, long in zip(once, thrice, strict=True)]
    assert [ratio for ratio in ratios if not 2.5 < ratio < 4.5] == []


def test_each_language_has_a_voice_of_its_own_that_reads_figures_in_it(speak: Any) -> None:
    texts = [(code, said) for code, words in NUMBERS.items() for said in (FIGURES, words)]
    spoken = speak(*texts)
    assert len({one.voice for one in spoken}) == len(NUMBERS)
    figures, words = spoken[::2], spoken[1::2]
    ratios = [said.seconds / read.seconds for read, said in zip(figures, words, strict=True)]
    assert [ratio for ratio in ratios if not 0.75 < ratio < 1.25] == []


def test_the_voice_of_another_language_is_told_from_its_own(speak: Any) -> None:
    read, said = speak(("en_GB", FIGURES), ("en_GB", NUMBERS["ar_EG"]))
    assert said.seconds / read.seconds > 2
