"""G11: what a week of moderation costs the desk, counted on the real window.

The volume is that of a practice with 16 sittings a week, of which an unkindly large part, 6, say
something of a question; the front line makes 3 notes. Every action is a real click or key; its
time is that of the keystroke-level model (Card, Moran, Newell 1980): 1.35 s to think before it,
1.1 s to point, 0.4 s to reach for the mouse, 0.28 s a key; all that is read is read at 200 words
a minute, once, and 10 s go to each decision.
"""

from datetime import datetime
from typing import Any

from kiosk.coproduction.evidence import ItemCounts
from tests.ui.reception.improving.heard_store import count, remark
from tests.ui.reception.improving.test_noting import kept, note
from tests.ui.reception.improving.test_week import pain

SITTINGS = 16
GOAL_S = 300.0
THINK_S, POINT_S, REACH_S, KEY_S, WORD_S, DECIDE_S = 1.35, 1.1, 0.4, 0.28, 0.3, 10.0
SENTENCE = "We ask this otherwise from May on, with a line of help."


class Clerk:
    """Hands whose actions are counted, with the time that a person would need for them."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.actions, self.seconds = desk, 0, 0.0
        self._known: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    @property
    def hands(self) -> "Clerk":
        return self

    def settle(self) -> None:
        self.desk.settle()
        self.desk.settle()

    def press(self, keys: str) -> None:
        self._act(1, THINK_S + KEY_S)
        self.desk.hands.press(keys)

    def type(self, text: str) -> None:
        self._act(len(text), THINK_S + KEY_S * len(text))
        self.desk.hands.type(text)

    def click(self, name: str, role: str = "") -> None:
        self._act(1, THINK_S + REACH_S + POINT_S)
        self.desk.hands.click(name, role)
        self.settle()

    def wait_for(self, name: str) -> None:
        self.desk.hands.wait_for(name)

    def read(self) -> None:
        """All that stands there and did not before."""
        new = set(self.desk.hands.names()) - self._known
        self._known |= new
        self._act(0, WORD_S * sum(len(text.split()) for text in new))

    def decide(self) -> None:
        self._act(0, DECIDE_S)

    def _act(self, actions: int, seconds: float) -> None:
        self.actions += actions
        self.seconds += seconds


def test_a_week_is_moderated_in_five_minutes(desk: Any, now: datetime) -> None:
    form, other = pain(desk), desk.forms[0]
    shown = ItemCounts(shown=2 * SITTINGS, answered=2 * SITTINGS - 4, help=4, troubled=7)
    count(desk.store, form, "pain-where", shown, now=now)
    count(desk.store, form, "pain", ItemCounts(shown=SITTINGS, answered=SITTINGS), now=now)
    words = "I did not know what you mean by most."
    remark(desk.store, form, "pain-where", now=now, reasons=("not-understood",) * 3, words=words)
    remark(desk.store, form, "pain", now=now, reasons=("asked-already",) * 2, words=words)
    link_id = other.asked[0].link_id
    remark(desk.store, other, link_id, now=now, reasons=("better-wording",), words=words)
    desk.sign_in("lead")
    clerk = Clerk(desk)
    for question in "123":
        note(clerk, question, "1")
    assert len(kept(desk)) == 3

    clerk.click("Improve", "PageTab")
    clerk.read()
    for _ in range(3):
        read = [name for name in desk.hands.names() if name.startswith("Read what")]
        if read:
            clerk.click(read[0])
            clerk.read()
            clerk.press("Escape")
            clerk.settle()
        clerk.decide()
        if not desk.hands.sees("Answer"):
            break
        clerk.click("Answer")
        clerk.click("Not yet")
        clerk.click("In a sentence, for everybody")
        clerk.read()
        clerk.type(SENTENCE)
        clerk.press("Ctrl+Return")
        clerk.settle()
        clerk.read()
    minutes = clerk.seconds / 60
    print(f"G11: {clerk.actions} actions and keys, {minutes:.1f} minutes a week")
    assert not desk.hands.sees("Answer")
    assert clerk.seconds <= GOAL_S
