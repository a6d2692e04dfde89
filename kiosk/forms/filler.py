"""FormFiller: one person filling one form, a question a page (SDC's word: Form Filler).

Source: http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kiosk.forms.alert_rules import Fired
from kiosk.forms.answers import Answer
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Before, Page, Stated, page_of, stated_values
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import ItemWriter, Origin, head_of, to_response, with_head
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.answering import Answering, Changed
from kiosk.forms.sitting.drafts import EMPTY_ROW
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.sitting.judging import Judge, blocks
from kiosk.forms.sitting.loading import Loading
from kiosk.forms.sitting.occurrence import NOTHING, Given, Occurrence
from kiosk.forms.texts import Reader


class FormFiller:
    """The answers of one sitting and the place in the form.

    What is enabled, calculated, offered and allowed follows from the answers; an answer touches
    only what looked at it. Answers of items that are not enabled any more are kept for the
    sitting: they come back with the question, and are not in the response.

    Attributes:
        questionnaire: the form.
        language: the language shown; may be changed at any time.
        proxy: whether somebody answers for the patient and reads the words meant for that.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        language: str = "en",
        proxy: bool = False,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.proxy = proxy
        self._answering = Answering(questionnaire, surroundings or Surroundings())
        self._asked = self._answering.asked
        self._place: Occurrence | None = next(iter(self._asked), None)
        self._head: dict[str, Any] = {}
        self._foreign: list[Any] = []

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions asked now, in the order of the form."""
        return tuple(map(self._page, range(self.count)))

    @property
    def index(self) -> int:
        """The number of the present page, from 0; `count` on the review page."""
        # Where the present question is not asked any more, the next one takes its place.
        return self.count if self._place is None else self._asked.index(self._place.key)

    @property
    def count(self) -> int:
        """How many questions are asked now."""
        return len(self._asked)

    @property
    def page(self) -> Page | None:
        """The present page; None on the review page."""
        index = self.index
        return self._page(index) if index < self.count else None

    @property
    def closing(self) -> tuple[str, ...]:
        """The texts of the form that stand after the last question."""
        last = self._asked[self.count - 1].key if self.count else ()
        logic, texts = self._answering.logic, self._answering.texts.between(last, None)
        return tuple(text for at in texts if (text := logic.text(at, self._reader)))

    @property
    def stated_last(self) -> tuple[Stated, ...]:
        """What the form states by itself after the last question."""
        last = self._asked[self.count - 1].key if self.count else ()
        stated = self._answering.stated.between(last, None)
        return stated_values(stated, self._answering.logic, self._reader)

    @property
    def at_review(self) -> bool:
        """Whether all questions are behind and the answers can be checked."""
        return self.index >= self.count

    def forward(self) -> None:
        """To the next question, or from the last to the review page."""
        following = self.index + 1
        self._place = self._asked[following] if following < self.count else None

    def back(self) -> bool:
        """To the question before; False, and no move, where there is none."""
        index = self.index
        if index == 0:
            return False
        self._place = self._asked[index - 1]
        return True

    def go_to(self, path: str) -> None:
        """To a question that is asked now.

        Raises:
            KeyError: it is not asked now.
        """
        at = self._answering.occurrence(path)
        if at not in self._asked:
            raise KeyError(path)
        self._place = at

    def go_to_review(self) -> None:
        """To the review page."""
        self._place = None

    def answer(self, path: str, answers: Sequence[Answer]) -> Changed:
        """Gives (or with [] clears) the answers of a question, and takes back a decline.

        Of a calculated question it overrides what is worked out, until it is cleared.

        Returns:
            The paths whose answer, enablement, options or words changed.

        Raises:
            KeyError: the form has no such question now.
        """
        return self._answering.give(self._answering.question(path), answers)

    def decline(self, path: str) -> Changed:
        """Clears the answers and remembers that the person would rather not say.

        Returns, raises: as `answer`.
        """
        return self._answering.give(self._answering.question(path), (), declined=True)

    def add(self, path: str) -> tuple[str, Changed]:
        """One more occurrence of a repeating group, beside the one at `path`.

        Returns:
            Its path, and as `answer`.

        Raises:
            KeyError: there is no repeating group.
        """
        added, changed = self._answering.add(self._answering.occurrence(path))
        return added.path, changed

    def may_add(self, path: str) -> bool:
        """Whether the form allows one more occurrence of the group at `path`.

        Raises:
            KeyError: there is no such item now.
        """
        at = self._answering.occurrence(path)
        most = self._answering.logic.limits(at).max_occurs
        return most is None or len(self.occurrences(path)) < most

    def remove(self, path: str) -> Changed:
        """Takes an occurrence of a repeating group out, with all answers in it.

        Returns, raises: as `answer`.
        """
        return self._answering.remove(self._answering.occurrence(path))

    def undo(self) -> Changed:
        """Takes the last answer, decline, addition or removal back.

        Returns:
            As `answer`; nothing where there is nothing to take back.
        """
        return self._answering.undo()

    def limits(self, path: str) -> Limits:
        """What may be answered there now; KeyError where there is no such item."""
        return self._answering.logic.limits(self._answering.occurrence(path))

    def occurrences(self, path: str) -> tuple[str, ...]:
        """The paths of all occurrences of the group at `path`, itself among them.

        Raises:
            KeyError: there is no such item now.
        """
        at = self._answering.occurrence(path)
        return tuple(other.path for other in self._answering.logic.tree.together(at))

    def answers(self, path: str) -> tuple[Answer, ...]:
        """What a person answered there, enabled or not."""
        return self._given(path).answers

    def is_declined(self, path: str) -> bool:
        """Whether the person would rather not say."""
        return self._given(path).declined

    def is_enabled(self, path: str) -> bool:
        """Whether the item counts with the present answers."""
        at = self._answering.logic.tree.by_path.get(path)
        return at is not None and bool(at.enabled.get())

    def problems(self, path: str) -> tuple[Problem, ...]:
        """Which rules the answers there break; none for an item that is not asked.

        Raises:
            KeyError: there is no such item now.
        """
        at = self._answering.occurrence(path)
        if at not in self._asked:
            return ()
        judge = Judge(self._answering.logic, self.language)
        return tuple(problem for problem in judge.question(at) if blocks(problem))

    def all_problems(self) -> tuple[Problem, ...]:
        """What holds the form back: problems of every page, of groups and of the whole."""
        judge = Judge(self._answering.logic, self.language)
        return tuple(problem for problem in judge.everything(self._asked) if blocks(problem))

    def calculated(self) -> dict[str, tuple[Answer, ...]]:
        """What the form works out by itself, by path; a path without a result is not there."""
        found = (at for at in self._answering.logic.tree.walk() if at.calculated is not None)
        results = {at.path: at.visible().answers for at in found}
        return {path: answers for path, answers in results.items() if answers}

    def fired(self) -> tuple[Fired, ...]:
        """The alert rules that ask for a person, for the answers given so far."""
        return self._answering.logic.fired()

    def saved_row(self, path: str) -> str:
        """One item's row of a draft."""
        at = self._answering.logic.tree.by_path.get(path)
        return EMPTY_ROW if at is None else self._answering.row(at)

    def saved_rows(self) -> dict[str, str]:
        """All rows of a draft, by path."""
        return self._answering.rows()

    def restore(self, rows: Mapping[str, str], *, place: str | None) -> None:
        """Goes on from a draft: its rows by path, and the page it was left on.

        Raises:
            ValueError: a row is not one that `saved_row` made; nothing is changed then.
        """
        self._answering.restore(rows)
        self._place = None
        if place is not None:
            at = self._answering.logic.tree.by_path.get(place)
            self._place = at if at and at in self._asked else next(iter(self._asked), None)

    def load(self, response: Mapping[str, Any]) -> None:
        """Takes the answers of a response, in place of what the form begins with.

        A stored value of a calculated item that differs from what is worked out now stands: the
        person meant it. What the form does not know is kept and written out again.
        """
        reading = Loading(self._answering.logic.tree)
        self._answering.load(lambda: reading.read(response))
        self._foreign = reading.kept
        self._head = head_of(response)
        self._place = next(iter(self._asked), None)

    def response(
        self, *, status: str, authored: datetime, response_id: str, device_id: str
    ) -> dict[str, Any]:
        """The FHIR R4 QuestionnaireResponse as it stands, in the language shown.

        Raises:
            ValueError: `authored` has no time zone.
        """
        logic, language = self._answering.logic, self.questionnaire.language_for(self.language)
        items = ItemWriter(logic, self._reader).items(logic.tree.root.all()) + self._foreign
        origin = Origin(status, authored, response_id, device_id)
        own = to_response(self.questionnaire, items, language=language, origin=origin)
        return with_head(own, self._head)

    def _page(self, index: int) -> Page:
        at = self._asked[index]
        before = self._asked[index - 1].key if index else ()
        notes = self._answering.texts.between(before, at.key)
        stated = self._answering.stated.between(before, at.key)
        return page_of(at, Before(notes, stated), self._answering.logic, self._reader)

    def _given(self, path: str) -> Given:
        at = self._answering.logic.tree.by_path.get(path)
        return NOTHING if at is None or not at.item.is_question else at.given.value

    @property
    def _reader(self) -> Reader:
        return Reader(self.language, self.questionnaire.own_language, self.proxy)
