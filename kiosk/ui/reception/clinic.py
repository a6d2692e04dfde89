"""Clinic: its name and logo, its hours, which forms are offered where and when."""

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.clinic import Before, ClinicNow
from kiosk.forms.looks.media import Media
from kiosk.papers.logo import picture_of, read_logo
from kiosk.settings import Settings
from kiosk.ui.pictures import Pictures
from kiosk.ui.reception.clinic_fields import DAYS, HOURS, NAME, ClinicFields
from kiosk.ui.reception.clinic_forms import HERE, WHERE, shown_rule, with_rule
from kiosk.ui.reception.clinic_words import standing_words
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TABS: Final = ("name", "hours", "forms")
_PICTURE: Final = "clinic.picture"
_DAYS: Final = "patient.days"


@QmlElement
class ClinicPage(DeskPage):
    """What the clinic's lead sets for patients' screens; each change can be undone."""

    lookedAt = Signal()  # noqa: N815 - Qt's way to name signals
    tabChanged = Signal()  # noqa: N815
    textsChanged = Signal()  # noqa: N815
    problemsChanged = Signal()  # noqa: N815

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.changed.connect(self.lookedAt)
        self.pictures = self._drawn = Pictures("clinic")
        self._tab, self._fields = _TABS[0], ClinicFields()
        self._problems: dict[str, str] = {}
        self._now: ClinicNow | None = None
        self._fields.show(desk.settings)

    def enter(self) -> None:
        """Look at once."""
        self.refresh()

    def forget(self) -> None:
        """What somebody began to write is gone."""
        self._fields.forget()
        self._problems = {}
        self._tell_fields()
        super().forget()

    def refresh(self) -> None:
        """Look again; what somebody writes stays."""
        self.desk.jobs.disk.run(self.desk.clinic.look, lambda found: self._show(found.result()))

    @Slot(str)
    def showTab(self, tab: str) -> None:  # noqa: N802 - called by QML
        """Another part of the page."""
        self._tab = tab
        self.tabChanged.emit()

    @Slot(str, str)
    def write(self, key: str, text: str) -> None:
        """Somebody wrote that in the field of a setting."""
        self._fields.write(key, text)
        if self._problems.get(key):
            self.check(key)

    @Slot(str)
    def check(self, key: str) -> None:
        """The field is left: say at once what is wrong with it."""
        problem = self._fields.problem(key, self.say)
        if problem != self._problems.get(key, ""):
            self._problems = {**self._problems, key: problem}
            self.problemsChanged.emit()

    @Slot()
    def saveName(self) -> None:  # noqa: N802 - called by QML
        """The name counts from the next patient on."""
        self._save(NAME)

    @Slot()
    def saveHours(self) -> None:  # noqa: N802 - called by QML
        """So do the hours, at once."""
        self._save(*HOURS)

    @Slot()
    def alike(self) -> None:
        """Tuesday to Friday as Monday."""
        for day in DAYS[1:5]:
            self._fields.write(day, self._fields.texts[DAYS[0]])
            self.check(day)
        self._tell_fields()

    @Slot(str)
    def useLogo(self, named: str) -> None:  # noqa: N802 - called by QML
        """The picture in that file, named by its path or address."""
        file = Path(_path_of(named.strip().strip('"')))
        if not file.is_absolute():
            self.refuse(self.say("clinic_logo_path"))
            return
        self.work(
            lambda: picture_of(read_logo(file)),
            lambda picture: self._change({_PICTURE: picture}, self._logo_key("saved")),
        )

    @Slot()
    def noLogo(self) -> None:  # noqa: N802 - called by QML
        """The name alone."""
        self._change({_PICTURE: ""}, self._logo_key("gone"))

    def _logo_key(self, what: str) -> str:
        """This PC may have no first page."""
        return f"clinic_logo_desk_{what}" if self._is_alone else f"clinic_logo_{what}"

    @Slot(str, str)
    def offerOn(self, url: str, where: str) -> None:  # noqa: N802 - called by QML
        """Where a form is offered: "all", "here", "none"."""
        self._offer(url, where=where)

    @Slot(str, int, bool)
    def offerDay(self, url: str, day: int, on: bool) -> None:  # noqa: N802, FBT001 - called by QML
        """Whether a form is offered on a day of the week, Monday 0."""
        self._offer(url, day=day, on=on)

    @Slot()
    def share(self) -> None:
        """What was set here counts for every screen of the clinic."""
        by = self.actor
        self.work(
            lambda: self.desk.clinic.share(by=by),
            lambda _: self._done("clinic_shared", None),
            network=True,
        )

    def _save(self, *keys: str) -> None:
        for key in keys:
            self.check(key)
        if any(self._problems.get(key) for key in keys):
            self.refuse(self.say("clinic_mend"))
            return
        self._change(self._fields.values(*keys), "clinic_saved", *keys)

    def _offer(self, url: str, **change: Any) -> None:
        if self._now is not None:
            rules = with_rule(self._settings.patient.days, url, self._now.kiosk, **change)
            self._change({_DAYS: rules}, "clinic_saved")

    def _change(self, values: Mapping[str, Any], said: str, *keys: str) -> None:
        by = self.actor

        def changed(before: Before) -> None:
            if keys:
                self._fields.forget(*keys)
            self._done(said, before if before.keys else None)

        self.work(lambda: self.desk.clinic.change(values, by=by), changed)

    def _done(self, said: str, before: Before | None) -> None:
        undo = (lambda: self._undo(before)) if before else None
        self.tell(said, undo)
        self.refresh()

    def _undo(self, before: Before) -> None:
        by = self.actor
        self.work(
            lambda: self.desk.clinic.undo(before, by=by),
            lambda _: self._done("clinic_undone", None),
        )

    def _show(self, now: ClinicNow) -> None:
        changed, self._now = now != self._now, now
        if self._fields.show(now.settings):
            self.textsChanged.emit()
        if changed:
            self.changed.emit()

    def _tell_fields(self) -> None:
        self.textsChanged.emit()
        self.problemsChanged.emit()

    @property
    def _settings(self) -> Settings:
        return self._now.settings if self._now else self.desk.settings

    @property
    def _is_alone(self) -> bool:
        """Whether this PC is a desk without a screen for patients."""
        return self.desk.settings.reception.alone

    def _tabs(self) -> list[dict[str, str]]:
        """What no screen would ever read is not offered."""
        can = not self._is_alone or (self._now is not None and self._now.shareable)
        shown = _TABS if can else _TABS[:1]
        return [{"id": tab, "label": self.say(f"clinic_tab_{tab}")} for tab in shown]

    def _days(self) -> list[dict[str, str]]:
        said = enumerate(DAYS, start=1)
        return [{"id": key, "label": self.say(f"weekday_{place}")} for place, key in said]

    def _standing(self) -> str:
        if self._now is None or self._is_alone:
            return ""
        return standing_words(self._now, self.desk.now(), self.desk.speaking)

    def _line(self) -> str:
        return self.say("clinic_line_desk" if self._is_alone else "clinic_line")

    def _name_hint(self) -> str:
        """Where the name is read."""
        here_alone = self._is_alone and not (self._now and self._now.shareable)
        return self.say("clinic_name_hint_desk" if here_alone else "clinic_name_hint")

    def _scope(self) -> str:
        """For which screens what is set here counts."""
        now = self._now
        if self._is_alone:
            shareable = now is not None and now.shareable
            own = "own" if now is not None and now.here else "shared"
            return self.say(f"clinic_scope_desk_{own}" if shareable else "clinic_scope_desk")
        if now is None or not now.here:
            return self.say("clinic_scope_shared" if now and now.shareable else "clinic_scope_pc")
        return self.say("clinic_scope_own" if now.shareable else "clinic_scope_pc")

    def _may_share(self) -> bool:
        return bool(self._now and self._now.shareable and self._now.here)

    def _refused(self) -> str:
        refused = self._now.refused if self._now else ""
        return self.say("clinic_not_used", reason=refused) if refused else ""

    def _logo(self) -> dict[str, Any]:
        picture = self._settings.clinic.picture
        shown = Media("image/png", picture, "", self.say("clinic_logo"))
        return self._drawn.shown(shown) if picture else {}

    def _forms(self) -> list[dict[str, str]]:
        language = self.desk.speaking.language
        return [{"url": form.url, "title": form.title(language)} for form in self.desk.forms]

    def _rules(self) -> dict[str, Any]:
        kiosk = self._now.kiosk if self._now else ""
        rules = self._settings.patient.days
        return {form.url: shown_rule(rules, form.url, kiosk) for form in self.desk.forms}

    def _where(self) -> list[dict[str, str]]:
        shown = (one for one in WHERE if one != HERE or not self._is_alone)
        return [{"id": one, "label": self.say(f"clinic_where_{one}")} for one in shown]

    def _texts(self) -> dict[str, str]:
        return self._fields.texts

    _read_tab = attrgetter("_tab")
    _read_problems = attrgetter("_problems")
    tab = Property(str, _read_tab, notify=tabChanged)
    tabs = Property(list, _tabs, notify=lookedAt)
    line = Property(str, _line, constant=True)
    days = Property(list, _days, constant=True)
    texts = Property(dict, _texts, notify=textsChanged)
    problems = Property(dict, _read_problems, notify=problemsChanged)
    standing = Property(str, _standing, notify=lookedAt)
    nameHint = Property(str, _name_hint, notify=lookedAt)  # noqa: N815 - read by QML
    scope = Property(str, _scope, notify=lookedAt)
    mayShare = Property(bool, _may_share, notify=lookedAt)  # noqa: N815 - read by QML
    refused = Property(str, _refused, notify=lookedAt)
    logo = Property(dict, _logo, notify=lookedAt)
    forms = Property(list, _forms, constant=True)
    rules = Property(dict, _rules, notify=lookedAt)
    where = Property(list, _where, constant=True)


def _path_of(named: str) -> str:
    """A path, of the address of a file too, as it comes from where it was dragged."""
    if not named.startswith("file:"):
        return named
    return url2pathname(urlsplit(named).path)
