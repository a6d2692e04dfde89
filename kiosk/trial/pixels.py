"""The pixels of a window: colours, how they contrast, what is ground and what is ink.

A colour is one number, 0xRRGGBB. Contrast is that of WCAG 2.2: 1 for the same colour, 21 for black
on white.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, dist
from typing import Final

from PySide6.QtGui import QImage

from kiosk.trial.finding import Box

RGB: Final = 0xFFFFFF
"""The part of a pixel that is its colour; the rest is opacity, which a window has none of."""

COVERED: Final = 0.7
"""A pixel that went so far from ground to ink shows the ink: the rest is the edge of a letter."""

SPECKS: Final = 2
"""Fewer pixels than this are no ink."""


class Pixels:
    """A picture of a window.

    Args:
        image: as grabbed.
        width: of the window in its own pixels; a dense screen has more of them in the picture.
    """

    def __init__(self, image: QImage, width: float) -> None:
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._words = memoryview(self._image.constBits()).cast("I")
        self._stride = self._image.bytesPerLine() // 4
        self._dense = self._image.width() / width if width else 1.0

    def row(self, y: float, left: float, right: float) -> list[int]:
        """The colours from left to right."""
        return _colours(self._row(y, left, right))

    def column(self, x: float, top: float, bottom: float) -> list[int]:
        """The colours from top to bottom."""
        start = self._clamp(top, self._image.height()) * self._stride
        end = (self._clamp(bottom - 1, self._image.height()) + 1) * self._stride
        start += self._clamp(x, self._image.width())
        return _colours(self._words[start : end : self._stride])

    def colours(self, box: Box, every: int = 1, without: Sequence[Box] = ()) -> "Counter[int]":
        """How often each colour is there.

        Args:
            box: where.
            every: only the rows of the window that it divides.
            without: what is left out of it.
        """
        top, bottom = ceil(box.top / every), ceil(box.bottom / every)
        # The rows of what is flat are the same again and again: each is counted once.
        rows: Counter[bytes] = Counter()
        for y in range(top, max(top + 1, bottom)):
            rows.update(self._parts(y * every, box, without))
        found: Counter[int] = Counter()
        for row, times in rows.items():
            for word, count in Counter(memoryview(row).cast("I")).items():
                found[word & RGB] += count * times
        return found

    def _parts(self, y: float, box: Box, without: Sequence[Box]) -> Iterator[bytes]:
        left = box.left
        for hole in sorted(without):
            if hole.top <= y < hole.bottom:
                if hole.left > left:
                    yield bytes(self._row(y, left, hole.left))
                left = max(left, hole.right)
        if left < box.right:
            yield bytes(self._row(y, left, box.right))

    def _row(self, y: float, left: float, right: float) -> memoryview:
        first = self._clamp(y, self._image.height()) * self._stride
        start = first + self._clamp(left, self._image.width())
        end = first + self._clamp(right - 1, self._image.width()) + 1
        return self._words[start:end]

    def _clamp(self, value: float, size: int) -> int:
        return min(max(round(value * self._dense), 0), size - 1)


@lru_cache(maxsize=4096)
def luminance(colour: int) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = (_linear(one) for one in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    """From 1 (the same) to 21 (black and white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def channels(colour: int) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def mixed(ink: int, ground: int, part: float) -> int:
    """`ink` laid over `ground` with the given opacity."""
    pairs = zip(channels(ink), channels(ground), strict=True)
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in pairs)
    return red << 16 | green << 8 | blue


def text_contrast(found: "Counter[int]", ink: int, part: float) -> float:
    """The contrast of a text with its ground, from the colours of its place.

    Small letters have few pixels that are wholly ink, so that where the colour it is drawn in
    comes through well enough, it is taken; where it doesn't, the extreme one that is there.

    Args:
        found: the colours there, and how often.
        ink: the colour the text is said to be drawn in.
        part: the opacity it is drawn with.

    Returns:
        1.0 where nothing is to be seen.
    """
    ground = found.most_common(1)[0][0]
    wanted = mixed(ink, ground, part)
    inks = [colour for colour, count in found.items() if count >= SPECKS and colour != ground]
    if _comes_through(inks, wanted, ground):
        return contrast(wanted, ground)
    return max((contrast(colour, ground) for colour in inks), default=1.0)


def _colours(words: memoryview) -> list[int]:
    return [word & RGB for word in words]


def _comes_through(inks: Sequence[int], wanted: int, ground: int) -> bool:
    whole = dist(channels(wanted), channels(ground))
    return any(dist(channels(one), channels(wanted)) <= (1 - COVERED) * whole for one in inks)


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG
