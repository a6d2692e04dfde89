"""Every control that chooses, by real touch: what is ticked is what is stored."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.settings import Patient

CONTINUE, SEND = "Continue", "Send my answers"
SMALL = ((1280, 800), 5.9)
ALONE = {"extension": [{"url": ext.OPTION_EXCLUSIVE, "valueBoolean": True}]}
BODY = [
    {
        "url": ext.ITEM_CONTROL,
        "valueCodeableConcept": {
            "coding": [
                {
                    "system": "http://clinic-kiosk.example/fhir/CodeSystem/item-control",
                    "code": "body-map",
                }
            ]
        },
    }
]
Open = Callable[..., Any]


def coding(display: str, **more: Any) -> dict[str, Any]:
    system = "http://example.org/answers"
    return {"valueCoding": {"system": system, "code": display.lower(), "display": display}, **more}


def site(code: str, display: str) -> dict[str, Any]:
    return {"valueCoding": {"system": "http://snomed.info/sct", "code": code, "display": display}}


def form(*items: dict[str, Any]) -> Questionnaire:
    return parse_questionnaire(
        {
            "resourceType": "Questionnaire",
            "url": "http://example.org/fhir/Questionnaire/choices",
            "version": "1",
            "title": "Choices",
            "status": "active",
            "item": [
                {"linkId": f"q{at}", "text": f"Question {at}?", "type": "choice", **item}
                for at, item in enumerate(items)
            ],
        }
    )


@pytest.fixture
def asked(open_kiosk: Open) -> Open:
    """A kiosk at the first question of a form of these items."""

    def ask(*items: dict[str, Any], **opening: Any) -> Any:
        kiosk = open_kiosk(forms=(form(*items),), **opening)
        kiosk.begin("Choices")
        return kiosk

    return ask


def answers(kiosk: Any) -> list[Any]:
    """What is stored after the last question: the answers of every item."""
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.touch(SEND)
    kiosk.finger.wait_for("I have finished")
    stored = json.loads(kiosk.submissions()[0].payload)
    return [item.get("answer", []) for item in stored.get("item", [])]


def more(kiosk: Any) -> str:
    """The name of the button that turns the page of a list."""
    turning = ("Show more", "Show the first")
    return next(name for name in kiosk.finger.names() if name.startswith(turning))


def ticked(kiosk: Any) -> list[str]:
    return [node.name for node in kiosk.finger.nodes() if node.checked]


def test_a_card_that_is_touched_again_stays_chosen(asked: Open) -> None:
    kiosk = asked({"answerOption": [coding("Tea"), coding("Milk")]})
    for _ in range(2):
        kiosk.finger.touch("Milk", "RadioButton")
    assert ticked(kiosk) == ["Milk"]
    assert answers(kiosk) == [[coding("Milk")]]


def test_several_are_ticked_and_one_is_taken_back(asked: Open) -> None:
    kiosk = asked({"repeats": True, "answerOption": [coding(c) for c in ("Tea", "Milk", "Beer")]})
    for name in ("Beer", "Tea", "Milk", "Tea"):
        kiosk.finger.touch(name, "CheckBox")
    assert ticked(kiosk) == ["Milk", "Beer"]
    assert kiosk.finger.sees("2 selected")
    assert answers(kiosk) == [[coding("Milk"), coding("Beer")]]


def test_none_takes_the_others_out_and_says_so_and_the_other_way_round(asked: Open) -> None:
    none = coding("None", **ALONE)
    kiosk = asked({"repeats": True, "answerOption": [none, coding("Tea"), coding("Milk")]})
    names = kiosk.finger.names()
    assert names.index("Milk") < names.index("or") < names.index("None")
    for name in ("Tea", "Milk", "None"):
        kiosk.finger.touch(name)
    assert ticked(kiosk) == ["None"]
    assert kiosk.finger.sees("The others are taken out")
    kiosk.finger.touch("Tea")
    assert ticked(kiosk) == ["Tea"]
    assert answers(kiosk) == [[coding("Tea")]]


def test_the_last_page_of_options_forgets_nothing_of_the_first(asked: Open) -> None:
    options = [coding(f"Choice {at}") for at in range(10)]
    kiosk = asked({"repeats": True, "answerOption": options}, panel=SMALL)
    kiosk.finger.touch("Choice 0")
    while not kiosk.finger.sees("Choice 9"):
        kiosk.finger.touch(more(kiosk))
    kiosk.finger.touch("Choice 9")
    assert kiosk.finger.find("Choice 9").description == "10 of 10"
    assert answers(kiosk) == [[coding("Choice 0"), coding("Choice 9")]]


def test_arrow_keys_move_among_the_cards_and_tab_passes_by(asked: Open) -> None:
    kiosk = asked({"repeats": True, "answerOption": [coding(c) for c in ("Tea", "Milk", "Beer")]})
    kiosk.finger.touch("Tea")
    for _ in range(2):
        QTest.keyClick(kiosk.window.root, Qt.Key.Key_Down)
    assert [n.name for n in kiosk.finger.nodes() if n.focused] == ["Beer"]
    QTest.keyClick(kiosk.window.root, Qt.Key.Key_Space)
    assert ticked(kiosk) == ["Tea", "Beer"]


def test_something_else_is_written_in_place_of_an_option(asked: Open) -> None:
    kiosk = asked({"type": "open-choice", "answerOption": [coding("Tea")]})
    kiosk.finger.touch("Tea")
    kiosk.finger.touch("Something else")
    kiosk.finger.write("Juice")
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for("Something else: Juice")
    assert ticked(kiosk) == ["Something else: Juice"]
    assert answers(kiosk) == [[{"valueString": "Juice"}]]


def test_own_words_that_are_taken_back_are_not_lost(asked: Open) -> None:
    options = [coding("Tea"), coding("None", **ALONE)]
    kiosk = asked({"type": "open-choice", "repeats": True, "answerOption": options})
    kiosk.finger.touch("Tea")
    kiosk.finger.touch("Something else")
    kiosk.finger.write("Juice")
    kiosk.finger.touch("Done")
    kiosk.finger.touch("None")
    assert ticked(kiosk) == ["None"]
    kiosk.finger.touch("Something else: Juice")
    kiosk.finger.touch("Done")
    assert ticked(kiosk) == ["Something else: Juice"]
    kiosk.finger.touch("Tea")
    assert answers(kiosk) == [[coding("Tea"), {"valueString": "Juice"}]]


COUNTRIES = [coding(f"{first}land {at}") for first in ("Är", "Be", "Ko") for at in range(20)]


@pytest.mark.parametrize("panel", [SMALL, ((1080, 1920), 3.6)])
def test_a_long_list_is_searched_by_typing(asked: Open, panel: Any) -> None:
    kiosk = asked({"answerOption": COUNTRIES}, panel=panel)
    kiosk.finger.touch("Type to search")
    kiosk.finger.write("arl")
    kiosk.finger.touch("Done")
    kiosk.finger.wait_for("Type again: 20 found for “arl”")
    kiosk.finger.touch("Ärland 0", "RadioButton")
    assert kiosk.finger.wait_for("Remove: Ärland 0")
    assert answers(kiosk) == [[coding("Ärland 0")]]


def test_a_long_list_is_looked_through_without_typing(asked: Open) -> None:
    kiosk = asked({"repeats": True, "answerOption": COUNTRIES})
    kiosk.finger.touch("Look through the list")
    kiosk.finger.touch("Beland 0 to Beland 9")
    kiosk.finger.touch("Beland 3", "CheckBox")
    kiosk.finger.touch("Step back: Is it one of these?")
    kiosk.finger.touch("Ärland 0 to Ärland 9")
    kiosk.finger.touch("Ärland 4", "CheckBox")
    assert kiosk.finger.wait_for("Remove: Ärland 4")
    kiosk.finger.touch("Remove: Beland 3")
    assert answers(kiosk) == [[coding("Ärland 4")]]


def test_what_a_long_list_lacks_is_written(asked: Open) -> None:
    kiosk = asked({"type": "open-choice", "repeats": True, "answerOption": COUNTRIES})
    kiosk.finger.touch("Type to search")
    kiosk.finger.write("zzz")
    kiosk.finger.touch("Done")
    kiosk.finger.touch("Something else")
    kiosk.finger.write("Sealand")
    kiosk.finger.touch("Done")
    assert kiosk.finger.wait_for("Remove: Something else: Sealand")
    assert answers(kiosk) == [[{"valueString": "Sealand"}]]


SITES = [
    site("69536005", "Head"),
    site("91775009", "Left shoulder"),
    site("82169009", "Left knee"),
    site("1", "Somewhere else"),
]


@pytest.mark.parametrize("panel", [SMALL, ((1080, 1920), 3.6)])
def test_the_body_and_its_list_give_the_same_answers(asked: Open, panel: Any) -> None:
    item = {"repeats": True, "extension": BODY, "answerOption": SITES}
    kiosk = asked(item, item, panel=panel)
    kiosk.finger.touch("Left shoulder", "CheckBox")
    while not kiosk.finger.sees("Left knee"):
        kiosk.finger.touch("Lower")
    kiosk.finger.touch("Left knee", "CheckBox")
    assert kiosk.finger.sees("Left shoulder, Left knee")
    kiosk.finger.touch(CONTINUE)
    kiosk.finger.touch("Others")
    for name in ("Left shoulder", "Left knee"):
        while not kiosk.finger.sees(name):
            kiosk.finger.touch(more(kiosk))
        kiosk.finger.touch(name, "CheckBox")
    drawn, listed = answers(kiosk)
    assert drawn == listed == [SITES[1], SITES[2]]


def test_an_answer_of_several_regions_is_met_once_and_passed_in_one_step(asked: Open) -> None:
    place = "http://clinic-kiosk.example/fhir/CodeSystem/body-place"
    sites = [
        {"valueCoding": {"system": place, "code": code, "display": code}}
        for code in ("head", "arm", "leg", "all-over")
    ]
    kiosk = asked({"extension": BODY, "answerOption": sites})
    drawn = [node for node in kiosk.finger.nodes() if node.role == "RadioButton"]
    assert [node.name for node in drawn] == ["head", "arm", "leg"]
    assert [node.description for node in drawn] == ["1 of 4", "2 of 4", "3 of 4"]
    QTest.keyClick(kiosk.window.root, Qt.Key.Key_Tab)
    reached = []
    for _ in range(4):
        reached += [node.name for node in kiosk.finger.nodes() if node.focused]
        QTest.keyClick(kiosk.window.root, Qt.Key.Key_Right)
    assert reached == ["head", "arm", "leg", "head"]


def test_every_region_of_a_body_is_large_enough_to_touch(asked: Open) -> None:
    codes = ("69536005", "45048000", "51185008", "818983003", "12921003", "16982005", "40983000")
    limbs = ("14975008", "85562004", "68367000", "72696002", "30021000", "56459004")
    sites = [site(code, f"Site {at}") for at, code in enumerate(codes + limbs)]
    kiosk = asked({"extension": BODY, "answerOption": sites}, panel=SMALL)
    seen: set[str] = set()
    for _ in range(5):
        places = [n for n in kiosk.finger.nodes() if n.name.startswith("Site")]
        seen |= {node.name for node in places}
        assert min(min(n.rect.width(), n.rect.height()) for n in places) >= 20 * 5.9 - 1
        kiosk.finger.touch("Top" if kiosk.finger.sees("Top") else "Lower")
    assert len(seen) == len(sites)


def test_the_body_is_not_mirrored_where_the_page_is(asked: Open) -> None:
    settings = Patient(languages=("en", "ar"), draft_translations=("ar",))
    kiosk = asked({"extension": BODY, "answerOption": SITES}, settings=settings)
    before = kiosk.finger.find("Left shoulder").rect.center().x()
    kiosk.speak("ar")
    assert abs(kiosk.finger.find("Left shoulder").rect.center().x() - before) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_touched_the_answers_are_the_ticks_shown(asked: Open, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    names = [f"Choice {at}" for at in range(chance.randint(2, 6))]
    last = coding("None", **ALONE)
    kiosk = asked({"repeats": True, "answerOption": [*map(coding, names), last]})
    for _ in range(12):
        kiosk.finger.touch(chance.choice([*names, "None"]))
        shown = ticked(kiosk)
        given = kiosk.patient._visit.sitting.filler.answers("q0")
        assert [answer.value["display"] for answer in given] == shown
        assert shown == ["None"] or "None" not in shown
