"""`where(linkId = '…')`: how nearly every expression of a form finds its answers."""

from kiosk.fhirpath.syntax import Call, Chain, Literal, Member, Path, Special, Step, Tree


def item_condition(before: Step | None, step: Step) -> tuple[str, Tree | None] | None:
    """Of `item.where(linkId = 'x' and rest)`: the linkId and the rest; None for other steps."""
    if not (isinstance(before, Member) and before.name == "item"):
        return None
    if not (isinstance(step, Call) and step.name == "where" and len(step.arguments) == 1):
        return None
    criteria = step.arguments[0]
    link_id = compared(criteria)
    if link_id is not None:
        return link_id, None
    return _first_of(criteria)


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
