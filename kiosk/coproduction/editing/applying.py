"""Edits applied to the JSON of a form; what no edit speaks of stays as it came."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.items import add_item, move_item, remove_item, set_skip_rule
from kiosk.coproduction.editing.options import add_option, move_option, remove_option
from kiosk.coproduction.editing.writing import (
    Json,
    item_at,
    items_of,
    option_at,
    words_at,
    write_extension,
    write_text,
)
from kiosk.errors import FormUnreadable
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.texts import USUAL_LANGUAGE

MAX_TEXT: Final = 2_000
"""Letters of a text: more is no question."""

_HELP: Final = {
    "url": ext.ITEM_CONTROL,
    "valueCodeableConcept": {
        "coding": [
            {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"},
        ]
    },
}


def apply_edits(raw: Mapping[str, Any], edits: Iterable[e.Edit]) -> Questionnaire:
    """The form after all of them, in their order; `raw` stays as it is.

    Raises:
        EditRefused: one can't be made, with the reason.
    """
    changed: Json = deepcopy(dict(raw))
    for edit in edits:
        _HOW[type(edit)](changed, edit)
    try:
        return parse_questionnaire(changed)
    except FormUnreadable as cause:
        raise EditRefused("unreadable", str(cause), advice=cause.advice) from cause


def own_language(raw: Mapping[str, Any]) -> str:
    """The language the form is written in."""
    return ext.text(raw, "language") or USUAL_LANGUAGE


def _set_text(raw: Json, edit: e.SetText) -> None:
    item = item_at(raw, edit.link_id)
    beside = item.get("_text")
    if ext.extension_value(beside, ext.CQF_EXPRESSION) is not None:
        raise EditRefused("worked-out", "The words of this question are worked out by the form.")
    _write(raw, item, "text", edit.text, edit.language)


def _set_help(raw: Json, edit: e.SetHelp) -> None:
    item, own = item_at(raw, edit.link_id), own_language(raw)
    inside: list[Json] = item.setdefault("item", [])
    help_items = [one for one in inside if _is_help(one)]
    if not help_items and edit.text:
        if edit.language != own:
            raise EditRefused(
                "own-first", "There is no help yet that this could be a translation of.",
                advice="Write the help in the language of the form first.",
            )  # fmt: skip
        taken = {ext.text(one, "linkId") for one in items_of(raw)}
        made = {"linkId": free_link_id(f"{edit.link_id}-help", taken), "type": "display"}
        inside.insert(0, made | {"extension": [deepcopy(_HELP)]})
        help_items = inside[:1]
    if help_items and not edit.text.strip() and edit.language == own:
        inside.remove(help_items[0])
    elif help_items:
        _write(raw, help_items[0], "text", edit.text, edit.language)
    if not inside:
        del item["item"]


def _set_option_text(raw: Json, edit: e.SetOptionText) -> None:
    element, key = words_at(option_at(item_at(raw, edit.link_id), edit.option))
    _write(raw, element, key, edit.text, edit.language)


def _set_required(raw: Json, edit: e.SetRequired) -> None:
    item = item_at(raw, edit.link_id)
    if edit.required:
        item["required"] = True
    else:
        item.pop("required", None)


def _set_item_purpose(raw: Json, edit: e.SetItemPurpose) -> None:
    text = _bounded(edit.text).strip()
    value = ("valueString", text) if text else None
    write_extension(item_at(raw, edit.link_id), ext.ITEM_PURPOSE, value)


def _set_title(raw: Json, edit: e.SetTitle) -> None:
    _write(raw, raw, "title", edit.text, edit.language)


def _set_description(raw: Json, edit: e.SetDescription) -> None:
    _write(raw, raw, "description", edit.text, edit.language, may_go=True)


def _set_purpose(raw: Json, edit: e.SetPurpose) -> None:
    write_text(raw, "purpose", _bounded(edit.text).strip(), own_language(raw), own_language(raw))


def _set_budget(raw: Json, edit: e.SetBudget) -> None:
    given = {ext.MAX_ITEMS: edit.max_items, ext.MAX_MEDIAN_SECONDS: edit.max_median_seconds}
    for url, number in given.items():
        if number is not None and number < 1:
            raise EditRefused("budget", "A budget is a whole number from 1 on.")
        write_extension(raw, url, None if number is None else ("valueInteger", number))


def _write(  # noqa: PLR0913 - keyword-only beyond the five
    raw: Json, element: Json, key: str, text: str, language: str, *, may_go: bool = False
) -> None:
    own, said = own_language(raw), _bounded(text).strip()
    if not said and language == own and not may_go:
        raise EditRefused(
            "empty", "Nothing would be left to read here.", advice="Write a few words."
        )
    write_text(element, key, said, language, own)


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise EditRefused("long", f"This is longer than {MAX_TEXT} letters.")
    return text


def free_link_id(wanted: str, taken: set[str]) -> str:
    """That linkId, or the next free one with a number behind it."""
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _is_help(item: Json) -> bool:
    value = ext.extension_value(item, ext.ITEM_CONTROL)
    codes = (ext.text(coding, "code") for coding in ext.mappings(value, "coding"))
    return item.get("type") == "display" and "help" in codes


_HOW: Final[Mapping[type, Callable[[Json, Any], None]]] = {
    e.SetText: _set_text,
    e.SetHelp: _set_help,
    e.SetOptionText: _set_option_text,
    e.AddOption: add_option,
    e.RemoveOption: remove_option,
    e.MoveOption: move_option,
    e.SetRequired: _set_required,
    e.SetSkipRule: set_skip_rule,
    e.SetItemPurpose: _set_item_purpose,
    e.MoveItem: move_item,
    e.AddItem: add_item,
    e.RemoveItem: remove_item,
    e.SetTitle: _set_title,
    e.SetDescription: _set_description,
    e.SetPurpose: _set_purpose,
    e.SetBudget: _set_budget,
}
