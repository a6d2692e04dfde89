"""An expression: parsed and compiled on first use, then evaluated as often as wanted."""

from collections.abc import Sequence
from decimal import DecimalException
from functools import cached_property

from kiosk.fhirpath.compiler import compiled
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.lexer import hyphenated_names
from kiosk.fhirpath.nodes import Node
from kiosk.fhirpath.parser import parse
from kiosk.fhirpath.reads import Reads, defines, reads
from kiosk.fhirpath.scope import Context, Evaluate, Run, Scope
from kiosk.fhirpath.strict import check
from kiosk.fhirpath.syntax import Tree

_NO_NAMES: frozenset[str] = frozenset()


class Expression:
    """One FHIRPath expression. Nothing of it is looked at before `reads`, `check` or `evaluate`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._trees: dict[frozenset[str], Tree] = {}
        self._compiled: dict[frozenset[str], Evaluate] = {}

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def check(self) -> None:
        """Parses and compiles it.

        Raises:
            FhirPathError: it is no FHIRPath.
        """
        self._evaluate_with(_NO_NAMES)

    @cached_property
    def reads(self) -> Reads:
        """What it reads.

        Raises:
            FhirPathError: it is no FHIRPath.
        """
        return reads(self._tree(_NO_NAMES))

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """The names that it may mean by %a-b without back-ticks."""
        return hyphenated_names(self.text) if "-" in self.text else _NO_NAMES

    def reads_given(self, variables: frozenset[str]) -> Reads:
        """What it reads where these variables exist: %a-b is then the variable of that name.

        Raises:
            FhirPathError: it is no FHIRPath.
        """
        meant = self.hyphenated & variables
        return reads(self._tree(meant)) if meant else self.reads

    def evaluate(self, focus: Node | Sequence[Node], scope: Scope) -> list[Node]:
        """The items that it yields, from `focus` as $this.

        Raises:
            FhirPathError: it is no FHIRPath, or fails on this input.
        """
        nodes = (focus,) if isinstance(focus, Node) else tuple(focus)
        meant = self.hyphenated
        if meant:
            meant = frozenset(name for name in meant if name in scope.variables)
        evaluate = self._evaluate_with(meant)
        missing = self.reads.functions - scope.functions.keys()
        if missing:
            raise FhirPathError(f"there is no function {', '.join(sorted(missing))}() here")
        if scope.strict:
            check(self._tree(meant), (node.type for node in nodes))
        try:
            return list(evaluate(Context(Run(scope, nodes), nodes)))
        except RecursionError:
            raise FhirPathError("too deeply nested") from None
        except DecimalException:
            raise FhirPathError("a number beyond the bounds") from None

    def _evaluate_with(self, hyphenated: frozenset[str]) -> Evaluate:
        found = self._compiled.get(hyphenated)
        if found is None:
            tree = self._tree(hyphenated)
            found = self._compiled[hyphenated] = compiled(tree, defines=defines(tree))
        return found

    def _tree(self, hyphenated: frozenset[str]) -> Tree:
        found = self._trees.get(hyphenated)
        if found is None:
            try:
                found = self._trees[hyphenated] = parse(self.text, hyphenated)
            except RecursionError:
                raise FhirPathError("too deeply nested") from None
        return found
