"""A pilot in a running kiosk: begun at the desk, drawn at the screen, stopped where it harms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.coproduction.editing import edits as e
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.desk.improving.deciding import DecidingBook
from kiosk.desk.improving.piloting import Wanted
from kiosk.running.app import Kiosk, parts, utc_now
from kiosk.settings import Central, Panel, Patient, Settings
from kiosk.store import form_versions
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.staff import StaffMember
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.trial.touch import Finger
from kiosk.ui.window import WindowPlace
from tests.desk.improving.trying import count
from tests.ui.test_one_shape import odd_ones

SETTINGS = Settings(
    central=Central(), patient=Patient(forms=("pain-today",)), panel=Panel(px_per_mm=3.6)
)
LEE = StaffMember("lee", "Lee", "lead")
NEW_WORDS = "Where in your body is it?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", new_key())
    yield made
    made.close()


def book(store: Store) -> DecidingBook:
    return DecidingBook(store, lambda: at_hand(store, SETTINGS).forms, utc_now)


def begun(store: Store, *, weeks: int = 4, days_ago: int = 0) -> str:
    """The lead changes a question and tries it out; the canonical that patients get it under."""
    (form,) = at_hand(store, SETTINGS).forms
    now = lambda: utc_now() - timedelta(days=days_ago)  # noqa: E731
    changing = ChangingBook(store, now)
    edit = e.SetText("pain-where", "en", NEW_WORDS)
    change = changing.open(form, LEE).done(edit, rights_of("lead"), changing.locks)
    draft = changing.draft(replace(change, checked=True), LEE)
    until = utc_now().astimezone().date() + timedelta(weeks=weeks)
    deciding = DecidingBook(store, lambda: (form,), now)
    return deciding.pilots.start(draft.canonical, form, Wanted("pain-where", until), LEE)


@pytest.fixture
def running(store: Store) -> Iterator[tuple[Kiosk, Finger]]:
    application = QGuiApplication.instance() or QGuiApplication([])
    found = at_hand(store, SETTINGS)
    made_of = parts(SETTINGS)._replace(
        forms=found.forms, value_sets=found.value_sets, tried=found.tried
    )
    place = WindowPlace(size=(1080, 1920), px_per_mm=3.6)
    kiosk = Kiosk(store, SETTINGS, made_of, place, draw=lambda: 0.2)
    yield kiosk, Finger(kiosk.window.root)
    kiosk.close()
    assert application


def version(kiosk: Kiosk, finger: Finger) -> str:
    """The next patient sits down; the version they are asked."""
    finger.touch("English")
    finger.touch("I answer myself")
    finger.wait_until(lambda: kiosk.patient.sitting is not None)
    sitting = kiosk.patient.sitting
    assert sitting is not None
    found: str = sitting.questionnaire.version
    kiosk.patient.leave(delete=False)
    finger.wait_until(lambda: kiosk.patient.page == "attract")
    finger.wait_for_stillness()
    return found


def tried(kiosk: Kiosk) -> list[str]:
    return [form.version for form in kiosk.patient.offer.every_form if "pilot" in form.version]


def test_what_the_desk_begins_the_next_patient_gets_without_a_new_start(
    running: Any, store: Store
) -> None:
    kiosk, finger = running
    assert "pilot" not in version(kiosk, finger)

    canonical = begun(store)
    kiosk._renewing.look()
    finger.wait_until(lambda: bool(tried(kiosk)))

    assert version(kiosk, finger) == canonical.partition("|")[2]


def test_harm_is_stopped_and_the_next_patient_gets_the_old_words(
    store: Store, request: pytest.FixtureRequest
) -> None:
    canonical = begun(store, days_ago=9)
    (form,) = at_hand(store, SETTINGS).forms
    today = utc_now().astimezone().date()
    for day in range(8):
        on = today - timedelta(days=9 - day)
        count(store, (canonical, "pain-where"), 3, 6, on)
        count(store, (form.canonical, "pain-where"), 1, 6, on)
    with store.reading() as c:
        assert form_versions.standings(c)[form.url].pilot is not None
    kiosk, finger = request.getfixturevalue("running")

    finger.wait_until(lambda: not tried(kiosk))  # it looks at the start, and after each sitting

    with store.reading() as c:
        stopped = form_versions.events(c, form.url)[-1]
    assert (stopped.kind, stopped.reason, stopped.role) == ("stopped", "harm", "kiosk")
    assert version(kiosk, finger) == form.version


def test_a_kept_version_breaks_no_sitting(running: Any, store: Store) -> None:
    kiosk, finger = running
    finger.touch("English")
    finger.touch("I answer myself")
    finger.wait_until(lambda: kiosk.patient.sitting is not None)
    before = kiosk.patient.sitting.questionnaire.version

    canonical = begun(store)
    book(store).pilots.keep(canonical, LEE)
    ended: list[object] = []
    kiosk._renewing.look()
    kiosk._jobs.disk.run(lambda: None, ended.append)
    finger.wait_until(lambda: bool(ended))
    assert kiosk.patient.sitting.questionnaire.version == before

    kiosk.patient.leave(delete=False)
    finger.wait_until(lambda: kiosk.patient.offer.forms[0].version != before)
    assert version(kiosk, finger) == canonical.partition("|")[2].partition("-")[0]


def test_no_object_of_a_whole_kiosk_has_a_shape_of_its_own(running: tuple[Kiosk, Finger]) -> None:
    _, finger = running
    finger.touch("English")
    finger.touch("I answer myself")
    finger.wait_for("Continue")

    assert odd_ones() == set()
