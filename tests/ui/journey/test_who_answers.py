"""Who gives the answers: what each is told, and that the responses say so."""

from typing import Any

import pytest

from kiosk.settings import Patient

ANSWERED_BY = "http://clinic-kiosk.example/fhir/StructureDefinition/answered-by"
PROXY_TEXT = "http://clinic-kiosk.example/fhir/StructureDefinition/proxy-text"
SEND = "Send my answers"


def said_by(response: dict[str, Any]) -> list[str]:
    return [e["valueCode"] for e in response.get("extension", []) if e["url"] == ANSWERED_BY]


def sent(kiosk: Any, desk_of: Any) -> list[dict[str, Any]]:
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    responses = desk_of(kiosk).responses()
    return list(responses)


@pytest.fixture
def mood(make_form: Any, make_choice: Any) -> Any:
    """A form with words for a proxy."""
    worded = {"extension": [{"url": PROXY_TEXT, "valueString": "How is the patient's mood?"}]}
    return make_form("mind", make_choice("mood", "How is your mood?", _text=worded))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("I answer myself", "self"),
        ("Somebody helps me to answer", "helped"),
        ("An interpreter helps me", "interpreter"),
        ("Somebody from the clinic helps me", "staff"),
        ("I answer for somebody else", "proxy"),
    ],
)
def test_the_response_says_who_answered_and_a_proxy_is_asked_as_one(
    open_kiosk: Any, mood: Any, desk_of: Any, who: str, code: str
) -> None:
    kiosk = open_kiosk(forms=(mood,))
    kiosk.finger.touch("English")
    kiosk.finger.touch(who)
    asked = "How is the patient's mood?" if code == "proxy" else "How is your mood?"
    kiosk.finger.wait_for(asked)
    desk_of(kiosk).answer("Good")
    (response,) = sent(kiosk, desk_of)
    assert said_by(response) == [code]
    source = {"type": "RelatedPerson", "display": "Somebody for the patient"}
    assert response.get("source") == (source if code == "proxy" else None)


@pytest.fixture
def own(make_form: Any, make_choice: Any, answered_by: Any) -> Any:
    """A form that only the patient may answer."""
    return make_form("own", make_choice("a", "A?"), extension=answered_by("self"))


@pytest.fixture
def others(make_form: Any, make_choice: Any, answered_by: Any) -> Any:
    """A form that anybody may answer, and one that only a proxy may."""
    proxies = make_form("other", make_choice("c", "C?"), extension=answered_by("proxy"))
    return {"free": make_form("free", make_choice("b", "B?")), "proxy": proxies}


def test_only_those_are_offered_who_may_answer_every_form(
    open_kiosk: Any, give: Any, desk_of: Any, own: Any, others: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=(own, others["free"]))
    desk_of(kiosk).scan(give((others["free"], own)).code)
    kiosk.finger.wait_for("I answer myself")
    assert kiosk.finger.sees("Somebody helps me to answer")
    assert not kiosk.finger.sees("I answer for somebody else")


def test_forms_that_nobody_may_answer_all_are_sent_to_the_desk(
    open_kiosk: Any, give: Any, desk_of: Any, own: Any, others: Any
) -> None:
    packet = (own, others["proxy"])
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=packet)
    visit = give(packet)
    desk_of(kiosk).scan(visit.code)
    kiosk.finger.wait_for("Who is answering?")
    kiosk.finger.wait_for_stillness()
    assert any("can't be answered by one person" in name for name in kiosk.finger.names())
    kiosk.finger.touch("Back")
    assert desk_of(kiosk).state(visit) == "waiting"


def test_who_answers_can_be_changed_on_the_way_and_is_kept_with_the_answers(
    open_kiosk: Any, mood: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(forms=(mood,))
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.touch("Good")
    kiosk.finger.touch("Back")
    kiosk.finger.touch("I answer for somebody else")
    kiosk.finger.wait_for("How is the patient's mood?")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    kiosk.finger.wait_for("How is the patient's mood?")
    kiosk.finger.touch("Continue")
    (response,) = sent(kiosk, desk_of)
    assert said_by(response) == ["proxy"]


@pytest.fixture
def personal(make_sensitive: Any, make_choice: Any) -> Any:
    """A form that is personal."""
    return make_sensitive("love", make_choice("love", "How is your love life?"))


def test_before_what_is_personal_whoever_is_helped_may_choose_to_be_alone(
    open_kiosk: Any, mood: Any, personal: Any, give: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(identity="code"), forms=(mood, personal))
    desk_of(kiosk).scan(give((mood, personal)).code)
    kiosk.finger.touch("Somebody helps me to answer")
    desk_of(kiosk).answer("Good")
    kiosk.finger.wait_for("The next questions are personal")
    assert not kiosk.finger.sees("How is your love life?")
    kiosk.finger.touch("I answer alone")
    kiosk.finger.wait_for("How is your love life?")
    desk_of(kiosk).answer("Fair")
    by = {r["questionnaire"].split("/")[-1]: said_by(r) for r in sent(kiosk, desk_of)}
    assert by == {"mind|1": ["helped"], "love|1": ["self"]}


@pytest.mark.parametrize(
    ("who", "code"),
    [("Somebody helps me to answer", "helped"), ("An interpreter helps me", "interpreter")],
)
def test_together_stays_together(
    open_kiosk: Any, personal: Any, desk_of: Any, who: str, code: str
) -> None:
    kiosk = open_kiosk(forms=(personal,))
    kiosk.finger.touch("English")
    kiosk.finger.touch(who)
    kiosk.finger.touch("We go on together")
    desk_of(kiosk).answer("Fair")
    (response,) = sent(kiosk, desk_of)
    assert said_by(response) == [code]


@pytest.mark.parametrize("who", ["I answer myself", "I answer for somebody else"])
def test_whoever_is_not_helped_is_not_asked_whether_to_be_alone(
    open_kiosk: Any, personal: Any, who: str
) -> None:
    kiosk = open_kiosk(forms=(personal,))
    kiosk.finger.touch("English")
    kiosk.finger.touch(who)
    assert kiosk.finger.wait_for("How is your love life?")


def test_a_resumed_form_that_is_personal_offers_it_again(
    open_kiosk: Any, personal: Any, desk_of: Any
) -> None:
    kiosk = open_kiosk(forms=(personal,))
    kiosk.finger.touch("English")
    kiosk.finger.touch("Somebody helps me to answer")
    kiosk.finger.touch("We go on together")
    kiosk.finger.touch("Fair")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    kiosk.patient.resume(kiosk.drafts()[0].id, "Sam")
    assert kiosk.finger.wait_for("The next questions are personal")
    assert desk_of(kiosk).responses() == []
