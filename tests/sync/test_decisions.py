"""What the desk decided reaches the centre, once it is public, and nobody's remark with it."""

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2

from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.outcomes import ESCALATED, Decision
from kiosk.store import feedback, fetched
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.sync.fetch.board import fetch_board
from kiosk.sync.fhir_client import FhirClient

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"
MONDAY = date(2026, 2, 23)


def messages(central: Any, kiosk: Any) -> list[dict[str, Any]]:
    category = "http://clinic-kiosk.example/fhir/CodeSystem/communication|we-said-we-did"
    bundle = httpx2.get(
        f"{central.base}/Communication",
        params={"category": category, "_count": "200"},
        trust_env=False,
    ).json()
    found = [entry["resource"] for entry in bundle.get("entry", [])]
    own = f"urn:uuid:{kiosk.store.kiosk_id}"
    senders = [one.get("sender", {}).get("identifier", {}).get("value") for one in found]
    return [one for one, sender in zip(found, senders, strict=True) if sender == own]


def decide(kiosk: Any, outcome: str, text: str) -> None:
    about = group_id(FORM, "pain", "not-understood")
    with kiosk.store.transaction() as c:
        feedback.release_remarks(c, today=MONDAY)
        decision = Decision(about, outcome, text, kiosk.now.date(), "desk")
        feedback.record_decision(c, decision)


def test_a_decision_is_told_once_it_is_public_and_a_later_one_follows_it(
    kiosk: Any, running_central: Any
) -> None:
    def send() -> None:
        for _ in range(2):
            assert kiosk.send(base=running_central.base).error is None
            kiosk.later(minutes=1)

    for _ in range(5):
        kiosk.remark(MONDAY, words="canary-of-the-mine")
    decide(kiosk, "not-yet", "We look for a better picture.")
    for _ in range(9):
        kiosk.finish()
    kiosk.later(days=7)
    send()
    assert messages(running_central, kiosk) == []  # too few have finished the form
    kiosk.finish()
    send()
    assert messages(running_central, kiosk) == []  # it is public when the week is over
    kiosk.later(days=7)
    send()
    (told,) = messages(running_central, kiosk)
    assert told["payload"] == [{"contentString": "We look for a better picture."}]
    day = (kiosk.now - timedelta(days=14)).date()
    assert (told["sent"], told["status"]) == (day.isoformat(), "completed")
    assert "canary-of-the-mine" not in json.dumps(told)
    decide(kiosk, "answered", "There is a better picture.")
    send()
    (later,) = messages(running_central, kiosk)
    assert later["id"] == told["id"]
    assert later["payload"] == [{"contentString": "There is a better picture."}]
    assert (told["meta"]["versionId"], later["meta"]["versionId"]) == ("1", "2")


def test_what_holds_no_more_is_taken_back(kiosk: Any, running_central: Any) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    decide(kiosk, "not-yet", "We ask the nurse.")
    for _ in range(10):
        kiosk.finish()
    kiosk.later(days=7)
    for _ in range(2):
        kiosk.send(base=running_central.base)
        kiosk.later(minutes=1)
    decide(kiosk, ESCALATED, "")
    for _ in range(2):
        kiosk.send(base=running_central.base)
        kiosk.later(minutes=1)

    (left,) = messages(running_central, kiosk)

    assert left["status"] == "entered-in-error"
    assert "payload" not in left


def test_the_other_kiosks_show_it_and_this_one_does_not_show_it_twice(
    kiosk: Any, running_central: Any, tmp_path: Path
) -> None:
    for _ in range(5):
        kiosk.remark(MONDAY)
    text = f"Said by {kiosk.store.kiosk_id}."
    decide(kiosk, "answered", text)
    for _ in range(10):
        kiosk.finish()
    kiosk.later(days=7)
    for _ in range(2):
        kiosk.send(base=running_central.base)
    client = FhirClient(running_central.base, timeout_s=5.0)

    with closing(client), closing(create_store(tmp_path / "other", new_key())) as other:
        shown = []
        for store in (kiosk.store, other):
            fetch_board(store, client, now=kiosk.now)
            with store.reading() as c:
                kept = fetched.good(c, fetched.BOARD).values()
            shown.append([json.loads(one.content)["text"] for one in kept])

    assert text not in shown[0]
    assert text in shown[1]
