"""Strict mode: names and orders that the types show to be wrong, before anything is evaluated.

Source: http://hl7.org/fhirpath/#type-safety-and-strict-evaluation
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.typing import written_type
from kiosk.fhirpath.syntax import (
    Call,
    Chain,
    Index,
    Literal,
    Member,
    Path,
    Sign,
    Special,
    Step,
    Tree,
    Variable,
)
from kiosk.fhirpath.types import builds_on, facts, is_known

_SCOPED: Final = frozenset(
    {"where", "select", "all", "exists", "repeat", "repeatAll", "aggregate", "iif", "sort", "trace"}
)
_KEEPING: Final = frozenset(
    {"where", "distinct", "intersect", "exclude", "trace", "defineVariable", "sort", "single"}
)
_ORDERED: Final = frozenset({"first", "last", "tail", "skip", "take"})
_FOCUS: Final = frozenset({"context", "resource", "rootResource"})
_OPEN: Final = frozenset({"Resource", "DomainResource", "Element", "BackboneElement", ""})


@dataclass(frozen=True)
class Shape:
    """What a collection may hold: types, None where the text can't tell; ordered or not."""

    types: frozenset[str] | None
    ordered: bool = True


_UNKNOWN: Final = Shape(None)


def check(tree: Tree, focus: Iterable[str]) -> None:
    """Checks an expression on a focus of these types.

    Raises:
        FhirPathError: an element that R4 lacks, another root type, an order that isn't defined.
    """
    root = Shape(frozenset(focus))
    _Checker(root).shape(tree, root)


class _Checker:
    def __init__(self, root: Shape) -> None:
        self._root = root

    def shape(self, tree: Tree, this: Shape) -> Shape:
        if isinstance(tree, Literal):
            return Shape(frozenset() if tree.node is None else frozenset({tree.node.type}))
        if isinstance(tree, Variable):
            return self._root if tree.name in _FOCUS else _UNKNOWN
        if isinstance(tree, Special):
            return this if tree.name == "$this" else _UNKNOWN
        if isinstance(tree, Sign):
            return self.shape(tree.operand, this)
        return self._path(tree, this) if isinstance(tree, Path) else self._chain(tree, this)

    def _chain(self, tree: Chain, this: Shape) -> Shape:
        shape = self.shape(tree.first, this)
        for operation in tree.operations:
            if isinstance(operation.operand, str):
                cast = operation.operator == "as"
                shape = _named(operation.operand) if cast else Shape(frozenset({"System.Boolean"}))
                continue
            other = self.shape(operation.operand, this)
            shape = _merged(shape, other) if operation.operator == "|" else _UNKNOWN
        return shape

    def _path(self, tree: Path, this: Shape) -> Shape:
        steps = list(tree.steps)
        if tree.head is not None:
            shape = self.shape(tree.head, this)
        elif (named := _root(steps[0], this)) is not None:
            shape = named
            del steps[0]
        else:
            shape = this
        for step in steps:
            shape = self._step(step, shape, this)
        return shape

    def _step(self, step: Step, shape: Shape, this: Shape) -> Shape:
        if isinstance(step, Member):
            return _child(shape, step)
        if isinstance(step, Index):
            self.shape(step.index, this)
            return shape
        return self._call(step, shape, this)

    def _call(self, call: Call, shape: Shape, this: Shape) -> Shape:
        if call.name in {"is", "as", "ofType"} and call.arguments:
            cast = call.name != "is"
            return _named(written_type(call.arguments[0])) if cast else _UNKNOWN
        if call.name in _ORDERED and not shape.ordered:
            raise FhirPathError(f"{call.name}() of a collection without an order", call.at)
        inner = shape if call.name in _SCOPED else this
        found = [self.shape(argument, inner) for argument in call.arguments]
        if call.name in _KEEPING | _ORDERED:
            return shape
        if call.name in {"children", "descendants"}:
            return Shape(None, ordered=False)
        if call.name == "select" and found:
            return found[0]
        if call.name in {"union", "combine"} and found:
            return _merged(shape, found[0])
        return Shape(frozenset({"Extension"})) if call.name == "extension" else _UNKNOWN


def _root(step: Step, this: Shape) -> Shape | None:
    if not (isinstance(step, Member) and step.name[:1].isupper() and is_known(step.name)):
        return None
    if this.types is None:
        return _UNKNOWN
    if not any(builds_on(one, step.name) for one in this.types):
        raise FhirPathError(f"the expression starts from {step.name}, and finds another", step.at)
    return this


def _child(shape: Shape, step: Member) -> Shape:
    if shape.types is None or shape.types & _OPEN:
        return Shape(None, shape.ordered)
    known = [found for one in shape.types if (found := facts(one)) is not None]
    if len(known) < len(shape.types):
        return Shape(None, shape.ordered)
    if known and not any(one.knows(step.name) for one in known):
        names = ", ".join(sorted(shape.types))
        raise FhirPathError(f"{names} has no element {step.name}", step.at)
    kinds = [
        kind
        for one in known
        for kind in (one.elements.get(step.name), *one.choices.get(step.name, {}).values())
        if kind is not None
    ]
    return Shape(frozenset(kinds), shape.ordered)


def _named(name: str) -> Shape:
    own = name.removeprefix("FHIR.")
    return Shape(frozenset({own})) if facts(own) is not None else _UNKNOWN


def _merged(one: Shape, two: Shape) -> Shape:
    if one.types is None or two.types is None:
        return Shape(None, one.ordered and two.ordered)
    return Shape(one.types | two.types, one.ordered and two.ordered)
