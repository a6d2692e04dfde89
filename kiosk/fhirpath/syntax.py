"""The tree of a parsed expression."""

from dataclasses import dataclass

from kiosk.fhirpath.nodes import Node


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; `node` is None for the empty collection."""

    node: Node | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A %name."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Special:
    """$this, $index or $total."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """An element's name; `quoted` where back-ticks keep it from being anything else."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Tree", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Index:
    """What stands in [ ]."""

    index: "Tree"
    at: int


Step = Member | Call | Index


@dataclass(frozen=True, slots=True)
class Path:
    """`head.step.step`; without a head, the first step is taken from $this."""

    head: "Tree | None"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A unary + or -; "descending" for a sort key."""

    sign: str
    operand: "Tree"
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One operator with its right-hand side; of `is` and `as` that is a type's name."""

    operator: str
    operand: "Tree | str"
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of the same rank, applied from left to right."""

    first: "Tree"
    operations: tuple[Operation, ...]


Tree = Literal | Variable | Special | Path | Sign | Chain
