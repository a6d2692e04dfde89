"""What hands of every kind do: turn pages until something is seen, write, type figures."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from kiosk.trial.finger import QuickFinger
from kiosk.trial.touch import Node, NotOnScreen, rest
from kiosk.trial.typing import Typist

Entry = Mapping[str, Any]
CARDS: Final = ("RadioButton", "CheckBox")
MOST_TURNS: Final = 400


class Reach:
    """A finger before the page that is shown, and what the page holds.

    Args:
        finger: before the window.
        typist: writes on its keyboard.
        words: the texts of the screen.
        view: what the control shows now, `Asking.question`.
        holds: what the control holds now, `Asking.entry`.
        place_of: where an option of that number stands in a long list from A to Z.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what hands have and see
        self,
        finger: QuickFinger,
        typist: Typist,
        words: Mapping[str, str],
        view: Callable[[], Entry],
        holds: Callable[[], Entry],
        place_of: Callable[[int], int],
    ) -> None:
        self._finger, self._typist, self._words = finger, typist, words
        self._view, self._holds, self._place_of = view, holds, place_of

    def _turn_to(self, fits: Callable[[Node], bool]) -> None:
        """Touch what fits, turning the pages of the list until it is there."""
        for _ in range(MOST_TURNS):
            found = next((node for node in self._finger.nodes() if fits(node)), None)
            if found is not None:
                self._finger.tap_at(found.rect.center())
                return
            self._turn()
        raise NotOnScreen(f"not among {self._finger.names()}")

    def _turn(self) -> None:
        more, again = self._words["more"], self._words["more_again"]
        turns = [n for n in self._finger.nodes() if n.role in {"Button", "PushButton"}]
        for node in turns:
            if node.name.startswith(more) or node.name == again:
                self._finger.tap_at(node.rect.center())
                rest(0.01)
                return
        raise NotOnScreen(f"nothing to turn among {self._finger.names()}")

    def _turn_to_label(self, label: str) -> None:
        self._turn_to(lambda node: node.name == label and node.focusable)

    def _write(self, text: str, field: str) -> None:
        """On the writing page, which opens for that field."""
        self._finger.wait_until(lambda: bool(self._done()), "the writing page")
        keyboard = self._view().get("writing", {}).get(field, {}).get("keyboard", "text")
        self._typist.empty(len(self._written(field)))
        self._typist.write(text, str(keyboard))
        if done := self._done():
            self._finger.tap_at(done.rect.center())
        self._finger.wait_until(lambda: not self._done(), "the question again")

    def _written(self, field: str) -> str:
        """What stands on the writing page of a field before anything is written."""
        own = re.fullmatch(r"own(\d+)", field)
        if own is None:
            return str(self._holds().get(field, ""))
        texts = [str(one.get("text", "")) for one in self._holds().get("own") or ()]
        return next(iter(texts[int(own[1]) :]), "")

    def _done(self) -> Node | None:
        return self._finger.control(self._words["write_done"], "Button", "PushButton")

    def _figures(self, text: str) -> None:
        names = {"-": "key_minus", "\N{MINUS SIGN}": "key_minus", ".": "key_decimal"}
        for sign in text.lstrip("\N{LEFT-TO-RIGHT MARK}"):
            self._finger.tap(self._words[names[sign]] if sign in names else sign)
