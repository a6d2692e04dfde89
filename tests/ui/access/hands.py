"""Four ways to press what has a name: a finger, five keys, one switch, keys by ear alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.resources import resource
from kiosk.trial.touch import rest
from kiosk.ui.access.page_tree import Node, read_page
from kiosk.ui.access.voice import Voice
from kiosk.ui.keyboards import Keyboards

KEY = Qt.Key
MOST_MOVES = 150
WORD = re.compile(r"[A-Za-z0-9]+")
QUIET_LOOKS = 15
"""Each 20 ms: longer than a page takes to be read after it was drawn."""


class Hands(Protocol):
    """Whoever presses what has a name."""

    def begin(self) -> None:
        """Before the first press."""

    def press(self, name: str) -> None:
        """Press what has that name."""


class TouchHands:
    """A finger."""

    def __init__(self, kiosk: Any) -> None:
        self.kiosk = kiosk

    def begin(self) -> None:
        """A finger needs nothing."""

    def press(self, name: str) -> None:
        """Touch it."""
        self.kiosk.finger.touch(name)


class KeyHands:
    """Five keys, and eyes."""

    def __init__(self, kiosk: Any) -> None:
        self.kiosk, self.walk, self.pressed = kiosk, kiosk.window.ways.walk, 0

    def begin(self) -> None:
        """Keys work at once."""

    def key(self, *keys: Qt.Key) -> None:
        """Press these, one after the other."""
        for key in keys:
            self.pressed += 1
            QTest.keyClick(self.kiosk.window.root, key)
            rest(0.02)

    def focused(self) -> Node | None:
        """What has the keyboard."""
        return next((node for node in read_page(self.kiosk.window.root) if node.focused), None)

    def lit(self) -> list[str]:
        """The names of what keys or switch are at: of all that is in a row."""
        if self.walk.at_row:
            nodes = read_page(self.kiosk.window.root)
            return [node.name for node in nodes if node.item in self.walk.row]
        here = self.focused()
        return [here.name] if here and here.acts else []

    def press(self, name: str) -> None:
        """Down until it is there, into its row where it is in one, OK."""
        self.kiosk.finger.wait_for(name)
        for _ in range(MOST_MOVES):
            lit, row = self.lit(), self.walk.at_row
            if name in lit:
                self.key(KEY.Key_Return)
                if not row:
                    self.out()
                    return
            else:
                self.key(KEY.Key_Down)
        raise AssertionError(f"no way to “{name}” among {self.kiosk.finger.names()}")

    def out(self) -> None:
        """Out of a row of keys, to the next one."""
        if self.walk.inside:
            self.key(KEY.Key_Escape)


class SwitchHands(KeyHands):
    """One switch: what is lit is taken, time does the rest."""

    def begin(self) -> None:
        """The first press lights the first thing."""
        self.key(KEY.Key_Space)
        assert self.kiosk.window.ways.scan.on

    def press(self, name: str) -> None:
        """Wait until it is lit."""
        self.kiosk.finger.wait_for(name)
        scan = self.kiosk.window.ways.scan
        for _ in range(MOST_MOVES):
            if not scan.on:
                self.key(KEY.Key_Space)
            lit, row = self.lit(), self.walk.at_row
            if name in lit:
                self.key(KEY.Key_Space)
                if not row:
                    return
            else:
                scan.advance()
                rest(0)
        raise AssertionError(f"“{name}” is never lit among {self.kiosk.finger.names()}")


class Ear:
    """Hears what a kiosk says: every word of the engine, and what that was handed."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.told: list[tuple[str, str]] = []

    def voice(self) -> Voice:
        """The voice that is heard."""
        made = Voice("mock", also=frozenset({"ar", "cy", "pl", "ur"}))
        made.said.connect(lambda text, language: self.told.append((text, language)))
        made.worded.connect(self.words.append)
        return made


class EarHands(KeyHands):
    """Five keys without a look: it knows of the screen what it is told."""

    def __init__(self, kiosk: Any, ear: Ear) -> None:
        super().__init__(kiosk)
        self.ear = ear

    def begin(self) -> None:
        """A headset is plugged in."""
        self.kiosk.patient.voice.plugged(headset=True)

    def heard(self) -> str:
        """The last that was said."""
        return self.ear.told[-1][0] if self.ear.told else ""

    def press(self, name: str) -> None:
        """Down until its name is said, first or among those of a row."""
        rest(0.25)  # the page begins to be read
        for _ in range(MOST_MOVES):
            self.key(KEY.Key_Down)
            said = self.heard()
            if name in re.split("[,،] ", said) and self.walk.at_row:
                self.key(KEY.Key_Return)
                self._in_row(name)
                return
            if said == name or said.startswith(
                tuple(name + end for end in (", ", "، ", ". ", " "))
            ):
                self.key(KEY.Key_Return)
                return
        raise AssertionError(f"“{name}” is never said; the last were {self.ear.told[-12:]}")

    def _in_row(self, name: str) -> None:
        for _ in range(MOST_MOVES):
            if self.heard() == name:
                self.key(KEY.Key_Return)
                self.settle()
                self.out()
                return
            self.key(KEY.Key_Down)
        raise AssertionError(f"“{name}” is never said in its row")

    def settle(self) -> None:
        """Somebody in a hurry does not wait for the end of what is said."""


class PatientEarHands(EarHands):
    """Listens to the end of all that is said after each press, and keeps it."""

    def __init__(self, kiosk: Any, ear: Ear) -> None:
        super().__init__(kiosk, ear)
        self.told: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.said: list[str] = []
        self._lines: list[str] = []

    def begin(self) -> None:
        """As fast as it can be heard."""
        self.kiosk.patient.voice.speed(2)
        super().begin()
        self._listen("a headset is plugged in")

    def press(self, name: str) -> None:
        """Press it and listen."""
        super().press(name)
        self._listen(name)

    def transcript(self) -> str:
        """What was pressed, and what was said after it, line by line."""
        return "\n".join(self._lines) + "\n"

    def _listen(self, name: str) -> None:
        self.settle()
        self._lines += [f"[{name}]", *(text for text, _ in self.ear.told)]
        self.told += self.ear.told
        # The last words of what was said before may come late.
        said = [word for text, _ in self.ear.told for word in WORD.findall(text)]
        heard = [one for word in self.ear.words for one in WORD.findall(word)]
        self.words += heard[len(heard) - len(said) :]
        self.said += said
        self.ear.told.clear()
        self.ear.words.clear()

    def settle(self) -> None:
        """Listen to the end."""
        quiet = 0
        while quiet < QUIET_LOOKS:
            rest(0.02)
            quiet = 0 if self.kiosk.patient.voice.property("speaks") else quiet + 1

    def key(self, *keys: Qt.Key) -> None:
        """What is said on the way to what is pressed is not kept."""
        if keys != (KEY.Key_Escape,):
            self.ear.told.clear()
            self.ear.words.clear()
        super().key(*keys)


def translations(forms: Any, words: Any, code: str) -> Callable[[str], str]:
    """What an English text of the screen or of a form is in another language."""
    other = words.table(code)
    table = {text: other[key] for key, text in words.table("en").items()}
    keyboards = Keyboards(resource("keyboards"))
    keys = keyboards.of(code)["names"]
    table |= {name: keys.get(key, name) for key, name in keyboards.of("en")["names"].items()}
    for form in forms:
        table.update(_of_form(form.raw, code))
    return lambda text: table.get(text, text)


def _of_form(raw: Any, code: str) -> Iterator[tuple[str, str]]:
    if isinstance(raw, list):
        for one in raw:
            yield from _of_form(one, code)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            extensions = raw.get(f"_{key}", {}).get("extension", []) if key[0] != "_" else []
            for extension in extensions:
                said = {part["url"]: part for part in extension.get("extension", [])}
                if said.get("lang", {}).get("valueCode") == code:
                    yield (
                        value,
                        said["content"].get("valueString") or said["content"]["valueMarkdown"],
                    )
            yield from _of_form(value, code)
