"""A visit that the central service asked for, through the real window and back to its Task."""

import gzip
import json
from datetime import datetime
from typing import Any

import httpx2

from kiosk.settings import Central, Patient, Settings
from kiosk.store import visits
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.tasks_wanted import tasks_wanted
from kiosk.ui.meanwhile.fetching_visits import VisitFetcher
from kiosk.ui.meanwhile.sending import Sender

SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"


class Centre(httpx2.BaseTransport):
    """A central service that keeps what it is sent, and has one Task."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.kept = {f"Task/{task['id']}": task}
        self.statuses: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        place = request.url.path.removeprefix("/fhir/")
        if request.method == "PUT":
            content = request.read()
            packed = request.headers.get("content-encoding") == "gzip"
            self.kept[place] = json.loads(gzip.decompress(content) if packed else content)
            if place.startswith("Task/"):
                self.statuses.append(self.kept[place]["status"])
        if place == "Task":
            entries = [{"resource": one} for at, one in self.kept.items() if at.startswith("Task/")]
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
            return httpx2.Response(200, json=bundle)
        if place in self.kept:
            return httpx2.Response(200, json=self.kept[place])
        return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})


def test_who_has_the_code_fills_it_in_and_the_centre_hears_each_step(
    open_kiosk: Any, three: Any, desk_of: Any, now: datetime
) -> None:
    task = {
        "resourceType": "Task", "id": "t-1", "status": "requested", "intent": "order",
        "code": {"coding": [{"system": SDC, "code": "complete-questionnaire"}]},
        "for": {"identifier": {"system": "urn:clinic:number", "value": "4711"}},
        "input": [{"type": {"coding": [{"system": SDC, "code": "questionnaire"}]},
                   "valueCanonical": three[1].canonical}],
    }  # fmt: skip
    centre, settings = (
        Centre(task),
        Settings(central=Central(tasks="all"), patient=Patient(identity="code")),
    )
    kiosk = open_kiosk(settings=settings.patient, forms=three)
    client = FhirClient("https://fhir.example.org/fhir", timeout_s=5.0, transport=centre)
    sender = Sender(kiosk.store, kiosk.jobs.network, client, every_s=3600, now=lambda: now)
    fetcher = VisitFetcher(
        store=kiosk.store, lane=kiosk.jobs.network, client=client, now=lambda: now,
        wanted=lambda: tasks_wanted(settings, three), parent=sender,
    )  # fmt: skip
    sender.reported.connect(fetcher.look)
    desk = desk_of(kiosk)

    kiosk.finger.wait_until(lambda: bool(expected(kiosk)), "the visit")
    (visit,) = expected(kiosk)
    desk.scan(visit.code)
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_for("How is your mood?")
    sender.wake()
    kiosk.finger.wait_until(lambda: centre.statuses == ["in-progress"], "begun")
    desk.answer("Good")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_until(lambda: desk.state(visit) == "done", "the end of the visit")
    kiosk.finger.wait_until(lambda: not waking(sender, centre), "completed")
    sender.close()
    fetcher.close()
    kiosk.settle()

    (response,) = desk.responses()
    assert centre.statuses == ["in-progress", "completed"]
    assert centre.kept[f"QuestionnaireResponse/{response['id']}"]["subject"]["identifier"] == {
        "system": "urn:clinic:number", "value": "4711",
    }  # fmt: skip
    (output,) = centre.kept["Task/t-1"]["output"]
    assert output["valueReference"]["reference"] == f"QuestionnaireResponse/{response['id']}"


def expected(kiosk: Any) -> tuple[visits.Visit, ...]:
    with kiosk.store.reading() as connection:
        return visits.list_visits(connection)


def waking(sender: Sender, centre: Centre) -> bool:
    sender.wake()
    return "completed" not in centre.statuses
