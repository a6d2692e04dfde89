"""What the responses of an export hold, found out before a row is written: forms and questions.

The versions of a form are merged: a question that only one of them has keeps its column, in the
order of the forms. A question whose kind of answer changed has one column for each kind.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.export.flatten import form_name
from kiosk.export.names import utf8
from kiosk.export.values import (
    AMOUNT,
    CHOICE,
    DAY,
    MOMENT,
    NUMBER,
    TEXT,
    TIME,
    Dated,
    Option,
    Value,
    family_of,
    family_of_type,
    option_of,
    typed,
    words,
)
from kiosk.export.walking import Place, Sibling, answers_in, siblings
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.bidi import unmarked
from kiosk.forms.questionnaire import Item, Questionnaire

FormsOf = Callable[[str], tuple[Questionnaire, ...]]
"""All that is kept of a form under a canonical, the oldest first."""

_CALENDAR = (DAY, MOMENT, TIME)


@dataclass
class Kind:
    """One kind of answer to a question, and what was met of it.

    Attributes:
        widest: bytes of the longest text.
        odd: an answer did not fit a column of numbers, days or times, such as `2026-03`.
        declined: somebody would rather not say.
    """

    family: str
    widest: int = 0
    odd: bool = False
    declined: bool = False
    whole: bool = True
    comparators: bool = False
    unit_widest: int = 0


@dataclass
class Question:
    """One question of a form, over all its versions.

    Attributes:
        place: where it stands in the form.
        text: what is asked, in the newest version's own language.
        kinds: the kinds of answer, the oldest version's first.
        options: what may be chosen, with its words; what only responses have stands last.
        multiple: several options may be chosen.
        others: an answer in words of one's own is allowed, or was met.
    """

    place: Place
    text: str = ""
    kinds: dict[str, Kind] = field(default_factory=dict)
    options: dict[Option, str] = field(default_factory=dict)
    multiple: bool = False
    others: bool = False
    other_widest: int = 0
    repeats: bool = False

    @property
    def link_id(self) -> str:
        """Its name in the form."""
        return self.place[-1]

    def kind(self, family: str) -> Kind:
        """What is known of one kind of its answers."""
        return self.kinds.setdefault(family, Kind(family))


class FormSurvey:
    """One form, over all its versions.

    Attributes:
        url: without version.
        title: of the newest version.
        versions: what is kept of it, in the order met.
        groups: the places of the groups that repeat.
        questions: in the order of the forms.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.title = form_name(url)
        self.versions: list[Questionnaire] = []
        self.unknown: dict[str, None] = {}
        self.groups: set[Place] = set()
        self._questions: dict[Place, Question] = {}
        self._order: list[Place] = []
        self._placed: set[Place] = set()
        self._families: dict[str, dict[Place, str]] = {}

    @property
    def questions(self) -> list[Question]:
        """All questions, in the order of the forms."""
        return [self._questions[place] for place in self._order]

    def question(self, place: Place) -> Question | None:
        """The question there."""
        return self._questions.get(place)

    def family(self, canonical: str, place: Place, answer: Answer) -> str:
        """Which kind of answer this is: as the form says, else by itself."""
        known = self._families.get(canonical, {}).get(place)
        return CHOICE if known == CHOICE else family_of(answer)

    def usual_family(self, canonical: str, place: Place) -> str:
        """Which kind of answer is asked for there."""
        known = self._families.get(canonical, {}).get(place)
        question = self._questions.get(place)
        return known or next(iter(question.kinds if question else ()), TEXT)

    def learn(self, canonical: str, form: Questionnaire) -> None:
        """One version that is kept."""
        self.versions.append(form)
        self.title = unmarked(form.title(form.own_language)) or self.title
        families = self._families.setdefault(canonical, {})
        places: list[Place] = []
        for place, item in _walk(form.items, ()):
            if item.type == "group" and item.repeats:
                self.groups.add(place)
            if item.is_question:
                places.append(place)
                families[place] = family_of_type(item.type)
                _learn_item(self._questions.setdefault(place, Question(place)), item, form)
        self._merge(places)

    def meet(self, response: Mapping[str, Any], canonical: str) -> None:
        """One response."""
        places = list(self._meet(list(ext.mappings(response, "item")), (), canonical))
        if any(place not in self._placed for place in places):
            self._merge(places)

    def _meet(
        self, items: list[Mapping[str, Any]], around: Place, canonical: str
    ) -> Iterator[Place]:
        for one in siblings(items, around):
            if len(one.inside) > 1 and not one.answers:
                self.groups.add(one.place)
            if one.answers or one.declined:
                yield one.place
                self._measure(one, canonical)
            behind = (list(ext.mappings(raw, "item")) for raw in one.answers if "item" in raw)
            within = [*one.inside, *behind]
            for inside in within:
                yield from self._meet(inside, one.place, canonical)

    def _measure(self, one: Sibling, canonical: str) -> None:
        question = self._questions.setdefault(one.place, Question(one.place))
        question.text = question.text or unmarked(ext.text(one.raw, "text"))
        answers = answers_in(one.answers)
        families = [self.family(canonical, one.place, answer) for answer in answers]
        if not answers:
            question.kind(self.usual_family(canonical, one.place)).declined = True
        if len(answers) > 1:
            several = all(family == CHOICE for family in families)
            question.multiple, question.repeats = question.multiple or several, not several
        for answer, family in zip(answers, families, strict=True):
            _measure_answer(question, answer, question.kind(family))

    def _merge(self, places: list[Place]) -> None:
        """Puts in what is new, each after the one that stands before it there."""
        turn = {place: number for number, place in enumerate(self._order)}
        after, new = -1, list[tuple[int, int, Place]]()
        for number, place in enumerate(dict.fromkeys(places)):
            if place in turn:
                after = turn[place]
            else:
                new.append((after, number, place))
        old = [(number, -1, place) for place, number in turn.items()]
        self._order = [place for _, _, place in sorted([*old, *new], key=lambda one: one[:2])]
        self._placed = set(self._order)


class Survey:
    """All forms that the responses of an export answer, by url."""

    def __init__(self, forms_of: FormsOf) -> None:
        self.forms: dict[str, FormSurvey] = {}
        self._forms_of = forms_of
        self._met: set[str] = set()

    def meet(self, response: Mapping[str, Any]) -> None:
        """One response."""
        canonical = ext.text(response, "questionnaire")
        url = canonical.partition("|")[0]
        form = self.forms.setdefault(url, FormSurvey(url))
        if canonical not in self._met:
            self._met.add(canonical)
            kept = self._forms_of(canonical)
            for version in kept:
                form.learn(canonical, version)
            if not kept:
                form.unknown[canonical] = None
        form.meet(response, canonical)


def _walk(items: tuple[Item, ...], around: Place) -> Iterator[tuple[Place, Item]]:
    for item in items:
        place = (*around, item.link_id)
        yield place, item
        yield from _walk(item.items, place)


def _learn_item(question: Question, item: Item, form: Questionnaire) -> None:
    language = form.own_language
    question.text = unmarked(item.text(language)) or question.text
    family = family_of_type(item.type)
    question.kind(family)
    if family == CHOICE:
        question.multiple = question.multiple or item.repeats
        question.others = question.others or item.answer_constraint != "optionsOnly"
        for option in item.answer_options:
            question.options[option_of(option.answer)] = unmarked(option.label(language))
    elif item.repeats:
        question.repeats = True


def _measure_answer(question: Question, answer: Answer, kind: Kind) -> None:
    if kind.family == CHOICE:
        _measure_choice(question, answer, kind)
        return
    value = typed(answer)
    kind.odd = kind.odd or not _fits(kind.family, value)
    kind.whole = kind.whole and isinstance(value, int)
    text = value.text if isinstance(value, Dated) else str(value)
    kind.widest = max(kind.widest, utf8(text))
    if kind.family == AMOUNT and isinstance(answer.value, Mapping):
        unit = ext.text(answer.value, "unit") or ext.text(answer.value, "code")
        kind.unit_widest = max(kind.unit_widest, utf8(unit))
        kind.comparators = kind.comparators or bool(answer.value.get("comparator"))


def _measure_choice(question: Question, answer: Answer, kind: Kind) -> None:
    option = option_of(answer)
    if answer.key != "valueCoding" and option not in question.options:
        question.others = True
        question.other_widest = max(question.other_widest, utf8(option.code))
        return
    question.options.setdefault(option, words(answer))
    kind.widest = max(kind.widest, utf8(option.code))


def _fits(family: str, value: Value) -> bool:
    if family in _CALENDAR:
        whole = datetime if family == MOMENT else object
        return isinstance(value, Dated) and isinstance(value.value, whole)
    return family not in {NUMBER, AMOUNT} or value is not None
