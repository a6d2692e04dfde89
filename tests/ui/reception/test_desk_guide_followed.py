"""The desk's guide is followed to the letter: its keys, in its order, and what it says is seen."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.questionnaire import Questionnaire
from kiosk.guides import guide_of
from kiosk.settings import Clinic, Packet, Patient, Reception, Responder, Settings
from kiosk.store import visits
from tests.ui.reception.test_alerts import GO, NEW, fire
from tests.ui.reception.test_export_page import hand_in

KEY = re.compile(r"\*\*((?:Ctrl|Alt)\+(?:Enter|\w)|F1|Del|Enter|Esc)\*\*")
SETTINGS = Settings(
    clinic=Clinic(name="Riverside Practice", kiosk="Left"), patient=Patient(identity="code"),
    reception=Reception(
        packets=(Packet(name="First visit", forms=("what-matters",), key="1"),),
        responders=(Responder(name="Duty nurse", how="extension 21"),),
    ),
)  # fmt: skip


class Reader:
    """Somebody who presses the next key of the guide, looks, and reads on."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.hands = desk, desk.hands
        self._left = KEY.findall(guide_of("desk").text)

    def press(self, key: str) -> None:
        """The next key of the guide, which has to be this one."""
        assert self._left.pop(0) == key
        self.hands.wait_for_stillness()
        self.hands.press(key.replace("Enter", "Return").replace("Esc", "Escape"))
        self.desk.settle()

    def sees(self, text: str) -> None:
        """Waits until that stands in the window."""
        self.hands.wait_until(lambda: any(text in one for one in self.hands.names()), text)

    def on_page(self, title: str) -> None:
        """Waits until that page is shown."""
        self.hands.wait_until(lambda: self.hands.heading() == title, title)

    def closes(self, text: str) -> None:
        """Escape, until that is gone."""
        self.hands.press("Escape")
        self.hands.wait_until(lambda: not self.hands.sees(text), f"no {text}")

    def is_at_the_end(self) -> None:
        """No key is left."""
        assert self._left == []


@pytest.fixture
def reader(
    open_desk: Callable[..., Any], store: Any, now: datetime,
    forms: tuple[Questionnaire, ...], tmp_path: Path,
) -> Reader:  # fmt: skip
    """At a desk with a response that came in; nobody is signed in."""
    hand_in(store, forms[2], 1, now)
    desk = open_desk(settings=SETTINGS)
    desk.reception.pages["today"].folder = tmp_path / "papers"
    return Reader(desk)


def test_the_first_morning(reader: Reader, store: Any, now: datetime, tmp_path: Path) -> None:
    reader.desk.sign_in()
    about_the_window(reader)
    a_patient_comes(reader, tmp_path / "papers")
    fire(store, now)
    somebody_needs_you(reader)
    the_answers(reader)
    a_question_makes_no_sense(reader)
    reader.press("Ctrl+L")
    reader.sees("Sign in")
    reader.desk.sign_in()
    reader.press("Ctrl+3")
    reader.sees("Back to the responses")  # as it was left

    reader.is_at_the_end()


def about_the_window(reader: Reader) -> None:
    tabs = [node.name for node in reader.hands.nodes() if node.role == "PageTab"]
    reader.press("Ctrl+1")
    reader.on_page("Today")
    reader.press("Ctrl+9")
    reader.on_page(tabs[8].partition(",")[0])
    reader.press("F1")
    reader.sees("Close the guide")
    reader.closes("Close the guide")
    reader.press("Ctrl+L")
    reader.desk.sign_in()
    reader.press("Ctrl+T")
    reader.sees("How this window looks")
    reader.closes("How this window looks")
    reader.hands.press("Ctrl+1")
    reader.on_page("Today")
    reader.hands.press("Alt+N")  # something that can be taken back
    reader.sees("offered 1")
    reader.press("Ctrl+Z")
    reader.hands.wait_until(lambda: not any("offered 1" in one for one in reader.hands.names()))


def a_patient_comes(reader: Reader, papers: Path) -> None:
    reader.press("Ctrl+N")
    reader.sees("What do they fill in?")
    reader.press("Alt+1")
    reader.press("Enter")
    reader.sees("The visit is ready")
    reader.press("Ctrl+P")
    assert [file.suffix for file in papers.iterdir()] == [".pdf"]
    reader.press("Esc")
    reader.hands.wait_until(lambda: not reader.hands.sees("The visit is ready"), "the page")
    reader.sees("waiting")
    reader.press("Ctrl+R")
    reader.sees("The visit is ready")
    reader.closes("The visit is ready")
    reader.press("Del")
    reader.sees("The visit is taken back")
    with reader.desk.store.reading() as c:
        assert visits.list_visits(c) == ()


def somebody_needs_you(reader: Reader) -> None:
    reader.hands.wait_until(lambda: reader.hands.sees(NEW) or reader.desk.settle(), NEW)
    reader.press("Ctrl+2")
    reader.on_page("Alerts")
    reader.sees(GO)
    reader.sees("Duty nurse, extension 21")
    reader.press("Ctrl+G")
    reader.hands.wait_until(lambda: not reader.hands.sees(NEW), "it to be seen to")


def the_answers(reader: Reader) -> None:
    reader.hands.click("Responses", "PageTab")
    reader.on_page("Responses")
    reader.hands.wait_until(lambda: bool(reader.hands.rows()), "what came")
    reader.press("Enter")
    reader.sees("Copy for the record")
    reader.press("Ctrl+P")
    reader.sees("Save as PDF")
    reader.hands.press("Escape")
    reader.desk.settle()
    reader.hands.click("Export", "PageTab")
    reader.on_page("Export")
    reader.press("Ctrl+E")
    reader.sees("Write the file")
    reader.closes("Write the file")


def a_question_makes_no_sense(reader: Reader) -> None:
    reader.press("Ctrl+K")
    reader.sees("Question: number or words")
    reader.hands.type("2")
    reader.press("Enter")
    reader.hands.press("1")
    reader.press("Ctrl+Enter")
    reader.hands.wait_until(lambda: not reader.hands.sees("Question: number or words"), "the page")
