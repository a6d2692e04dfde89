"""Functions that evaluate an argument for each item, such as where, select and aggregate.

Source: http://hl7.org/fhirpath/#filtering-and-projection, #aggregate, #sort
"""

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.collections import Bag
from kiosk.fhirpath.functions.function import Arguments, Function, Functions, argument, text_of
from kiosk.fhirpath.nodes import EMPTY, Node
from kiosk.fhirpath.scope import Apply, Context, Evaluate
from kiosk.fhirpath.syntax import Sign
from kiosk.fhirpath.values import boolean, order, single, truth, value_of


def matching(context: Context, nodes: Sequence[Node], criteria: Evaluate, what: str) -> list[Node]:
    """The items on which the criteria are true."""
    context.run.spend(len(nodes))
    return [
        node
        for index, node in enumerate(nodes)
        if truth(criteria(context.at(node, index)), what) is True
    ]


def _where(arguments: Arguments) -> Apply:
    criteria = arguments.evaluate[0]
    return lambda context, nodes: matching(context, nodes, criteria, "where()")


def _exists(arguments: Arguments) -> Apply:
    if not arguments:
        return lambda _, nodes: boolean(bool(nodes))
    criteria = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        return boolean(bool(matching(context, nodes, criteria, "exists()")))

    return apply


def _all(arguments: Arguments) -> Apply:
    criteria = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        return boolean(len(matching(context, nodes, criteria, "all()")) == len(nodes))

    return apply


def _select(arguments: Arguments) -> Apply:
    projection = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        context.run.spend(len(nodes))
        found: list[Node] = []
        for index, node in enumerate(nodes):
            found.extend(projection(context.at(node, index)))
        return found

    return apply


def _repeat(arguments: Arguments) -> Apply:
    projection = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        seen, found = Bag(context.run), list[Node]()
        waiting = list(nodes)
        while waiting:
            context.run.spend(3 * len(waiting))
            grown: list[Node] = []
            for index, node in enumerate(waiting):
                grown += projection(context.at(node, index))
            # What was found before isn't followed again: equal values lead to equal values.
            waiting = [node for node in grown if seen.take(node)]
            found += waiting
        return found

    return apply


def _repeat_all(arguments: Arguments) -> Apply:
    projection = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        found, waiting = list[Node](), list(nodes)
        while waiting:
            context.run.spend(len(waiting))
            grown: list[Node] = []
            for index, node in enumerate(waiting):
                grown += projection(context.at(node, index))
            found += grown
            waiting = grown
        return found

    return apply


def _aggregate(arguments: Arguments) -> Apply:
    aggregator = arguments.evaluate[0]
    initial = arguments.evaluate[1] if len(arguments) > 1 else None

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        context.run.spend(len(nodes))
        total = EMPTY if initial is None else initial(context)
        for index, node in enumerate(nodes):
            inner = context.at(node, index)
            inner.total = total
            total = aggregator(inner)
        return total

    return apply


def _trace(arguments: Arguments) -> Apply:
    name, *projection = arguments.evaluate

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        label = text_of(argument(context, name, "trace"), "trace")
        report = context.run.scope.trace
        shown = nodes
        if projection:
            shown = [
                found
                for index, node in enumerate(nodes)
                for found in projection[0](context.at(node, index))
            ]
        if report is not None:
            report(label, shown)
        return nodes

    return apply


def _iif(arguments: Arguments) -> Apply:
    criterion, positive = arguments.evaluate[:2]
    negative = arguments.evaluate[2] if len(arguments) > 2 else None  # noqa: PLR2004

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        single(nodes, "iif()")
        inner = context if nodes is context.this else context.on(nodes)
        found = criterion(inner)
        if context.run.scope.strict and found and not isinstance(found[0].data, bool):
            raise FhirPathError("iif(): the criterion is no boolean")
        if truth(found, "the criterion of iif()") is True:
            return positive(inner)
        return EMPTY if negative is None else negative(inner)

    return apply


def _coalesce(arguments: Arguments) -> Apply:
    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        del nodes
        return next((found for one in arguments.evaluate if (found := one(context))), EMPTY)

    return apply


def _sort(arguments: Arguments) -> Apply:
    keys = [
        (evaluate, tree.sign if isinstance(tree, Sign) else "")
        for evaluate, tree in zip(arguments.evaluate, arguments.trees, strict=True)
    ]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        context.run.spend(len(nodes) * (1 + len(keys)))
        if not keys:
            return sorted(nodes, key=cmp_to_key(_order_of_items))
        rows = [
            ([evaluate(context.at(node, at)) for evaluate, _ in keys], node)
            for at, node in enumerate(nodes)
        ]

        def compare(left: _Row, right: _Row) -> int:
            for (_, sign), one, two in zip(keys, left[0], right[0], strict=True):
                result = _signed_order(one, two, sign)
                if result:
                    return result
            return 0

        return [node for _, node in sorted(rows, key=cmp_to_key(compare))]

    return apply


_Row = tuple[list[Sequence[Node]], Node]


def _order_of_items(left: Node, right: Node) -> int:
    return _order((left,), (right,))


def _signed_order(left: Sequence[Node], right: Sequence[Node], sign: str) -> int:
    # A key with a minus is negated, and nothing negated is still nothing: it stays in front.
    turned = sign == "descending" or (sign == "-" and bool(left) and bool(right))
    return _order(right, left) if turned else _order(left, right)


def _order(left: Sequence[Node], right: Sequence[Node]) -> int:
    # An empty key comes before every other one.
    one, two = single(left, "sort()"), single(right, "sort()")
    if one is None or two is None:
        return (one is not None) - (two is not None)
    return order(value_of(one), value_of(two)) or 0


FUNCTIONS: Final[Functions] = {
    "where": Function(1, 1, _where),
    "exists": Function(0, 1, _exists),
    "all": Function(1, 1, _all),
    "select": Function(1, 1, _select),
    "repeat": Function(1, 1, _repeat),
    "repeatAll": Function(1, 1, _repeat_all),
    "aggregate": Function(1, 2, _aggregate),
    "trace": Function(1, 2, _trace),
    "iif": Function(2, 3, _iif),
    "coalesce": Function(1, 20, _coalesce),
    "sort": Function(0, 20, _sort),
}
