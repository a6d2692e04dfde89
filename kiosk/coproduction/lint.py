"""A look at the questions of a form by the mechanical part of QAS-99, and a checklist for a person.

It finds faults of wording that a machine can see, in English, and says which step of the appraisal
they belong to. It refuses nothing and grades no question; what it can't be sure of it leaves to
the person who answers `CHECKLIST`. Two things it does not look for: an answer "I'd rather not say",
which the kiosk puts beside every question, and what a question takes for granted.

Source: G. B. Willis and J. T. Lessler, Question Appraisal System QAS-99, RTI 1999; reference
coproduction 4.1, 5.2.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.lint_options import is_scale, is_turned, range_faults
from kiosk.coproduction.lint_words import (
    QuestionWords,
    asks_how_often,
    double_negatives,
    names_a_period,
    two_questions,
    vague_amounts,
)
from kiosk.coproduction.locks import Locks, item_fingerprint
from kiosk.coproduction.plain_forms import item_texts
from kiosk.coproduction.plain_words import WordList, look
from kiosk.forms.item import Item
from kiosk.forms.languages import nearest
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.questionnaire import Questionnaire

Step = Literal[
    "reading", "instructions", "clarity", "assumptions", "knowledge", "sensitivity",
    "response-categories",
]  # fmt: skip

CHECKLIST: Final[tuple[Step, ...]] = (
    "reading", "instructions", "clarity", "assumptions", "knowledge", "sensitivity",
    "response-categories",
)  # fmt: skip
"""The steps of QAS-99, each with one question that a person answers by yes or no."""

CODES: Final[Mapping[str, Step]] = {
    "double-barrelled": "assumptions",
    "no-period": "clarity",
    "long-sentence": "clarity",
    "double-negative": "clarity",
    "hard-word": "clarity",
    "vague-amount": "clarity",
    "no-other": "response-categories",
    "no-not-sure": "knowledge",
    "numbers-overlap": "response-categories",
    "numbers-gap": "response-categories",
    "scale-turned": "response-categories",
}
"""Every code that may be said here, and its step.

What each means, why it matters and what mends it is in the words of the desk's window, `lint.toml`.
"""

_LONGEST_SHOWN: Final = 120
_LONGEST_LOOKED_AT: Final = 1000
"""Characters of one text: no form may keep the desk waiting with a long one."""

_FEWEST_KINDS: Final = 4
_KINDS: Final = re.compile(r"\b(?:which|what|who|where|why)\b", re.IGNORECASE)
_ANY: Final = re.compile(
    r"\b(?:do you have|have you|have you had|are you taking|do you take) any\b", re.IGNORECASE
)
_CHOSEN_FREELY: Final = re.compile(
    r"\b(?:would you like|do you (?:want|prefer)|prefer(?:red)?|choose|suits?|best for you)\b",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|spring|summer|autumn|fall|winter"
    r"|male|female|man|woman|yes|no|(?:a|b|ab|o)[+-]?",
    re.IGNORECASE,
)
_RELATIVES: Final = (
    r"(?:family|relatives?|parents?|mother|father|brothers?|sisters?|grandparents?"
    r"|grandmother|grandfather)"
)
_OTHERS_HEALTH: Final = re.compile(
    rf"\bfamily history of\b|\bhistory of .+ in (?:the|your) family\b"
    rf"|\b(?:has|have|had|did)\b.*\b{_RELATIVES}\b.*\b(?:had|have|suffer\w*|diagnos\w*|die[ds]?)\b"
    rf"|\b(?:vaccinated|immuni[sz]ed)\b.*\?",
    re.IGNORECASE,
)
_NUMERIC: Final = re.compile(r"[\d.,+-]+")


@dataclass(frozen=True)
class Lint:
    """One thing to look at.

    Attributes:
        code: one of `CODES`.
        step: of QAS-99.
        link_id: of the question.
        path: where in the JSON.
        words: the words of the form that are the reason.
        beside: of a second place: the other answer, the question before, the plainer word; "".
    """

    code: str
    step: Step
    link_id: str
    path: str
    words: str
    beside: str = ""


class Report(NamedTuple):
    """What was looked at and found.

    Attributes:
        found: in the order of the form.
        questions: how many questions were looked at.
        validated: how many are of validated wording, which nobody may change.
        not_looked_at: the form's languages but English: nobody looked at their words.
    """

    found: tuple[Lint, ...]
    questions: int
    validated: int
    not_looked_at: tuple[str, ...]


class Lists(NamedTuple):
    """The lists of English words that are needed: its `plain.toml` and `questions.toml`."""

    plain: WordList
    questions: QuestionWords


def lint(questionnaire: Questionnaire, locks: Locks, lists: Lists) -> Report:
    """Looks at every question that people may be asked.

    Args:
        questionnaire: the form.
        locks: whose items are exempt, in whatever form they stand, while their hash is the same.
        lists: English words.
    """
    english = nearest("en", questionnaire.languages)
    others = tuple(one for one in questionnaire.languages if one != english)
    locked = {hashed for lock in locks.values() for hashed in lock["items"].values()}
    free = [item for item in questionnaire.asked if item_fingerprint(item) not in locked]
    validated = len(questionnaire.asked) - len(free)
    if english is None:
        return Report((), 0, validated, others)
    looking = _Looking(questionnaire, english, lists)
    found = dict.fromkeys(one for item in free for one in looking.at(item))
    return Report(tuple(found), len(free), validated, others)


class _Looking:
    """Looks at the questions of one form, in English."""

    def __init__(self, questionnaire: Questionnaire, language: str, lists: Lists) -> None:
        self._form, self._language, self._lists = questionnaire, language, lists
        asked = questionnaire.asked
        self._before = dict(zip((item.path for item in asked[1:]), asked, strict=False))

    def at(self, item: Item) -> Iterator[Lint]:
        yield from self._plainness(item)
        yield from self._wording(item)
        yield from self._answers(item)

    def _plainness(self, item: Item) -> Iterator[Lint]:
        for text in item_texts(item, self._language):
            short = replace(text, words=text.words[:_LONGEST_LOOKED_AT])
            for found in look(short, self._language, WordList()):
                if found.code == "long-sentence":
                    yield _of(item, found.code, found.sentence)
            for hard, plainer in self._lists.plain.hard_in(short.words):
                yield _of(item, "hard-word", hard, plainer)

    def _wording(self, item: Item) -> Iterator[Lint]:
        text, words = self._text(item), self._lists.questions
        for found in two_questions(text):
            yield _of(item, "double-barrelled", found)
        often = asks_how_often(text)
        if often and not names_a_period(self._around(item)):
            yield _of(item, "no-period", often)
        for found in double_negatives(text, words):
            yield _of(item, "double-negative", found)
        if item.type == "boolean" or _is_yes_or_no(self._labels(item)):
            for found in vague_amounts(text, words):
                yield _of(item, "vague-amount", found)

    def _answers(self, item: Item) -> Iterator[Lint]:
        labels = self._labels(item)
        for fault in range_faults(labels):
            yield _of(item, fault.fault, fault.lower, fault.upper)
        if self._wants_other(item, labels):
            yield _of(item, "no-other", ", ".join(labels[:3]))
        if self._wants_not_sure(item, labels):
            yield _of(item, "no-not-sure", item.text(self._language))
        before = self._before.get(item.path)
        if before is not None and before.parent_path == item.parent_path:
            others = self._labels(before)
            if labels and is_turned(others, labels, self._lists.questions):
                yield _of(item, "scale-turned", f"{labels[0]} … {labels[-1]}",
                          before.text(self._language))  # fmt: skip

    def _wants_other(self, item: Item, labels: list[str]) -> bool:
        """Whether it lists kinds of something, with no answer for what is not among them."""
        text = self._text(item)
        return (
            item.answer_constraint == "optionsOnly"
            and len(labels) >= _FEWEST_KINDS
            and bool(_KINDS.search(text) or _ANY.search(text))
            and not _CHOSEN_FREELY.search(text)
            and not any(option.weight is not None for option in item.answer_options)
            and not all(_CLOSED.fullmatch(one) or _NUMERIC.fullmatch(one) for one in labels)
            and not any(re.search(r"\d", one) for one in labels)
            and not is_scale(labels, self._lists.questions)
            and not self._lists.questions.has_way_out(labels)
        )

    def _wants_not_sure(self, item: Item, labels: list[str]) -> bool:
        """Whether it asks for what many can't know, with yes and no alone."""
        asked = bool(_OTHERS_HEALTH.search(self._text(item)))
        return asked and (item.type == "boolean" or _is_yes_or_no(labels))

    def _text(self, item: Item) -> str:
        return item.text(self._language)[:_LONGEST_LOOKED_AT]

    def _labels(self, item: Item) -> list[str]:
        labels = (option.label(self._language) for option in item.answer_options)
        return [label[:_LONGEST_LOOKED_AT].strip() for label in labels]

    def _around(self, item: Item) -> Iterable[str]:
        """What somebody has read before they answer, and the answers: where a period may stand."""
        yield from (text.words for text in item_texts(item, self._language))
        yield from (inside.text(self._language) for inside in item.items)
        yield self._form.title(self._language)
        yield self._form.description(self._language)
        around = (*self._form.ancestors(item), None)
        for above in around:
            if above is not None:
                yield above.text(self._language)
            beside = self._form.items if above is None else above.items
            yield from (one.text(self._language) for one in beside if self._form.is_note(one))


def _is_yes_or_no(labels: list[str]) -> bool:
    return sorted(one.casefold() for one in labels) == ["no", "yes"]


def _of(item: Item, code: str, words: str, beside: str = "") -> Lint:
    return Lint(code, CODES[code], item.link_id, item.json_path, _short(words), _short(beside))


def _short(words: str) -> str:
    """Words of a form as they may be quoted: on one line, and nothing a program takes for a tag."""
    plain = safe_text(" ".join(words.split()))
    if len(plain) <= _LONGEST_SHOWN:
        return plain
    return plain[:_LONGEST_SHOWN].rpartition(" ")[0] + " …"
