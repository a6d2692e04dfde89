from datetime import datetime, timedelta

import pytest

from kiosk.errors import RefusedError
from kiosk.store import audit, drafts, feedback, outbox
from kiosk.store.database import Store
from kiosk.store.submissions import Submission, submissions, submit
from tests import marking

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
        return [one.id for one in submissions(c, **wanted)]  # type: ignore[arg-type]


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
        assert feedback.form_sessions(c) == {FORM: 1}


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
        assert feedback.form_sessions(c) == {}


def test_the_same_submission_twice_counts_once(store: Store, now: datetime) -> None:
    send_in(store, "r1", now)
    send_in(store, "r1", now + timedelta(seconds=1))
    with store.reading() as c:
        assert outbox.counts(c).waiting == 1
        assert feedback.form_sessions(c) == {FORM: 1}


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
