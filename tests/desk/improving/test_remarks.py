"""The thread of co-production over a real store: heard, answered, on the board."""

import json
import os
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction.board_lines import Board, BoardLine, in_turn
from kiosk.coproduction.events import DRAFTED, PUBLISHED, FormEvent
from kiosk.coproduction.feedback import GROUP_SIZE, Remark
from kiosk.desk.improving.board import read_board
from kiosk.desk.improving.remarks import decide, heard, what_became
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.response import encode
from kiosk.offered import read_forms
from kiosk.store import audit, feedback, fetched, form_versions, submissions
from kiosk.store.database import Store, create_store

FORMS = read_forms(["pain-today"])
PAIN = FORMS[0]
WEEK = timedelta(days=7)


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

    assert before == {"groups": []}
    assert after["groups"][0]["question"] == "Where does it hurt most?"
    assert after["groups"][0]["count"] == GROUP_SIZE


def group_of(store: Store, now: datetime) -> str:
    return str(heard(store, FORMS, today=now.date())["groups"][0]["id"])


def on_the_board(store: Store, now: datetime) -> list[BoardLine]:
    return list(read_board(store, FORMS, today=(now + WEEK).date()).lines)


def published(store: Store, group: str, text: str, now: datetime) -> Questionnaire:
    """The form with that question in other words, made in answer to these remarks."""
    raw = json.loads(encode_json(PAIN.raw))
    (item,) = (one for one in raw["item"] if one["linkId"] == "pain-where")
    item["text"] = text
    new = parse_questionnaire(raw | {"version": "1.1.0"})
    with store.transaction() as c:
        form_versions.keep_version(
            c, new, content=encode_json(new.raw), derived_from=PAIN.canonical,
            change_class="reworded", source="editor", by="Lead", now=now,
        )  # fmt: skip
        for kind, detail in ((DRAFTED, {"groups": [group]}), (PUBLISHED, {})):
            made = FormEvent(now, new.url, kind, new.canonical, text="Plainer.", detail=detail)
            form_versions.record_event(c, made)
    return new


def test_an_answer_stands_on_the_board_with_its_question(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, 10, now)
    text = "The list is the hospital's."

    decide(store, group_of(store, now), outcome="no", reason="locked", text=text, now=now)

    (line,) = on_the_board(store, now)
    assert (line.kind, line.reason, line.text) == ("no", "locked", text)
    assert line.asked("en") == "Where does it hurt most?"
    assert line.asked("ar") == "أين يؤلمك أكثر؟"


def test_of_a_form_that_few_have_used_nothing_is_public(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, 9, now)
    decide(store, group_of(store, now), outcome="not-yet", text="Soon.", now=now)

    assert on_the_board(store, now) == []


def test_a_version_that_answers_the_remarks_is_told_with_old_and_new_words(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, 10, now)
    group = group_of(store, now)
    with pytest.raises(RefusedError, match="by hand"):
        decide(store, group, outcome="did", text="Done.", now=now)

    new = published(store, group, "Where is it worst?", now)

    (line,) = on_the_board(store, now)
    assert (line.kind, line.asked("en"), line.asks("en")) == (
        "did", "Where does it hurt most?", "Where is it worst?"
    )  # fmt: skip
    assert line.text == "Plainer."
    assert line.asks("ar") == ""  # its words in Arabic are what they were
    assert what_became(store, group, FORMS, today=now.date()).after == new.canonical


def test_a_group_without_an_answer_is_overdue_after_fourteen_days(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE, now)
    heard(store, FORMS, today=now.date())

    (group,) = heard(store, FORMS, today=(now + timedelta(days=14)).date())["groups"]

    assert (group["outcome"], group["overdue"]) == ("unanswered", True)
    assert group["releasedOn"] == now.date().isoformat()


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"outcome": "did", "text": "Done."}, "by hand"),
        ({"outcome": "not-yet", "text": "  "}, "words"),
        ({"outcome": "no", "text": "No."}, "reason"),
        ({"outcome": "no", "text": "No.", "reason": "because"}, "reason"),
        ({"outcome": "not-yet", "text": "Soon.", "reason": "law"}, "reason"),
        ({"outcome": "not-yet", "text": "Soon.", "until": date(2020, 1, 1)}, "over"),
    ],
)
def test_an_answer_that_does_not_hold_together_is_refused(
    store: Store, now: datetime, said: dict[str, Any], match: str
) -> None:
    remarked(store, GROUP_SIZE, now)
    with pytest.raises(RefusedError, match=match):
        decide(store, group_of(store, now), now=now, **said)


def test_what_nobody_said_cannot_be_answered(store: Store, now: datetime) -> None:
    with pytest.raises(RefusedError, match="no remarks"):
        decide(store, "F00", outcome="not-yet", text="Soon.", now=now)


def test_an_answer_is_audited_by_the_name_of_who_gave_it(store: Store, now: datetime) -> None:
    remarked(store, GROUP_SIZE, now)
    group = group_of(store, now)
    decide(store, group, outcome="not-yet", text="Soon.", now=now, by="Ann", role="lead")

    with store.reading() as c:
        (event,) = audit.events(c, 1)
    assert (event.actor, event.action, event.subject) == ("Ann", "feedback.answer", group)


def test_neither_the_clinics_lines_nor_those_of_the_centre_hide_the_others(
    store: Store, now: datetime
) -> None:
    remarked(store, GROUP_SIZE, now)
    visited(store, 10, now)
    decide(store, group_of(store, now), outcome="not-yet", text="Ours.", now=now)
    with store.transaction() as c:
        for key, text in enumerate(["Theirs.", "Ours."]):
            line = {"text": text, "day": now.date().isoformat()}
            fetched.keep_good(c, fetched.BOARD, str(key), encode_json(line), now=now)

    board = read_board(store, FORMS, today=(now + WEEK).date())

    assert [line.text for line in board.lines] == ["Ours.", "Theirs."]
    turns = [in_turn(board, turn).lines[0].text for turn in range(3)]
    assert turns == ["Ours.", "Theirs.", "Ours."]
    assert in_turn(Board(now.date(), ()), 1).lines == ()
