"""Makes a response words: what the patient was asked and said, in the order of the form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.pages import Page, Stated
from kiosk.forms.proxies import PROXY, WHO
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import DECLINED_EXTENSION
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.summary import Fact, Line, Part, Score, Summary
from kiosk.forms.terminology.valuesets import ValueSets

WHAT_MATTERS: Final = "http://clinic-kiosk.example/fhir/Questionnaire/what-matters"
"""The form whose answers are read first of all that a patient gave."""

Say = Callable[..., str]
Worded = Callable[[Page, Sequence[Answer]], str]
"""The answers of a question in words; "" where it can't say them."""
Range = tuple[Any, Any]
Ranges = Mapping[str, Mapping[str, Range]]
"""Canonical url without version → linkId of a score → its least and greatest value."""

_STATUS: Final = {
    "amended": "summary_amended",
    "entered-in-error": "summary_in_error",
    "stopped": "summary_stopped",
    "in-progress": "summary_unfinished",
}


@dataclass(frozen=True)
class Telling:
    """How a summary is told.

    Attributes:
        say: `say(key, **values)`: the words around the answers, in the reader's language.
        worded: `worded(language, proxy)`: how answers read in that language, for patient or proxy.
        language_name: what a language calls itself.
        moment: a FHIR dateTime as the reader reads it.
        value_sets: those at hand, for options that stand in none of the forms.
        ranges: of scores, where their licence lets us say them.
    """

    say: Say
    worded: Callable[[str, bool], Worded]
    language_name: Callable[[str], str]
    moment: Callable[[str], str]
    value_sets: ValueSets = field(default_factory=ValueSets)
    ranges: Ranges = field(default_factory=dict)


def summarise(
    questionnaire: Questionnaire | None,
    response: Mapping[str, Any],
    telling: Telling,
    *,
    language: str = "",
) -> Summary:
    """A response in words.

    Args:
        questionnaire: the form it answers, in the version answered; None where it is not at hand:
            then the words are those that the response carries.
        response: a QuestionnaireResponse.
        telling: the words around it.
        language: to read it in another language of the form than it was answered in.
    """
    wanted = language or ext.text(response, "language")
    if questionnaire is None:
        parts: Iterable[Part] = [Part("", tuple(_carried(response, frozenset(), telling)))]
        title, spoken, scores = ext.text(response, "questionnaire"), wanted, []
    else:
        spoken = questionnaire.language_for(wanted or questionnaire.own_language)
        proxy = _who(response) == PROXY
        filler = _loaded(questionnaire, response, spoken, telling, proxy=proxy)
        parts = _parts(filler, response, telling)
        title = questionnaire.title(spoken, proxy=proxy)
        scores = list(_scores(questionnaire, response, spoken, telling))
    return Summary(
        response_id=ext.text(response, "id"),
        title=title,
        notices=tuple(_notices(response, telling.say)),
        facts=tuple(_facts(response, title, telling)),
        scores=tuple(scores),
        parts=tuple(part for part in parts if part.lines),
        language=spoken,
        matters=_address(response) == WHAT_MATTERS,
    )


def _loaded(
    form: Questionnaire,
    response: Mapping[str, Any],
    language: str,
    telling: Telling,
    *,
    proxy: bool,
) -> FormFiller:
    around = Surroundings(value_sets=telling.value_sets)
    filler = FormFiller(form, language=language, proxy=proxy, surroundings=around)
    filler.load(response)
    return filler


def _parts(filler: FormFiller, response: Mapping[str, Any], telling: Telling) -> Iterator[Part]:
    worded = telling.worded(filler.language, filler.proxy)
    heading, lines, shown = "", list[Line](), set[str]()
    for page in filler.pages:
        here = _heading(page, telling.say)
        shown |= {page.item.link_id, *(stated.page.item.link_id for stated in page.stated)}
        if here != heading:
            yield Part(heading, tuple(lines))
            heading, lines = here, []
        lines += _stated(page.stated, worded)
        lines.append(_line(filler, page, worded, telling.say))
    last = filler.stated_last
    yield Part(heading, (*lines, *_stated(last, worded)))
    shown |= {stated.page.item.link_id for stated in last}
    told = {*shown, *_own_business(filler.questionnaire)}
    yield Part(telling.say("summary_beside"), tuple(_carried(response, frozenset(told), telling)))


def _heading(page: Page, say: Say) -> str:
    number = page.repeating[-1].rpartition("/")[2].partition("#")[2] if page.repeating else ""
    if not page.repeating:
        return page.section
    return say("summary_occurrence", section=page.section, number=int(number or 1)).strip()


def _line(filler: FormFiller, page: Page, worded: Worded, say: Say) -> Line:
    question = page.text or page.item.link_id
    if filler.is_declined(page.path):
        return Line(question, say("summary_declined"), "declined")
    words = worded(page, filler.answers(page.path))
    if words:
        return Line(question, words, "answered")
    return Line(question, say("summary_passed"), "passed")


def _stated(stated: Iterable[Stated], worded: Worded) -> Iterator[Line]:
    """What the form states by itself; what it works out stands among the scores."""
    for page, answers in stated:
        words = worded(page, answers)
        if words and not page.item.calculated_expression:
            yield Line(page.text, words, "stated")


def _scores(
    form: Questionnaire, response: Mapping[str, Any], language: str, telling: Telling
) -> Iterator[Score]:
    given = dict(_answered(response))
    for item in form.by_path.values():
        if item.calculated_expression and item.link_id in given:
            words = ", ".join(answer.label() for answer in given[item.link_id])
            name = item.text(language) or item.link_id
            yield Score(name, words, _range(item, _address(response), telling))


def _range(item: Item, address: str, telling: Telling) -> str:
    stated = tuple(ext.extension_value(item.raw, url) for url in (ext.MIN_VALUE, ext.MAX_VALUE))
    low, high = telling.ranges.get(address, {}).get(item.link_id, stated)
    if low is None or high is None:
        return ""
    return telling.say("summary_range", low=str(low), high=str(high))


def _carried(response: Mapping[str, Any], told: frozenset[str], telling: Telling) -> Iterator[Line]:
    """What the response holds beside the linkIds already told, in its own words."""
    for item in _items(response):
        link_id = ext.text(item, "linkId")
        answers = _answers(item)
        question = ext.text(item, "text") or link_id
        if link_id in told:
            continue
        if answers:
            yield Line(question, ", ".join(answer.label() for answer in answers), "answered")
        elif DECLINED_EXTENSION in ext.mappings(item, "extension"):
            yield Line(question, telling.say("summary_declined"), "declined")


def _own_business(form: Questionnaire) -> Iterator[str]:
    """The linkIds of what the form hides or works out: no words of the patient."""
    for item in form.by_path.values():
        hidden = item.hidden or any(around.hidden for around in form.ancestors(item))
        if hidden or item.calculated_expression:
            yield item.link_id


def _answered(response: Mapping[str, Any]) -> Iterator[tuple[str, list[Answer]]]:
    for item in _items(response):
        if answers := _answers(item):
            yield ext.text(item, "linkId"), answers


def _answers(item: Mapping[str, Any]) -> list[Answer]:
    found = []
    for raw in ext.mappings(item, "answer"):
        try:
            found.append(Answer.from_fhir(raw))
        except ValueError:  # an answer without a value says nothing
            continue
    return found


def _items(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in ext.mappings(parent, "item"):
        yield item
        yield from _items(item)
        for answer in ext.mappings(item, "answer"):
            yield from _items(answer)


def _notices(response: Mapping[str, Any], say: Say) -> Iterator[str]:
    key = _STATUS.get(ext.text(response, "status"))
    if key:
        yield say(key)


def _facts(response: Mapping[str, Any], title: str, telling: Telling) -> Iterator[Fact]:
    say = telling.say
    if authored := ext.text(response, "authored"):
        yield Fact(say("summary_authored"), telling.moment(authored))
    if who := _who(response):
        yield Fact(say("summary_by"), say(f"summary_by_{who}"))
    if language := ext.text(response, "language"):
        yield Fact(say("summary_language"), telling.language_name(language))
    canonical, _, version = ext.text(response, "questionnaire").partition("|")
    name = title or canonical
    known = say("summary_version", form=name, version=version) if version else name
    yield Fact(say("summary_form"), known)
    if response_id := ext.text(response, "id"):
        yield Fact(say("summary_id"), response_id)


def _who(response: Mapping[str, Any]) -> str:
    who = ext.extension_value(response, ext.ANSWERED_BY)
    return who if who in WHO else ""


def _address(response: Mapping[str, Any]) -> str:
    return ext.text(response, "questionnaire").partition("|")[0]
