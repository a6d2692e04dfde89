from datetime import datetime, timedelta

import pytest

from kiosk.errors import RefusedError
from kiosk.store import audit, drafts
from kiosk.store.database import Store
from kiosk.store.drafts import Draft


@pytest.fixture
def draft(store: Store, now: datetime) -> str:
    with store.transaction() as c:
        return drafts.begin_draft(
            c, questionnaire="http://f|1", content_hash="f1", language="en", now=now
        )


def save(store: Store, draft: str, path: str, row: str, now: datetime) -> None:
    with store.transaction() as c:
        drafts.save_answer(c, draft, path=path, row=row, place=path, now=now)


def load(store: Store, draft: str) -> Draft:
    with store.reading() as c:
        return drafts.load_draft(c, draft)


def test_a_new_draft_is_at_its_beginning(store: Store, draft: str, now: datetime) -> None:
    assert load(store, draft) == Draft(
        draft, "http://f|1", "f1", "en", None, now, now, {}, drafts.OfVisit()
    )


def test_an_answer_takes_the_place_of_the_one_before(
    store: Store, draft: str, now: datetime
) -> None:
    save(store, draft, "a", "1", now)
    save(store, draft, "b", "2", now)
    save(store, draft, "a", "3", now + timedelta(minutes=1))
    found = load(store, draft)
    assert found.rows == {"a": "3", "b": "2"}
    assert (found.place, found.started, found.changed) == ("a", now, now + timedelta(minutes=1))


def test_the_page_and_the_language_are_kept_without_an_answer(
    store: Store, draft: str, now: datetime
) -> None:
    with store.transaction() as c:
        drafts.save_place(c, draft, place="b", language="ar", now=now)
    assert (load(store, draft).place, load(store, draft).language) == ("b", "ar")


def test_two_drafts_do_not_mix(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        other = drafts.begin_draft(
            c, questionnaire="http://g|1", content_hash="g", language="ar", now=now
        )
    save(store, draft, "a", "1", now)
    save(store, other, "a", "2", now)
    assert (load(store, draft).rows, load(store, other).rows) == ({"a": "1"}, {"a": "2"})


def test_staff_see_how_many_answers_and_never_which(
    store: Store, draft: str, now: datetime
) -> None:
    save(store, draft, "a", "MARKER", now)
    save(store, draft, "b", "MARKER", now)
    with store.reading() as c:
        (summary,) = drafts.list_drafts(c)
    assert summary.answered == 2
    assert "MARKER" not in repr(summary)


def test_drafts_are_listed_last_touched_first(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        later = now + timedelta(minutes=1)
        other = drafts.begin_draft(
            c, questionnaire="http://g|1", content_hash="g", language="en", now=later
        )
    with store.reading() as c:
        assert [summary.id for summary in drafts.list_drafts(c)] == [other, draft]
    save(store, draft, "a", "1", now + timedelta(minutes=2))
    with store.reading() as c:
        assert [summary.id for summary in drafts.list_drafts(c)] == [draft, other]


@pytest.mark.usefixtures("draft")
def test_the_exact_form_is_known_before_the_answers_are_read(store: Store) -> None:
    with store.reading() as c:
        assert [found.content_hash for found in drafts.list_drafts(c)] == ["f1"]


def test_a_discarded_draft_is_gone_with_its_answers_and_its_end_is_noted(
    store: Store, draft: str, now: datetime
) -> None:
    save(store, draft, "a", "MARKER", now)
    for _ in range(2):
        with store.transaction() as c:
            drafts.discard_draft(c, draft, reason="stopped", now=now)
    with store.reading() as c:
        assert drafts.list_drafts(c) == ()
        assert c.exec_driver_sql("SELECT count(*) FROM draft_answer").scalar() == 0
        (event,) = audit.events(c, 10)
    assert (event.action, event.subject) == ("draft.discarded.stopped", draft)


def test_nothing_can_be_added_to_a_draft_that_is_gone(
    store: Store, draft: str, now: datetime
) -> None:
    with store.transaction() as c:
        drafts.discard_draft(c, draft, reason="stopped", now=now)
    with pytest.raises(RefusedError, match="no longer"):
        save(store, draft, "a", "1", now)
    with pytest.raises(RefusedError, match="no longer"):
        load(store, draft)
    with pytest.raises(RefusedError), store.transaction() as c:
        drafts.save_place(c, draft, place="a", language="en", now=now)


def test_a_moment_without_a_zone_is_a_bug(store: Store, now: datetime) -> None:
    with pytest.raises(Exception, match="time zone"), store.transaction() as c:
        drafts.begin_draft(
            c, questionnaire="q", content_hash="q", language="en", now=now.replace(tzinfo=None)
        )
