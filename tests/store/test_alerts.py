"""Alerts in the store: one for each sitting, form and rule; nothing of an answer; none is lost."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from kiosk.forms.alert_rules import Fired
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import read_forms
from kiosk.store import (
    alert_list,
    alerts,
    audit,
    desk_seen,
    desk_tasks,
    drafts,
    outbox,
    questionnaires,
    submissions,
    visits,
)
from kiosk.store.alert_list import MOST, more_open
from kiosk.store.alert_sweep import fire_at_rest
from kiosk.store.alerts import FOUND, SENT, TIMED_OUT, Firing, Here
from kiosk.store.desk_seen import AFAR, NO_DESK, NO_RESPONDER, Seen
from kiosk.store.sending import Why, due, mark_refused, mark_sent
from kiosk.store.tables import alert
from kiosk.store.tables import outbox as outbox_table
from kiosk.store.visits import Whose

HERE = Here("0d9c8b7a-1111-4222-8333-444455556666", "Kiosk 2", "Riverside Practice")
FORM = "http://clinic-kiosk.example/fhir/Questionnaire/phq-9|1.0.0"
ITEM_9 = (Fired("item9"),)
PHQ_9 = read_forms(("phq-9",))[0]


def firing(sitting: str = "s", cause: str = SENT, **more: Any) -> Firing:
    return Firing(sitting, FORM, ITEM_9, cause, **more)


def fire(store: Any, one: Firing, now: datetime) -> int:
    with store.transaction() as c:
        return alerts.fire(c, HERE, one, now=now)


def listed(store: Any, now: datetime) -> tuple[alert_list.Alert, ...]:
    with store.reading() as c:
        return alert_list.list_alerts(c, since=now - timedelta(hours=24))


def actions(store: Any) -> list[tuple[str, str, str]]:
    with store.reading() as c:
        return [(one.actor, one.action, one.subject) for one in reversed(audit.events(c, 50))]


def task(store: Any) -> Any:
    with store.reading() as c:
        query = select(outbox_table.c.payload).where(outbox_table.c.resource_type == "Task")
        return json.loads(c.execute(query).scalar_one())


def draft(
    store: Any, now: datetime, value: int, *, slip: str | None = None, keep: bool = True
) -> str:
    filler = FormFiller(PHQ_9)
    filler.answer("phq9/phq9-9", [PHQ_9.by_path["phq9/phq9-9"].answer_options[value].answer])
    hash_ = PHQ_9.content_hash
    with store.transaction() as c:
        if keep:
            questionnaires.keep_questionnaire(
                c, canonical=FORM, content_hash=hash_, content=encode_json(PHQ_9.raw), now=now
            )
        draft_id = drafts.begin_draft(
            c, questionnaire=FORM, content_hash=hash_, language="en", now=now,
            of=drafts.OfVisit(sitting_id="s", slip_id=slip),
        )  # fmt: skip
        for path, row in filler.saved_rows().items():
            drafts.save_answer(c, draft_id, path=path, row=row, place=path, now=now)
    return draft_id


def sweep(store: Any, now: datetime, cause: str = FOUND, **more: Any) -> int:
    with store.transaction() as c:
        return fire_at_rest(c, HERE, cause=cause, value_sets=ValueSets(), now=now, **more)


def test_an_alert_is_there_once_with_its_task_and_its_event(store: Any, now: datetime) -> None:
    assert [fire(store, firing(), now) for _ in range(3)] == [1, 0, 0]
    [one] = listed(store, now)
    assert (one.place, one.cause, one.way, one.acknowledged) == ("Kiosk 2", SENT, "waiting", None)
    assert actions(store) == [("kiosk", "alert.fired", one.id)]
    with store.reading() as c:
        assert outbox.counts(c).others_waiting == 1


def test_nothing_is_left_where_the_transaction_fails(store: Any, now: datetime) -> None:
    def torn() -> None:
        with store.transaction() as c:
            alerts.fire(c, HERE, firing(), now=now)
            raise RuntimeError("torn")

    with pytest.raises(RuntimeError, match="torn"):
        torn()
    assert listed(store, now) == ()
    assert actions(store) == []


def test_another_sitting_form_or_rule_is_another_alert(store: Any, now: datetime) -> None:
    fire(store, firing("a"), now)
    fire(store, firing("b"), now)
    fire(store, Firing("a", "other|1", ITEM_9, SENT), now)
    fire(store, Firing("a", FORM, (Fired("more", sure=False),), SENT), now)
    assert [one.rule for one in listed(store, now)].count("item9") == 3
    assert "more?" in {one.rule for one in listed(store, now)}


def test_what_is_sent_later_is_linked_to_the_alert_of_the_pause(store: Any, now: datetime) -> None:
    fire(store, firing(cause=TIMED_OUT), now)
    assert "focus" not in task(store)
    response = str(uuid4())
    assert fire(store, firing(response_id=response), now + timedelta(hours=1)) == 0
    [one] = listed(store, now)
    assert (one.cause, one.response_id) == (TIMED_OUT, response)
    assert task(store)["focus"]["identifier"]["value"] == f"urn:uuid:{response}"


def test_the_task_says_where_and_for_whom_and_nothing_of_the_form(
    store: Any, now: datetime
) -> None:
    with store.transaction() as c:
        whose = Whose(system="https://nhs.example", value="9434765919", initials="AB")
        visit = visits.create_visit(c, packet=("phq-9",), by="Sam", now=now, whose=whose)
    fire(store, firing(visit_id=visit.id, response_id="r"), now)
    told = task(store)
    assert told["for"]["identifier"] == {"system": "https://nhs.example", "value": "9434765919"}
    assert (told["status"], told["intent"], told["priority"]) == ("requested", "order", "urgent")
    assert told["code"]["coding"][0]["code"] == "please-look"
    assert told["requester"]["display"] == "Kiosk 2"
    assert told["meta"]["tag"][0]["code"] == "Riverside Practice"
    text = json.dumps(told).lower()
    assert not any(word in text for word in ("phq", "item9", "mood", "score", "answer"))
    assert not any("reference" in part for part in (told["focus"], told["for"], told["requester"]))


def test_the_first_who_goes_counts_and_it_can_be_taken_back(store: Any, now: datetime) -> None:
    fire(store, firing(), now)
    [one] = listed(store, now)
    with store.transaction() as c:
        assert alerts.acknowledge(c, HERE, one.id, by="Sam", now=now)
        assert not alerts.acknowledge(c, HERE, one.id, by="Kim", now=now)
    assert task(store)["status"] == "accepted"
    assert task(store)["owner"]["display"] == "Sam"
    assert listed(store, now)[0].by == "Sam"
    with store.transaction() as c:
        assert alerts.give_back(c, HERE, one.id, by="Sam", now=now)
        assert not alerts.give_back(c, HERE, one.id, by="Sam", now=now)
    assert task(store)["status"] == "requested"
    assert [action for _, action, _ in actions(store)] == [
        "alert.fired", "alert.acknowledged", "alert.given-back",
    ]  # fmt: skip


def test_who_is_not_seen_to_is_escalated_once(store: Any, now: datetime) -> None:
    fire(store, firing("a"), now)
    fire(store, firing("b"), now + timedelta(minutes=4))

    def escalate(minutes: float) -> int:
        at = now + timedelta(minutes=minutes)
        with store.transaction() as c:
            return len(alerts.escalate(c, after=timedelta(minutes=5), now=at))

    assert [escalate(minutes) for minutes in (4.9, 5, 5.1, 9, 20)] == [0, 1, 0, 1, 0]
    assert [action for _, action, _ in actions(store)].count("alert.escalated") == 2


def test_alerts_go_before_whatever_else_waits(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        for number in range(60):
            outbox.queue(
                c, resource_type="Communication", resource_id=str(number), payload=b"{}", now=now
            )
    fire(store, firing(), now)
    with store.reading() as c:
        batch = due(c, now)
    assert (batch[0].resource_type, batch[0].urgent) == ("Task", True)
    assert [one.urgent for one in batch].count(True) == 1
    assert len({one.id for one in batch}) == len(batch) == 50


def test_what_the_centre_says_is_taken_over(store: Any, now: datetime) -> None:
    fire(store, firing(), now)
    with store.transaction() as c:
        [item] = due(c, now)
        mark_sent(c, item, etag='W/"1"', now=now)
        assert alert_list.to_settle(c, lately=timedelta(minutes=2), now=now) == (
            (item.resource_id,) * 2,
        )
        alerts.taken_elsewhere(c, item.resource_id, by="Duty nurse", etag='W/"2"', now=now)
        assert not alerts.acknowledge(c, HERE, item.resource_id, by="Sam", now=now)
    assert listed(store, now)[0].by == "Duty nurse"
    with store.transaction() as c:
        alerts.given_back_elsewhere(c, item.resource_id, etag='W/"3"', now=now)
        later = now + timedelta(hours=1)
        assert alert_list.to_settle(c, lately=timedelta(minutes=2), now=later)
    assert listed(store, now)[0].acknowledged is None


def test_who_was_faster_elsewhere_wins_over_a_refused_change(store: Any, now: datetime) -> None:
    fire(store, firing(), now)
    with store.transaction() as c:
        [item] = due(c, now)
        mark_sent(c, item, etag='W/"1"', now=now)
        alerts.acknowledge(c, HERE, item.resource_id, by="Sam", now=now)
        [again] = due(c, now)
        mark_refused(c, again, now=now, why=Why("changed", "changed"))
        assert alert_list.to_settle(c, lately=timedelta(), now=now + timedelta(hours=9))
        alerts.taken_elsewhere(c, item.resource_id, by="Kim", etag='W/"2"', now=now)
        assert due(c, now) == ()
    assert listed(store, now)[0].by == "Kim"


def test_only_what_was_seen_to_is_ever_forgotten(store: Any, now: datetime) -> None:
    fire(store, firing("a"), now)
    fire(store, firing("b"), now)
    with store.transaction() as c:
        alerts.acknowledge(c, HERE, listed(store, now)[0].id, by="Sam", now=now)
        later = now + timedelta(days=31)
        assert alerts.forget_alerts(c, kept=timedelta(days=30), now=later) == 1
    assert len(listed(store, now)) == 1


@pytest.mark.parametrize(("value", "found"), [(0, 0), (1, 1), (2, 1), (3, 1)])
def test_a_draft_at_rest_is_found_and_only_once(
    store: Any, now: datetime, value: int, found: int
) -> None:
    draft(store, now, value)
    assert [sweep(store, now), sweep(store, now)] == [found, 0]
    assert [one.cause for one in listed(store, now)] == [FOUND] * found


def test_a_draft_at_the_screen_is_left_alone(store: Any, now: datetime) -> None:
    draft_id = draft(store, now, 3)
    assert sweep(store, now, but={draft_id}) == 0


def test_the_alert_of_the_pause_and_of_the_sweep_are_one(store: Any, now: datetime) -> None:
    draft(store, now, 3)
    fire(store, firing("s", TIMED_OUT), now)
    assert sweep(store, now) == 0


@pytest.mark.parametrize(("slip", "found"), [("v", 1), (None, 0)])
def test_a_form_that_is_lost_counts_where_its_patient_is_known(
    store: Any, now: datetime, slip: str | None, found: int
) -> None:
    draft(store, now, 0, slip=slip, keep=False)
    assert sweep(store, now) == found


def test_no_answer_stands_in_an_alert_its_task_or_its_events(store: Any, now: datetime) -> None:
    draft(store, now, 3)
    sweep(store, now)
    with store.reading() as c:
        row = c.execute(select(alert)).one()
    said = json.dumps([*map(str, row), task(store), actions(store)])
    assert not any(word in said for word in ("LA6571-9", "Nearly every day", "phq9-9"))


def test_a_path_needs_a_responder_and_a_desk_that_was_just_seen(store: Any, now: datetime) -> None:
    def why(seconds: float, *, named: bool = True) -> str:
        at = now + timedelta(seconds=seconds)
        with store.reading() as c:
            return desk_seen.path(c, named=named, within=timedelta(seconds=180), now=at).why

    assert why(0) == NO_DESK
    with store.transaction() as c:
        desk_seen.note_desk(c, Seen(now, "Sam"))
    assert [why(0), why(180), why(181), why(-60), why(-121)] == ["", "", NO_DESK, "", NO_DESK]
    assert why(0, named=False) == NO_RESPONDER
    with store.transaction() as c:
        desk_seen.note_desk(c, Seen(now + timedelta(seconds=120)), kind=AFAR)
    assert why(181) == ""
    with store.transaction() as c:
        desk_seen.forget_desk(c)
        desk_seen.forget_desk(c, kind=AFAR)
    assert why(0) == NO_DESK


def sent(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        for one in due(c, now):
            mark_sent(c, one, etag='W/"1"', now=now)


def test_a_desk_that_forgets_what_it_told_keeps_the_way_of_an_alert(
    store: Any, now: datetime
) -> None:
    fire(store, firing(), now)
    sent(store, now)
    with store.transaction() as c:
        assert desk_tasks.forget_told(c) == 0
        alerts.acknowledge(c, HERE, listed(store, now)[0].id, by="Sam", now=now)
    assert task(store)["status"] == "accepted"
    assert listed(store, now)[0].way == "waiting"


def test_an_alert_whose_row_in_the_outbox_is_lost_is_told_all_the_same(
    store: Any, now: datetime
) -> None:
    fire(store, firing(), now)
    with store.transaction() as c:
        c.execute(outbox_table.delete())
        assert [alerts.tell_lost(c, HERE, now=now) for _ in range(2)] == [1, 0]
    assert task(store)["status"] == "requested"
    with store.transaction() as c:
        c.execute(outbox_table.delete())
        alerts.acknowledge(c, HERE, listed(store, now)[0].id, by="Sam", now=now)
    assert task(store)["status"] == "accepted"


def test_an_alert_that_is_lost_and_whose_task_is_not_is_raised_again(
    store: Any, now: datetime
) -> None:
    draft(store, now, 3)
    sweep(store, now)
    sent(store, now)
    with store.transaction() as c:
        c.execute(alert.delete())
    assert sweep(store, now) == 1
    assert listed(store, now)[0].way == "waiting"


def test_a_paper_names_its_patient_who_had_no_visit(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        subject = {"type": "Patient", "identifier": {"value": "AB12"}}
        payload = encode_json({"resourceType": "QuestionnaireResponse", "subject": subject})
        submissions.submit(
            c, draft_id=None, response_id="r1", questionnaire=FORM, payload=payload, now=now,
            typed_by="Sam",
        )  # fmt: skip
    fire(store, firing(response_id="r1"), now)
    assert task(store)["for"]["identifier"] == {"value": "AB12"}


def gone(store: Any, now: datetime) -> None:
    with store.transaction() as c:
        alerts.escalate(c, after=timedelta(), now=now)
        alerts.acknowledge(c, HERE, listed(store, now)[0].id, by="Sam", now=now)


def test_an_answer_changed_after_somebody_went_asks_for_them_again(
    store: Any, now: datetime
) -> None:
    fire(store, firing(cause=TIMED_OUT), now)
    gone(store, now)
    later = now + timedelta(minutes=20)
    response = str(uuid4())
    for _ in range(2):
        assert fire(store, firing(response_id=response, changed=True), later) == 0
        [one] = listed(store, now)
        assert (one.cause, one.response_id, one.fired) == (SENT, response, later)
        assert (one.acknowledged, one.by, one.escalated, one.is_again) == (None, "", None, True)
    told = [(who, did) for who, did, _ in actions(store)]
    assert told.count(("kiosk", "alert.fired-again")) == 1
    assert (task(store)["status"], task(store)["authoredOn"]) == (
        "requested", later.isoformat(timespec="seconds"),
    )  # fmt: skip
    gone(store, later)
    fire(store, firing(response_id=response, changed=True), later)
    assert listed(store, now)[0].rule == "item9+"


@pytest.mark.parametrize(("changed", "taken"), [(False, True), (True, False)])
def test_the_same_answer_or_one_nobody_went_for_yet_asks_for_nobody_again(
    store: Any, now: datetime, *, changed: bool, taken: bool
) -> None:
    fire(store, firing(cause=TIMED_OUT), now)
    if taken:
        gone(store, now)
    fire(store, firing(response_id="r", changed=changed), now + timedelta(minutes=1))
    [one] = listed(store, now)
    assert (one.fired, one.is_again, one.by) == (now, False, "Sam" if taken else "")


def test_of_many_who_wait_the_longest_waiting_are_listed_and_the_others_counted(
    store: Any, now: datetime
) -> None:
    with store.transaction() as c:
        for number in range(MOST + 7):
            at = now + timedelta(seconds=number)
            alerts.fire(c, HERE, firing(f"s{number}"), now=at)
    found = listed(store, now)
    assert [one.fired for one in found] == sorted(one.fired for one in found)
    with store.reading() as c:
        assert (len(found), found[0].fired, more_open(c, found)) == (MOST, now, 7)
    with store.transaction() as c:
        for one in found[:10]:
            alerts.acknowledge(c, HERE, one.id, by="Sam", now=now)
    found = listed(store, now)
    with store.reading() as c:
        assert more_open(c, found) == 0
    assert [one.acknowledged is None for one in found] == [True] * (MOST - 3) + [False] * 3
