"""The steps of a path: elements, [ ], and the ways that are shorter than what is written.

Source: http://hl7.org/fhirpath/#path-selection, #indexer
"""

from collections.abc import Sequence

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.collections import distinct
from kiosk.fhirpath.functions.function import whole
from kiosk.fhirpath.functions.iteration import matching
from kiosk.fhirpath.link_ids import Below
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.scope import Apply, Context, Evaluate
from kiosk.fhirpath.types import facts
from kiosk.fhirpath.values import equal, single, value_of


def member(name: str) -> Apply:
    """The elements of this name."""

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        run = context.run
        if len(nodes) == 1:
            found = nodes[0].child(name)
        else:
            found = [child for node in nodes for child in node.child(name)]
        run.spend(1 + len(nodes) + len(found))
        return found or _suffixed(context, nodes, name)

    return apply


def _suffixed(context: Context, nodes: Sequence[Node], name: str) -> Sequence[Node]:
    found: list[Node] = []
    for node in nodes:
        known = facts(node.type)
        if known is None or name not in known.suffixed:
            continue
        stem, kind = known.suffixed[name]
        if not context.run.scope.choice_suffixes:
            raise FhirPathError(f"“{name}” is “{stem}” in FHIRPath, or {stem}.ofType({kind})")
        found += [child for child in node.child(stem) if child.type == kind]
    return found


def indexed(index: Evaluate) -> Apply:
    """The item at an index."""

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        node = single(index(context), "[ ]")
        at = None if node is None else whole(value_of(node), "[ ]")
        return EMPTY if at is None or at < 0 else nodes[at : at + 1]

    return apply


def items(link_id: str, collect: Apply, where: Apply, rest: Evaluate | None) -> Apply:
    """`item.where(linkId = '…' and rest)`, from nodes that have their items by linkId at hand.

    `collect` and `where` are the steps as written, for other nodes.
    """

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        found: list[Node] = []
        context.run.spend(len(nodes))
        for node in nodes:
            listed = node.items(link_id)
            if listed is None:
                return where(context, collect(context, nodes))
            found += listed
        return found if rest is None else matching(context, found, rest, "where()")

    return apply


def deep_items(
    below: Below, link_id: str, *, collect: Apply, where: Apply, rest: Evaluate | None
) -> Apply:
    """`descendants()` or `repeat(item)` and then as `items`."""

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        found: list[Node] = []
        context.run.spend(len(nodes))
        for node in nodes:
            listed = node.deep_items(link_id, through_answers=below.through_answers)
            if listed is None:
                return where(context, collect(context, nodes))
            found += listed
        context.run.spend(len(found))
        if below.distinct and len(found) > 1:
            found = distinct(context.run, found)
        return found if rest is None else matching(context, found, rest, "where()")

    return apply


def where_text(name: str, text: str) -> Apply:
    """`where(name = 'text')`, the commonest of all, without a context for each item."""
    named, wanted = member(name), literal(text)

    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        context.run.spend(len(nodes))
        kept: list[Node] = []
        for node in nodes:
            found = node.child(name) or named(context, (node,))
            if len(found) == 1 and equal(found[0], wanted, context.run.spend) is True:
                kept.append(node)
        return kept

    return apply
