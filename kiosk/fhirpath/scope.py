"""What an evaluation gets from outside, and what it carries along while it runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.fhirpath.errors import FhirPathError, TooMuchWork
from kiosk.fhirpath.nodes import Node, literal

HostFunction = Callable[[Sequence[Node], Sequence[Callable[[], Sequence[Node]]]], Sequence[Node]]
"""A function that the language lacks or leaves to its host: input and lazy arguments → result."""

MOST_STEPS: Final = 500_000
LONGEST_TEXT: Final = 1_000_000

_CONSTANTS: Final = {
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
    "ucum": "http://unitsofmeasure.org",
}
_FOCUS_NAMES: Final = frozenset({"context", "resource", "rootResource"})


@dataclass(frozen=True)
class Scope:
    """Everything from outside.

    `variables` may be lazy: a name is looked up only when the expression reads it. %context,
    %resource and %rootResource are the focus where they are absent.
    `now` is aware; without it now(), today() and timeOfDay() fail.
    `functions` are looked up by name where the language has none of that name.
    `strict` makes a path that R4 doesn't know an error. `choice_suffixes` allows valueQuantity
    for value, which is no FHIRPath but found in real forms.
    `max_steps` bounds the work: about one step for every node looked at.
    """

    variables: Mapping[str, Node | Sequence[Node]] = field(default_factory=dict)
    now: datetime | None = None
    functions: Mapping[str, HostFunction] = field(default_factory=dict)
    strict: bool = False
    trace: Callable[[str, Sequence[Node]], None] | None = None
    choice_suffixes: bool = False
    max_steps: int = MOST_STEPS


class Run:
    """One evaluation: its scope, its focus, and the steps it has left."""

    __slots__ = ("focus", "scope", "steps")

    def __init__(self, scope: Scope, focus: Sequence[Node]) -> None:
        self.scope = scope
        self.focus = focus
        self.steps = scope.max_steps

    def spend(self, steps: int) -> None:
        """Counts work done.

        Raises:
            TooMuchWork: more than `max_steps`.
        """
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork(f"more than {self.scope.max_steps:,} steps of work")

    def variable(self, name: str) -> Sequence[Node]:
        """The value of a %name from outside.

        Raises:
            FhirPathError: there is none of that name.
        """
        try:
            value = self.scope.variables[name]
        except KeyError:
            return self._own_variable(name)
        return (value,) if isinstance(value, Node) else value

    def _own_variable(self, name: str) -> Sequence[Node]:
        if name in _FOCUS_NAMES:
            return self.focus
        text = constant(name)
        if text is None:
            raise FhirPathError(f"there is no variable %{name}")
        return (literal(text),)


def constant(name: str) -> str | None:
    """The value of a %name that FHIR itself defines."""
    if name.startswith("vs-"):
        return f"http://hl7.org/fhir/ValueSet/{name[3:]}"
    if name.startswith("ext-"):
        return f"http://hl7.org/fhir/StructureDefinition/{name[4:]}"
    return _CONSTANTS.get(name)


class Context:
    """Where an expression stands: $this, $index, $total, and the variables defined on the way."""

    __slots__ = ("defined", "index", "run", "this", "total")

    def __init__(self, run: Run, this: Sequence[Node]) -> None:
        self.run = run
        self.this = this
        self.index: int | None = None
        self.total: Sequence[Node] | None = None
        self.defined: Mapping[str, Sequence[Node]] | None = None

    def at(self, item: Node, index: int) -> "Context":
        """The context of one item of an iteration."""
        inner = Context(self.run, (item,))
        inner.index = index
        inner.total = self.total
        inner.defined = self.defined
        return inner

    def on(self, this: Sequence[Node]) -> "Context":
        """The same context with another $this."""
        inner = Context(self.run, this)
        inner.index = self.index
        inner.total = self.total
        inner.defined = self.defined
        return inner


Evaluate = Callable[[Context], Sequence[Node]]
"""A compiled expression."""

Apply = Callable[[Context, Sequence[Node]], Sequence[Node]]
"""A compiled step of a path: context and input → output."""
