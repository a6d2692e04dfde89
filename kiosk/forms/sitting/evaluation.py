"""A form's expressions, compiled once and worked out on the answers of a sitting.

`%resource` is the response, `%context` the item where the expression stands, `%questionnaire` the
form, `%qitem` the item of the form; then the variables of the form and of the items around, the
inner ones first, and what the sitting was started with (launchContext).
Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html#expression-context
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.fhirpath import FhirPathError, Node, Scope, TooMuchWork, node
from kiosk.forms.expressions import FormExpression, expressions, launch_context_names
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.form_nodes import FormNode
from kiosk.forms.sitting.nodes import AnswerNode, ItemNode, ItemNodes, ResponseNode, ValueNode
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.sitting.reactive import DIRTY, Cell, Graph
from kiosk.forms.sitting.scores import OptionsOf, Scores
from kiosk.forms.sitting.tree import ResponseTree
from kiosk.forms.terminology.valuesets import ValueSets

MOST_STEPS: Final = 200_000
"""What one expression may take, some 0.2 s. All elements of an answered form of 1,000 questions
are 40,000 steps, of the form itself 130,000; what is found by its linkId is some ten."""

_STANDARD: Final = frozenset({"resource", "rootResource", "context", "questionnaire", "qitem"})

LEAST_STEPS: Final = 5_000
"""What each may take at least, however many others wanted too much."""


@dataclass(frozen=True)
class Surroundings:
    """What a sitting is told from outside.

    Attributes:
        now: the time at its start, with zone, for `today()` and `now()`; None: they fail.
        launch_context: name → resource ("patient" → Patient), as the form asks for them.
        value_sets: the expansions at hand.
    """

    now: datetime | None = None
    launch_context: Mapping[str, Any] = field(default_factory=dict)
    value_sets: ValueSets = field(default_factory=ValueSets)


class Evaluation:
    """Works out the expressions of one sitting."""

    def __init__(
        self, tree: ResponseTree, graph: Graph, surroundings: Surroundings, options_of: OptionsOf
    ) -> None:
        form = tree.questionnaire
        self._graph = graph
        self._now = surroundings.now
        self._compiled = form.compiled
        self._nodes = ItemNodes(form)
        self._items: dict[str, FormNode] = {}
        self._greedy: set[str] = set()
        self._behind: dict[Cell, tuple[FormExpression, Occurrence | None]] = {}
        self._response = ResponseNode(form, tree.root, self._nodes)
        self._form = FormNode(form.raw, "Questionnaire")
        scores = Scores(options_of).of_nodes
        self._functions = {"weight": scores, "ordinal": scores}
        self._at_start = _at_start(form, surroundings.launch_context)
        self._variables = self.variables(expressions(form.raw, "variable"), None)

    def value(self, expression: FormExpression, at: Occurrence | None) -> list[Node] | None:
        """What an expression gives; None where it can't be worked out.

        Args:
            expression: of the form or of an item.
            at: the occurrence of that item; None for the form's own.
        """
        if not expression.is_fhirpath:
            return None
        focus = self._response if at is None else self._nodes[at]
        most = self._most_steps(expression.text)
        names = _Names(self, at, focus, expression)
        scope = Scope(names, self._now, self._functions, choice_suffixes=True, max_steps=most)
        self._prepare(expression, at)
        try:
            with self._nodes.looking_at(most):
                return self._compiled[expression.text].evaluate(focus, scope)
        except TooMuchWork:
            self._greedy.add(expression.text)
            return None
        except FhirPathError:
            return None

    def is_true(self, expression: FormExpression, at: Occurrence | None) -> bool | None:
        """Whether it gives exactly `true`; None where it can't be worked out."""
        found = self.value(expression, at)
        return None if found is None else [each.data for each in found] == [True]

    def variables(
        self, declared: Sequence[FormExpression], at: Occurrence | None
    ) -> dict[str, Cell]:
        """A cell for each variable declared on the form or on an item; the first of a name."""
        return {
            variable.name: self._variable(variable, at)
            for variable in reversed(declared)
            if variable.name
        }

    def lookup(self, name: str, at: Occurrence | None, reading: FormExpression) -> Any:
        """The value of a %name for an expression that stands at an occurrence.

        Raises:
            KeyError: nobody declared it.
        """
        variable = self._declared(name, at, reading)
        return self._at_start[name] if variable is None else variable.get()

    def knows(self, name: str, at: Occurrence | None, reading: FormExpression) -> bool:
        """Whether `lookup` finds something; it is not worked out for that."""
        return self._declared(name, at, reading) is not None or name in self._at_start

    def standard(self, name: str, at: Occurrence | None, focus: Node) -> Node | None:
        """The value of one of SDC's own names, or None."""
        if name in {"resource", "rootResource"}:
            return self._response
        if name == "context":
            return focus
        if name == "questionnaire":
            return self._form
        if name == "qitem" and at is not None:
            return self._item(at)
        return None

    def _item(self, at: Occurrence) -> FormNode:
        path = at.item.path
        if path not in self._items:
            self._items[path] = FormNode(at.item.raw, "Questionnaire.item")
        return self._items[path]

    def _most_steps(self, text: str) -> int:
        # Many that want too much must not take many times as long as one.
        if text in self._greedy:
            return LEAST_STEPS
        return max(LEAST_STEPS, MOST_STEPS // (1 + len(self._greedy)))

    def _declared(self, name: str, at: Occurrence | None, reading: FormExpression) -> Cell | None:
        here = at
        if reading.kind == "variable" and reading.name == name:
            # A variable that reads its own name means the one further out.
            if at is None:
                return None
            here = at.within.parent
        while here is not None:
            if name in here.variables:
                return here.variables[name]
            here = here.within.parent
        return self._variables.get(name)

    def _prepare(self, expression: FormExpression, at: Occurrence | None) -> None:
        # Variables that read one another are worked out the innermost first, so that a long chain
        # of them needs no depth of calls.
        waiting = self._unknown(expression, at)
        seen: set[Cell] = set()
        while waiting:
            cell = waiting[-1]
            if cell not in seen:
                seen.add(cell)
                waiting += self._unknown(*self._behind[cell])
            else:
                waiting.pop().refresh()

    def _unknown(self, expression: FormExpression, at: Occurrence | None) -> list[Cell]:
        """The variables that it reads and that have to be worked out."""
        if not expression.is_fhirpath:
            return []
        try:
            names = self._compiled[expression.text].reads.variables - _STANDARD
        except FhirPathError:
            return []
        read = (self._declared(name, at, expression) for name in names)
        return [cell for cell in read if cell is not None and cell.state == DIRTY]

    def _variable(self, variable: FormExpression, at: Occurrence | None) -> Cell:
        owner = at if at is not None else _FORM
        # What can't be worked out (a query, a fault) is empty: a name that is declared exists.
        made = Cell(
            self._graph,
            lambda: self.value(variable, at) or [],
            empty=[],
            owner=owner,
            same=same_nodes,
        )
        self._behind[made] = (variable, at)
        return made


class _Names(Mapping[str, Any]):
    """The %names of one expression, looked up only when it reads them."""

    def __init__(
        self, evaluation: Evaluation, at: Occurrence | None, focus: Node, reading: FormExpression
    ) -> None:
        self._evaluation = evaluation
        self._at = at
        self._focus = focus
        self._reading = reading

    def __getitem__(self, name: str) -> Any:
        found = self._evaluation.standard(name, self._at, self._focus)
        return (
            found if found is not None else self._evaluation.lookup(name, self._at, self._reading)
        )

    def __contains__(self, name: object) -> bool:
        known = self._evaluation.standard(str(name), self._at, self._focus)
        return known is not None or self._evaluation.knows(str(name), self._at, self._reading)

    def __iter__(self) -> Iterator[str]:
        return iter(("resource", "context", "questionnaire"))

    def __len__(self) -> int:
        return len(tuple(self))


class _Form:
    order = -1


_FORM = _Form()


def _at_start(form: Questionnaire, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the sitting was started with; what the form asks for and nobody gave is empty."""
    names: dict[str, Any] = {name: [] for name in launch_context_names(form.raw)}
    return names | {name: node(resource) for name, resource in given.items()}


def same_nodes(one: Sequence[Node], other: Sequence[Node]) -> bool:
    """Whether two results are the same, so that nothing that read them needs another look."""
    return len(one) == len(other) and all(map(_same_node, one, other))


def _same_node(one: Node, other: Node) -> bool:
    if isinstance(one, ItemNode) and isinstance(other, ItemNode):
        # Whoever reads on through an item depends on its cells; the node itself is but a handle.
        return one.occurrence is other.occurrence
    if type(one) is not type(other) or one.type != other.type:
        return False
    if isinstance(one, AnswerNode) and isinstance(other, AnswerNode):
        handle = one.occurrence is other.occurrence and one.number == other.number
        return handle and one.answer == other.answer
    if isinstance(one, ValueNode) and isinstance(other, ValueNode) and one.item is not other.item:
        # The same code may score differently in two questions.
        return False
    return bool(one.data == other.data and one.extras == other.extras)
