"""A tree to closures: nothing of the tree is looked at while an expression runs."""

from collections.abc import Sequence
from functools import partial

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import Arguments
from kiosk.fhirpath.functions.registry import FUNCTIONS
from kiosk.fhirpath.functions.typing import cast, cast_test, is_of, is_test
from kiosk.fhirpath.link_ids import ItemCondition, item_condition, text_condition
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.operators import COMPILED, signed
from kiosk.fhirpath.scope import Apply, Context, Evaluate
from kiosk.fhirpath.steps import deep_items, indexed, items, member, where_text
from kiosk.fhirpath.syntax import (
    Call,
    Chain,
    Index,
    Literal,
    Member,
    Operation,
    Path,
    Sign,
    Special,
    Step,
    Tree,
    Variable,
)
from kiosk.fhirpath.types import builds_on


def compiled(tree: Tree, *, defines: bool) -> Evaluate:
    """The expression as a function of its context.

    `defines` says that it calls defineVariable, so that each argument and operand needs a
    context of its own.

    Raises:
        FhirPathError: a function with the wrong number of arguments, an unknown type.
    """
    return _Compiler(defines=defines).expression(tree)


class _Compiler:
    def __init__(self, *, defines: bool) -> None:
        self._defines = defines

    def expression(self, tree: Tree) -> Evaluate:
        if isinstance(tree, Literal):
            constant: Sequence[Node] = EMPTY if tree.node is None else (tree.node,)
            return lambda _: constant
        if isinstance(tree, Variable):
            return _variable(tree.name)
        if isinstance(tree, Special):
            return _SPECIALS[tree.name]
        if isinstance(tree, Path):
            return self._path(tree)
        if isinstance(tree, Sign):
            return signed(tree.sign, self.expression(tree.operand))
        return self._chain(tree)

    def _own(self, tree: Tree) -> Evaluate:
        evaluate = self.expression(tree)
        if not self._defines:
            return evaluate
        # A variable defined in an operand or argument isn't seen beside it.
        return lambda context: evaluate(context.on(context.this))

    def _chain(self, tree: Chain) -> Evaluate:
        steps = [self._operation(operation) for operation in tree.operations]
        return _followed(self._own(tree.first), steps)

    def _operation(self, operation: Operation) -> Apply:
        if isinstance(operation.operand, str):
            make, function = (is_test, is_of) if operation.operator == "is" else (cast_test, cast)
            test = make(operation.operand)
            return lambda _, left: function(left, test)
        return COMPILED[operation.operator](self._own(operation.operand))

    def _path(self, tree: Path) -> Evaluate:
        steps = list(tree.steps)
        head: Evaluate = _this
        if tree.head is not None:
            head = self.expression(tree.head)
        elif isinstance(steps[0], Member) and steps[0].name[:1].isupper():
            head = _root(steps[0].name)
            del steps[0]
        return _followed(head, self._steps(steps))

    def _steps(self, steps: Sequence[Step]) -> list[Apply]:
        made: list[Apply] = []
        for at, step in enumerate(steps):
            condition = item_condition(steps[at - 1] if at else None, step)
            if condition is None:
                made.append(self._step(step))
            else:
                made[-1] = self._items(condition, made[-1], self._step(step))
        return made

    def _items(self, condition: ItemCondition, collect: Apply, where: Apply) -> Apply:
        link_id, below = condition.link_id, condition.below
        rest = None if condition.rest is None else self._own(condition.rest)
        if below is None:
            return items(link_id, collect, where, rest)
        return deep_items(below, link_id, collect=collect, where=where, rest=rest)

    def _step(self, step: Step) -> Apply:
        if isinstance(step, Member):
            return member(step.name)
        if isinstance(step, Index):
            return indexed(self._own(step.index))
        return self._call(step)

    def _call(self, call: Call) -> Apply:
        if call.name == "where" and len(call.arguments) == 1:
            condition = text_condition(call.arguments[0])
            if condition is not None and not condition[0][:1].isupper():
                return where_text(*condition)
        sorting = call.name == "sort"
        evaluate = tuple(
            self._own(tree.operand if sorting and isinstance(tree, Sign) else tree)
            if call.name not in _TYPED
            else _nothing
            for tree in call.arguments
        )
        arguments = Arguments(call.name, evaluate, call.arguments)
        function = FUNCTIONS.get(call.name)
        if function is None:
            return _host(arguments)
        if not function.least <= len(evaluate) <= function.most:
            raise FhirPathError(
                f"{call.name}() takes {_count(function.least, function.most)}", call.at
            )
        return function.build(arguments)


_TYPED = frozenset({"is", "as", "ofType"})


def _count(least: int, most: int) -> str:
    counts = str(least) if least == most else f"{least} to {most}"
    return f"{counts} argument{'' if counts == '1' else 's'}"


def _nothing(context: Context) -> Sequence[Node]:
    del context
    return EMPTY


def _followed(head: Evaluate, steps: Sequence[Apply]) -> Evaluate:
    # In a loop, so that the length of a path or sum needs no depth of calls.
    if len(steps) == 1:
        only = steps[0]
        return lambda context: only(context, head(context))

    def evaluate(context: Context) -> Sequence[Node]:
        nodes = head(context)
        for step in steps:
            nodes = step(context, nodes)
        return nodes

    return evaluate if steps else head


def _this(context: Context) -> Sequence[Node]:
    return context.this


def _index(context: Context) -> Sequence[Node]:
    if context.index is None:
        raise FhirPathError("$index has a value only in an iteration")
    return (literal(context.index),)


def _total(context: Context) -> Sequence[Node]:
    if context.total is None:
        raise FhirPathError("$total has a value only in aggregate()")
    return context.total


_SPECIALS = {"$this": _this, "$index": _index, "$total": _total}


def _variable(name: str) -> Evaluate:
    def evaluate(context: Context) -> Sequence[Node]:
        defined = context.defined
        if defined is not None and name in defined:
            return defined[name]
        return context.run.variable(name)

    return evaluate


def _root(name: str) -> Evaluate:
    # A path may begin with the type of what it starts from (#path-selection).
    children = member(name)

    def evaluate(context: Context) -> Sequence[Node]:
        nodes = [node for node in context.this if builds_on(node.type, name) or node.type == name]
        if nodes or not context.this:
            return nodes
        return children(context, context.this)

    return evaluate


def _host(arguments: Arguments) -> Apply:
    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        function = context.run.scope.functions[arguments.name]
        context.run.spend(1 + len(nodes))
        return function(nodes, [partial(one, context) for one in arguments.evaluate])

    return apply
