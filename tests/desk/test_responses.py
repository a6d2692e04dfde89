"""Responses at the desk: read, amended, marked, moved, withdrawn; each noted, and by who may."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.editing import Editing
from kiosk.desk.local_responses import LocalResponses
from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.references import WrongReference, checked_reference
from kiosk.desk.responses import Asked, Change, OpenedResponse
from kiosk.errors import RefusedError
from kiosk.forms.alert_rules import Fired
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.resources import resource
from kiosk.store import (
    alert_list,
    alerts,
    audit,
    holds,
    questionnaires,
    submissions,
    withdrawals,
)
from kiosk.store.alerts import SENT, Firing, Here
from kiosk.store.database import Store, create_store
from kiosk.store.moving import PatientReference
from kiosk.store.staff import StaffMember
from tests import marking
from tests.store.finished import filled, keep, pain_form

HOUR = timedelta(hours=1)
SAM = StaffMember("1", "Sam", "reception")
RIGHT = PatientReference("9434765870", SYSTEM)
WRONG = {"system": SYSTEM, "value": "9434765919"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = create_store(tmp_path / "store", bytes(range(32)))
    yield opened
    opened.close()


@pytest.fixture
def book(store: Store, now: datetime) -> LocalResponses:
    return LocalResponses(store, ValueSets(), lambda: now + HOUR)


def of(response: dict[str, Any], patient: dict[str, str] = WRONG) -> dict[str, Any]:
    """That response as a patient's own."""
    subject = {"type": "Patient", "identifier": patient}
    return response | {"subject": subject, "source": subject}


def sent(store: Store, now: datetime) -> dict[str, Any]:
    """What the sender takes next, acknowledged."""
    with store.transaction() as c:
        item = marking.due(c, now)[0]
        marking.mark_sent(c, item.id, etag='W/"1"', now=now)
    return {"content": decode_json(item.payload), "if_match": item.if_match}


def change(opened: OpenedResponse, by: StaffMember = SAM, why: str = "a slip") -> Change:
    return Change(opened.row.id, opened.version, by, why)


def noted(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as c:
        return [(one.actor, one.action, one.subject) for one in audit.events(c, 100)]


def tidy(store: Store, now: datetime, *, service: bool = True) -> int:
    with store.transaction() as c:
        return withdrawals.delete_withdrawn(c, service=service, now=now)


def amended(opened: OpenedResponse, level: int) -> bytes:
    assert opened.form is not None
    editing = Editing(read_questionnaire(opened.form), opened.payload, ValueSets())
    assert editing.correct("pain", [Answer("valueInteger", level)]) == ()
    return editing.content()


def test_a_page_says_whose_each_is_and_goes_on_where_the_last_ended(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    for number in range(1, 6):
        keep(store, of(filled(now, number)), now + number * HOUR)
    first = book.page(Asked(), by=SAM, size=3)
    second = book.page(Asked(), by=SAM, size=3, after=first.following)

    assert [row.id[:8] for row in first.rows] == ["00000005", "00000004", "00000003"]
    assert [row.id[:8] for row in second.rows] == ["00000002", "00000001"]
    assert second.following == ""
    assert first.rows[0].patient == PatientReference("9434765919", SYSTEM)
    assert (first.rows[0].language, first.rows[0].status) == ("en", "completed")
    assert book.tally(Asked(), by=SAM).waiting == 5


def test_they_are_found_by_patient_id_day_and_state(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    keep(store, of(filled(now, 1)), now)
    other = keep(store, of(filled(now, 2), {"value": "AB 12"}), now + timedelta(days=3))
    today = now.astimezone().date()

    def found(**asked: Any) -> list[str]:
        return [row.id for row in book.page(Asked(**asked), by=SAM, size=10).rows]

    assert found(patient="ab12") == [other]
    assert found(patient="nobody") == []
    assert found(begin="00000002") == [other]
    assert found(since=today + timedelta(days=1)) == [other]
    assert other not in found(until=today)
    assert found(state="refused") == []
    assert found(form=pain_form().url, state="waiting", patient="AB 12") == [other]


def test_a_patient_is_looked_for_in_parts_and_the_search_goes_on(
    store: Store, book: LocalResponses, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.heads.LOOKED_AT_ONCE", 4)
    monkeypatch.setattr("kiosk.store.heads._STEP", 2)
    first = keep(store, of(filled(now, 1), {"value": "me"}), now)
    for number in range(2, 8):
        keep(store, of(filled(now, number)), now + number * HOUR)
    page = book.page(Asked(patient="me"), by=SAM, size=5)

    assert page.rows == ()
    assert page.following
    again = book.page(Asked(patient="me"), by=SAM, size=5, after=page.following)
    assert [row.id for row in again.rows] == [first]


def test_reading_is_noted_once_and_brings_the_form_as_it_was_answered(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    wanted = keep(store, filled(now), now)
    form = pain_form()
    newer = encode_json(dict(form.raw) | {"title": "Another"})
    with store.transaction() as c:
        questionnaires.keep_questionnaire(
            c, canonical=form.canonical, content_hash="other", content=newer, now=now + HOUR
        )
    opened = book.read(wanted, by=SAM)
    book.read(wanted, by=SAM, again=True)

    assert opened.form == encode_json(form.raw)
    assert noted(store).count(("Sam", "response.opened", wanted)) == 1
    assert [one.what for one in opened.history] == ["completed"]


def test_what_matters_to_the_patient_that_day_comes_along(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    matters = read_questionnaire(resource("forms", "what-matters.json").read_bytes())
    said = of(filled(now, 9)) | {"questionnaire": matters.canonical}
    with store.transaction() as c:
        submissions.submit(
            c, draft_id=None, response_id=said["id"], questionnaire=matters.canonical,
            payload=encode_json(said), now=now,
        )  # fmt: skip
    mine = keep(store, of(filled(now, 1)), now)
    others = keep(store, of(filled(now, 2), {"value": "x"}), now)
    nobodys = keep(store, filled(now, 3), now)

    opened = book.read(mine, by=SAM)
    assert opened.matters is not None
    assert opened.matters.row.id == said["id"]
    assert ("Sam", "response.opened", said["id"]) in noted(store)
    assert book.read(others, by=SAM).matters is None
    assert book.read(nobodys, by=SAM).matters is None


def test_amended_answers_go_as_the_next_version_with_the_reason_noted(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    wanted = keep(store, of(filled(now)), now)
    sent(store, now)
    opened = book.read(wanted, by=SAM)
    book.amend(change(opened), amended(opened, 8))

    gone = sent(store, now + HOUR)
    assert gone["if_match"] == 'W/"1"'
    assert gone["content"]["status"] == "amended"
    assert gone["content"]["subject"]["identifier"] == WRONG
    assert gone["content"]["item"][0]["answer"] == [{"valueInteger": 8}]
    now_there = book.read(wanted, by=SAM)
    assert now_there.row.status == "amended"
    assert [(one.actor, one.what, one.reason) for one in now_there.history][-1] == (
        "Sam", "amended", "a slip"
    )  # fmt: skip


def test_an_answer_that_the_form_refuses_is_not_kept(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, filled(now), now), by=SAM)
    assert opened.form is not None
    editing = Editing(read_questionnaire(opened.form), opened.payload, ValueSets())
    before = editing.answers("pain")

    assert [one.rule for one in editing.correct("pain", [Answer("valueInteger", 11)])]
    assert (editing.answers("pain"), editing.corrected) == (before, ())

    wrong = decode_json(amended(opened, 7))
    wrong["item"][0]["answer"] = [{"valueInteger": 11}]
    with pytest.raises(RefusedError, match="does not allow"):
        book.amend(change(opened), encode_json(wrong))
    assert book.read(opened.row.id, by=SAM).payload == opened.payload


def test_a_change_of_what_changed_meanwhile_is_refused(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, filled(now), now), by=SAM)
    book.amend(change(opened), amended(opened, 8))

    with pytest.raises(RefusedError, match="in the meantime"):
        book.mark_mistake(change(opened))


def test_an_error_is_marked_and_taken_back(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, filled(now), now), by=SAM)
    book.mark_mistake(change(opened))
    marked = book.read(opened.row.id, by=SAM)
    book.take_back(change(marked))
    again = book.read(opened.row.id, by=SAM)

    assert (marked.row.status, again.row.status) == ("entered-in-error", "amended")
    assert decode_json(again.payload)["item"] == decode_json(opened.payload)["item"]
    done = [action for _, action, _ in noted(store)]
    assert {"response.entered-in-error", "response.taken-back"} <= set(done)


def test_one_moved_is_the_right_patients_here_and_at_the_service(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    visit = {"encounter": {"reference": "Encounter/of-the-wrong-one"}}
    wanted = keep(store, of(filled(now)) | visit, now)
    sent(store, now)
    opened = book.read(wanted, by=SAM)
    book.move(change(opened, why="the wrong visit was picked"), RIGHT)

    gone = sent(store, now + HOUR)
    content = gone["content"]
    right = {"system": SYSTEM, "value": "9434765870"}
    assert gone["if_match"] == 'W/"1"'
    assert content["subject"]["identifier"] == content["source"]["identifier"] == right
    assert content["identifier"] == decode_json(opened.payload)["identifier"]
    assert "encounter" not in content
    assert content["item"] == decode_json(opened.payload)["item"]
    assert book.read(wanted, by=SAM).row.patient == RIGHT
    subject = f"{wanted}: the wrong visit was picked"
    assert ("Sam", "response.moved", subject) in noted(store)
    assert "9434765" not in str(noted(store))


def test_the_alert_of_one_moved_names_the_right_patient_and_stays_as_it_stands(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    wanted, here = keep(store, of(filled(now)), now), Here("k", "Kiosk 2", "Riverside")
    firing = Firing("s", "f|1", (Fired("item9"),), SENT, wanted)
    with store.transaction() as c:
        alerts.fire(c, here, firing, now=now)
    assert sent(store, now)["content"]["for"]["identifier"] == WRONG
    with store.transaction() as c:  # as the central service says
        [one] = alert_list.open_alerts(c)
        alerts.taken_elsewhere(c, one.id, by="Kim", etag='W/"2"', now=now)
    book.move(change(book.read(wanted, by=SAM), why="the wrong visit was picked"), RIGHT)

    told = sent(store, now + HOUR)
    assert told["if_match"] == 'W/"2"'
    assert told["content"]["for"]["identifier"]["value"] == RIGHT.value
    assert told["content"]["status"] == "accepted"
    assert told["content"]["owner"]["display"] == "Kim"


def test_it_is_not_moved_to_where_it_is_or_while_it_counts_as_an_error(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, of(filled(now)), now), by=SAM)
    with pytest.raises(RefusedError, match="already"):
        book.move(change(opened), PatientReference("9434765919", SYSTEM))
    book.mark_mistake(change(opened))
    with pytest.raises(RefusedError, match="entered in error"):
        book.move(change(book.read(opened.row.id, by=SAM)), RIGHT)


@pytest.mark.parametrize(
    ("first", "again", "system", "wrong"),
    [
        ("943 476 5870", "9434765870", SYSTEM, ""),
        ("9434765871", "9434765871", SYSTEM, "check"),
        ("943476587", "943476587", SYSTEM, "length"),
        ("9434765870", "9434765919", SYSTEM, "differ"),
        ("A 12", "A12", "", ""),
        ("A12", "A13", "", "differ"),
        ("  ", "", "", "none"),
    ],
)
def test_a_reference_is_believed_twice_said(
    first: str, again: str, system: str, wrong: str
) -> None:
    if not wrong:
        assert checked_reference(first, again, system).value == "".join(first.split())
        return
    with pytest.raises(WrongReference) as refused:
        checked_reference(first, again, system)
    assert refused.value.reason == wrong


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_references_that_differ_are_never_believed(first: str, again: str) -> None:
    plain = ["".join(text.split()) for text in (first, again)]
    if plain[0] != plain[1] or not plain[0]:
        with pytest.raises(WrongReference):
            checked_reference(first, again, "")


def test_one_withdrawn_is_emptied_at_the_service_then_goes_here(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    wanted = keep(store, of(filled(now)), now)
    opened = book.read(wanted, by=SAM)
    book.withdraw(change(opened, why="the patient asked"))

    assert tidy(store, now) == 0
    assert book.read(wanted, by=SAM).withdrawn
    content = sent(store, now + HOUR)["content"]
    assert content["status"] == "entered-in-error"
    assert "item" not in content
    assert content["subject"]["identifier"] == WRONG
    assert tidy(store, now + HOUR) == 1
    with pytest.raises(RefusedError, match="deleted here"):
        book.read(wanted, by=SAM)
    assert ("Sam", "response.withdrawn", f"{wanted}: the patient asked") in noted(store)
    assert ("kiosk", "response.deleted", wanted) in noted(store)
    with store.reading() as c:
        assert not withdrawals.is_asked(c, wanted)


def test_one_withdrawn_where_there_is_no_service_goes_at_once(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, filled(now), now), by=SAM)
    book.withdraw(change(opened))

    assert tidy(store, now, service=False) == 1
    with store.reading() as c:
        assert list(submissions.submissions(c)) == []


def test_a_withdrawal_is_taken_back_with_the_patients_own_answers(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    opened = book.read(keep(store, of(filled(now)), now), by=SAM)
    book.withdraw(change(opened))
    book.take_back(change(book.read(opened.row.id, by=SAM)))
    sent(store, now + HOUR)

    assert tidy(store, now + HOUR) == 0
    again = book.read(opened.row.id, by=SAM)
    assert decode_json(again.payload)["item"] == decode_json(opened.payload)["item"]
    assert not again.withdrawn


@pytest.mark.parametrize("begun", ["before", "after"])
def test_a_legal_hold_keeps_what_the_patient_wants_deleted(
    store: Store, book: LocalResponses, now: datetime, begun: str
) -> None:
    wanted = keep(store, filled(now), now)
    opened = book.read(wanted, by=SAM)
    if begun == "after":
        book.withdraw(change(opened))
        sent(store, now + HOUR)
    with store.transaction() as c:
        holds.begin_hold(c, response_id=wanted, reason="a letter", by="IT", now=now)

    if begun == "before":
        with pytest.raises(RefusedError, match="legal hold"):
            book.withdraw(change(opened))
        assert book.read(wanted, by=SAM).payload == opened.payload
    assert tidy(store, now + HOUR) == 0
    assert book.read(wanted, by=SAM).row.id == wanted


def test_what_was_refused_goes_again(store: Store, book: LocalResponses, now: datetime) -> None:
    wanted = keep(store, filled(now), now)
    with store.transaction() as c:
        item = marking.due(c, now)[0]
        marking.mark_refused(c, item.id, error="no", now=now)
    assert book.read(wanted, by=SAM).unsent is not None
    book.send_again(wanted, by=SAM)

    assert book.page(Asked(state="waiting"), by=SAM, size=1).rows[0].id == wanted
    assert ("Sam", "outbox.retried", wanted) in noted(store)
    with pytest.raises(RefusedError, match="not refused"):
        book.send_again(wanted, by=SAM)


def test_copies_and_prints_are_noted(store: Store, book: LocalResponses, now: datetime) -> None:
    wanted = keep(store, filled(now), now)
    book.note(wanted, "copied", by=SAM)
    book.note(wanted, "printed", by=SAM)

    history = book.read(wanted, by=SAM).history
    assert [one.what for one in history] == ["completed", "copied", "printed"]


Ask = Callable[[LocalResponses, str, StaffMember], object]
EVERYTHING: tuple[Ask, ...] = (
    lambda book, _, by: book.page(Asked(), by=by, size=1),
    lambda book, _, by: book.tally(Asked(), by=by),
    lambda book, wanted, by: book.read(wanted, by=by),
    lambda book, wanted, by: book.read(wanted, by=by, again=True),
    lambda book, wanted, by: book.amend(Change(wanted, 0, by, "a slip"), b"{}"),
    lambda book, wanted, by: book.mark_mistake(Change(wanted, 0, by, "a slip")),
    lambda book, wanted, by: book.take_back(Change(wanted, 0, by, "a slip")),
    lambda book, wanted, by: book.move(Change(wanted, 0, by, "a slip"), RIGHT),
    lambda book, wanted, by: book.withdraw(Change(wanted, 0, by, "a slip")),
    lambda book, wanted, by: book.send_again(wanted, by=by),
    lambda book, wanted, by: book.note(wanted, "copied", by=by),
)


@pytest.mark.parametrize("role", ["IT", "somebody"])
def test_a_role_without_the_right_gets_nothing_and_that_is_noted(
    store: Store, book: LocalResponses, now: datetime, role: str
) -> None:
    wanted = keep(store, filled(now), now)
    for ask in EVERYTHING:
        with pytest.raises(RefusedError, match="Your role"):
            ask(book, wanted, StaffMember("2", "Ian", role))

    mine = [action for actor, action, _ in noted(store) if actor == "Ian"]
    assert mine == ["response.denied"] * len(EVERYTHING)


@pytest.mark.parametrize("role", ["reception", "lead", "clinical"])
def test_the_desk_and_the_clinicians_may(
    store: Store, book: LocalResponses, now: datetime, role: str
) -> None:
    opened = book.read(keep(store, filled(now), now), by=StaffMember("2", "Ian", role))
    book.mark_mistake(change(opened, by=StaffMember("2", "Ian", role)))

    assert book.read(opened.row.id, by=SAM).row.status == "entered-in-error"


@pytest.mark.parametrize(
    "reason", ["", "   ", "x" * 201, "she said the left knee hurts", "it is 9434765919's"]
)
def test_a_reason_that_tells_of_the_patient_or_nothing_is_refused(
    store: Store, book: LocalResponses, now: datetime, reason: str
) -> None:
    raw = of(filled(now))
    raw["item"].append({"linkId": "words", "answer": [{"valueString": "The LEFT  knee hurts"}]})
    wanted = keep(store, raw, now)
    told = reason.replace("she said the left", "she said: The left")
    with pytest.raises(RefusedError, match="reason"):
        book.mark_mistake(Change(wanted, 0, SAM, told))
    assert book.read(wanted, by=SAM).row.status == "completed"


def test_days_are_those_of_this_pcs_clock(
    store: Store, book: LocalResponses, now: datetime
) -> None:
    keep(store, filled(now), now)
    day = now.astimezone().date()

    assert len(book.page(Asked(since=day, until=day), by=SAM, size=1).rows) == 1
    with pytest.raises(RefusedError, match="no such day"):
        book.page(Asked(until=date.max), by=SAM, size=1)
