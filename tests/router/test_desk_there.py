"""A desk without a kiosk works on a FHIR engine of others: responses changed, a visit made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.desk.editing import Editing
from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.responses import Asked, Change
from kiosk.errors import RefusedError
from kiosk.forms.answers import Answer
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store.moving import PatientReference
from kiosk.store.staff import StaffMember
from kiosk.store.visits import Whose
from tests.desk.far import Clinic, clinic_at
from tests.router.running import running_router, why_not
from tests.store.finished import filled, keep, pain_form

SAM = StaffMember("1", "Sam", "reception")
FORM = pain_form()


@pytest.fixture(params=["nothing", "update-create"], ids=["takes our ids", "gives ids itself"])
def clinic(request: Any, tmp_path: Path, now: datetime) -> Iterator[Clinic]:
    if reason := why_not():
        pytest.skip(reason)
    with running_router(request.param) as (base,), clinic_at(tmp_path, base, now) as made:
        yield made


def taken(clinic: Clinic, number: int, patient: str) -> None:
    kiosk, now = clinic.kiosk(), clinic.now + timedelta(minutes=number)
    subject = {"type": "Patient", "identifier": {"system": SYSTEM, "value": patient}}
    keep(kiosk.store, filled(now, number) | {"subject": subject, "source": subject}, now)
    assert kiosk.send().sent == 1


def test_responses_are_listed_opened_and_amended_there(clinic: Clinic) -> None:
    for number, patient in enumerate(("9434765919", "9434765870", "9434765919"), 1):
        taken(clinic, number, patient)
    first, second = clinic.desk(forms=(FORM,)), clinic.desk(forms=(FORM,))
    book, day = first.responses, clinic.now.astimezone().date()

    rows = book.page(Asked(since=day, until=day), by=SAM, size=50).rows
    assert len(rows) == 3
    assert [row.completed_at for row in rows] == sorted(
        (row.completed_at for row in rows), reverse=True
    )
    (mine,) = book.page(Asked(patient="943 476 5870"), by=SAM, size=50).rows

    opened, other = (desk.responses.read(mine.id, by=SAM) for desk in (first, second))
    assert opened.form is not None
    editing = Editing(read_questionnaire(opened.form), opened.payload, ValueSets())
    assert editing.correct("pain", [Answer("valueInteger", 7)]) == ()
    book.amend(Change(mine.id, opened.version, SAM, "a slip"), editing.content())
    assert book.read(mine.id, by=SAM, again=True).row.status == "amended"

    with pytest.raises(RefusedError, match="in the meantime"):
        second.responses.mark_mistake(Change(mine.id, other.version, SAM, "a slip"))
    again = book.read(mine.id, by=SAM, again=True)
    right = PatientReference("9434765919", SYSTEM)
    book.move(Change(mine.id, again.version, SAM, "swapped"), right)
    assert book.read(mine.id, by=SAM, again=True).row.patient == right


def test_a_visit_is_made_found_and_followed_there(clinic: Clinic) -> None:
    desk, kiosk = clinic.desk(), clinic.kiosk()
    whose = Whose(SYSTEM, "9434765870")
    made, gone = (desk.visits.make((FORM.canonical,), whose, by="Sam") for _ in range(2))
    desk.visits.look()
    desk.visits.withdraw(gone.visit_id, by="Sam")

    assert kiosk.fetch().made == 1
    found = kiosk.by_code(made.code)
    assert found is not None
    kiosk.sit_down(found.id)
    kiosk.send()
    desk.visits.look()
    (row,) = desk.visits.today().visits
    assert (row.state, row.untold) == ("at-the-screen", False)
