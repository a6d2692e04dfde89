"""The tree as a screen reader is told it, read over D-Bus; pages of it are kept in `seen/`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.resources import resource

HERE = Path(__file__).parent
FIRST, WHO, PAIN, CHOSEN, WHERE, ERROR, MENDED, CHECK = range(8)
WALKS = {
    "en": (
        "English",
        "I answer myself",
        "6",
        "Continue",
        "Continue",
        "Neck or shoulder",
        "Continue",
    ),
    "ar": ("العربية", "أجيب بنفسي", "٦", "متابعة", "متابعة", "الرقبة أو الكتف", "متابعة"),
}
"""What is pressed, from the first page to the check page; the second question is passed by once."""
NEW_PAGES = (FIRST, WHO, PAIN, WHERE, CHECK)
UNTOUCHED = {"label", "heading", "alert message", "graphic"}

pytestmark = pytest.mark.long
in_both = pytest.mark.parametrize("language", WALKS)
Walked = dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def walked(open_kiosk: Any) -> Walked:
    """By language, each page of the walk as it stands after what was pressed."""

    def walk(language: str) -> list[list[Any]]:
        with open_kiosk() as reader:
            pages = [reader.page()]
            for name in WALKS[language]:
                reader.press(name)
                pages.append(reader.wait(lambda now: now != pages[-1], f"change after {name}"))
            return pages

    return {language: walk(language) for language in WALKS}


@pytest.mark.parametrize(
    ("language", "at", "name"),
    [
        ("en", FIRST, "en-first"), ("en", PAIN, "en-pain"), ("en", WHERE, "en-where"),
        ("en", ERROR, "en-error"), ("en", CHECK, "en-check"), ("ar", WHERE, "ar-where"),
    ],
)  # fmt: skip
def test_the_tree_is_the_one_that_is_kept(
    walked: Walked, is_kept: Callable[[Path, str], None], language: str, at: int, name: str
) -> None:
    told = "\n".join(node.line() for node in walked[language][at])
    is_kept(HERE / "seen" / f"{name}.txt", told)


@in_both
def test_every_page_has_one_heading(walked: Walked, language: str) -> None:
    counts = [sum(node.role == "heading" for node in page) for page in walked[language]]
    assert counts == [1] * len(counts)


def test_every_text_of_a_question_is_there(walked: Walked) -> None:
    form = json.loads(resource("forms", "pain-today.json").read_bytes())
    question, *_ = form["item"]
    hint, low, high = [item["text"] for item in question["item"]]
    names = [node.name for node in walked["en"][PAIN]]
    assert {question["text"], hint, f"0 {low}", *map(str, range(1, 10)), f"10 {high}"} <= {*names}
    questions = [item["text"] for item in form["item"][:2]]
    assert {*questions, "6", "Neck or shoulder"} <= {node.name for node in walked["en"][CHECK]}


@in_both
def test_all_that_can_be_touched_has_a_name(walked: Walked, language: str) -> None:
    touched = [n for page in walked[language] for n in page if n.role not in UNTOUCHED]
    assert len(touched) > 10 * len(NEW_PAGES)
    assert [node for node in touched if not node.name.strip()] == []


@in_both
def test_the_focus_is_on_the_heading_of_a_new_page(walked: Walked, language: str) -> None:
    assert [focus(walked[language][at]).role for at in NEW_PAGES] == ["heading"] * len(NEW_PAGES)


@in_both
def test_the_focus_is_on_what_is_wrong(walked: Walked, language: str) -> None:
    wrong = focus(walked[language][ERROR])
    assert wrong.role == "alert message"
    assert walked[language][ERROR].index(wrong) < headings(walked[language][ERROR])[0]


@in_both
def test_each_answer_is_met_once_and_tells_its_place(walked: Walked, language: str) -> None:
    answers = [node for node in walked[language][WHERE] if node.role == "radio button"]
    assert len({node.name for node in answers}) == len(answers) > 5
    assert len({node.description for node in answers}) == len(answers)


@in_both
def test_what_was_chosen_is_said_to_be(walked: Walked, language: str) -> None:
    checked = [
        [node.name for node in walked[language][at] if "checked" in node.states]
        for at in (PAIN, CHOSEN, WHERE, MENDED)
    ]
    assert checked == [[], [WALKS[language][2]], [], [WALKS[language][5]]]


@in_both
def test_who_checks_the_answers_meets_each_with_its_button(walked: Walked, language: str) -> None:
    buttons = {node.description for node in walked[language][CHECK] if node.role == "push button"}
    assert {WALKS[language][2], WALKS[language][5]} <= buttons


def focus(page: list[Any]) -> Any:
    (one,) = [node for node in page if "focused" in node.states]
    return one


def headings(page: list[Any]) -> list[int]:
    return [at for at, node in enumerate(page) if node.role == "heading"]
