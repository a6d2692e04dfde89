"""Alerts between a kiosk and a desk on another PC, with the real trial endpoint between."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.desk.alerts import DeskAlert
from kiosk.desk.central_alerts import CentralAlerts
from kiosk.errors import CentralError
from kiosk.forms.alert_rules import Fired
from kiosk.settings import Clinic, Reception, Responder, Settings
from kiosk.store import alert_list, alerts, audit, desk_seen
from kiosk.store.alerts import SENT, TIMED_OUT, Firing
from kiosk.store.database import create_store, open_store
from kiosk.store.desk_seen import AFAR
from kiosk.store.key import new_key
from kiosk.store.sending import Why, due, mark_refused
from kiosk.sync import desk as at_centre
from kiosk.sync.alerts import here_of, send_refused_again, settle_alerts, takes_alerts
from kiosk.sync.desk import AboutDesk, DeskSign
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits
from kiosk.sync.verdict import Outcome

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/phq-9|1.0.0"


class Pair:
    """A kiosk and a desk, each with a store and a clock of its own hands."""

    def __init__(self, kiosk: Any, desk_store: Any, base: str) -> None:
        clinic = Clinic(name=f"Clinic {uuid4()}", kiosk="Kiosk 2")
        nurse = Responder(name="Duty nurse", how="extension 21")
        self.settings = Settings(clinic=clinic, reception=Reception(responders=(nurse,)))
        self.kiosk, self.desk_store, self.base = kiosk, desk_store, base
        # The endpoint's clock is the machine's.
        self.kiosk.now = self.now = datetime.now(UTC)
        self.clients: list[FhirClient] = []
        self.sitting = str(uuid4())
        self.client = self.client_of(base)
        self.desk = self.desk_at(base)
        self.here = here_of(self.settings, kiosk.store.kiosk_id)

    def client_of(self, base: str) -> FhirClient:
        self.clients.append(FhirClient(base, timeout_s=5.0))
        return self.clients[-1]

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def desk_at(self, base: str) -> CentralAlerts:
        return CentralAlerts(self.desk_store, self.client_of(base), self.settings, lambda: self.now)

    def fire(self, cause: str = SENT, response: str | None = None, **more: Any) -> str:
        firing = Firing(self.sitting, FORM, (Fired("item9"),), cause, response, **more)
        with self.kiosk.store.transaction() as c:
            alerts.fire(c, self.here, firing, now=self.now)
        return self.mine()[0].id

    def mine(self) -> tuple[alert_list.Alert, ...]:
        with self.kiosk.store.reading() as c:
            return alert_list.list_alerts(c, since=self.now - timedelta(days=1))

    def send(self) -> None:
        self.kiosk.send(base=self.base)

    def settle(self) -> int:
        return settle_alerts(self.kiosk.store, self.client, self.here, now=self.now)

    def acknowledge(self, by: str = "Sam") -> bool:
        with self.kiosk.store.transaction() as c:
            return alerts.acknowledge(c, self.here, self.mine()[0].id, by=by, now=self.now)

    def at_the_desk(self) -> tuple[DeskAlert, ...]:
        return self.desk.alerts()

    def actions(self, store: Any) -> list[tuple[str, str]]:
        with store.reading() as c:
            return [(one.actor, one.action) for one in audit.events(c, 50)]


@pytest.fixture
def pair(kiosk: Any, running_central: Any, tmp_path: Path) -> Iterator[Pair]:
    store = create_store(tmp_path / "desk", new_key())
    made = Pair(kiosk, store, running_central.base)
    yield made
    made.close()
    store.close()


def test_it_is_seen_at_the_desk_and_who_goes_is_known_at_the_kiosk(pair: Pair) -> None:
    began = time.monotonic()
    alert_id = pair.fire(response="r1")
    pair.send()
    [there] = pair.at_the_desk()
    seconds = time.monotonic() - began
    print(f"\nfrom the kiosk to the desk, without the waits between looks: {seconds:.2f} s")
    assert (there.id, there.place, there.by, there.cause) == (alert_id, "Kiosk 2", "", SENT)

    assert pair.desk.take_on(alert_id, "Kim")
    assert pair.settle() == 1
    assert pair.mine()[0].by == "Kim"
    assert ("central", "alert.acknowledged") in pair.actions(pair.kiosk.store)
    assert ("Kim", "alert.acknowledged") in pair.actions(pair.desk_store)
    assert [one.by for one in pair.at_the_desk()] == ["Kim"]


def test_who_goes_at_the_kiosk_is_known_at_the_desk(pair: Pair) -> None:
    alert_id = pair.fire()
    pair.send()
    assert pair.at_the_desk()[0].is_open
    assert pair.acknowledge()
    pair.send()
    pair.at_the_desk()
    assert [(one.id, one.by) for one in pair.at_the_desk()] == [(alert_id, "Sam")]
    assert not pair.desk.take_on(alert_id, "Kim")
    assert pair.settle() == 0


def test_the_first_wins_though_the_line_was_down(pair: Pair) -> None:
    alert_id = pair.fire()
    pair.send()
    assert pair.desk.take_on(alert_id, "Kim")
    assert pair.acknowledge("Sam")  # the kiosk does not know yet
    pair.send()
    assert pair.mine()[0].way == "refused"
    assert pair.settle() == 1
    assert (pair.mine()[0].by, pair.mine()[0].way) == ("Kim", "sent")


def test_who_takes_it_back_at_the_desk_opens_it_at_the_kiosk(pair: Pair) -> None:
    alert_id = pair.fire()
    pair.send()
    pair.desk.take_on(alert_id, "Kim")
    pair.settle()
    assert pair.desk.give_back(alert_id, "Kim")
    assert pair.settle() == 1
    assert pair.mine()[0].acknowledged is None
    assert pair.at_the_desk()[0].is_open


def test_what_is_sent_after_a_pause_comes_to_the_same_alert(pair: Pair) -> None:
    alert_id = pair.fire(cause=TIMED_OUT)
    pair.send()
    response = pair.kiosk.finish()
    pair.fire(response=response)
    pair.send()
    [there] = pair.at_the_desk()
    assert there.id == alert_id
    task = httpx2.get(f"{pair.base}/Task/{alert_id}", trust_env=False).json()
    assert task["focus"]["identifier"]["value"] == f"urn:uuid:{response}"
    assert task["meta"]["versionId"] == "2"


def test_an_answer_changed_after_somebody_went_is_open_again_at_the_desk(pair: Pair) -> None:
    alert_id = pair.fire(cause=TIMED_OUT)
    pair.send()
    pair.at_the_desk()
    assert pair.desk.take_on(alert_id, "Kim")
    assert pair.settle() == 1
    pair.at_the_desk()
    pair.now += timedelta(minutes=20)
    pair.fire(response=pair.kiosk.finish(), changed=True)
    pair.send()
    [there] = pair.at_the_desk()
    assert (there.is_open, there.again, there.escalated) == (True, True, False)
    pair.now += timedelta(minutes=6)
    assert pair.at_the_desk()[0].escalated
    assert pair.desk.take_on(alert_id, "Kim")
    assert pair.settle() == 1


def test_an_alert_goes_before_the_responses(pair: Pair) -> None:
    for _ in range(3):
        pair.kiosk.finish()
    pair.fire()
    with pair.kiosk.store.reading() as c:
        assert due(c, pair.now)[0].resource_type == "Task"


def test_of_many_who_wait_there_the_longest_waiting_come_first_and_all_are_counted(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sync.alerts.LIMITS", Limits(pages=1, resources=2))
    for _ in range(4):
        pair.sitting = str(uuid4())
        pair.fire()
        pair.send()
        pair.now += timedelta(seconds=2)
    assert len(pair.mine()) == 4
    assert {one.id for one in pair.at_the_desk()} == {one.id for one in pair.mine()[:2]}
    assert pair.desk.more == 2


def test_another_clinics_alerts_are_not_shown(pair: Pair, tmp_path: Path) -> None:
    pair.fire()
    pair.send()
    other = create_store(tmp_path / "other", new_key())
    stranger = Pair(pair.kiosk, other, pair.base)
    assert stranger.at_the_desk() == ()
    stranger.close()
    other.close()


def test_unseen_it_escalates_on_the_desks_clock_once(pair: Pair) -> None:
    pair.fire()
    pair.send()
    assert not pair.at_the_desk()[0].escalated
    pair.now += timedelta(minutes=5, seconds=1)
    assert pair.at_the_desk()[0].escalated
    pair.at_the_desk()
    assert pair.actions(pair.desk_store).count(("kiosk", "alert.escalated")) == 1


def test_a_kiosk_whose_clock_is_ahead_keeps_nobody_waiting(pair: Pair) -> None:
    real = pair.now
    pair.now += timedelta(hours=3)
    pair.fire()
    pair.now = real
    pair.send()
    assert pair.at_the_desk()[0].fired == real
    pair.now += timedelta(minutes=6)
    assert pair.at_the_desk()[0].escalated


def test_what_came_late_says_when_it_came(pair: Pair) -> None:
    pair.now -= timedelta(minutes=10)
    pair.fire()
    pair.now += timedelta(minutes=10)
    pair.send()
    [there] = pair.at_the_desk()
    assert there.arrived == pair.now
    assert there.escalated


def path(pair: Pair) -> str:
    within = timedelta(seconds=pair.settings.reception.desk_seen_s)
    with pair.kiosk.store.reading() as c:
        return desk_seen.path(c, named=True, within=within, now=pair.now).why


def look_for_desk(pair: Pair, base: str) -> None:
    client = pair.client_of(base)
    try:
        seen = at_centre.desk_seen(client, pair.settings.clinic.name)
    except CentralError:
        return
    finally:
        client.close()
    with pair.kiosk.store.transaction() as c:
        if seen is None:
            desk_seen.forget_desk(c, kind=AFAR)
        else:
            desk_seen.note_desk(c, seen, kind=AFAR)


def test_a_desk_elsewhere_is_the_path_until_it_leaves_or_the_line_goes_down(pair: Pair) -> None:
    look_for_desk(pair, pair.base)
    assert path(pair) == "no-desk"

    pair.desk.be_there("Kim")
    look_for_desk(pair, pair.base)
    assert path(pair) == ""
    told = httpx2.get(f"{pair.base}/Device?_count=500", trust_env=False).text
    assert "Kim" not in told

    look_for_desk(pair, "http://127.0.0.1:9/fhir")  # the line is down: what was known grows old
    assert path(pair) == ""
    pair.now += timedelta(seconds=200)
    assert path(pair) == "no-desk"

    pair.now -= timedelta(seconds=200)
    pair.desk.be_there("")
    look_for_desk(pair, pair.base)
    assert path(pair) == "no-desk"


def test_a_desk_of_another_clinic_is_no_path(pair: Pair) -> None:
    sign = DeskSign(
        pair.desk_store, pair.client_of(pair.base), AboutDesk(str(uuid4()), "Desk", "Another"),
        lambda: pair.now,
    )  # fmt: skip
    sign.tell(there=True)
    look_for_desk(pair, pair.base)
    assert path(pair) == "no-desk"


@pytest.mark.parametrize("status", ["received", "on-hold", "rejected", "cancelled"])
def test_what_others_say_of_it_hides_it_from_no_desk(pair: Pair, status: str) -> None:
    alert_id = pair.fire()
    pair.send()
    where = f"{pair.base}/Task/{alert_id}"
    task = httpx2.get(where, trust_env=False).json()
    httpx2.put(where, json=task | {"status": status}, trust_env=False).raise_for_status()
    [there] = pair.at_the_desk()
    assert there.is_open
    assert pair.desk.take_on(alert_id, "Kim")


def test_a_service_that_turns_alerts_away_is_no_path_to_its_desks(pair: Pair) -> None:
    pair.fire()
    assert takes_alerts(pair.kiosk.store, pair.base)
    with pair.kiosk.store.transaction() as c:
        [one] = due(c, pair.now)
        mark_refused(c, one, now=pair.now, why=Why("It takes none.", Outcome.REFUSED))
    assert not takes_alerts(pair.kiosk.store, pair.base)

    assert send_refused_again(pair.kiosk.store) == 1
    assert not takes_alerts(pair.kiosk.store, pair.base)  # until it got there
    pair.send()
    assert len(pair.at_the_desk()) == 1
    assert takes_alerts(pair.kiosk.store, pair.base)
    assert send_refused_again(pair.kiosk.store) == 0


KILLED = """
import random, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.forms.alert_rules import Fired
from kiosk.store.alerts import Firing, Here, fire
from kiosk.store.database import open_store
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import send_due

directory, base, clinic = sys.argv[1:]
store = open_store(Path(directory), bytes.fromhex(sys.stdin.read()))
now = datetime.now(UTC)
with store.transaction() as c:
    firing = Firing("killed", "f|1", (Fired("item9"),), "sent", "r1")
    fire(c, Here(store.kiosk_id, "Kiosk 2", clinic), firing, now=now)
print("fired", flush=True)
send_due(store, FhirClient(base, timeout_s=60.0), now=lambda: now, jitter=random.Random(1))
"""


def test_killed_between_firing_and_delivery_it_is_delivered_at_the_next_start(
    pair: Pair, tmp_path: Path
) -> None:
    import socket  # noqa: PLC0415 - a service that takes the line and never answers

    with socket.create_server(("127.0.0.1", 0)) as silent:
        key, store = pair.kiosk.key, create_store(tmp_path / "killed", pair.kiosk.key)
        store.close()
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "killed"),
             f"http://127.0.0.1:{silent.getsockname()[1]}/fhir", pair.settings.clinic.name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(key.hex())
        child.stdin.close()
        assert child.stdout.readline() == "fired\n"
        line, _ = silent.accept()
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        line.close()

    pair.kiosk.store.close()
    pair.kiosk.store = open_store(tmp_path / "killed", key)
    pair.send()
    assert [one.cause for one in pair.at_the_desk()] == [SENT]
