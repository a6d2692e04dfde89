"""Before the first patient the screen is measured; after that only staff measure it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from sqlalchemy import event

from kiosk.running.app import Kiosk, parts
from kiosk.settings import Panel, Settings
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.trial.touch import Finger
from kiosk.ui.window import WindowPlace

MEASURE = "How large is this screen?"
SIZE = (1080, 1920)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", new_key())
    yield made
    made.close()


@pytest.fixture
def start(store: Store) -> Iterator[Callable[..., tuple[Kiosk, Finger]]]:
    """Starts the kiosk as a process would; one that was started before ends."""
    running: list[Kiosk] = []
    application = QGuiApplication.instance() or QGuiApplication([])

    def begin(settings: Settings | None = None) -> tuple[Kiosk, Finger]:
        while running:
            running.pop().close()
        settings = settings or Settings()
        kiosk = Kiosk(store, settings, parts(settings), WindowPlace(size=SIZE))
        running.append(kiosk)
        return kiosk, Finger(kiosk.window.root)

    yield begin
    while running:
        running.pop().close()
    assert application


def test_a_screen_that_nobody_measured_is_measured_before_any_patient(start: Any) -> None:
    kiosk, finger = start()
    finger.wait_for(MEASURE)
    assert not finger.sees("English")
    assert not finger.sees("Back")

    kiosk.staff.measuring.measure.leave()
    finger.touch("Much larger")
    before = kiosk.window.root.property("pxPerMm")
    finger.touch("It fits")
    finger.wait_for("English")
    assert kiosk.window.root.property("pxPerMm") > before


def test_it_is_asked_once(start: Any) -> None:
    _, finger = start()
    finger.touch("It fits")
    finger.wait_for("English")

    kiosk, finger = start()
    finger.wait_for("English")
    assert kiosk.staff.page == ""


def test_what_could_not_be_kept_is_said_there_and_can_be_tried_again(
    start: Any, store: Store
) -> None:
    event.listen(store._engine, "checkout", _impatient)
    kiosk, finger = start()
    finger.wait_for(MEASURE)
    with store.transaction() as busy:
        busy.exec_driver_sql("select 1")
        finger.touch("It fits")
        finger.wait_until(lambda: bool(kiosk.staff.problem), "that it failed")
        finger.wait_until(lambda: any("could not be kept" in name for name in finger.names()))
    finger.touch("It fits")
    finger.wait_for("English")


def _impatient(raw: Any, *_: object) -> None:
    raw.execute("PRAGMA busy_timeout = 20")


def test_a_scale_in_the_settings_is_never_asked_for(start: Any) -> None:
    _, finger = start(Settings(panel=Panel(px_per_mm=3.6)))
    finger.wait_for("English")
