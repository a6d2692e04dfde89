from datetime import datetime, timedelta

import pytest

from kiosk.store import audit, drafts
from kiosk.store.database import Store


@pytest.fixture
def draft(store: Store, now: datetime) -> str:
    with store.transaction() as c:
        return drafts.begin_draft(
            c, questionnaire="http://f|1", content_hash="f1", language="en", now=now
        )


def test_who_discarded_a_draft_is_noted(store: Store, draft: str, now: datetime) -> None:
    with store.transaction() as c:
        drafts.discard_draft(c, draft, reason="staff", now=now, actor="Sam")
        (event,) = audit.events(c, 10)
    assert (event.actor, event.action) == ("Sam", "draft.discarded.staff")


def test_a_draft_that_nobody_touched_for_a_day_is_deleted_and_never_sent(
    store: Store, draft: str, now: datetime
) -> None:
    day, later = timedelta(hours=24), now + timedelta(hours=1)
    with store.transaction() as c:
        drafts.save_answer(c, draft, path="a", row="MARKER", place="a", now=later)

    def expire(moment: datetime, but: tuple[str, ...] = ()) -> int:
        with store.transaction() as c:
            return drafts.expire_drafts(c, kept=day, now=moment, but=but)

    assert expire(now + day) == 0  # touched since
    assert expire(later + day, (draft,)) == 0  # at the screen
    assert expire(later + day) == 1
    with store.reading() as c:
        assert drafts.list_drafts(c) == ()
        assert c.exec_driver_sql("SELECT count(*) FROM draft_answer").scalar() == 0
        assert c.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 0
        (event,) = audit.events(c, 10)
    assert (event.actor, event.action) == ("kiosk", "draft.discarded.expired")
    assert (event.subject, event.at) == (draft, later + day)


@pytest.mark.parametrize("year", [1970, 2100])
def test_a_draft_of_a_wrong_clock_waits_its_day_from_now_on(
    store: Store, draft: str, now: datetime, year: int
) -> None:
    day, wrong = timedelta(hours=24), now.replace(year=year)
    with store.transaction() as c:
        drafts.save_answer(c, draft, path="a", row="1", place="a", now=wrong)
        assert drafts.expire_drafts(c, kept=day, now=now) == 0
        assert drafts.expire_drafts(c, kept=day, now=now + day) == 1
