"""The page on which staff measure the screen with a bank card."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.trial.page import qml_type
from kiosk.trial.touch import Finger
from kiosk.ui.icons import Icons
from kiosk.ui.setup.measure import CARD_MM, LEAST, MOST, Measure
from kiosk.ui.wording.words import Words

ROOT = Path(__file__).resolve().parents[2]
PANELS = [((1280, 800), 5.9), ((1920, 1080), 3.6), ((1080, 1920), 3.6)]
WINDOW = b"""
import QtQuick
import QtQuick.Window
import Kiosk
import kiosk.ui
import kiosk.ui.setup

Window {
    id: root

    required property Measure measure
    required property var words
    required property real pxPerMm

    visible: true
    onWidthChanged: Theme.width = width
    onHeightChanged: Theme.height = height
    Component.onCompleted: Theme.pxPerMm = pxPerMm

    MeasurePage {
        anchors.fill: parent
        measure: root.measure
        words: root.words
    }
}
"""
Opener = Callable[..., tuple[Any, Finger]]


@pytest.fixture
def open_page(app: QGuiApplication, qt_warnings: list[str], words: Words) -> Iterator[Opener]:  # noqa: ARG001 - must be there
    """Opens the page on a panel: `open_page(measure, size, px_per_mm)`."""
    use_fonts(resource("fonts"))
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(ROOT))
    engine.addImageProvider("icon", Icons(resource("icons")))
    measures: list[Measure] = []

    def open_one(measure: Measure, size: tuple[int, int], px_per_mm: float) -> tuple[Any, Finger]:
        measures.append(measure)
        about = {"measure": measure, "words": words.table("en"), "pxPerMm": px_per_mm}
        engine.setInitialProperties(about | {"width": size[0], "height": size[1]})
        engine.loadData(WINDOW, QUrl("inline.qml"))
        window = engine.rootObjects()[0]
        finger = Finger(window)
        finger.wait_for("It fits")
        finger.wait_for_stillness()
        return window, finger

    yield open_one
    for window in engine.rootObjects():
        window.close()
    shiboken6.delete(engine)


def items(item: Any) -> Iterator[Any]:
    for child in item.childItems():
        yield child
        yield from items(child)


def is_card(item: Any) -> bool:
    return qml_type(item).startswith("CardOutline")


@pytest.mark.parametrize(("size", "true"), PANELS)
def test_pressing_till_it_fits_finds_the_scale(
    open_page: Opener, size: tuple[int, int], true: float
) -> None:
    measure, told = Measure(true * 1.04), []
    measure.measured.connect(told.append)
    _, finger = open_page(measure, size, true)
    card = CARD_MM[0] * true
    while measure.cardWidth - card >= 10:
        finger.touch("Much smaller")
    while measure.cardWidth - card >= 1:
        finger.touch("Smaller")
    finger.touch("It fits")
    assert told == [pytest.approx(true, rel=0.5 / card + 0.002)]
    assert abs(told[0] * CARD_MM[0] - card) <= 1


@pytest.mark.parametrize(("size", "true"), PANELS)
def test_the_drawn_card_has_the_proportions_of_a_card_and_lies_wholly_on_the_page(
    open_page: Opener, size: tuple[int, int], true: float
) -> None:
    measure = Measure(true)
    window, finger = open_page(measure, size, true)
    outline = next(i for i in items(window.contentItem()) if is_card(i))
    assert outline.width() / outline.height() == pytest.approx(CARD_MM[0] / CARD_MM[1])
    assert outline.width() == pytest.approx(CARD_MM[0] * true)
    shown = outline.mapRectToScene(outline.boundingRect()).toRect()
    assert window.contentItem().boundingRect().toRect().contains(shown)
    buttons = [node.rect for node in finger.nodes() if node.role == "Button"]
    assert len(buttons) == 6
    assert [rect for rect in buttons if rect.intersects(shown)] == []
    assert min(min(rect.width(), rect.height()) for rect in buttons) >= 20 * true - 1


def test_it_can_be_left_without_measuring(open_page: Opener) -> None:
    measure, told, left = Measure(3.6), [], []
    measure.measured.connect(told.append)
    measure.left.connect(lambda: left.append(True))
    _, finger = open_page(measure, *PANELS[2])
    finger.touch("Back")
    assert (told, left) == ([], [True])


def test_no_scale_of_any_screen_is_left_out_and_none_is_nonsense(app: QGuiApplication) -> None:  # noqa: ARG001
    measure = Measure(0.0)
    assert measure.cardWidth == pytest.approx(LEAST * CARD_MM[0])
    measure.change(100_000)
    assert measure.cardWidth == pytest.approx(MOST * CARD_MM[0])
