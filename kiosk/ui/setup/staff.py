"""Step 7: who may come behind the desk, each with a PIN; who goes when an answer asks for a person.

With this step the kiosk is made: settings file, key, store, first staff and recovery page, all or
none. PINs are held here alone until then, and nowhere afterwards.
"""

from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import RefusedError
from kiosk.setting_up import steps
from kiosk.setting_up.offering import offered
from kiosk.setting_up.tools import Now
from kiosk.store.staff import ROLES, NewStaff, refuse_weak_pin
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_LEAD: Final = "lead"


@QmlElement
class StaffPage(SetUpPage):
    """A list of people, a row to add one, and the responder where a form needs one."""

    step = steps.STAFF
    listed = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._people: list[NewStaff] = []
        self._role = _LEAD
        self._responder = {"name": "", "how": ""}
        self._needs_responder = False

    def enter(self, now: Now) -> None:
        """Who has a PIN already, and what the settings say of responders."""
        patient, responders = now.settings.patient, now.settings.reception.responders
        forms = offered(patient.forms, self.shared.speaking.language)
        self._needs_responder = any(form.alert for form in forms if form.name in patient.forms)
        if responders:
            self._responder = {"name": responders[0].name, "how": responders[0].how}
        self._role = "reception" if now.has_store or self._people else _LEAD
        super().enter(now)
        self.listed.emit()

    @Slot(str)
    def chooseRole(self, role: str) -> None:  # noqa: N802 - called by QML
        """Of who is added next."""
        self._role = role
        self.listed.emit()

    @Slot(str, str, str, result=bool)
    def add(self, name: str, pin: str, again: str) -> bool:
        """One more; whether they are in the list now."""
        name = name.strip()
        if why := self._wrong(name, pin, again):
            self.refused.emit(why)
            return False
        self._people.append(NewStaff(name, self._role, pin))
        self._role = "reception"
        self.refused.emit("")
        self.listed.emit()
        return True

    @Slot(int)
    def remove(self, place: int) -> None:
        """Somebody who has no PIN yet is taken off the list."""
        del self._people[place]
        self.listed.emit()

    @Slot(str, str)
    def respond(self, name: str, how: str) -> None:
        """Who goes when an answer asks for a person, and how the desk reaches them."""
        self._responder = {"name": name, "how": how}

    def go_on(self) -> None:
        """The kiosk is made, or these are staff of it, too."""
        responder = {key: text.strip() for key, text in self._responder.items()}
        has_lead = any(role == _LEAD for _, role in self._there())
        if not has_lead and not any(one.role == _LEAD for one in self._people):
            self.refused.emit(self.say("setup_staff_lead"))
        elif self._needs_responder and not all(responder.values()):
            self.refused.emit(self.say("setup_responder_missing"))
        else:
            self._make(responder)

    def _wrong(self, name: str, pin: str, again: str) -> str:
        """Why that person can't be added; "" where nothing is wrong."""
        known = {one.name for one in self._people} | {one for one, _ in self._there()}
        if not name or not name.isprintable():
            return self.say("setup_staff_name")
        if name in known:
            return self.say("setup_staff_twice", name=name)
        try:
            refuse_weak_pin(pin)
        except RefusedError as why:
            return f"{why} {why.advice}".strip()
        if pin != again:
            return self.say("setup_staff_differ")
        return self.say("setup_staff_same") if pin in {one.pin for one in self._people} else ""

    def _make(self, responder: dict[str, str]) -> None:
        book, people = self.shared.book, tuple(self._people)
        now_first = self.now.settings.reception.responders[:1] if self.now else ()
        kept = [{"name": one.name, "how": one.how} for one in now_first]
        changes: dict[str, dict[str, Any]] = {}
        if self._needs_responder and kept != [responder]:
            changes = {"reception": {"responders": [responder]}}

        def made(now: Now) -> None:
            self._people = []
            self.kept.emit(now)

        self.work(lambda: book.make(people, changes), made)

    def _there(self) -> tuple[tuple[str, str], ...]:
        return self.now.staff if self.now else ()

    def _rows(self) -> list[dict[str, Any]]:
        there = [{"name": name, "role": self._role_word(role), "place": -1}
                 for name, role in self._there()]  # fmt: skip
        new = [{"name": one.name, "role": self._role_word(one.role), "place": place}
               for place, one in enumerate(self._people)]  # fmt: skip
        return [*there, *new]

    def _role_word(self, role: str) -> str:
        return self.say(f"setup_role_{role.lower()}")

    def _roles(self) -> list[dict[str, str]]:
        return [{"id": role, "label": self._role_word(role)} for role in (_LEAD, *_others())]

    def _read_role(self) -> str:
        return self._role

    def _read_needs(self) -> bool:
        return self._needs_responder

    def _responder_name(self) -> str:
        return self._responder["name"]

    def _responder_how(self) -> str:
        return self._responder["how"]

    rows = Property(list, _rows, notify=listed)
    roles = Property(list, _roles, constant=True)
    role = Property(str, _read_role, notify=listed)
    needsResponder = Property(bool, _read_needs, notify=listed)  # noqa: N815 - read by QML
    responder = Property(str, _responder_name, notify=listed)
    responderHow = Property(str, _responder_how, notify=listed)  # noqa: N815


def _others() -> tuple[str, ...]:
    return tuple(role for role in ROLES if role != _LEAD)
