"""Terminology: the value sets and code systems at hand, by their canonical.

Source: http://hl7.org/fhir/R4/references.html#canonical
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from kiosk.forms import extensions as ext
from kiosk.forms.terminology.codesystem import CodeSystem


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
