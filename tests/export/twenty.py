"""Twenty responses by hand: what makes an export stumble, and three versions of a form."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import amending
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.submissions import submit
from tests import marking

URL = "http://x.example/Questionnaire/visit"
SYSTEM = "http://x.example/codes"
BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)
KG = {"unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
NHS = "https://fhir.nhs.uk/Id/nhs-number"

TEXTS = [
    "plain",
    'one, "two", three',
    "line one\nline two",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "🙂 👩🏽‍⚕️ good",
    "السلام عليكم، شكرا",
    "007",
    "0044 20 7946 0000",
    "+44 20 7946 0000",
    "semi;colon\ttab",
    "'quoted'",
    " space at both ends ",
    "http://x.example/a?b=1&c=<d>",
    "_x0041_ stays",
    "1e5",
    "TRUE",
]
"""One for each response; 20 in all."""


def question(link_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": kind, "text": f"What about {link_id}?", **more}


def options(*codes: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"valueCoding": {"system": SYSTEM, "code": code, "display": label}} for code, label in codes
    ]


MOOD = options(("0", "Not at all"), ("1", 'Several, or "more" days'), ("2", "It's bad"))
WHERE = options(("back", "My back"), ("=head", "=My head"), ("knee", "My knee"))

_NOTE = question("note", "text")
_MOOD = question("mood", "choice", answerOption=MOOD)
_WHERE = question("where", "open-choice", repeats=True, answerOption=WHERE)
_REST = [
    question("number", "integer"),
    question("amount", "decimal"),
    question("day", "date"),
    question("when", "dateTime"),
    question("clock", "time"),
    question("sure", "boolean"),
    question("weight", "quantity"),
    question("pill", "group", repeats=True, item=[
        question("name", "string"),
        question("often", "integer"),
        question("effect", "string", repeats=True),
    ]),
    question("phone", "string", repeats=True),
]  # fmt: skip

VERSIONS: dict[str, list[dict[str, Any]]] = {
    "1": [_NOTE, question("dropped", "string"), question("number", "string"), *_REST[1:]],
    "2": [_NOTE, _MOOD, *_REST],
    "3": [_NOTE, question("new", "string"), _MOOD, _WHERE, *_REST],
}
"""`dropped` is in the first one only, `number` was text there, `new` and `where` came last."""


def form(version: str) -> bytes:
    return json.dumps(
        {
            "resourceType": "Questionnaire", "url": URL, "version": version, "status": "active",
            "title": "Your =visit", "item": VERSIONS[version],
        }
    ).encode()  # fmt: skip


def forms() -> Iterator[Questionnaire]:
    return (read_questionnaire(form(version)) for version in VERSIONS)


def answered(link_id: str, *answers: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": list(answers)}


def coding(found: dict[str, Any]) -> dict[str, Any]:
    return {"valueCoding": found["valueCoding"]}


def items(number: int, version: str) -> list[dict[str, Any]]:
    """The answers of one response."""
    day = f"2026-0{number % 9 + 1}-15"
    pills = [
        {"linkId": "pill", "item": [
            answered("name", {"valueString": f"pill {each}, of {number}"}),
            answered("often", {"valueInteger": each}),
            answered("effect", {"valueString": f"=e{each}"}, {"valueString": "dry"}),
        ]}
        for each in range(1, number % 3 + 1)
    ]  # fmt: skip
    made = [
        answered("note", {"valueString": TEXTS[number]}),
        answered("amount", {"valueDecimal": number / 4 if number % 4 else number // 4}),
        answered("day", {"valueDate": day}),
        answered("when", {"valueDateTime": f"{day}T08:30:00+00:00"}),
        answered("clock", {"valueTime": f"{number:02}:45:00"}),
        answered("sure", {"valueBoolean": number % 2 == 0}),
        answered("weight", {"valueQuantity": {"value": 60 + number, **KG}}),
        *pills,
        answered("phone", {"valueString": "0123"}, {"valueString": f"+44 {number}"}),
    ]
    if version == "1":
        return [*made, answered("dropped", {"valueString": "gone"}),
                answered("number", {"valueString": f"00{number}"})]  # fmt: skip
    made += [
        answered("number", {"valueInteger": -number}),
        answered("mood", coding(MOOD[number % 3])),
    ]
    if version == "3":
        where = [coding(WHERE[1]), coding(WHERE[2]), {"valueString": "=own"}]
        made += [answered("new", {"valueString": "new"}), answered("where", *where)]
    order = [one["linkId"] for one in VERSIONS[version]]
    return sorted(made, key=lambda item: order.index(item["linkId"]))


def version_of(number: int) -> str:
    return "1" if number < 4 else "2" if number < 10 else "3"


def response(number: int) -> dict[str, Any]:
    version = version_of(number)
    made = {
        "resourceType": "QuestionnaireResponse",
        "id": f"resp-{number:02}",
        "questionnaire": f"{URL}|{version}",
        "status": "completed",
        "language": "en",
        "authored": "2026-03-02T10:00:00+00:00",
        "item": items(number, version),
    }
    if number % 2:
        value = f"0{number:09}"
        patient = {"type": "Patient", "identifier": {"system": NHS, "value": value}}
        made["subject"] = patient
    return made


def store_with_twenty(directory: Path) -> Store:
    """All are kept; r00 to r02 were sent, r03 refused; r05 was amended, r06 is a mistake."""
    store = create_store(directory, new_key(), now=BEGIN)
    with store.transaction() as c:
        for version in VERSIONS:
            read = read_questionnaire(form(version))
            keep_questionnaire(
                c, canonical=read.canonical, content_hash=read.content_hash,
                content=form(version), now=BEGIN + timedelta(seconds=int(version)),
            )  # fmt: skip
        for number in range(20):
            one = response(number)
            submit(
                c, draft_id=None, response_id=one["id"], questionnaire=one["questionnaire"],
                payload=json.dumps(one).encode(), now=BEGIN + timedelta(days=number),
            )  # fmt: skip
    with store.transaction() as c:
        for due in marking.due(c, BEGIN + timedelta(days=40), limit=4):
            if due.resource_id == "resp-03":
                marking.mark_refused(c, due.id, error="required: item", now=BEGIN)
            else:
                marking.mark_sent(c, due.id, etag='W/"1"', now=BEGIN)
    _change(store)
    return store


def _change(store: Store) -> None:
    with store.transaction() as c:
        latest = amending.find_response(c, "resp-05")
    new = latest.document
    new["item"][0]["answer"] = [{"valueString": "amended"}]
    with store.transaction() as c:
        payload = amending.corrected(latest, encode_json(new))
        amending.keep_change(
            c, latest=latest, payload=payload, by="Sam", reason="misheard", now=BEGIN
        )
        wrong = amending.find_response(c, "resp-06")
        amending.keep_change(
            c, latest=wrong, payload=amending.withdrawn(wrong), by="Sam", reason="twice", now=BEGIN
        )
