"""How scores are distributed, and in which languages people answer. Read from responses: for staff.

Whoever prints such a picture takes it away from the desk. So people in groups of 1 to 4 are shown
with their neighbours, and of fewer than 10 nothing is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.coproduction.suppression import LEAST_GROUP, MIN_SITTINGS
from kiosk.coproduction.tallies import Bin, Distribution, number_of
from kiosk.desk.pictures.figure import Bar, Figure, Phrases, full_length
from kiosk.forms.questionnaire import Questionnaire

_NUMBERS: Final = frozenset({"integer", "decimal", "quantity"})
_WITHDRAWN: Final = frozenset({"entered-in-error", "in-progress"})
_VALUES: Final = ("valueInteger", "valueDecimal")
_MOST_LANGUAGES: Final = 100
_OTHER: Final = ""


def score_items(form: Questionnaire, language: str) -> dict[str, str]:
    """The scores that a form works out: linkId → what it is called."""
    return {
        item.link_id: item.text(language) or item.link_id
        for item in form.by_path.values()
        if item.calculated_expression and item.type in _NUMBERS
    }


class Readings:
    """What is taken from responses, one by one; what it holds does not grow with how many.

    Attributes:
        responses: how many counted; none that was withdrawn.
        scores: by linkId.
        languages: how many responses by language; with "" for those beyond the first hundred.
    """

    def __init__(self, link_ids: Mapping[str, str]) -> None:
        self.responses = 0
        self.scores = {link_id: Distribution() for link_id in link_ids}
        self.languages: Counter[str] = Counter()

    def add(self, response: Mapping[str, Any]) -> None:
        """One more QuestionnaireResponse."""
        if response.get("status") in _WITHDRAWN:
            return
        self.responses += 1
        self._add_language(str(response.get("language") or _OTHER))
        for item in _items(response):
            if (held := self.scores.get(item.get("linkId", ""))) is not None:
                for answer in item.get("answer", ()):
                    if (value := _number(answer)) is not None:
                        held.add(value)

    def _add_language(self, language: str) -> None:
        known = language in self.languages or len(self.languages) < _MOST_LANGUAGES
        self.languages[language if known else _OTHER] += 1


def distribution(link_id: str, title: str, held: Distribution, phrases: Phrases) -> Figure:
    """How many people have which score."""
    bins = held.bins() if held.total >= MIN_SITTINGS else ()
    bars = tuple(Bar(_range(one, phrases), one.values, str(one.values)) for one in bins)
    notes = [phrases.say("too_few_note")]
    if bars:
        notes = [phrases.count("scores_note", held.total), phrases.say("scores_joined_note")]
    return Figure(
        name=f"scores-{link_id}", title=title,
        note=" ".join(notes), bars=bars, full=full_length(bars), from_answers=True,
        heading=(phrases.say("col_score"), phrases.say("col_responses")),
        rows=tuple((bar.label, bar.said) for bar in bars),
    )  # fmt: skip


def by_language(languages: Mapping[str, int], names: Mapping[str, str], phrases: Phrases) -> Figure:
    """How many people answered in which language; those with fewer than 5 people together."""
    kept, other = _large(languages)
    shown = [(names.get(code, code), many) for code, many in kept]
    if other:
        shown.append((phrases.say("languages_other"), other))
    if sum(languages.values()) < MIN_SITTINGS:
        shown = []
    bars = tuple(Bar(name, many, str(many)) for name, many in shown)
    return Figure(
        name="languages", title=phrases.say("languages_title"),
        note=phrases.say("languages_note" if bars else "too_few_note"),
        bars=bars, full=full_length(bars), from_answers=True,
        heading=(phrases.say("col_language"), phrases.say("col_responses")),
        rows=tuple((bar.label, bar.said) for bar in bars),
    )  # fmt: skip


def _large(languages: Mapping[str, int]) -> tuple[list[tuple[str, int]], int]:
    """Those with 5 people or more, most first; and how many people have all the others."""
    order = sorted(languages.items(), key=lambda one: (-one[1], one[0]))
    kept = [one for one in order if one[1] >= LEAST_GROUP and one[0] != _OTHER]
    other = sum(languages.values()) - sum(many for _, many in kept)
    while kept and 0 < other < LEAST_GROUP:
        other += kept.pop()[1]
    return kept, other


def _range(one: Bin, phrases: Phrases) -> str:
    low, high = _plain(one.low), _plain(one.high)
    return low if low == high else phrases.say("range", low=low, high=high)


def _plain(number: Decimal) -> str:
    """Without an exponent and without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(answer: Mapping[str, Any]) -> Decimal | None:
    quantity = answer.get("valueQuantity")
    values = [answer[key] for key in _VALUES if key in answer]
    if isinstance(quantity, Mapping):
        values.append(quantity.get("value"))
    return number_of(values[0]) if values else None


def _items(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in parent.get("item", ()):
        yield item
        yield from _items(item)
        for answer in item.get("answer", ()):
            yield from _items(answer)
