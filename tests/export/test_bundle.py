"""Responses as a Bundle: out byte for byte, and back in only where all of it is sound."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import RefusedError
from kiosk.export import bundle, unpacking
from kiosk.export.bundle import Form, Origin, batch_of, sealed_of
from kiosk.export.files import OneFile
from kiosk.export.job import About, Job
from kiosk.export.ndjson import write_ndjson
from kiosk.forms.please_look import PleaseLook, to_task
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.resources import resource

MOMENT = datetime(2026, 3, 2, 10, tzinfo=UTC)
ORIGIN = Origin("Hill Surgery", "kiosk-1", MOMENT)
PAIN = resource("forms", "pain-today.json").read_bytes()


@dataclass(frozen=True)
class One:
    id: str
    payload: bytes
    completed_at: datetime = MOMENT
    if_match: str | None = None
    state: str = field(default="waiting")


def response(number: int = 1, **changes: Any) -> One:
    resource = {
        "resourceType": "QuestionnaireResponse",
        "id": f"r-{number}",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:r-{number}"},
        "questionnaire": "http://x.example/q|1",
        "status": "completed",
        "authored": "2026-03-02T09:59:00+00:00",
        "item": [{"linkId": "1", "answer": [{"valueDecimal": 1}]}],
    }
    text = json.dumps(resource | changes, separators=(",", ":")).replace(":1}]", ":1.10}]")
    return One(f"r-{number}", text.encode())


def form() -> Form:
    read = read_questionnaire(PAIN)
    return Form(read.canonical, read.content_hash, PAIN)


def test_what_is_sealed_comes_out_byte_for_byte() -> None:
    sent = response(1), One(**{**vars(response(2)), "if_match": 'W/"3"'})

    sealed, code = sealed_of(sent, origin=ORIGIN, forms=[form()])
    found = unpacking.opened(sealed, code)

    assert [one.payload for one in found.responses] == [one.payload for one in sent]
    assert [one.if_match for one in found.responses] == [None, 'W/"3"']
    assert [one.completed_at for one in found.responses] == [MOMENT, MOMENT]
    assert (found.clinic, found.kiosk, found.made) == ORIGIN
    assert found.forms == (form(),)


def test_a_plain_bundle_is_what_a_service_takes() -> None:
    content = batch_of([response()])
    entry = json.loads(content)["entry"][0]

    assert entry["request"] == {"method": "PUT", "url": "QuestionnaireResponse/r-1"}
    assert response().payload in content
    assert entry["fullUrl"] != entry["resource"]["identifier"]["value"]
    assert unpacking.plain(content).responses[0].payload == response().payload
    assert unpacking.plain(content).responses[0].completed_at == datetime(
        2026, 3, 2, 9, 59, tzinfo=UTC
    )


def test_for_a_service_that_chooses_ids_each_is_created_once() -> None:
    entry = json.loads(batch_of([response()], own_ids=False))["entry"][0]

    assert entry["request"] == {
        "method": "POST",
        "url": "QuestionnaireResponse",
        "ifNoneExist": "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3Ar-1",
    }


def asked(about: str = "r-1", **changes: Any) -> One:
    fired = PleaseLook("a-1", "sent", MOMENT, MOMENT, "kiosk-1", "Kiosk 2", "Hill", about)
    return One("a-1", json.dumps(to_task(fired) | changes).encode())


def test_the_task_of_an_alert_goes_along_and_comes_out_byte_for_byte() -> None:
    sealed, code = sealed_of([response()], origin=ORIGIN, forms=[], tasks=[asked()])
    content = batch_of([response()], tasks=[asked()])
    foreign = batch_of([response()], own_ids=False, tasks=[asked()])

    for found in (unpacking.opened(sealed, code), unpacking.plain(content)):
        [one] = found.alerts
        assert (one.id, one.payload, len(found.responses)) == ("a-1", asked().payload, 1)
    assert json.loads(content)["entry"][1]["request"] == {"method": "PUT", "url": "Task/a-1"}
    assert "identifier=urn" in json.loads(foreign)["entry"][1]["request"]["ifNoneExist"]


@pytest.mark.parametrize("task", [asked("r-2"), asked(code={"text": "Anything"}), asked(focus=3)])
def test_a_task_that_is_about_nothing_in_the_file_is_refused(task: One) -> None:
    with pytest.raises(RefusedError, match="entry 2 is about no response"):
        unpacking.plain(batch_of([response()], tasks=[task]))


def test_a_bundle_of_nothing_is_a_bundle() -> None:
    assert json.loads(batch_of([])) == {"resourceType": "Bundle", "type": "batch"}
    assert unpacking.plain(batch_of([])).responses == ()


def test_ndjson_has_one_response_a_line(tmp_path: Path) -> None:
    spread = One("r-2", json.dumps(json.loads(response(2).payload), indent=2).encode())

    with OneFile(tmp_path / "out") as target:
        count = write_ndjson(Job(lambda: [response(1), spread], About(MOMENT)), target).count
        target.finish()
        target.place()
    lines = (tmp_path / "out").read_bytes().splitlines()

    assert count == len(lines) == 2
    assert lines[0] == response(1).payload
    assert [json.loads(line)["id"] for line in lines] == ["r-1", "r-2"]


def entry(one: One, url: str | None = None) -> dict[str, Any]:
    request = {"method": "PUT", "url": url or f"QuestionnaireResponse/{one.id}"}
    return {"resource": json.loads(one.payload), "request": request}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "no FHIR Bundle"),
        ("[]", "no FHIR Bundle"),
        ('{"resourceType":"Patient","type":"x"}', "no FHIR Bundle"),
        ('{"resourceType":"Bundle","type":"batch","entry":{}}', "no FHIR Bundle"),
        ([{"request": {"method": "PUT", "url": "x"}}], "no FHIR Bundle"),
        ([entry(response(resourceType="Patient"))], "entry 1 is no QuestionnaireResponse"),
        ([entry(response()), entry(response(2, id=None))], "entry 2 has no id"),
        ([entry(response(id="../../etc"))], "entry 1 has no id"),
        ([entry(response(questionnaire=None))], "which form"),
        ([entry(response(status="lost"))], "which form"),
        ([entry(response(), "QuestionnaireResponse/other")], "not the one of its address"),
    ],
)
def test_what_is_not_sound_is_refused_as_a_whole(content: Any, why: str) -> None:
    if not isinstance(content, str):
        content = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": content})

    with pytest.raises(RefusedError, match=why) as told:
        unpacking.plain(content.encode())
    assert "Nothing was taken" in str(told.value)


def test_json_that_nests_without_end_is_refused() -> None:
    deep = '{"resourceType":"Bundle","type":"batch","entry":[{"resource":' + "[" * 100_000

    with pytest.raises(RefusedError):
        unpacking.plain(deep.encode())


def test_a_form_that_is_not_what_it_is_called_is_refused() -> None:
    other = Form("http://x.example/q|1", form().content_hash, PAIN)
    changed = Form(form().canonical, form().content_hash, PAIN.replace(b"pain", b"pane"))

    for false in (other, changed):
        sealed, code = sealed_of([], origin=ORIGIN, forms=[false])
        with pytest.raises(RefusedError, match="a form in it"):
            unpacking.opened(sealed, code)


def test_a_parcel_of_a_newer_program_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "FORMAT", 3)
    sealed, code = sealed_of([response()], origin=ORIGIN, forms=[])

    with pytest.raises(RefusedError, match="newer version"):
        unpacking.opened(sealed, code)


@pytest.mark.parametrize("tag", ['W/"1"\r\nX: y', "\u00fc", "9" * 1000, ""])
def test_a_version_that_no_header_can_name_is_not_taken(tag: str) -> None:
    odd = One(**{**vars(response()), "if_match": tag})

    with pytest.raises(RefusedError, match="follows a version that is none"):
        unpacking.plain(batch_of([odd]))


@pytest.mark.parametrize("authored", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"])
def test_a_moment_before_all_kiosks_is_none(authored: str) -> None:
    (one,) = unpacking.plain(batch_of([response(authored=authored)])).responses

    assert one.completed_at is None
