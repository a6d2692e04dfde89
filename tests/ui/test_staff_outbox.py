"""The page about sending behind the PIN: calm while offline, plain about what was refused."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from kiosk.settings import Central
from kiosk.store import audit, outbox, sending
from kiosk.store.sending import Why, due
from kiosk.store.submissions import submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.outgoing import Progress
from kiosk.sync.pace import Pace, Share
from kiosk.ui.meanwhile.network_watch import NetworkWatch, Reachability
from kiosk.ui.meanwhile.sending import Sender

PIN = "482913"
REFUSED = Why("item[3]: no such code", "refused")
STATEMENT = {
    "resourceType": "CapabilityStatement", "fhirVersion": "4.0.1",
    "rest": [{"mode": "server", "resource": [{
        "type": "QuestionnaireResponse", "updateCreate": True, "interaction": [{"code": "update"}],
    }]}],
}  # fmt: skip


class Line:
    """A service at the end of a line that can be pulled out."""

    def __init__(self) -> None:
        self.there, self.stored = False, list[str]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if not self.there:
            raise httpx2.ConnectError("no line", request=request)
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=STATEMENT)
        if request.method != "PUT":
            return httpx2.Response(404, json={"resourceType": "OperationOutcome"})
        sent = json.loads(request.read())
        if sent["resourceType"] == outbox.RESPONSE:
            self.stored.append(sent["id"])
        return httpx2.Response(201, json=sent)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def online(open_kiosk: Any, line: Line, now: datetime) -> Iterator[Callable[..., Any]]:
    """Opens a kiosk with a sender, whose first round is over."""
    senders = []

    def opened(**more: Any) -> Any:
        kiosk = open_kiosk(**more)
        client = FhirClient(
            "https://centre.example/fhir", timeout_s=5, transport=httpx2.MockTransport(line)
        )
        sender = Sender(kiosk.store, kiosk.jobs.network, client, every_s=3600, now=lambda: now)
        kiosk.staff.send_by(sender, Central(url="https://centre.example/fhir"))
        senders.append(sender)
        kiosk.sender = sender
        kiosk.finger.wait_until(lambda: not sender.running, "the first round")
        return kiosk

    yield opened
    for sender in senders:
        sender.close()


def finish(kiosk: Any, name: str, at: datetime, *, form: int = 2, why: Why | None = None) -> None:
    """A form is finished, and refused where it is said why."""
    canonical = kiosk.patient.offer.forms[form].canonical
    response = {
        "resourceType": "QuestionnaireResponse", "id": name, "status": "completed",
        "item": [{"linkId": "x", "text": "MARKER"}],
    }  # fmt: skip
    with kiosk.store.transaction() as c:
        submit(
            c, draft_id=None, response_id=name, questionnaire=canonical,
            payload=json.dumps(response).encode(), now=at,
        )  # fmt: skip
        if why is not None:
            (item,) = [one for one in due(c, at) if one.resource_id == name]
            sending.mark_refused(c, item, now=at, why=why)


def enter(kiosk: Any) -> None:
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.wait_for("What would you like to do?")


def entry(kiosk: Any) -> str:
    return str(kiosk.finger.find("Sending answers", "Button").description)


def due_entries(kiosk: Any) -> list[str]:
    return [one["id"] for one in kiosk.staff.menu.entries if one["due"]]


def said(kiosk: Any) -> str:
    return "\n".join(kiosk.finger.names())


def test_where_no_service_is_named_nothing_is_said_of_sending(kiosk: Any) -> None:
    enter(kiosk)
    assert not kiosk.finger.sees("Sending answers")


def test_offline_is_told_calmly_and_what_waits_goes_when_staff_ask(
    online: Any, line: Line, now: datetime
) -> None:
    kiosk = online()
    finish(kiosk, "r1", now - timedelta(hours=2))
    kiosk.sender.wake()
    kiosk.finger.wait_until(lambda: not kiosk.sender.running, "a round")
    enter(kiosk)
    assert entry(kiosk) == "1 form waits to be sent. It goes by itself."
    assert due_entries(kiosk) == []
    kiosk.finger.touch("Sending answers")
    kiosk.finger.wait_for("Worries (GAD-7)")
    assert "Sending stopped today at" in said(kiosk)
    assert "The central service could not be reached." in said(kiosk)
    assert "MARKER" not in said(kiosk)

    line.there = True
    kiosk.finger.touch("Send now")
    kiosk.finger.wait_until(lambda: "Everything has been sent" in said(kiosk), "the end")
    assert line.stored == ["r1"]
    assert not kiosk.finger.sees("Send now")
    kiosk.finger.touch("Back")
    assert entry(kiosk).startswith("Everything has been sent, the last today at")


def test_what_waits_too_long_is_due_and_never_told_to_patients(online: Any, now: datetime) -> None:
    kiosk = online()
    finish(kiosk, "r1", now - timedelta(hours=25))
    assert "too long" not in said(kiosk)
    enter(kiosk)
    assert "waited too long" in entry(kiosk)
    assert due_entries(kiosk) == ["outbox"]
    kiosk.finger.touch("Close")
    kiosk.finger.wait_for("Staff")
    assert "too long" not in said(kiosk)


def test_a_refused_one_is_looked_at_and_sent_again_and_by_whom_is_noted(
    online: Any, line: Line, now: datetime
) -> None:
    kiosk = online()
    finish(kiosk, "12345678-9", now - timedelta(hours=1), why=REFUSED)
    enter(kiosk)
    assert entry(kiosk) == "1 thing was not taken by the central service. Have a look."
    assert due_entries(kiosk) == ["outbox"]
    kiosk.finger.touch("Sending answers")
    kiosk.finger.wait_for("Worries (GAD-7)")
    row = kiosk.finger.find("Worries (GAD-7)", "Button")
    assert "The service looked at it and said no." in row.description
    kiosk.finger.touch("Worries (GAD-7)")
    kiosk.finger.wait_for("Send it again")
    assert "The service said: item[3]: no such code" in said(kiosk)
    assert "kiosk outbox export 12345678 --out FILE" in said(kiosk)
    line.there = True
    kiosk.finger.touch("Send it again")
    kiosk.finger.wait_until(lambda: line.stored == ["12345678-9"], "the service has it")
    kiosk.finger.wait_until(lambda: "Everything has been sent" in said(kiosk), "the end")
    kiosk.settle()
    with kiosk.store.reading() as c:
        event = audit.events(c, 1)[0]
    assert (event.actor, event.action, event.subject) == ("Sam", "outbox.retried", "12345678-9")


def test_where_it_can_not_be_noted_it_stays_refused_and_that_is_told(
    online: Any, now: datetime
) -> None:
    kiosk = online()
    finish(kiosk, "r1", now - timedelta(hours=1), why=REFUSED)
    enter(kiosk)
    kiosk.staff.choose("outbox")
    kiosk.staff.look(kiosk.staff.outbox.lines[0]["id"])
    kiosk.finger.wait_for("Send it again")
    with kiosk.busy_store():
        kiosk.finger.touch("Send it again")
        kiosk.finger.wait_until(lambda: kiosk.staff.problem != "", "a problem")
    assert "It was not noted." in kiosk.staff.problem
    with kiosk.store.reading() as c:
        assert outbox.counts(c).refused == 1


def test_what_is_found_late_shows_nothing_to_the_next(online: Any, now: datetime) -> None:
    kiosk = online()
    finish(kiosk, "r1", now - timedelta(hours=1))
    enter(kiosk)
    kiosk.staff.choose("outbox")
    with kiosk.slow_disk():
        kiosk.sender.broke.emit()
        kiosk.staff.close()
        kiosk.staff.open()
    kiosk.settle()
    assert kiosk.staff.page == "pin"
    assert kiosk.staff.outbox.lines == []


def test_how_far_it_is_stands_there_in_figures_while_it_goes(online: Any, now: datetime) -> None:
    kiosk = online()
    finish(kiosk, "r1", now - timedelta(hours=1))
    enter(kiosk)
    kiosk.staff.choose("outbox")
    kiosk.sender.progressed.emit(Share(1204, 5000, 3))
    kiosk.finger.wait_for("1204 of 5000, about 3 minutes")
    assert kiosk.staff.outbox.part == pytest.approx(0.2408)
    kiosk.sender.broke.emit()
    kiosk.finger.wait_until(lambda: "1204" not in said(kiosk), "no figures")


def test_more_than_fit_are_counted(online: Any, now: datetime) -> None:
    kiosk = online()
    for number in range(42):
        finish(kiosk, f"r{number}", now - timedelta(hours=1))
    enter(kiosk)
    kiosk.staff.choose("outbox")
    lines = kiosk.staff.outbox.lines
    assert (len(lines), lines[-1]["title"]) == (41, "2 more wait")


def test_what_is_stored_while_a_round_runs_goes_in_the_next_at_once(
    online: Any, line: Line, now: datetime
) -> None:
    kiosk = online()
    line.there = True
    with kiosk.slow_disk():
        kiosk.sender.wake()
        assert kiosk.sender.running
        finish(kiosk, "r1", now)
        kiosk.sender.wake()
    kiosk.finger.wait_until(lambda: line.stored == ["r1"], "the service has it")


def test_a_pace_tells_the_minutes_once_it_is_settled(now: datetime) -> None:
    pace = Pace(now)
    assert pace.share(Progress(1, 0, 99), now + timedelta(seconds=9)) == Share(1, 100, None)
    assert pace.share(Progress(40, 10, 50), now + timedelta(seconds=1)).minutes is None
    assert pace.share(Progress(40, 10, 500), now + timedelta(seconds=30)) == Share(50, 550, 5)
    assert pace.share(Progress(98, 1, 1), now + timedelta(seconds=30)).minutes == 1
    done = pace.share(Progress(99, 1, 0), now + timedelta(seconds=30))
    assert (done.part, done.is_whole, done.minutes) == (1, True, None)
    assert pace.share(Progress(0, 0, 0), now).part == 1


@pytest.mark.usefixtures("app")
def test_the_networks_return_is_heard_and_its_loss_is_none() -> None:
    watch, heard = NetworkWatch(), []
    watch.back.connect(lambda: heard.append(1))
    for told, so_far in (
        (Reachability.Online, 1), (Reachability.Disconnected, 1), (Reachability.Local, 2),
        (Reachability.Online, 3), (Reachability.Online, 3), (Reachability.Site, 3),
        (Reachability.Unknown, 3), (Reachability.Disconnected, 3), (Reachability.Site, 4),
    ):  # fmt: skip
        watch.hear(told)
        assert len(heard) == so_far
