"""Checks of everything that is there and not known: elements, extensions, shapes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms import left_out_extensions as left_out
from kiosk.forms.checks.elements import (
    BEFORE_R4,
    ITEM,
    LIST,
    PARTS,
    QUESTIONNAIRE,
    Shape,
    is_shape,
)
from kiosk.forms.checks.scope import ROOT, Found, Scope, say
from kiosk.forms.item import Item

_APART: Final = frozenset({"item", "contained"})


def unknown_in_form(scope: Scope) -> Found:
    """What is not known of the form itself."""
    raw = scope.form.raw
    yield from _elements(None, raw, QUESTIONNAIRE, ROOT)
    head = {key: value for key, value in raw.items() if key not in _APART}
    yield from _extensions(None, head, ROOT)


def unknown_in_item(item: Item, _scope: Scope) -> Found:
    """What is not known of an item, and of everything on it."""
    yield from _elements(item, item.raw, ITEM, item.json_path)
    for key, part, path in _parts(item.raw, item.json_path):
        yield from _elements(item, part, PARTS[key], path)
        for inner, value, inner_path in _parts(part, path):
            yield from _elements(item, value, PARTS[inner], inner_path)
    own = {key: value for key, value in item.raw.items() if key not in _APART}
    yield from _extensions(item, own, item.json_path)


def _parts(element: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    for key in element.keys() & PARTS.keys():
        value = element[key]
        if isinstance(value, Mapping):
            yield key, value, f"{path}.{key}"
        for index, part in enumerate(value if isinstance(value, list) else ()):
            if isinstance(part, Mapping):
                yield key, part, f"{path}.{key}[{index}]"


def _elements(item: Item | None, element: Mapping[str, Any], shape: Shape, path: str) -> Found:
    for key, value in element.items():
        name = key.removeprefix("_")
        if key == "modifierExtension" and key not in shape:
            message = "A modifierExtension may change the meaning of this part and is not known."
            yield say("modifier-extension", item, message, path)
        elif name not in shape:
            hint = f" FHIR R4 has {BEFORE_R4[name]} for it." if name in BEFORE_R4 else ""
            message = f"The element “{key}” is not known; what it asks for is left out.{hint}"
            yield say("element", item, message, f"{path}.{key}")
        elif key == name and not is_shape(value, shape[name]):
            message = f"“{key}” is not {shape[name]}; it is passed over."
            yield say("wrong-shape", item, message, f"{path}.{key}")
        elif shape[name] == LIST and key in {"item", *PARTS}:
            yield from _entries(item, key, value, path)


def _entries(item: Item | None, key: str, entries: Any, path: str) -> Found:
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, Mapping):
            message = f"An entry of “{key}” is no object; it is passed over."
            yield say("wrong-shape", item, message, f"{path}.{key}[{index}]")


def _extensions(item: Item | None, element: Mapping[str, Any], path: str) -> Found:
    told: set[str] = set()
    for extension, place in all_extensions(element, path):
        url = ext.url_of(extension)
        if url in told or url in ext.READ or left_out.is_note(url):
            continue
        told.add(url)
        if why := left_out.ELSEWHERE.get(url):
            yield say(
                "extension-elsewhere", item, f"The extension {url} is left out: {why}.", place
            )
        else:
            name = f"The extension {url}" if url else "An extension without url"
            reason = f": {left_out.UNSUPPORTED[url]}" if url in left_out.UNSUPPORTED else ""
            message = f"{name} is not supported; what it asks for is left out{reason}."
            yield say("extension", item, message, place)


def all_extensions(element: Any, path: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Extensions anywhere in it; the named parts of an extension are no extensions themselves."""
    waiting: list[tuple[Any, str, bool]] = [(element, path, False)]
    while waiting:
        here, place, within = waiting.pop()
        if isinstance(here, list):
            parts = [(one, f"{place}[{n}]", False) for n, one in enumerate(here)]
            waiting += reversed(parts)
        elif isinstance(here, Mapping):
            for n, extension in enumerate(ext.mappings(here, "extension")):
                inner = f"{place}.extension[{n}]"
                if not within or ":" in ext.url_of(extension):
                    yield extension, inner
                waiting.append((extension, inner, True))
            others = (key for key in here if key != "extension")
            waiting += [(here[key], f"{place}.{key}", False) for key in reversed([*others])]
