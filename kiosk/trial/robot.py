"""A robot that walks any form through the real window, by accessible name and real touch.

What it answers is planned by the engine alone (`plan.py`); afterwards the response that the window
made is compared with the engine's, item by item.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.resources import resource
from kiosk.trial.clock import Clock
from kiosk.trial.compare import differences
from kiosk.trial.finding import Glass
from kiosk.trial.finger import QuickFinger
from kiosk.trial.hands import Hands
from kiosk.trial.inspect import inspect
from kiosk.trial.measure import FrameWatch, times
from kiosk.trial.picture import save_picture
from kiosk.trial.plan import plan
from kiosk.trial.planned import Planned
from kiosk.trial.report import Difference, PageFinding, Report
from kiosk.trial.touch import NotOnScreen, rest
from kiosk.trial.typing import Typist
from kiosk.trial.window import Trial
from kiosk.ui.keyboards import Keyboards
from kiosk.ui.patient.kinds.all_kinds import NO_CONTROL
from kiosk.ui.patient.kinds.directory import directory
from kiosk.ui.patient.kinds.options import options_on
from kiosk.ui.patient.views import around
from kiosk.ui.wording.collation import order_of
from kiosk.ui.wording.words import load_words

_LANGUAGE: Final = "en"
_MOST_PAGES: Final = 60_000
CLOSELY: Final = 200
"""So many pages are looked at closely; after that every tenth is."""

_SOME: Final = 10


class Robot:
    """Fills the form that a trial shows.

    Args:
        trial: the open window, at the first question.
        clock: that of the window's touch guard.
        questionnaire: the form on the screen.
        seed: chooses the answers.
        now: the moment the form is filled.
        value_sets: what it may choose from.
        pictures: where a picture of each page is left; None: nowhere.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        trial: Trial,
        clock: Clock,
        *,
        questionnaire: Questionnaire,
        seed: int,
        now: datetime,
        value_sets: ValueSets,
        pictures: Path | None = None,
    ) -> None:
        self._trial, self._patient = trial, trial.patient
        self._finger = QuickFinger(trial.window.root, clock)
        self._watch = FrameWatch(trial.window.root)
        words = load_words(resource("translations"))
        self._words = words.table(_LANGUAGE)
        keyboards = Keyboards(resource("keyboards")).of(_LANGUAGE)
        self._typist = Typist(self._finger, keyboards)
        self._pictures, self._now = pictures, now
        self._hands = Hands(
            self._finger, self._typist, self._words, self._view, self._holds, self._place_of
        )
        self._around = around(self._sitting(), words, _LANGUAGE, order_of)
        self._make_plan = partial(
            plan, questionnaire, self._around, seed=seed, now=now, value_sets=value_sets,
            can_write=self._typist.can_write,
        )  # fmt: skip
        self._report = Report()
        self._turns_ms: list[float] = []

    def walk(self, since_launch: Callable[[], float | None]) -> Report:
        """To the end of the form, and send it; what was found."""
        report = self._report
        self._finger.wait_until(self._is_shown, "the first question")
        report.start_ms = since_launch()
        filler, refused = self._make_plan()
        self._plan = Planned(filler)
        report.findings += [PageFinding("refused", *one) for one in _before_all(refused)]
        try:
            self._to_the_end()
        except NotOnScreen as cause:
            page = self._sitting().page if self._sitting() else None
            self._note("stuck", page, str(cause))
        report.touch_ms, report.page_ms = times(self._finger.took_ms), times(self._turns_ms)
        return report

    def _to_the_end(self) -> None:
        for _ in range(_MOST_PAGES):
            if self._at() == "review":
                break
            self._page()
        answers = len(self._finger.took_ms)
        self._compare()
        del self._finger.took_ms[answers:]  # sending is no answer

    def _is_shown(self) -> bool:
        """A question without words has no heading, but ways on from it."""
        return any(node.focusable for node in self._finger.seen())

    def _page(self) -> None:
        self._report.pages += 1
        self._finger.in_haste = not self._closely()
        self._look()
        if self._at() == "question":
            self._question()
        elif self._at() == "another":
            self._another()
        else:
            self._finger.tap(self._words["privacy_together"])

    def _question(self) -> None:
        page = self._sitting().page
        if page is None:
            return
        kind, planned = self._sitting().kind(page), self._plan.next(page)
        if kind is NO_CONTROL:
            self._note("no-control", page, page.item.type)
        if planned is None:
            self._finger.tap(self._words["decline"])
        else:
            self._answer(page, tuple(planned))
            self._continue(page)

    def _answer(self, page: Page, planned: tuple[Answer, ...]) -> None:
        """Make the control hold that; once more without haste where haste was too quick for it."""
        filler, kind = self._sitting().filler, self._sitting().kind(page)
        for _ in range(1 + self._finger.in_haste):
            if planned != filler.answers(page.path):
                self._give(page, kind.entry(page, planned, self._around))
            self._finger.in_haste = self._finger.in_haste and planned == filler.answers(page.path)

    def _give(self, page: Page, entry: Any) -> None:
        kind = self._sitting().kind(page)
        try:
            self._hands.give(kind.dressed(page, entry, self._around))
        except (NotOnScreen, StopIteration) as cause:
            self._note("not-enterable", page, f"{kind.name}: {cause}")
            if self._trial.window.root.property("writing"):
                self._finger.tap(self._words["write_done"])

    def _continue(self, page: Page) -> None:
        button = self._finger.control(self._words["continue"])
        if button is None:
            raise NotOnScreen(f"no way on from {page.path}")
        here = (page.path, self._at())
        took = self._watch.touch(
            self._finger, button.rect.center(), shown=lambda: self._where() != here, patience_s=1.0
        )
        rest(0)
        if took is not None:
            self._turns_ms.append(took)
        elif self._where() == here:
            self._note("refused", page, self._asked("problem"))
            self._plan.decline(page)
            self._finger.tap(self._words["decline"])

    def _where(self) -> tuple[str, str]:
        sitting = self._patient.sitting
        page = sitting.page if sitting else None
        return (page.path if page else "", self._at())

    def _another(self) -> None:
        """One more of a group, where the plan has one more."""
        sitting = self._sitting()
        last = sitting.another or ""
        here, there = len(sitting.filler.occurrences(last)), self._plan.occurrences(last)
        if there > here and self._finger.control(self._words["another_add"]):
            self._finger.tap(self._words["another_add"])
        else:
            self._finger.tap(self._words["continue"])

    def _compare(self) -> None:
        response = self._plan.filler.response(
            status="completed", authored=self._now, response_id="e", device_id="e"
        )
        engine = decode(encode(response))  # numbers as the screen's, which came as bytes
        self._look()
        self._send()
        screen = decode(self._trial.shelf.responses[-1]) if self._trial.shelf.responses else {}
        self._report.differences = [
            Difference(link_id, one, other) for link_id, one, other in differences(engine, screen)
        ]

    def _send(self) -> None:
        """As a patient does: send; where something is still wanted, send what there is."""
        self._finger.tap(self._words["send"])
        if not self._sent():
            self._finger.tap(self._words["leave"])
            self._finger.tap(self._words["leave_send"])
            self._finger.wait_until(self._sent, "the thanks")

    def _sent(self) -> bool:
        for _ in range(_SOME):
            rest(0.01)
            if self._trial.shelf.responses:
                return True
            if self._at() == "question":
                return False
        return bool(self._trial.shelf.responses)

    def _look(self) -> None:
        """Take a picture and look closely, at every page of a short form and some of a long one."""
        report = self._report
        if not self._closely():
            return
        rest(0.02)
        image = self._trial.window.root.grabWindow()
        if self._pictures is not None:
            save_picture(image, self._pictures / f"page-{report.pages:04}.png")
        glass = Glass(self._trial.place.scale, fresh=True)
        report.inspected += 1
        page = self._sitting().page if self._at() == "question" else None
        for finding in inspect(self._trial.window.root, glass, image):
            self._note(finding.code, page, finding.what)
        gc.collect()  # what the look leaves behind must not hold up the touch that is timed next

    def _closely(self) -> bool:
        return self._report.pages <= CLOSELY or self._report.pages % _SOME == 0

    def _note(self, code: str, page: Page | None, what: str) -> None:
        link_id = page.item.link_id if page else ""
        self._report.findings.append(PageFinding(code, link_id, self._report.pages, what))

    def _sitting(self) -> Any:
        return self._patient.sitting

    def _at(self) -> str:
        """The page of the journey that is shown."""
        return str(self._patient.property("page"))

    def _asked(self, name: str) -> Any:
        return self._patient.shown.property(name)

    def _view(self) -> Any:
        return self._asked("question")

    def _holds(self) -> Any:
        return self._asked("entry")

    def _place_of(self, number: int) -> int:
        options = options_on(self._sitting().page)
        around = self._around
        listed = directory(options, around.language, around.order, proxy=around.proxy)
        return list(listed.places).index(number)


def _before_all(refused: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """What the plan had to leave out, before the first page."""
    return ((link_id, 0, reason) for link_id, reason in refused.items())
