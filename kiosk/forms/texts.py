"""What is written on a form, in the language asked for.

Translations stand beside the text they translate, in the translation extension of `_text`,
`_title`, `_display` …; where one is missing the form's own text is shown: better a question in
another language than none. Source: http://hl7.org/fhir/R4/extension-translation.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.forms.extensions import HIDDEN, TRANSLATION, extension_value, mappings, text


def translations(element: object, key: str) -> dict[str, str]:
    """Language → text of `element[key]`, from its translation extensions."""
    beside = element.get("_" + key) if isinstance(element, Mapping) else None
    pairs = (
        (extension_value(extension, "lang"), extension_value(extension, "content"))
        for extension in mappings(beside, "extension")
        if extension.get("url") == TRANSLATION
    )
    return {lang: words for lang, words in pairs if isinstance(lang, str) and words}


def text_in(element: object, key: str, language: str) -> str:
    """`element[key]` in `language` ("ar-EG" falls back to "ar"), else as the form has it."""
    known = translations(element, key)
    for tag in (language, language.partition("-")[0]):
        if tag in known:
            return known[tag]
    return text(element, key)


def complete_languages(raw: Mapping[str, Any], own: str) -> tuple[str, ...]:
    """The languages in which every text of the form exists; the form's own first."""
    complete: set[str] | None = None
    order: list[str] = []
    for element, key in _texts(raw):
        known = translations(element, key)
        order.extend(lang for lang in known if lang not in order)
        complete = set(known) if complete is None else complete & set(known)
    shared = complete or set()
    return (own, *(lang for lang in order if lang in shared and lang != own))


def _texts(raw: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    yield from ((raw, key) for key in ("title", "description") if text(raw, key))
    yield from _item_texts(raw)


def _item_texts(parent: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    for item in mappings(parent, "item"):
        if text(item, "text") and extension_value(item, HIDDEN) is not True:
            yield item, "text"
        for option in mappings(item, "answerOption"):
            coding = option.get("valueCoding")
            if isinstance(coding, Mapping) and text(coding, "display"):
                yield coding, "display"
            elif text(option, "valueString"):
                yield option, "valueString"
        yield from _item_texts(item)
