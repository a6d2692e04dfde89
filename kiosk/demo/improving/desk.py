"""The front desk of the story: a receptionist and a lead at the real window, by mouse and keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.demo.improving.clinic import BAD, BOARD, NEW_WORDS, OLD_WORDS, PINS, QUESTIONS
from kiosk.running.reception import FrontDesk
from kiosk.trial.clerk import Clerk
from kiosk.trial.desk import DeskHands
from kiosk.ui.jobs import Jobs

PATIENCE_S: Final = 20.0
NUMBER: Final = str([link_id for link_id, _, _ in QUESTIONS].index(BAD) + 1)
FLAGGED: Final = "That is more than chance."
BETTER: Final = "It looks better."
SENTENCE: Final = "Ask us at the desk: we read it with you."


class Desk:
    """Somebody at the desk's window.

    Args:
        desk: the open desk.
        looked: called with a name where a picture is worth while.

    Attributes:
        hands: mouse and keyboard.
        clerk: the same, with the tally of all that was done.
    """

    def __init__(self, desk: FrontDesk, looked: Callable[[str], None]) -> None:
        self._jobs, self._looked, self._root = desk.jobs, looked, desk.window.root
        self.hands = DeskHands(desk.window.root, patience_s=PATIENCE_S)
        self.clerk = Clerk(self.hands, self.settle)

    def sign_in(self, name: str) -> None:
        """Their PIN, and the page Improve as it is this week."""
        self._root.requestActivate()
        self.hands.wait_until(self._root.isActive, "the desk's window")
        self.hands.wait_for("Sign in")
        self.settle()
        self.hands.type(PINS[name])
        self.hands.press("Return")
        self.hands.wait_for("Lock")
        self.settle()
        page = next(one for one in self.hands.names() if one.startswith("Improve"))
        self.clerk.click(page, "PageTab")

    def lock(self) -> None:
        """Nobody is there any more."""
        self.hands.click("Lock")
        self.hands.wait_for("Sign in")
        self.settle()

    def told(self, text: str) -> bool:
        """Whether that can be read now."""
        return any(text in name for name in self.hands.names())

    def line(self, text: str) -> str:
        """The whole of what can be read that has this in it; "" for nothing."""
        return next((name for name in self.hands.names() if text in name), "")

    def sees_it_flagged(self) -> bool:
        """Whether the bad question stands on the card of this week, and words with it."""
        self.clerk.read()
        return self.told(OLD_WORDS) and self.told(FLAGGED) and self.told("They did not understand")

    def note(self) -> None:
        """A patient asked about the question: by keys alone."""
        self.clerk.press("Ctrl+K")
        self.hands.wait_for("A patient asked about a question")
        self.clerk.type(NUMBER)
        self.clerk.press("Return")
        self._looked("desk-note")
        self.clerk.press("1")
        self.clerk.press("Return")

    def read_words(self) -> list[str]:
        """What patients wrote, read by who asks for it."""
        button = next((n for n in self.hands.names() if n.startswith("Read what")), "")
        if not button:
            return []
        self.clerk.click(button)
        self.clerk.read()
        self._looked("desk-patients-words")
        found = [name for name in self.hands.names() if name.startswith("“")]
        self.clerk.press("Escape")
        return found

    def reword(self) -> None:
        """From the card to the draft: other words, looked at, with a sentence for the board."""
        self.clerk.click("Change this question")
        self.hands.wait_for("Back to the forms")
        self.settle()
        self._looked("desk-editor")
        self.clerk.write_in("What it asks", NEW_WORDS)
        self.hands.wait_for(NEW_WORDS)  # on the patient's page beside it
        self.settle()
        self._looked("desk-editor-preview")
        self.clerk.click("Check and use")
        self.clerk.read()
        self.clerk.decide()
        self._looked("desk-editor-check")
        self.clerk.click("I read them, and each is a yes")
        self.clerk.click("Try it out first")

    def start_trial(self) -> list[str]:
        """Begins the pilot; what was said before."""
        self.hands.wait_for("Start the trial")
        self.settle()
        said = self.hands.names()
        self.clerk.read()
        self._looked("desk-trial-before-it-starts")
        self.clerk.press("Return")
        self.hands.wait_until(lambda: self.told("The trial has begun"), "the trial")
        self._looked("desk-trial-begun")
        return said

    def answer_others(self) -> int:
        """Say something to all that waits on the card of the week; how many answers it took."""
        self.show("This week")
        given = 0
        while self.hands.sees("Answer"):
            self.clerk.read()
            self.clerk.decide()
            self.clerk.click("Answer")
            self.hands.wait_for("What do you say to them?")
            self.clerk.click("We say …")
            self.clerk.write_in("In a sentence, for everybody", SENTENCE)
            self.clerk.press("Ctrl+Return")
            self.settle()
            given += 1
        return given

    def show(self, tab: str) -> None:
        """Another part of Improve."""
        self.clerk.click(tab, "PageTab")
        self.clerk.read()

    def judge(self, *, keep: bool) -> None:
        """One press, after the evidence was read."""
        self.clerk.decide()
        self.clerk.click("Keep the new words" if keep else "Take them back")

    def print_board(self, out: Path) -> Path:
        """The board as a PDF in that folder."""
        self.clerk.write_in("Folder for the PDF", str(out))
        self.clerk.click("Save the board to print, A4")
        self.hands.wait_until(lambda: self.told("Saved: "), "the board")
        return next(out.glob(BOARD))

    def settle(self) -> None:
        """Wait until the lanes are empty and the window has heard of it."""
        for _ in range(3):
            _drain(self._jobs, self.hands)
        self.hands.wait_for_stillness()


def _drain(jobs: Jobs, hands: DeskHands) -> None:
    for lane in (jobs.disk, jobs.network):
        ended: list[object] = []
        lane.run(lambda: None, ended.append)
        hands.wait_until(lambda ended=ended: bool(ended))  # type: ignore[misc]
