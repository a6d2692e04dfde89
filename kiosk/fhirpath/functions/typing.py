"""is, as, ofType and type.

Source: http://hl7.org/fhirpath/#types, http://hl7.org/fhir/fhirpath.html
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import Arguments, Function, Functions, plain
from kiosk.fhirpath.nodes import EMPTY, Node
from kiosk.fhirpath.scope import Apply
from kiosk.fhirpath.syntax import Member, Path, Tree
from kiosk.fhirpath.types import PRIMITIVES, SYSTEM_TYPES, builds_on, facts, is_known
from kiosk.fhirpath.values import boolean, single

Test = Callable[[str], bool]
"""Whether a node of this type is of the type asked for."""


def written_type(tree: Tree) -> str:
    """The type that an argument names.

    Raises:
        FhirPathError: it is something else than a name.
    """
    if isinstance(tree, Path) and tree.head is None:
        names = [step.name for step in tree.steps if isinstance(step, Member)]
        if len(names) == len(tree.steps):
            return ".".join(names)
    raise FhirPathError("the name of a type expected")


def is_test(name: str) -> Test:
    """`is`: the type or one built on it; FHIR's types and System's are apart.

    Raises:
        FhirPathError: there is no such type.
    """
    own, system = _resolved(name)
    return lambda kind: builds_on(kind, own) or (system != "" and builds_on(kind, system))


def cast_test(name: str) -> Test:
    """`as` and `ofType`: of primitives this very type, of others also one built on it.

    FHIR counts primitives as independent types here, and lets System's stand for FHIR's
    (fhirpath.html, restrictions and simplifications of ofType).

    Raises:
        FhirPathError: there is no such type.
    """
    own, system = _resolved(name)
    if not is_known(own) and not system:
        raise FhirPathError(f"there is no type {name}")

    @lru_cache(maxsize=64)
    def test(kind: str) -> bool:
        if kind in PRIMITIVES:
            return kind == own or (system != "" and PRIMITIVES[kind] == system)
        return builds_on(kind, own) or (system != "" and builds_on(kind, system))

    return test


def _resolved(name: str) -> tuple[str, str]:
    namespace, _, local = name.partition(".")
    if namespace == "System" and local:
        return f"System.{local}", f"System.{local}" if name in SYSTEM_TYPES else ""
    own = local if namespace == "FHIR" and local else name
    system = f"System.{own}" if f"System.{own}" in SYSTEM_TYPES and namespace != "FHIR" else ""
    if not is_known(own) and not system and namespace != "FHIR":
        raise FhirPathError(f"there is no type {name}")
    return own, system


def is_of(nodes: Sequence[Node], test: Test) -> Sequence[Node]:
    """`is` of one item."""
    node = single(nodes, "is")
    return EMPTY if node is None else boolean(test(node.type))


def cast(nodes: Sequence[Node], test: Test) -> Sequence[Node]:
    """`as` of one item."""
    node = single(nodes, "as")
    return nodes if node is not None and test(node.type) else EMPTY


def of_type(nodes: Sequence[Node], test: Test) -> Sequence[Node]:
    """`ofType` of any number."""
    return [node for node in nodes if test(node.type)]


def _typed(
    make: Callable[[str], Test], function: Callable[[Sequence[Node], Test], Sequence[Node]]
) -> Function:
    def build(arguments: Arguments) -> Apply:
        test = make(written_type(arguments.trees[0]))
        return lambda _, nodes: function(nodes, test)

    return Function(1, 1, build)


def _type(nodes: Sequence[Node]) -> Sequence[Node]:
    return [_described(node.type) for node in nodes]


def _described(kind: str) -> Node:
    system = kind.startswith("System.")
    namespace, name = ("System", kind.removeprefix("System.")) if system else ("FHIR", kind)
    simple = system or kind in PRIMITIVES or facts(kind) is None
    said = "System.SimpleTypeInfo" if simple else "System.ClassInfo"
    return Node({"namespace": namespace, "name": name}, said)


FUNCTIONS: Final[Functions] = {
    "is": _typed(is_test, is_of),
    "as": _typed(cast_test, cast),
    "ofType": _typed(cast_test, of_type),
    "type": plain(_type),
}
