"""What damage takes away of an alert comes back once, and who goes is not forgotten."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.forms.alert_rules import Fired
from kiosk.forms.please_look import read_task
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import alerts, audit, checks, folder, submissions, visits
from kiosk.store.alert_list import Alert, list_alerts
from kiosk.store.alert_rescue import Kept, note_damage, raise_lost
from kiosk.store.alerts import FOUND, SENT, TIMED_OUT, Firing
from kiosk.store.database import create_store, open_store
from kiosk.store.pages import PAGE
from kiosk.store.salvage import open_or_salvage
from kiosk.store.sending import due, mark_sent
from kiosk.store.tables import alert, outbox
from kiosk.store.visits import Whose
from tests.store.finished_phq import HERE, PHQ_9, finish

KEPT = Kept(alerts=timedelta(days=30), drafts=timedelta(hours=24))


def rescue(store: Any, now: datetime, *, damaged: bool = True) -> int:
    with store.transaction() as c:
        if damaged:
            note_damage(c, now)
        return raise_lost(c, HERE, value_sets=ValueSets(), kept=KEPT, now=now)


def listed(store: Any, now: datetime) -> tuple[Alert, ...]:
    with store.reading() as c:
        return list_alerts(c, since=now - timedelta(days=90))


def lose(store: Any, *, tasks: bool) -> None:
    with store.transaction() as c:
        c.execute(alert.delete())
        if tasks:
            c.execute(outbox.delete().where(outbox.c.resource_type == "Task"))


@pytest.mark.parametrize("value", [1, 2, 3])
def test_a_response_whose_alert_is_lost_asks_for_a_person_again_once(
    store: Any, now: datetime, value: int
) -> None:
    with store.transaction() as c:
        finish(c, "r1", value, now)
        finish(c, "r0", 0, now)
    lose(store, tasks=True)
    assert [rescue(store, now), rescue(store, now), rescue(store, now, damaged=False)] == [1, 0, 0]
    [one] = listed(store, now)
    assert (one.response_id, one.cause, one.acknowledged, one.way) == ("r1", FOUND, None, "waiting")


def test_without_damage_nothing_is_looked_at(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        finish(c, "r1", 3, now)
    lose(store, tasks=True)
    assert rescue(store, now, damaged=False) == 0


def test_what_is_there_is_not_raised_twice(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        finish(c, "r1", 3, now)
    assert rescue(store, now) == 0
    assert len(listed(store, now)) == 1


@pytest.mark.parametrize("taken", [False, True])
def test_its_task_tells_what_it_was_and_who_goes(store: Any, now: datetime, *, taken: bool) -> None:
    with store.transaction() as c:
        finish(c, "r1", 3, now)
    [before] = listed(store, now)
    if taken:
        with store.transaction() as c:
            alerts.acknowledge(c, HERE, before.id, by="Sam", now=now)
    lose(store, tasks=False)
    assert [rescue(store, now), rescue(store, now)] == [1, 0]
    [after] = listed(store, now)
    assert (after.id, after.response_id, after.place, after.cause, after.questionnaire) == (
        before.id, "r1", "Kiosk 2", SENT, PHQ_9.canonical,
    )  # fmt: skip
    assert after.by == ("Sam" if taken else "")
    with store.reading() as c:
        told = [(one.action, one.subject) for one in audit.events(c, 1)]
    assert told == [("alert.restored", before.id)]


def test_an_alert_without_a_response_goes_on_to_name_its_patient(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        whose = Whose(system="https://nhs.example", value="9434765919")
        visit = visits.create_visit(c, packet=("phq-9",), by="Sam", now=now, whose=whose)
        firing = Firing("s", PHQ_9.canonical, (Fired("item9"),), TIMED_OUT, visit_id=visit.id)
        alerts.fire(c, HERE, firing, now=now)
    lose(store, tasks=False)
    assert rescue(store, now) == 1
    [one] = listed(store, now)
    with store.transaction() as c:
        alerts.acknowledge(c, HERE, one.id, by="Sam", now=now)
        payload = c.scalar(select(outbox.c.payload).where(outbox.c.resource_type == "Task"))
    assert json.loads(payload)["for"]["identifier"]["value"] == "9434765919"


def test_what_somebody_saw_to_and_was_forgotten_stays_so(store: Any, now: datetime) -> None:
    begun = now - timedelta(days=31)
    with store.transaction() as c:
        finish(c, "r1", 3, begun)
        for one in due(c, begun):
            mark_sent(c, one, etag='W/"1"', now=begun)
    lose(store, tasks=False)
    assert rescue(store, now) == 0


def test_what_was_carried_here_was_seen_to_where_it_was_taken(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        finish(c, "r1", 3, now, fired=False)
        c.execute(outbox.update().values(carried_from="kiosk-1"))
    assert rescue(store, now) == 0


@pytest.mark.parametrize(("days", "found"), [(0, 1), (2, 0)])
def test_a_response_whose_form_is_lost_is_looked_at_while_its_patient_is_near(
    store: Any, now: datetime, days: int, found: int
) -> None:
    with store.transaction() as c:
        finish(c, "r1", 3, now - timedelta(days=days), fired=False, keep=False)
    assert rescue(store, now) == found


def test_after_a_salvage_the_alert_of_a_saved_response_is_open(
    tmp_path: Any, key: bytes, now: datetime
) -> None:
    store = create_store(tmp_path / "s", key, now=now)
    with store.transaction() as c:
        finish(c, "r1", 3, now)
        root = c.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'alert'"
        ).scalar_one()
        c.execute(outbox.delete().where(outbox.c.resource_type == "Task"))
    store.close()
    with (tmp_path / "s" / folder.DATABASE).open("r+b") as stream:
        stream.seek((root - 1) * PAGE)
        stream.write(bytes(PAGE))
    checks.mark_damaged(tmp_path / "s")

    salvaged = open_or_salvage(tmp_path / "s", key, now=now)
    assert listed(salvaged, now) == ()
    with salvaged.transaction() as c:
        assert [one.id for one in submissions.submissions(c)] == ["r1"]
        assert raise_lost(c, HERE, value_sets=ValueSets(), kept=KEPT, now=now) == 1
    assert [one.response_id for one in listed(salvaged, now)] == ["r1"]
    salvaged.close()
    again = open_store(tmp_path / "s", key)
    assert rescue(again, now, damaged=False) == 0
    again.close()


@pytest.mark.parametrize(
    "harm",
    [
        {"code": 3}, {"code": {"coding": [1]}}, {"authoredOn": "soon"}, {"id": 7},
        {"resourceType": "Basic"},
    ],
)  # fmt: skip
def test_a_task_of_another_kind_or_that_is_none_is_no_alert(harm: dict[str, Any]) -> None:
    assert read_task(SOUND) is not None
    assert read_task(SOUND | harm) is None


SOUND = {
    "resourceType": "Task", "id": "a", "status": "accepted", "authoredOn": "2026-03-02T10:00:00Z",
    "code": {"coding": [{"code": "please-look"}]}, "owner": {"display": "A\u202eB"},
    "focus": {"identifier": {"value": 3}}, "meta": [], "input": "x", "requester": {"display": "K"},
}  # fmt: skip


def test_what_others_wrote_in_a_task_hides_nothing() -> None:
    told = read_task(SOUND)
    assert told is not None
    assert (told.by, told.place, told.response_id) == ("A B", "K", None)
