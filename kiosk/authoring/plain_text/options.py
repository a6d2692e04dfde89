"""Options of a question: as the text has them, and as FHIR has them."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from kiosk.authoring.plain_text.model import Option
from kiosk.authoring.plain_text.translating import put_words, words_at
from kiosk.errors import ImportRefused
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json, encode_json

Raw = dict[str, Any]

_OF_TYPE: Final[Mapping[str, str]] = {
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "url": "valueUri",
}
_WHOLE: Final = re.compile("-?(?:0|[1-9][0-9]{0,9})")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?")


def options_of(item: Mapping[str, Any]) -> tuple[Option, ...]:
    """The options of an item as the text has them."""
    options = ext.mappings(item, "answerOption")
    coded = any("valueCoding" in option for option in options)
    return tuple(_option(option, ext.text(item, "type"), coded=coded) for option in options)


def with_options(
    raw: Sequence[Mapping[str, Any]], old: Sequence[Option], new: Sequence[Option], kind: str
) -> list[Raw]:
    """The options of an item that was changed: known ones keep what the text does not hold.

    Args:
        raw: the options as FHIR has them.
        old: the same as the text had them.
        new: as the text has them now.
        kind: the type of the item.

    Raises:
        ImportRefused: one can't be an answer of that type.
    """
    new, left = _with_codes(new), list(range(len(old)))
    places = [_take(left, old, lambda o, n=option: _same(o, n)) for option in new]
    if len(old) == len(new):
        places = [
            _take(left, old, lambda o, s=old[at]: o is s) if place is None else place
            for at, place in enumerate(places)
        ]
    systems = [ext.text(option.get("valueCoding"), "system") for option in raw]
    system = next(filter(None, systems), "")
    return [
        _made(option, kind, system)
        if place is None
        else _changed(raw[place], old[place], option, kind)
        for option, place in zip(new, places, strict=True)
    ]


def _with_codes(options: Sequence[Option]) -> list[Option]:
    """Where some have codes, a code for those without, too."""
    codes = {one.mark for one in options if one.mark is not None and not one.mark.startswith("=")}
    given: list[Option] = []
    for option in options:
        fresh = option
        if codes and option.mark is None:
            code = free(slug(option.words.text), codes)
            fresh = replace(option, mark=code)
            codes.add(code)
        given.append(fresh)
    return given


def free(wanted: str, used: Container[str]) -> str:
    """That name, with a number where it is used."""
    number, found = 1, wanted
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _take(left: list[int], old: Sequence[Option], fits: Any) -> int | None:
    for place in left:
        if fits(old[place]):
            left.remove(place)
            return place
    return None


def _same(old: Option, new: Option) -> bool:
    return old.mark == new.mark and (bool(new.mark) or old.words.text == new.words.text)


def _changed(raw: Mapping[str, Any], old: Option, new: Option, kind: str) -> Raw:
    if old == new:
        return dict(raw)
    fresh = _made(new, kind, "")
    key = next((key for key in fresh if key.startswith("value")), "")
    if key == "valueCoding" and isinstance(raw.get(key), Mapping):
        coding = dict(raw[key])
        if new.mark and ext.text(coding, "code") != new.mark:
            coding["code"] = new.mark
        put_words(coding, "display", new.words)
        return {**raw, key: coding}
    kept = {k: v for k, v in raw.items() if not k.removeprefix("_").startswith("value")}
    return {**kept, **fresh}


def _option(raw: Mapping[str, Any], kind: str, *, coded: bool) -> Option:
    key = next((key for key in raw if key.startswith("value")), "")
    value = raw.get(key)
    if key == "valueCoding" and isinstance(value, Mapping):
        mark = ext.text(value, "code")
        if not mark.startswith("="):
            return Option(words_at(value, "display"), mark)
    if key == "valueString" and isinstance(value, str) and value:
        return Option(words_at(raw, key), "=valueString" if coded or kind in _OF_TYPE else None)
    if not coded and isinstance(value, int | Decimal | str) and not isinstance(value, bool):
        plain = Option(words_at({"text": str(value)}, "text"))
        if _OF_TYPE.get(kind) == key and _value(str(value), key) == value:
            return plain
    mark = f"={key} {encode_json(value).decode()}" if key else "="
    return Option(words_at({}, "text"), mark)


def _made(option: Option, kind: str, system: str) -> Raw:
    mark, words = option.mark, option.words
    if mark is None and kind in _OF_TYPE:
        key = _OF_TYPE[kind]
        value = _value(words.text, key)
        if value is None:
            raise ImportRefused(
                f"Line {option.line}: “{words.text}” is no answer of this kind.",
                advice="An option of such a question is a value as the kiosk stores it.",
            )
        return {key: value}
    if mark is None or mark == "=valueString":
        made: Raw = {}
        put_words(made, "valueString", words)
        return made
    if mark.startswith("="):
        return _literal(mark, option.line)
    coding: Raw = {"system": system} if system else {}
    if mark:
        coding["code"] = mark
    put_words(coding, "display", words)
    return {"valueCoding": coding}


def _literal(mark: str, line: int) -> Raw:
    key, _, text = mark.removeprefix("=").partition(" ")
    if not key:
        return {}
    try:
        return {key: decode_json(text.encode())}
    except NotJson as cause:
        raise ImportRefused(
            f"Line {line}: what stands in the braces can't be read.",
            advice="Leave braces that begin with “=” as they were.",
        ) from cause


def _value(text: str, key: str) -> Any:
    if key == "valueInteger":
        return int(text) if _WHOLE.fullmatch(text) else None
    if key == "valueDecimal":
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    return text


def slug(text: str) -> str:
    """A short name for programs, made of a text."""
    words = re.findall("[a-z0-9]+", text.casefold())
    return "-".join(words)[:40].strip("-") or "x"
