"""What is written on a form, in the language asked for and for the person who answers.

Translations stand beside the text they translate, in the translation extension of `_text`,
`_title`, `_display` …. Where the language is missing its nearest of kin is shown, and at last the
form's own text: better a question in another language than none.
Source: http://hl7.org/fhir/R4/extension-translation.html
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from kiosk.forms.bidi import balanced
from kiosk.forms.extensions import (
    ENTRY_FORMAT,
    HIDDEN,
    ITEM_ANSWER_MEDIA,
    ITEM_MEDIA,
    OPEN_LABEL,
    PROXY_TEXT,
    SHORT_TEXT,
    TRANSLATION,
    UNIT,
    UNIT_OPTION,
    extension_value,
    mappings,
    text,
    url_of,
)
from kiosk.forms.languages import nearest

USUAL_LANGUAGE: Final = "en"
"""The language of a form that does not say."""


class Reader(msgspec.Struct, frozen=True):
    """For whom a text is chosen.

    Attributes:
        language: the language wanted, as a BCP 47 tag; "" for the text as the form has it.
        own: the language that the form is written in.
        proxy: whether somebody else answers for the patient.
    """

    language: str
    own: str = USUAL_LANGUAGE
    proxy: bool = False


class Chosen(msgspec.Struct, frozen=True):
    """One text as it was chosen for a reader.

    Attributes:
        words: the text itself.
        beside: the element beside it (`_text`, or `_valueString` of a translation), which may
            hold how it is rendered; empty where there is none.
        original: the element beside the text that it translates; None where it is no translation.
    """

    words: str
    beside: Mapping[str, Any]
    original: Mapping[str, Any] | None = None


def translations(element: object, key: str) -> dict[str, str]:
    """Language → text of `element[key]`, from its translation extensions."""
    return {lang: words for lang, (words, _) in _translations(beside_of(element, key)).items()}


def beside_of(element: object, key: str) -> Mapping[str, Any]:
    """The element beside a primitive (`_text` of `text`); empty where there is none."""
    beside = element.get("_" + key) if isinstance(element, Mapping) else None
    return beside if isinstance(beside, Mapping) else {}


def chosen_text(element: object, key: str, reader: Reader) -> Chosen:
    """`element[key]` for a reader, with what says how it is to be rendered."""
    beside = beside_of(element, key)
    if reader.proxy:
        for extension in mappings(beside, "extension"):
            if url_of(extension) == PROXY_TEXT and text(extension, "valueString"):
                return chosen_text(
                    extension, "valueString", Reader(reader.language, reader.own, proxy=False)
                )
    known = _translations(beside) if reader.language else {}
    if known:
        # A form that does not say its language may be written in another than the usual one.
        exact = reader.language in known
        tag = reader.language if exact else nearest(reader.language, (reader.own, *known))
        if exact or (tag in known and tag != reader.own):
            words, around = known[tag or ""]
            return Chosen(words, around, beside)
    return Chosen(text(element, key), beside)


def text_in(element: object, key: str, language: str, *, own: str = "", proxy: bool = False) -> str:
    """`element[key]` in `language`, else in the nearest to it, else as the form has it.

    Turns of direction are closed inside it (`kiosk.forms.bidi`). `own` is the form's language;
    it may be left out where the element itself says its language, as a Questionnaire does.
    """
    own = own or text(element, "language") or USUAL_LANGUAGE
    return balanced(chosen_text(element, key, Reader(language, own, proxy)).words)


def extension_text(element: object, url: str, reader: Reader) -> str:
    """The text in an extension's valueString or valueMarkdown, with its own translations."""
    for extension in mappings(element, "extension"):
        if url_of(extension) == url:
            for key in ("valueString", "valueMarkdown"):
                if words := chosen_text(extension, key, reader).words:
                    return balanced(words)
    return ""


def shown_texts(element: object, key: str) -> frozenset[str]:
    """Every text that a person may have seen for `element[key]`, as written and as shown."""
    beside = beside_of(element, key)
    every = [text(element, key), *translations(element, key).values()]
    for extension in mappings(beside, "extension"):
        if url_of(extension) == PROXY_TEXT:
            every += shown_texts(extension, "valueString")
    return frozenset(each for words in every for each in (words, balanced(words)))


def _translations(beside: object) -> dict[str, tuple[str, Mapping[str, Any]]]:
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for extension in mappings(beside, "extension"):
        if url_of(extension) == TRANSLATION:
            lang = extension_value(extension, "lang")
            content = _content(extension)
            if isinstance(lang, str) and content:
                found.setdefault(lang, content)
    return found


def _content(extension: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    for part in mappings(extension, "extension"):
        if part.get("url") == "content":
            for key in ("valueString", "valueMarkdown"):
                if words := text(part, key):
                    return words, beside_of(part, key)
    return None


def unread_translations(element: object, key: str) -> int:
    """How many translation extensions of a text lack a language or words."""
    beside = mappings(beside_of(element, key), "extension")
    stated = [extension for extension in beside if url_of(extension) == TRANSLATION]
    read = (extension_value(one, "lang") for one in stated if _content(one))
    return len(stated) - sum(isinstance(lang, str) and bool(lang) for lang in read)


def incomplete_languages(raw: Mapping[str, Any]) -> dict[str, int]:
    """Language → how many of the form's texts are not in it, where some are and some are not."""
    every = [_languages_of(element, key) for element, key in _shown(raw)]
    found = Counter(lang for known in every for lang in known)
    return {lang: len(every) - count for lang, count in found.items() if count < len(every)}


def complete_languages(raw: Mapping[str, Any], own: str) -> tuple[str, ...]:
    """The languages in which everything shown of the form exists; the form's own first."""
    complete: set[str] | None = None
    order: list[str] = []
    for element, key in _shown(raw):
        known = _languages_of(element, key)
        order.extend(lang for lang in known if lang not in order)
        complete = set(known) if complete is None else complete.intersection(known)
    shared = complete or set()
    return (own, *(lang for lang in order if lang in shared and lang != own))


def _languages_of(element: Mapping[str, Any], key: str) -> tuple[str, ...]:
    designations = mappings(element, "designation")
    spoken = (text(one, "language") for one in designations if text(one, "value"))
    return tuple(dict.fromkeys((*translations(element, key), *filter(None, spoken))))


Place = tuple[Mapping[str, Any], str]
"""An element and the name of the text in it."""


def _shown(raw: Mapping[str, Any]) -> Iterator[Place]:
    places = [(raw, "title"), (raw, "description"), *_item_places(raw), *_concepts(raw)]
    # "5", "10 - 20" and "/" are read alike in every language.
    yield from (
        (element, key)
        for element, key in places
        if any(letter.isalpha() for letter in text(element, key))
    )


def _concepts(raw: Mapping[str, Any]) -> Iterator[Place]:
    """The displays in the form's own value sets that are chosen from."""
    used = frozenset(_own_value_sets(raw))
    for resource in mappings(raw, "contained"):
        if "#" + text(resource, "id") in used:
            includes = mappings(resource.get("compose"), "include")
            waiting = list(mappings(resource.get("expansion"), "contains"))
            waiting = waiting or [one for part in includes for one in mappings(part, "concept")]
            while waiting:
                concept = waiting.pop()
                yield concept, "display"
                waiting += mappings(concept, "contains")


def _own_value_sets(parent: Mapping[str, Any]) -> Iterator[str]:
    for item in mappings(parent, "item"):
        if extension_value(item, HIDDEN) is not True:
            yield text(item, "answerValueSet")
            yield from _own_value_sets(item)


def item_places(item: Mapping[str, Any]) -> Iterator[Place]:
    """Where people read something of one item alone: its text, options, hints and units."""
    yield item, "text"
    if _LETTER_ALONE.fullmatch(text(item, "prefix")) is None:
        yield item, "prefix"
    for option in mappings(item, "answerOption"):
        yield option, "valueString"
        yield from _displays(option.get("valueCoding"))
        yield from _extension_places(option)
    yield from _extension_places(item)


def _item_places(parent: Mapping[str, Any]) -> Iterator[Place]:
    for item in mappings(parent, "item"):
        if extension_value(item, HIDDEN) is not True:
            yield from item_places(item)
            yield from _item_places(item)


_LETTER_ALONE: Final = re.compile(r"[\W\d_]*[A-Za-z]?[\W\d_]*")
"""Prefixes that need no translation: "1.", "(a)", "3b)"."""


def _extension_places(element: Mapping[str, Any]) -> Iterator[Place]:
    for extension in mappings(element, "extension"):
        if url_of(extension) in _TEXTS_IN_EXTENSIONS:
            yield from ((extension, key) for key in ("valueString", "valueMarkdown"))
            yield from _displays(extension.get("valueCoding"))
            media = extension.get("valueAttachment")
            if isinstance(media, Mapping):
                yield media, "title"


def _displays(coding: object) -> Iterator[Place]:
    if isinstance(coding, Mapping):
        yield coding, "display"


_TEXTS_IN_EXTENSIONS: Final = frozenset(
    {ENTRY_FORMAT, ITEM_ANSWER_MEDIA, ITEM_MEDIA, OPEN_LABEL, SHORT_TEXT, UNIT, UNIT_OPTION}
)
