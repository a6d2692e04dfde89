"""A choice between two wordings: after the thanks, for who had a say, and once."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.coproduction.ballots import EVERYBODY, Ballot, Choice
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED, FormEvent
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store.ballots import choices
from kiosk.store.database import Store
from kiosk.store.form_versions import record_event

OFFER, TITLE = "Help us choose a wording", "Which of these is easier to understand?"
USED, OTHER = "Where does it hurt most?", "Where is the pain worst?"
SEND, DONE, NEVER = "Send my answers", "I have finished", "I would rather not choose"
COUNTED = "Thank you. Your choice is counted."
NO_PROMPT = "http://clinic-kiosk.example/fhir/StructureDefinition/no-feedback-prompt"


def bundled(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


PAIN = bundled("pain-today")
BALLOT = Ballot(
    "b1", PAIN.canonical, "pain-where", {"used": USED, "other": OTHER},
    date(2000, 1, 1), date(2100, 1, 1), "en",
)  # fmt: skip


def put_to_vote(store: Store, ballot: Ballot = BALLOT) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with store.transaction() as c:
        record_event(
            c, FormEvent(at, ballot.url, BALLOT_OPENED, ballot.canonical, detail=ballot.to_json())
        )


def counted(kiosk: Any) -> list[Choice]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return list(choices(c, "b1"))


def speak_up(kiosk: Any) -> None:
    kiosk.finger.touch("Was this question OK?")
    kiosk.finger.touch("I did not understand it")
    kiosk.finger.touch("Send this remark")
    kiosk.finger.wait_for("Thank you. That helps.")
    kiosk.finger.touch("Go back to the question")


def send_pain(kiosk: Any, *, speaks: bool = True, text: int = 0) -> None:
    kiosk.begin("Pain today")
    kiosk.patient._display.setText(text)
    kiosk.finger.wait_for_stillness()
    if speaks:
        speak_up(kiosk)
    for answer in ("I'd rather not say", "Continue", "Continue", "Continue"):
        if SEND in kiosk.finger.names():
            break
        kiosk.finger.touch(answer)
        kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for(DONE)
    kiosk.settle()
    kiosk.finger.wait_for_stillness()


def test_who_had_a_say_chooses_after_the_thanks(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.wait_for(TITLE)
    assert {USED, OTHER, NEVER} <= set(kiosk.finger.names())
    kiosk.finger.touch(OTHER)
    kiosk.finger.wait_for(COUNTED)

    assert counted(kiosk) == [Choice(EVERYBODY, "other", "used")]
    kiosk.finger.touch(DONE)
    kiosk.finger.wait_for("English")


def test_who_ignores_it_meets_the_same_thanks_as_without_a_ballot(
    open_kiosk: Callable[..., Any], other_store: Store
) -> None:
    said = []
    for store in (None, other_store):
        kiosk = open_kiosk(**({"store": store} if store else {}))
        if store:
            put_to_vote(store)
        send_pain(kiosk, speaks=False)
        said.append([(node.role, node.name, node.description) for node in kiosk.finger.nodes()])

    assert said[0] == said[1]


def test_there_is_one_choice_a_visit_and_the_next_person_finds_nothing(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.touch(USED)
    kiosk.finger.wait_for(COUNTED)
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for("Fill in one more form")
    assert OFFER not in kiosk.finger.names()
    kiosk.finger.touch(DONE)
    kiosk.finger.wait_for("English")
    send_pain(kiosk, speaks=False)

    assert OFFER not in kiosk.finger.names()
    assert counted(kiosk) == [Choice(EVERYBODY, "used", "other")]


def test_who_would_rather_not_is_back_at_the_thanks_and_may_still(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.wait_for(TITLE)
    assert not kiosk.patient._thanks.isActive()
    kiosk.finger.touch(NEVER)
    kiosk.finger.wait_for(OFFER)

    assert kiosk.patient._thanks.isActive()
    assert counted(kiosk) == []


def test_where_nobody_touches_it_it_is_gone_and_nothing_is_counted(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.wait_for(TITLE)
    kiosk.nobody_touches_it()
    kiosk.finger.wait_for("English")

    assert counted(kiosk) == []
    assert kiosk.patient._choosing.property("wordings") == []


def test_many_touches_are_one_choice(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.wait_for(TITLE)
    for _ in range(4):
        kiosk.patient.pickWording(0)

    assert sum(one.times for one in counted(kiosk)) == 1


@pytest.mark.parametrize(
    "ballot",
    [
        replace(BALLOT, until=date(2001, 1, 1)),
        replace(BALLOT, language="pl"),
        replace(BALLOT, canonical="http://other|1"),
        replace(BALLOT, wordings={"a": "Older words?", "b": OTHER}),
    ],
    ids=["over", "another language", "another form", "words that are asked no more"],
)
def test_what_is_not_of_this_visit_is_not_asked(kiosk: Any, ballot: Ballot) -> None:
    put_to_vote(kiosk.store, ballot)
    send_pain(kiosk)

    assert OFFER not in kiosk.finger.names()


def test_a_closed_one_is_not_asked(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    with kiosk.store.transaction() as c:
        at = datetime(2026, 3, 2, tzinfo=UTC)
        record_event(c, FormEvent(at, BALLOT.url, BALLOT_CLOSED, detail={"id": "b1"}))
    send_pain(kiosk)

    assert OFFER not in kiosk.finger.names()


def test_never_about_a_question_of_a_form_that_wants_no_feedback(
    open_kiosk: Callable[..., Any],
) -> None:
    quiet = parse_questionnaire({
        **PAIN.raw, "url": "http://x/quiet", "title": "Quiet",
        "extension": [{"url": NO_PROMPT, "valueBoolean": True}],
    })  # fmt: skip
    kiosk = open_kiosk(forms=(PAIN, quiet))
    put_to_vote(kiosk.store, replace(BALLOT, canonical="http://x/quiet|1"))
    kiosk.begin("Quiet")
    kiosk.finger.wait_for_stillness()
    assert "Was this question OK?" not in kiosk.finger.names()
    kiosk.patient._choosing.look()
    kiosk.settle()
    kiosk.patient._choosing.offer(kiosk.patient._visit.parts, "en")

    assert not kiosk.patient._choosing.property("offered")


def test_an_instrument_is_never_asked_about_whatever_the_log_says(kiosk: Any) -> None:
    gad = bundled("gad-7")
    item = gad.asked[0]
    words = {"used": item.text("en"), "other": "Are you nervous?"}
    put_to_vote(
        kiosk.store, replace(BALLOT, canonical=gad.canonical, link_id=item.link_id, wordings=words)
    )
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.wait_for_stillness()
    speak_up(kiosk)
    kiosk.settle()
    kiosk.patient._choosing.offer(kiosk.patient._visit.parts, "en")

    assert not kiosk.patient._choosing.property("offered")


def test_large_text_and_a_proxy_are_heard_as_groups_of_their_own(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(settings=Patient())
    put_to_vote(kiosk.store)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch("Pain today")
    kiosk.finger.wait_for_stillness()
    kiosk.patient.begin("proxy")
    kiosk.patient._display.setText(2)
    kiosk.finger.wait_for_stillness()
    kiosk.patient._remarks.begin(kiosk.patient.sitting)
    kiosk.patient._remarks.close()
    for _ in range(6):
        if kiosk.patient.page == "review":
            break
        kiosk.patient._asking.decline()
        kiosk.finger.wait_for_stillness()
    kiosk.patient.send()
    kiosk.finger.wait_for(DONE)
    kiosk.settle()
    kiosk.finger.wait_for_stillness()
    kiosk.finger.touch(OFFER)
    kiosk.finger.touch(OTHER)
    kiosk.finger.wait_for(COUNTED)

    assert [one.band for one in counted(kiosk)] == [EVERYBODY, "mode:large", "who:proxy"]


def test_who_turned_counting_off_is_in_no_group(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    kiosk.patient._counting.turn(on=False)
    send_pain(kiosk, text=2)
    kiosk.finger.touch(OFFER)
    kiosk.finger.touch(OTHER)
    kiosk.finger.wait_for(COUNTED)

    assert [one.band for one in counted(kiosk)] == [EVERYBODY]


def test_nothing_of_it_stands_beside_a_response(kiosk: Any) -> None:
    put_to_vote(kiosk.store)
    send_pain(kiosk)
    kiosk.finger.touch(OFFER)
    kiosk.finger.touch(OTHER)
    kiosk.finger.wait_for(COUNTED)
    (sent,) = kiosk.submissions()

    payload = json.dumps(json.loads(sent.payload))
    assert json.dumps(BALLOT.id) not in payload
    assert "ballot" not in payload.lower()
    with kiosk.store.reading() as c:
        rows = [tuple(row) for row in c.exec_driver_sql("select * from ballot_day")]
    assert sent.id not in repr(rows)
