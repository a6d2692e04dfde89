"""Branching logic: "[sex] = '0' and [given_birth] = '1'" as a tree.

    logic      = either { "or" either }
    either     = one { "and" one }
    one        = "(" logic ")" | operand [ operator operand ]
    operand    = "[" field "]" | "[" field "(" code ")" "]" | text | number

Source: the REDCap help on branching logic. Functions, sums, smart variables and fields of other
events are part of REDCap's language, and not of this.
"""

import re
from dataclasses import dataclass
from typing import Final

MOST_NESTED: Final = 40
LONGEST: Final = 10_000
"""Bounds, so that a strange cell is said and nothing hangs."""
_TOKEN: Final = re.compile(
    r"""\s*(?: (?P<ref>\[[^\[\]]*\]) | (?P<text>'[^']*'|"[^"]*")
           | (?P<number>-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![\w.])) | (?P<op><=|>=|<>|!=|==|=|<|>)
           | (?P<and>&&|and\b) | (?P<or>\|\||or\b) | (?P<mark>[(),+*/^%-]) | (?P<word>\w+)
           | (?P<strange>.) )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FIELD: Final = re.compile(r"\[\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:\(\s*([^()\[\]]+?)\s*\))?\s*\]")
_COMMENT: Final = re.compile(r"^\s*(?://|\#)[^\n]*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_OPERATORS: Final = {"==": "=", "!=": "<>"}


class NotSimple(Exception):
    """Logic that can't be said here.

    Attributes:
        construct: which part of it.
    """

    def __init__(self, message: str, construct: str) -> None:
        super().__init__(message)
        self.construct = construct


@dataclass(frozen=True)
class Answer:
    """What is answered to a field; `code`: whether this choice of several is ticked."""

    field: str
    code: str = ""


@dataclass(frozen=True)
class Literal:
    """A text or a number that stands there; both are compared alike in REDCap."""

    text: str


@dataclass(frozen=True)
class Comparison:
    """A comparison; `operator` is one of = <> < > <= >=."""

    left: Answer | Literal
    operator: str
    right: Answer | Literal


@dataclass(frozen=True)
class Joined:
    """Several conditions: `every` of them must hold, or any."""

    parts: tuple["Logic", ...]
    every: bool


Logic = Comparison | Joined


def parse_logic(text: str) -> Logic:
    """The tree of a field's branching logic.

    Raises:
        NotSimple: it can't be read, or uses more than comparisons.
    """
    if len(text) > LONGEST:
        raise NotSimple("It is too long.", text[:40])
    parser = _Parser(_COMMENT.sub("", text))
    logic = parser.logic(0)
    parser.end()
    return logic


def answers_in(logic: Logic) -> frozenset[str]:
    """The names of the fields it asks about."""
    if isinstance(logic, Joined):
        return frozenset(name for part in logic.parts for name in answers_in(part))
    return frozenset(side.field for side in (logic.left, logic.right) if isinstance(side, Answer))


class _Parser:
    def __init__(self, text: str) -> None:
        found = _TOKEN.finditer(text.rstrip())
        self._tokens = [(str(one.lastgroup), one[0].strip()) for one in found]
        self._at = 0

    def logic(self, depth: int) -> Logic:
        parts = [self._either(depth)]
        while self._skip("or"):
            parts.append(self._either(depth))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every=False)

    def end(self) -> None:
        kind, written = self._next()
        if kind:
            raise NotSimple(f"“{written}” is not expected there.", written)

    def _either(self, depth: int) -> Logic:
        parts = [self._one(depth)]
        while self._skip("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), every=True)

    def _one(self, depth: int) -> Logic:
        if depth > MOST_NESTED:
            raise NotSimple("Its brackets are nested too deeply.", "(")
        if self._peek() == ("mark", "("):
            self._next()
            inside = self.logic(depth + 1)
            if self._next() != ("mark", ")"):
                raise NotSimple("A bracket is not closed.", "(")
            return inside
        left = self._operand()
        kind, written = self._peek()
        if kind == "op":
            self._next()
            operator = _OPERATORS.get(written, written)
            return Comparison(left, operator, self._operand())
        if kind == "mark" and written not in "(),":
            raise NotSimple("Sums are not worked out here.", written)
        return Comparison(left, "=", Literal("1"))  # "[field]" alone: it is ticked, it is Yes

    def _operand(self) -> Answer | Literal:
        kind, written = self._next()
        if kind == "ref":
            following = self._peek()
            if following[0] == "ref":
                raise NotSimple(
                    "An answer of another event is not at hand here.", written + following[1]
                )
            return _answer(written)
        if kind == "text":
            return Literal(written[1:-1])
        if kind == "number":
            return Literal(written)
        if kind == "word":
            if self._peek() == ("mark", "("):
                raise NotSimple("Functions are not worked out here.", f"{written}()")
            raise NotSimple(f"“{written}” is no field and no text.", written)
        raise NotSimple(
            f"A field or a value is missing{' before ' + written if kind else ''}.", written
        )

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _skip(self, kind: str) -> bool:
        here = self._peek()[0] == kind
        self._at += here
        return here


def _answer(written: str) -> Answer:
    found = _FIELD.fullmatch(written)
    if found is None:
        raise NotSimple("REDCap's own names have no value here.", written)
    return Answer(found[1].casefold(), found[2] or "")
