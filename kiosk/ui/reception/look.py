"""How the desk's window looks: its colours and the size of its text, kept on this PC."""

from concurrent.futures import Future
from operator import attrgetter
from typing import Any, Final, Literal

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact
from kiosk.ui.guard import log_failure
from kiosk.ui.reception.desk import Desk

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THEMES: Final = ("light", "dark", "contrast", "contrast-dark")
TEXT_SIZES: Final = (100, 125, 150, 175, 200)

_FACT: Final = "desk_look"


class Kept(msgspec.Struct, frozen=True):
    """What is kept of it."""

    theme: Literal["light", "dark", "contrast", "contrast-dark"] = "light"
    text: int = TEXT_SIZES[0]


@QmlElement
class Look(QObject):
    """What the window goes by; it is as it was left the last time as soon as that is read."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._now, self._chosen = desk, Kept(), False
        desk.jobs.disk.run(lambda: kept_look(desk.store), self._found)

    @Slot(str)
    def useTheme(self, theme: str) -> None:  # noqa: N802 - called by QML
        """These colours from now on."""
        if theme in THEMES:
            self._use(msgspec.structs.replace(self._now, theme=theme))

    @Slot(int)
    def useText(self, percent: int) -> None:  # noqa: N802 - called by QML
        """Text of this size from now on."""
        if percent in TEXT_SIZES:
            self._use(msgspec.structs.replace(self._now, text=percent))

    def resize(self, steps: int) -> None:
        """Larger or smaller text, so many steps; 0 is the usual size."""
        place = TEXT_SIZES.index(self._now.text) + steps if steps else 0
        self.useText(TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)])

    def _use(self, look: Kept) -> None:
        if look != self._now:
            self._now, self._chosen = look, True
            self._desk.jobs.disk.run(lambda: keep_look(self._desk.store, look), _tell_failure)
            self.changed.emit()

    def _found(self, future: Future[Kept]) -> None:
        if future.exception() is None and not self._chosen:
            self._now = future.result()
            self.changed.emit()

    def _themes(self) -> list[dict[str, Any]]:
        say, now = self._desk.speaking.say, self._now.theme
        return [{"id": one, "label": say(f"view_{one}"), "chosen": one == now} for one in THEMES]

    def _sizes(self) -> list[dict[str, Any]]:
        say, now = self._desk.speaking.say, self._now.text
        keys = dict.fromkeys(TEXT_SIZES, "view_percent") | {TEXT_SIZES[0]: "view_percent_usual"}
        return [
            {"id": str(one), "label": say(key, count=one), "chosen": one == now}
            for one, key in keys.items()
        ]

    _read_theme = attrgetter("_now.theme")
    _read_text = attrgetter("_now.text")
    theme = Property(str, _read_theme, notify=changed)
    text = Property(int, _read_text, notify=changed)
    themes = Property(list, _themes, notify=changed)
    sizes = Property(list, _sizes, notify=changed)


def kept_look(store: Store) -> Kept:
    """How it looked the last time; as usual where nobody chose, or what was kept makes no sense."""
    with store.reading() as c:
        text = fact(c, _FACT)
    try:
        kept = msgspec.json.decode(text or "{}", type=Kept)
    except msgspec.DecodeError:
        return Kept()
    return kept if kept.text in TEXT_SIZES else Kept(theme=kept.theme)


def keep_look(store: Store, look: Kept) -> None:
    """Know it for the next time."""
    with store.transaction() as c:
        keep_fact(c, _FACT, msgspec.json.encode(look).decode())


def _tell_failure(future: Future[None]) -> None:
    # It looks as it was chosen all the same, until the window is closed.
    if (failure := future.exception()) is not None:
        log_failure("keeping how the desk looks", failure)
