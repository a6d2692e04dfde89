"""The nodes of the tree that FHIRPath walks, over JSON as FHIR writes it.

A node's `type` is a FHIR type ("Coding", "code"), the path of a nested element
("QuestionnaireResponse.item.answer"), a System type ("System.Integer") or "" where no model
knows it. A tree of one's own subclasses Node and overrides `child`, `children`, `items`,
`deep_items` and, where `data` is not the JSON itself, `json` and `fingerprint`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.moments import Moment
from kiosk.fhirpath.numbers import Long
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.types import PRIMITIVES, base_of, facts

EMPTY: Final[Sequence["Node"]] = ()
_MOST_NAMES: Final = 30
_PARTS: Final = frozenset({"value", "unit"})
_SYSTEM_TYPES: Final = {
    bool: "System.Boolean",
    str: "System.String",
    int: "System.Integer",
    Long: "System.Long",
    Decimal: "System.Decimal",
    float: "System.Decimal",
    Quantity: "System.Quantity",
}


class Node:
    """One element.

    `data` is its JSON value, or a value of the language itself (a Moment, a Quantity); None for
    a primitive that has only `extras`, the "_name" object with its id and extensions.
    """

    __slots__ = ("data", "extras", "type")

    def __init__(self, data: Any, type: str, extras: Mapping[str, Any] | None = None) -> None:  # noqa: A002
        self.data = data
        self.type = type
        self.extras = extras

    def __repr__(self) -> str:
        return f"Node({self.type} {self.data!r})"

    def child(self, name: str) -> Sequence["Node"]:
        """The elements `name`, of a choice (“value”) whichever is there."""
        data = self.data
        if type(data) is dict or isinstance(data, Mapping):
            return _child(data, name, self.type)
        if isinstance(data, Quantity):
            return (
                (literal(data.value if name == "value" else data.spelt),)
                if name in _PARTS
                else EMPTY
            )
        return _child(self.extras, name, "Element") if self.extras else EMPTY

    def children(self) -> Sequence["Node"]:
        """Every element of this node, in the order of the JSON."""
        data, own = self.data, self.type
        if not (type(data) is dict or isinstance(data, Mapping)):
            data, own = self.extras or {}, "Element"
        known = facts(own)
        found: list[Node] = []
        for key in data:
            name = key
            if key[:1] == "_":
                name = key[1:]
                if name in data:
                    continue
            if name != "resourceType":
                found += _children_of(data, name, known.kinds.get(name) if known else None)
        return found

    def items(self, link_id: str) -> Sequence["Node"] | None:
        """The children `item` with this linkId; None where the node offers no short way."""
        known = facts(self.type)
        kind = known.elements.get("item") if known else None
        if kind is None or not isinstance(self.data, Mapping):
            return None
        listed = self.data.get("item")
        if not (isinstance(listed, list) and all(type(item) is dict for item in listed)):
            return None
        return [Node(item, kind) for item in listed if item.get("linkId") == link_id]

    def deep_items(self, link_id: str, *, through_answers: bool) -> Sequence["Node"] | None:
        """All items below with this linkId; None where the node offers no short way.

        Those inside answers too if `through_answers`, else those that `repeat(item)` reaches.
        Each element once, also among equal ones, in any order.
        """
        del link_id, through_answers
        return None

    def json(self) -> Any:
        """The JSON value, by which complex nodes are compared."""
        return self.data

    def fingerprint(self) -> Hashable:
        """Equal for equal complex nodes, and different for most others; a few names deep."""
        return _mark(self.json(), 3)


def node(json_value: Any, type_name: str | None = None) -> Node:
    """The root of a tree: a resource, or any JSON value whose FHIR type is given.

    Without a type, a resource has that of its resourceType; a plain value is System's.
    """
    if type_name is not None:
        return _typed(json_value, type_name)
    if isinstance(json_value, Mapping):
        return Node(json_value, str(json_value.get("resourceType", "")))
    return literal(json_value)


def literal(value: Any) -> Node:
    """A value of the language itself."""
    return Node(Decimal(str(value)) if isinstance(value, float) else value, system_type(value))


def system_type(value: Any) -> str:
    """The System type of a Python value."""
    if isinstance(value, Moment):
        return f"System.{value.kind[0].upper()}{value.kind[1:]}"
    kind = _SYSTEM_TYPES.get(type(value))
    if kind is None:
        raise FhirPathError(f"no FHIRPath value: {type(value).__name__}")
    return kind


def json_of(node: Node) -> Any:
    """The JSON value: decimals as Decimal, dates as their exact text, a quantity as an object."""
    data = node.data
    if isinstance(data, Moment):
        return data.text
    if isinstance(data, Long):
        return int(data)
    if isinstance(data, Quantity):
        return dict(data.origin) if data.origin is not None else _quantity_json(data)
    return node.json()


def type_name(node: Node) -> str:
    """What HL7's test suite calls it: "boolean", "dateTime", "code", "BackboneElement"."""
    own = node.type
    if own.startswith("System."):
        own = own.removeprefix("System.")
        return own if own == "Quantity" else own[0].lower() + own[1:]
    return base_of(own) or "BackboneElement" if "." in own else own


def _quantity_json(quantity: Quantity) -> dict[str, Any]:
    if quantity.word:
        return {"value": quantity.value, "unit": quantity.spelt}
    system = "http://unitsofmeasure.org"
    return {"value": quantity.value, "system": system, "code": quantity.unit}


def _child(data: Mapping[str, Any], name: str, parent: str) -> Sequence[Node]:
    known = facts(parent)
    if known is None:
        return _children_of(data, name, None)
    kind = known.elements.get(name)
    if kind is not None:
        return _children_of(data, name, kind)
    choice = known.choices.get(name)
    if choice is None:
        # What R4 lacks, a later release may have; valueQuantity is no name for value.
        return EMPTY if name in known.suffixed else _children_of(data, name, None)
    for key in data:
        bare = key[1:] if key[:1] == "_" else key
        if bare in choice:
            return _children_of(data, bare, choice[bare])
    return EMPTY


def _children_of(data: Mapping[str, Any], key: str, kind: str | None) -> Sequence[Node]:
    value, extras = data.get(key), data.get("_" + key)
    if extras is None:
        if value is None:
            return EMPTY
        if type(value) is list:
            return [_typed(one, kind) for one in value if one is not None]
        return (_typed(value, kind),)
    if isinstance(value, list) or isinstance(extras, list):
        return list(_listed(value, extras, kind))
    return (_typed(value, kind, extras if isinstance(extras, Mapping) else None),)


def _listed(value: Any, extras: Any, kind: str | None) -> Iterator[Node]:
    values: list[Any] = value if isinstance(value, list) else []
    others: list[Any] = extras if isinstance(extras, list) else []
    for at in range(max(len(values), len(others))):
        one = values[at] if at < len(values) else None
        extra = others[at] if at < len(others) else None
        if one is not None or isinstance(extra, Mapping):
            yield _typed(one, kind, extra if isinstance(extra, Mapping) else None)


def _typed(value: Any, kind: str | None, extras: Mapping[str, Any] | None = None) -> Node:
    if type(value) is str and kind is not None:
        return Node(value, kind, extras)
    if isinstance(value, Mapping):
        own = value.get("resourceType")
        if isinstance(own, str) and kind in {None, "Resource", "DomainResource"}:
            kind = own
        elif kind in PRIMITIVES:
            # Some converters write a primitive as an object with its value and its extensions.
            return Node(value.get("value"), str(kind), value)
    elif isinstance(value, float):
        value = Decimal(str(value))
    if kind is None:
        kind = "" if isinstance(value, Mapping) else _guessed(value)
    elif kind in {"decimal", "System.Decimal"} and type(value) is int:
        value = Decimal(value)
    return Node(value, kind, extras)


def _guessed(value: Any) -> str:
    guesses = {bool: "boolean", int: "integer", Decimal: "decimal", str: "string"}
    return guesses.get(type(value), "")


def _mark(value: Any, depth: int) -> Hashable:
    if isinstance(value, Mapping):
        if not depth or len(value) > _MOST_NAMES:
            return len(value)
        return frozenset((name, _mark(one, depth - 1)) for name, one in value.items())
    if isinstance(value, list):
        return (len(value), _mark(value[0], depth - 1) if value and depth else None)
    return ("boolean", value) if isinstance(value, bool) else value
