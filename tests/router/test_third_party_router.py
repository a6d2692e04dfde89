"""What the engine makes is accepted by a FHIR engine of others, with validation on."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.coproduction.feedback import Remark, to_fhir
from kiosk.coproduction.outcomes import Asked, Fate
from kiosk.errors import Refused
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from kiosk.settings import StorePlace
from kiosk.store import anchors, audit
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.store.submissions import submissions, submit
from kiosk.sync.anchor import anchor_audit, anchor_id
from kiosk.sync.decisions import to_fhir as decision_to_fhir
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import fetch_fleet
from kiosk.sync.heartbeat import About, tell_device, told_of
from kiosk.sync.send import send_due
from tests.router.running import running_router, why_not

FORMS = ("what-matters", "pain-today", "gad-7", "phq-9")
DEVICE = str(uuid4())


@pytest.fixture(scope="module")
def router() -> Iterator[str]:
    """The base address of the running router."""
    if reason := why_not():
        pytest.skip(reason)
    with running_router() as (base,):
        yield base


@pytest.fixture
def client(router: str) -> Iterator[FhirClient]:
    one = FhirClient(router, timeout_s=20.0)
    yield one
    one.close()


def response_of(filler: FormFiller, now: datetime) -> dict[str, Any]:
    return filler.response(
        status="completed", authored=now, response_id=str(uuid4()), device_id=DEVICE
    )


def robot_response(form: str, now: datetime, *, seed: int = 1) -> dict[str, Any]:
    questionnaire = read_questionnaire(resource("forms", f"{form}.json").read_bytes())
    return response_of(fill(questionnaire, seed=seed), now)


@pytest.mark.parametrize("form", FORMS)
def test_a_filled_form_is_accepted_and_comes_back_field_for_field(
    client: FhirClient, router: str, form: str, now: datetime
) -> None:
    sent = robot_response(form, now)

    stored = client.put("QuestionnaireResponse", sent["id"], encode(sent))

    kept = httpx2.get(f"{router}/QuestionnaireResponse/{sent['id']}", trust_env=False).json()
    assert stored.etag == f'W/"{kept["meta"]["versionId"]}"'
    for added in ("versionId", "lastUpdated"):
        kept["meta"].pop(added)
    assert kept == decode(encode(sent))


def test_the_response_that_the_demo_leaves_is_accepted(client: FhirClient, told_demo: Any) -> None:
    sent = told_demo.read("response.json")

    assert client.put("QuestionnaireResponse", sent["id"], encode(sent)).etag


def test_a_declined_answer_is_accepted(client: FhirClient, now: datetime) -> None:
    filler = FormFiller(read_questionnaire(resource("forms", "pain-today.json").read_bytes()))
    assert filler.page is not None
    filler.decline(filler.page.path)
    sent = response_of(filler, now)

    assert "asked-declined" in str(sent)
    assert client.put("QuestionnaireResponse", sent["id"], encode(sent)).etag


def test_a_remark_on_a_question_is_accepted(client: FhirClient, now: datetime) -> None:
    remark = Remark(
        str(uuid4()), now.date(), "http://x.example/q|1", "1", "upsetting", "why?", "en"
    )

    sent = to_fhir(remark, device_id=DEVICE, day=now.date())

    assert client.put("QuestionnaireResponse", sent["id"], encode(sent)).etag


BROKEN: dict[str, dict[str, Any]] = {
    "a status that FHIR does not know": {"status": "done"},
    "a day that is none": {"authored": "yesterday"},
    "a property that FHIR does not know": {"colour": "blue"},
    "an item without linkId": {"item": [{"text": "?"}]},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_response_is_refused_so_validation_is_on(
    client: FhirClient, now: datetime, changes: dict[str, Any]
) -> None:
    sent = robot_response("gad-7", now) | changes

    with pytest.raises(Refused, match="422"):
        client.put("QuestionnaireResponse", sent["id"], encode(sent))


def test_the_outbox_drains_into_it_and_the_broken_one_is_set_aside(
    router: str, tmp_path: Path, now: datetime
) -> None:
    store = create_store(tmp_path / "kiosk", new_key())
    sent = [robot_response(form, now, seed=seed) for form in FORMS for seed in (1, 2)]
    sent[3]["status"] = "done"
    with store.transaction() as c:
        for one in sent:
            submit(
                c, draft_id=None, response_id=one["id"], questionnaire=one["questionnaire"],
                payload=encode(one), now=now,
            )  # fmt: skip
    client = FhirClient(router, timeout_s=20.0)

    report = send_due(store, client, now=lambda: now, jitter=random.Random(1))  # noqa: S311

    with store.reading() as c:
        states = {one.id: one.state for one in submissions(c)}
    assert (report.sent, report.refused, report.waiting) == (7, 1, 0)
    assert states == {one["id"]: "sent" for one in sent} | {sent[3]["id"]: "refused"}
    client.close()
    store.close()


def test_it_keeps_where_the_audit_ends_and_gives_it_back(
    client: FhirClient, tmp_path: Path, now: datetime
) -> None:
    store = create_store(tmp_path / "store", new_key())
    for moment in (now, now + timedelta(hours=1)):
        with store.transaction() as c:
            audit.record(c, actor="IT", action="store.opened", subject="x", now=moment)
        anchor_audit(store, client, now=moment)
        with store.reading() as c:
            known = anchors.anchored(c)
            assert anchors.trouble(c) is None
            assert known == anchors.Anchor(audit.head(c), moment)
    kept = client.read("AuditEvent", anchor_id(store.kiosk_id))
    store.close()
    assert kept is not None
    assert kept["recorded"].startswith("2026-03-02T11:00:00")


def test_how_a_kiosk_stands_is_a_valid_device_and_is_found_again(
    client: FhirClient, tmp_path: Path, now: datetime
) -> None:
    store = create_store(tmp_path / "store", new_key())
    hour, forms = timedelta(hours=1), ["http://f|1"]
    kiosk = About("Front desk", "Hill Street", hour, StorePlace(), lambda: forms)

    tell_device(store, client, kiosk, now=now)

    told = told_of(store, client.base)
    assert (told.at, told.trouble) == (now, "")
    (seen,) = fetch_fleet(store, client, "Hill Street", now=now).kiosks
    assert (seen.state.kiosk, seen.state.name) == (store.kiosk_id, "Front desk")
    about = Asked("http://f|1", "q", "upsetting")
    fate = Fate("did", about, now.date(), "There is a picture.")
    message = decision_to_fhir(store.kiosk_id, fate)
    assert client.put("Communication", message["id"], encode(message)).etag
    store.close()
