"""Existence, subsetting and combining.

Source: http://hl7.org/fhirpath/#existence to #combining
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import Arguments, Function, Functions, argument, plain, whole
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.scope import Apply, Context, Run
from kiosk.fhirpath.values import boolean, equal, key, single, truth


class Bag:
    """Items by equality: by hash where that can tell, else one by one."""

    def __init__(self, run: Run, nodes: Iterable[Node] = ()) -> None:
        self._run = run
        self._keys: set[Hashable] = set()
        self._others: dict[Hashable, list[Node]] = {}
        for node in nodes:
            own, certain = key(node)
            if certain:
                self._keys.add(own)
            else:
                self._others.setdefault(own, []).append(node)

    def __contains__(self, node: Node) -> bool:
        own, certain = key(node)
        if certain:
            return own in self._keys
        others = self._others.get(own, ())
        self._run.spend(1 + len(others))
        return any(equal(node, other, self._run.spend) is True for other in others)

    def take(self, node: Node) -> bool:
        """Takes one in; whether it was not there yet."""
        own, certain = key(node)
        if certain:
            count = len(self._keys)
            self._keys.add(own)
            return len(self._keys) > count
        others = self._others.setdefault(own, [])
        self._run.spend(1 + len(others))
        if any(equal(node, other, self._run.spend) is True for other in others):
            return False
        others.append(node)
        return True


def distinct(run: Run, nodes: Sequence[Node]) -> list[Node]:
    """Each item once, in order of first appearance."""
    run.spend(len(nodes))
    seen = Bag(run)
    return [node for node in nodes if seen.take(node)]


def _distinct(arguments: Arguments) -> Apply:
    del arguments
    return lambda context, nodes: distinct(context.run, nodes)


def _is_distinct(arguments: Arguments) -> Apply:
    del arguments
    return lambda context, nodes: boolean(len(distinct(context.run, nodes)) == len(nodes))


def with_other(
    function: Callable[[Run, Sequence[Node], Sequence[Node]], Sequence[Node]],
) -> Function:
    """A function of its input and one other collection."""

    def build(arguments: Arguments) -> Apply:
        other = arguments.evaluate[0]

        def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
            return function(context.run, nodes, other(context))

        return apply

    return Function(1, 1, build)


def union(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    """Both, each item once."""
    return distinct(run, [*left, *right])


def _combine(arguments: Arguments) -> Apply:
    other = arguments.evaluate[0]

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        more = other(context)
        context.run.spend(len(nodes) + len(more))
        return [*nodes, *more]

    return apply


def _intersect(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    other = Bag(run, right)
    return distinct(run, [node for node in left if node in other])


def _exclude(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    other = Bag(run, right)
    return [node for node in left if node not in other]


def _subset(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    other = Bag(run, right)
    return boolean(all(node in other for node in left))


def _superset(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    return _subset(run, right, left)


def _booleans(nodes: Sequence[Node]) -> list[bool]:
    for node in nodes:
        if not isinstance(node.data, bool):
            raise FhirPathError("only booleans expected")
    return [node.data for node in nodes]


def _single(nodes: Sequence[Node]) -> Sequence[Node]:
    single(nodes, "single()")
    return nodes


def _not(nodes: Sequence[Node]) -> Sequence[Node]:
    state = truth(nodes, "not()")
    return boolean(None if state is None else not state)


def _counted(function: Callable[[Sequence[Node], int], Sequence[Node]]) -> Function:
    def build(arguments: Arguments) -> Apply:
        def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
            count = argument(context, arguments.evaluate[0], arguments.name)
            return EMPTY if count is None else function(nodes, whole(count, arguments.name))

        return apply

    return Function(1, 1, build)


FUNCTIONS: Final[Functions] = {
    "empty": plain(lambda nodes: boolean(not nodes)),
    "not": plain(_not),
    "count": plain(lambda nodes: (literal(len(nodes)),)),
    "allTrue": plain(lambda nodes: boolean(all(_booleans(nodes)))),
    "anyTrue": plain(lambda nodes: boolean(any(_booleans(nodes)))),
    "allFalse": plain(lambda nodes: boolean(not any(_booleans(nodes)))),
    "anyFalse": plain(lambda nodes: boolean(not all(_booleans(nodes)))),
    "distinct": Function(0, 0, _distinct),
    "isDistinct": Function(0, 0, _is_distinct),
    "subsetOf": with_other(_subset),
    "supersetOf": with_other(_superset),
    "intersect": with_other(_intersect),
    "exclude": with_other(_exclude),
    "union": with_other(union),
    "combine": Function(1, 2, _combine),
    "single": plain(_single),
    "first": plain(lambda nodes: nodes[:1]),
    "last": plain(lambda nodes: nodes[-1:]),
    "tail": plain(lambda nodes: nodes[1:]),
    "skip": _counted(lambda nodes, count: nodes[max(count, 0) :]),
    "take": _counted(lambda nodes, count: nodes[: max(count, 0)]),
}
