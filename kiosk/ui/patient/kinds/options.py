"""What the kinds of answer that choose from a list have in common.

An entry of theirs is `{"chosen": [0, 2], "own": [{"text": "…", "on": True}]}`: the places of the
options as the form lists them, and the patient's own words. Words that were taken back keep their
text, so that nothing written is lost by a touch.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from kiosk.forms.answers import VALUE_KEYS, Answer, same_value
from kiosk.forms.choice_rules import is_exclusive
from kiosk.forms.expressions import expression
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading
from kiosk.ui.patient.kinds.own_answers import own_answer, own_field
from kiosk.ui.wording.words import Counted, in_digits

FEW: Final = 12
"""How many options are shown as they are; turning the pages of more is a nuisance."""
CHOSEN_TYPES: Final = frozenset({"choice", "open-choice", "coding"})
_KEPT: Final = 32
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME: Final = re.compile(r"(\d\d:\d\d)(:00(\.0+)?)?")

Options = tuple[AnswerOption, ...]


def options_on(page: Page) -> Options:
    """What can be chosen on a page: the options, and what the form suggests beside them."""
    options = page.limits.options or ()
    if not page.limits.open or not page.candidates:
        return options
    fitting = VALUE_KEYS.get(page.item.type, ())
    fresh = (one for one in page.candidates if one.answer.key in fitting)
    return (*options, *(one for one in fresh if not places_of([one.answer], options)))


def places_of(answers: Iterable[Answer], options: Options) -> list[int]:
    """Where the answers stand among the options, in the order of the options.

    The list may have thousands: only those that can be the same are compared.
    """
    index = _index(options)
    return sorted(
        place
        for answer in answers
        for place in index.get(_bucket(answer), ())
        if same_value(options[place].answer, answer)
    )


@lru_cache(maxsize=_KEPT)
def _index(options: Options) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, option in enumerate(options):
        found.setdefault(_bucket(option.answer), []).append(place)
    return found


def _bucket(answer: Answer) -> str:
    """The same for answers that may be the same."""
    value = answer.value
    if isinstance(value, Mapping):
        known = (value.get(key) for key in ("code", "display", "reference"))
        first = next(filter(None, known), "") if "value" not in value else ""
        return str(first)
    return value if isinstance(value, str) and answer.key == "valueString" else ""


def words_of(option: AnswerOption, around: Around) -> str:
    """What stands on an option: its prefix and its words, a day or a time as people write it."""
    prefix = around.option(option).prefix
    return f"{prefix} {_label(option, around)}".strip()


def _label(option: AnswerOption, around: Around) -> str:
    said, value = around.text(option), str(option.answer.value)
    if said != value:
        return said  # the form has words for it
    if option.answer.key == "valueDate" and (day := _DAY.fullmatch(value)):
        month = around.say(f"month_{int(day[2])}_of")
        return around.say("option_day", day=int(day[3]), month=month, year=int(day[1]))
    if option.answer.key == "valueTime" and (time := _TIME.fullmatch(value)):
        return in_digits(time[1], around.say("digits"))
    return said


def card(options: Options, place: int, around: Around) -> dict[str, Any]:
    """An option as a card: `number` is its place in the form, `alone` that it is chosen alone."""
    option = options[place]
    return {
        "number": place,
        "label": words_of(option, around),
        "alone": is_exclusive(option),
        **around.drawn(option),
    }


def cards(page: Page, options: Options, around: Around) -> list[dict[str, Any]]:
    """A card for each option, those that are chosen alone at the end, below an "or" (R14)."""
    made = [card(options, place, around) for place in range(len(options))]
    for one in made:
        if places_of([options[one["number"]].answer], page.candidates):
            one["label"] = around.say("suggested", answer=one["label"])
    rest, alone = ([one for one in made if one["alone"] is which] for which in (False, True))
    if rest and alone:
        alone[0]["or"] = True
    return [*rest, *alone]


class Picking(Kind):
    """Answers picked from a list, one or several, with words of one's own where allowed."""

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`chosen`: the places of the options; `own`: the words that are no option."""
        options = options_on(page)
        others = [answer for answer in answers if not places_of([answer], options)]
        own = [{"text": around.label(page, answer), "on": True} for answer in others]
        held: dict[str, Any] = {"chosen": places_of(answers, options)}
        return held | ({"own": own} if page.limits.open else {})

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The options chosen, in the order of the form, then the patient's own words."""
        options = options_on(page)
        picked = [options[place].answer for place in chosen_in(page, entry)]
        for index, text in own_texts(page, entry):
            own = own_answer(page.item, text)
            if own is None:
                return Reading(tuple(picked), around.say("error_own"), own_field(index))
            if not any(same_value(own, other) for other in picked):
                picked.append(own)
        return Reading(tuple(picked if page.item.repeats else picked[:1]))

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """What stands on the cards, one after the other."""
        options = options_on(page)
        said = [
            words_of(options[places[0]], around)
            if (places := places_of([answer], options))
            else around.label(page, answer)
            for answer in answers
        ]
        return around.listed(said)

    def hint(self, page: Page, around: Around) -> str:
        """How many to choose."""
        if not options_on(page) and not page.limits.open:
            return around.say("choose_nothing")
        if not page.item.repeats:
            return around.say("choose_one")
        least, most = bounds(page)
        if least > 1 and most:
            return around.say("choose_between", low=least, high=most)
        if most:
            return around.say("choose_at_most", high=Counted(most))
        if least > 1:
            return around.say("choose_at_least", low=Counted(least))
        return around.say("choose_all")

    def missing(self, page: Page, around: Around) -> str:
        """Select one, or at least one."""
        return around.say("error_several" if page.item.repeats else "error_choice")

    def refused(self, page: Page, problem: Problem, around: Around) -> str:
        """One that stands alone was chosen with others, or what the form says."""
        if problem.rule == "optionExclusive":
            return around.say("error_alone", answer=problem.limit)
        return super().refused(page, problem, around)


def chosen_in(page: Page, entry: Entry) -> list[int]:
    """The places of the options that count beside one's own words, in the order of the form.

    Own words take the place of the one answer, and of one that is chosen alone.
    """
    options = options_on(page)
    places = sorted({int(place) for place in entry.get("chosen") or ()})
    chosen = [place for place in places if 0 <= place < len(options)]
    if not own_texts(page, entry):
        return chosen
    return [p for p in chosen if page.item.repeats and not is_exclusive(options[p])]


def own_texts(page: Page, entry: Entry) -> list[tuple[int, str]]:
    """The patient's own words that are on, each with its place in the entry."""
    held = entry.get("own") or () if page.limits.open else ()
    stripped = [(index, str(own["text"]).strip()) for index, own in enumerate(held) if own["on"]]
    return [(index, text) for index, text in stripped if text]


def bounds(page: Page) -> tuple[int, int]:
    """How many answers at least and at most; 0 where the form does not say."""
    return page.limits.min_occurs, page.limits.max_occurs or 0


def is_listed(item: Item, limits: Limits) -> bool:
    """Whether there is a list to choose from, be it empty now because other answers decide."""
    worked_out = limits.options == () or bool(expression(item.raw, "answerExpression"))
    if item.type in CHOSEN_TYPES and worked_out:
        return True
    return bool(limits.options) and item.type not in {"boolean", "attachment"}
