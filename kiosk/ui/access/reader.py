"""What is said aloud of a page: its heading, its words, each answer with its place and state.

What tells something of the patient is said only in private (EN 301 549 5.1.3.8 and .9): into a
headset, or because the patient wants it said aloud. Pure: nodes in, words out.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from kiosk.forms.languages import script_of
from kiosk.ui.access.page_tree import CHOICES, FIELDS, HEADING, Node, Stop, in_turn

_TICKS: Final = "CheckBox"
_ENDS: Final = (".", "!", "?", ":", "\N{ARABIC QUESTION MARK}", "\N{ARABIC FULL STOP}")
Say = Callable[[str], str]
"""A text of the screen by its key, in the language of the screen."""


class Utterance(NamedTuple):
    """What is said without a pause, and in which language."""

    text: str
    language: str


class Reader:
    """Puts pages into words.

    Args:
        say: the words of the screen.
        language: of the screen.
        private: whether nobody else hears it, or the patient does not mind.
    """

    def __init__(self, say: Say, language: str, *, private: bool) -> None:
        self._say, self._language, self._private = say, language, private

    def page(self, nodes: Sequence[Node]) -> list[Utterance]:
        """What a page is about, from its beginning; not its keys, nor what stands on every page."""
        told = (node for node in in_turn(nodes) if not node.later and not node.is_key)
        return list(self._all(told))

    def stop(self, stop: Stop) -> list[Utterance]:
        """What keys came to, then the words that belong to it."""
        if stop.is_row:
            names = self._say("list_comma").join(node.name for node in stop.nodes if node.name)
            return [Utterance(names, self._language), *self._all(stop.before)]
        node = stop.nodes[0]
        said = node.name + node.about
        more = (one for one in stop.before if one.name not in said)
        return list(self._all((node, *more)))

    def change(self, node: Node) -> list[Utterance]:
        """What a control says after a press: its state, or, not in private, that it is kept."""
        told = self._private or node.is_open
        return list(self._all([node])) if told else [self._own("speak_kept")]

    def _all(self, nodes: Iterable[Node]) -> Iterator[Utterance]:
        """The notice comes last: beside what it hides it would give it away."""
        hides = False
        for node in nodes:
            hides = hides or (not self._private and _tells(node))
            yield from self._words(node)
        if hides:
            yield self._own("speak_hidden")

    def _words(self, node: Node) -> Iterator[Utterance]:
        told = [one for one in (*self._named(node), *self._state(node)) if one]
        for language, part in groupby(told, lambda text: self._tongue(text, node.spoken_in)):
            yield Utterance(_joined(list(part), self._say("list_comma")), language)

    def _tongue(self, text: str, spoken_in: str) -> str:
        """Beside a form in another script stand words of the screen: their letters tell."""
        if not spoken_in or (_reads_leftward(self._language) and any(map(_is_leftward, text))):
            return self._language
        return spoken_in

    def _named(self, node: Node) -> Iterator[str]:
        """A heading's words stand around it and are said by themselves."""
        hides = node.personal and not self._private
        yield node.open_name if hides and node.role not in FIELDS else node.name
        if node.role in CHOICES or not (hides or node.role == HEADING):
            yield node.about

    def _state(self, node: Node) -> Iterator[str]:
        if node.role not in CHOICES or not (self._private or node.is_open):
            return
        if node.role == _TICKS:
            yield self._say("speak_ticked" if node.checked else "speak_unticked")
        elif node.checked:
            yield self._say("speak_selected")

    def _own(self, key: str) -> Utterance:
        return Utterance(self._say(key), self._language)


def _is_leftward(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL"}


def _reads_leftward(language: str) -> bool:
    return script_of(language) in {"Arab", "Hebr"}


def _joined(told: Sequence[str], comma: str) -> str:
    """One sentence after another, or what is no sentence after a comma."""
    joined = ""
    for one in told:
        between = " " if joined.endswith(_ENDS) else comma
        joined += between + one if joined else one
    return joined


def _tells(node: Node) -> bool:
    """Whether it has something of the patient to tell."""
    holds = node.role not in FIELDS or node.about
    chosen = node.role in CHOICES and node.checked and not node.is_open
    return bool(node.personal and holds) or chosen
