"""One field of the dictionary as one item, without its place and its condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.authoring.redcap.annotations import annotate
from kiosk.authoring.redcap.bounds import add_bounds
from kiosk.authoring.redcap.choices import choices_of, slider_words
from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, control, extend, words_beside
from kiosk.authoring.redcap.labels import label_of, words_of
from kiosk.authoring.redcap.link_ids import LinkIds
from kiosk.authoring.redcap.table import Row
from kiosk.authoring.redcap.validations import validation_of
from kiosk.forms import extensions as ext

_ALIASES: Final = {"textarea": "notes", "select": "dropdown", "true_false": "truefalse"}
_YES: Final = frozenset({"y", "yes", "1", "true"})


@dataclass(frozen=True)
class Making:
    """What is needed to make any item.

    Attributes:
        url: of the form; the codes of its choices are named after it.
        names: of all fields.
        link_ids: gives out linkIds.
    """

    url: str
    names: frozenset[str]
    link_ids: LinkIds = field(repr=False)


def item_of(row: Row, making: Making) -> Raw | None:
    """The item of a field; None where it can't be one, which is said."""
    name, given = row.take(Column.NAME), row.take(Column.TYPE)
    kind = _ALIASES.get(given.casefold(), given.casefold())
    make = _MAKERS.get(kind)
    if not name or make is None:
        row.say(Column.TYPE, given or name, _left_out(name, kind))
        return None
    item: Raw = {"linkId": making.link_ids.of_field(name)}
    if item["linkId"] != name:
        row.say(Column.NAME, name, f"The name is there twice: this one is called {item['linkId']}.")
    words = _words(row, kind, name)
    if not words:
        row.say(Column.LABEL, name, "A text without words was left out, and what belongs to it.")
        return None
    item["text"] = words
    if number := row.take(Column.NUMBER):
        item["prefix"] = number
    make(item, row, making)
    _say_of_person(row)
    annotate(item, row)
    _require(item, row)
    _align(item, row)
    return item


def _left_out(name: str, kind: str) -> str:
    if not name:
        return "A row without a field's name was left out."
    if kind == "sql":
        return "Its choices come from a database. The kiosk has none: the field was left out."
    return "This type of field is not known here: the field was left out."


def _words(row: Row, kind: str, name: str) -> str:
    words = label_of(row)
    if not words and kind != "descriptive":
        row.say(Column.LABEL, name, "The field has no label: patients read its name.")
        return name
    return words


def _help(item: Raw, row: Row, making: Making) -> None:
    if words := words_of(row, Column.NOTE, making.names):
        link_id = making.link_ids.of_other(f"{item['linkId']}-help")
        item.setdefault("item", []).append(words_beside(link_id, "help", words))


def _text(item: Raw, row: Row, making: Making) -> None:
    given = row.take(Column.VALIDATION)
    validation = validation_of(given)
    item["type"] = validation.type
    if validation.loss:
        row.say(Column.VALIDATION, given, validation.loss)
    if validation.pattern:
        extend(item, ext.REGEX, valueString=validation.pattern)
    if validation.keyboard:
        extend(item, ext.KEYBOARD, valueCode=validation.keyboard)
    if validation.places is not None:
        extend(item, ext.MAX_DECIMAL_PLACES, valueInteger=validation.places)
    add_bounds(item, row)
    _help(item, row, making)


def _notes(item: Raw, row: Row, making: Making) -> None:
    item["type"] = "text"
    _help(item, row, making)


def _choice(item: Raw, row: Row, making: Making) -> None:
    system = f"{making.url}/choices/{row.cells[Column.NAME]}"
    choices = choices_of(row, making.names)
    if choices:
        item["type"] = "choice"
        item["answerOption"] = [
            {"valueCoding": {"system": system, "code": choice.code, "display": choice.label}}
            for choice in choices
        ]
    else:
        item["type"] = "string"
        row.say(Column.CHOICES, "", "There is nothing to choose: it is asked for words.")
    _help(item, row, making)


def _dropdown(item: Raw, row: Row, making: Making) -> None:
    _choice(item, row, making)
    if item["type"] == "choice" and row.cells.get(Column.VALIDATION, "") == "autocomplete":
        row.take(Column.VALIDATION)
        control(item, "autocomplete")


def _checkbox(item: Raw, row: Row, making: Making) -> None:
    _choice(item, row, making)
    if item["type"] == "choice":
        item["repeats"] = True
        control(item, "check-box")


def _yes_no(item: Raw, row: Row, making: Making) -> None:
    item["type"] = "boolean"
    _help(item, row, making)


def _true_false(item: Raw, row: Row, making: Making) -> None:
    _yes_no(item, row, making)
    row.say(Column.TYPE, "truefalse", "Patients read Yes and No in the place of True and False.")


def _slider(item: Raw, row: Row, making: Making) -> None:
    item["type"] = "integer"
    if row.cells.get(Column.VALIDATION) == "number":  # it stands beside the slider, as it does here
        row.take(Column.VALIDATION)
    ends = {Column.MIN: "0", Column.MAX: "100"}
    row.cells = {**ends, **row.cells}
    add_bounds(item, row)
    control(item, "slider")
    extend(item, ext.SLIDER_STEP, valueInteger=1)
    for code, words in zip(("lower", "upper"), slider_words(row, making.names), strict=True):
        if words:
            link_id = making.link_ids.of_other(f"{item['linkId']}-{code}")
            item.setdefault("item", []).append(words_beside(link_id, code, words))
    _help(item, row, making)


def _descriptive(item: Raw, _row: Row, _making: Making) -> None:
    item["type"] = "display"


def _calc(item: Raw, row: Row, _making: Making) -> None:
    item["type"] = "display"
    item["text"] += "\n(This is worked out later. You do not need to answer it.)"
    formula = row.take(Column.CHOICES) or "calc"
    row.say(Column.CHOICES, formula, "A calculated field is a note here: nothing is worked out.")


def _file(item: Raw, row: Row, making: Making) -> None:
    item["type"] = "attachment"
    row.say(Column.TYPE, "file", "The kiosk takes no files: the patient is sent to the desk.")
    if given := row.take(Column.VALIDATION):
        row.say(Column.VALIDATION, given, "It is asked for as a file, not drawn on the screen.")
    _help(item, row, making)


_MAKERS: Final[Mapping[str, Callable[[Raw, Row, Making], None]]] = {
    "text": _text,
    "notes": _notes,
    "radio": _choice,
    "dropdown": _dropdown,
    "checkbox": _checkbox,
    "yesno": _yes_no,
    "truefalse": _true_false,
    "slider": _slider,
    "descriptive": _descriptive,
    "calc": _calc,
    "file": _file,
}


def _say_of_person(row: Row) -> None:
    if given := row.take(Column.IDENTIFIER):
        message = "It is marked as personal data. The kiosk has no such mark: is it needed?"
        row.say(Column.IDENTIFIER, given, message)


def _require(item: Raw, row: Row) -> None:
    given = row.take(Column.REQUIRED)
    if given.casefold() not in _YES:
        if given and given.casefold() not in {"n", "no", "0", "false"}:
            row.say(Column.REQUIRED, given, "This is neither y nor empty: it may be left out.")
        return
    if why := _never_answered(item):
        row.say(Column.REQUIRED, given, f"It is not required here: {why}.")
    else:
        item["required"] = True


def _never_answered(item: Raw) -> str:
    if item["type"] == "display":
        return "nobody can answer it"
    if item["type"] == "attachment":
        return "the kiosk takes no files yet"
    if ext.extension_value(item, ext.HIDDEN) is True:
        return "patients never see it"
    return "patients may only read it" if item.get("readOnly") else ""


def _align(item: Raw, row: Row) -> None:
    given = row.cells.get(Column.ALIGNMENT, "")
    if (
        given
        and item["type"] in {"choice", "boolean"}
        and given.upper() in {"LH", "RH", "LV", "RV"}
    ):
        row.take(Column.ALIGNMENT)
        lie = "horizontal" if given.upper().endswith("H") else "vertical"
        extend(item, ext.CHOICE_ORIENTATION, valueCode=lie)
    elif given:
        row.say(Column.ALIGNMENT, given, "Where it stands on the page, the kiosk decides.")
