"""Reads the screen aloud when somebody asks for it, page after page, until they have had enough.

It watches what is drawn: another page is read from its beginning, a control that changes says so,
and whatever keys come to is named. Any touch or key stops it at once.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.access.page_tree import (
    ALERT,
    FIELDS,
    Node,
    Stop,
    beginning,
    in_turn,
    page_of,
    read_page,
)
from kiosk.ui.access.reader import Reader, Utterance
from kiosk.ui.access.teller import RATES, VOLUMES, Teller
from kiosk.ui.access.voice import Voice
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_STILL_MS: Final = 60
"""A page that was not drawn anew for so long is complete."""
_Seen = Mapping[QQuickItem, tuple[str, str, bool]]


@QmlElement
class Speech(QObject):
    """What a patient hears of the screen, and how.

    Args:
        speaking: the language and words of the screen.
        make_voice: makes the voice when it is first wanted; None where there is none.

    Signals:
        changed: anything of its state.
        held: it begins to speak, or has ended: nobody is timed out meanwhile.
    """

    changed = Signal()
    held = Signal(bool)

    def __init__(
        self, speaking: Speaking, make_voice: Callable[[], Voice] | None = None,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._speaking = speaking
        self._teller = Teller(make_voice, self)
        self._teller.busied.connect(self.held)
        self._teller.busied.connect(self.changed)
        self._teller.changed.connect(self.changed)
        self._teller.plugged.connect(self.plugged)
        self._window: QQuickWindow | None = None
        self._still = QTimer(self, interval=_STILL_MS, singleShot=True)
        self._still.timeout.connect(self._look)
        # Of which page, and what was not said of it: of the page, and of that under the sheet.
        self._stash: tuple[str, list[Utterance]] = ("", [])
        self._aside: tuple[str, list[Utterance]] = ("", [])
        self._seen: _Seen = {}
        self._focused: QQuickItem | None = None
        self._page, self._resumes, self._cut = "", False, False
        self._headset, self._on, self._greets, self._aloud = False, False, False, False
        speaking.changed.connect(self.changed)

    @Slot()
    def wake(self) -> None:
        """Make the voice, so that it is there when somebody wants to hear it."""
        self._teller.wake()

    def attach(self, window: QQuickWindow) -> None:
        """The window whose pages are read."""
        self._window = window
        window.frameSwapped.connect(self._drawn)

    def detach(self) -> None:
        """The window closes: nothing is said any more."""
        if self._window is not None:
            self._window.frameSwapped.disconnect(self._drawn)
        self._window = None
        self._still.stop()
        self._teller.close()

    def reset(self) -> None:
        """As every patient finds it: silent, at the usual speed and volume."""
        self._teller.stop()
        # What was seen and not yet said may be what the patient answered.
        self._stash, self._aside, self._page = ("", []), ("", []), ""
        self._seen, self._focused = {}, None
        self._as_found()
        self.changed.emit()

    def touched(self) -> None:
        """A touch or a key: whoever acts need not listen to the end."""
        self._cut = self._teller.busy
        if self._cut:
            self._stash = (self._page, self._teller.stop())

    @Slot(object)
    def came(self, stop: Stop) -> None:
        """Keys or the switch came there."""
        self._focused = stop.nodes[0].item
        if self._reads():
            self._teller.say(self._reader().stop(stop))

    def key(self) -> bool:
        """The marked key: begin to speak, then pause and go on, or say the page again."""
        if not self._offered() or self._is_staffs():
            return False
        if not self._on:
            self._greets = True
            self.listen()
        elif self._cut:
            self._cut = False  # it was speaking: this only stopped it
        elif self._stash[1] and self._stash[0] == self._page:
            told, self._stash = self._stash[1], ("", [])
            self._teller.say(told)
        else:
            self.again()
        return True

    @Slot()
    def listen(self) -> None:
        """Begin to read the screen."""
        if self._offered() and not self._on:
            self._on, self._page, self._seen = True, "", {}
            self.changed.emit()
            self._still.start()

    @Slot()
    def off(self) -> None:
        """Read nothing any more."""
        self._teller.stop()
        self._on = False
        self.changed.emit()

    @Slot()
    def again(self) -> None:
        """The page from its beginning."""
        self._stash, self._page = ("", []), ""
        self._still.start()

    @Slot()
    def setAside(self) -> None:  # noqa: N802 - called by QML
        """A sheet, which is read as well, comes over what was interrupted."""
        mine = self._stash[0] == self._page
        self._aside, self._stash = self._stash if mine else ("", []), ("", [])
        self.changed.emit()

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """What was interrupted, once its page is there again."""
        self._resumes = True
        self._still.start()

    @Slot(int)
    def speed(self, by: int) -> None:
        """Faster by so many steps; says how that sounds."""
        self._teller.speed(by)
        self._sample()

    @Slot(int)
    def loudness(self, by: int) -> None:
        """Louder by so many steps; says how that sounds."""
        self._teller.loudness(by)
        self._sample()

    @Slot(bool)
    def sayAnswers(self, aloud: bool) -> None:  # noqa: FBT001, N802 - called by QML
        """Whether answers are said, too, though others may hear them."""
        self._aloud = aloud
        self._sample()

    @Slot(bool)
    def plugged(self, headset: bool) -> None:  # noqa: FBT001 - takes a signal's value
        """A headset came or went: with one, speech is offered; without, no answers are said."""
        self._headset = headset
        self._aloud = self._aloud and headset
        if headset and not self._on:
            self.key()
        elif not headset:
            self._teller.stop()
        self.changed.emit()

    def _as_found(self) -> None:
        self._on, self._greets, self._aloud = False, False, False
        self._teller.as_found()

    def _is_staffs(self) -> bool:
        """Whether the window shows pages of the staff: no PIN is said aloud."""
        return self._window is not None and bool(self._window.property("covered"))

    def _reads(self) -> bool:
        return self._on and not self._is_staffs()

    def _offered(self) -> bool:
        return self._teller.speaks(self._speaking.language)

    def _reader(self) -> Reader:
        return Reader(self._speaking.say, self._speaking.language, private=self._private())

    @Slot()
    def _drawn(self) -> None:
        if self._on:
            self._still.start()

    @Slot()
    def _look(self) -> None:
        if self._window is None or not self._reads():
            return
        nodes = read_page(self._window)
        begin = beginning(in_turn(nodes))
        page = page_of(nodes)
        now = {node.item: (node.name, node.about, node.checked) for node in nodes if node.acts}
        if page != self._page:
            self._turn(page, nodes)
        elif begin is not None and begin.role == ALERT and begin.item not in self._seen:
            self._teller.say(self._reader().stop(Stop((begin,))))
        else:
            self._tell_changes(nodes)
        if begin is not None and begin.role == ALERT:
            now[begin.item] = (begin.name, "", False)
        self._seen = now

    def _turn(self, page: str, nodes: Sequence[Node]) -> None:
        """Another page is there."""
        stashed = self._resumes and page == self._aside[0]
        self._page, self._resumes = page, False
        self._focused = next((node.item for node in nodes if node.focused), None)
        greeting = self._greeting() if self._greets else []
        self._teller.say(self._aside[1] if stashed else [*greeting, *self._reader().page(nodes)])

    def _tell_changes(self, nodes: Sequence[Node]) -> None:
        """A control that was pressed, a field that holds more, and what a turned list shows now."""
        reader, told = self._reader(), list[Utterance]()
        focused = next((node for node in nodes if node.focused), None)
        turned = focused is not None and not focused.later
        for node in nodes:
            if not node.acts or node.later or (node.is_key and not node.focused):
                continue
            was = self._seen.get(node.item)
            changed = was is not None and was != (node.name, node.about, node.checked)
            if was is None and turned:
                told += reader.stop(Stop((node,)))
            elif changed and (node.focused or (node.role in FIELDS and self._private())):
                told += reader.change(node)
        if focused is not None and focused.item != self._focused:
            self._focused = focused.item
            told = told or (reader.stop(Stop((focused,))) if focused.acts else [])
        if told:
            self._teller.say(told)

    def _greeting(self) -> list[Utterance]:
        self._greets = False
        keys = ["speak_welcome", "speak_keys", *([] if self._private() else ["speak_overheard"])]
        language = self._speaking.language
        return [Utterance(self._speaking.say(key), language) for key in keys]

    def _sample(self) -> None:
        if self._on:
            self._teller.say(
                [Utterance(self._speaking.say("speak_sample"), self._speaking.language)]
            )
        self.changed.emit()

    def _interrupted(self) -> bool:
        return bool(self._aside[1])

    def _private(self) -> bool:
        return self._headset or self._aloud

    def _state(self) -> dict[str, Any]:
        return {
            "slower": self._teller.rate > 0, "faster": self._teller.rate < len(RATES) - 1,
            "softer": self._teller.volume > 0, "louder": self._teller.volume < len(VOLUMES) - 1,
        }  # fmt: skip

    _read_on = attrgetter("_on")
    _read_busy = attrgetter("_teller.busy")
    _read_aloud = attrgetter("_aloud")
    _read_headset = attrgetter("_headset")
    on = Property(bool, _read_on, notify=changed)
    speaks = Property(bool, _read_busy, notify=changed)
    offered = Property(bool, _offered, notify=changed)
    aloud = Property(bool, _read_aloud, notify=changed)
    headset = Property(bool, _read_headset, notify=changed)
    interrupted = Property(bool, _interrupted, notify=changed)
    can = Property(dict, _state, notify=changed)
