"""The demo for a person: two windows beside one another, and a network to unplug."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from kiosk.demo.clinic import PIN, sample_clinic
from kiosk.demo.endpoint import Endpoint
from kiosk.demo.person import SideBySide, opened, places_on
from kiosk.running.app import parts
from kiosk.running.reception import FrontDesk
from kiosk.store.database import open_store
from kiosk.store.submissions import submit
from kiosk.trial.desk import DeskHands
from kiosk.trial.touch import Finger
from kiosk.ui.reception.made_of import MadeOf


@pytest.mark.parametrize(
    "screen", [QRect(0, 0, 1920, 1080), QRect(0, 27, 1366, 741), QRect(0, 0, 3840, 2160)]
)
def test_the_windows_lie_beside_one_another_on_any_screen(screen: QRect) -> None:
    patients, desk = places_on(screen)

    assert not patients.intersects(desk)
    assert screen.contains(patients)
    assert screen.contains(desk)
    assert desk.width() >= 800
    assert patients.width() >= 400


@pytest.fixture
def app() -> QGuiApplication:
    """The one application of the process."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def windows(app: QGuiApplication) -> Iterator[SideBySide]:
    with sample_clinic(1) as clinic, Endpoint(clinic.directory / "central") as endpoint:
        with opened(clinic, endpoint, app) as both:
            yield both
            both.close()
        for one in (both.desk.reception, both.kiosk.patient, both.kiosk.staff):
            shiboken6.delete(one)


def finish_a_form(windows: SideBySide, name: str) -> None:
    """A patient sends a form."""
    kiosk = windows.kiosk
    with kiosk._store.transaction() as c:
        submit(
            c, draft_id=None, response_id=name, payload=RESPONSE % name.encode(),
            questionnaire="http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0",
            now=datetime.now(UTC),
        )  # fmt: skip
    kiosk.patient.sent.emit()


RESPONSE = b"""{"resourceType": "QuestionnaireResponse", "id": "%s", "status": "completed"}"""
FIRST = "3f0c2b6e-6d9a-4c0b-9a3e-0d1f5b7c8a91"


def test_what_is_sent_while_the_network_is_unplugged_waits_and_goes_by_itself(
    windows: SideBySide,
) -> None:
    patients = Finger(windows.kiosk.window.root, patience_s=20)
    desk = DeskHands(windows.desk.window.root, patience_s=20)
    patients.wait_for("Staff")
    desk.wait_for("Sign in")
    windows.desk.window.root.resize(
        1280, 800
    )  # room for all visits: a table lays out what it shows
    assert f"Sample clinic: nobody here is real. The PIN is {PIN}." in desk.names()

    assert "1. Try this: unplug the network." in desk.names()

    desk.type(PIN)
    desk.press("Return")
    desk.wait_until(lambda: any("waiting" in name for name in desk.names()), "the visits")
    assert any("paused" in name for name in desk.names())
    assert not any(PIN in name for name in desk.names())
    desk.wait_until(lambda: any("All sent" in name for name in desk.names()), "what was before")

    desk.click("Unplug the network")
    desk.wait_for("Plug the network in again")
    assert "✓ 1. Try this: unplug the network." in desk.names()
    finish_a_form(windows, FIRST)
    desk.wait_for("✓ 2. Answer a form at the left, and send it.")
    desk.wait_until(
        lambda: any("1 waits here safely" in name for name in desk.names()), "that it waits"
    )
    desk.click("Plug the network in again")
    desk.wait_for("Unplug the network")
    assert not any(name.startswith("4. Plug") for name in desk.names())
    assert any("Your form went by itself" in name for name in desk.names())
    desk.wait_until(lambda: any("All sent" in name for name in desk.names()), "that it went")


def test_plugged_in_again_before_a_form_was_sent_it_begins_anew(windows: SideBySide) -> None:
    desk = DeskHands(windows.desk.window.root, patience_s=20)
    desk.wait_for("Sign in")

    desk.click("Unplug the network")
    desk.wait_for("✓ 1. Try this: unplug the network.")
    desk.click("Plug the network in again")

    desk.wait_for("1. Try this: unplug the network.")


def test_the_desk_of_a_real_clinic_has_nothing_to_try(app: QGuiApplication) -> None:
    del app
    with (
        sample_clinic(1) as clinic,
        closing(open_store(clinic.directory / "store", clinic.key)) as store,
    ):
        settings = clinic.settings(central=None, visits=True)
        found = parts(settings)
        desk = FrontDesk(store, MadeOf(settings, found.forms, found.value_sets, settings))
        hands = DeskHands(desk.window.root, patience_s=20)
        hands.wait_for("Sign in")
        names = hands.names()
        desk.close()
        shiboken6.delete(desk.reception)

    assert not any("Sample clinic" in name or "Try this" in name for name in names)
