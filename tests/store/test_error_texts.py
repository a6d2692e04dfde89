"""Whatever the store does, neither an error nor what it came from tells an answer."""

import json
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from kiosk.errors import KioskError, RefusedError, StoreBusy, StoreDamaged, StoreUnavailable
from kiosk.logs import way_of
from kiosk.store import drafts, submissions
from kiosk.store.database import Store, open_store
from kiosk.store.tables import draft_answer, submission

NERW = "yhtur htiw egats eht no nretqz"
FORM = "http://clinic.example/fhir/Questionnaire/a|1"


class Answer:
    """Something that no database takes."""

    def __repr__(self) -> str:
        return NERW[::-1]

    __str__ = __repr__


@pytest.fixture
def draft(store: Store, now: datetime) -> str:
    with store.transaction() as c:
        made = drafts.begin_draft(c, questionnaire=FORM, content_hash="f", language="en", now=now)
        drafts.save_answer(c, made, path="a", row=NERW[::-1], place="a", now=now)
    return made


def save(c: Connection, draft: str, now: datetime, words: str = "") -> None:
    drafts.save_answer(c, draft, path="b", row=words or NERW[::-1], place=NERW[::-1], now=now)


Way = Callable[[Store, str, datetime], None]


def full_disk(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        pages = c.exec_driver_sql("PRAGMA page_count").scalar()
        c.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        save(c, draft, now, NERW[::-1] * 4000)


def busy(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as first:
        save(first, draft, now)
        with store._engine.connect() as second:
            second.exec_driver_sql("PRAGMA busy_timeout = 0")
            second.rollback()
        with store.transaction() as other:
            save(other, draft, now)


def written_while_reading(store: Store, draft: str, now: datetime) -> None:
    with store.reading() as c:
        save(c, draft, now)


def twice(store: Store, draft: str, now: datetime) -> None:  # noqa: ARG001 - as every way
    with store.transaction() as c:
        c.execute(draft_answer.insert().values(draft_id=draft, path="a", row=NERW[::-1]))


def of_no_draft(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        save(c, draft[::-1], now)


def wrong_sql(store: Store, draft: str, now: datetime) -> None:  # noqa: ARG001
    with store.transaction() as c:
        c.execute(text("INSERT INTO nowhere VALUES (:answer)"), {"answer": NERW[::-1]})


def wrong_type(store: Store, draft: str, now: datetime) -> None:  # noqa: ARG001
    with store.transaction() as c:
        c.execute(draft_answer.update().values(row=Answer()))


def wrong_moment(store: Store, draft: str, now: datetime) -> None:  # noqa: ARG001
    with store.transaction() as c:
        c.execute(
            submission.insert().values(
                id="x", questionnaire=NERW[::-1], completed_at=NERW[::-1], payload=NERW.encode()
            )
        )


def half_a_letter(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        save(c, draft, now, f"{NERW[::-1]} \ud83d")


def too_long(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        driver = c.connection.driver_connection
        assert driver is not None
        driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1000)
        save(c, draft, now, NERW[::-1] * 1000)


def another_response(store: Store, draft: str, now: datetime) -> None:  # noqa: ARG001
    known = str(uuid4())
    for words in (NERW[::-1], NERW):
        with store.transaction() as c:
            submissions.submit(
                c, draft_id=None, response_id=known, questionnaire=FORM,
                payload=json.dumps({"answer": words}).encode(), now=now,
            )  # fmt: skip


WAYS: dict[str, tuple[Way, type[Exception]]] = {
    "full disk": (full_disk, StoreUnavailable),
    "busy": (busy, StoreBusy),
    "written while reading": (written_while_reading, Exception),
    "twice": (twice, Exception),
    "of no draft": (of_no_draft, Exception),
    "wrong SQL": (wrong_sql, Exception),
    "wrong type": (wrong_type, Exception),
    "wrong moment": (wrong_moment, Exception),
    "half a letter": (half_a_letter, RefusedError),
    "too long": (too_long, Exception),
    "another response": (another_response, RefusedError),
}


def tells(error: BaseException | None) -> Iterator[str]:
    """All that could be written of an error and of those it came from."""
    while error is not None:
        yield from (str(error), repr(error), repr(error.args), *way_of(error))
        yield from getattr(error, "__notes__", ())
        yield from (repr(frame) for frame in traceback.extract_tb(error.__traceback__))
        yield from traceback.format_exception_only(error)
        if isinstance(error, KioskError):
            yield error.advice
        error = error.__cause__ or error.__context__


def leaks(error: BaseException) -> list[str]:
    return [told for told in tells(error) if "zqtern" in told or "nretqz" in told]


@pytest.mark.parametrize("way", WAYS)
def test_no_error_of_the_store_tells_an_answer(
    store: Store, draft: str, now: datetime, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    fail, kind = WAYS[way]
    with caplog.at_level(logging.DEBUG), pytest.raises(kind) as caught:
        fail(store, draft, now)
    assert leaks(caught.value) == []
    assert "zqtern" not in caplog.text


@pytest.mark.parametrize("way", WAYS)
def test_nothing_kept_before_is_lost_by_it(
    store: Store, draft: str, now: datetime, key: bytes, way: str
) -> None:
    fail, kind = WAYS[way]
    with pytest.raises(kind):
        fail(store, draft, now)
    store.close()
    again = open_store(store.directory, key)
    with again.reading() as c:
        assert drafts.load_draft(c, draft).rows == {"a": NERW[::-1]}
    again.close()


def test_a_damaged_page_tells_none_of_those_on_the_others(
    store: Store, draft: str, key: bytes
) -> None:
    store.close()
    database = store.directory / "kiosk.db"
    content = bytearray(database.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    database.write_bytes(content)

    def read() -> None:
        opened = open_store(store.directory, key)
        try:
            with opened.reading() as c:
                drafts.load_draft(c, draft)
        finally:
            opened.close()

    with pytest.raises(StoreDamaged) as caught:
        read()
    assert leaks(caught.value) == []


def test_an_error_that_did_tell_one_would_be_found(store: Store, draft: str) -> None:
    with pytest.raises(KeyError) as caught, store.reading() as c:
        {}[drafts.load_draft(c, draft).rows["a"]]
    assert leaks(caught.value) != []
