"""The languages of a workbook, and texts in them as FHIR has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.authoring.xlsform.column_languages import language_tag
from kiosk.authoring.xlsform.headings import Heading
from kiosk.forms.extensions import TRANSLATION


@dataclass(frozen=True)
class Tongues:
    """The languages of a workbook.

    Attributes:
        own: the tag of the language in which the form is written; "" where it does not say.
        tags: the languages of headings, as written → tag; None for one that is not known.
    """

    own: str
    tags: Mapping[str, str | None]

    def tag(self, heading: Heading) -> str:
        """The language of a column; where its heading names none, the form's own."""
        return self.tags[heading.language] or self.own if heading.language else self.own

    def knows(self, heading: Heading) -> bool:
        """Whether the language of a column is known."""
        return not heading.language or self.tags[heading.language] is not None


def tongues_of(headings: Iterable[Heading], default: str) -> Tongues:
    """The languages of the headings of all sheets; `default` is the setting default_language.

    Without that setting the form is written in the language of its first column of labels. That
    language need not be known by name.
    """
    given = list(headings)
    tags = {head.language: language_tag(head.language) or None for head in given if head.language}
    labels = [head.language for head in given if head.name == "label"]
    stated = [name for name in tags if _same(name, default)]
    written_in = stated or ([] if default else labels)
    own = next((tags[name] for name in written_in if name and tags[name]), None)
    if own is None and (first := next(iter(written_in), "")):
        tags[first] = ""
    return Tongues(own or language_tag(default), tags)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def set_text(element: dict[str, Any], key: str, words: Mapping[str, str]) -> None:
    """Puts a text and its translations on an element; the first language is the form's own."""
    if not words:
        return
    own, *others = words
    element[key] = words[own]
    made = [_translation(tag, words[tag]) for tag in others if tag]
    if made:
        element["_" + key] = {"extension": made}


def _translation(tag: str, words: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": words}]
    return {"url": TRANSLATION, "extension": parts}
