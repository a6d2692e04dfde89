"""FormFiller: one person filling one form, a question a page (SDC's word: Form Filler).

Source: http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.forms.answers import Answer
from kiosk.forms.calculation import Calculation
from kiosk.forms.enable_when import Given, enabled_paths
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import Filled, Origin, to_response
from kiosk.forms.rules import Problem, problems_of


@dataclass(frozen=True)
class Page:
    """One question on the screen.

    Attributes:
        path: names the question; stable for this version of the form.
        item: the question.
        section: the text of the groups around it in the filler's language; "" if none.
    """

    path: str
    item: Item
    section: str


class FormFiller:
    """The answers of one sitting and the place in the form.

    What is enabled is worked out from the answers whenever it is asked for. Answers of items
    that are not enabled any more are kept for the sitting: they come back with the question, and
    are not in the response.

    Attributes:
        language: the language shown; may be changed at any time.
    """

    def __init__(self, questionnaire: Questionnaire, *, language: str = "en") -> None:
        self.questionnaire = questionnaire
        self.language = language
        self._calculation = Calculation(questionnaire)
        initial = {i.path: i.initial_answers() for i in questionnaire.by_path.values()}
        self._given: dict[str, tuple[Answer, ...]] = {p: a for p, a in initial.items() if a}
        self._last_enabled: tuple[Given | None, frozenset[str]] = (None, frozenset())
        self._declined: set[str] = set()
        self._place: str | None = next((item.path for item in self._asked()), None)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions asked now, in the order of the form."""
        return tuple(map(self._page, self._asked()))

    @property
    def index(self) -> int:
        """The number of the present page, from 0; `count` on the review page."""
        asked = self._asked()
        if self._place is None:
            return len(asked)
        # Where the present question is not asked any more, the next one takes its place.
        order = self.questionnaire.positions
        return bisect_left(asked, order[self._place], key=lambda item: order[item.path])

    @property
    def count(self) -> int:
        """How many questions are asked now."""
        return len(self._asked())

    @property
    def page(self) -> Page | None:
        """The present page; None on the review page."""
        asked, index = self._asked(), self.index
        return self._page(asked[index]) if index < len(asked) else None

    @property
    def at_review(self) -> bool:
        """Whether all questions are behind and the answers can be checked."""
        return self.page is None

    def forward(self) -> None:
        """To the next question, or from the last to the review page."""
        asked, following = self._asked(), self.index + 1
        self._place = asked[following].path if following < len(asked) else None

    def back(self) -> bool:
        """To the question before; False, and no move, where there is none."""
        index = self.index
        if index == 0:
            return False
        self._place = self._asked()[index - 1].path
        return True

    def go_to(self, path: str) -> None:
        """To a question that is asked now.

        Raises:
            KeyError: it is not asked now.
        """
        if all(item.path != path for item in self._asked()):
            raise KeyError(path)
        self._place = path

    def go_to_review(self) -> None:
        """To the review page."""
        self._place = None

    def answer(self, path: str, answers: Sequence[Answer]) -> frozenset[str]:
        """Gives (or with [] clears) the answers of a question, and takes back a decline.

        Returns:
            The paths whose answer or enablement changed.

        Raises:
            KeyError: the form has no such question.
        """
        return self._change(path, tuple(answers), declined=False)

    def decline(self, path: str) -> frozenset[str]:
        """Clears the answers and remembers that the person would rather not say.

        Returns, raises: as `answer`.
        """
        return self._change(path, (), declined=True)

    def answers(self, path: str) -> tuple[Answer, ...]:
        """What is answered there, enabled or not."""
        return self._given.get(path, ())

    def is_declined(self, path: str) -> bool:
        """Whether the person would rather not say."""
        return path in self._declined

    def is_enabled(self, path: str) -> bool:
        """Whether the item counts with the present answers."""
        return path in self._enabled()

    def problems(self, path: str) -> tuple[Problem, ...]:
        """Which rules the answers there break; none for an item that is not enabled.

        Raises:
            KeyError: the form has no such item.
        """
        item = self.questionnaire.by_path[path]
        if path not in self._enabled() or not item.is_asked:
            return ()
        return problems_of(item, self.answers(path), declined=self.is_declined(path))

    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of every page, in the order of the form."""
        return tuple(problem for item in self._asked() for problem in self.problems(item.path))

    def calculated(self) -> dict[str, tuple[Answer, ...]]:
        """What the form works out by itself, by path; a path without a result is not there."""
        return self._calculation.results(self._given)

    def alerts(self) -> bool:
        """Whether the answers given so far must reach a responder at once (the alert rule)."""
        return self._calculation.alerts(self._given)

    def saved_row(self, path: str) -> str:
        """One question's row of a draft: JSON text of its answers and whether it is declined."""
        row = {
            "answer": [answer.to_fhir() for answer in self.answers(path)],
            "declined": self.is_declined(path),
        }
        return encode_json(row).decode()

    def restore(self, rows: Mapping[str, str], *, place: str | None) -> None:
        """Goes on from a draft: its rows by path, and the page it was left on.

        Raises:
            ValueError: a row is not one that `saved_row` made; nothing is changed then.
        """
        read = {path: _read_row(row) for path, row in rows.items()}
        self._given = self._given | {path: answers for path, (answers, _) in read.items()}
        self._declined = {path for path, (_, declined) in read.items() if declined}
        places = [item.path for item in self._asked()]
        first = places[0] if places else None
        self._place = place if place is None or place in places else first

    def response(
        self, *, status: str, authored: datetime, response_id: str, device_id: str
    ) -> dict[str, Any]:
        """The FHIR R4 QuestionnaireResponse as it stands, in the language shown.

        Raises:
            ValueError: `authored` has no time zone.
        """
        given = {**self._given, **self.calculated()}
        filled = Filled(enabled_paths(self.questionnaire, given), given, self._declined)
        origin = Origin(status, authored, response_id, device_id)
        language = self._language_shown()
        return to_response(self.questionnaire, filled, language=language, origin=origin)

    def _change(self, path: str, answers: tuple[Answer, ...], *, declined: bool) -> frozenset[str]:
        if not self.questionnaire.by_path[path].is_question:
            raise KeyError(path)
        enabled, before = self._enabled(), (self.answers(path), self.is_declined(path))
        self._given = {**self._given, path: answers}
        self._declined = self._declined | {path} if declined else self._declined - {path}
        changed = {path} if before != (answers, declined) else set()
        return frozenset(changed | (enabled ^ self._enabled()))

    def _enabled(self) -> frozenset[str]:
        # `_given` is replaced at each change and never altered, so a set made from this very
        # object is right; it spares asking every item again for each look at the page.
        answers, enabled = self._last_enabled
        if answers is not self._given:
            enabled = self._work_out_enabled()
            self._last_enabled = (self._given, enabled)
        return enabled

    def _work_out_enabled(self) -> frozenset[str]:
        given: Mapping[str, Sequence[Answer]] = self._given
        if self._calculation.decides_enablement:
            given = {**given, **self.calculated()}
        return enabled_paths(self.questionnaire, given)

    def _asked(self) -> tuple[Item, ...]:
        enabled = self._enabled()
        return tuple(item for item in self.questionnaire.asked if item.path in enabled)

    def _page(self, item: Item) -> Page:
        return Page(item.path, item, self._section(item))

    def _language_shown(self) -> str:
        # A form that has no text in this language was shown in its own.
        known = self.questionnaire.languages
        return self.language if self.language in known else self.questionnaire.own_language

    def _section(self, item: Item) -> str:
        groups = (a for a in self.questionnaire.ancestors(item) if not a.is_question)
        return "\n".join(text for group in groups if (text := group.text(self.language)))


def _read_row(text: str) -> tuple[tuple[Answer, ...], bool]:
    row = decode_json(text.encode())
    if not isinstance(row, dict) or not isinstance(row.get("answer"), list):
        raise ValueError("not a saved row")  # noqa: TRY004 - a wrong value, whatever its type
    answers = tuple(Answer.from_fhir(raw) for raw in row["answer"])
    return answers, row.get("declined") is True
