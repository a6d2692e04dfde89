"""The tree of a parsed expression."""

import msgspec

from kiosk.fhirpath.nodes import Node


class Literal(msgspec.Struct, frozen=True):
    """A value; `node` is None for the empty collection."""

    node: Node | None


class Variable(msgspec.Struct, frozen=True):
    """A %name."""

    name: str
    at: int


class Special(msgspec.Struct, frozen=True):
    """$this, $index or $total."""

    name: str


class Member(msgspec.Struct, frozen=True):
    """An element's name; `quoted` where back-ticks keep it from being anything else."""

    name: str
    at: int


class Call(msgspec.Struct, frozen=True):
    """A function with its arguments."""

    name: str
    arguments: tuple["Tree", ...]
    at: int


class Index(msgspec.Struct, frozen=True):
    """What stands in [ ]."""

    index: "Tree"
    at: int


Step = Member | Call | Index


class Path(msgspec.Struct, frozen=True):
    """`head.step.step`; without a head, the first step is taken from $this."""

    head: "Tree | None"
    steps: tuple[Step, ...]


class Sign(msgspec.Struct, frozen=True):
    """A unary + or -; "descending" for a sort key."""

    sign: str
    operand: "Tree"
    at: int


class Operation(msgspec.Struct, frozen=True):
    """One operator with its right-hand side; of `is` and `as` that is a type's name."""

    operator: str
    operand: "Tree | str"
    at: int


class Chain(msgspec.Struct, frozen=True):
    """Operators of the same rank, applied from left to right."""

    first: "Tree"
    operations: tuple[Operation, ...]


Tree = Literal | Variable | Special | Path | Sign | Chain
