"""Step 9: the central service and the printer, each tried at once; both can come later."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.errors import RefusedError
from kiosk.papers.printer import default_printer
from kiosk.papers.recovery import RecoveryPaper, print_recovery
from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TOKEN_MAX: Final = 16_000


@QmlElement
class CentrePage(SetUpPage):
    """An address, a token typed or from a file, and what came of a try in sentences."""

    step = steps.CENTRE
    tried = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._url, self._printed = "", ""
        self._lines: tuple[str, ...] = ()

    def enter(self, now: Now) -> None:
        """The address that the settings have."""
        self._url, self._lines, self._printed = now.settings.central.url or "", (), ""
        super().enter(now)
        self.tried.emit()

    @Slot(str)
    def writeUrl(self, url: str) -> None:  # noqa: N802 - called by QML
        """Somebody wrote that address."""
        self._url = url.strip()

    @Slot(str, str)
    def connectTo(self, url: str, token: str) -> None:  # noqa: N802 - called by QML
        """Keep the address, and try it; a path in the place of the token names a file with it."""
        book = self.shared.book
        self.writeUrl(url)
        if not self._url:
            self.refused.emit(self.say("setup_centre_url"))
            return
        told = self._url, token.strip()
        self.work(
            lambda: book.connect(told[0], _token_in(told[1])), self._came,
            lane=self.shared.jobs.disk,
        )  # fmt: skip

    @Slot()
    def printTest(self) -> None:  # noqa: N802 - called by QML
        """A page by the printer of this PC."""
        printer = default_printer()
        if printer is None or self.now is None:
            self.refused.emit(self.say("setup_no_printer"))
            return
        clinic = self.now.settings.clinic
        paper = RecoveryPaper(
            clinic.name, clinic.kiosk, (), self.say("setup_test_title"), self.say("setup_test_body")
        )
        try:
            print_recovery(paper, printer)
        except OSError:
            self.refused.emit(self.say("setup_printer_off"))
            return
        self.refused.emit("")
        self._printed = self.say("setup_printed", printer=printer.printerName())
        self.tried.emit()

    def go_on(self) -> None:
        """An address that was written is kept, tried or not."""
        kept = self.now.settings.central.url if self.now else None
        changes = {"central": {"url": self._url}} if self._url and self._url != kept else {}
        self.keep(changes)

    def _came(self, lines: Sequence[str]) -> None:
        self._lines = tuple(lines)
        book = self.shared.book
        self.shared.jobs.disk.run(book.now, lambda found: self.learned.emit(found.result()))
        self.tried.emit()

    def _read_url(self) -> str:
        return self._url

    def _read_lines(self) -> str:
        return "\n".join(self._lines)

    def _read_printed(self) -> str:
        return self._printed

    url = Property(str, _read_url, notify=tried)
    lines = Property(str, _read_lines, notify=tried)
    printed = Property(str, _read_printed, notify=tried)


def _token_in(text: str) -> str:
    """The token itself, or the one line of the file that is named.

    Raises:
        RefusedError: there is no such file, or it holds no token.
    """
    file = Path(text.strip('"'))
    if not file.is_absolute():
        return text
    try:
        token = file.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as cause:
        raise RefusedError(
            "The file with the token can't be read.", advice="Look at its name."
        ) from cause
    if not 0 < len(token) <= _TOKEN_MAX or any(sign.isspace() for sign in token):
        raise RefusedError("That file holds no token.", advice="It is one line without spaces.")
    return token
