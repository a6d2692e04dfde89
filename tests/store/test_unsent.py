"""What has not arrived, for people: which, since when, why; and when somebody has to look."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from kiosk.store import line, outbox, sending, unsent
from kiosk.store.database import Store
from kiosk.store.sending import Why
from kiosk.store.standing import Standing, standing
from kiosk.store.submissions import submit
from tests import marking

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def hand_in(c: Connection, name: str, now: datetime) -> None:
    submit(c, draft_id=None, response_id=name, questionnaire="q|1", payload=b"MARKER", now=now)


def refuse(c: Connection, name: str, now: datetime) -> None:
    (item,) = [one for one in marking.due(c, now) if one.resource_id == name]
    sending.mark_refused(c, item, now=now, why=Why("no such code", "refused"))


def stands(c: Connection, now: datetime) -> Standing:
    return standing(c, alarm=DAY, now=now)


def test_what_was_refused_comes_first_then_what_waits_in_the_order_of_its_turn(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        for name in ("sent", "early", "late", "no", "no more"):
            hand_in(c, name, now)
        marking.mark_sent(c, marking.due(c, now)[0].id, etag=None, now=now)
        refuse(c, "no", now + MINUTE)
        refuse(c, "no more", now + 2 * MINUTE)
        found = unsent.unsent(c, most=9)

        assert [one.resource_id for one in found] == ["no more", "no", "early", "late"]
        assert [one.refused for one in found] == [True, True, False, False]
        assert found[0].since == now + 2 * MINUTE
        assert (found[0].error, found[0].outcome, found[0].attempts) == (
            "no such code", "refused", 1
        )  # fmt: skip
        assert (found[2].questionnaire, found[2].completed_at) == ("q|1", now)
        assert "MARKER" not in repr(found)
        assert [one.resource_id for one in unsent.unsent(c, most=1)] == ["no more", "early"]


def test_who_asks_need_not_wait_unless_the_service_said_when(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for name in ("busy", "failed"):
            hand_in(c, name, now)
        for item, outcome in zip(marking.due(c, now), ("busy", "in-trouble"), strict=True):
            sending.mark_failed(
                c, item, retry_at=now + 9 * MINUTE, now=now, why=Why("later", outcome)
            )
        assert marking.due(c, now) == ()
        assert unsent.hurry(c, but=frozenset({"busy"})) == 1
        assert [one.resource_id for one in marking.due(c, now)] == ["failed"]
        assert unsent.waiting_count(c) == 2


def test_being_offline_is_no_alarm_until_the_oldest_waits_too_long(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        hand_in(c, "r", now)
        line.note_line(c, down=True, now=now)
        line.note_line(c, down=True, now=now + MINUTE)
        assert stands(c, now + MINUTE).down_since == now
        assert not stands(c, now + DAY).is_alarm
        assert stands(c, now + DAY + MINUTE).late


def test_with_the_line_back_nothing_is_said_of_it(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        hand_in(c, "r", now)
        line.note_line(c, down=True, now=now)
        line.note_line(c, down=False, now=now)
        assert stands(c, now).down_since is None
        line.note_line(c, down=True, now=now)
        marking.mark_sent(c, marking.due(c, now)[0].id, etag=None, now=now)
        assert stands(c, now).down_since is None  # nothing waits for it


@pytest.mark.parametrize("kind", [outbox.RESPONSE, "Device"])
def test_what_was_refused_is_an_alarm_whatever_it_is(
    store: Store, now: datetime, kind: str
) -> None:
    with store.transaction() as c:
        outbox.queue(c, resource_type=kind, resource_id="x", payload=b"{}", now=now)
        refuse(c, "x", now)
        assert stands(c, now).is_alarm
        assert stands(c, now).refused == 1


def test_the_next_turn_is_told_and_one_that_has_come_is_now(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        assert stands(c, now).next_turn is None
        hand_in(c, "r", now)
        assert stands(c, now).next_turn == now
        marking.postpone_all(c, until=now + MINUTE, error="busy")
        assert stands(c, now).next_turn == now + MINUTE
