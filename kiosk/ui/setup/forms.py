"""Step 6: which forms patients are offered, and how the kiosk knows whose answers they are."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.offered import is_canonical
from kiosk.setting_up import steps
from kiosk.setting_up.offering import IDENTITIES, Offered, offered, unfit
from kiosk.setting_up.tools import Now
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SetUpFormsPage(SetUpPage):
    """A tick for each form that comes with the program, and one of three ways to know somebody."""

    step = steps.FORMS
    chosen = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._forms: tuple[Offered, ...] = ()
        self._names: list[str] = []
        self._identity: str = IDENTITIES[0]

    def enter(self, now: Now) -> None:
        """What the settings say so far."""
        patient = now.settings.patient
        self._forms = offered(patient.forms, self.shared.speaking.language)
        self._names, self._identity = list(patient.forms), patient.identity
        super().enter(now)
        self.chosen.emit()

    @Slot(str)
    def toggle(self, name: str) -> None:
        """Offer a form, or no more."""
        if name in self._names:
            self._names.remove(name)
        else:
            self._names.append(name)
        self.chosen.emit()

    @Slot(str)
    def identify(self, identity: str) -> None:
        """How the kiosk knows somebody: "anonymous", "code", "birthdate"."""
        self._identity = identity
        self.chosen.emit()

    def go_on(self) -> None:
        """At least one form, and none that could never be shown."""
        ticked = [form for form in self._forms if form.name in self._names]
        if not self._names:
            self.refused.emit(self.say("setup_forms_none"))
        elif wrong := unfit(ticked, self._identity):
            self.refused.emit(self.say("setup_forms_unfit", form=wrong[0].title))
        else:
            self.keep({"patient": {"forms": list(self._names), "identity": self._identity}})

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {"name": form.name, "title": form.title, "line": self._line(form),
             "on": form.name in self._names}
            for form in self._forms
        ]  # fmt: skip

    def _line(self, form: Offered) -> str:
        """How long it takes, what it is about, what it needs."""
        count = self.shared.speaking.count
        time = count("setup_minutes", form.minutes, "minutes") if form.minutes else ""
        needs = self.say("setup_forms_alert") if form.alert else ""
        return " ".join(filter(None, [time, form.about, needs]))

    def _ways(self) -> list[dict[str, Any]]:
        return [
            {"id": one, "label": self.say(f"setup_identity_{one}"),
             "line": self.say(f"setup_identity_{one}_line"), "on": one == self._identity}
            for one in IDENTITIES
        ]  # fmt: skip

    def _from_centre(self) -> str:
        """Forms of the central service stay as the settings name them."""
        number = sum(map(is_canonical, self._names))
        return self.say("setup_forms_centre", count=number) if number else ""

    rows = Property(list, _rows, notify=chosen)
    ways = Property(list, _ways, notify=chosen)
    fromCentre = Property(str, _from_centre, notify=chosen)  # noqa: N815 - read by QML
