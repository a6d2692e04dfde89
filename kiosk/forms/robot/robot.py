"""A robot that fills any form with seeded random answers.

It gives what the rules allow and leaves an item empty where it can't: where nothing random keeps
the rules, or the options are in a value set that is not at hand.
"""

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Final

from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.random_values import random_answers
from kiosk.forms.sitting.evaluation import Surroundings

_SKIPPED: Final = 0.1
_MORE: Final = 0.4
_MOST_PAGES: Final = 50_000
_REPAIRS: Final = 8
_SAME: Final = 0.5
_MOST_OCCURRENCES: Final = 5


def fill(
    questionnaire: Questionnaire,
    *,
    seed: int,
    language: str = "en",
    surroundings: Surroundings | None = None,
) -> FormFiller:
    """A filler with the robot's answers, on the review page; the same seed, the same answers."""
    filler = FormFiller(questionnaire, language=language, surroundings=surroundings)
    robot = _Robot(filler, Random(seed))  # noqa: S311 - play, not secrets
    robot.fill()
    robot.repair()
    return filler


class _Robot:
    def __init__(self, filler: FormFiller, rng: Random) -> None:
        self._filler = filler
        self._rng = rng
        self._grown: set[str] = set()

    def fill(self) -> None:
        """Page by page to the review page."""
        for _ in range(_MOST_PAGES):
            page = self._filler.page
            if page is None:
                return
            for group in page.repeating:
                self._grow(group)
            if self._wants(page):
                self._answer(page)
            self._filler.forward()
        self._filler.go_to_review()

    def repair(self) -> None:
        """Answers again where rules over several answers are broken."""
        for _ in range(_REPAIRS):
            problems = self._filler.all_problems()
            if not problems:
                break
            given = [a for page in self._filler.pages for a in self._filler.answers(page.path)]
            for path in dict.fromkeys(problem.path for problem in problems):
                # What was answered anew before may have taken this question away.
                with suppress(KeyError):
                    self._filler.go_to(path)
                    self._repair(given)
        else:
            self._leave_out()
        self._filler.go_to_review()

    def _leave_out(self) -> None:
        """Takes back what breaks a rule to the last, where the form can do without."""
        for path in dict.fromkeys(problem.path for problem in self._filler.all_problems()):
            with suppress(KeyError):
                self._filler.go_to(path)
                if (page := self._filler.page) and not page.item.required:
                    self._filler.answer(path, [])

    def _repair(self, given: Sequence[Answer]) -> None:
        """Another random answer, or, since such rules often want two the same, one given before."""
        page = self._filler.page
        if page is None:
            return
        keys = VALUE_KEYS.get(page.item.type, ())
        alike = [_as_shown(a, keys) for a in given if a.key in keys]
        if alike and self._rng.random() < _SAME:
            self._filler.answer(page.path, [self._rng.choice(alike)])
        if not alike or self._filler.problems(page.path):
            self._answer(page)

    def _wants(self, page: Page) -> bool:
        return page.needed or bool(self._filler.problems(page.path)) or self._leaps()

    def _leaps(self) -> bool:
        return self._rng.random() >= _SKIPPED

    def _answer(self, page: Page) -> None:
        answers = random_answers(page.item, self._rng, limits=page.limits)
        if answers or self._filler.problems(page.path):
            self._filler.answer(page.path, answers)

    def _grow(self, group: str) -> None:
        """Sometimes adds another occurrence of a group, once asked for each."""
        if group in self._grown:
            return
        self._grown.add(group)
        together = self._filler.occurrences(group)
        if (
            len(together) < _MOST_OCCURRENCES
            and self._filler.may_add(group)
            and self._rng.random() < _MORE
        ):
            self._filler.add(group)


def _as_shown(answer: Answer, keys: Sequence[str]) -> Answer:
    """The answer as a screen gives it: the engine takes an integer for a decimal, too."""
    if answer.key == "valueInteger" and keys[0] == "valueDecimal":
        return Answer("valueDecimal", Decimal(answer.value))
    return answer
