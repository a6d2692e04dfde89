"""Responses at the central service: listed, read, changed by version; nothing of it stays here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.desk.editing import Editing
from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.responses import Asked, Change, OpenedResponse
from kiosk.errors import RefusedError, Unreachable
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import audit
from kiosk.store.moving import PatientReference
from kiosk.store.staff import StaffMember
from kiosk.store.tables import metadata
from tests.desk.far import Clinic, FarDesk, clinic_at
from tests.endpoint import Central
from tests.store.finished import filled, keep, pain_form

SAM = StaffMember("1", "Sam", "reception")
KIM = StaffMember("2", "Kim", "IT")
WRONG, RIGHT = "9434765919", PatientReference("9434765870", SYSTEM)
FORM = pain_form()


@pytest.fixture
def clinic(tmp_path: Path, central: Central, now: datetime) -> Iterator[Clinic]:
    with clinic_at(tmp_path, central.base, now) as made:
        yield made


def taken(clinic: Clinic, number: int = 1, *, patient: str = WRONG, at: int = 0) -> str:
    """A kiosk took a response and sent it."""
    kiosk, now = clinic.kiosk(), clinic.now + timedelta(minutes=at)
    subject = {"type": "Patient", "identifier": {"system": SYSTEM, "value": patient}}
    response = filled(now, number) | {"subject": subject, "source": subject}
    keep(kiosk.store, response, now)
    assert kiosk.send().sent == 1
    return str(response["id"])


def put_form(clinic: Clinic, form: dict[str, Any] | None = None) -> None:
    known = decode_json(encode_json(form or FORM.raw)) | {"id": "pain"}
    answer = httpx2.put(
        f"{clinic.base}/Questionnaire/pain", content=encode_json(known), trust_env=False,
        headers={"content-type": "application/fhir+json"},
    )  # fmt: skip
    assert answer.is_success


def there(clinic: Clinic, response_id: str) -> dict[str, Any]:
    path = f"{clinic.base}/QuestionnaireResponse/{response_id}"
    found: dict[str, Any] = httpx2.get(path, trust_env=False).json()
    return found


def change(opened: OpenedResponse, why: str = "a slip", by: StaffMember = SAM) -> Change:
    return Change(opened.row.id, opened.version, by, why)


def corrected(opened: OpenedResponse, level: int) -> bytes:
    assert opened.form is not None
    editing = Editing(read_questionnaire(opened.form), opened.payload, ValueSets())
    assert editing.correct("pain", [Answer("valueInteger", level)]) == ()
    return editing.content()


def level_of(response: dict[str, Any]) -> int:
    (item,) = [one for one in response["item"] if one["linkId"] == "pain"]
    return int(item["answer"][0]["valueInteger"])


def noted(desk: FarDesk) -> list[tuple[str, str]]:
    with desk.store.reading() as c:
        return [(one.actor, one.action) for one in reversed(audit.events(c, 100))]


def test_they_are_listed_the_newest_first_a_page_at_a_time(clinic: Clinic) -> None:
    ids = [taken(clinic, number, at=number) for number in (3, 1, 2)]
    desk = clinic.desk(forms=(FORM,))

    first = desk.responses.page(Asked(), by=SAM, size=2)
    second = desk.responses.page(Asked(), by=SAM, size=2, after=first.following)

    listed = [row.id for page in (first, second) for row in page.rows]
    assert listed == [ids[0], ids[2], ids[1]]
    assert second.following == ""
    assert desk.responses.tally(Asked(), by=SAM).sent == 3
    assert {row.state for row in first.rows} == {"sent"}


def test_those_of_a_form_a_day_or_a_patient_are_found(clinic: Clinic) -> None:
    mine, _ = taken(clinic, 1, patient=RIGHT.value), taken(clinic, 2)
    book, day = clinic.desk().responses, clinic.now.astimezone().date()
    url = FORM.url

    def found(**asked: Any) -> list[str]:
        return [row.id for row in book.page(Asked(**asked), by=SAM, size=50).rows]

    assert found(patient=" 943 476 5870 ") == [mine]
    assert len(found(form=url, since=day, until=day)) == 2
    assert found(form=f"{url}-2") == []
    assert found(until=day - timedelta(days=1)) == []
    assert found(begin=mine) == [mine]
    assert found(state="waiting") == []


def test_one_is_read_amended_and_moved_at_the_service_and_noted_here(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))

    opened = desk.responses.read(response_id, by=SAM)
    desk.responses.amend(change(opened), corrected(opened, 7))
    opened = desk.responses.read(response_id, by=SAM, again=True)
    desk.responses.move(change(opened, "swapped"), RIGHT)

    now_there = there(clinic, response_id)
    assert (level_of(now_there), now_there["status"]) == (7, "amended")
    assert now_there["subject"]["identifier"] == {"system": SYSTEM, "value": RIGHT.value}
    assert noted(desk) == [
        ("Sam", "response.opened"),
        ("Sam", "response.amended.asked"), ("Sam", "response.amended"),
        ("Sam", "response.moved.asked"), ("Sam", "response.moved"),
    ]  # fmt: skip
    opened = desk.responses.read(response_id, by=SAM, again=True)
    assert [(one.what, one.reason) for one in opened.history] == [
        ("amended", "a slip"), ("moved", "swapped"),
    ]  # fmt: skip


def test_who_changed_it_goes_to_the_service_as_provenance(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))
    opened = desk.responses.read(response_id, by=SAM)
    desk.responses.mark_mistake(change(opened))
    desk.visits.look()

    found = httpx2.get(f"{clinic.base}/Provenance", trust_env=False).json()["entry"]
    by = {
        one["resource"]["agent"][0]["who"]["identifier"]["value"]: code_of(one["resource"])
        for one in found
    }
    assert by[f"urn:uuid:{desk.store.kiosk_id}"] == "NULLIFY"


def code_of(provenance: dict[str, Any]) -> str:
    return str(provenance["activity"]["coding"][0]["code"])


def test_of_two_desks_that_amend_the_same_one_is_told(clinic: Clinic) -> None:
    response_id = taken(clinic)
    first, second = clinic.desk(forms=(FORM,)), clinic.desk(forms=(FORM,))
    opened, other = (desk.responses.read(response_id, by=SAM) for desk in (first, second))

    first.responses.amend(change(opened), corrected(opened, 7))
    with pytest.raises(RefusedError, match="in the meantime"):
        second.responses.amend(change(other), corrected(other, 2))

    assert level_of(there(clinic, response_id)) == 7
    fresh = second.responses.read(response_id, by=SAM)
    second.responses.amend(change(fresh), corrected(fresh, 2))
    assert level_of(there(clinic, response_id)) == 2


def test_a_form_is_fetched_where_it_is_exactly_the_one_that_was_answered(clinic: Clinic) -> None:
    put_form(clinic)
    form = httpx2.get(f"{clinic.base}/Questionnaire/pain", trust_env=False).content
    response_id = taken(clinic)
    answered = read_questionnaire(form)
    changed = there(clinic, response_id)
    for one in changed["extension"]:
        if one["url"].endswith("hash"):
            one["valueString"] = answered.content_hash
    path = f"{clinic.base}/QuestionnaireResponse/{response_id}"
    httpx2.put(path, json=changed, trust_env=False)
    desk, other = clinic.desk(), clinic.desk()

    assert desk.responses.read(response_id, by=SAM).form is not None
    put_form(clinic, FORM.raw | {"title": "Another"})
    assert other.responses.read(response_id, by=SAM).form is None


def test_a_form_that_no_kiosk_would_take_is_not_used(clinic: Clinic) -> None:
    response_id = taken(clinic)
    put_form(clinic, {"resourceType": "Questionnaire", "status": "active", "url": FORM.url,
                      "version": FORM.raw["version"], "item": [{"type": "group"}]})  # fmt: skip

    assert clinic.desk().responses.read(response_id, by=SAM).form is None


def test_a_mark_is_taken_back_and_so_is_a_wish_to_be_forgotten(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))

    def opened() -> OpenedResponse:
        return desk.responses.read(response_id, by=SAM, again=True)

    desk.responses.mark_mistake(change(opened()))
    assert opened().row.status == "entered-in-error"
    desk.responses.take_back(change(opened()))
    before = there(clinic, response_id)["item"]

    desk.responses.withdraw(change(opened()))
    assert "item" not in there(clinic, response_id)
    assert opened().withdrawn
    other = clinic.desk()
    seen = other.responses.read(response_id, by=SAM)
    with pytest.raises(RefusedError, match="deleted"):
        other.responses.take_back(change(seen))
    desk.responses.take_back(change(opened()))
    assert there(clinic, response_id)["item"] == before


def test_what_was_withdrawn_is_remembered_by_nobody_behind_the_lock(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))
    desk.responses.withdraw(change(desk.responses.read(response_id, by=SAM)))
    desk.responses.forget()

    seen = desk.responses.read(response_id, by=SAM, again=True)
    with pytest.raises(RefusedError, match="deleted"):
        desk.responses.take_back(change(seen))


def test_without_a_line_it_is_said_and_nothing_is_changed(clinic: Clinic, central: Central) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))
    opened = desk.responses.read(response_id, by=SAM)
    central.stop()

    with pytest.raises(Unreachable):
        desk.responses.amend(change(opened), corrected(opened, 7))
    assert desk.responses.line.state.down

    central.start()
    assert level_of(there(clinic, response_id)) != 7
    desk.responses.amend(change(opened), corrected(opened, 7))  # nobody changed it meanwhile
    assert not desk.responses.line.state.down


class Deaf(httpx2.BaseTransport):
    """Passes everything on, and loses the reply to the next change."""

    def __init__(self) -> None:
        self._way, self.armed = httpx2.HTTPTransport(trust_env=False), False

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._way.handle_request(request)
        if request.method == "PUT" and self.armed:
            self.armed = False
            answer.close()
            raise httpx2.ReadError("reset", request=request)
        return answer

    def close(self) -> None:
        self._way.close()


def test_a_change_whose_reply_was_lost_is_seen_at_the_next_look(clinic: Clinic) -> None:
    response_id, way = taken(clinic), Deaf()
    desk = clinic.desk(way, forms=(FORM,))
    opened = desk.responses.read(response_id, by=SAM)
    way.armed = True

    with pytest.raises(Unreachable):
        desk.responses.amend(change(opened), corrected(opened, 7))

    assert ("Sam", "response.amended.asked") in noted(desk)
    again = desk.responses.read(response_id, by=SAM)
    assert (again.row.status, again.version) == ("amended", opened.version + 1)


def test_nothing_of_an_answer_is_on_the_disk_of_the_desk(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk(forms=(FORM,))
    opened = desk.responses.read(response_id, by=SAM)
    desk.responses.amend(change(opened), corrected(opened, 7))
    desk.responses.page(Asked(patient=WRONG), by=SAM, size=50)

    with desk.store.reading() as c:
        kept = {
            t.name: [tuple(row) for row in c.execute(t.select())] for t in metadata.sorted_tables
        }
    assert not kept["submission"]
    assert not kept["draft"]
    told = str(kept)
    assert WRONG not in told
    assert "linkId" not in told.replace(str(kept["questionnaire"]), "")


def test_whose_role_has_no_right_sees_nothing_and_it_is_noted(clinic: Clinic) -> None:
    response_id = taken(clinic)
    desk = clinic.desk()

    for ask in (
        lambda: desk.responses.read(response_id, by=KIM),
        lambda: desk.responses.page(Asked(), by=KIM, size=50),
        lambda: desk.responses.mark_mistake(Change(response_id, 1, KIM, "a slip")),
    ):
        with pytest.raises(RefusedError, match="role"):
            ask()

    assert noted(desk) == [("Kim", "response.denied")] * 3


def test_a_reason_that_tells_an_answer_is_refused(clinic: Clinic) -> None:
    desk, response_id = clinic.desk(forms=(FORM,)), taken(clinic)
    opened = desk.responses.read(response_id, by=SAM)

    with pytest.raises(RefusedError, match="stands in the response"):
        desk.responses.mark_mistake(change(opened, f"of {WRONG}"))

    assert there(clinic, response_id)["status"] == "completed"


class Plain(httpx2.BaseTransport):
    """Knows no order, no modifier and no part of a resource, as some services."""

    def __init__(self) -> None:
        self._way = httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        unknown = {"_sort", "_elements", "subject:identifier"} & set(request.url.params)
        if request.method == "GET" and unknown:
            body = {"resourceType": "OperationOutcome", "issue": []}
            return httpx2.Response(400, json=body, request=request)
        return self._way.handle_request(request)

    def close(self) -> None:
        self._way.close()


def test_a_service_that_knows_less_is_asked_for_less(clinic: Clinic) -> None:
    ids = {taken(clinic, number, at=number) for number in (1, 2)}
    mine = taken(clinic, 3, patient=RIGHT.value)
    desk = clinic.desk(Plain())

    page = desk.responses.page(Asked(), by=SAM, size=50)
    ofone = desk.responses.page(Asked(patient=RIGHT.value), by=SAM, size=50)

    assert {row.id for row in page.rows} == ids | {mine}
    moments = [row.completed_at for row in page.rows]
    assert moments == sorted(moments, reverse=True)
    assert [replace(row, sent_at=None).id for row in ofone.rows] == [mine]


class Long(httpx2.BaseTransport):
    """Answers have grown: no page of more than twenty fits into what is read of one reply."""

    def __init__(self) -> None:
        self._way = httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if int(request.url.params.get("_count", "0")) > 20:
            return httpx2.Response(200, text=" " * (5 * 1024 * 1024), request=request)
        return self._way.handle_request(request)

    def close(self) -> None:
        self._way.close()


def test_pages_that_are_too_long_become_shorter(clinic: Clinic) -> None:
    response_id, desk = taken(clinic), clinic.desk(Long())

    for _ in range(2):
        with pytest.raises(Unreachable, match="too long"):
            desk.responses.page(Asked(), by=SAM, size=100)

    assert [row.id for row in desk.responses.page(Asked(), by=SAM, size=100).rows] == [response_id]
