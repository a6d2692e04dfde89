"""`kiosk outbox`: what has not arrived, and what a person can do about it, on a real keyring."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.outbox import _lines, list_document
from kiosk.forms.fhir_json import encode_json
from kiosk.store import audit, outbox, sending
from kiosk.store.database import Store, create_store
from kiosk.store.sending import Why, due
from kiosk.store.submissions import submissions, submit
from kiosk.sync.verdict import Outcome
from kiosk.ui.wording.why import UNKNOWN, word_of
from tests import marking
from tests.commands.pc import PC, set_up
from tests.store.finished import filled, keep

ID = "00000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "beside", bytes(32))
    yield made
    made.close()


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    return set_up(secret_service, tmp_path)


def refuse(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        item = due(c, now)[0]
        sending.mark_refused(c, item, now=now, why=Why("item[0]: no such code", "refused"))


def answered(level: int, **changes: Any) -> dict[str, Any]:
    item = {"linkId": "pain", "answer": [{"valueInteger": level}]}
    return {"resourceType": "QuestionnaireResponse", "item": [item]} | changes


def test_the_list_says_which_form_since_when_and_why_and_never_what(
    store: Store, now: datetime
) -> None:
    for name in ("r1", "r2"):
        with store.transaction() as c:
            submit(
                c, draft_id=None, response_id=name, questionnaire="http://f/gad-7|1",
                payload=b"MARKER", now=now,
            )  # fmt: skip
    refuse(store, now)
    document = list_document(store, most=9)
    told = "\n".join(_lines(document))

    assert [(one["id"], one["state"]) for one in document["items"]] == [
        ("r1", "refused"), ("r2", "waiting")
    ]  # fmt: skip
    assert document["items"][0]["why"] == "The service looked at it and said no."
    assert told.startswith("1 refused, 1 waiting\nrefused since 2 March 2026")
    for part in ("gad-7", "item[0]: no such code", "amend", "export", "retry"):
        assert part in told
    assert "MARKER" not in json.dumps(document) + told
    assert "1 more" in "\n".join(_lines(list_document(store, most=1) | {"waiting": 2}))


def test_where_everything_arrived_it_says_so(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        submit(
            c, draft_id=None, response_id="r1", questionnaire="http://f/gad-7|1",
            payload=b"{}", now=now,
        )  # fmt: skip
        marking.mark_sent(c, marking.due(c, now)[0].id, etag=None, now=now)

    assert list(_lines(list_document(store, most=9))) == [
        "Everything has arrived at the central service."
    ]


def test_nothing_arrived_where_nothing_was_sent(store: Store) -> None:
    assert list(_lines(list_document(store, most=9))) == ["Nothing waits, and nothing was refused."]


def test_each_outcome_of_a_try_has_its_words() -> None:
    known = [word_of(one) for one in Outcome if one is not Outcome.STORED]
    assert len(set(known)) == len(known) >= 14
    assert UNKNOWN not in known
    assert word_of("from-another-version") == word_of("") == word_of("stored") == UNKNOWN


def test_a_refused_response_is_taken_corrected_and_sent_again(pc: PC, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with pc.opened() as store:
        wanted = keep(store, filled(now), now)
        refuse(store, now)
    file = tmp_path / "taken.json"

    assert pc("outbox", "export", ID, "--out", file).returncode == 0
    assert json.loads(file.read_bytes()) == filled(now)
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(encode_json(filled(now) | answered(8)))
    done = pc("outbox", "amend", ID, "--response", file, "--reason", "typed 8")
    assert done.returncode == 0, done.stderr
    assert "amended" in done.stdout

    with pc.opened() as store, store.reading() as c:
        (kept,) = submissions(c)
        assert json.loads(kept.payload) == filled(now) | answered(8) | {"status": "amended"}
        assert kept.state == "waiting"
        said = [(event.actor, event.action, event.subject) for event in audit.events(c, 2)]
    assert said == [
        ("IT", "response.amended", f"{wanted}: typed 8"), ("desk", "export", f"response {wanted}")
    ]  # fmt: skip
    listed = pc.json("outbox", "list")["items"]
    assert [(one["state"], one["changed"]) for one in listed] == [("waiting", True)]
    assert pc.json("responses")["responses"][0]["status"] == "amended"


def test_answers_the_form_does_not_allow_are_refused_and_nothing_changes(
    pc: PC, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    with pc.opened() as store:
        keep(store, filled(now), now)
    file = tmp_path / "wrong.json"
    for content, told in (
        (encode_json(answered(99)), "does not allow"),
        (encode_json(answered(8, id="another")), "another response"),
        (b"{", "not JSON"),
    ):
        file.write_bytes(content)
        done = pc("outbox", "amend", ID, "--response", file, "--reason", "r")
        assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    missing = pc("outbox", "amend", ID, "--response", tmp_path / "none", "--reason", "r")
    assert missing.returncode == 2

    with pc.opened() as store, store.reading() as c:
        assert [json.loads(one.payload)["status"] for one in submissions(c)] == ["completed"]


def test_a_mistake_is_marked_as_one(pc: PC) -> None:
    now = datetime.now(UTC)
    with pc.opened() as store:
        wanted = keep(store, filled(now), now)

    assert pc.json("outbox", "entered-in-error", ID, "--reason", "a test") == {
        "response": wanted, "status": "entered-in-error", "state": "waiting"
    }  # fmt: skip
    assert pc("outbox", "entered-in-error", ID, "--reason", "a test").returncode == 1
    assert pc("outbox", "entered-in-error", "ffffffff", "--reason", "a test").returncode == 1


def test_what_was_refused_is_sent_again_one_or_all(pc: PC) -> None:
    now = datetime.now(UTC)
    with pc.opened() as store:
        for number in (1, 2, 3):
            keep(store, filled(now, number), now)
            refuse(store, now)

    assert pc("outbox", "retry").returncode == 2
    assert pc("outbox", "retry", "--all", "--over-theirs").returncode == 2  # one by one
    assert pc("outbox", "retry", "0000").returncode == 1  # which of them?
    assert pc.json("outbox", "retry", ID) == {"waiting": 1}
    assert pc("outbox", "retry", ID).returncode == 1  # it is not refused any more
    assert pc.json("outbox", "retry", "--all") == {"waiting": 2}
    assert pc("outbox", "retry", "--all").stdout == "Nothing was refused.\n"
    with pc.opened() as store, store.reading() as c:
        assert outbox.counts(c).waiting == 3


def test_offline_is_no_alarm_but_what_waits_too_long_or_was_refused_is(pc: PC) -> None:
    pc.add_setting('[central]\nurl = "http://127.0.0.1:9/fhir"\nalarm_hours = 1\n')
    now = datetime.now(UTC)
    with pc.opened() as store:
        keep(store, filled(now), now)

    sync = pc("sync")
    assert sync.returncode == 5
    assert "What waits is safe here" in sync.stdout
    assert "\r" not in sync.stderr  # no terminal, no bar
    status = pc.json("status")
    assert status["alarms"] == []
    assert status["downSince"] is not None
    assert "sending" not in troubles(pc)

    pc.write("update outbox set queued_at = '2026-01-01T00:00:00.000000+00:00'")
    told = pc("status")
    assert told.returncode == 0
    assert "Please look       The oldest response has waited for " in told.stdout
    assert "Not sent since" in told.stdout
    assert "0 of 1" in told.stdout
    assert "sending" in troubles(pc)

    with pc.opened() as store:
        refuse(store, datetime.now(UTC))
    assert pc.json("status")["alarms"] == [
        "1 is refused by the central service and kept here. See: kiosk outbox list"
    ]
    assert "sending" in troubles(pc)


def troubles(pc: PC) -> list[str]:
    return [one["check"] for one in pc.json("doctor")["checks"] if one["mend"]]
