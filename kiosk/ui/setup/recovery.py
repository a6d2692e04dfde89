"""Step 8: the page with the recovery code is printed or saved, and read back from there."""

from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.export.drives import removable_drives
from kiosk.papers.printer import default_printer
from kiosk.papers.recovery import RecoveryPaper, print_recovery
from kiosk.setting_up import steps
from kiosk.setting_up.recovery import asked_group
from kiosk.setting_up.tools import Now
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class RecoveryPage(SetUpPage):
    """The code is shown on demand; who goes on types the beginning of a group of it."""

    step = steps.RECOVERY
    turned = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._shown, self._typed, self._told = False, "", ""

    def enter(self, now: Now) -> None:
        """Nothing secret is on the screen at first."""
        self._shown, self._typed, self._told = False, "", ""
        super().enter(now)
        self.turned.emit()

    def leave(self) -> None:
        """Nor afterwards."""
        self._shown, self._typed = False, ""
        self.turned.emit()

    @Slot()
    def toggle(self) -> None:
        """Show the code, or hide it."""
        self._shown = not self._shown
        self.turned.emit()

    @Slot()
    def hide(self) -> None:
        """Who types it back reads it from where it is kept."""
        if self._shown:
            self.toggle()

    @Slot()
    def printNow(self) -> None:  # noqa: N802 - called by QML
        """By the printer of this PC."""
        now, printer = self.now, default_printer()
        if printer is None or now is None:
            self.refused.emit(self.say("setup_no_printer"))
            return
        paper = RecoveryPaper(
            clinic=now.settings.clinic.name, kiosk=now.settings.clinic.kiosk,
            groups=now.groups, title=self.say("setup_paper_title"),
            body=self.say("setup_paper_body"), command="kiosk recover",
        )  # fmt: skip
        try:
            print_recovery(paper, printer)
        except OSError:
            self.refused.emit(self.say("setup_printer_off"))
            return
        self._tell(self.say("setup_printed", printer=printer.printerName()))

    @Slot(str)
    def save(self, folder: str) -> None:
        """A copy in a folder of a stick or a share."""
        book = self.shared.book
        try:
            inside = Path(folder.strip()).resolve().is_relative_to(book.directory)
        except (OSError, ValueError):
            inside = False
        if inside:
            self.refused.emit(self.say("setup_save_inside"))
            return
        self.work(lambda: book.save_page(folder), self._saved)

    @Slot(str)
    def write(self, typed: str) -> None:
        """What was typed back so far."""
        self._typed = typed

    def go_on(self) -> None:
        """Where the page is safe; what was confirmed before stays so."""
        now, book, typed = self.now, self.shared.book, self._typed
        if now is not None and now.progress.confirmed and not typed:
            self.keep({})
            return
        self.work(lambda: book.confirm(typed), self.kept.emit)

    def _saved(self, file: Path) -> None:
        self._tell(self.say("setup_saved", file=str(file)))

    def _tell(self, text: str) -> None:
        self._told = text
        self.refused.emit("")
        self.turned.emit()

    def _groups(self) -> list[str]:
        return list(self.now.groups) if self._shown and self.now else []

    def _at_hand(self) -> bool:
        return bool(self.now and self.now.groups)

    def _is_confirmed(self) -> bool:
        return bool(self.now and self.now.progress.confirmed)

    def _question(self) -> str:
        if not self._at_hand():
            return self.say("setup_type_all")
        number = asked_group(self.now.kiosk_id) if self.now else 1
        return self.say("setup_type_back", number=number)

    def _places(self) -> list[dict[str, str]]:
        return [{"folder": str(one.folder), "label": one.name} for one in removable_drives()]

    def _read_shown(self) -> bool:
        return self._shown

    def _read_told(self) -> str:
        return self._told

    groups = Property(list, _groups, notify=turned)
    atHand = Property(bool, _at_hand, notify=turned)  # noqa: N815 - read by QML
    confirmed = Property(bool, _is_confirmed, notify=turned)
    question = Property(str, _question, notify=turned)
    places = Property(list, _places, notify=turned)
    shown = Property(bool, _read_shown, notify=turned)
    told = Property(str, _read_told, notify=turned)
