"""Texts with their translations, out of FHIR and into it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from kiosk.authoring.plain_text.model import Words
from kiosk.forms import extensions as ext
from kiosk.forms.texts import translations

Raw = dict[str, Any]

LANGUAGE: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_-]+")
"""How a language is written; what else a form may have there is not in its text."""


def words_at(element: Mapping[str, Any], key: str) -> Words:
    """The text at that place, in every language."""
    known = translations(element, key).items()
    others = tuple((tag, words) for tag, words in known if LANGUAGE.fullmatch(tag))
    return Words(ext.text(element, key), others)


def put_words(element: Raw, key: str, words: Words) -> None:
    """Puts a text there with its translations; what else stands beside it is left as it is."""
    old = words_at(element, key)
    if old.text != words.text or (words.text and key not in element):
        _put(element, key, words.text)
    if old.others == words.others:
        return
    before, after = dict(old.others), dict(words.others)
    beside = dict(element.get(f"_{key}") or {})
    kept = [
        _renewed(one, before, after)
        for one in ext.mappings(beside, "extension")
        if _language(one) not in before or _language(one) in after
    ]
    added = [_translation(tag, text) for tag, text in after.items() if tag not in before]
    extensions = _in_order([*kept, *added], list(after))
    if extensions:
        beside["extension"] = extensions
    else:
        beside.pop("extension", None)
    _put(element, f"_{key}", beside)


def _in_order(extensions: list[Any], tags: list[str]) -> list[Any]:
    """Translations in the order of the text, others where they are."""
    at = [place for place, one in enumerate(extensions) if _language(one) in tags]
    sorted_ones = sorted(
        (extensions[place] for place in at), key=lambda o: tags.index(_language(o))
    )
    for place, one in zip(at, sorted_ones, strict=True):
        extensions[place] = one
    return extensions


def _put(element: Raw, key: str, value: Any) -> None:
    if value:
        element[key] = value
    else:
        element.pop(key, None)


def _language(extension: Mapping[str, Any]) -> str:
    if ext.url_of(extension) != ext.TRANSLATION:
        return ""
    lang = ext.extension_value(extension, "lang")
    return lang if isinstance(lang, str) else ""


def _renewed(extension: Mapping[str, Any], before: Raw, after: Raw) -> Any:
    tag = _language(extension)
    if tag not in before or before[tag] == after.get(tag):
        return extension
    return _translation(tag, after[tag])


def _translation(tag: str, text: str) -> Raw:
    return {
        "url": ext.TRANSLATION,
        "extension": [
            {"url": "lang", "valueCode": tag},
            {"url": "content", "valueString": text},
        ],
    }
