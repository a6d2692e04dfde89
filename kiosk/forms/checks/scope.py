"""What every check may know: the form, the value sets at hand, how often a linkId is used."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS
from kiosk.forms.checks.codes import CODES
from kiosk.forms.finding import Finding
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.terminology import Terminology
from kiosk.forms.terminology.valuesets import ValueSets

Found = Iterator[Finding]
ROOT = "Questionnaire"


def say(code: str, item: Item | None, message: str, path: str = "") -> Finding:
    """A finding on an item, or on the whole form; `path` where it is on a part."""
    link_id, own = (item.link_id, item.json_path) if item else ("", ROOT)
    return Finding(CODES[code][0], code, link_id, path or own, message)


def kind_of(key: str) -> str:
    """The kind of a value[x] in words: "an Integer" of valueInteger."""
    kind = key.removeprefix("value")
    return f"an {kind}" if kind[:1] in "AEIOU" else f"a {kind}"


@dataclass(frozen=True)
class Scope:
    """One form that is checked.

    Attributes:
        form: the Questionnaire.
        value_sets: the value sets at hand beside its own.
    """

    form: Questionnaire
    value_sets: ValueSets
    _options: dict[str, tuple[AnswerOption, ...] | None] = field(default_factory=dict, repr=False)

    @cached_property
    def counts(self) -> Counter[str]:
        """LinkId → how many items have it."""
        return Counter(item.link_id for item in self.form.by_path.values())

    def place_of(self, link_id: str) -> str:
        """Where an item stands, as its author names it: the linkIds around it and its own."""
        item = self.form.by_link_id[link_id]
        around = (each.link_id for each in self.form.ancestors(item))
        return " / ".join((*around, link_id))

    def value_set(self, item: Item) -> str:
        """The canonical url of the item's value set; "" if none."""
        return ext.text(item.raw, "answerValueSet")

    def options(self, item: Item) -> tuple[AnswerOption, ...] | None:
        """The options of an item, its value set's too; None where they are not at hand."""
        if item.answer_options or not (canonical := self.value_set(item)):
            return item.answer_options
        if canonical not in self._options:
            form = {"language": ext.text(self.form.raw, "language")}
            self._options[canonical] = self._at_hand.options(canonical, form)
        return self._options[canonical]

    def lacking(self, item: Item) -> str:
        """What the item's value set, whose options are not at hand, is made of and lacks."""
        return self._at_hand.lacking(self.value_set(item), {})

    @cached_property
    def _at_hand(self) -> ValueSets:
        """The value sets brought and the form's own, indexed once for all items."""
        own = Terminology.of(ext.mappings(self.form.raw, "contained"), contained=True)
        return ValueSets(own | self.value_sets.terminology)

    def answer_keys(self, item: Item) -> frozenset[str]:
        """The value[x] that an answer of the item may have."""
        keys = set(VALUE_KEYS.get(item.type, ()))
        keys |= {option.answer.key for option in self.options(item) or ()}
        if item.answer_constraint == "optionsOrString":
            keys.add("valueString")
        return frozenset(keys)

    def around(self, item: Item | None) -> tuple[Mapping[str, Any], ...]:
        """The raw elements whose variables an expression on the item can read, form first."""
        if item is None:
            return (self.form.raw,)
        inner = (*self.form.ancestors(item), item)
        return (self.form.raw, *(each.raw for each in inner))
