"""The operators, compiled: each is a step from its left side, like a function of a path.

Source: http://hl7.org/fhirpath/#operations. `and`, `or` and `implies` don't evaluate the right
side where the left one settles the result.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kiosk.fhirpath.arithmetic import OPERATORS, bounded, negative
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.collections import union
from kiosk.fhirpath.functions.function import results
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.scope import Apply, Context, Evaluate, Run
from kiosk.fhirpath.values import (
    boolean,
    equal,
    equal_all,
    equivalent,
    operand,
    order,
    single,
    truth,
)

Operator = Callable[[Evaluate], Apply]
"""The right side, compiled → a step that takes the left side's items."""


def _both(
    function: Callable[[Run, Sequence[Node], Sequence[Node]], Sequence[Node]],
) -> Operator:
    def made(right: Evaluate) -> Apply:
        return lambda context, left: function(context.run, left, right(context))

    return made


def _equality(*, wanted: bool) -> Operator:
    def function(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
        run.spend(1 + len(left))
        same = equal_all(left, right, run.spend)
        return EMPTY if same is None else boolean(same is wanted)

    return _both(function)


def _equivalence(*, wanted: bool) -> Operator:
    def function(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
        run.spend(1 + len(left) * len(right))
        if len(left) == len(right) == 1:
            same = equivalent(left[0], right[0], run.spend)
            return EMPTY if same is None else boolean(same is wanted)
        return boolean((len(left) == len(right) and _paired(run, left, right)) is wanted)

    return _both(function)


def _paired(run: Run, left: Sequence[Node], right: Sequence[Node]) -> bool:
    rest = list(right)
    for own in left:
        at = next((i for i, other in enumerate(rest) if equivalent(own, other, run.spend)), None)
        if at is None:
            return False
        del rest[at]
    return True


def _comparison(name: str, accepted: Callable[[int], bool]) -> Operator:
    what = f"a side of {name}"

    def function(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
        run.spend(1)
        own, other = operand(left, what), operand(right, what)
        if own is None or other is None:
            return EMPTY
        found = order(own, other)
        return EMPTY if found is None else boolean(accepted(found))

    return _both(function)


def _arithmetic(name: str) -> Operator:
    operation, what = OPERATORS[name], f"a side of {name}"

    def function(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
        run.spend(2)
        own, other = operand(left, what), operand(right, what)
        if own is None or other is None:
            return EMPTY
        if isinstance(own, str) and isinstance(other, str):
            run.spend((len(own) + len(other)) // 50)
        return results(operation(own, other))

    return _both(function)


def _joined(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    joined = bounded(_text(left) + _text(right))
    run.spend(1 + len(joined) // 50)
    return (literal(joined),)


def _text(nodes: Sequence[Node]) -> str:
    value = operand(nodes, "a side of &")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FhirPathError("&: texts expected; toString() makes one")
    return value


def _and(right: Evaluate) -> Apply:
    def apply(context: Context, left: Sequence[Node]) -> Sequence[Node]:
        own = truth(left, "a side of and")
        if own is False:
            return boolean(own)
        other = truth(right(context), "a side of and")
        return boolean(other if own or other is False else None)

    return apply


def _or(right: Evaluate) -> Apply:
    def apply(context: Context, left: Sequence[Node]) -> Sequence[Node]:
        own = truth(left, "a side of or")
        if own:
            return boolean(own)
        other = truth(right(context), "a side of or")
        return boolean(other if own is False or other else None)

    return apply


def _implies(right: Evaluate) -> Apply:
    def apply(context: Context, left: Sequence[Node]) -> Sequence[Node]:
        own = truth(left, "a side of implies")
        if own is False:
            return boolean(not own)
        other = truth(right(context), "a side of implies")
        return boolean(other if own or other else None)

    return apply


def _xor(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    del run
    own, other = truth(left, "a side of xor"), truth(right, "a side of xor")
    return EMPTY if own is None or other is None else boolean(own is not other)


def _in(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    node = single(left, "the left side of in")
    run.spend(1 + len(right))
    return (
        EMPTY
        if node is None
        else boolean(any(equal(node, one, run.spend) is True for one in right))
    )


def _contains(run: Run, left: Sequence[Node], right: Sequence[Node]) -> Sequence[Node]:
    return _in(run, right, left)


COMPILED: Final[Mapping[str, Operator]] = {
    "=": _equality(wanted=True),
    "!=": _equality(wanted=False),
    "~": _equivalence(wanted=True),
    "!~": _equivalence(wanted=False),
    "<": _comparison("<", lambda found: found < 0),
    "<=": _comparison("<=", lambda found: found <= 0),
    ">": _comparison(">", lambda found: found > 0),
    ">=": _comparison(">=", lambda found: found >= 0),
    **{name: _arithmetic(name) for name in OPERATORS},
    "&": _both(_joined),
    "|": _both(union),
    "and": _and,
    "or": _or,
    "xor": _both(_xor),
    "implies": _implies,
    "in": _both(_in),
    "contains": _both(_contains),
}


def signed(sign: str, evaluate: Evaluate) -> Evaluate:
    """A unary + or -."""
    what = f"the operand of {sign}"

    def signed_value(context: Context) -> Sequence[Node]:
        value = operand(evaluate(context), what)
        if value is None:
            return EMPTY
        opposite = negative(value)
        return results(value if sign == "+" else opposite)

    return signed_value
