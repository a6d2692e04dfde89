"""What the robot answers: the engine's own robot, as far as the controls can hold its answers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind
from kiosk.ui.patient.kinds.numerals import figures_of, write
from kiosk.ui.patient.kinds.steps import steps_of

_SIGNATURE: Final = "signature"
_QUANTITY: Final = "quantity"
_SLIDER: Final = "slider"
_STEPPER: Final = "stepper"
_ROUNDS: Final = 5
"""An answer that is changed may change which others are asked; it settles soon."""


def plan(  # noqa: PLR0913 - keyword-only beyond the two
    questionnaire: Questionnaire,
    around: Around,
    *,
    seed: int,
    now: datetime,
    value_sets: ValueSets,
    can_write: Callable[[str, str], bool],
) -> FormFiller:
    """A filler that holds what the robot is to answer on the screen, filled by the engine alone.

    Where a control can't hold an answer of the engine's robot (a time with seconds, a file), it is
    the nearest one it can hold; where that breaks a rule, or there is none, the robot would rather
    not say.
    """
    filler = fill(
        questionnaire, seed=seed, language=around.language,
        surroundings=Surroundings(now=now, value_sets=value_sets),
    )  # fmt: skip
    untouched = FormFiller(
        questionnaire, language=around.language,
        surroundings=Surroundings(now=now, value_sets=value_sets),
    )  # fmt: skip
    settler = _Settler(filler, untouched, around, can_write)
    for _ in range(_ROUNDS):
        if not [page for page in filler.pages if settler.settle(page)]:
            break
    filler.go_to_review()
    return filler


class _Settler:
    """Makes what is answered something that can be given on the screen."""

    def __init__(
        self,
        filler: FormFiller,
        untouched: FormFiller,
        around: Around,
        can_write: Callable[[str, str], bool],
    ) -> None:
        self._filler, self._untouched = filler, untouched
        self._around, self._can_write = around, can_write

    def settle(self, page: Page) -> bool:
        """Whether anything had to be changed there."""
        filler, path = self._filler, page.path
        if filler.is_declined(path):
            return False
        answers, before = filler.answers(path), self._untouched.answers(path)
        kept = answers if answers == before else self._held(page, answers, before)
        if kept != answers:
            filler.answer(path, kept)
        # An answer that stands there from the start can't be emptied, only declined.
        if filler.problems(path) or (before and not kept):
            filler.decline(path)
            return True
        return kept != answers

    def _held(
        self, page: Page, answers: tuple[Answer, ...], before: tuple[Answer, ...]
    ) -> tuple[Answer, ...]:
        """What is left of answers that go through the control of their question."""
        kind = kind_of(page.item, page.limits)
        if kind is None or not answers:
            return ()
        entry = kind.entry(page, answers, self._around)
        if kind.name == _QUANTITY and not (entry["unit"] or entry["own"] or entry["kept"]):
            # A unit that stands there from the start can't be taken away.
            entry = {**kind.entry(page, before, self._around), "text": entry["text"]}
        reading = kind.read(page, _reachable(page, kind, entry, self._around), self._around)
        writable = all(
            self._can_write(text, self._keyboard(page, field)) for field, text in _written(entry)
        )
        return reading.answers if writable and not reading.problem else ()

    def _keyboard(self, page: Page, field: str) -> str:
        kind = kind_of(page.item, page.limits)
        asked = kind.view(page, self._around).get("writing", {}) if kind else {}
        return str(asked.get(field, {}).get("keyboard", "text"))


def _reachable(page: Page, kind: Kind, entry: Entry, around: Around) -> Entry:
    """What of an entry a finger can make the control hold."""
    if kind.name == _SIGNATURE:
        return {**entry, "way": "tick", "agreed": True}
    if kind.name == _SLIDER:
        return {"part": kind.dressed(page, entry, around)["part"]}
    if kind.name == _STEPPER and not kind.view(page, around)["pad"]:
        steps, figures = steps_of(page.item, page.limits), figures_of(around.say)
        number = numerals.read(str(entry["text"]), figures).number or steps.start()
        return {"text": write(steps.at_part(steps.part_of(number)), figures)}
    return entry


def _written(entry: Entry) -> Iterator[tuple[str, str]]:
    """The texts of an entry that are written on the writing page, each with its field."""
    if isinstance(entry.get("text"), str) and "unit" not in entry:
        yield "text", entry["text"]
    own = entry.get("own")
    if isinstance(own, str):
        yield "own", own
    elif isinstance(own, list):
        yield from ((f"own{i}", str(one.get("text", ""))) for i, one in enumerate(own))
