"""The patients of the story at the real window: by touch or by keys, by what can be read there.

Nothing is done behind the window's back; only nobody thinks, and the guard against a trembling hand
is open, for a robot has none.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from kiosk.coproduction.receipts import plain
from kiosk.demo.improving.clinic import BAD, NEW_WORDS, NOT_SURE, OLD_WORDS, QUESTIONS
from kiosk.demo.improving.visitors import Deed, Visitor
from kiosk.resources import resource
from kiosk.running.app import Kiosk
from kiosk.trial.picture import save_picture
from kiosk.trial.touch import Finger, Node, NotOnScreen, rest
from kiosk.ui.touch_guard import TYPING_REPEAT_S
from kiosk.ui.wording.words import load_words

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKED_UP_IN: Final = "en"
"""Three words are of one language, and are looked up in it."""

PATIENCE_S: Final = 20.0
FRAME_S: Final = 0.008
_TEXTS: Final = frozenset({"Heading", "StaticText"})
_MOST_MOVES: Final = 60


class QuickFinger(Finger):
    """Touches without rests between."""

    def await_turn(self, place: QPoint) -> None:
        """It never trembles, and the guard knows."""
        del place

    def write(self, text: str) -> None:
        """The same letter twice within this time is one, at the keys too."""
        before = ""
        for letter in text:
            rest(TYPING_REPEAT_S + FRAME_S if letter == before else 0)
            super().write(letter)
            before = letter

    def wait_for_stillness(self) -> None:
        """Wait until two frames of the page are laid out the same."""
        before, now = list[Node](), self.nodes()
        while before != now:
            rest(FRAME_S)
            before, now = now, self.nodes()


class Screen:
    """The patients' window with somebody before it.

    Args:
        kiosk: the running one.

    Attributes:
        touches: how often it was touched so far, and keys pressed.
        receipts: the three words of each remark on the bad question, as they were on the screen in
            `LOOKED_UP_IN`.
        remark_touches: how many touches the last remark took, without writing.
        looked: called with a name where a picture is worth while.
    """

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk, self._words = kiosk, load_words(resource("translations"))
        self._finger = QuickFinger(kiosk.window.root, patience_s=PATIENCE_S)
        kiosk.window.guard.repeat_s = 0.0
        self._language, self._keys = "en", False
        self.touches = 0
        self.receipts: list[str] = []
        self.remark_touches = 0
        self.looked: Callable[[str], None] = lambda _: None

    def visit(self, who: Visitor) -> None:
        """One patient from the first page to the first page."""
        self._come()
        self._sit_down(who)
        for place, (link_id, words, answers) in enumerate(QUESTIONS):
            told = self._question(OLD_WORDS, NEW_WORDS) if link_id == BAD else self._question(words)
            deeds = who.others.get(link_id, ())
            if link_id == BAD:
                deeds = who.new if told == NEW_WORDS else who.old
                self.looked("question-new" if told == NEW_WORDS else "question-old")
            if not self._stumble(link_id, deeds, who.words):
                return
            sure = answers[:-1] if answers[-1] == NOT_SURE else answers
            self.press(NOT_SURE if "not-sure" in deeds else sure[who.picks[place] % len(sure)])
            self.press(self._say("continue"))
        self.press(self._say("send"))
        self.wait_for(self._say("thanks_title"))
        self.press(self._say("thanks_done"))
        self._gone()

    def look_up(self, receipt: str) -> str:
        """What the first page tells of a remark by its three words."""
        self._come()
        self._language, self._keys = LOOKED_UP_IN, False
        self.press(self._say("display"), self._say("receipt_open"))
        for word in receipt.split(" · "):
            begun = plain(word)
            # Where no letter is left to press, the word is on another part of the list.
            while not self._sees(word) and begun[0] in self.read():
                self.press(begun[0])
                begun = begun[1:]
            self.press(word)
        asked = self._say("receipt_word_3")
        self._finger.wait_until(lambda: not self._finger.sees(asked), "what became of it")
        self.rest_still()
        told = " ".join(self._finger.names())
        self.looked("receipt")
        self.press(self._say("receipt_close"))
        self._gone()
        return told

    def read(self) -> list[str]:
        """What can be read on the screen."""
        return self._finger.names()

    def wait_for(self, text: str) -> None:
        """Waits until that is part of what can be read."""
        self._finger.wait_until(lambda: any(text in name for name in self.read()), text)

    def rest_still(self) -> None:
        """Waits until nothing moves."""
        self._finger.wait_for_stillness()

    def picture(self, file: Path) -> None:
        """What is on the screen, to that file."""
        self.rest_still()
        save_picture(self._kiosk.window.root.grabWindow(), file)

    def press(self, *names: str) -> None:
        """Touch one control after the other, or come to it by keys and press OK."""
        for name in names:
            self._await(name)
            self.rest_still()
            self._act(name)

    def _sit_down(self, who: Visitor) -> None:
        self._language, self._keys = "en", False  # the first page speaks the clinic's
        if who.text or who.theme != "light":
            self.press(self._say("display"))
            if who.text:
                self.press(self._say(f"display_text_{who.text}"))
            if who.theme != "light":
                self.press(self._say(f"display_{who.theme}"))
            self.press(self._say("display_done"))
        self._keys = who.keys
        self.press(self._words.name_of(who.language))
        self._language = who.language
        self.press(self._say("who_self"))
        if who.language != "en":
            self.press(self._say("only_go_on"))

    def _question(self, *wordings: str) -> str:
        """Waits for a question; in which of these words it came."""
        self._finger.wait_until(lambda: any(map(self._finger.sees, wordings)), wordings[0])
        return next(words for words in wordings if self._finger.sees(words))

    def _stumble(self, link_id: str, deeds: tuple[Deed, ...], words: str) -> bool:
        """Does these; whether the patient is still there."""
        if "help" in deeds:
            self.press(self._say("help"), self._say("help_back"))
        if "remark" in deeds:
            self._remark(link_id, words)
        if "leave" in deeds:
            self.press(self._say("leave"), self._say("leave_delete"), self._say("stop_yes"))
            self._gone()
        return "leave" not in deeds

    def _remark(self, link_id: str, words: str) -> None:
        before = self.touches
        self.press(self._say("remark"))
        self.looked("remark-reasons")
        self.press(self._say("remark_not-understood"))
        self.remark_touches = self.touches - before + 1
        if words and not self._keys and self._language == "en":
            self.press(self._say("remark_words_title"))
            self._finger.write(words)
            self.press(self._say("write_done"))
        self.press(self._say("remark_send"))
        self.wait_for(self._say("remark_thanks_title"))
        self.rest_still()
        self.looked("remark-thanks")
        if link_id == BAD and self._language == LOOKED_UP_IN:
            self.receipts += [name for name in self.read() if name.count(" · ") == 2]  # noqa: PLR2004
        self.press(self._say("remark_back"))

    def _come(self) -> None:
        """At the clinic the desk's window is on another screen; here keys go to one of the two."""
        root = self._kiosk.window.root
        root.requestActivate()
        self._finger.wait_until(root.isActive, "the patients' window")

    def _gone(self) -> None:
        self._finger.wait_until(self._kiosk.patient.is_free, "the first page")

    def _by_keys(self, name: str) -> None:
        for _ in range(_MOST_MOVES):
            if any(node.focused and _is(node, name) for node in self._finger.nodes()):
                break
            self._key(Qt.Key.Key_Down)
        self._key(Qt.Key.Key_Return)

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self._kiosk.window.root, key)
        rest(0)

    def _control(self, name: str) -> Node | None:
        """The control whose name is, or else begins with, that."""
        found = [n for n in self._finger.nodes() if n.focusable and n.role not in _TEXTS]
        exact = [node for node in found if node.name == name]
        return next(iter(exact or [n for n in found if _is(n, name)]), None)

    def _await(self, name: str) -> None:
        """Until it is there; of a list that has more than fits, the next part is shown."""
        more = self._say("more")

        def there() -> bool:
            if self._control(name) is None and self._control(more) is not None:
                self.rest_still()
                if self._control(name) is None:
                    self._act(more)
            return self._control(name) is not None

        try:
            self._finger.wait_until(there)
        except NotOnScreen as cause:
            raise NotOnScreen(f"no “{name}” among {self.read()}") from cause

    def _act(self, name: str) -> None:
        self.touches += 1
        if self._keys:
            self._by_keys(name)
        else:
            found = self._control(name)
            self._finger.touch_at((found.rect if found else QRect()).center())

    def _sees(self, name: str) -> bool:
        self.rest_still()
        return self._control(name) is not None

    def _say(self, key: str) -> str:
        return self._words.say(self._language, key)


def _is(node: Node, name: str) -> bool:
    return node.name.startswith(name)
