"""Patients who fill in forms, each act of theirs one transaction, acknowledged once it is kept.

A form that was broken off is taken up again and finished, as on the kiosk. So each answer that
was acknowledged ends in a draft or in a response, and in one of them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from kiosk.errors import StoreDamaged
from kiosk.store import drafts
from kiosk.store.database import Store
from kiosk.store.submissions import Submission, submissions, submit
from tests.faults.tally import Answer, Finished, Kept, Response, Word, digest

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"
_OF_DRAFT = "of-draft"

Tell = Callable[[Word], None]
Acts = Callable[[Store, Tell, Random, Callable[[], datetime]], Iterator[str]]


def patients(
    store: Store, tell: Tell, chance: Random, now: Callable[[], datetime]
) -> Iterator[str]:
    """One form after another, for ever; stops after each act and says which it was.

    "answered" and "finished" were committed and told before; "left" means that the patient has
    gone and the log was emptied, as the kiosk does.
    """
    while True:
        draft = _taken_up(store, chance, now())
        for n in range(chance.randint(1, 6)):
            _answer(store, tell, draft, (n, chance, now()))
            yield "answered"
        if chance.random() < 0.8:
            _finish(store, tell, draft, (chance, now()))
            yield "finished"
        if chance.random() < 0.3:
            store.forget_deleted()
            yield "left"


def read(store: Store) -> Kept:
    """Every draft and every response of a store, as the kiosk would read them.

    Raises:
        StoreDamaged: some of it can't be read.
    """
    with store.reading() as c:
        ids = [one.id for one in drafts.list_drafts(c)]
        opened = {one: _digests(drafts.load_draft(c, one).rows) for one in ids}
        finished = {one.id: _finished(one) for one in submissions(c)}
    return Kept(opened, finished)


def read_what_can_be(store: Store) -> Kept:
    """The same of a damaged store: each draft by itself, and all the responses or none."""
    opened: dict[str, dict[str, str]] = {}
    ids: list[str] = []
    with suppress(StoreDamaged), store.reading() as c:
        ids = [one.id for one in drafts.list_drafts(c)]
    for one in ids:
        with suppress(StoreDamaged):
            opened[one] = _rows_of(store, one)
    finished: dict[str, Finished] = {}
    with suppress(StoreDamaged):
        finished = {one.id: _finished(one) for one in _responses_of(store)}
    return Kept(opened, finished)


def _responses_of(store: Store) -> tuple[Submission, ...]:
    with store.reading() as c:
        return tuple(submissions(c))


def _rows_of(store: Store, draft: str) -> dict[str, str]:
    with store.reading() as c:
        return _digests(drafts.load_draft(c, draft).rows)


def plain(resource: dict[str, Any]) -> tuple[str, str]:
    """The draft a resource came from, and the digest of what it says, but for what `meta` says.

    The service writes the same resource in its own order, so its bytes are not the payload's.
    """
    said = {name: value for name, value in resource.items() if name != "meta"}
    return _rows(said)[_OF_DRAFT], digest(json.dumps(said, sort_keys=True).encode())


def _taken_up(store: Store, chance: Random, now: datetime) -> str:
    with store.transaction() as c:
        left_over = drafts.list_drafts(c)
        if left_over and chance.random() < 0.7:
            return left_over[0].id
        return drafts.begin_draft(c, questionnaire=FORM, content_hash="f", language="en", now=now)


def _answer(store: Store, tell: Tell, draft: str, act: tuple[int, Random, datetime]) -> None:
    n, chance, now = act
    path = f"question-{n}-{chance.getrandbits(48):x}"
    row = path * chance.randint(1, 150)
    with store.transaction() as c:
        drafts.save_answer(c, draft, path=path, row=row, place=path, now=now)
    tell(Answer(draft, path, digest(row.encode())))


def _finish(store: Store, tell: Tell, draft: str, act: tuple[Random, datetime]) -> None:
    chance, now = act
    id_ = str(UUID(int=chance.getrandbits(128), version=4))
    with store.transaction() as c:
        payload = _response(id_, draft, drafts.load_draft(c, draft).rows)
        submit(
            c, draft_id=draft, response_id=id_, questionnaire=FORM, payload=payload, now=now
        )  # fmt: skip
    tell(Response(id_, draft, digest(payload)))


def _response(id_: str, draft: str, rows: dict[str, str]) -> bytes:
    items = [
        {"linkId": path, "answer": [{"valueString": row}]}
        for path, row in ({_OF_DRAFT: draft} | rows).items()
    ]
    response = {
        "resourceType": "QuestionnaireResponse", "id": id_, "questionnaire": FORM,
        "status": "completed", "item": items,
    }  # fmt: skip
    return json.dumps(response).encode()


def _finished(found: Submission) -> Finished:
    resource = json.loads(found.payload)
    draft, content = plain(resource)
    return Finished(draft, digest(found.payload), content, _digests(_rows(resource)))


def _rows(resource: dict[str, Any]) -> dict[str, str]:
    items = resource.get("item", [])
    return {item["linkId"]: item["answer"][0]["valueString"] for item in items}


def _digests(rows: dict[str, str]) -> dict[str, str]:
    return {path: digest(row.encode()) for path, row in rows.items()}
