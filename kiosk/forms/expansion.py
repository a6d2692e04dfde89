"""The codes of a value set, from its expansion or worked out from its definition.

Sources: http://hl7.org/fhir/R4/valueset.html#compositions,
http://hl7.org/fhir/R4/valueset.html#expansion, http://hl7.org/fhir/R4/references.html#canonical
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from kiosk.forms import extensions as ext
from kiosk.forms.codesystem import CodeSystem, property_values

_TOO_COSTLY: Final = "http://hl7.org/fhir/StructureDefinition/valueset-toocostly"
_UNCLOSED: Final = "http://hl7.org/fhir/StructureDefinition/valueset-unclosed"
_WEIGHT: Final = "itemWeight"
_SCORES: Final = (ext.ORDINAL_VALUE, ext.ITEM_WEIGHT)
_OLD_SCORE: Final = "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value"
"""How FHIR STU3 named the score of a concept."""


@dataclass(frozen=True)
class Concept:
    """One code of a value set.

    Attributes:
        coding: system, version, code, display; its translations are in `_display`.
        extensions: of the concept: its score and others.
    """

    coding: Mapping[str, Any]
    extensions: list[Mapping[str, Any]]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same concept: system and code."""
        return ext.text(self.coding, "system"), ext.text(self.coding, "code")


@dataclass(frozen=True)
class Terminology:
    """Value sets and code systems by their canonical, several versions beside each other."""

    value_sets: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    code_systems: Mapping[str, tuple[CodeSystem, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, resources: Iterable[Mapping[str, Any]], *, contained: bool = False) -> Self:
        """Those among the resources; contained ones are found by "#id" too."""
        value_sets: dict[str, tuple[Mapping[str, Any], ...]] = {}
        systems: dict[str, tuple[CodeSystem, ...]] = {}
        for resource in resources:
            names = _names(resource, contained=contained)
            if ext.text(resource, "resourceType") == "ValueSet":
                value_sets |= {name: (*value_sets.get(name, ()), resource) for name in names}
            elif ext.text(resource, "resourceType") == "CodeSystem":
                system = CodeSystem(resource)
                systems |= {name: (*systems.get(name, ()), system) for name in names}
        return cls(value_sets, systems)

    def __or__(self, other: "Terminology") -> "Terminology":
        """All of both, these first."""
        return Terminology(
            _joined(self.value_sets, other.value_sets),
            _joined(self.code_systems, other.code_systems),
        )

    def value_set(self, canonical: str) -> Mapping[str, Any] | None:
        """The value set of this canonical: of this version, or the newest if none is named."""
        url, _, version = canonical.partition("|")
        known = self.value_sets.get(url) or self.value_sets.get("/" + url.rpartition("/")[2], ())
        found = {ext.text(one, "version"): one for one in reversed(known)}
        return found[best] if (best := _best(found, version)) is not None else None

    def code_system(self, url: str, version: str = "") -> CodeSystem | None:
        """The code system of this address, as `value_set`."""
        url, _, stated = url.partition("|")
        systems = reversed(self.code_systems.get(url, ()))
        found = {ext.text(one.raw, "version"): one for one in systems}
        best = _best(found, version or stated)
        return found[best] if best is not None else None

    def whole_system(self, canonical: str) -> CodeSystem | None:
        """The code system that says that this value set is all its codes."""
        url, _, version = canonical.partition("|")
        everything = (one for found in self.code_systems.values() for one in found)
        named = [one for one in everything if ext.text(one.raw, "valueSet") == url]
        versions = {ext.text(one.raw, "version"): one for one in named}
        best = _best(versions, version)
        return versions[best] if best is not None else None


NOTHING: Final = Terminology()


def codes_of(
    canonical: str, terminology: Terminology, around: frozenset[str] = frozenset()
) -> tuple[Concept, ...] | None:
    """The codes of a value set, each once; None where they can't all be known.

    `around` are the value sets that are being worked out and include this one: a circle has no
    codes that could be known.
    """
    if canonical in around:
        return None
    value_set = terminology.value_set(canonical)
    if value_set is None:
        system = terminology.whole_system(canonical)
        if system is None or not system.is_complete:
            return None
        return tuple(_from_system(system, code, {}) for code in _selectable(system))
    expansion = value_set.get("expansion")
    if isinstance(expansion, Mapping) and _is_whole(expansion):
        return _once(_expanded(expansion))
    return _composed(value_set, terminology, around | {canonical})


def _is_whole(expansion: Mapping[str, Any]) -> bool:
    total, here = expansion.get("total"), sum(1 for _ in _contained(expansion))
    cut = isinstance(total, int) and not isinstance(total, bool) and total > here
    open_ended = any(
        ext.extension_value(expansion, url) is True for url in (_TOO_COSTLY, _UNCLOSED)
    )
    return not cut and not open_ended


def _contained(expansion: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = list(reversed(ext.mappings(expansion, "contains")))
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += reversed(ext.mappings(entry, "contains"))


def _expanded(expansion: Mapping[str, Any]) -> Iterator[Concept]:
    for entry in _contained(expansion):
        if ext.text(entry, "code") and entry.get("abstract") is not True:
            yield _concept(entry, ext.text(entry, "system"), ext.text(entry, "version"))


def _composed(
    value_set: Mapping[str, Any], terminology: Terminology, around: frozenset[str]
) -> tuple[Concept, ...] | None:
    compose = value_set.get("compose")
    includes = ext.mappings(compose, "include")
    if not includes:
        return None
    included: list[Concept] = []
    for part in includes:
        concepts = _part(part, terminology, around)
        if concepts is None:
            return None
        included += concepts
    excluded: set[tuple[str, str]] = set()
    for part in ext.mappings(compose, "exclude"):
        concepts = _part(part, terminology, around)
        if concepts is None:
            return None
        excluded |= {concept.key for concept in concepts}
    return _once(concept for concept in included if concept.key not in excluded)


def _part(
    part: Mapping[str, Any], terminology: Terminology, around: frozenset[str]
) -> list[Concept] | None:
    """The codes of one include or exclude: in its system and in each of its value sets."""
    sets = []
    if ext.text(part, "system"):
        sets.append(_of_system(part, terminology))
    named = part.get("valueSet")
    for canonical in named if isinstance(named, list) else []:
        known = isinstance(canonical, str)
        sets.append(codes_of(canonical, terminology, around) if known else None)
    found = [concepts for concepts in sets if concepts is not None]
    if not found or len(found) < len(sets):
        return None
    keys = [{concept.key for concept in concepts} for concepts in found[1:]]
    return [concept for concept in found[0] if all(concept.key in others for others in keys)]


def _of_system(part: Mapping[str, Any], terminology: Terminology) -> tuple[Concept, ...] | None:
    url, version = ext.text(part, "system"), ext.text(part, "version")
    system = terminology.code_system(url, version)
    listed = ext.mappings(part, "concept")
    if listed:
        codes = [entry for entry in listed if ext.text(entry, "code")]
        if system is None:
            return tuple(_concept(entry, url, version) for entry in codes)
        return tuple(_from_system(system, ext.text(entry, "code"), entry) for entry in codes)
    if system is None or not system.is_complete:
        return None
    kept = system.filtered(ext.mappings(part, "filter"))
    if kept is None:
        return None
    chosen = set(kept)
    return tuple(_from_system(system, c, {}) for c in _selectable(system) if c in chosen)


def _selectable(system: CodeSystem) -> list[str]:
    """The codes that may be chosen: headings over others are no answers."""
    return [
        code
        for code, concept in system.concepts.items()
        if True
        not in {value for value in property_values(concept, "notSelectable") if value is True}
    ]


def _from_system(system: CodeSystem, code: str, entry: Mapping[str, Any]) -> Concept:
    """A code with what its code system says of it, and above that what the value set says."""
    known = system.concepts.get(code, {})
    merged = {**known, **entry, "code": code}
    for key in ("extension", "designation"):
        merged[key] = [*ext.mappings(entry, key), *ext.mappings(known, key)]
    return _concept(merged, ext.text(system.raw, "url"), "")


def _concept(entry: Mapping[str, Any], system: str, version: str) -> Concept:
    texts = {"system": system, "version": version, "code": ext.text(entry, "code")}
    coding: dict[str, Any] = {key: value for key, value in texts.items() if value}
    if display := ext.text(entry, "display"):
        coding["display"] = display
    if translations := _translations(entry):
        coding["_display"] = {"extension": translations}
    return Concept(coding, _extensions(entry))


def _extensions(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [
        {**one, "url": ext.ORDINAL_VALUE} if one.get("url") == _OLD_SCORE else one
        for one in ext.mappings(entry, "extension")
    ]
    if not any(ext.extension_value({"extension": found}, url) is not None for url in _SCORES):
        weights = property_values(entry, _WEIGHT)
        found += [{"url": ext.ITEM_WEIGHT, "valueDecimal": weight} for weight in weights]
    return found


def _translations(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Its designations, and the translations of its display, as translation extensions."""
    given = entry.get("_display")
    made = [
        {
            "url": ext.TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": words},
            ],
        }
        for designation in ext.mappings(entry, "designation")
        if (language := ext.text(designation, "language"))
        and (words := ext.text(designation, "value"))
    ]
    return [*ext.mappings(given, "extension"), *made]


def _once(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    kept: dict[tuple[str, str], Concept] = {}
    for concept in concepts:
        kept.setdefault(concept.key, concept)
    return tuple(kept.values())


def _names(resource: Mapping[str, Any], *, contained: bool) -> list[str]:
    url, name = ext.text(resource, "url"), ext.text(resource, "id")
    if contained:
        return [found for found in (url, name and f"#{name}") if found]
    # A server's reply may lack the url; then it is known by the last part of the address.
    return [url] if url else [f"/{name}"] if name else []


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in {**one, **other}}


def _best(versions: Mapping[str, Any], wanted: str) -> str | None:
    """The version asked for, else one that says none; without a wish the newest."""
    if wanted:
        return next((version for version in (wanted, "") if version in versions), None)
    return max(versions, key=_age, default=None)


def _age(version: str) -> list[tuple[int, str]]:
    return [
        (int(part) if part.isdecimal() else -1, part) for part in re.split(r"[^0-9A-Za-z]", version)
    ]
