"""Visits that staff gave out, small forms, and a scanner before the kiosk."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.store import audit, visits
from kiosk.store.database import Store
from kiosk.store.visits import Visit, Whose

OWN = "http://clinic-kiosk.example/fhir/StructureDefinition"
SLEEP = {"system": "http://loinc.org", "code": "sleep"}


def key_event(kind: QEvent.Type, sign: str, at_ms: int) -> QKeyEvent:
    """A key of a scanner, at its moment."""
    key = Qt.Key.Key_Return.value if sign == "\r" else ord(sign.upper())
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
    event.setTimestamp(at_ms)
    return event


def choice(link_id: str, text: str, **more: Any) -> dict[str, Any]:
    """A question with three answers."""
    options = [{"valueCoding": {"code": word, "display": word}} for word in ("Good", "Fair", "Bad")]
    item = {"linkId": link_id, "type": "choice", "text": text, "answerOption": options}
    return {**item, **more}


def form(name: str, *items: dict[str, Any], **more: Any) -> Questionnaire:
    """A form of these questions."""
    raw = {
        "resourceType": "Questionnaire",
        "url": f"http://clinic.example/Questionnaire/{name}",
        "version": "1",
        "name": name,
        "title": f"About {name}",
        "status": "active",
        "language": "en",
        "item": list(items),
    }
    return parse_questionnaire({**raw, **more})


def sensitive(name: str, *items: dict[str, Any]) -> Questionnaire:
    """A form that is personal."""
    return form(
        name, *items, extension=[{"url": f"{OWN}/no-feedback-prompt", "valueBoolean": True}]
    )


def only(who: str) -> list[dict[str, str]]:
    """The extension that says who may answer."""
    return [{"url": f"{OWN}/answered-by", "valueCode": who}]


@pytest.fixture
def three() -> tuple[Questionnaire, ...]:
    """A packet: the question of sleep is in the first form and in the last."""
    return (
        form("body", choice("walk", "How do you walk?"),
             choice("sleep", "How do you sleep?", code=[SLEEP])),
        form("mind", choice("mood", "How is your mood?")),
        form("nights", choice("night", "How did you sleep?", code=[SLEEP]),
             choice("rest", "How rested are you?")),
    )  # fmt: skip


Giver = Callable[..., Visit]


@pytest.fixture
def give(store: Store, now: datetime) -> Giver:
    """Gives out a visit: `give(forms, Whose(…))`."""

    def give_one(packet: tuple[Questionnaire, ...], whose: Whose | None = None) -> Visit:
        names = tuple(one.canonical for one in packet)
        with store.transaction() as connection:
            return visits.create_visit(connection, packet=names, by="Sam", now=now, whose=whose)

    return give_one


class Desk:
    """What the desk sees of a kiosk, and a scanner before it."""

    def __init__(self, kiosk: Any) -> None:
        self.kiosk = kiosk

    def state(self, visit: Visit) -> str:
        """The state of a visit, after everything given to the disk lane was done."""
        self.kiosk.settle()
        with self.kiosk.store.reading() as connection:
            found = visits.load_visit(connection, visit.id)
        return found.state if found else ""

    def events(self) -> list[str]:
        """What the audit tells, the last first."""
        self.kiosk.settle()
        with self.kiosk.store.reading() as connection:
            return [event.action for event in audit.events(connection, 50)]

    def responses(self) -> list[dict[str, Any]]:
        """The responses on their way."""
        return [json.loads(one.payload) for one in self.kiosk.submissions()]

    def scan(self, code: str) -> None:
        """A slip is held before the scanner, which types its code."""
        window, now_ms = self.kiosk.window.root, int(time.monotonic() * 1000)
        for number, sign in enumerate(f"{code}\r"):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(window, key_event(kind, sign, now_ms + number * 5))

    def answer(self, *names: str) -> None:
        """Touch each, and Continue after it."""
        for name in names:
            self.kiosk.finger.touch(name)
            self.kiosk.finger.touch("Continue")


@pytest.fixture
def desk_of() -> Callable[[Any], Desk]:
    """The desk of a kiosk."""
    return Desk


@pytest.fixture
def make_form() -> Callable[..., Questionnaire]:
    """`make_form(name, item, …)`."""
    return form


@pytest.fixture
def make_sensitive() -> Callable[..., Questionnaire]:
    """`make_sensitive(name, item, …)`."""
    return sensitive


@pytest.fixture
def make_choice() -> Callable[..., dict[str, Any]]:
    """`make_choice(link_id, text)`: a question answered by Good, Fair or Bad."""
    return choice


@pytest.fixture
def answered_by() -> Callable[[str], list[dict[str, str]]]:
    """The extension that says who may answer a form."""
    return only
