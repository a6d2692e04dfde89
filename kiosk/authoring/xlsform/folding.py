"""What of an expression is known before anything is answered."""

from collections.abc import Set as AbstractSet

from kiosk.authoring.xlsform.xpath import Binary, Call, Number, Ref, Text, Tree


def with_days(tree: Tree, days: AbstractSet[str]) -> Tree:
    """The expression with today() in the place of the names that mean this day."""
    if isinstance(tree, Ref):
        return Call("today", ()) if tree.name in days else tree
    if isinstance(tree, Binary):
        return Binary(tree.operator, with_days(tree.left, days), with_days(tree.right, days))
    if isinstance(tree, Call):
        return Call(tree.name, tuple(with_days(part, days) for part in tree.arguments))
    return tree


def fold(tree: Tree) -> Tree | bool:
    """The expression without the parts that are known; True or False where all of it is."""
    if isinstance(tree, Binary):
        return _junction(tree) if tree.operator in {"and", "or"} else _equality(tree)
    if isinstance(tree, Call) and tree.name == "not" and len(tree.arguments) == 1:
        inner = fold(tree.arguments[0])
        return not inner if isinstance(inner, bool) else Call("not", (inner,))
    if isinstance(tree, Call) and tree.name in {"true", "false"} and not tree.arguments:
        return tree.name == "true"
    return tree


def _junction(tree: Binary) -> Tree | bool:
    decisive = tree.operator == "or"
    left, right = fold(tree.left), fold(tree.right)
    if decisive in (left, right):
        return decisive
    if isinstance(left, bool):
        return right
    return left if isinstance(right, bool) else Binary(tree.operator, left, right)


def _equality(tree: Binary) -> Tree | bool:
    fixed = (Text, Number)
    known = isinstance(tree.left, fixed) and isinstance(tree.right, fixed)
    if not known or tree.operator not in {"=", "!="} or type(tree.left) is not type(tree.right):
        return tree
    return (tree.left == tree.right) is (tree.operator == "=")
