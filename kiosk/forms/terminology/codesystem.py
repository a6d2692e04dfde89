"""CodeSystem: the concepts of a code system that is at hand, and filters over them.

Source: http://hl7.org/fhir/R4/codesystem.html, http://hl7.org/fhir/R4/valueset-filter-operator.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.patterns import PatternRefused, compile_pattern
from kiosk.forms.quantities import number_of

_INCOMPLETE: Final = frozenset({"not-present", "example", "fragment", "supplement"})


@dataclass(frozen=True, eq=False)
class CodeSystem:
    """One code system.

    Attributes:
        raw: the CodeSystem as it came.
    """

    raw: Mapping[str, Any] = field(repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether all its concepts are here, so that "all codes" can be answered."""
        return ext.text(self.raw, "content") not in _INCOMPLETE and bool(self.concepts)

    @cached_property
    def concepts(self) -> Mapping[str, Mapping[str, Any]]:
        """Code → concept, parents before their children."""
        return {code: concept for code, concept, _ in self._walk()}

    @cached_property
    def parents(self) -> Mapping[str, frozenset[str]]:
        """Code → the codes right above it: by nesting, and by the property `parent`."""
        return {
            code: frozenset({above, *_property_texts(concept, "parent")} - {""})
            for code, concept, above in self._walk()
        }

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Code → the codes right below it."""
        below: dict[str, list[str]] = {}
        for code, above in self.parents.items():
            for parent in above:
                below.setdefault(parent, []).append(code)
        return {code: tuple(found) for code, found in below.items()}

    def filtered(self, filters: Iterable[Mapping[str, Any]]) -> tuple[str, ...] | None:
        """The codes that pass every filter, in order; None where a filter can't be worked out."""
        kept = set(self.concepts)
        for one in filters:
            passing = self._passing(one)
            if passing is None:
                return None
            kept &= passing
        return tuple(code for code in self.concepts if code in kept)

    def _passing(self, one: Mapping[str, Any]) -> set[str] | None:
        name, value = ext.text(one, "property"), ext.text(one, "value")
        operator = _OPERATORS.get(ext.text(one, "op"))
        return operator(self, name, value) if operator and name else None

    def below(self, code: str) -> set[str]:
        """Every code under this one, at any depth, without itself."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            new = set(self.children.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found - {code}

    def above(self, code: str) -> set[str]:
        """Every code over this one, without itself."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            new = self.parents.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return found - {code}

    def values(self, code: str, name: str) -> set[str]:
        """What a concept says under a property's name, as text."""
        concept = self.concepts[code]
        if name in {"code", "concept"}:
            return {code}
        if name in {"display", "definition"}:
            return {ext.text(concept, name)} - {""}
        if name == "parent":
            return set(self.parents.get(code, ()))
        if name == "child":
            return set(self.children.get(code, ()))
        return set(_property_texts(concept, name))

    def _walk(self) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        waiting = [(concept, "") for concept in reversed(ext.mappings(self.raw, "concept"))]
        while waiting:
            concept, above = waiting.pop()
            code = ext.text(concept, "code")
            if code:
                yield code, concept, above
            inside = ext.mappings(concept, "concept")
            waiting += [(child, code or above) for child in reversed(inside)]


def property_values(concept: Mapping[str, Any], name: str) -> Iterator[Any]:
    """Each value[x] of a concept's properties with this code."""
    for found in ext.mappings(concept, "property"):
        if ext.text(found, "code") == name:
            yield from (value for key, value in found.items() if key.startswith("value"))


def _property_texts(concept: Mapping[str, Any], name: str) -> list[str]:
    return [_as_text(value) for value in property_values(concept, name)]


def _as_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ext.text(value, "code")
    if isinstance(value, bool):
        return "true" if value else "false"
    number = number_of(value)
    return str(number) if number is not None else value if isinstance(value, str) else ""


def _is_a(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return system.below(value) | {value}


def _descendent_of(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return system.below(value)


def _is_not_a(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return set(system.concepts) - system.below(value) - {value}


def _child_of(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return set(system.children.get(value, ()))


def _generalizes(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return system.above(value) | {value}


def _descendent_leaf(system: CodeSystem, _name: str, value: str) -> set[str] | None:
    return {code for code in system.below(value) if code not in system.children}


def _equal(system: CodeSystem, name: str, value: str) -> set[str] | None:
    return {code for code in system.concepts if value in system.values(code, name)}


def _in(system: CodeSystem, name: str, value: str) -> set[str] | None:
    wanted = {part.strip() for part in value.split(",")}
    return {code for code in system.concepts if wanted & system.values(code, name)}


def _not_in(system: CodeSystem, name: str, value: str) -> set[str] | None:
    return set(system.concepts) - (_in(system, name, value) or set())


def _exists(system: CodeSystem, name: str, value: str) -> set[str] | None:
    wanted = value != "false"
    return {code for code in system.concepts if bool(system.values(code, name)) == wanted}


def _regex(system: CodeSystem, name: str, value: str) -> set[str] | None:
    try:
        pattern = compile_pattern(value)
    except PatternRefused:
        return None
    return {
        code
        for code in system.concepts
        if any(pattern.fullmatch(text) for text in system.values(code, name))
    }


_OPERATORS: Final[Mapping[str, Callable[[CodeSystem, str, str], set[str] | None]]] = {
    "is-a": _is_a,
    "descendent-of": _descendent_of,
    "is-not-a": _is_not_a,
    "child-of": _child_of,
    "generalizes": _generalizes,
    "descendent-leaf": _descendent_leaf,
    "=": _equal,
    "in": _in,
    "not-in": _not_in,
    "exists": _exists,
    "regex": _regex,
}
"""Filter operator of R4 and R5 → the codes that pass; None where it can't be told."""
