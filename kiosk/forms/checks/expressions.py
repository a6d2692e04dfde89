"""Checks of expressions, wherever they stand, and of the names they go by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.fhirpath import Expression, FhirPathError
from kiosk.forms import extensions as ext
from kiosk.forms.checks.scope import ROOT, Found, Scope, say
from kiosk.forms.item import Item

FHIRPATH: Final = "text/fhirpath"
_STANDARD: Final = frozenset({"resource", "rootResource", "context", "questionnaire", "qitem"})
_HOST_FUNCTIONS: Final = frozenset({"weight", "ordinal"})
_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_QUERIES: Final = _SDC + "sourceQueries"
_NAMED: Final = frozenset({ext.VARIABLE, ext.INITIAL_EXPRESSION, _SDC + "itemPopulationContext"})
"""Whose expression may have a name by which others read what it gives."""
_DECIDING: Final = frozenset({"calculatedExpression", "enableWhenExpression"})
_UNUSED: Final = "it is kept, and what it asks for is left out"


@dataclass(frozen=True)
class _Stated:
    """One expression as it stands in the form.

    Attributes:
        what: the extension's last name, for people: "calculatedExpression".
        language, text: as given.
        path: where it stands.
    """

    what: str
    language: str
    text: str
    path: str


def form_expressions(scope: Scope) -> Found:
    """Those of the form itself."""
    head = {key: value for key, value in scope.form.raw.items() if key not in _NOT_THE_FORM}
    yield from _all(None, head, ROOT, scope)


def item_expressions(item: Item, scope: Scope) -> Found:
    """Those of one item."""
    own = {key: value for key, value in item.raw.items() if key != "item"}
    yield from _all(item, own, item.json_path, scope)


_NOT_THE_FORM: Final = frozenset({"item", "contained", "url"})
"""The url too: with it the form would be taken for an extension."""


def _all(item: Item | None, raw: Mapping[str, Any], path: str, scope: Scope) -> Found:
    yield from _variables(item, raw, scope)
    for stated in _stated(raw, path):
        yield from _one(item, stated, scope)


def _one(item: Item | None, stated: _Stated, scope: Scope) -> Found:
    if stated.language != FHIRPATH:
        language = stated.language or "no language"
        message = f"The {stated.what} is in {language} and is not evaluated; {_UNUSED}."
        yield say("expression-language", item, message, stated.path)
        return
    if not stated.text.strip():
        message = f"The {stated.what} has no expression; {_UNUSED}."
        yield say("empty-expression", item, message, stated.path)
        return
    try:
        expression = Expression(stated.text)
        known = _known_names(item, scope)
        reads = expression.reads_given(known)
        expression.check()
    except FhirPathError as cause:
        message = f"The {stated.what} is no FHIRPath: {cause}."
        yield say("expression", item, message, stated.path)
        return
    for name in sorted(reads.variables - known):
        message = f"The {stated.what} reads %{name}, which nothing in the form declares."
        yield say("unknown-variable", item, message, stated.path)
    for name in sorted(reads.functions - _HOST_FUNCTIONS):
        message = f"The {stated.what} calls {name}(), which is not there."
        yield say("unknown-function", item, message, stated.path)
    for link_id in sorted(reads.link_ids):
        if (count := scope.counts[link_id]) != 1:
            code = "ambiguous-linkId" if count else "expression-question"
            why = "is used more than once" if count else "is not in the form"
            message = f"The {stated.what} asks for the linkId “{link_id}”, which {why}."
            yield say(code, item, message, stated.path)
    if stated.what in _DECIDING and reads.whole and not reads.link_ids:
        message = f"The {stated.what} looks at every answer, those that it decides on too."
        yield say("reads-everything", item, message, stated.path)
    for link_id in _looked_for_elsewhere(reads.paths, item, scope):
        place = scope.place_of(link_id)
        message = f"The {stated.what} looks for “{link_id}” where it is not: it is at {place}."
        yield say("expression-question", item, message, stated.path)


def _looked_for_elsewhere(
    paths: Iterable[tuple[str, ...]], item: Item | None, scope: Scope
) -> Iterator[str]:
    """The linkIds that a chain of `item.where(linkId = …)` asks for at a level they are not at.

    A chain that begins at the response and one that begins at the item look alike here: it is
    good if it fits one of them.
    """
    starts = (scope.form.items, item.items if item else ())
    for path in paths:
        lost = [_lost(path, start) for start in starts]
        if all(lost) and all(scope.counts[link_id] == 1 for link_id in path):
            yield lost[0]


def _lost(path: tuple[str, ...], level: Iterable[Item]) -> str:
    """The first linkId of a chain that is not at its level; "" if all are."""
    for link_id in path:
        found = [item for item in level if item.link_id == link_id]
        if not found:
            return link_id
        level = found[0].items
    return ""


def _known_names(item: Item | None, scope: Scope) -> frozenset[str]:
    names = (name for raw in scope.around(item) for name in _names(raw))
    return _STANDARD | frozenset(names)


def _names(raw: Mapping[str, Any]) -> Iterator[str]:
    """What expressions on this element and inside it can call by a name."""
    for extension in ext.mappings(raw, "extension"):
        url = ext.url_of(extension)
        if url == ext.LAUNCH_CONTEXT:
            yield ext.code(ext.extension_value(extension, "name"))
        elif url in _NAMED:
            yield ext.text(extension.get("valueExpression"), "name")
        elif url == _QUERIES:
            yield ext.text(extension.get("valueReference"), "reference").removeprefix("#")


def _variables(item: Item | None, raw: Mapping[str, Any], scope: Scope) -> Found:
    given = {
        ext.code(ext.extension_value(extension, "name"))
        for extension in ext.mappings(scope.form.raw, "extension")
        if ext.url_of(extension) == ext.LAUNCH_CONTEXT
    }
    values = [v for v in ext.extension_values(raw, ext.VARIABLE) if isinstance(v, Mapping)]
    names = Counter(ext.text(value, "name") for value in values)
    for name, count in names.items():
        if not name:
            yield say("no-variable-name", item, "A variable has no name: nothing can read it.")
        elif count > 1:
            message = f"The variable %{name} is declared {count} times here."
            yield say("duplicate-variable", item, message)
        elif name in given or name in _STANDARD:
            message = f"The variable %{name} has the name of something given from outside."
            yield say("variable-is-context", item, message)


def _stated(raw: Any, path: str) -> Iterator[_Stated]:
    waiting: list[tuple[Any, str, str]] = [(raw, path, "")]
    while waiting:
        here, place, what = waiting.pop()
        if isinstance(here, list):
            waiting += [(one, f"{place}[{n}]", what) for n, one in reversed([*enumerate(here)])]
        elif isinstance(here, Mapping) and not _left_out(here):
            if ":" in (url := ext.text(here, "url")):
                what = url.rpartition("/")[2].removeprefix("sdc-").removeprefix("questionnaire-")
            yield from _of(here, place, what)
            waiting += [(value, f"{place}.{key}", what) for key, value in reversed([*here.items()])]


def _left_out(element: Mapping[str, Any]) -> bool:
    """Whether it is an extension that is not followed, which is told once for all in it."""
    url = ext.url_of(element)
    return ":" in url and url not in ext.READ


def _of(element: Mapping[str, Any], path: str, what: str) -> Iterator[_Stated]:
    value = element.get("valueExpression")
    if isinstance(value, Mapping):
        language = ext.text(value, "language") or FHIRPATH
        yield _Stated(what, language, ext.text(value, "expression"), f"{path}.valueExpression")
    elif ext.url_of(element) in {ext.CONSTRAINT, ext.TARGET_CONSTRAINT}:
        for n, part in enumerate(ext.mappings(element, "extension")):
            if part.get("url") == "expression" and "valueString" in part:
                place = f"{path}.extension[{n}].valueString"
                yield _Stated(what, FHIRPATH, ext.text(part, "valueString"), place)
