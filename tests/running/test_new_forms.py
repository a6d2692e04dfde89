"""A new version of a form comes from the centre: the next patient has it, never the one there."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.forms.fhir_json import decode_json
from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts, utc_now
from kiosk.settings import Central, Panel, Patient, Settings
from kiosk.store import drafts, fetched
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.trial.touch import Finger
from kiosk.ui.window import WindowPlace

PAIN = decode_json(resource("forms", "pain-today.json").read_bytes())
SETTINGS = Settings(
    central=Central(), patient=Patient(forms=(PAIN["url"],)), panel=Panel(px_per_mm=3.6)
)


def version(number: str, question: str) -> bytes:
    first = {"linkId": "new", "type": "boolean", "text": question}
    changes = {"version": number, "item": [first], "title": f"Pain {number}"}
    return json.dumps(PAIN | changes, default=str).encode()


def publish(store: Store, content: bytes) -> None:
    """A fetch found that version good."""
    with store.transaction() as c:
        fetched.keep_good(c, fetched.FORM, PAIN["url"], content, now=utc_now())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", new_key())
    publish(made, version("1", "Is this the first?"))
    yield made
    made.close()


@pytest.fixture
def running(store: Store) -> Iterator[tuple[Kiosk, Finger]]:
    application = QGuiApplication.instance() or QGuiApplication([])
    found = at_hand(store, SETTINGS)
    made_of = parts(SETTINGS)._replace(forms=found.forms, value_sets=found.value_sets)
    kiosk = Kiosk(store, SETTINGS, made_of, WindowPlace(size=(1080, 1920), px_per_mm=3.6))
    yield kiosk, Finger(kiosk.window.root)
    kiosk.close()
    assert application


def look(kiosk: Kiosk, finger: Finger, until: Callable[[], bool]) -> None:
    kiosk._renewing.look()
    finger.wait_until(until)


def offered(kiosk: Kiosk) -> list[str]:
    return [form.version for form in kiosk.patient.offer.forms]


def test_nobody_there_has_it_at_once(running: Any, store: Store) -> None:
    kiosk, finger = running
    assert offered(kiosk) == ["1"]

    publish(store, version("2", "Is this the second?"))
    look(kiosk, finger, lambda: offered(kiosk) == ["2"])

    finger.touch("English")
    finger.touch("I answer myself")
    finger.wait_for("Is this the second?")


def test_whoever_sits_there_goes_on_with_theirs_and_the_next_has_the_new_one(
    running: Any, store: Store
) -> None:
    kiosk, finger = running
    finger.touch("English")
    finger.touch("I answer myself")
    finger.wait_for("Is this the first?")
    finger.touch("Yes")

    publish(store, version("2", "Is this the second?"))
    ended: list[object] = []
    kiosk._renewing.look()
    kiosk._jobs.disk.run(lambda: None, ended.append)
    finger.wait_until(lambda: bool(ended))
    assert offered(kiosk) == ["1"]
    assert finger.sees("Is this the first?")

    kiosk.patient.leave(delete=False)
    finger.wait_until(lambda: offered(kiosk) == ["2"])

    with store.reading() as c:
        (paused,) = drafts.list_drafts(c)
    kiosk.patient.resume(paused.id, "Sam")
    finger.wait_for("Is this the first?")


def test_staff_in_the_middle_of_something_are_not_disturbed(running: Any, store: Store) -> None:
    kiosk, finger = running
    kiosk.staff.open()

    publish(store, version("2", "Is this the second?"))
    ended: list[object] = []
    kiosk._renewing.look()
    kiosk._jobs.disk.run(lambda: None, ended.append)
    finger.wait_until(lambda: bool(ended))
    assert offered(kiosk) == ["1"]

    kiosk.staff.close()
    finger.wait_until(lambda: offered(kiosk) == ["2"])


def test_forms_that_the_centre_names_no_more_give_way_to_those_of_the_pc(store: Store) -> None:
    library = "https://clinic.example/Library/kiosks"
    own = Settings(
        central=Central(clinic_settings=library), patient=Patient(forms=("what-matters",)),
        panel=Panel(px_per_mm=3.6),
    )  # fmt: skip

    def say(text: str) -> None:
        with store.transaction() as c:
            fetched.keep_good(c, fetched.CLINIC, library, text.encode(), now=utc_now())

    say(f'[clinic]\nname = "North"\n[patient]\nforms = ["{PAIN["url"]}"]')
    application = QGuiApplication.instance() or QGuiApplication([])
    in_force = with_clinic_settings(store, own).settings
    made_of = parts(in_force)._replace(forms=at_hand(store, in_force).forms)
    kiosk = Kiosk(store, own, made_of, WindowPlace(size=(1080, 1920), px_per_mm=3.6))
    try:
        assert [form.url for form in kiosk.patient.offer.forms] == [PAIN["url"]]
        assert Finger(kiosk.window.root).sees("North")
        say('[clinic]\nname = "North"')
        look(kiosk, Finger(kiosk.window.root), lambda: _names(kiosk) == ["what-matters"])
    finally:
        kiosk.close()
    assert application


def _names(kiosk: Kiosk) -> list[str]:
    return [form.url.rpartition("/")[2] for form in kiosk.patient.offer.forms]
