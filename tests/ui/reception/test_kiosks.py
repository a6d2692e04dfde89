"""The page of the kiosks: who stands how, what was not taken, and the line at the foot."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.settings import Central, Clinic, Settings
from kiosk.store import audit, outbox, sending
from kiosk.store.line import note_line
from kiosk.store.sending import Why, due
from kiosk.store.submissions import submit
from kiosk.sync.device import State, to_fhir
from kiosk.sync.fhir_client import FhirClient

BASE = "https://centre.example/fhir"
CLINIC = "Riverside Practice"
SETTINGS = Settings(clinic=Clinic(name=CLINIC), central=Central(url=BASE))
REFUSED = Why("item[3]: no such code", "refused")
STATEMENT = {
    "resourceType": "CapabilityStatement", "fhirVersion": "4.0.1",
    "rest": [{"mode": "server", "resource": [{
        "type": "QuestionnaireResponse", "updateCreate": True, "interaction": [{"code": "update"}],
    }]}],
}  # fmt: skip


class Centre:
    """A central service that knows some kiosks, at the end of a line that can be pulled out."""

    def __init__(self, *states: State) -> None:
        self.there, self.states = True, states
        self.asked = 0
        self.stored: list[str] = []

    def client(self) -> FhirClient:
        return FhirClient(BASE, timeout_s=5, transport=httpx2.MockTransport(self))

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if not self.there:
            raise httpx2.ConnectError("no line", request=request)
        if request.url.path.endswith("/metadata"):
            return httpx2.Response(200, json=STATEMENT)
        if request.url.path.endswith("/Device") and request.method == "GET":
            self.asked += 1
            found = [
                {"resource": to_fhir(state), "search": {"mode": "match"}} for state in self.states
            ]
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": found}
            return httpx2.Response(200, json=bundle)
        if request.method != "PUT":
            return httpx2.Response(404, json={"resourceType": "OperationOutcome"})
        sent = json.loads(request.read())
        self.stored.append(sent["id"])
        return httpx2.Response(201, json=sent)


def another(now: datetime, name: str, **said: Any) -> State:
    told = {"told": now - timedelta(minutes=5), "waiting": 0, "refused": 0, "free_mb": 52_000}
    return State(
        str(uuid4()), name=name, clinic=CLINIC, versions={"program": "0.7.0"}, **told | said
    )


def finish(desk: Any, now: datetime, name: str, why: Why | None = None) -> None:
    """A form is finished, and refused where it is said why."""
    response = {"resourceType": "QuestionnaireResponse", "id": name, "item": [{"text": "MARKER"}]}
    canonical = next(form.canonical for form in desk.forms if "gad-7" in form.url)
    with desk.store.transaction() as c:
        submit(
            c, draft_id=None, response_id=name, questionnaire=canonical,
            payload=json.dumps(response).encode(), now=now,
        )  # fmt: skip
        if why is not None:
            (item,) = [one for one in due(c, now) if one.resource_id == name]
            sending.mark_refused(c, item, now=now, why=why)


def rows(desk: Any) -> list[str]:
    found: list[str] = desk.hands.rows()
    return found


def said(desk: Any) -> str:
    return "\n".join(desk.hands.names())


def show_kiosks(desk: Any, role: str = "reception") -> None:
    desk.sign_in(role)
    desk.hands.click("Kiosks", "PageTab")
    desk.hands.wait_until(lambda: desk.hands.heading() == "Kiosks" and rows(desk), "the kiosks")
    desk.settle()


def test_without_a_service_this_kiosk_alone_is_known(desk: Any) -> None:
    show_kiosks(desk)

    assert [name.count("(this one)") for name in rows(desk)] == [1]
    assert "No central service is named, so only this kiosk is known." in desk.hands.names()
    assert not desk.hands.sees("Send now")


def test_the_kiosk_that_needs_a_person_stands_first_and_says_why(
    open_desk: Any, now: datetime
) -> None:
    centre = Centre(
        another(now, "By the lifts"),
        another(now, "Physio", refused=2, waiting=3, oldest_s=30 * 3600, drift_s=-840),
        another(now, "Gone", told=now - timedelta(days=4)),
    )
    desk = open_desk(settings=SETTINGS, client=centre.client)
    show_kiosks(desk)
    desk.hands.wait_until(lambda: len(rows(desk)) == 4, "all four")

    told = rows(desk)
    assert "Kiosk Physio" in told[0]
    assert "2 not taken by the central service" in told[0]
    assert "answers have waited for 30 h" in told[0]
    assert "its clock is 14 min slow: tell IT" in told[0]
    assert "Kiosk Gone" in told[1]
    assert "not seen for 4 days" in told[1]
    assert "(this one)" in told[2]
    assert "State all is well" in told[3]
    assert centre.asked == 1


def test_without_a_line_the_last_known_state_stands_with_its_time(
    open_desk: Any, now: datetime
) -> None:
    centre = Centre(another(now, "Physio"))
    clock = [now]
    desk = open_desk(settings=SETTINGS, client=centre.client, now=lambda: clock[0])
    show_kiosks(desk)
    desk.hands.wait_until(lambda: len(rows(desk)) == 2, "both")
    centre.there, clock[0] = False, now + timedelta(minutes=2)
    desk.hands.wait_until(
        lambda: "This is how it was today at" in said(desk), "that there is no line"
    )

    assert any("Kiosk Physio" in name for name in rows(desk))


def test_what_was_not_taken_is_looked_at_and_sent_again(open_desk: Any, now: datetime) -> None:
    centre = Centre()
    desk = open_desk(settings=SETTINGS, client=centre.client)
    finish(desk, now, "abcdef01-2345", REFUSED)
    show_kiosks(desk)
    assert "1 was not taken. See Kiosks." in desk.hands.names()

    desk.hands.press("Ctrl+R")
    desk.hands.wait_until(lambda: "Id abcdef01" in said(desk), "what was refused")
    assert desk.hands.heading() == "Not taken by the central service"
    desk.hands.press("Return")
    desk.hands.wait_for("Send it again")
    desk.hands.wait_for_stillness()
    assert "The service said: item[3]: no such code" in said(desk)
    assert "MARKER" not in said(desk)

    desk.hands.click("Send it again")
    desk.hands.wait_for("Nothing was refused")
    desk.hands.wait_until(lambda: "was not taken" not in said(desk), "the foot of the rail")
    with desk.store.reading() as c:
        assert outbox.counts(c).waiting == 1
        assert ("Sam", "outbox.retried") in [(e.actor, e.action) for e in audit.events(c, 9)]
    desk.hands.press("Esc")
    assert desk.hands.heading() == "Kiosks"


def test_what_waits_goes_when_the_desk_asks(open_desk: Any, now: datetime) -> None:
    centre = Centre()
    desk = open_desk(settings=SETTINGS, client=centre.client)
    finish(desk, now, "r1")
    show_kiosks(desk)
    assert "1 is on its way" in desk.hands.names()

    desk.hands.press("Ctrl+S")
    desk.hands.wait_for("1 sent. Nothing waits any more.")
    assert "r1" in centre.stored
    desk.hands.wait_until(lambda: "All sent · " in said(desk), "the foot of the rail")


def test_without_a_line_send_now_says_that_it_is_safe(open_desk: Any, now: datetime) -> None:
    centre = Centre()
    centre.there = False
    desk = open_desk(settings=SETTINGS, client=centre.client)
    finish(desk, now, "r1")
    show_kiosks(desk)

    desk.hands.press("Ctrl+S")
    desk.hands.wait_for("1 still waits. It is safe here and goes by itself.")
    desk.hands.wait_until(lambda: "· 1 waits here safely" in said(desk), "the foot of the rail")


def test_the_foot_of_the_rail_is_on_every_page(open_desk: Any, now: datetime) -> None:
    desk = open_desk(settings=SETTINGS, client=Centre().client)
    finish(desk, now, "r1")
    with desk.store.transaction() as c:
        note_line(c, down=True, now=now - timedelta(minutes=30))
    desk.sign_in()

    assert desk.hands.heading() == "Today"
    local = (now - timedelta(minutes=30)).astimezone()
    assert f"Offline since {local:%H:%M} · 1 waits here safely" in desk.hands.names()


@pytest.mark.parametrize(("role", "sees"), [("IT", True), ("lead", True), ("clinical", False)])
def test_who_sees_the_kiosks(desk: Any, role: str, *, sees: bool) -> None:
    desk.sign_in(role)

    assert desk.hands.sees("Kiosks") is sees
