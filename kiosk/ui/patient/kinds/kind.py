"""What every kind of answer can do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.bidi import Direction, isolated
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.clips import Clip
from kiosk.forms.looks.media import Media
from kiosk.forms.looks.option_presentation import OptionPresentation, present_option
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.judging import CONSTRAINT
from kiosk.ui.wording.words import Counted

Say = Callable[..., str]
Order = Callable[[str], Any]
Entry = Mapping[str, Any]
"""What a control holds, as plain values for QML: `{"day": "3", "month": "", "year": "1950"}`."""

_REFUSED: Final = {
    "maxLength": "error_too_long",
    "maxOccurs": "error_too_many",
    "minOccurs": "error_too_few",
}
USUAL_LENGTH: Final = 500
"""How many characters a written answer may have where the form is silent."""


def _nothing_shown(_media: Media) -> dict[str, Any]:
    return {}


def _nothing_played(_clip: Clip, _language: str) -> bool:
    return False


def _no_ink(_strokes: list[list[float]], _words: str) -> bytes:
    return b""


@dataclass(frozen=True)
class Around:
    """What a kind may look at besides the question.

    Attributes:
        say: `say(key, **values)`: a text of the screen, in the language it speaks.
        language: the language of the form's own words.
        direction: which way the screen's language runs.
        order: what to sort words of the form by, so that they stand as its readers look for them.
        proxy: whether somebody answers for the patient.
        zone: of the clocks that the patient goes by.
        shown: `image`, `alt`, `ratio` (wider than high) of a picture; {} where it can't be shown.
        played: whether a film or sound can be played, in a language; then it is on offer.
        ink: a PNG of strokes, or of words where there are none.
        results: whether patients may see what a form works out, a score for instance.
    """

    say: Say
    language: str
    direction: Direction = "ltr"
    order: Order = str.casefold
    proxy: bool = False
    zone: tzinfo = UTC
    shown: Callable[[Media], dict[str, Any]] = _nothing_shown
    played: Callable[[Clip, str], bool] = _nothing_played
    ink: Callable[[list[list[float]], str], bytes] = _no_ink
    results: bool = False

    def text(self, option: AnswerOption) -> str:
        """What an option says."""
        return option.label(self.language, proxy=self.proxy)

    def option(self, option: AnswerOption) -> OptionPresentation:
        """How an option is to be shown: its prefix, marks, picture, whether it is chosen alone."""
        return present_option(option, self.language, proxy=self.proxy)

    def drawn(self, option: AnswerOption) -> dict[str, Any]:
        """The picture of an option: `image`, `alt`, `ratio`; `alt` alone; or nothing."""
        media = self.option(option).media
        return {"alt": media.title, **self.shown(media)} if media else {}

    def listed(self, texts: Iterable[str]) -> str:
        """Several texts one after the other, whichever way each of them runs."""
        return self.say("list_comma").join(isolated(text, self.direction) for text in texts)

    def label(self, page: Page, answer: Answer) -> str:
        """What a person reads for an answer."""
        for option in page.limits.options or ():
            if same_value(option.answer, answer):
                return self.text(option)
        return page.item.answer_label(answer, self.language, proxy=self.proxy)


class Reading(NamedTuple):
    """What a control holds, as answers.

    Attributes:
        answers: () where it holds none, or none yet.
        problem: for the patient: why it can't be an answer as it stands; "" where it can.
        field: which part of the entry is to be mended; "" for the whole.
    """

    answers: tuple[Answer, ...] = ()
    problem: str = ""
    field: str = ""


class Kind:
    """One kind of answer.

    Attributes:
        name: "date" is answered with `ui/controls/DateAnswer.qml`.
        usual_hint, usual_demand: the keys of the texts used where the form says nothing: how to
            answer, and what to do where an answer is needed.
        shows: the itemControls of the texts inside a question that the control shows itself.
    """

    name: str
    usual_hint: str = ""
    usual_demand: str = "error_choice"
    shows: frozenset[str] = frozenset()

    def suits(self, item: Item, limits: Limits) -> bool:
        """Whether the question can be answered with this control."""
        raise NotImplementedError

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """What the control shows, all but the answer: options, units, limits, labels.

        `writing`, where there is one, tells the writing page of each field that is written on it:
        `title`, `maxLength`, `keyboard` (text, number, email, phone, url), `lines`.
        """
        raise NotImplementedError

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """The answers as the control holds them."""
        raise NotImplementedError

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """What the control holds, as answers."""
        raise NotImplementedError

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """The entry with what depends on it: what a search found, the sum of the parts."""
        del page, around
        return entry

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """The entry after `text` was written on the writing page of a field."""
        return {**entry, field: text}

    def writing(self, page: Page, entry: Entry, field: str, around: Around) -> dict[str, Any]:
        """The writing page of a field: `title`, `text`, `maxLength`, `keyboard`, `lines`."""
        own = self.view(page, around).get("writing", {}).get(field, {})
        return {
            "title": own.get("title") or words_of_question(page, around),
            "text": str(entry.get(field, "")),
            "maxLength": own.get("maxLength", USUAL_LENGTH),
            "keyboard": own.get("keyboard", "text"),
            "lines": own.get("lines", 3),
        }

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The answers in words, for the check page; "" where there is none."""
        return around.listed(around.label(page, answer) for answer in answers)

    def hint(self, page: Page, around: Around) -> str:
        """How to answer, where the form has no hint of its own."""
        del page
        return around.say(self.usual_hint) if self.usual_hint else ""

    def missing(self, page: Page, around: Around) -> str:
        """What to do where an answer is needed."""
        del page
        return around.say(self.usual_demand)

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """What to do about answers that break a rule of the form (R11)."""
        if problem.rule == CONSTRAINT and problem.limit:
            return str(problem.limit)  # the form's own words for a rule of its own
        if problem.rule == "required":
            return self.missing(page, around)
        key = _REFUSED.get(problem.rule, "error_other")
        return around.say(key, limit=counted(problem.limit))


def counted(limit: object) -> object:
    """A limit of a form as what a text counts, where it is a number."""
    return Counted(limit) if isinstance(limit, int) else limit


def places(answers: Sequence[Answer], options: Sequence[Answer]) -> list[int]:
    """The indices of the options that are answered, in the order of the options."""
    return [
        index
        for index, option in enumerate(options)
        if any(same_value(option, answer) for answer in answers)
    ]


def at(options: Sequence[Answer], index: Any) -> tuple[Answer, ...]:
    """The option of an index as it comes from QML; () for one that is not there."""
    number = int(index) if isinstance(index, int | float) else -1
    return (options[number],) if 0 <= number < len(options) else ()


def words_of_question(page: Page, around: Around) -> str:
    """What is asked; of a question without words, the name of its code."""
    named = (ext.text(coding, "display") for coding in ext.mappings(page.item.raw, "code"))
    return page.text or next(filter(None, named), around.say("question_wordless"))
