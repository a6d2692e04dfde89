"""FormFiller: one person filling one form, a question a page (SDC's word: Form Filler).

Source: http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.forms.answers import Answer
from kiosk.forms.calculation import Calculation
from kiosk.forms.enable_when import enabled_paths
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
        self._declined: set[str] = set()
        self._place: str | None = next((page.path for page in self.pages), None)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions asked now, in the order of the form."""
        enabled = self._enabled()
        return tuple(
            Page(path, item, self._section(item))
            for path, item in self.questionnaire.by_path.items()
            if item.is_asked and path in enabled and not self._inside_hidden(item)
        )

    @property
    def index(self) -> int:
        """The number of the present page, from 0; `count` on the review page."""
        pages = self.pages
        if self._place is None:
            return len(pages)
        # Where the present question is not asked any more, the next one takes its place.
        order = {path: number for number, path in enumerate(self.questionnaire.by_path)}
        return sum(order[page.path] < order[self._place] for page in pages)

    @property
    def count(self) -> int:
        """How many questions are asked now."""
        return len(self.pages)

    @property
    def page(self) -> Page | None:
        """The present page; None on the review page."""
        pages, index = self.pages, self.index
        return pages[index] if index < len(pages) else None

    @property
    def at_review(self) -> bool:
        """Whether all questions are behind and the answers can be checked."""
        return self.page is None

    def forward(self) -> None:
        """To the next question, or from the last to the review page."""
        pages = self.pages
        following = self.index + 1
        self._place = pages[following].path if following < len(pages) else None

    def back(self) -> bool:
        """To the question before; False, and no move, where there is none."""
        pages, index = self.pages, self.index
        if index == 0:
            return False
        self._place = pages[index - 1].path
        return True

    def go_to(self, path: str) -> None:
        """To a question that is asked now.

        Raises:
            KeyError: it is not asked now.
        """
        if all(page.path != path for page in self.pages):
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
        return tuple(problem for page in self.pages for problem in self.problems(page.path))

    def calculated(self) -> dict[str, tuple[Answer, ...]]:
        """What the form works out by itself, by path; a path without a result is not there."""
        return self._calculation.results(self._given)

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
        places = [page.path for page in self.pages]
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
        given: Mapping[str, Sequence[Answer]] = self._given
        if self._calculation.decides_enablement:
            given = {**given, **self.calculated()}
        return enabled_paths(self.questionnaire, given)

    def _language_shown(self) -> str:
        # A form that has no text in this language was shown in its own.
        known = self.questionnaire.languages
        return self.language if self.language in known else self.questionnaire.own_language

    def _section(self, item: Item) -> str:
        texts = [group.text(self.language) for group in self._around(item) if not group.is_question]
        return "\n".join(text for text in reversed(texts) if text)

    def _inside_hidden(self, item: Item) -> bool:
        return any(parent.hidden for parent in self._around(item))

    def _around(self, item: Item) -> list[Item]:
        found = []
        while item.parent_path:
            item = self.questionnaire.by_path[item.parent_path]
            found.append(item)
        return found


def _read_row(text: str) -> tuple[tuple[Answer, ...], bool]:
    row = decode_json(text.encode())
    if not isinstance(row, dict) or not isinstance(row.get("answer"), list):
        raise ValueError("not a saved row")  # noqa: TRY004 - a wrong value, whatever its type
    answers = tuple(Answer.from_fhir(raw) for raw in row["answer"])
    return answers, row.get("declined") is True
