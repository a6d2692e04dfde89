"""What an expression reads, told from its text alone."""

from collections.abc import Iterator

import msgspec

from kiosk.fhirpath.functions.registry import FUNCTIONS
from kiosk.fhirpath.link_ids import compared, item_condition, parts
from kiosk.fhirpath.scope import constant
from kiosk.fhirpath.syntax import Call, Chain, Literal, Member, Path, Special, Tree, Variable

_WHOLE = frozenset({"children", "descendants", "repeat", "repeatAll"})
_ROOTS = frozenset({"resource", "context", "rootResource"})
_KEEPING = frozenset({"where", "first", "last", "tail", "skip", "take", "single", "ofType", "as"})


class Reads(msgspec.Struct, frozen=True):
    """What an expression reads.

    `variables` are the %names from outside, without FHIR's own constants. `link_ids` are the
    texts compared with linkId. `whole`: it may read anything below its focus. `paths` are the
    linkIds of each chain `item.where(linkId = …)…` from the root, where the text shows them.
    `functions` are those that the language lacks, to be given by the host. `own_answer`: it looks
    at the `answer` of the very item it stands on.
    """

    variables: frozenset[str]
    link_ids: frozenset[str]
    whole: bool
    paths: tuple[tuple[str, ...], ...]
    functions: frozenset[str]
    own_answer: bool


def reads(tree: Tree) -> Reads:
    """The reads of a parsed expression."""
    trees = list(_all(tree))
    calls = [step for one in trees if isinstance(one, Path) for step in one.steps]
    named = [step for step in calls if isinstance(step, Call)]
    names = {one.name for one in trees if isinstance(one, Variable)}
    return Reads(
        variables=frozenset(name for name in names - _defined(named) if constant(name) is None),
        link_ids=frozenset(found for one in trees if (found := compared(one)) is not None),
        whole=any(step.name in _WHOLE for step in named),
        paths=tuple(dict.fromkeys(_paths(tree))),
        functions=frozenset(step.name for step in named if step.name not in FUNCTIONS),
        own_answer=any(_is_own_answer(path, rooted) for path, rooted in _walk(tree, rooted=True)),
    )


def defines(tree: Tree) -> bool:
    """Whether it calls defineVariable."""
    return any(
        isinstance(step, Call) and step.name == "defineVariable"
        for one in _all(tree)
        if isinstance(one, Path)
        for step in one.steps
    )


def _all(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in parts(tree):
        yield from _all(part)


def _defined(calls: list[Call]) -> set[str]:
    found = set()
    for call in calls:
        first = call.arguments[0] if call.name == "defineVariable" and call.arguments else None
        if isinstance(first, Literal) and first.node is not None:
            found.add(str(first.node.data))
    return found


def _paths(tree: Tree) -> Iterator[tuple[str, ...]]:
    for path, rooted in _walk(tree, rooted=True):
        if _starts_at_root(path, rooted=rooted) and (chain := tuple(_chain(path))):
            yield chain


def _walk(tree: Tree, *, rooted: bool) -> Iterator[tuple[Path, bool]]:
    """Every path in it, and whether $this is the root there and not some iteration's item."""
    if not isinstance(tree, Path):
        for part in parts(tree):
            yield from _walk(part, rooted=rooted)
        return
    yield tree, rooted
    if isinstance(tree.head, Path | Chain):
        yield from _walk(tree.head, rooted=rooted)
    for step in tree.steps:
        for argument in step.arguments if isinstance(step, Call) else ():
            inner = isinstance(step, Call) and step.name in {"iif", "combine", "union"}
            yield from _walk(argument, rooted=rooted and inner)


def _is_own_answer(path: Path, rooted: bool) -> bool:  # noqa: FBT001 - as `_walk` pairs them
    if isinstance(path.head, Variable):
        focus = path.head.name == "context"
    else:
        focus = rooted and (path.head is None or path.head == Special("$this"))
    first = path.steps[0] if path.steps else None
    return focus and isinstance(first, Member) and first.name == "answer"


def _starts_at_root(tree: Path, *, rooted: bool) -> bool:
    if isinstance(tree.head, Variable):
        return tree.head.name in _ROOTS
    return rooted and (tree.head is None or isinstance(tree.head, Special))


def _chain(tree: Path) -> Iterator[str]:
    for at, step in enumerate(tree.steps):
        condition = item_condition(tree.steps[at - 1] if at else None, step)
        if condition is not None and condition.below is None:
            yield condition.link_id
        elif (isinstance(step, Call) and step.name not in _KEEPING) or (
            isinstance(step, Member) and step.name == "item" and not _narrowed(tree, at)
        ):
            return


def _narrowed(tree: Path, at: int) -> bool:
    following = tree.steps[at + 1] if at + 1 < len(tree.steps) else None
    return following is not None and item_condition(tree.steps[at], following) is not None
