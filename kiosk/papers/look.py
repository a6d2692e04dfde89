"""The colours and the size of text in which figures are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Look:
    """How figures are drawn.

    Attributes:
        ink, muted, ground, bar, hair: the colours of words, of lesser words, of what is behind,
            of a bar, of thin lines.
        text: height of the text in pixels of what is painted on.
        right_to_left: the language is read so.
    """

    ink: QColor
    muted: QColor
    ground: QColor
    bar: QColor
    hair: QColor
    text: float
    right_to_left: bool = False


def look_of(tokens: Mapping[str, str], *, text: float, right_to_left: bool = False) -> Look:
    """A look in the colours of a theme of `Theme.qml`, by their names there."""
    return Look(
        ink=QColor(tokens["ink"]), muted=QColor(tokens["muted"]), ground=QColor(tokens["card"]),
        bar=QColor(tokens["pine"]), hair=QColor(tokens["hair"]),
        text=text, right_to_left=right_to_left,
    )  # fmt: skip
