"""The rules on answers that are chosen from a list.

Sources: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.answerOption,
http://hl7.org/fhir/R5/questionnaire-definitions.html#Questionnaire.item.answerConstraint,
http://hl7.org/fhir/R4/extension-questionnaire-optionexclusive.html
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer, same_value
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import ANY_OF_TYPE, OWN_WORDS, Limits, openness
from kiosk.forms.shapes import SHAPES

_CHOICES: Final = frozenset({"choice", "open-choice", "coding"})
_TEXTS: Final = frozenset({"string", "text"})
_TEXT_KEYS: Final = frozenset({"valueString", "valueUri"})
_KEPT: Final = 256


def value_keys(item: Item, limits: Limits) -> tuple[str, ...]:
    """The value[x] that answers of the item may have."""
    keys = VALUE_KEYS.get(item.type, ())
    if not keys:
        return ()
    more: list[str] = []
    if item.type in _CHOICES:
        # R4's `choice` offers numbers, days, texts and references too.
        more += [option.answer.key for option in limits.options or ()]
    if _is_open(item, limits) == OWN_WORDS:
        more.append("valueString")
    return tuple(key for key in dict.fromkeys((*keys, *more)) if key in SHAPES)


def value_set(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[str]:
    """Yields the value set that is not at hand if an answer hangs on it."""
    if limits.unproven and any(not _is_permitted(item, answer, limits) for answer in answers):
        yield ext.text(item.raw, "answerValueSet")
    quantities = any(answer.key == "valueQuantity" for answer in answers)
    if limits.units_unproven and not limits.units_open and quantities:
        yield str(ext.extension_value(item.raw, ext.UNIT_VALUE_SET))


def option(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[str]:
    """Yields the label of each answer of a fitting type that is not one of the options."""
    if limits.options is None or limits.unproven:
        return
    fitting = value_keys(item, limits)
    for answer in answers:
        # One of another type is told by that rule, once.
        if answer.key in fitting and not _is_permitted(item, answer, limits):
            yield answer.label()


def display(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[str]:
    """Yields the right words for each coding from a value set whose own words say otherwise."""
    if "answerValueSet" not in item.raw:
        return
    for answer in answers:
        words, chosen = _words(ext.text(answer.value, "display")), _chosen(item, answer, limits)
        known = [text for found in chosen for text in _displays(found)]
        if words and known and words not in map(_words, known):
            yield known[0]


def option_exclusive(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[str]:
    """Yields the label of an option that stands alone but was chosen with others."""
    if len(answers) < 2:  # noqa: PLR2004 - one alone
        return
    for answer in answers:
        if any(is_exclusive(found) for found in _chosen(item, answer, limits)):
            yield answer.label()


def is_exclusive(option: AnswerOption) -> bool:
    """Whether no other option may be chosen with it."""
    holders = (option.raw, option.raw.get(option.answer.key))
    return any(ext.extension_value(holder, ext.OPTION_EXCLUSIVE) is True for holder in holders)


def duplicate(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[str]:
    """Yields the label of each option chosen twice."""
    if item.type not in _CHOICES and limits.options is None:
        return
    seen: dict[str, list[Answer]] = {}
    for answer in answers:
        alike = seen.setdefault(_bucket(answer), [])
        if any(same_value(answer, other) for other in alike):
            yield answer.label()
        else:
            alike.append(answer)


def _bucket(answer: Answer) -> str:
    """The same for answers that may be the same: comparing within it keeps long lists quick."""
    value: Any = answer.value
    if answer.key == "valueCoding":
        return ext.text(value, "code") or ext.text(value, "display")
    if answer.key == "valueReference":
        return ext.text(value, "reference")
    return value if answer.key in _TEXT_KEYS and isinstance(value, str) else ""


@lru_cache(maxsize=_KEPT)
def _index(options: tuple[AnswerOption, ...]) -> Mapping[str, list[AnswerOption]]:
    found: dict[str, list[AnswerOption]] = {}
    for option in options:
        found.setdefault(_bucket(option.answer), []).append(option)
    return found


def _is_open(item: Item, limits: Limits) -> str:
    return (openness(item) or OWN_WORDS) if limits.open else ""


def _is_permitted(item: Item, answer: Answer, limits: Limits) -> bool:
    beside = _is_open(item, limits)
    if beside == OWN_WORDS and answer.key == "valueString":
        return True
    if beside == ANY_OF_TYPE and answer.key in VALUE_KEYS.get(item.type, ()):
        return True
    return bool(_chosen(item, answer, limits))


def _chosen(item: Item, answer: Answer, limits: Limits) -> list[AnswerOption]:
    """The options that the answer stands for: one, unless the form doubles an option."""
    alike = _index(limits.options or ()).get(_bucket(answer), ())
    return [found for found in alike if _stands_for(item, answer, found)]


def _stands_for(item: Item, answer: Answer, option: AnswerOption) -> bool:
    if item.type in _TEXTS and option.answer.key == "valueCoding":
        # A text that is bound to a value set holds a code of it.
        return bool(answer.value == ext.text(option.answer.value, "code"))
    versions = {ext.text(one.value, "version") for one in (answer, option.answer)} - {""}
    return len(versions) <= 1 and same_value(answer, option.answer)


def _displays(option: AnswerOption) -> Iterator[str]:
    value = option.raw.get(option.answer.key)
    yield from filter(None, (ext.text(value, "display"),))
    words = value.get("_display") if isinstance(value, dict) else None
    for translation in ext.mappings(words, "extension"):
        if translation.get("url") == ext.TRANSLATION:
            yield from ext.extension_values(translation, "content")


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()
