"""From nodes to values of the language and back: singletons, booleans, equality, order.

A value is a bool, int, Decimal, str, Moment or Quantity; a node without one stands for itself.
Source: http://hl7.org/fhirpath/#singleton-evaluation-of-collections, #equality, #comparison
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath import moments, quantities
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.moments import Moment
from kiosk.fhirpath.nodes import EMPTY, Node
from kiosk.fhirpath.numbers import Long
from kiosk.fhirpath.numbers import similar as similar_decimals
from kiosk.fhirpath.quantities import Quantity
from kiosk.fhirpath.types import QUANTITIES

TRUE: Final = Node(True, "System.Boolean")  # noqa: FBT003 - the value itself
FALSE: Final = Node(False, "System.Boolean")  # noqa: FBT003 - the value itself

Spend = Callable[[int], None]
"""Counts steps of work; comparing what is large takes many."""

YES: Final[Sequence[Node]] = (TRUE,)
NO: Final[Sequence[Node]] = (FALSE,)

_VALUES: Final = (str, bool, int, Decimal, Moment, Quantity)
_PARSERS: Final = {
    "date": moments.parse_date,
    "dateTime": moments.parse_date_time,
    "instant": moments.parse_date_time,
    "time": moments.parse_time,
}


def value_of(node: Node) -> Any:
    """The value of a primitive or quantity; any other node stands for itself.

    Raises:
        FhirPathError: a date or time that is none.
    """
    data = node.data
    kind = node.type
    if kind in _PARSERS and isinstance(data, str):
        moment = _PARSERS[kind](data)
        if moment is None:
            raise FhirPathError(f"“{data[:40]}” is no {kind}")
        return moment
    if isinstance(data, _VALUES):
        return data
    if kind in QUANTITIES:
        quantity = quantities.of_json(node.json())
        return node if quantity is None else quantity
    return Decimal(str(data)) if isinstance(data, float) else node


def boolean(truth: bool | None) -> Sequence[Node]:  # noqa: FBT001 - three-valued logic's value
    """True, false, or empty for None."""
    if truth is None:
        return EMPTY
    return YES if truth else NO


def single(nodes: Sequence[Node], what: str) -> Node | None:
    """The one node, or None of none.

    Raises:
        FhirPathError: there are several.
    """
    if len(nodes) > 1:
        raise FhirPathError(f"{what}: one item expected, {len(nodes)} found")
    return nodes[0] if nodes else None


def truth(nodes: Sequence[Node], what: str) -> bool | None:
    """Singleton evaluation: one item that is no boolean counts as true."""
    node = single(nodes, what)
    if node is None or lacks_value(node):
        return None
    return node.data if isinstance(node.data, bool) else True


def lacks_value(node: Node) -> bool:
    """Whether it is a primitive that has extensions instead of a value."""
    return node.data is None and node.extras is not None


def key(node: Node) -> tuple[Hashable, bool]:
    """A key that equal items share, and whether equal keys make equal items."""
    data = node.data
    if isinstance(data, str):
        return ("moment", False) if node.type in _PARSERS else (data, True)
    if isinstance(data, bool):
        return ("boolean", data), True
    if isinstance(data, int | Decimal):
        return data, True
    if isinstance(data, Moment):
        return "moment", False
    value = value_of(node)
    if isinstance(value, Quantity):
        return (value.value, True) if value.unit == "1" else ("quantity", False)
    return (node.type if lacks_value(node) else node.fingerprint()), False


def equal(left: Node, right: Node, spend: Spend) -> bool | None:
    """`=` of two items; None where it can't be known."""
    if type(left.data) is str is type(right.data) and not (
        left.type in _PARSERS or right.type in _PARSERS
    ):
        return bool(left.data == right.data)
    own, other = value_of(left), value_of(right)
    if isinstance(own, Node) or isinstance(other, Node):
        return _same_node(own, other, spend)
    if isinstance(own, bool) or isinstance(other, bool):
        return isinstance(own, bool) and isinstance(other, bool) and own == other
    if isinstance(own, Quantity) or isinstance(other, Quantity):
        return _equal_quantities(own, other)
    if isinstance(own, Moment) and isinstance(other, Moment):
        return moments.equal(own, other)
    return bool(own == other)


def _same_node(own: Any, other: Any, spend: Spend) -> bool:
    if not (isinstance(own, Node) and isinstance(other, Node)):
        return False
    if own is other:
        return True
    if lacks_value(own) and lacks_value(other):
        return same_json(own.extras, other.extras, spend)
    return same_json(own.json(), other.json(), spend)


def _equal_quantities(own: Any, other: Any) -> bool | None:
    left, right = as_quantity(own), as_quantity(other)
    if left is None or right is None:
        return False
    order = quantities.compare(left, right)
    return None if order is None else order == 0


def as_quantity(value: Any) -> Quantity | None:
    """A quantity, or a number as one of unit '1'."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value if isinstance(value, Quantity) else None
    return Quantity(Decimal(value), "1")


def same_json(left: Any, right: Any, spend: Spend) -> bool:
    """Deep equality, in order; numbers by value, and true is no 1."""
    if left is right:
        return True
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        spend(len(left))
        return left.keys() == right.keys() and all(
            same_json(left[name], right[name], spend) for name in left
        )
    if isinstance(left, list) and isinstance(right, list):
        spend(len(left))
        return len(left) == len(right) and all(
            same_json(one, other, spend) for one, other in zip(left, right, strict=True)
        )
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def equal_all(left: Sequence[Node], right: Sequence[Node], spend: Spend) -> bool | None:
    """`=` of two collections, in order; None where either is empty or it can't be known."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    results = [equal(own, other, spend) for own, other in zip(left, right, strict=True)]
    if False in results:
        return False
    return None if None in results else True


def equivalent(left: Node, right: Node, spend: Spend) -> bool | None:
    """`~` of two items; None of quantities that have no unit in common."""
    own, other = value_of(left), value_of(right)
    if isinstance(own, Node) or isinstance(other, Node):
        both = isinstance(own, Node) and isinstance(other, Node)
        return both and similar_json(own.json(), other.json(), spend)
    if isinstance(own, Quantity) or isinstance(other, Quantity):
        one, two = as_quantity(own), as_quantity(other)
        return quantities.equivalent(one, two) if one and two else False
    if isinstance(own, Moment) or isinstance(other, Moment):
        both = isinstance(own, Moment) and isinstance(other, Moment)
        return both and moments.equivalent(own, other)
    return _similar(own, other)


def _similar(own: Any, other: Any) -> bool:
    if isinstance(own, bool) or isinstance(other, bool):
        return own is other
    if isinstance(own, str) and isinstance(other, str):
        return own == other or _folded(own) == _folded(other)
    if isinstance(own, str) or isinstance(other, str):
        return False
    one, two = Decimal(own), Decimal(other)
    return similar_decimals(one, two)


def _folded(text: str) -> str:
    return "".join(" " if one.isspace() else one for one in text.casefold())


def similar_json(left: Any, right: Any, spend: Spend) -> bool:
    """Deep equivalence: lists in any order, text in any case, ids ignored."""
    if left is right:
        return True
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        names = (left.keys() | right.keys()) - {"id"}
        spend(len(names))
        return all(
            name in left and name in right and similar_json(left[name], right[name], spend)
            for name in names
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and _paired(left, right, spend)
    if isinstance(left, str | bool | int | Decimal) and isinstance(
        right, str | bool | int | Decimal
    ):
        return _similar(left, right)
    return bool(left == right)


def _paired(left: Sequence[Any], right: Sequence[Any], spend: Spend) -> bool:
    rest = list(right)
    for own in left:
        similar = (i for i, other in enumerate(rest) if similar_json(own, other, spend))
        at = next(similar, None)
        spend(1 + (len(rest) if at is None else at))
        if at is None:
            return False
        del rest[at]
    return True


def operand(nodes: Sequence[Node], what: str) -> Any:
    """The single value of an operand; None of no item, or of a primitive without a value.

    Raises:
        FhirPathError: there are several.
    """
    node = single(nodes, what)
    return None if node is None or lacks_value(node) else value_of(node)


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1 of two values; None where it can't be known.

    Raises:
        FhirPathError: the two have no order.
    """
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        return moments.compare(left, right)
    if is_number(left) and is_number(right):
        return int(left > right) - int(left < right)
    one, two = as_quantity(left), as_quantity(right)
    if one is None or two is None:
        raise FhirPathError(f"{kind_of(left)} can't be compared with {kind_of(right)}")
    return quantities.compare(one, two)


def is_number(value: Any) -> bool:
    """An integer or decimal; a boolean is none."""
    kind = type(value)
    return kind is int or kind is Decimal or kind is Long


def kind_of(value: Any) -> str:
    """What a value is, for messages."""
    if isinstance(value, Node):
        return value.type or "an object"
    if isinstance(value, Moment):
        return f"a {value.kind}"
    names = {bool: "a boolean", str: "a text", int: "an integer", Decimal: "a decimal"}
    return names.get(type(value), "a quantity")
