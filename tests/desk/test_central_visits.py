"""Visits of a desk without a kiosk: made, found by code, told, taken back; also without a line."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.desk.day import DayVisit
from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.slips import SlipReader, own_slip_key
from kiosk.errors import CentralError, RefusedError, Unreachable
from kiosk.store import audit, visits
from kiosk.store.submissions import submissions
from kiosk.store.visits import Whose
from kiosk.sync.task_reading import SDC
from tests.desk.far import Clinic, FarDesk, clinic_at
from tests.endpoint import Central
from tests.store.finished import filled, keep, pain_form

FORM = pain_form().canonical
WHOSE = Whose(SYSTEM, "9434765870", initials="AB")


@pytest.fixture
def clinic(tmp_path: Path, running_central: Central, now: datetime) -> Iterator[Clinic]:
    with clinic_at(tmp_path, running_central.base, now) as made:
        yield made


def only(desk: FarDesk) -> DayVisit:
    (one,) = desk.visits.today().visits
    return one


def tasks_at(clinic: Clinic) -> list[dict[str, Any]]:
    path = f"{clinic.base}/Task?owner={clinic.owner}"
    found = httpx2.get(path, trust_env=False).json()
    return [one["resource"] for one in found.get("entry", [])]


def test_a_visit_made_at_a_desk_is_found_by_its_code_at_a_kiosk_after_one_fetch(
    clinic: Clinic,
) -> None:
    desk, kiosk = clinic.desk(), clinic.kiosk()

    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    assert only(desk).untold
    desk.visits.look()

    assert kiosk.fetch().made == 1
    found = kiosk.by_code(made.code)
    assert found is not None
    assert (found.id, found.packet, found.whose.value) == (made.visit_id, (FORM,), "9434765870")
    assert found.whose.initials is None  # they stay at the desk
    assert (only(desk).state, only(desk).untold, only(desk).code) == ("waiting", False, made.code)


def test_how_far_it_came_is_seen_at_every_desk(clinic: Clinic, now: datetime) -> None:
    desk, other, kiosk = clinic.desk(), clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    seen = []

    def look() -> None:
        for one in (desk, other):
            one.visits.look()
            row = only(one)
            seen.append((row.state, row.sent, row.code == made.code))

    look()
    kiosk.fetch()
    kiosk.sit_down(made.visit_id)
    kiosk.send()
    look()
    clinic.now += timedelta(minutes=5)
    kiosk.finish(made.visit_id, filled(now, number=101))
    kiosk.send()
    look()

    far = [("waiting", ""), ("at-the-screen", ""), ("done", "yes")]
    assert seen == [(*one, True) for one in far for _ in range(2)]
    clinic.now += timedelta(hours=2)
    look()  # the desk says of no visit that it was begun there
    uses = httpx2.get(f"{clinic.base}/Task?code=visit-at-screen", trust_env=False).json()
    mine = f"urn:uuid:{made.visit_id}"
    assert mine not in str(uses)
    del seen[-2:]
    assert (desk.visits.today().offered, desk.visits.today().taken) == (1, 1)
    assert (other.visits.today().offered, other.visits.today().taken) == (0, 0)


def test_who_declined_left(clinic: Clinic) -> None:
    desk, kiosk = clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), Whose(), by="Sam")
    desk.visits.look()
    kiosk.fetch()
    kiosk.sit_down(made.visit_id)
    with kiosk.store.transaction() as c:
        visits.leave_visit(c, made.visit_id, now=clinic.now)
    kiosk.send()
    desk.visits.look()

    assert only(desk).state == "left"


def test_one_that_nobody_began_is_taken_back_everywhere(clinic: Clinic) -> None:
    desk, other, kiosk = clinic.desk(), clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    desk.visits.look()
    kiosk.fetch()
    other.visits.look()

    other.visits.withdraw(made.visit_id, by="Alex")
    desk.visits.look()
    kiosk.fetch()

    assert not desk.visits.today().visits
    assert not other.visits.today().visits
    assert kiosk.by_code(made.code) is None
    assert [one["status"] for one in tasks_at(clinic)] == ["cancelled"]
    with other.store.reading() as c:
        last = audit.events(c, 1)[0]
    assert (last.actor, last.action, last.subject) == ("Alex", "visit.withdrawn", made.visit_id)


def test_one_that_somebody_began_stays(clinic: Clinic) -> None:
    desk, kiosk = clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    desk.visits.look()
    kiosk.fetch()
    kiosk.sit_down(made.visit_id)
    kiosk.send()

    with pytest.raises(RefusedError, match="begun"):
        desk.visits.withdraw(made.visit_id, by="Sam")

    desk.visits.look()
    assert only(desk).state == "at-the-screen"


def test_one_that_never_left_this_pc_is_taken_back_without_a_line(
    clinic: Clinic, central: Central
) -> None:
    clinic.base = central.base
    central.stop()
    desk = clinic.desk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")

    desk.visits.withdraw(made.visit_id, by="Sam")

    assert not desk.visits.today().visits
    assert desk.visits.today().offered == 0
    central.start()
    desk.visits.look()
    assert not tasks_at(clinic)


def test_without_a_line_the_slip_opens_it_and_the_task_follows(
    clinic: Clinic, central: Central, now: datetime
) -> None:
    clinic.base = central.base
    desk, kiosk = clinic.desk(), clinic.kiosk()
    desk.visits.look()
    central.stop()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    with pytest.raises(Unreachable):
        desk.visits.look()
    state = desk.visits.line.state
    assert (state.down, state.outcome, state.as_of) == (True, "offline", now)

    key = own_slip_key(desk.store, now=clinic.now)
    SlipReader(kiosk.store, [key], kiosk.clock).open(made.payload, [FORM])
    kiosk.sit_down(made.visit_id)
    clinic.now += timedelta(minutes=5)
    kiosk.finish(made.visit_id, filled(now, number=102))
    assert only(desk).untold

    central.start()
    clinic.now += timedelta(minutes=5)
    desk.visits.look()
    assert not desk.visits.line.state.down
    assert kiosk.fetch().made == 0  # its slip was used here: it is that visit
    kiosk.send()
    desk.visits.look()

    assert (only(desk).state, only(desk).untold) == ("done", False)
    for _ in range(2):  # what the slip's use said before does not come back
        clinic.now += timedelta(hours=2)
        desk.visits.look()
        assert only(desk).state == "done"
    assert [one["status"] for one in tasks_at(clinic)] == ["completed"]
    assert kiosk.by_code(made.code) is None


def test_the_slip_of_a_visit_that_a_kiosk_fetched_opens_that_one(clinic: Clinic) -> None:
    desk, other, kiosk = clinic.desk(), clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    desk.visits.look()
    kiosk.fetch()
    other.visits.look()
    again = other.visits.slip(made.visit_id, by="Alex")

    key = own_slip_key(other.store, now=clinic.now)
    opened = SlipReader(kiosk.store, [key], kiosk.clock).open(again.payload, [FORM])

    assert (opened.id, opened.code, again.code) == (made.visit_id, made.code, made.code)


def test_a_code_that_another_visit_has_at_a_kiosk_opens_none_there(clinic: Clinic) -> None:
    desk, kiosk = clinic.desk(), clinic.kiosk()
    made = desk.visits.make((FORM,), WHOSE, by="Sam")
    desk.visits.look()
    with kiosk.store.transaction() as c:
        mine = visits.create_visit(
            c, packet=(FORM,), by="Kim", now=clinic.now, code=made.code
        )  # fmt: skip

    report = kiosk.fetch()

    assert (report.made, report.unmade) == (0, 1)
    found = kiosk.by_code(made.code)
    assert found is not None
    assert found.id == mine.id


class Answering(httpx2.BaseTransport):
    """A service, or what stands before it, that says the same to everything."""

    def __init__(self, status: int, text: str = "", **headers: str) -> None:
        self._reply, self.asked = (status, text, headers), 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        status, text, headers = self._reply
        return httpx2.Response(status, text=text, headers=headers, request=request)


WRONG = {
    "portal": (Answering(200, "<html>sign in</html>", **{"content-type": "text/html"}), "portal"),
    "401": (Answering(401), "unauthorised"),
    "403": (Answering(403), "forbidden"),
    "429": (Answering(429, **{"retry-after": "120"}), "busy"),
}


@pytest.mark.parametrize(("service", "outcome"), WRONG.values(), ids=WRONG.keys())
def test_what_else_answers_is_told_by_its_name_and_loses_nothing(
    clinic: Clinic, service: Answering, outcome: str
) -> None:
    desk = clinic.desk(service)
    made = desk.visits.make((FORM,), WHOSE, by="Sam")

    with pytest.raises(CentralError):
        desk.visits.look()

    assert (desk.visits.line.state.down, desk.visits.line.state.outcome) == (True, outcome)
    assert only(desk).code == made.code


def test_a_service_that_asks_for_quiet_is_left_alone(clinic: Clinic) -> None:
    service = Answering(429, **{"retry-after": "120"})
    desk = clinic.desk(service)
    with pytest.raises(Unreachable):
        desk.visits.look()

    asked = service.asked
    desk.visits.look()
    assert service.asked == asked

    clinic.now += timedelta(seconds=121)
    with pytest.raises(Unreachable):
        desk.visits.look()


def test_a_task_of_elsewhere_is_listed_without_a_code(clinic: Clinic) -> None:
    desk = clinic.desk()
    task = {
        "resourceType": "Task", "id": "appointment-1", "status": "requested", "intent": "order",
        "owner": {"reference": clinic.owner},
        "code": {"coding": [{"system": SDC, "code": "complete-questionnaire"}]},
        "for": {"identifier": {"system": SYSTEM, "value": "9434765870"}},
        "input": [{"type": {"text": "questionnaire"}, "valueCanonical": FORM}],
    }  # fmt: skip
    httpx2.put(f"{clinic.base}/Task/appointment-1", json=task, trust_env=False)

    desk.visits.look()

    row = only(desk)
    assert (row.code, row.forms, row.state) == ("", (FORM,), "waiting")
    with pytest.raises(RefusedError):
        desk.visits.slip(row.id, by="Sam")
    desk.visits.withdraw(row.id, by="Sam")
    assert not desk.visits.today().visits


def test_a_paper_that_was_typed_in_here_goes_once_the_service_has_it(clinic: Clinic) -> None:
    desk = clinic.desk()
    response_id = keep(desk.store, filled(clinic.now), clinic.now)
    desk.visits.look()

    path = f"{clinic.base}/QuestionnaireResponse/{response_id}"
    assert httpx2.get(path, trust_env=False).is_success
    with desk.store.reading() as c:
        assert not list(submissions(c))
        assert "response.deleted" in {one.action for one in audit.events(c, 20)}
