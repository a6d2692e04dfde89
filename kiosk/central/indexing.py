"""By what a resource is found, besides its id and identifiers: tokens and addresses in it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

Json = Any


class Index(NamedTuple):
    """One search parameter.

    Attributes:
        kind: its type as a CapabilityStatement names it.
        find: the `(system, value)` pairs of a resource; "" where there is no system.
    """

    kind: str
    find: Callable[[Json], Iterator[tuple[str, str]]]


def _plain(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    def find(resource: Json) -> Iterator[tuple[str, str]]:
        value = resource.get(name)
        if isinstance(value, str):
            yield "", value

    return find


def _tags(resource: Json) -> Iterator[tuple[str, str]]:
    yield from _codings((resource.get("meta") or {}).get("tag"))


def _concepts(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    def find(resource: Json) -> Iterator[tuple[str, str]]:
        for concept in _objects(resource.get(name)):
            yield from _codings(concept.get("coding"))

    return find


def _references(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    """A reference as it stands (R4, search, reference)."""

    def find(resource: Json) -> Iterator[tuple[str, str]]:
        for reference in _objects(resource.get(name)):
            if isinstance(reference.get("reference"), str):
                yield "", reference["reference"]

    return find


def _identifiers(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    """The identifier of a reference (R4, search, the modifier :identifier)."""

    def find(resource: Json) -> Iterator[tuple[str, str]]:
        for reference in _objects(resource.get(name)):
            for one in _objects(reference.get("identifier")):
                if isinstance(one.get("value"), str):
                    system = one.get("system")
                    yield (system if isinstance(system, str) else ""), one["value"]

    return find


def _dates(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    """An instant as `instant_text` writes it; what has no offset is found by no date."""

    def find(resource: Json) -> Iterator[tuple[str, str]]:
        text = instant_text(resource.get(name))
        if text is not None:
            yield "", text

    return find


def _own_identifier(name: str) -> Callable[[Json], Iterator[tuple[str, str]]]:
    """An identifier that is an element by itself."""

    def find(resource: Json) -> Iterator[tuple[str, str]]:
        for one in _objects(resource.get(name)):
            if isinstance(one.get("value"), str):
                system = one.get("system")
                yield (system if isinstance(system, str) else ""), one["value"]

    return find


def instant_text(given: Json) -> str | None:
    """An instant in UTC, so that the order of the texts is that of the moments; None for none."""
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _codings(value: Json) -> Iterator[tuple[str, str]]:
    for coding in _objects(value):
        code, system = coding.get("code"), coding.get("system")
        if isinstance(code, str):
            yield (system if isinstance(system, str) else ""), code


def _objects(value: Json) -> list[dict[str, Json]]:
    """One object, or a list of them, as a list."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]


_URL, _STATUS = Index("uri", _plain("url")), Index("token", _plain("status"))
_CANONICAL: Mapping[str, Index] = MappingProxyType(
    {"url": _URL, "version": Index("token", _plain("version")), "status": _STATUS}
)
EVERYWHERE: Mapping[str, Index] = MappingProxyType({"_tag": Index("token", _tags)})
OF_TYPE: Mapping[str, Mapping[str, Index]] = MappingProxyType(
    {
        "Questionnaire": _CANONICAL,
        "ValueSet": _CANONICAL,
        "Library": _CANONICAL,
        "Communication": MappingProxyType(
            {"category": Index("token", _concepts("category")), "status": _STATUS}
        ),
        "QuestionnaireResponse": MappingProxyType(
            {
                "authored": Index("date", _dates("authored")),
                "status": _STATUS,
                "subject": Index("reference", _references("subject")),
                "subject:identifier": Index("token", _identifiers("subject")),
            }
        ),
        "Device": MappingProxyType({"type": Index("token", _concepts("type"))}),
        "Task": MappingProxyType(
            {
                "code": Index("token", _concepts("code")),
                "status": _STATUS,
                "owner": Index("reference", _references("owner")),
                "group-identifier": Index("token", _own_identifier("groupIdentifier")),
                "owner:identifier": Index("token", _identifiers("owner")),
                "authored-on": Index("date", _dates("authoredOn")),
            }
        ),
    }
)
"""By resource type and name of the search parameter; `EVERYWHERE` are those of every type."""


def indexes(resource_type: str) -> Mapping[str, Index]:
    """The search parameters of that type."""
    return {**EVERYWHERE, **OF_TYPE.get(resource_type, {})}


def indexed(resource: dict[str, Json]) -> Iterator[tuple[str, str, str]]:
    """`(parameter, system, value)` of everything in a resource that it is found by."""
    for name, index in indexes(resource["resourceType"]).items():
        for system, value in index.find(resource):
            yield name, system, value
