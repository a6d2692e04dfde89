"""How a function is declared and built."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.numbers import in_range
from kiosk.fhirpath.scope import LONGEST_TEXT, Apply, Context, Evaluate
from kiosk.fhirpath.syntax import Tree
from kiosk.fhirpath.values import operand


class Arguments(msgspec.Struct, frozen=True):
    """The arguments of a call, compiled and as they were written."""

    name: str
    evaluate: Sequence[Evaluate]
    trees: Sequence[Tree]

    def __len__(self) -> int:
        return len(self.evaluate)


class Function(msgspec.Struct, frozen=True):
    """A function: how many arguments it takes, and how it is built from them."""

    least: int
    most: int
    build: Callable[[Arguments], Apply]


Functions = Mapping[str, Function]


def plain(function: Callable[[Sequence[Node]], Sequence[Node]]) -> Function:
    """A function of its input alone."""

    def build(arguments: Arguments) -> Apply:
        del arguments

        def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
            context.run.spend(len(nodes))
            return function(nodes)

        return apply

    return Function(0, 0, build)


def of_value(function: Callable[..., Any], least: int = 0, most: int | None = None) -> Function:
    """A function of one value, its arguments single values too; empty where one is empty.

    It returns a Python value, None for empty, or a list of values.
    """

    def build(arguments: Arguments) -> Apply:
        name, compiled = arguments.name, tuple(arguments.evaluate)
        what = f"{name}()"

        def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
            context.run.spend(1)
            subject = operand(nodes, what)
            values = [argument(context, one, name) for one in compiled]
            if subject is None or any(value is None for value in values):
                return EMPTY
            found = function(subject, *values)
            if isinstance(subject, str):
                # Work on a text grows with it, and so does what is made of it.
                size = len(found) if isinstance(found, list | str) else 0
                context.run.spend(size if isinstance(found, list) else (size + len(subject)) // 50)
            return results(found)

        return apply

    return Function(least, least if most is None else most, build)


def argument(context: Context, evaluate: Evaluate, name: str) -> Any:
    """The single value of an argument, or None."""
    return operand(evaluate(context), f"an argument of {name}()")


def results(value: Any) -> Sequence[Node]:
    """Nodes for what a function of values returned; empty where a number is out of bounds."""
    if value is None:
        return EMPTY
    if isinstance(value, Node):
        return (value,)
    if isinstance(value, list):
        return [literal(one) for one in value]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise FhirPathError(f"a text of more than {LONGEST_TEXT:,} characters")
    if isinstance(value, int | Decimal) and not in_range(value):
        return EMPTY
    return (literal(value),)


def text_of(value: Any, name: str) -> str:
    """The value as a string.

    Raises:
        FhirPathError: it is none.
    """
    if not isinstance(value, str):
        raise FhirPathError(f"{name}(): a text expected")
    return value


def whole(value: Any, name: str) -> int:
    """The value as an integer.

    Raises:
        FhirPathError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise FhirPathError(f"{name}(): an integer expected")
    return value


def number(value: Any, name: str) -> int | Decimal:
    """The value as a number.

    Raises:
        FhirPathError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise FhirPathError(f"{name}(): a number expected")
    return value
