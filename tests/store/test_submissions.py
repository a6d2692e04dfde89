from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.coproduction.outcomes import url_of
from kiosk.errors import RefusedError
from kiosk.store import audit, drafts, outbox, tables
from kiosk.store.board_facts import read_sittings
from kiosk.store.database import Store
from kiosk.store.submissions import Submission, count_submissions, submissions, submit
from tests import marking
from tests.store.statements import asked, plan

FORM = "http://example.org/gad-7|1.0.0"


def send_in(  # noqa: PLR0913 - keyword-only beyond the three
    store: Store, id_: str, now: datetime, *, form: str = FORM, draft: str | None = None,
    payload: bytes = b"{}",
) -> None:  # fmt: skip
    with store.transaction() as c:
        submit(
            c, draft_id=draft, response_id=id_, questionnaire=form, payload=payload, now=now
        )  # fmt: skip


def listed(store: Store, **wanted: object) -> list[str]:
    with store.reading() as c:
        found = [one.id for one in submissions(c, **wanted)]  # type: ignore[arg-type]
        assert count_submissions(c, **wanted) == len(found)  # type: ignore[arg-type]
    return found


def test_a_finished_form_is_kept_queued_noted_and_counted_and_its_draft_goes(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        draft = drafts.begin_draft(c, questionnaire=FORM, content_hash="f", language="en", now=now)
        drafts.save_answer(c, draft, path="a", row="1", place="a", now=now)
    payload = '{"text": "Grüße ✓"}'.encode()
    send_in(store, "r1", now, draft=draft, payload=payload)
    with store.reading() as c:
        assert list(submissions(c)) == [Submission("r1", FORM, now, payload, "waiting", None)]
        assert [(d.resource_type, d.resource_id, d.payload) for d in marking.due(c, now)] == [
            ("QuestionnaireResponse", "r1", payload)
        ]
        assert drafts.list_drafts(c) == ()
        assert [(e.actor, e.action, e.subject) for e in audit.events(c, 5)] == [
            ("patient", "response.completed", "r1")
        ]
        assert read_sittings(c) == {url_of(FORM): {now.date(): 1}}


def test_all_of_it_or_nothing_is_kept(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        draft = drafts.begin_draft(c, questionnaire=FORM, content_hash="f", language="en", now=now)

    def stumble() -> None:
        with store.transaction() as c:
            submit(
                c, draft_id=draft, response_id="r1", questionnaire=FORM, payload=b"{}", now=now
            )  # fmt: skip
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stumble()
    with store.reading() as c:
        assert list(submissions(c)) == []
        assert marking.due(c, now) == ()
        assert [d.id for d in drafts.list_drafts(c)] == [draft]
        assert read_sittings(c) == {}


def test_the_same_submission_twice_counts_once(store: Store, now: datetime) -> None:
    send_in(store, "r1", now)
    send_in(store, "r1", now + timedelta(seconds=1))
    with store.reading() as c:
        assert outbox.counts(c).waiting == 1
        assert read_sittings(c) == {url_of(FORM): {now.date(): 1}}


def test_other_bytes_under_the_same_id_are_refused(store: Store, now: datetime) -> None:
    send_in(store, "r1", now, payload=b"first")
    with pytest.raises(RefusedError):
        send_in(store, "r1", now, payload=b"second")
    with store.reading() as c:
        assert [one.payload for one in submissions(c)] == [b"first"]


def test_submissions_are_found_by_form_version_time_and_state(store: Store, now: datetime) -> None:
    day = timedelta(days=1)
    send_in(store, "old", now - day, form="http://example.org/gad-7|0.9.0")
    send_in(store, "new", now)
    send_in(store, "other", now + day, form="http://example.org/gad-70|1.0.0")
    with store.transaction() as c:
        marking.mark_sent(c, marking.due(c, now)[0].id, etag='W/"1"', now=now)
    assert listed(store) == ["old", "new", "other"]
    assert listed(store, questionnaire=FORM) == ["new"]
    assert listed(store, questionnaire="http://example.org/gad-7") == ["old", "new"]
    assert listed(store, questionnaire="http://example.org/gad_7") == []
    assert listed(store, since=now) == ["new", "other"]
    assert listed(store, until=now) == ["old"]
    assert listed(store, unsynced=True) == ["new", "other"]
    with store.reading() as c:
        assert next((s.state, s.sent_at) for s in submissions(c)) == ("sent", now)


def test_hundreds_of_submissions_come_one_at_a_time(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for n in range(250):
            submit(
                c, draft_id=None, response_id=f"{n:03}", questionnaire=FORM, payload=b"{}", now=now
            )  # fmt: skip
    assert listed(store) == [f"{n:03}" for n in range(250)]


@pytest.mark.parametrize(
    "wanted", [{}, {"state": "sent"}, {"unsynced": True}, {"questionnaire": FORM}, {"until": True}]
)
def test_they_are_read_in_the_order_of_their_index_and_never_sorted_in_memory(
    store: Store, now: datetime, wanted: dict[str, Any]
) -> None:
    asks = {name: now if name == "until" else value for name, value in wanted.items()}
    with store.reading() as c:
        way = plan(c, asked(c, lambda: list(submissions(c, **asks)))[-1])
    assert "submission_by_time" in way
    assert "TEMP B-TREE FOR ORDER BY" not in way


def test_a_response_that_has_no_row_in_the_outbox_is_none(store: Store, now: datetime) -> None:
    send_in(store, "whole", now)
    send_in(store, "torn", now)
    with store.transaction() as c:
        c.execute(tables.outbox.delete().where(tables.outbox.c.resource_id == "torn"))
    with store.reading() as c:
        assert [one.id for one in submissions(c)] == ["whole"]
