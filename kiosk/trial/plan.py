"""What the robot answers: the engine's own robot, as far as the controls can hold its answers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.trial.becoming import each_may_become, may_become
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.numerals import figures_of, write
from kiosk.ui.patient.kinds.repeated import Repeated
from kiosk.ui.patient.kinds.steps import steps_of

_SIGNATURE: Final = "signature"
_QUANTITY: Final = "quantity"
_SLIDER: Final = "slider"
_STEPPER: Final = "stepper"
_WORDS_ONLY: Final = "wordsOnly"
_ROUNDS: Final = 5
"""An answer that is changed may change which others are asked; it settles soon."""


class Plan(NamedTuple):
    """What is to be answered on the screen.

    Attributes:
        filler: holds it.
        refused: answers that keep the rules and that a control says it can't take, or that have
            letters without a key: the linkId and the reason.
    """

    filler: FormFiller
    refused: dict[str, str]


def plan(  # noqa: PLR0913 - keyword-only beyond the two
    questionnaire: Questionnaire,
    around: Around,
    *,
    seed: int,
    now: datetime,
    value_sets: ValueSets,
    can_write: Callable[[str, str], bool],
) -> Plan:
    """What the engine's own robot answers, as far as controls are made to hold it.

    A time loses its seconds, a number on a line goes to the next mark, a file is left out; any
    other answer stands as it is, whatever its control makes of it: what the screen then loses is
    a difference. Where a rule is broken the robot would rather not say.
    """
    surroundings = Surroundings(now=now, value_sets=value_sets)
    filler = fill(questionnaire, seed=seed, language=around.language, surroundings=surroundings)
    untouched = FormFiller(questionnaire, language=around.language, surroundings=surroundings)
    settler = _Settler(filler, untouched, around, can_write)
    for _ in range(_ROUNDS):
        if not [page for page in filler.pages if settler.settle(page)]:
            break
    filler.go_to_review()
    return Plan(filler, settler.refused)


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
        self.refused: dict[str, str] = {}

    def settle(self, page: Page) -> bool:
        """Whether anything had to be changed there.

        What is left out above it takes a question away.
        """
        filler, path = self._filler, page.path
        if filler.is_declined(path) or not filler.is_enabled(path):
            return False
        answers, before = filler.answers(path), self._untouched.answers(path)
        kept = answers if answers == before else self._held(page, answers, before)
        changed = filler.answer(path, kept)
        # An answer that stands there from the start can't be emptied, only declined.
        if filler.problems(path) or (before and not kept):
            filler.decline(path)
            return True
        return bool(changed)

    def _held(
        self, page: Page, answers: tuple[Answer, ...], before: tuple[Answer, ...]
    ) -> tuple[Answer, ...]:
        """What is left of answers that go through the control of their question."""
        kind = kind_of(page.item, page.limits)
        if kind is None or kind.name == _WORDS_ONLY or not answers:
            return ()
        entry = kind.entry(page, answers, self._around)
        if kind.name == _QUANTITY and not (entry["unit"] or entry["own"] or entry["kept"]):
            # A unit that stands there from the start can't be taken away.
            entry = {**kind.entry(page, before, self._around), "text": entry["text"]}
        reading = kind.read(page, _reachable(page, kind, entry, self._around), self._around)
        if reason := reading.problem or self._unwritable(page, kind, entry):
            self.refused[page.item.link_id] = f"{kind.name}: {reason}"
            return ()
        held = reading.answers
        if isinstance(kind, Repeated):
            loses = each_may_become(kind.once(page)[1].name, answers, held)
        else:
            loses = may_become(kind.name, answers, held)
        return held if loses else answers

    def _unwritable(self, page: Page, kind: Kind, entry: Entry) -> str:
        """Why what is written can't be, key by key; "" where it can."""
        texts = [] if isinstance(kind, Number) else list(_written(entry))
        asked = kind.view(page, self._around).get("writing", {}) if texts else {}
        for field, text in texts:
            keyboard = str(asked.get(field, {}).get("keyboard", "text"))
            if not self._can_write(text, keyboard):
                return f"no keys for {text!r}"
        return ""


def _reachable(page: Page, kind: Kind, entry: Entry, around: Around) -> Entry:
    """What of an entry a finger can make the control hold."""
    if kind.name == _SIGNATURE:
        return {**entry, "way": "tick", "agreed": True}
    if isinstance(kind, Repeated):
        once, inner = kind.once(page)
        return {**entry, "entries": [_reachable(once, inner, e, around) for e in entry["entries"]]}
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
