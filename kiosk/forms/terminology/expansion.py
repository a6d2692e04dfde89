"""The codes of a value set, from its expansion or worked out from its definition.

Sources: http://hl7.org/fhir/R4/valueset.html#compositions,
http://hl7.org/fhir/R4/valueset.html#expansion, http://hl7.org/fhir/R4/references.html#canonical
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.terminology.codesystem import CodeSystem, property_values
from kiosk.forms.terminology.terminology import Terminology

_TOO_COSTLY: Final = "http://hl7.org/fhir/StructureDefinition/valueset-toocostly"
_UNCLOSED: Final = "http://hl7.org/fhir/StructureDefinition/valueset-unclosed"
_DEEPEST: Final = 50
_WEIGHT: Final = "itemWeight"
_SCORES: Final = (ext.ORDINAL_VALUE, ext.ITEM_WEIGHT)
_OLD_SCORE: Final = "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value"
"""How FHIR STU3 named the score of a concept."""


class Concept(msgspec.Struct, frozen=True):
    """One code of a value set.

    Attributes:
        key: what makes it the same concept: system and code.
        coding: system, version, code, display; its translations are in `_display`.
        extensions: of the concept: its score and others.
    """

    key: tuple[str, str]
    coding: Mapping[str, Any]
    extensions: list[Mapping[str, Any]]


class Expander:
    """Works out the codes of value sets, each once however often it is included."""

    def __init__(self, terminology: Terminology) -> None:
        self._terminology = terminology
        self._known: dict[str, tuple[Concept, ...] | None] = {}
        self._around: list[str] = []

    def codes_of(self, canonical: str) -> tuple[Concept, ...] | None:
        """The codes of a value set, each once; None where they can't all be known.

        Value sets that include each other in a circle, or too deeply, have no known codes.
        """
        if canonical not in self._known:
            if canonical in self._around or len(self._around) >= _DEEPEST:
                return None
            self._around.append(canonical)
            self._known[canonical] = self._work_out(canonical)
            self._around.pop()
        return self._known[canonical]

    def lacking(self, canonical: str) -> str:
        """The value set or code system for want of which a value set has no known codes.

        That is one that it is made of, and is not at hand; else the value set itself.
        """
        around: list[str] = []
        while canonical not in around and (value_set := self._terminology.value_set(canonical)):
            around.append(canonical)
            compose = value_set.get("compose")
            parts = (*ext.mappings(compose, "include"), *ext.mappings(compose, "exclude"))
            for part in parts:
                if ext.text(part, "system") and _of_system(part, self._terminology) is None:
                    return ext.text(part, "system")
            named = (one for part in parts for one in _named(part) if self.codes_of(one) is None)
            canonical = next(named, canonical)
        return canonical

    def _work_out(self, canonical: str) -> tuple[Concept, ...] | None:
        value_set = self._terminology.value_set(canonical)
        if value_set is None:
            system = self._terminology.whole_system(canonical)
            if system is None or not system.is_complete:
                return None
            return tuple(_from_system(system, code, {}) for code in _selectable(system))
        expansion = value_set.get("expansion")
        if isinstance(expansion, Mapping) and _is_whole(expansion):
            return _once(_expanded(expansion))
        return self._composed(value_set)

    def _composed(self, value_set: Mapping[str, Any]) -> tuple[Concept, ...] | None:
        compose = value_set.get("compose")
        included = self._parts(ext.mappings(compose, "include"))
        excluded = self._parts(ext.mappings(compose, "exclude"))
        if included is None or excluded is None or not ext.mappings(compose, "include"):
            return None
        keys = {concept.key for concept in excluded}
        return _once(concept for concept in included if concept.key not in keys)

    def _parts(self, parts: Iterable[Mapping[str, Any]]) -> list[Concept] | None:
        """The codes of all parts one after the other; None where one can't be known."""
        found: list[Concept] = []
        for part in parts:
            concepts = self._part(part)
            if concepts is None:
                return None
            found += concepts
        return found

    def _part(self, part: Mapping[str, Any]) -> list[Concept] | None:
        """The codes of one include or exclude: in its system and in each of its value sets."""
        sets = []
        if ext.text(part, "system"):
            sets.append(_of_system(part, self._terminology))
        named = part.get("valueSet")
        for canonical in named if isinstance(named, list) else []:
            known = isinstance(canonical, str)
            sets.append(self.codes_of(canonical) if known else None)
        found = [concepts for concepts in sets if concepts is not None]
        if not found or len(found) < len(sets):
            return None
        keys = [{concept.key for concept in concepts} for concepts in found[1:]]
        return [concept for concept in found[0] if all(concept.key in others for others in keys)]


def _named(part: Mapping[str, Any]) -> Iterator[str]:
    named = part.get("valueSet")
    return (one for one in (named if isinstance(named, list) else ()) if isinstance(one, str))


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
        if "contains" in entry:
            waiting += reversed(ext.mappings(entry, "contains"))


def _expanded(expansion: Mapping[str, Any]) -> Iterator[Concept]:
    for entry in _contained(expansion):
        if ext.text(entry, "code") and entry.get("abstract") is not True:
            yield _concept(entry, ext.text(entry, "system"), ext.text(entry, "version"))


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
    code = ext.text(entry, "code")
    texts = {"system": system, "version": version, "code": code}
    coding: dict[str, Any] = {key: value for key, value in texts.items() if value}
    if display := ext.text(entry, "display"):
        coding["display"] = display
    if translations := _translations(entry):
        coding["_display"] = {"extension": translations}
    return Concept((system, code), coding, _extensions(entry))


def _extensions(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "extension" not in entry and "property" not in entry:
        return []
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
    if "_display" not in entry and "designation" not in entry:
        return []
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
    return [*ext.mappings(entry.get("_display"), "extension"), *made]


def _once(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    kept: dict[tuple[str, str], Concept] = {}
    for concept in concepts:
        kept.setdefault(concept.key, concept)
    return tuple(kept.values())
