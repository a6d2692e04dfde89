"""How a text, an extension or an item is written into the JSON of a form.

Everything here changes the JSON it is given: `applying` gives it a copy.
"""

from collections.abc import Iterator
from typing import Any, Final

from kiosk.coproduction.editing.errors import EditRefused
from kiosk.forms import extensions as ext

Json = dict[str, Any]

_MARKED: Final = frozenset({ext.RENDERING_XHTML, ext.RENDERING_MARKDOWN})
"""The same text once more, with marks: it would be shown in the place of the new one."""


def write_text(element: Json, key: str, text: str, language: str, own: str) -> None:
    """`element[key]` in that language; "" takes it away."""
    if language == own:
        _write(element, key, text)
        _drop_beside(element, key, _is_marked)
    else:
        _drop_beside(element, key, lambda one: _is_of(one, language))
        if text:
            beside = element.setdefault("_" + key, {})
            beside.setdefault("extension", []).append(_translation(language, text))


def write_extension(element: Json, url: str, value: tuple[str, Any] | None) -> None:
    """The extension of that url with `(value[x], value)`, or none of it; others stay."""
    stands = [one for one in element.get("extension", []) if ext.url_of(one) != url]
    if value is not None:
        stands.append({"url": url, value[0]: value[1]})
    if stands:
        element["extension"] = stands
    else:
        element.pop("extension", None)


def items_of(parent: Json) -> Iterator[Json]:
    """Every item in it, before those inside it."""
    for item in parent.get("item", []):
        yield item
        yield from items_of(item)


def item_at(raw: Json, link_id: str) -> Json:
    """The item of that linkId, the first of a doubled one.

    Raises:
        EditRefused: there is none.
    """
    for item in items_of(raw):
        if item.get("linkId") == link_id:
            return item
    raise EditRefused("gone", f"There is no question “{link_id}” in this form any more.")


def beside_item(raw: Json, link_id: str) -> tuple[list[Json], int]:
    """The list it stands in, and its place there.

    Raises:
        EditRefused: there is none.
    """
    for parent in (raw, *items_of(raw)):
        for place, item in enumerate(parent.get("item", [])):
            if item.get("linkId") == link_id:
                return parent["item"], place
    raise EditRefused("gone", f"There is no question “{link_id}” in this form any more.")


def option_at(item: Json, option: int) -> Json:
    """One of its answers.

    Raises:
        EditRefused: it has not so many.
    """
    options: list[Json] = item.get("answerOption", [])
    if not 0 <= option < len(options):
        raise EditRefused("gone", f"“{item.get('linkId', '')}” has no such answer any more.")
    return options[option]


def words_at(option: Json) -> tuple[Json, str]:
    """Where the words of an answer stand, and under which name.

    Raises:
        EditRefused: it is a number, a date or the like, which has none.
    """
    coding = option.get("valueCoding")
    if isinstance(coding, dict):
        return coding, "display"
    if isinstance(option.get("valueString"), str):
        return option, "valueString"
    raise EditRefused(
        "no-words", "This answer is a number or a date, and has no words to change.",
        advice="Take it away and add another.",
    )  # fmt: skip


def _write(element: Json, key: str, text: str) -> None:
    if text:
        element[key] = text
    else:
        element.pop(key, None)


def _drop_beside(element: Json, key: str, unwanted: Any) -> None:
    beside = element.get("_" + key)
    if not isinstance(beside, dict) or not isinstance(beside.get("extension"), list):
        return
    stands = [one for one in beside["extension"] if not unwanted(one)]
    if stands:
        beside["extension"] = stands
    else:
        del beside["extension"]
    if not beside:
        del element["_" + key]


def _is_marked(extension: Json) -> bool:
    return ext.url_of(extension) in _MARKED


def _is_of(extension: Json, language: str) -> bool:
    is_translation = ext.url_of(extension) == ext.TRANSLATION
    return is_translation and ext.extension_value(extension, "lang") == language


def _translation(language: str, text: str) -> Json:
    return {
        "url": ext.TRANSLATION,
        "extension": [
            {"url": "lang", "valueCode": language},
            {"url": "content", "valueString": text},
        ],
    }
