"""A form's expressions, compiled once and worked out on the answers of a sitting.

`%resource` is the response, `%context` the item where the expression stands, `%questionnaire` the
form, `%qitem` the item of the form; then the variables of the form and of the items around, the
inner ones first, and what the sitting was started with (launchContext).
Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html#expression-context
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.fhirpath import FhirPathError, Node, Scope, node
from kiosk.forms.expressions import FormExpression, expressions, launch_context_names
from kiosk.forms.form_nodes import FormNode
from kiosk.forms.nodes import ItemNodes, ResponseNode, same_nodes
from kiosk.forms.occurrence import Occurrence
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.reactive import Cell, Graph
from kiosk.forms.scores import OptionsOf, Scores
from kiosk.forms.tree import ResponseTree
from kiosk.forms.valuesets import ValueSets


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
        names = _Names(self, at, focus, expression)
        scope = Scope(names, self._now, self._functions, choice_suffixes=True)
        try:
            return self._compiled[expression.text].evaluate(focus, scope)
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
        scopes = [] if at is None else [here.variables for here in (at, *at.around())]
        for scope in (*scopes, self._variables):
            # A variable that reads its own name means the one further out.
            if name in scope and not (reading.kind == "variable" and reading.name == name):
                return scope[name].get()
        return self._at_start[name]

    def standard(self, name: str, at: Occurrence | None, focus: Node) -> Node | None:
        """The value of one of SDC's own names, or None."""
        if name in {"resource", "rootResource"}:
            return self._response
        if name == "context":
            return focus
        if name == "questionnaire":
            return self._form
        if name == "qitem" and at is not None:
            return FormNode(at.item.raw, "Questionnaire.item")
        return None

    def _variable(self, variable: FormExpression, at: Occurrence | None) -> Cell:
        owner = at if at is not None else _FORM
        # What can't be worked out (a query, a fault) is empty: a name that is declared exists.
        return Cell(
            self._graph,
            lambda: self.value(variable, at) or [],
            empty=[],
            owner=owner,
            same=same_nodes,
        )


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
