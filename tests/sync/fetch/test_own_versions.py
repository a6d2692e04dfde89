"""Versions of forms that were made on this PC, beside those of the program and of the centre."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction import events
from kiosk.coproduction.events import FormEvent
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.settings import Patient, Settings
from kiosk.store import form_versions
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.sync.fetch.at_hand import AtHand, at_hand, mark
from tests.sync.fetch.conftest import FORM, form

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIN = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    made = create_store(tmp_path / "store", new_key(), name="t", sealed=b"s", now=NOW)
    yield made
    made.close()


def do(store: Store, kind: str, url: str, version: str = "", **detail: Any) -> None:
    """Something is done about a form; a version is made where there is none."""
    with store.transaction() as c:
        if version and form_versions.one_version(c, f"{url}|{version}") is None:
            content = encode_json(form(version, url=url))
            form_versions.keep_version(
                c, read_questionnaire(content), content=content, derived_from="",
                change_class="", source="editor", by="Sam", now=NOW,
            )  # fmt: skip
        canonical = f"{url}|{version}" if version else ""
        form_versions.record_event(c, FormEvent(NOW, url, kind, canonical, detail=detail))


def offered(store: Store, *names: str) -> AtHand:
    return at_hand(store, Settings(patient=Patient(forms=names or ("pain-today", "gad-7"))))


def test_a_version_made_here_takes_the_place_of_the_one_that_came(store: Store) -> None:
    do(store, events.DRAFTED, PAIN, "1.1.0")
    assert [one.version for one in offered(store).forms] == ["1.0.0", "1.0.0"]
    do(store, events.PUBLISHED, PAIN, "1.1.0")
    assert [one.version for one in offered(store).forms] == ["1.1.0", "1.0.0"]


def test_an_older_one_does_not(store: Store) -> None:
    do(store, events.PUBLISHED, PAIN, "0.9.0")
    assert offered(store).forms[0].version == "1.0.0"


def test_one_that_is_tried_out_is_told_beside_the_one_in_use(store: Store) -> None:
    do(store, events.PILOTING, PAIN, "1.1.0-pilot.1", share=50)
    found = offered(store)
    assert found.forms[0].version == "1.0.0"
    assert [(one.form.version, one.plan["share"]) for one in found.tried] == [("1.1.0-pilot.1", 50)]


def test_a_form_of_ones_own_comes_last_and_a_retired_one_not_at_all(store: Store) -> None:
    do(store, events.PUBLISHED, FORM, "1.0.0")
    do(store, events.RETIRED, PAIN)
    assert [one.url.rpartition("/")[2] for one in offered(store).forms] == ["gad-7", "sleep"]
    do(store, events.RESTORED, PAIN)
    assert len(offered(store).forms) == 3


def test_a_version_that_the_settings_name_stays_that_one(store: Store) -> None:
    do(store, events.PUBLISHED, PAIN, "1.1.0")
    assert [one.version for one in offered(store, f"{PAIN}|1.0.0").forms] == ["1.0.0"]


def test_a_running_kiosk_sees_that_something_changed(store: Store) -> None:
    before = mark(store)
    do(store, events.PILOTING, PAIN, "1.1.0-pilot.1")
    tried = mark(store)
    do(store, events.PUBLISHED, PAIN, "1.1.0")
    assert len({before, tried, mark(store)}) == 3
