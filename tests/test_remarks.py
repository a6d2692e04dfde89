"""The thread of co-production over a real store: heard, answered, on the board."""

import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.coproduction.board import MIN_SITTINGS
from kiosk.coproduction.feedback import GROUP_SIZE, Remark
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.response import encode
from kiosk.offered import read_forms
from kiosk.remarks import board_lines, decide, heard, in_turn
from kiosk.store import feedback, fetched, submissions
from kiosk.store.database import Store, create_store

FORMS = read_forms(["pain-today"])
PAIN = FORMS[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "store", os.urandom(32))
    yield made
    made.close()


def remarked(store: Store, times: int, now: datetime, reason: str = "no-fitting-answer") -> None:
    with store.transaction() as connection:
        for _ in range(times):
            remark = Remark(
                str(uuid.uuid4()), now.date(), PAIN.canonical, "pain-where", reason, "", "en"
            )
            feedback.keep_remark(connection, remark, first=True)


def visited(store: Store, times: int, now: datetime) -> None:
    for _ in range(times):
        response_id = str(uuid.uuid4())
        with store.transaction() as connection:
            submissions.submit(
                connection,
                draft_id=None,
                response_id=response_id,
                questionnaire=PAIN.canonical,
                payload=encode({"resourceType": "QuestionnaireResponse", "id": response_id}),
                now=now,
            )


def test_the_desk_sees_nothing_before_a_whole_group_has_come_together(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE - 1, now)
    before = heard(store, FORMS, today=now.date())
    remarked(store, 1, now)
    after = heard(store, FORMS, today=now.date())

    assert (before["groups"], before["waiting"]) == ([], GROUP_SIZE - 1)
    assert after["groups"][0]["question"] == "Where does it hurt most?"
    assert (after["groups"][0]["count"], after["waiting"]) == (GROUP_SIZE, 0)


def test_a_group_that_waits_for_an_answer_for_two_weeks_is_overdue(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE, now)
    [first] = heard(store, FORMS, today=now.date())["groups"]
    late = now + timedelta(days=14)
    [last] = heard(store, FORMS, today=late.date())["groups"]
    assert (first["releasedOn"], first["overdue"]) == (now.date().isoformat(), False)
    assert (last["releasedOn"], last["overdue"]) == (now.date().isoformat(), True)
    decide(store, last["id"], outcome="no", text="It is needed.", now=late)
    [after] = heard(store, FORMS, today=late.date())["groups"]
    assert not after["overdue"]


def test_an_answer_stands_on_the_board_with_its_question(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, MIN_SITTINGS, now)
    group = heard(store, FORMS, today=now.date())["groups"][0]

    decide(store, group["id"], outcome="no", text="The list is the hospital's.", now=now)

    (line,) = board_lines(store, FORMS, today=now.date())
    assert line == {
        "question": "Where does it hurt most?",
        "outcome": "no",
        "text": "The list is the hospital's.",
    }


def test_of_a_form_that_few_have_used_nothing_is_public(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, MIN_SITTINGS - 1, now)
    decide(
        store,
        heard(store, FORMS, today=now.date())["groups"][0]["id"],
        outcome="did",
        text="Done.",
        now=now,
    )

    assert board_lines(store, FORMS, today=now.date()) == []


def test_what_nobody_said_cannot_be_answered(store: Store, now: datetime) -> None:
    with pytest.raises(RefusedError, match="no remarks"):
        decide(store, "F00", outcome="did", text="Done.", now=now)


def test_an_answer_without_words_is_refused(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    group = heard(store, FORMS, today=now.date())["groups"][0]

    with pytest.raises(RefusedError, match="words"):
        decide(store, group["id"], outcome="did", text="  ", now=now)


def test_the_board_is_empty_when_nothing_was_said(store: Store, now: datetime) -> None:
    assert board_lines(store, FORMS, today=now.date()) == []


def test_neither_the_clinics_newest_line_nor_that_of_the_centre_hides_the_other(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, MIN_SITTINGS, now)
    decide(
        store,
        heard(store, FORMS, today=now.date())["groups"][0]["id"],
        outcome="did",
        text="Ours.",
        now=now,
    )
    with store.transaction() as c:
        for key, text in enumerate(["Theirs.", "Ours."]):
            line = {"text": text, "day": now.date().isoformat()}
            fetched.keep_good(c, fetched.BOARD, str(key), encode_json(line), now=now)

    lines = board_lines(store, FORMS, today=now.date())

    assert [line["text"] for line in lines] == ["Ours.", "Theirs."]
    assert [in_turn(lines, turn)[0]["text"] for turn in range(3)] == ["Ours.", "Theirs.", "Ours."]
    assert [in_turn(lines[:1], turn)[0]["text"] for turn in range(2)] == ["Ours.", "Ours."]
    assert in_turn([], 1) == []
