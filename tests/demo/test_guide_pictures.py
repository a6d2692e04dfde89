"""The guides' pictures are of the program as it is now, as far as the short demo shows it."""

from pathlib import Path
from runpy import run_path
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

ROOT = Path(__file__).parents[2]
MADE_BY: Final = run_path(str(ROOT / "packaging" / "guide_pictures.py"))
SIDES: Final = QSize(96, 60)
ALIKE: Final = 3.0
"""Of 255, on average: the same page is under 1, another page is 11."""
BY_CHANCE: Final = {"desk-code-and-slip": QRectF(0, 0.2, 0.7, 0.67)}
"""Of a picture what is another each time: the code of a visit, and its squares."""


def small(image: QImage) -> list[int]:
    """What is dark and light on it."""
    aspect, how = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    grey = image.convertToFormat(QImage.Format.Format_RGB32).scaled(SIDES, aspect, how)
    return [
        grey.pixelColor(x, y).lightness()
        for y in range(SIDES.height())
        for x in range(SIDES.width())
    ]


def without(image: QImage, part: QRectF | None) -> QImage:
    """The same with a part, as parts of its sides, painted over."""
    if part is None:
        return image
    copy = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(copy)
    wide, high = copy.width(), copy.height()
    painter.fillRect(
        QRectF(part.x() * wide, part.y() * high, part.width() * wide, part.height() * high),
        QColor("white"),
    )
    painter.end()
    return copy


def differing(one: QImage, other: QImage, *, but: QRectF | None = None) -> float:
    pairs = list(zip(small(without(one, but)), small(without(other, but)), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def test_they_are_of_the_program_as_it_is_now(told_demo: Any) -> None:
    now = MADE_BY["shots"](told_demo.out)
    shown = {name: one for name, one in MADE_BY["PICTURES"].items() if one.shot in now}
    found = {
        name: differing(
            QImage(str(MADE_BY["FOLDER"] / f"{name}.png")),
            MADE_BY["part"](one, now[one.shot]),
            but=BY_CHANCE.get(name),
        )
        for name, one in shown.items()
    }
    print(found)

    assert len(shown) >= 12
    assert max(found.values()) <= ALIKE, "run packaging/guide_pictures.py"


def test_so_is_the_readmes(told_demo: Any) -> None:
    shown, now = QImage(str(MADE_BY["FRONT_FILE"])), MADE_BY["shots"](told_demo.out)

    assert differing(shown, MADE_BY["front"](now)) <= ALIKE, "run packaging/guide_pictures.py"


def test_another_page_is_not_taken_for_it() -> None:
    today, kiosks = (
        QImage(str(MADE_BY["FOLDER"] / f"{name}.png")) for name in ("desk-today", "desk-kiosks")
    )

    assert differing(today, kiosks) > ALIKE
