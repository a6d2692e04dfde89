"""Exports of what is at the central service: fetched, written as at a kiosk, nothing is left."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from openpyxl import load_workbook

from kiosk.desk.central_exports import CentralExports
from kiosk.desk.exports import ExportAsked, ExportPlace
from kiosk.desk.forms_there import FormsThere
from kiosk.desk.nhs_number import SYSTEM
from kiosk.errors import CentralError, RefusedError
from kiosk.export.exporting import Exported
from kiosk.export.formats import FORMATS
from kiosk.export.watching import Cancelled
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_locks
from kiosk.store import audit
from kiosk.store.staff import StaffMember
from kiosk.store.tables import metadata
from kiosk.sync.fhir_client import FhirClient
from tests.desk.far import Clinic, FarDesk, clinic_at
from tests.endpoint import Central
from tests.store.finished import filled, pain_form

SAM = StaffMember("1", "Sam", "reception")
KIM = StaffMember("2", "Kim", "IT")
MINE, OTHER = "9434765919", "9434765870"
FORM = pain_form()


@pytest.fixture
def clinic(tmp_path: Path, central: Central, now: datetime) -> Iterator[Clinic]:
    with clinic_at(tmp_path, central.base, now) as made:
        yield made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    return folder


def taken(
    clinic: Clinic, count: int, *, patient: str = MINE, begin: int = 1, form: Questionnaire = FORM
) -> None:
    """Kiosks sent so many responses, a minute apart."""
    subject = {"type": "Patient", "identifier": {"system": SYSTEM, "value": patient}}
    response = filled(clinic.now)
    for one in response["extension"]:
        if one["url"] == ext.QUESTIONNAIRE_HASH:
            one["valueString"] = form.content_hash
    entries = []
    for number in range(begin, begin + count):
        name = str(UUID(int=number << 96, version=4))
        at = (clinic.now - timedelta(minutes=number)).isoformat()
        resource = response | {"id": name, "authored": at, "subject": subject, "source": subject}
        request = {"method": "PUT", "url": f"QuestionnaireResponse/{name}"}
        entries.append({"resource": resource, "request": request})
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": entries}
    answer = httpx2.post(
        clinic.base, content=encode_json(bundle), trust_env=False,
        headers={"content-type": "application/fhir+json"},
    )  # fmt: skip
    assert answer.is_success
    assert all(one["response"]["status"].startswith("201") for one in answer.json()["entry"])


class Counting(httpx2.HTTPTransport):
    """The network of this PC, which tells what was asked, and may break off."""

    def __init__(self, *, breaks_at: int = 0, refuses_offset: int = 0) -> None:
        super().__init__(trust_env=False)
        self.asked: list[str] = []
        self._breaks_at, self._refuses_offset = breaks_at, refuses_offset

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(str(request.url))
        pages = sum("_offset" in url for url in self.asked)
        if self._breaks_at and pages >= self._breaks_at:
            raise httpx2.ConnectError("gone", request=request)
        offset = int(request.url.params.get("_offset", 0))
        if self._refuses_offset and offset > self._refuses_offset:
            text = '{"resourceType": "OperationOutcome", "issue": []}'
            kind = {"content-type": "application/fhir+json"}
            return httpx2.Response(400, text=text, headers=kind, request=request)
        return super().handle_request(request)


def book_of(desk: FarDesk, transport: httpx2.BaseTransport | None = None) -> CentralExports:
    def find(client: FhirClient) -> FormsThere:
        return FormsThere(
            desk.store, client, forms=desk.forms, value_sets=ValueSets(), locks=bundled_locks(),
            now=desk.clock,
        )  # fmt: skip

    return CentralExports(
        desk.store,
        lambda: FhirClient(desk.client.base, timeout_s=5.0, transport=transport),
        find=find, offered=tuple(form.canonical for form in desk.forms), formats=FORMATS,
        clinic="Riverside Practice", now=desk.clock,
    )  # fmt: skip


def write(
    book: CentralExports, folder: Path, asked: ExportAsked | None = None, **more: Any
) -> Exported:
    more = {"report": lambda _done, _total: None, "cancelled": lambda: False} | more
    by = more.pop("by", SAM)
    return book.write(asked or ExportAsked("csv"), ExportPlace(folder), by=by, **more)


def noted(desk: FarDesk) -> list[tuple[str, str, str]]:
    with desk.store.reading() as c:
        return [(one.actor, one.action, one.subject) for one in audit.events(c, 100)]


def left_in(desk: FarDesk) -> list[str]:
    return [one.name for one in desk.store.directory.glob(".passing-*")]


def test_they_are_counted_and_written_as_at_a_kiosk(clinic: Clinic, out: Path) -> None:
    taken(clinic, 120)
    desk = clinic.desk(forms=(FORM,))
    book = book_of(desk)

    assert book.count(ExportAsked("xlsx")) == 120
    seen = book.look(ExportAsked("xlsx"), by=SAM, cancelled=lambda: False)
    steps: list[tuple[int, int]] = []
    made = write(book, out, ExportAsked("xlsx"), report=lambda *step: steps.append(step))

    assert seen.count == made.count == 120
    sheet = load_workbook(made.files[0]).worksheets[0]
    assert sheet.max_row == 121
    headings = [cell.value for cell in sheet[1]]
    assert tuple(headings) == seen.columns["responses"]
    sent = {row[headings.index("sync")].value for row in sheet.iter_rows(min_row=2)}
    assert sent == {"sent"}
    assert steps[0] == (0, 360)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (360, 360)
    with desk.store.reading() as c:
        assert not c.execute(metadata.tables["submission"].select()).all()
    assert not left_in(desk)


def test_who_took_how_many_and_with_which_sum_is_in_the_audit(clinic: Clinic, out: Path) -> None:
    taken(clinic, 3)
    desk = clinic.desk(forms=(FORM,))
    made = write(book_of(desk), out, ExportAsked("ndjson", patient=MINE))

    (actor, _, subject) = next(one for one in noted(desk) if one[1] == "export")
    assert actor == "Sam"
    assert "3 responses, at the central service, of one patient" in subject
    assert next(iter(made.sha256.values())) in subject
    assert MINE not in subject


def test_a_form_days_and_a_patient_narrow_it(clinic: Clinic, out: Path) -> None:
    taken(clinic, 4)
    taken(clinic, 2, patient=OTHER, begin=20)
    book, today = book_of(clinic.desk(forms=(FORM,))), clinic.now.astimezone().date()
    ndjson = ExportAsked("ndjson", patient=" 943 476 5870 ")

    made = write(book, out, ndjson)
    assert {
        json.loads(line)["subject"]["identifier"]["value"]
        for line in made.files[0].read_text().splitlines()
    } == {OTHER}
    assert book.count(ndjson) == made.count == 2
    assert book.count(ExportAsked("csv", form=f"{FORM.url}-2")) == 0
    assert book.count(ExportAsked("csv", form=FORM.url, since=today, until=today)) == 6
    assert book.count(ExportAsked("csv", until=today - timedelta(days=1))) == 0
    assert write(book, out, ExportAsked("csv", until=today - timedelta(days=1))).count == 0


def test_what_waits_at_a_kiosk_is_not_there(clinic: Clinic) -> None:
    taken(clinic, 1)
    book = book_of(clinic.desk())
    assert book.count(ExportAsked("csv", unsynced=True)) == 0
    assert book.count(ExportAsked("csv", state="waiting")) == 0
    assert book.count(ExportAsked("csv", state="sent")) == 1


def test_a_form_that_this_pc_lacks_is_fetched_for_its_words(clinic: Clinic) -> None:
    answer = httpx2.put(
        f"{clinic.base}/Questionnaire/pain-today", content=encode_json(FORM.raw), trust_env=False,
        headers={"content-type": "application/fhir+json", "prefer": "return=representation"},
    )  # fmt: skip
    assert answer.is_success
    taken(clinic, 2, form=read_questionnaire(answer.content))
    book = book_of(clinic.desk())

    labels = book.look(
        ExportAsked("csv", values="labels"), by=SAM, cancelled=lambda: False
    ).columns["responses"]
    assert any("pain" in heading and " " in heading for heading in labels)
    assert book.forms() == (FORM.url,)


def test_the_codebook_has_the_forms_of_this_pc_and_asks_for_no_response(
    clinic: Clinic, out: Path
) -> None:
    asked = Counting()
    made = write(book_of(clinic.desk(forms=(FORM,)), asked), out, ExportAsked("codebook"))
    assert FORM.url in made.files[0].read_text(encoding="utf-8-sig")
    assert not asked.asked


def test_who_may_not_export_gets_nothing_and_is_noted(clinic: Clinic, out: Path) -> None:
    desk, asked = clinic.desk(forms=(FORM,)), Counting()
    book = book_of(desk, asked)
    with pytest.raises(RefusedError, match="role"):
        write(book, out, by=KIM)
    with pytest.raises(RefusedError, match="role"):
        book.look(ExportAsked("csv"), by=KIM, cancelled=lambda: False)
    assert not asked.asked
    assert [one[:2] for one in noted(desk)][:2] == [("Kim", "export.refused")] * 2


def stops_after(steps: int) -> Callable[[], bool]:
    left = iter(range(steps))
    return lambda: next(left, None) is None


@pytest.mark.parametrize("steps", [0, 1, 2, 50, 200])
def test_stopped_while_fetching_or_writing_nothing_is_left(
    clinic: Clinic, out: Path, steps: int
) -> None:
    taken(clinic, 120)
    desk = clinic.desk(forms=(FORM,))
    with pytest.raises(Cancelled):
        write(book_of(desk), out, cancelled=stops_after(steps))
    assert not list(out.iterdir())
    assert not left_in(desk)
    (_, action, subject) = noted(desk)[0]
    assert (action, subject.rpartition(": ")[2]) == ("export.failed", "stopped")


def test_a_line_that_breaks_in_the_middle_leaves_no_file_and_is_said(
    clinic: Clinic, out: Path
) -> None:
    taken(clinic, 120)
    desk = clinic.desk(forms=(FORM,))
    with pytest.raises(CentralError, match="broke off after 50 responses; no file") as caught:
        write(book_of(desk, Counting(breaks_at=1)), out)
    assert "Try again" in caught.value.advice
    assert not list(out.iterdir())
    assert not left_in(desk)
    assert noted(desk)[0][1] == "export.failed"

    assert write(book_of(desk), out).count == 120


def test_a_service_that_counts_only_so_far_is_asked_from_there(clinic: Clinic, out: Path) -> None:
    taken(clinic, 120)
    network = Counting(refuses_offset=50)
    made = write(book_of(clinic.desk(forms=(FORM,)), network), out, ExportAsked("ndjson"))
    ids = [json.loads(line)["id"] for line in made.files[0].read_text().splitlines()]
    assert len(set(ids)) == len(ids) == 120


def test_what_lies_on_the_disk_meanwhile_can_not_be_read(clinic: Clinic, out: Path) -> None:
    taken(clinic, 60)
    desk = clinic.desk(forms=(FORM,))
    seen = list[bytes]()

    def look() -> bool:
        files = [one for one in desk.store.directory.glob(".passing-*/**/*") if one.is_file()]
        seen.extend(one.read_bytes() for one in files)
        return False

    assert write(book_of(desk), out, ExportAsked("ndjson"), cancelled=look).count == 60
    assert len(seen) > 60
    secrets = (b"SQLite format 3", MINE.encode(), b"pain-today", b"00000001-0000-4000-8000")
    assert not any(secret in content for content in seen for secret in secrets)


def test_what_a_crash_left_is_gone_with_the_next(clinic: Clinic, out: Path) -> None:
    taken(clinic, 1)
    desk = clinic.desk(forms=(FORM,))
    left = desk.store.directory / ".passing-left"
    (left / "store").mkdir(parents=True)
    (left / "store" / "kiosk.db").write_bytes(b"x")
    write(book_of(desk), out)
    assert not left_in(desk)


def test_they_are_not_all_in_memory_at_once(clinic: Clinic, out: Path) -> None:
    """The peak with 4800 of them was 2.5 MB, with 800 of them 2.3 MB; taken apart they are 20."""
    desk = clinic.desk(forms=(FORM,))
    for begin in range(1, 801, 100):
        taken(clinic, 100, begin=begin)
    write(book_of(desk), out, ExportAsked("ndjson"))  # what is imported counts for none
    tracemalloc.start()
    made = write(book_of(desk), out, ExportAsked("ndjson"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.count == 800
    assert peak < 4_000_000


class Handing(httpx2.BaseTransport):
    """A service of so many responses that hands out some, however it is asked."""

    def __init__(self, total: int, **more: Any) -> None:
        self._total, self._more = total, more

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = filled(datetime(2026, 3, 2, 9, tzinfo=UTC))
        entry = [{"resource": response | {"id": f"r{number}"}} for number in range(50)]
        page = {"resourceType": "Bundle", "type": "searchset", "total": self._total}
        return httpx2.Response(
            200, content=encode_json(page | {"entry": entry} | self._more), request=request,
            headers={"content-type": "application/fhir+json"},
        )  # fmt: skip


def test_a_part_is_never_taken_for_all(clinic: Clinic, out: Path) -> None:
    desk = clinic.desk(forms=(FORM,))
    with pytest.raises(CentralError, match="It can't be told whether these are all"):
        write(book_of(desk, Handing(120)), out)
    assert not list(out.iterdir())
    assert write(book_of(desk, Handing(50)), out).count == 50
