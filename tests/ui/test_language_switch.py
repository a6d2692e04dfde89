"""Another language in the middle: no answer changes, and each text runs as its language does."""

import json
from typing import Any

import pytest

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
ITEMS = (
    ("one", "choice", "How are you?", "كيف حالك؟"),
    ("many", "choice", "What helps?", "ما الذي يساعدك؟"),
    ("words", "string", "What is it called?", "ما اسمه؟"),
    ("count", "integer", "How many?", "كم عددها؟"),
    ("day", "date", "Since when?", "منذ متى؟"),
)
OPTIONS = (("good", "Good", "جيد"), ("bad", "Bad", "سيئ"), ("fair", "Fair", "مقبول"))
CONTINUE, CHECK = "متابعة", "راجع إجاباتك"


def arabic(words: str) -> dict[str, Any]:
    """The translation of a text."""
    told = [{"url": "lang", "valueCode": "ar"}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": TRANSLATION, "extension": told}]}


def options() -> list[dict[str, Any]]:
    return [
        {"valueCoding": {"code": code, "display": english, "_display": arabic(words)}}
        for code, english, words in OPTIONS
    ]


@pytest.fixture
def five() -> Questionnaire:
    """Five kinds of control, in both languages."""
    items = []
    for link_id, kind, english, words in ITEMS:
        item = {"linkId": link_id, "type": kind, "text": english, "_text": arabic(words)}
        item |= {"answerOption": options()} if kind == "choice" else {}
        items.append(item | ({"repeats": True} if link_id == "many" else {}))
    raw = {"resourceType": "Questionnaire", "url": "http://x.example/Questionnaire/five"}
    raw |= {"version": "1", "status": "active", "language": "en", "title": "Five"}
    return parse_questionnaire({**raw, "_title": arabic("خمسة"), "item": items})


@pytest.fixture
def answered(open_kiosk: Any, five: Questionnaire) -> Any:
    """All five answered in Arabic, on the check page."""
    kiosk = open_kiosk(forms=(five,))
    kiosk.begin("خمسة", "العربية")
    touch = kiosk.finger.touch
    for name in ("جيد", CONTINUE, "جيد", "مقبول", CONTINUE):
        touch(name)
    touch("ما اسمه؟", "EditableText")
    for letter in ("ن", "ع", "م", "تم"):
        touch(letter)
    touch(CONTINUE)
    for name in ("1", "2", CONTINUE):
        touch(name)
    kiosk.patient.asking.enter({"day": "3", "month": "3", "year": "1950"})
    touch(CONTINUE)
    kiosk.finger.wait_for(CHECK)
    return kiosk


def rows(kiosk: Any) -> list[str]:
    return [row["answer"] for row in kiosk.patient.checking.rows]


def test_every_answer_stays_whatever_its_control(answered: Any) -> None:
    assert rows(answered) == ["جيد", "جيد، مقبول", "نعم", "١٢", "٣ مارس ١٩٥٠"]
    answered.finger.touch("اللغة")
    answered.finger.touch("English")
    answered.finger.wait_for("Check your answers")
    assert rows(answered) == ["Good", "Good, Fair", "\u2068نعم\u2069", "12", "3 March 1950"]
    answered.finger.touch("Send my answers")
    answered.finger.wait_until(lambda: answered.patient.page == "thanks")
    sent = json.loads(answered.submissions()[0].payload)
    given = [item["answer"] for item in sent["item"]]
    assert [len(answers) for answers in given] == [1, 2, 1, 1, 1]
    # What is stored is what was written: no mark of direction that the screen added.
    assert given[2:] == [
        [{"valueString": "نعم"}],
        [{"valueInteger": 12}],
        [{"valueDate": "1950-03-03"}],
    ]


@pytest.mark.parametrize("place", range(len(ITEMS)))
def test_the_control_shows_it_in_the_other_language_too(answered: Any, place: int) -> None:
    link_id, _, english, _ = ITEMS[place]
    before = answered.patient._visit.sitting.filler.answers(link_id)
    answered.patient.change(0, link_id)
    answered.finger.wait_for_stillness()
    answered.finger.touch("اللغة")
    answered.finger.touch("English")
    assert answered.finger.wait_for(english)
    answered.finger.touch("Continue")
    answered.finger.wait_for("Check your answers")
    assert answered.patient._visit.sitting.filler.answers(link_id) == before != ()
