"""One patient's time with one form: everything that must be gone when it ends.

No Qt here. The screen drops its one reference to the sitting, and all answers go with it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import uuid4

from kiosk.forms.alert_rules import Fired
from kiosk.forms.concepts import Concept, concepts_of
from kiosk.forms.filler import FormFiller
from kiosk.forms.needs import Said, asking_needs, said_in
from kiosk.forms.pages import Page
from kiosk.forms.proxies import with_people
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.drafts import EMPTY_ROW, read_row
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.sitting.judging import told_of
from kiosk.forms.sitting.occurrence import Given
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.ui.patient.kinds.all_kinds import NO_CONTROL, kind_of
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading


class Entered(NamedTuple):
    """What a control held last, and what it was read as."""

    entry: Entry
    reading: Reading


class Sitting:
    """The form, the answers so far, and where the patient is.

    Attributes:
        filler: the form being filled.
        changing: whether the patient came from the check page and goes straight back to it.
        unsaved: rows by path that are not durably kept yet.
        entered: what the controls held, by path, so that nothing is rewritten under the finger.
        carried: rows by path of what an earlier form of the packet asked already.
        asks_needs: its questions about what the patient needs.
        response_id: the response's UUID; it changes only with an answer after the response was
            made, so that sending twice is harmless.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        language: str,
        *,
        now: datetime,
        value_sets: ValueSets | None = None,
        proxy: bool = False,
    ) -> None:
        self.questionnaire = questionnaire
        self.filler = FormFiller(
            questionnaire,
            language=questionnaire.language_for(language),
            proxy=proxy,
            surroundings=Surroundings(now=now, value_sets=value_sets or ValueSets()),
        )
        self.changing = False
        self.unsaved: dict[str, str] = {}
        self.entered: dict[str, Entered] = {}
        self.carried: dict[str, str] = {}
        self.response_id = str(uuid4())
        self._others: tuple[Sitting, ...] = ()
        self.asks_needs = asking_needs(questionnaire)
        self._left: list[str] = []
        self._response: bytes | None = None
        self._said: tuple[object, ...] = ()

    def speak(self, language: str) -> None:
        """Use that language from now on, if the form has it."""
        self.filler.language = self.questionnaire.language_for(language)

    def restore(self, rows: Mapping[str, str], place: str | None) -> None:
        """Take up a draft where it was left."""
        self.filler.restore(rows, place=place)

    @property
    def page(self) -> Page | None:
        """The question shown; None where none is: at the end, or where one more may be added."""
        return None if self._left else self.filler.page

    @property
    def another(self) -> str | None:
        """The last occurrence of a repeating group, where the patient may add one more."""
        return self._left[0] if self._left else None

    @property
    def place(self) -> str:
        """The path to come back to; "" for the check page."""
        page = self.filler.page
        return page.path if page else ""

    def entry(self, page: Page, around: Around) -> Entry:
        """What the control of a question shows as given."""
        kind, answers = self.kind(page), self.filler.answers(page.path)
        entered = self.entered.get(page.path)
        if entered is not None and entered.reading.answers == answers:
            return kind.dressed(page, entered.entry, around)
        return kind.dressed(page, kind.entry(page, answers, around), around)

    def enter(self, page: Page, entry: Entry, around: Around) -> None:
        """Take what the control of a question holds now."""
        reading = self.kind(page).read(page, entry, around)
        self.entered[page.path] = Entered(entry, reading)
        self._changed(page.path, self.filler.answer(page.path, reading.answers))

    def unread(self, page: Page) -> Reading | None:
        """Why what the control holds is no answer as it stands; None where it is one."""
        entered = self.entered.get(page.path)
        if entered is None or entered.reading.answers != self.filler.answers(page.path):
            return None
        return entered.reading if entered.reading.problem else None

    def kind(self, page: Page) -> Kind:
        """How a question is answered."""
        return kind_of(page.item, page.limits) or NO_CONTROL

    def decline(self, page: Page) -> None:
        """The patient would rather not say."""
        self.entered.pop(page.path, None)
        self._changed(page.path, self.filler.decline(page.path))

    def problem(self) -> Problem | None:
        """What is wrong with the answer on this page, as the patient is told."""
        page = self.filler.page
        return told_of(self.filler.problems(page.path)) if page else None

    def forward(self) -> None:
        """On to the next question, or back to the check page where the patient came from."""
        if self.changing:
            self.changing = False
            self.filler.go_to_review()
            return
        left = self.filler.page
        self.filler.forward()
        self._left = self._ended(left) if left else []
        self.skip_carried()

    def enough(self) -> None:
        """No more of that group; on."""
        self._left = self._left[1:]

    def back(self) -> bool:
        """To the question before; False, and no move, where there is none."""
        self._left, here = [], self.filler.page
        while self.filler.back():
            page = self.filler.page
            if page is not None and not self.is_carried(page.path):
                return True
        if here is None:
            self.filler.go_to_review()
        else:
            self.filler.go_to(here.path)
        return False

    def go_to(self, path: str) -> None:
        """From the check page to one question, and straight back after it."""
        self.filler.go_to(path)
        self.changing, self._left = True, []

    def add(self) -> None:
        """One more occurrence of the group that was left, and to its first question."""
        added, changed = self.filler.add(self._left[0])
        first = next(page for page in self.filler.pages if added in page.repeating)
        self._left = []
        self.filler.go_to(first.path)
        self._rebuilt(changed)

    def remove(self, path: str) -> None:
        """Take an occurrence of that group out, with its answers; `undo` brings it back."""
        others = [other for other in self.filler.occurrences(path) if other != path]
        self._rebuilt(self.filler.remove(path))
        self._left = [others[-1], *self._left[1:]]

    def undo(self) -> None:
        """Bring back what was taken out last."""
        self._rebuilt(self.filler.undo())
        self._left = [self.filler.occurrences(self._left[0])[-1], *self._left[1:]]

    @property
    def fired(self) -> tuple[Fired, ...]:
        """The alert rules of the form that ask for a person."""
        return self.filler.fired()

    @property
    def answered(self) -> bool:
        """Whether anything is answered, or declined."""
        rows = map(read_row, self.filler.saved_rows().values())
        return any(isinstance(row, Given) and (row.answers or row.declined) for row in rows)

    @cached_property
    def concepts(self) -> dict[Concept, str]:
        """The paths of the questions that carry a code."""
        return concepts_of(self.questionnaire)

    def carry(self, others: Iterable["Sitting"]) -> None:
        """Take over what earlier forms of the packet asked already: nothing is asked twice."""
        self._others = tuple(others)
        self.skip_carried()

    def is_carried(self, path: str) -> bool:
        """Whether the answer there was given in an earlier form and is the same still."""
        row = self.filler.saved_row(path)
        return row != EMPTY_ROW and self.carried.get(path) == row

    @property
    def needs(self) -> Said:
        """What the patient said they need of this screen and of people."""
        return said_in(self.filler, self.asks_needs)

    def skip_carried(self) -> None:
        """On to the first question that was not answered in an earlier form."""
        self._carry()
        while (page := self.filler.page) and self.is_carried(page.path):
            self.filler.forward()

    def response(
        self,
        *,
        device_id: str,
        now: datetime,
        who: str = "",
        subject: Mapping[str, str] | None = None,
        status: str = "completed",
    ) -> bytes:
        """The response as it will be stored and sent.

        The same bytes each time until an answer, or what is said here, changes: the store may have
        kept the first ones although it could not say so, and takes no others under the same id.
        """
        said = (who, tuple(sorted((subject or {}).items())), status)
        if said != self._said:
            self._forget_response()
        if self._response is None:
            self._said = said
            finished = self.filler.response(
                status=status, authored=now, response_id=self.response_id, device_id=device_id
            )
            self._response = encode(with_people(finished, who, subject))
        return self._response

    def _ended(self, left: Page) -> list[str]:
        """The repeating groups that were just left and may have one more, innermost first."""
        here = self.filler.page
        around = here.repeating if here else ()
        ended = [path for path in reversed(left.repeating) if path not in around]
        return [path for path in ended if self._is_last(path)]

    def _is_last(self, path: str) -> bool:
        together = self.filler.occurrences(path)
        return together[-1] == path and (self.filler.may_add(path) or len(together) > 1)

    def _carry(self) -> None:
        for other in self._others:
            for concept, theirs in other.concepts.items():
                mine = self.concepts.get(concept)
                if mine and other.filler.is_enabled(theirs) and self.filler.is_enabled(mine):
                    self._take_over(mine, other.filler.saved_row(theirs))

    def _take_over(self, path: str, row: str) -> None:
        known, before = self.filler.saved_row(path), self.carried.get(path)
        if known in {row, before} or (known == EMPTY_ROW and before != row):
            self._give(path, row)
            self.carried[path] = self.filler.saved_row(path)

    def _give(self, path: str, row: str) -> None:
        """The answer of a row, or none where this form does not take it."""
        filler, given, before = self.filler, read_row(row), self.filler.saved_row(path)
        if not isinstance(given, Given) or row == before:
            return
        changed = filler.decline(path) if given.declined else filler.answer(path, given.answers)
        if given.answers and filler.problems(path):
            changed |= filler.answer(path, ())
        if filler.saved_row(path) != before:
            self._changed(path, changed)

    def _rebuilt(self, changed: frozenset[str]) -> None:
        """Occurrences came or went: what they hold wants keeping, and which there are."""
        self.unsaved.update(self.filler.saved_rows())
        if changed:
            self._forget_response()

    def _changed(self, path: str, changed: frozenset[str]) -> None:
        self.unsaved[path] = self.filler.saved_row(path)
        if changed:
            self._forget_response()

    def _forget_response(self) -> None:
        if self._response is not None:
            self._response, self.response_id = None, str(uuid4())
