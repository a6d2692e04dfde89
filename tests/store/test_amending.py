"""Answers corrected, or marked as a mistake, after the patient sent them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.store import amending, audit, holds, listing, outbox, retention, submissions
from kiosk.store.database import Store
from kiosk.store.tables import outbox as rows
from kiosk.store.tables import submission
from tests import marking
from tests.store.finished import filled, keep, pain_form

HOUR = timedelta(hours=1)
KEPT = timedelta(days=30)


def answer(level: int, **changes: Any) -> dict[str, Any]:
    """The items of a correction."""
    item = {"linkId": "pain", "answer": [{"valueInteger": level}]}
    return {"resourceType": "QuestionnaireResponse", "item": [item]} | changes


def amend(store: Store, wanted: str, now: datetime, content: dict[str, Any]) -> None:
    with store.transaction() as c:
        latest = amending.find_response(c, wanted)
        payload = amending.corrected(latest, encode_json(content))
        amending.keep_change(c, latest=latest, payload=payload, by="IT", reason="typed 8", now=now)


def withdraw(store: Store, wanted: str, now: datetime, reason: str = "a test") -> None:
    with store.transaction() as c:
        latest = amending.find_response(c, wanted)
        payload = amending.withdrawn(latest)
        amending.keep_change(c, latest=latest, payload=payload, by="IT", reason=reason, now=now)


def send(store: Store, now: datetime, etag: str = 'W/"1"') -> dict[str, Any]:
    """What the sender takes, acknowledged."""
    with store.transaction() as c:
        (item,) = marking.due(c, now)
        marking.mark_sent(c, item.id, etag=etag, now=now)
    return {"content": decode_json(item.payload), "if_match": item.if_match}


def kept(store: Store) -> list[tuple[str, str]]:
    """Status and state of what an export reads."""
    with store.reading() as c:
        found = list(submissions.submissions(c))
    return [(decode_json(one.payload)["status"], one.state) for one in found]


def test_a_correction_goes_as_the_next_version_and_the_patients_own_bytes_stay(
    store: Store, now: datetime
) -> None:
    before = filled(now)
    wanted = keep(store, before, now)
    send(store, now)
    amend(store, wanted, now + HOUR, answer(8))

    assert kept(store) == [("amended", "waiting")]
    sent = send(store, now + HOUR)
    assert sent["if_match"] == 'W/"1"'
    assert sent["content"]["item"] == answer(8)["item"]
    rest = {"status", "item"}
    assert {k: v for k, v in sent["content"].items() if k not in rest} == {
        k: v for k, v in before.items() if k not in rest
    }
    with store.reading() as c:
        assert decode_json(c.scalar(select(submission.c.payload)) or b"") == before
        event = audit.events(c, 1)[0]
    assert (event.actor, event.action) == ("IT", "response.amended")
    assert event.subject == f"{wanted}: typed 8"


def test_what_was_refused_and_is_corrected_waits_again(store: Store, now: datetime) -> None:
    wanted = keep(store, filled(now), now)
    with store.transaction() as c:
        marking.mark_refused(c, marking.due(c, now)[0].id, error="item: no code", now=now)
    amend(store, wanted, now, answer(8))

    assert kept(store) == [("amended", "waiting")]
    assert send(store, now)["if_match"] is None


def test_a_mistake_is_told_as_one_and_can_be_taken_back(store: Store, now: datetime) -> None:
    wanted = keep(store, filled(now), now)
    withdraw(store, wanted, now)

    assert kept(store) == [("entered-in-error", "waiting")]
    with pytest.raises(RefusedError, match="already"):
        withdraw(store, wanted, now)
    amend(store, wanted, now, filled(now))
    assert kept(store) == [("amended", "waiting")]


def test_retention_deletes_both_and_then_nothing_can_be_corrected_here(
    store: Store, now: datetime
) -> None:
    wanted = keep(store, filled(now), now)
    send(store, now)
    amend(store, wanted, now + HOUR, answer(8))
    late = now + HOUR + KEPT + HOUR
    with store.transaction() as c:
        assert retention.delete_acknowledged(c, kept=KEPT, now=late) == 0  # it waits
    send(store, now + HOUR)
    with store.transaction() as c:
        held = holds.begin_hold(c, response_id=wanted, reason="a case", by="IT", now=now)
        assert retention.delete_acknowledged(c, kept=KEPT, now=late) == 0
        holds.end_hold(c, held.id, by="IT", now=now)
        assert retention.delete_acknowledged(c, kept=KEPT, now=late) == 1

    with store.reading() as c:
        assert c.scalar(select(rows.c.payload)) is None
        assert list(submissions.submissions(c)) == []
        with pytest.raises(RefusedError, match="deleted here for its age") as refused:
            amending.find_response(c, wanted)
    assert "central service" in refused.value.advice


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "another"}, "its id differs"),
        ({"questionnaire": "http://f|2"}, "its questionnaire differs"),
        ({"subject": {"identifier": {"value": "9"}}}, "its subject differs"),
        ({"resourceType": "Questionnaire"}, "no QuestionnaireResponse"),
        ({"item": None}, "not"),
    ],
)
def test_a_file_about_something_else_changes_nothing(
    store: Store, now: datetime, change: dict[str, Any], told: str
) -> None:
    wanted = keep(store, filled(now), now)
    content = filled(now) if change == {"item": None} else answer(8, **change)
    told = "same answers" if change == {"item": None} else told

    with pytest.raises(RefusedError, match=told):
        amend(store, wanted, now, content)

    assert kept(store) == [("completed", "waiting")]


def test_the_forms_rules_hold_for_a_correction_but_not_for_what_was_wrong_before(
    store: Store, now: datetime
) -> None:
    wanted = keep(store, filled(now), now)
    with store.reading() as c:
        latest = amending.find_response(c, wanted)

    def found(make: Callable[[amending.Latest], bytes]) -> list[str]:
        around = Surroundings()
        return [
            one.link_id for one in amending.new_errors(pain_form(), latest, make(latest), around)
        ]

    assert found(lambda one: amending.corrected(one, encode_json(answer(8)))) == []
    assert found(lambda one: amending.corrected(one, encode_json(answer(99)))) == ["pain"]
    assert latest.form_hash == pain_form().content_hash
    assert found(amending.withdrawn) == []
    with store.transaction() as c:
        wrong = encode_json(decode_json(latest.payload) | answer(99))
        amending.keep_change(c, latest=latest, payload=wrong, by="IT", reason="r", now=now)
        latest = amending.find_response(c, wanted)
    assert found(lambda one: amending.corrected(one, encode_json(answer(98)))) == []


def test_a_response_is_found_by_the_beginning_of_its_id_where_only_one_has_it(
    store: Store, now: datetime
) -> None:
    first, second = (keep(store, filled(now, number), now) for number in (1, 2))
    with store.reading() as c:
        assert amending.find_response(c, first[:8]).id == first
        assert amending.find_response(c, second).id == second
        for unclear, told in (("0000", "More than one"), ("f", "No"), ("", "No"), ("ffff", "No")):
            with pytest.raises(RefusedError, match=f"{told} response"):
                amending.find_response(c, unclear)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_who_gives_no_reason_changes_nothing(store: Store, now: datetime, reason: str) -> None:
    wanted = keep(store, filled(now), now)
    with pytest.raises(RefusedError, match="reason"):
        withdraw(store, wanted, now, reason=reason)
    assert kept(store) == [("completed", "waiting")]


def test_the_list_of_responses_says_what_was_changed_and_when(store: Store, now: datetime) -> None:
    first = keep(store, filled(now, 1), now)
    keep(store, filled(now, 2), now + HOUR)
    amend(store, first, now + 2 * HOUR, answer(8))

    with store.reading() as c:
        found = listing.list_responses(c, listing.Wanted(), size=9).responses

    assert [(one.status, one.changed_at) for one in found] == [
        ("amended", now + 2 * HOUR), ("completed", None)
    ]  # fmt: skip
    assert [one.completed_at for one in found] == [now, now + HOUR]


def test_what_waits_after_a_correction_waits_since_then(store: Store, now: datetime) -> None:
    wanted = keep(store, filled(now), now)
    amend(store, wanted, now + HOUR, answer(8))
    with store.reading() as c:
        assert outbox.counts(c).oldest_waiting == now + HOUR
