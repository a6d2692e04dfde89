"""From "Send my answers" on nothing is lost, doubled, or left behind."""

import json
from datetime import timedelta
from typing import Any

import pytest

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import submissions
from kiosk.store.database import Store
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.shelf import About, Finished
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.store_shelf import StoreShelf

SEND, TROUBLE = "Send my answers", "We could not keep this yet"


@pytest.fixture
def checking(kiosk: Any) -> Any:
    """A patient on the check page of a form of one question."""
    kiosk.begin("Pain today")
    kiosk.finger.touch("0 No pain")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for(SEND)
    kiosk.settle()
    return kiosk


def change(kiosk: Any) -> str:
    found = next(name for name in kiosk.finger.names() if name.startswith("Change: "))
    return str(found)


def test_while_it_is_sent_neither_change_nor_back_nor_stop_does_anything(checking: Any) -> None:
    with checking.slow_disk():
        checking.finger.touch(SEND)
        for control in (change(checking), "Back", "I have to go"):
            checking.finger.touch(control)
            assert checking.finger.heading() == "Check your answers"
        checking.patient.leave(delete=True)
    checking.finger.wait_for("I have finished")
    assert len(checking.submissions()) == 1
    assert checking.drafts() == ()


def test_trouble_with_the_place_does_not_end_the_waiting_for_the_sending(checking: Any) -> None:
    with checking.slow_disk():
        checking.finger.touch(SEND)
        checking.patient._saving.failed.emit()
        checking.finger.touch("Try again")
        checking.finger.touch(change(checking))
        assert checking.finger.heading() == "Check your answers"
    checking.finger.wait_for("I have finished")


def test_an_answer_that_comes_after_sending_or_deleting_begins_no_draft(
    store: Store, forms: tuple[Questionnaire, ...], now: Any
) -> None:
    shelf = StoreShelf(store, forms, lambda: now, ValueSets())
    for end in (
        lambda k: shelf.submit([Finished(k, forms[1], "0e4f", b"{}")], None, None),
        lambda k: k.discard("stopped"),
    ):
        keeper = shelf.keeper(forms[1], About("v"))
        keeper.keep({"pain": "{}"}, place="pain", language="en")
        end(keeper)
        keeper.keep({"pain": "{}"}, place="pain", language="en")
        assert keeper.draft_id is None


def test_what_could_not_be_stored_can_be_sent_again(checking: Any) -> None:
    with checking.busy_store():
        checking.finger.touch(SEND)
        checking.finger.wait_for(TROUBLE)
    checking.finger.touch("Try again")
    checking.finger.touch(SEND)
    checking.finger.wait_for("I have finished")
    assert len(checking.submissions()) == 1


def test_a_response_stored_although_the_store_said_no_is_stored_once(
    checking: Any, now: Any
) -> None:
    with checking.busy_store():
        checking.finger.touch(SEND)
        checking.finger.wait_for(TROUBLE)
    sitting = checking.patient._visit.sitting
    with checking.store.transaction() as connection:
        submissions.submit(
            connection,
            draft_id=None,
            response_id=sitting.response_id,
            questionnaire=sitting.questionnaire.canonical,
            payload=sitting.response(device_id=checking.store.kiosk_id, now=now, who="self"),
            now=now,
        )
    checking.patient._now = lambda: now + timedelta(seconds=9)
    checking.finger.touch("Try again")
    checking.finger.touch(SEND)
    checking.finger.wait_for("I have finished")
    assert len(checking.submissions()) == 1
    assert checking.drafts() == ()


def test_the_bytes_of_a_response_stay_until_an_answer_changes(
    forms: tuple[Questionnaire, ...], now: Any
) -> None:
    sitting = Sitting(forms[1], "en", now=now)
    page = sitting.page
    assert page is not None
    around = Around(lambda key, **_: key, "en")
    sitting.enter(page, {"chosen": [0]}, around)
    first = sitting.response(device_id="d", now=now)
    sitting.enter(page, {"chosen": [0]}, around)
    assert sitting.response(device_id="d", now=now + timedelta(hours=1)) == first
    sitting.enter(page, {"chosen": [3]}, around)
    second = sitting.response(device_id="d", now=now + timedelta(hours=1))
    assert json.loads(second)["id"] == sitting.response_id != json.loads(first)["id"]


def test_a_bug_while_sending_leaves_no_dead_button(checking: Any) -> None:
    with checking.store.transaction() as connection:
        connection.exec_driver_sql("alter table submission rename to away")
    checking.finger.touch(SEND)
    checking.finger.touch("Try again")
    with checking.store.transaction() as connection:
        connection.exec_driver_sql("alter table away rename to submission")
    checking.finger.touch(SEND)
    checking.finger.wait_for("I have finished")


@pytest.mark.parametrize("end", ["nobody", "bug"])
def test_what_was_not_kept_yet_is_kept_when_the_visit_ends(kiosk: Any, end: str) -> None:
    kiosk.begin("Pain today")
    with kiosk.busy_store():
        kiosk.finger.touch("6")
        kiosk.finger.wait_for(TROUBLE)
    if end == "nobody":
        kiosk.nobody_touches_it()
    else:
        kiosk.patient.fail()
    assert [draft.answered for draft in kiosk.drafts()] == [1]
    assert kiosk.patient._visit.parts == []
