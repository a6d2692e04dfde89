"""Visits that the centre asks for: made once, told truly, withdrawn in time; a centre is no friend.

The service is the trial endpoint unless a test needs a worse one.
"""

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.store import tasks, visits
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.store.requested import UNMADE_MOST
from kiosk.store.tables import metadata
from kiosk.store.visits import Visit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.tasks import PATIENTS_MOST, TasksReport, fetch_tasks
from kiosk.sync.tasks_wanted import TasksWanted

SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
FORM = "http://clinic.example/Questionnaire/pain|1"
FORMS = frozenset({FORM, FORM.partition("|")[0]})
NAME = "Zebediah"


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": SDC, "code": code}]}


def asking(**changes: Any) -> dict[str, Any]:
    """A Task that asks for one form, of a patient whose name should go nowhere."""
    task = {
        "resourceType": "Task",
        "id": str(uuid4()),
        "status": "requested",
        "intent": "order",
        "code": coded("complete-questionnaire"),
        "description": f"For {NAME}",
        "for": {"display": NAME, "identifier": {"system": "urn:clinic", "value": "4711"}},
        "input": [{"type": coded("questionnaire"), "valueCanonical": FORM}],
    }
    return task | changes


class Clinic:
    """A clinic's Tasks at the trial endpoint, and a kiosk that asks for them."""

    def __init__(self, kiosk: Any, base: str) -> None:
        self.kiosk, self.base = kiosk, base
        self.owner = f"Organization/{uuid4()}"

    def put(self, resource: dict[str, Any]) -> dict[str, Any]:
        if resource["resourceType"] == "Task" and "owner" not in resource:
            resource = resource | {"owner": {"reference": self.owner}}
        path = f"{self.base}/{resource['resourceType']}/{resource['id']}"
        answer = httpx2.put(path, json=resource, trust_env=False)
        assert answer.status_code in {200, 201}
        return resource

    def task(self, task_id: str) -> dict[str, Any]:
        answer = httpx2.get(f"{self.base}/Task/{task_id}", trust_env=False)
        found: dict[str, Any] = answer.json()
        return found

    def versions(self, task_id: str) -> int:
        path = f"{self.base}/Task/{task_id}/_history"
        return int(httpx2.get(path, trust_env=False).json()["total"])

    def fetch(self, kiosk: Any = None, **wanted: Any) -> TasksReport:
        return fetch(kiosk or self.kiosk, self.base, owner=self.owner, **wanted)

    def send(self, kiosk: Any = None) -> Any:
        return (kiosk or self.kiosk).send(base=self.base)


def fetch(
    kiosk: Any, base: str, transport: httpx2.BaseTransport | None = None, **wanted: Any
) -> TasksReport:
    client = FhirClient(base, timeout_s=5.0, transport=transport)
    try:
        asked = TasksWanted(**({"owner": "all", "forms": FORMS} | wanted))
        return fetch_tasks(kiosk.store, client, asked, now=lambda: kiosk.now)
    finally:
        client.close()


def visits_of(kiosk: Any) -> tuple[Visit, ...]:
    with kiosk.store.reading() as c:
        return visits.list_visits(c)


def reasons(kiosk: Any) -> list[str]:
    with kiosk.store.reading() as c:
        return [one.reason for one in tasks.asked(c)]


def sit_down(kiosk: Any) -> str:
    (one,) = visits_of(kiosk)
    with kiosk.store.transaction() as c:
        visits.take_up(c, one.id, now=kiosk.now)
    return one.id


def finish(kiosk: Any, visit_id: str) -> str:
    response_id: str = kiosk.finish()
    with kiosk.store.transaction() as c:
        visits.finish_visit(c, visit_id, now=kiosk.now, responses=[response_id])
    return response_id


def end(kiosk: Any, how: Callable[..., None], visit_id: str) -> None:
    with kiosk.store.transaction() as c:
        how(c, visit_id, now=kiosk.now)


@pytest.fixture
def clinic(kiosk: Any, running_central: Any) -> Clinic:
    return Clinic(kiosk, running_central.base)


def test_a_task_makes_one_visit_however_often_it_is_listed(clinic: Clinic) -> None:
    end_at = (clinic.kiosk.now + timedelta(hours=3)).isoformat()
    task = clinic.put(asking(restriction={"period": {"end": end_at}}))

    assert [clinic.fetch().made for _ in range(3)] == [1, 0, 0]
    (made,) = visits_of(clinic.kiosk)
    assert (made.packet, made.state, made.task_id) == ((FORM,), "waiting", task["id"])
    assert (made.whose.system, made.whose.value, made.whose.birth_date) == (
        "urn:clinic", "4711", None,
    )  # fmt: skip
    assert made.expires == clinic.kiosk.now + timedelta(hours=3)


@pytest.mark.parametrize(
    "other",
    [
        {"status": "draft"},
        {"status": "in-progress"},
        {"code": coded("fulfill")},
        {"code": {"coding": [{"system": "urn:x", "code": "complete-questionnaire"}]}},
        {"owner": {"reference": "Organization/somebody-else"}},
        {"restriction": {"period": {"start": "2027-01-01"}}},
    ],
)
def test_other_tasks_make_none(clinic: Clinic, other: dict[str, Any]) -> None:
    clinic.put(asking(**other))

    report = clinic.fetch()

    assert (report.made, report.unmade, report.error) == (0, 0, None)


def test_an_owner_is_known_by_an_identifier_too(clinic: Clinic) -> None:
    number = str(uuid4())
    clinic.put(asking(owner={"identifier": {"system": "urn:sites", "value": number}}))

    assert fetch(clinic.kiosk, clinic.base, owner=f"urn:sites|{number}").made == 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"input": []}, "names no form"),
        ({"input": "x"}, "names no form"),
        ({"input": [{"type": coded("questionnaire"), "valueCanonical": f"{FORM}0"}]}, "no form"),
        (
            {"input": [{"type": coded("questionnaire"), "valueCanonical": f"urn:{number}"}
                       for number in range(21)]},
            "more than 20",
        ),
        ({"for": {"display": NAME}}, "by what its patient is known"),
        ({"for": {"reference": "Patient/nobody-there"}}, "by what its patient is known"),
        ({"for": 5}, "by what its patient is known"),
        ({"restriction": {"period": {"end": "2020-01-01"}}}, "time is over"),
    ],
)  # fmt: skip
def test_what_can_t_be_made_is_told_and_not_made(
    clinic: Clinic, wrong: dict[str, Any], reason: str
) -> None:
    task = clinic.put(asking(**wrong))

    report = clinic.fetch()

    assert (report.made, report.unmade, visits_of(clinic.kiosk)) == (0, 1, ())
    assert reason in reasons(clinic.kiosk)[0]
    clinic.put(asking(id=task["id"]))
    assert clinic.fetch().made == 1  # once it is mended


def test_a_patient_finds_the_visit_by_birth_date_and_nothing_else_is_kept(clinic: Clinic) -> None:
    patient = {
        "resourceType": "Patient", "id": str(uuid4()), "birthDate": "1950-03-05",
        "identifier": [{"system": "urn:old", "value": "1"},
                       {"system": "urn:nhs", "value": "99", "use": "official"}],
        "name": [{"given": [NAME], "family": "Österlund"}],
        "telecom": [{"value": "0123-marker"}],
    }  # fmt: skip
    clinic.put(patient)
    clinic.put(asking(**{"for": {"reference": f"Patient/{patient['id']}", "display": NAME}}))

    assert clinic.fetch(findable=True).made == 1

    (made,) = visits_of(clinic.kiosk)
    whose = made.whose
    assert (whose.system, whose.value) == ("urn:nhs", "99")
    assert (whose.birth_date, whose.letters, whose.initials) == (date(1950, 3, 5), "zo", "ZÖ")
    assert_nowhere(clinic.kiosk, NAME, "sterlund", "0123-marker")


def test_with_a_code_nothing_of_name_or_birth_is_kept(clinic: Clinic) -> None:
    contained = {"resourceType": "Patient", "id": "p", "birthDate": "1950-03-05",
                 "identifier": [{"system": "urn:nhs", "value": "99"}],
                 "name": [{"given": [NAME], "family": "Dee"}]}  # fmt: skip
    clinic.put(asking(contained=[contained], **{"for": {"reference": "#p"}}))

    assert clinic.fetch().made == 1
    whose = visits_of(clinic.kiosk)[0].whose
    assert (whose.value, whose.birth_date, whose.letters, whose.initials) == (
        "99", None, None, None,
    )  # fmt: skip
    assert_nowhere(clinic.kiosk, NAME)


def assert_nowhere(kiosk: Any, *words: str) -> None:
    """In no column of any row, unpacked."""
    with kiosk.store.reading() as c:
        rows = [str(row) for table in metadata.sorted_tables for row in c.execute(table.select())]
    assert rows
    assert [word for word in words for row in rows if word in row] == []


def test_begun_then_completed_is_told_with_the_response(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    visit_id = sit_down(clinic.kiosk)
    clinic.send()
    assert clinic.task(task["id"])["status"] == "in-progress"

    response_id = finish(clinic.kiosk, visit_id)
    clinic.send()

    told = clinic.task(task["id"])
    assert told["status"] == "completed"
    assert [one["valueReference"]["reference"] for one in told["output"]] == [
        f"QuestionnaireResponse/{response_id}"
    ]
    assert told["output"][0]["type"] == coded("questionnaire-response")
    assert told["description"] == task["description"]  # what others wrote stays
    assert clinic.fetch().made == 0
    clinic.send()
    assert clinic.versions(task["id"]) == 3
    assert_nowhere(clinic.kiosk, NAME)


def test_begun_and_completed_offline_is_one_update(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    visit_id = sit_down(clinic.kiosk)
    finish(clinic.kiosk, visit_id)
    clinic.kiosk.restart()

    for _ in range(3):
        clinic.send()

    assert (clinic.task(task["id"])["status"], clinic.versions(task["id"])) == ("completed", 2)


def test_completed_waits_for_the_response(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    visit_id = sit_down(clinic.kiosk)
    clinic.send()
    response_id = clinic.kiosk.finish(status="unheard-of")  # the service refuses it
    with clinic.kiosk.store.transaction() as c:
        visits.finish_visit(c, visit_id, now=clinic.kiosk.now, responses=[response_id])

    for _ in range(2):
        clinic.send()

    assert clinic.kiosk.states()[response_id] == "refused"
    assert clinic.task(task["id"])["status"] == "in-progress"


def test_stopped_and_deleted_is_told_as_cancelled(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    end(clinic.kiosk, visits.leave_visit, sit_down(clinic.kiosk))

    clinic.send()

    told = clinic.task(task["id"])
    assert (told["status"], told["statusReason"]) == (
        "cancelled", {"text": "Declined by the patient."},
    )  # fmt: skip


def test_a_pause_changes_nothing_and_who_left_before_it_began_is_not_told(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    end(clinic.kiosk, visits.put_back, sit_down(clinic.kiosk))
    clinic.send()
    assert clinic.task(task["id"])["status"] == "requested"

    end(clinic.kiosk, visits.pause_visit, sit_down(clinic.kiosk))
    clinic.send()
    clinic.fetch()

    assert clinic.task(task["id"])["status"] == "in-progress"
    assert [one.state for one in visits_of(clinic.kiosk)] == ["paused"]
    assert reasons(clinic.kiosk) == [""]


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "in-progress", "completed"])
def test_a_waiting_visit_goes_where_the_task_is_over_or_begun_elsewhere(
    clinic: Clinic, status: str
) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    clinic.put(task | {"status": status})

    assert clinic.fetch().withdrawn == 1
    assert visits_of(clinic.kiosk) == ()
    clinic.put(task)
    assert clinic.fetch().made == 0  # it had its visit


def test_one_given_to_somebody_else_goes_too(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    clinic.put(task | {"owner": {"reference": "Organization/other"}})

    assert clinic.fetch().withdrawn == 1


def test_what_somebody_sits_with_stays_and_is_flagged(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    visit_id = sit_down(clinic.kiosk)
    clinic.put(task | {"status": "cancelled"})

    assert clinic.fetch().withdrawn == 0
    assert "ended it" in reasons(clinic.kiosk)[0]
    response_id = finish(clinic.kiosk, visit_id)
    clinic.send()

    assert clinic.kiosk.states()[response_id] == "sent"  # nothing a patient gave is lost
    assert clinic.task(task["id"])["status"] == "cancelled"  # the centre's word stays
    assert clinic.versions(task["id"]) == 2


@pytest.fixture
def second(tmp_path: Any, kiosk: Any) -> Any:
    """Another kiosk of the same clinic."""
    key = new_key()
    made = type(kiosk)(create_store(tmp_path / "second", key), key, kiosk.now)
    yield made
    made.store.close()


def test_of_two_kiosks_the_later_one_loses_what_nobody_began(clinic: Clinic, second: Any) -> None:
    clinic.put(asking())
    clinic.fetch()
    clinic.fetch(second)
    sit_down(clinic.kiosk)
    clinic.send()

    assert clinic.fetch(second).withdrawn == 1
    assert visits_of(second) == ()


def test_of_two_that_began_both_responses_arrive_and_it_is_flagged(
    clinic: Clinic, second: Any
) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    clinic.fetch(second)
    mine, theirs = sit_down(clinic.kiosk), sit_down(second)
    clinic.send()
    clinic.send(second)
    clinic.fetch(second)
    assert "Somebody else" in reasons(second)[0]
    assert visits_of(second)[0].state == "at-the-screen"

    finished = {finish(clinic.kiosk, mine), finish(second, theirs)}
    clinic.send()
    clinic.send(second)

    assert {*clinic.kiosk.states().values(), *second.states().values()} == {"sent"}
    told = clinic.task(task["id"])
    named = [one["valueReference"]["identifier"]["value"] for one in told["output"]]
    assert told["status"] == "completed"
    assert len(named) == 1
    assert named[0].removeprefix("urn:uuid:") in finished


class Between(httpx2.BaseTransport):
    """The line to the trial endpoint, in a test's hands: `before` a request, `after` it."""

    takes_anchors = True

    def __init__(
        self,
        before: Callable[[httpx2.Request], None] = lambda _: None,
        after: Callable[[httpx2.Request], None] = lambda _: None,
    ) -> None:
        self._line = httpx2.HTTPTransport()
        self._before, self._after = before, after

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._before(request)
        answer = self._line.handle_request(request)
        answer.read()
        self._after(request)
        return answer

    def close(self) -> None:
        self._line.close()


def is_task_put(request: httpx2.Request) -> bool:
    return request.method == "PUT" and "/Task/" in request.url.path


def test_a_lost_reply_is_told_once(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    sit_down(clinic.kiosk)
    lost: list[str] = []

    def lose(request: httpx2.Request) -> None:
        if is_task_put(request):
            lost.append("")
            raise httpx2.ReadError("gone", request=request)

    clinic.kiosk.send(Between(after=lose), base=clinic.base)
    assert lost
    for _ in range(2):
        clinic.kiosk.later(hours=1)
        clinic.send()

    assert (clinic.task(task["id"])["status"], clinic.versions(task["id"])) == ("in-progress", 2)
    assert reasons(clinic.kiosk) == [""]
    with clinic.kiosk.store.reading() as c:
        assert [one.told for one in tasks.asked(c)] == ["in-progress"]


def test_what_the_centre_changed_meanwhile_is_read_and_told_again(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()
    sit_down(clinic.kiosk)
    changed: list[str] = []

    def change(request: httpx2.Request) -> None:
        if is_task_put(request) and not changed:
            changed.append("")
            clinic.put(task | {"priority": "urgent"})

    clinic.kiosk.send(Between(before=change), base=clinic.base)
    for _ in range(2):
        clinic.kiosk.later(hours=1)
        clinic.send()

    told = clinic.task(task["id"])
    assert (told["status"], told["priority"]) == ("in-progress", "urgent")
    assert clinic.versions(task["id"]) == 3


def test_a_task_that_is_gone_is_told_nothing(kiosk: Any) -> None:
    centre = Centre([asking()])
    fetch(kiosk, "https://fhir.example.org/fhir", centre)
    sit_down(kiosk)
    centre.tasks.clear()

    kiosk.send(centre)

    assert centre.written == []
    assert "no more" in reasons(kiosk)[0]


class Centre(httpx2.BaseTransport):
    """A centre that lists what a test says, and has nothing else."""

    def __init__(self, tasks: list[Any]) -> None:
        self.tasks = tasks
        self.written: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method != "GET":
            self.written.append(request.url.path)
        if request.url.path.endswith("/Task"):
            entries = [{"resource": one} for one in self.tasks]
            if "_id" in request.url.params:
                entries = []
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
            return httpx2.Response(200, json=bundle)
        return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})


@pytest.mark.parametrize(
    "hostile",
    [
        {"id": "../../Patient/1"},
        {"id": 5},
        {"status": ["requested"]},
        {"code": "complete-questionnaire"},
        {"input": [{"type": coded("questionnaire"), "valueCanonical": "x" * 100_000}]},
        {"for": {"identifier": {"value": "y" * 100_000}}},
        {"for": {"reference": "https://evil.example/Patient/1"}},
        {"contained": [{"resourceType": "Patient", "id": "p"}], "for": {"reference": "#p"}},
        {"input": [None, 5, {"type": [], "valueCanonical": {}}]},
        {"restriction": {"period": {"start": "0001-01-01T00:00:00Z"}}},
    ],
)
def test_a_hostile_task_makes_no_visit_and_no_other_suffers(
    kiosk: Any, hostile: dict[str, Any]
) -> None:
    report = fetch(kiosk, "https://fhir.example.org/fhir", Centre([asking(**hostile), 5, asking()]))

    assert (report.made, report.error) == (1, None)


def test_west_of_greenwich_the_year_one_is_over_too(kiosk: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        odd = asking(restriction={"period": {"start": "0001-01-01T00:00:00Z"}})
        report = fetch(kiosk, "https://fhir.example.org/fhir", Centre([odd, asking()]))
    finally:
        monkeypatch.undo()
        time.tzset()

    assert (report.made, report.unmade, report.error) == (1, 1, None)


def test_patients_that_can_t_be_read_stand_in_nobody_s_way_for_ever(kiosk: Any) -> None:
    def of(patient_id: str) -> dict[str, Any]:
        return asking(**{"for": {"reference": f"Patient/{patient_id}"}})

    bad = [of(f"gone-{number}") for number in range(PATIENTS_MOST + 5)]
    centre = Centre([*bad, of("there")])
    number = {"system": "urn:nhs", "value": "99"}
    patient = {"resourceType": "Patient", "id": "there", "identifier": [number]}

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/Patient/there"):
            return httpx2.Response(200, json=patient)
        return centre.handle_request(request)

    made = []
    for _ in range(2):
        line = httpx2.MockTransport(answer)
        made.append(fetch(kiosk, "https://fhir.example.org/fhir", line).made)
        kiosk.later(hours=1)

    assert made == [0, 1]


def test_what_can_t_be_made_never_fills_the_store(kiosk: Any) -> None:
    base = "https://fhir.example.org/fhir"

    def answer(_request: httpx2.Request) -> httpx2.Response:
        entries = [{"resource": asking(input=[])} for _ in range(400)]
        link = [{"relation": "next", "url": f"{base}/Task?page={uuid4()}"}]
        bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": link}
        return httpx2.Response(200, json=bundle)

    for _ in range(2):
        fetch(kiosk, base, httpx2.MockTransport(answer))

    assert len(reasons(kiosk)) == UNMADE_MOST


@pytest.mark.parametrize("version", ["1\r\nX: y", "\u00fc", "9" * 250, 5])
def test_a_version_that_no_header_can_name_keeps_no_task_from_being_told(
    kiosk: Any, version: Any
) -> None:
    task = asking(meta={"versionId": version})
    centre = Centre([task])

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "PUT" and "/Task/" in request.url.path:
            return httpx2.Response(200, json=json.loads(request.read()))
        if request.url.path.endswith(task["id"]):
            return httpx2.Response(200, json=task)
        return centre.handle_request(request)

    line = httpx2.MockTransport(answer)
    fetch(kiosk, "https://fhir.example.org/fhir", line)
    sit_down(kiosk)
    kiosk.send(line)
    kiosk.send(line)

    with kiosk.store.reading() as c:
        assert [one.told for one in tasks.asked(c)] == ["in-progress"]


def test_what_others_wrote_comes_back_digit_for_digit(kiosk: Any) -> None:
    exact = (
        b'{"type": {"text": "dose"}, "valueDecimal": 7.10}, '
        b'{"valueDecimal": 0.12345678901234567890}'
    )
    task = asking()
    listed = json.dumps(task).encode()
    there = listed.replace(b'"input": [', b'"input": [' + exact + b", ")
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        told = {"content-type": "application/fhir+json"}
        if request.method == "PUT":
            sent.append(request.read())
            return httpx2.Response(200, content=sent[-1], headers=told)
        if request.url.path.endswith("/Task"):
            page = b'{"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": %b}]}'
            return httpx2.Response(200, content=page % listed, headers=told)
        if "/Task/" in request.url.path:
            return httpx2.Response(200, content=there, headers=told)
        return httpx2.Response(404, json={"resourceType": "OperationOutcome", "issue": []})

    line = httpx2.MockTransport(answer)
    fetch(kiosk, "https://fhir.example.org/fhir", line)
    sit_down(kiosk)
    kiosk.send(line)

    (told,) = [one for one in sent if b'"Task"' in one]
    assert b'"valueDecimal":7.10' in told
    assert b"0.12345678901234567890" in told


def test_odd_periods_end_in_time(kiosk: Any) -> None:
    ends = ["9999-12-31", "0001", "tomorrow", 5, None, "2500"]
    centre = Centre([asking(restriction={"period": {"end": end}}) for end in ends])

    fetch(kiosk, "https://fhir.example.org/fhir", centre)

    expires = [one.expires - kiosk.now for one in visits_of(kiosk)]
    assert len(expires) == 5  # the year 1 is over
    assert all(left <= timedelta(days=92) for left in expires)


def test_thousands_of_tasks_are_not_taken_at_once(kiosk: Any) -> None:
    report = fetch(kiosk, "https://fhir.example.org/fhir", Centre([asking() for _ in range(2000)]))

    assert (report.made, report.whole) == (500, False)


@pytest.mark.parametrize("status", [401, 403, 404, 400, 500, 302])
def test_a_centre_that_says_no_changes_nothing(clinic: Clinic, status: int) -> None:
    clinic.put(asking())
    clinic.fetch()
    no = httpx2.MockTransport(lambda _: httpx2.Response(status, json={}))

    report = fetch(clinic.kiosk, clinic.base, no, owner=clinic.owner)

    assert report.error is not None
    assert len(visits_of(clinic.kiosk)) == 1


def test_an_index_that_lags_withdraws_nothing(clinic: Clinic) -> None:
    task = clinic.put(asking())
    clinic.fetch()

    def lagging(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/Task"):
            return httpx2.Response(200, json={"resourceType": "Bundle", "type": "searchset"})
        return httpx2.Response(200, json=task)

    report = fetch(clinic.kiosk, clinic.base, httpx2.MockTransport(lagging), owner=clinic.owner)

    assert (report.withdrawn, len(visits_of(clinic.kiosk))) == (0, 1)
