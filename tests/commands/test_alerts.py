"""What `status` and `alerts` say of the way of an alert."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.alerts import alerts_document, alerts_lines, path_line, path_of
from kiosk.commands.withheld import withheld
from kiosk.forms.alert_rules import Fired
from kiosk.settings import Central, Clinic, Patient, Reception, Responder, Settings
from kiosk.store import alerts, desk_seen
from kiosk.store.alert_list import MOST
from kiosk.store.alerts import SENT, Firing, Here
from kiosk.store.database import Store, create_store
from kiosk.store.desk_seen import Seen
from kiosk.store.key import new_key
from kiosk.sync.ability import Ability, keep_ability

BASE = "https://fhir.example.org/fhir"
SETTINGS = Settings(
    clinic=Clinic(name="Riverside Practice"),
    central=Central(url=f"{BASE}/"),
    patient=Patient(forms=("phq-9",), identity="code"),
    reception=Reception(responders=(Responder(name="Duty nurse", how="extension 21"),)),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", new_key())
    yield made
    made.close()


def document(store: Store, now: datetime) -> dict[str, Any]:
    return alerts_document(store, SETTINGS, now, since=now - timedelta(days=1))


@pytest.mark.parametrize(
    ("types", "why", "said"),
    [
        (("Task", "Device"), "no-desk", "as the centre knows"),
        (("QuestionnaireResponse",), "no-tasks", "takes no alerts (Task)"),
    ],
)
def test_a_service_that_takes_no_alerts_is_not_told_as_a_desk_that_is_away(
    store: Store, now: datetime, types: tuple[str, ...], why: str, said: str
) -> None:
    keep_ability(store, Ability(BASE, now, types=types))
    told = document(store, now)
    assert told["path"] == why
    assert said in path_line(told)
    [form] = withheld(SETTINGS, path_of(store, SETTINGS, now).why)
    assert ("Task" in form) == (why == "no-tasks")


def test_a_desk_beside_the_kiosk_sees_an_alert_whatever_the_service_takes(
    store: Store, now: datetime
) -> None:
    keep_ability(store, Ability(BASE, now, types=("QuestionnaireResponse",)))
    with store.transaction() as c:
        desk_seen.note_desk(c, Seen(now, "Sam"))
    assert document(store, now)["path"] == "up"


def test_more_than_are_listed_are_counted(store: Store, now: datetime) -> None:
    here = Here(store.kiosk_id, "Kiosk 2")
    with store.transaction() as c:
        for number in range(MOST + 2):
            alerts.fire(c, here, Firing(f"s{number}", "f|1", (Fired("a"),), SENT), now=now)
    told = document(store, now)
    assert (len(told["alerts"]), told["more"]) == (MOST, 2)
    assert alerts_lines(told)[-1] == "And 2 more wait."
