"""The guides' pictures are of the program as it is now, as far as the short demo shows it."""

from pathlib import Path
from runpy import run_path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
MADE_BY: Final = run_path(str(ROOT / "packaging" / "guide_pictures.py"))
SIDES: Final = QSize(96, 60)
ALIKE: Final = 6.0
"""Of 255, on average: another code and its squares are 4, another page is 11."""


def small(image: QImage) -> list[int]:
    """What is dark and light on it."""
    aspect, how = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    grey = image.convertToFormat(QImage.Format.Format_RGB32).scaled(SIDES, aspect, how)
    return [
        grey.pixelColor(x, y).lightness()
        for y in range(SIDES.height())
        for x in range(SIDES.width())
    ]


def differing(one: QImage, other: QImage) -> float:
    pairs = list(zip(small(one), small(other), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def test_they_are_of_the_program_as_it_is_now(told_demo: Any) -> None:
    now = MADE_BY["shots"](told_demo.out)
    compared = {name: shot for name, shot in MADE_BY["PICTURES"].items() if shot in now}
    found = {
        name: differing(
            QImage(str(MADE_BY["FOLDER"] / f"{name}.png")), MADE_BY["smaller"](now[shot])
        )
        for name, shot in compared.items()
    }
    print(found)

    assert len(compared) >= 6
    assert max(found.values()) <= ALIKE, "run packaging/guide_pictures.py"


def test_another_page_is_not_taken_for_it() -> None:
    today, kiosks = (
        QImage(str(MADE_BY["FOLDER"] / f"{name}.png")) for name in ("desk-today", "desk-kiosks")
    )

    assert differing(today, kiosks) > ALIKE
