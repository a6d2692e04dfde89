"""A robot at a desk whose actions are counted, with the time that a person would need for them.

The keystroke-level model (Card, Moran, Newell 1980): 1.35 s to think before an action, 1.1 s to
point, 0.4 s to reach for the mouse, 0.28 s a key. All that is read is read once, at 200 words a
minute; 10 s go to each decision. Used by the demo and the tests.
"""

from collections.abc import Callable
from typing import Final

from kiosk.trial.desk import DeskHands

THINK_S: Final = 1.35
POINT_S: Final = 1.1
REACH_S: Final = 0.4
KEY_S: Final = 0.28
WORD_S: Final = 0.3
DECIDE_S: Final = 10.0
_MOST_TURNS: Final = 40


class Clerk:
    """Hands before the desk's window, and a tally.

    Args:
        hands: mouse and keyboard.
        settle: waits until the window has done what was asked of it.

    Attributes:
        actions: clicks, chords of keys, turns of the wheel; a field that is written in is one.
        strokes: every click, key and turn.
        seconds: what a person would need, hands and eyes.
    """

    def __init__(self, hands: DeskHands, settle: Callable[[], None]) -> None:
        self.hands, self._settle = hands, settle
        self.actions, self.strokes, self.seconds = 0, 0, 0.0
        self._known: set[str] = set()

    def click(self, name: str, role: str = "") -> None:
        """Click what has that name; turn the wheel before, where it is out of sight."""
        self.hands.wait_for(name)
        self._bring(name, role)
        self._act(1, THINK_S + REACH_S + POINT_S)
        self.hands.click(name, role)
        self._settle()

    def press(self, keys: str) -> None:
        """A chord of keys, as "Ctrl+K"."""
        self._act(1, THINK_S + KEY_S)
        self.hands.press(keys)
        self._settle()

    def type(self, text: str) -> None:
        """Type into what has the keyboard."""
        self._act(len(text), THINK_S + KEY_S * len(text))
        self.hands.type(text)

    def write_in(self, label: str, text: str) -> None:
        """Write in the field of that name, in place of what it holds."""
        before = self.actions
        self.click(label)
        self.press("Ctrl+A")
        self.type(text)
        self.actions = before + 1

    def read(self) -> None:
        """Read all that stands there and did not before."""
        new = set(self.hands.names()) - self._known
        self._known |= new
        self.seconds += WORD_S * sum(len(text.split()) for text in new)

    def decide(self) -> None:
        """Weigh one thing."""
        self.seconds += DECIDE_S

    def _bring(self, name: str, role: str) -> None:
        if self.hands.is_in_sight(name, role):
            return
        self._act(1, THINK_S + REACH_S)
        for _ in range(_MOST_TURNS):
            self.hands.turn_wheel()
            if self.hands.is_in_sight(name, role):
                return

    def _act(self, strokes: int, seconds: float) -> None:
        self.actions += 1
        self.strokes += strokes
        self.seconds += seconds
