"""Responses take less room in the file, and come back byte for byte; old ones, too."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from kiosk.store.database import Store
from kiosk.store.prepared import _READY
from kiosk.store.submissions import submissions, submit
from tests import marking


def hand_in(store: Store, name: str, payload: bytes, now: datetime) -> None:
    with store.transaction() as c:
        submit(c, draft_id=None, response_id=name, questionnaire="q|1", payload=payload, now=now)


def test_a_response_comes_back_byte_for_byte(store: Store, now: datetime) -> None:
    payloads = [b'{"a": "' + b"yes " * 500 + b'"}', b"", b"\x00z", b"\x00zplain", bytes(range(256))]
    for number, payload in enumerate(payloads):
        hand_in(store, str(number), payload, now)

    with store.reading() as c:
        assert [one.payload for one in submissions(c)] == payloads
        assert [due.payload for due in marking.due(c, now)] == payloads


def test_a_response_that_an_earlier_version_wrote_plain_is_read(
    store: Store, now: datetime
) -> None:
    hand_in(store, "old", b'{"old": true}', now)
    with store.transaction() as c:
        c.execute(text("UPDATE submission SET payload = :plain"), {"plain": b'{"old": true}'})
    hand_in(store, "old", b'{"old": true}', now)  # the same bytes: nothing is refused

    with store.reading() as c:
        assert [one.payload for one in submissions(c)] == [b'{"old": true}']
        assert [due.payload for due in marking.due(c, now)] == [b'{"old": true}']


def test_a_hundred_responses_take_less_room_than_they_are_long(store: Store, now: datetime) -> None:
    payload = b'{"linkId": "worry", "answer": [{"valueCoding": {"code": "LA6569-3"}}]}' * 60
    for number in range(100):
        hand_in(store, str(number), payload, now)
    store.forget_deleted()

    assert Path(store.directory / "kiosk.db").stat().st_size < 100 * len(payload)


def test_a_prepared_statement_keeps_no_value(store: Store, now: datetime) -> None:
    hand_in(store, "a-telling-id", b"a telling payload", now)

    ready = store._engine.get_execution_options()[_READY]

    assert ready
    told = " ".join(f"{one} {one.params} {one.__dict__}" for one in ready.values())
    assert "telling" not in told
    assert now.isoformat()[:10] not in told
