"""`where(linkId = '…')`: how nearly every expression of a form finds its answers."""

import msgspec

from kiosk.fhirpath.syntax import Call, Chain, Literal, Member, Path, Special, Step, Tree


class Below(msgspec.Struct, frozen=True):
    """How `descendants()` or `repeat(item)` goes down.

    `through_answers`: into the items inside answers too. `distinct`: of equal items only the
    first counts, as repeat() has it; descendants() takes all.
    """

    through_answers: bool
    distinct: bool


class ItemCondition(msgspec.Struct, frozen=True):
    """`item.where(linkId = 'x' and rest)`; with `below`, in place of item one of its ways."""

    link_id: str
    rest: Tree | None = None
    below: Below | None = None


def item_condition(before: Step | None, step: Step) -> ItemCondition | None:
    """What two steps of a path ask of linkId; None for other steps."""
    if not (isinstance(step, Call) and step.name == "where" and len(step.arguments) == 1):
        return None
    below = None if before is None else _below(before)
    if below is None and not _is_item(before):
        return None
    criteria = step.arguments[0]
    link_id = compared(criteria)
    if link_id is not None:
        return ItemCondition(link_id, None, below)
    first = _first_of(criteria)
    return None if first is None else ItemCondition(*first, below)


def _below(step: Step) -> Below | None:
    if not isinstance(step, Call):
        return None
    if step.name == "descendants" and not step.arguments:
        return Below(through_answers=True, distinct=False)
    if step.name != "repeat" or len(step.arguments) != 1:
        return None
    followed = [_names(tree) for tree in _united(step.arguments[0])]
    if ["item"] not in followed or any(names not in _WAYS_DOWN for names in followed):
        return None
    return Below(through_answers=["answer", "item"] in followed, distinct=True)


_WAYS_DOWN = (["item"], ["answer", "item"])


def _united(tree: Tree) -> list[Tree]:
    # item | answer.item
    if isinstance(tree, Chain) and all(one.operator == "|" for one in tree.operations):
        united = [one.operand for one in tree.operations if not isinstance(one.operand, str)]
        return [tree.first, *united]
    return [tree]


def _names(tree: Tree) -> list[str]:
    if not isinstance(tree, Path) or tree.head is not None:
        return []
    names = [step.name for step in tree.steps if isinstance(step, Member)]
    return names if len(names) == len(tree.steps) else []


def _is_item(step: Step | None) -> bool:
    return isinstance(step, Member) and step.name == "item"


def _first_of(criteria: Tree) -> tuple[str, Tree] | None:
    # With $index in the rest, the items that are left out would be missed.
    if not (isinstance(criteria, Chain) and criteria.operations[0].operator == "and"):
        return None
    link_id = compared(criteria.first)
    if link_id is None:
        return None
    rest = [one.operand for one in criteria.operations if not isinstance(one.operand, str)]
    if any(_reads_index(tree) for tree in rest):
        return None
    return link_id, Chain(rest[0], criteria.operations[1:]) if len(rest) > 1 else rest[0]


def compared(tree: Tree) -> str | None:
    """The text of `linkId = 'text'`, in either order."""
    found = text_condition(tree)
    return found[1] if found is not None and found[0] == "linkId" else None


def text_condition(tree: Tree) -> tuple[str, str] | None:
    """Of `name = 'text'`, in either order: the name of the element and the text."""
    if not (isinstance(tree, Chain) and len(tree.operations) == 1):
        return None
    operation = tree.operations[0]
    if operation.operator != "=" or isinstance(operation.operand, str):
        return None
    for side, value in ((tree.first, operation.operand), (operation.operand, tree.first)):
        name = _own_element(side)
        if name is not None and isinstance(value, Literal) and value.node is not None:
            text = value.node.data
            return (name, text) if isinstance(text, str) else None
    return None


def _own_element(tree: Tree) -> str | None:
    if not isinstance(tree, Path) or len(tree.steps) != 1:
        return None
    bare = tree.head is None or (isinstance(tree.head, Special) and tree.head.name == "$this")
    step = tree.steps[0]
    return step.name if bare and isinstance(step, Member) else None


def _reads_index(tree: Tree) -> bool:
    if isinstance(tree, Special):
        return tree.name == "$index"
    return any(_reads_index(part) for part in parts(tree))


def parts(tree: Tree) -> list[Tree]:
    """The trees directly within a tree."""
    found: list[Tree] = []
    if isinstance(tree, Chain):
        found = [tree.first]
        found += [one.operand for one in tree.operations if not isinstance(one.operand, str)]
    elif isinstance(tree, Path):
        found = [] if tree.head is None else [tree.head]
        for step in tree.steps:
            if isinstance(step, Call):
                found += step.arguments
            elif not isinstance(step, Member):
                found.append(step.index)
    elif not isinstance(tree, Literal | Special) and hasattr(tree, "operand"):
        found = [tree.operand]
    return found
