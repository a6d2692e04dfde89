"""Field annotations: REDCap's action tags (@HIDDEN, @TODAY, …) and notes of the author."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.authoring.redcap.bounds import number_in
from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, expression, extend
from kiosk.authoring.redcap.table import Row
from kiosk.forms import extensions as ext

_DESIGN_NOTE: Final = "http://hl7.org/fhir/StructureDefinition/designNote"
_TAG: Final = re.compile(r"(?:(?<=\s)|^)@([A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*)(?![\w@.])(\s*=\s*)?")
_QUOTED: Final = re.compile("'[^']*'|\"[^\"]*\"")
_BARE: Final = re.compile(r"[^\s@]+")
_MOST: Final = 2**31 - 1


@dataclass(frozen=True)
class Tag:
    """One action tag.

    Attributes:
        name: without the @.
        value: what stands after "=", without quotation marks, or what is in brackets after its
            name, with them: "([a] = '1', @HIDDEN, '')"; "" where there is neither.
        written: the tag as it stands there.
    """

    name: str
    value: str
    written: str


def tags_in(annotation: str) -> tuple[tuple[Tag, ...], str]:
    """The tags of an annotation, and what is left of it without them."""
    tags, rest, at = [], [], 0
    while found := _TAG.search(annotation, at):
        rest.append(annotation[at : found.start()])
        at = found.end()
        value = ""
        if found[2]:
            value, at = _value(annotation, at)
        elif annotation[at : at + 1] == "(":
            # What is in there, other tags too, hangs on it: @IF([a] = '1', @HIDDEN, '').
            end = _end_of_brackets(annotation, at)
            value, at = annotation[at:end], end
        tags.append(Tag(found[1], value, annotation[found.start() : at].strip()))
    rest.append(annotation[at:])
    return tuple(tags), " ".join("".join(rest).split())


def annotate(item: Raw, row: Row) -> None:
    """Puts on the item what its annotation asks for; says what can't be done."""
    tags, note = tags_in(row.take(Column.ANNOTATION))
    for tag in tags:
        act = _ACTS.get(tag.name)
        if act is None or not act(item, tag):
            row.say(Column.ANNOTATION, tag.written, "This tag does nothing here.")
    if note:
        extend(item, _DESIGN_NOTE, valueMarkdown=note)


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] in {"{", "["}:
        end = _end_of_json(text, at)
        return text[at:end], end
    if quoted := _QUOTED.match(text, at):
        return quoted[0][1:-1], quoted.end()
    if bare := _BARE.match(text, at):
        return bare[0], bare.end()
    return "", at


def _end_of_json(text: str, at: int) -> int:
    depth, quoted, place = 0, False, at
    while place < len(text):
        letter = text[place]
        if quoted:
            place += letter == "\\"
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        else:
            depth += (letter in "{[") - (letter in "}]")
        place += 1
        if depth == 0:
            break
    return min(place, len(text))


def _end_of_brackets(text: str, at: int) -> int:
    """The place after the bracket that closes the one at a place; the end where none does."""
    depth, quote = 0, ""
    for place in range(at, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        else:
            depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place + 1
    return len(text)


def _is_question(item: Raw) -> bool:
    return item["type"] not in {"display", "group"}


def _hide(item: Raw, _tag: Tag) -> bool:
    extend(item, ext.HIDDEN, valueBoolean=True)
    return True


def _read_only(item: Raw, _tag: Tag) -> bool:
    if _is_question(item):
        item["readOnly"] = True
    return _is_question(item)


def _day(item: Raw, _tag: Tag) -> bool:
    return _first_answer(item, {"date": "today()", "dateTime": "now()"}, "today().toString()")


def _moment(item: Raw, _tag: Tag) -> bool:
    given = {"date": "today()", "dateTime": "now()", "time": "timeOfDay()"}
    return _first_answer(item, given, "now().toString()")


def _first_answer(item: Raw, given: Mapping[str, str], of_words: str) -> bool:
    worked_out = given.get(item["type"], of_words if item["type"] == "string" else "")
    if worked_out:
        expression(item, ext.INITIAL_EXPRESSION, worked_out)
    return bool(worked_out)


def _default(item: Raw, tag: Tag) -> bool:
    if "[" in tag.value or not tag.value:
        return False
    if item["type"] == "choice":
        return _mark(item, tag.value, lambda option: option.update(initialSelected=True))
    number = number_in(tag.value)
    if item["type"] in {"string", "text"}:
        item["initial"] = [{"valueString": tag.value}]
    elif item["type"] == "boolean" and tag.value in {"0", "1"}:
        item["initial"] = [{"valueBoolean": tag.value == "1"}]
    elif item["type"] == "integer" and number is not None and number == int(number):
        item["initial"] = [{"valueInteger": int(number)}]
    elif item["type"] == "decimal" and number is not None:
        item["initial"] = [{"valueDecimal": number}]
    return "initial" in item


def _longest(item: Raw, tag: Tag) -> bool:
    if item["type"] in {"string", "text"} and tag.value.isdecimal() and 0 < int(tag.value) < _MOST:
        item["maxLength"] = int(tag.value)
    return "maxLength" in item


def _alone(item: Raw, tag: Tag) -> bool:
    exclusive = {"url": ext.OPTION_EXCLUSIVE, "valueBoolean": True}
    return _mark(item, tag.value, lambda option: option.update(extension=[dict(exclusive)]))


def _at_most(item: Raw, tag: Tag) -> bool:
    fits = item.get("repeats") is True and tag.value.isdecimal() and 0 < int(tag.value) < _MOST
    if fits:
        extend(item, ext.MAX_OCCURS, valueInteger=int(tag.value))
    return fits


def _placeholder(item: Raw, tag: Tag) -> bool:
    fits = bool(tag.value) and item["type"] in {"string", "text", "integer", "decimal"}
    if fits:
        extend(item, ext.ENTRY_FORMAT, valueString=tag.value)
    return fits


def _hide_choices(item: Raw, tag: Tag) -> bool:
    codes = _codes(tag.value)
    kept = [o for o in item.get("answerOption", ()) if o["valueCoding"]["code"] not in codes]
    fits = bool(kept) and len(kept) == len(item["answerOption"]) - len(codes)
    if fits:
        item["answerOption"] = kept
    return fits


def _within_limits(item: Raw, _tag: Tag) -> bool:
    # Limits always hold here.
    return item["type"] in {"integer", "decimal", "date", "dateTime", "time"}


def _mark(item: Raw, value: str, change: Callable[[Raw], None]) -> bool:
    codes = _codes(value)
    meant = [o for o in item.get("answerOption", ()) if o["valueCoding"]["code"] in codes]
    several = item.get("repeats") is True or len(meant) == 1
    fits = bool(meant) and len(meant) == len(codes) and several
    for option in meant if fits else ():
        change(option)
    return fits


def _codes(value: str) -> set[str]:
    return set(_without_blanks(value.split(",")))


def _without_blanks(pieces: Iterable[str]) -> Iterable[str]:
    return filter(None, (piece.strip() for piece in pieces))


_ACTS: Final[Mapping[str, Callable[[Raw, Tag], bool]]] = {
    "HIDDEN": _hide,
    "HIDDEN-SURVEY": _hide,
    "READONLY": _read_only,
    "READONLY-SURVEY": _read_only,
    "TODAY": _day,
    "NOW": _moment,
    "DEFAULT": _default,
    "CHARLIMIT": _longest,
    "NONEOFTHEABOVE": _alone,
    "MAXCHECKED": _at_most,
    "PLACEHOLDER": _placeholder,
    "HIDECHOICE": _hide_choices,
    "FORCE-MINMAX": _within_limits,
}
"""Tag → puts it on the item, and says whether it could."""
