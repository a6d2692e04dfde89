"""Writing on the on-screen keyboard: which face a letter is on, and how to come to it."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from kiosk.trial.finger import QuickFinger
from kiosk.trial.touch import NotOnScreen
from kiosk.ui.keyboards import word_of

Faces = Mapping[str, list[list[str]]]


class Typist:
    """Writes with a finger.

    Args:
        finger: before the window.
        keyboards: one language's, as `kiosk.ui.keyboards.Keyboards.of` gives them.
    """

    def __init__(self, finger: QuickFinger, keyboards: Mapping[str, Any]) -> None:
        self._finger, self._keyboards = finger, keyboards

    def can_write(self, text: str, keyboard: str) -> bool:
        """Whether every letter has its key."""
        keys = {key for rows in self._faces(keyboard).values() for row in rows for key in row}
        return all(letter in keys or letter in " \n" for letter in text)

    def write(self, text: str, keyboard: str) -> None:
        """Write it; the writing page must be shown, its field empty.

        Raises:
            NotOnScreen: a letter has no key.
        """
        for letter in text:
            self._letter(letter, keyboard)

    def empty(self, length: int) -> None:
        """Take out so many letters."""
        for _ in range(length):
            self._finger.tap(self._name("{erase}"))

    def _letter(self, letter: str, keyboard: str) -> None:
        name = self._name(letter)
        if self._finger.control(name, "Button", "PushButton") is None:
            for face in self._way(letter, keyboard):
                self._finger.tap(self._name(f"{{{face}}}"), "Button", "PushButton")
        self._finger.tap(name, "Button", "PushButton")

    def _name(self, letter: str) -> str:
        key = {" ": "{space}", "\n": "{enter}"}.get(letter, letter)
        return str(self._keyboards["names"].get(key, key))

    def _way(self, letter: str, keyboard: str) -> list[str]:
        """The faces to show one after the other, from the one that is shown, until it is there."""
        faces = self._faces(keyboard)
        here = next(iter(self._shown(faces)), "")
        waiting, seen = deque([(here, list[str]())]), {here}
        while waiting:
            face, way = waiting.popleft()
            keys = [key for row in faces.get(face, []) for key in row]
            if letter in keys:
                return way
            for word in map(word_of, keys):
                if word in faces and word not in seen:
                    seen.add(word)
                    waiting.append((word, [*way, word]))
        raise NotOnScreen(f"no key for {letter!r}")

    def _shown(self, faces: Faces) -> list[str]:
        """The face all of whose letters are to be seen."""
        names = set(self._finger.names())
        return [
            face
            for face, rows in faces.items()
            if all(
                self._name(key) in names for row in rows for key in row if key and not word_of(key)
            )
        ]

    def _faces(self, keyboard: str) -> Faces:
        faces: Faces = self._keyboards[keyboard]["faces"]
        return faces
