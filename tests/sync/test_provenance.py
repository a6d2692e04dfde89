"""What the service is told of changes that staff made in a response after its patient sent it."""

import json
from typing import Any

import pytest

from kiosk.desk.local_responses import LocalResponses
from kiosk.desk.responses import Change
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store.moving import PatientReference
from kiosk.store.staff import StaffMember
from tests.sync.fhir_model import BASE, FhirModel, Line

SAM = StaffMember("1", "Sam", "reception")
WHOLE: dict[str, Any] = {
    "authored": "2026-03-02T10:00:00+00:00",
    "author": {"type": "Device", "identifier": {"value": "urn:uuid:k"}},
    "subject": {"type": "Patient", "identifier": {"value": "the wrong one"}},
}


def done(line: Line) -> list[tuple[str, str]]:
    """Code and text of every Provenance at the service."""
    told = (one for name, one in line.service.stored.items() if name.startswith("Provenance/"))
    found = [one["activity"] for one in told]
    return sorted((one["coding"][0]["code"], one.get("text", "")) for one in found)


class Open(Line):
    takes_anchors = True


@pytest.mark.parametrize("sent", [True, False], ids=["sent-before", "never-sent"])
def test_the_service_hears_that_a_response_was_moved(kiosk: Any, *, sent: bool) -> None:
    line = Open(FhirModel())
    wanted = kiosk.finish(**WHOLE)
    if sent:
        kiosk.send(line, base=BASE)
    kiosk.later(hours=1)
    book = LocalResponses(kiosk.store, ValueSets(), lambda: kiosk.now)
    book.move(Change(wanted, 0, SAM, "mixed up"), PatientReference("the right one"))
    report = kiosk.send(line, base=BASE)

    assert (report.sent, report.error) == (1, None)
    there = line.service.stored[f"QuestionnaireResponse/{wanted}"]
    assert there["subject"]["identifier"]["value"] == "the right one"
    assert done(line) == [("CREATE", ""), ("UPDATE", "Moved to the right patient")]
    told = json.dumps([v for k, v in line.service.stored.items() if k.startswith("Provenance/")])
    assert kiosk.now.isoformat(timespec="seconds") in told
    assert "none to speak of" not in told
    assert "Sam" not in told


def test_one_that_was_withdrawn_is_nullified_and_sent_again_changes_nothing(kiosk: Any) -> None:
    line = Open(FhirModel())
    wanted = kiosk.finish(**WHOLE)
    kiosk.send(line, base=BASE)
    book = LocalResponses(kiosk.store, ValueSets(), lambda: kiosk.now)
    book.withdraw(Change(wanted, 0, SAM, "asked for"))
    kiosk.send(line, base=BASE)
    kiosk.send(line, base=BASE)

    there = line.service.stored[f"QuestionnaireResponse/{wanted}"]
    assert (there["status"], "item" in there) == ("entered-in-error", False)
    assert done(line) == [("CREATE", ""), ("NULLIFY", "")]


def test_each_version_that_went_has_a_provenance_of_its_own(kiosk: Any) -> None:
    line = Open(FhirModel())
    wanted = kiosk.finish(**WHOLE)
    kiosk.send(line, base=BASE)
    book = LocalResponses(kiosk.store, ValueSets(), lambda: kiosk.now)
    book.mark_mistake(Change(wanted, 0, SAM, "filled in twice"))
    kiosk.send(line, base=BASE)
    book.take_back(Change(wanted, 1, SAM, "was not"))
    kiosk.send(line, base=BASE)

    assert done(line) == [("CREATE", ""), ("NULLIFY", ""), ("UPDATE", "")]
