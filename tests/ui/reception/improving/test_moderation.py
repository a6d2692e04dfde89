"""G11: what a week of moderation costs the desk, counted on the real window.

The volume is that of a practice with 16 sittings a week, of which an unkindly large part, 6, say
something of a question; the front line makes 3 notes. Every action is a real click or key, and
takes what a person would need (`kiosk.trial.clerk`).
"""

from datetime import datetime
from typing import Any

from kiosk.coproduction.evidence import ItemCounts
from kiosk.trial.clerk import Clerk
from tests.ui.reception.improving.heard_store import count, remark
from tests.ui.reception.improving.test_noting import kept
from tests.ui.reception.improving.test_week import pain

SITTINGS = 16
GOAL_S = 300.0
SENTENCE = "We ask this otherwise from May on, with a line of help."


def note(clerk: Clerk, question: str) -> None:
    """Five strokes: a patient did not understand that question."""
    clerk.press("Ctrl+K")
    clerk.hands.wait_for("A patient asked about a question")
    clerk.type(question)
    for keys in ("Return", "1", "Return"):
        clerk.press(keys)


def test_a_week_is_moderated_in_five_minutes(desk: Any, now: datetime) -> None:
    form, other = pain(desk), desk.forms[0]
    shown = ItemCounts(shown=2 * SITTINGS, answered=2 * SITTINGS - 4, help=4, troubled=7)
    count(desk.store, form, "pain-where", shown, now=now)
    count(desk.store, form, "pain", ItemCounts(shown=SITTINGS, answered=SITTINGS), now=now)
    words = "I did not know what you mean by most."
    remark(desk.store, form, "pain-where", now=now, reasons=("not-understood",) * 3, words=words)
    remark(desk.store, form, "pain", now=now, reasons=("asked-already",) * 2, words=words)
    link_id = other.asked[0].link_id
    count(desk.store, other, link_id, ItemCounts(shown=SITTINGS, answered=SITTINGS), now=now)
    remark(desk.store, other, link_id, now=now, reasons=("better-wording",), words=words)
    desk.sign_in("lead")
    clerk = Clerk(desk.hands, lambda: (desk.settle(), desk.settle()))
    for question in "123":
        note(clerk, question)
    assert len(kept(desk)) == 3

    clerk.click("Improve", "PageTab")
    clerk.read()
    for _ in range(3):
        read = [name for name in desk.hands.names() if name.startswith("Read what")]
        if read:
            clerk.click(read[0])
            clerk.read()
            clerk.press("Escape")
        clerk.decide()
        if not desk.hands.sees("Answer"):
            break
        clerk.click("Answer")
        clerk.click("Not yet")
        clerk.click("In a sentence, for everybody")
        clerk.read()
        clerk.type(SENTENCE)
        clerk.press("Ctrl+Return")
        clerk.read()
    minutes = clerk.seconds / 60
    print(f"G11: {clerk.strokes} clicks and keys, {minutes:.1f} minutes a week")
    assert not desk.hands.sees("Answer")
    assert clerk.seconds <= GOAL_S
