"""Tokens to a tree.

Source: http://hl7.org/fhirpath/grammar.html, #operator-precedence
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from kiosk.fhirpath import moments
from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.lexer import Token, tokens
from kiosk.fhirpath.nodes import Node, literal
from kiosk.fhirpath.numbers import Long, in_range
from kiosk.fhirpath.quantities import CALENDAR, Quantity
from kiosk.fhirpath.syntax import (
    Call,
    Chain,
    Index,
    Literal,
    Member,
    Operation,
    Path,
    Sign,
    Special,
    Step,
    Tree,
    Variable,
)

DEEPEST: Final = 100
"""Parentheses and calls within each other."""

_RANKS: Final = {
    operator: rank
    for rank, operators in enumerate(
        (
            ("implies",),
            ("or", "xor"),
            ("and",),
            ("in", "contains"),
            ("=", "!=", "~", "!~"),
            ("<", "<=", ">", ">="),
            ("|",),
            ("is", "as"),
            ("+", "-", "&"),
            ("*", "/", "div", "mod"),
        )
    )
    for operator in operators
}
_MOST_DIGITS: Final = 60
_NAMES_TOO: Final = frozenset({"as", "contains", "in", "is"})
_RESERVED: Final = frozenset({"true", "false", "and", "or", "xor", "implies", "div", "mod"})


def parse(source: str, hyphenated: Collection[str] = ()) -> Tree:
    """The tree of an expression.

    Raises:
        FhirPathError: it is no FHIRPath, too long or too deeply nested.
    """
    return _Parser(source, hyphenated).whole()


class _Parser:
    def __init__(self, source: str, hyphenated: Collection[str]) -> None:
        self._tokens = list(tokens(source, hyphenated))
        self._next = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._expression(0)
        if self._token.kind != "end":
            raise self._unexpected()
        return tree

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += token.kind != "end"
        return token

    def _took(self, text: str, kind: str = "symbol") -> bool:
        token = self._tokens[self._next]
        found = token.kind == kind and token.text == text
        self._next += found
        return found

    def _expect(self, text: str) -> None:
        if not self._took(text):
            raise self._unexpected(f"“{text}”")

    def _unexpected(self, wanted: str = "") -> FhirPathError:
        token = self._token
        found = "end" if token.kind == "end" else f"“{token.text[:40]}”"
        message = f"{wanted} expected, {found} found" if wanted else f"unexpected {found}"
        return FhirPathError(message, token.at)

    def _expression(self, rank: int) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FhirPathError(f"nested more than {DEEPEST} deep", self._token.at)
        tree = self._signed()
        while True:
            token = self._token
            own = _RANKS.get(token.text, -1) if token.kind in {"symbol", "name"} else -1
            if own < rank:
                self._depth -= 1
                return tree
            tree = self._chain(tree, own)

    def _chain(self, first: Tree, rank: int) -> Tree:
        operations = []
        while (token := self._token).kind in {"symbol", "name"} and _RANKS.get(token.text) == rank:
            self._take()
            right = self._type() if token.text in {"is", "as"} else self._expression(rank + 1)
            operations.append(Operation(token.text, right, token.at))
        return Chain(first, tuple(operations))

    def _type(self) -> str:
        parts = [self._identifier()]
        while self._took("."):
            parts.append(self._identifier())
        return ".".join(parts)

    def _signed(self) -> Tree:
        signs = []
        while self._token.kind == "symbol" and self._token.text in {"+", "-"}:
            signs.append(self._take())
        tree = self._path()
        if len(signs) > DEEPEST:
            raise FhirPathError(f"more than {DEEPEST} signs", signs[0].at)
        for sign in reversed(signs):
            tree = Sign(sign.text, tree, sign.at)
        return tree

    def _path(self) -> Tree:
        head = self._head()
        steps: list[Step] = [] if head is not None else [self._invocation()]
        while self._token.kind == "symbol" and self._token.text in {".", "["}:
            at = self._token.at
            if self._took("["):
                steps.append(Index(self._expression(0), at))
                self._expect("]")
            elif self._take() and self._token.kind == "special":
                raise self._unexpected("a name")
            else:
                steps.append(self._invocation())
        return head if head is not None and not steps else Path(head, tuple(steps))

    def _head(self) -> Tree | None:
        token = self._token
        if token.kind == "symbol" and token.text in {"(", "{"}:
            return self._bracketed()
        if token.kind == "variable":
            return Variable(self._take().text, token.at)
        if token.kind == "special":
            return Special(self._take().text)
        if token.kind in {"string", "number", "moment"} or (
            token.kind == "name" and token.text in {"true", "false"}
        ):
            return Literal(self._literal(self._take()))
        return None

    def _bracketed(self) -> Tree:
        if self._take().text == "{":
            self._expect("}")
            return Literal(None)
        tree = self._expression(0)
        self._expect(")")
        return tree

    def _literal(self, token: Token) -> Node:
        if token.kind == "string":
            return literal(token.text)
        if token.kind == "name":
            return literal(token.text == "true")
        if token.kind == "moment":
            return literal(_moment(token))
        return self._number(token)

    def _number(self, token: Token) -> Node:
        if len(token.text) > _MOST_DIGITS:
            raise FhirPathError("a number beyond the bounds", token.at)
        if token.text.endswith("L"):
            return literal(_bounded(Long(token.text[:-1]), token))
        if self._token.kind == "string":
            return literal(Quantity(Decimal(token.text), self._take().text))
        if self._token.kind == "name" and self._token.text in CALENDAR:
            return literal(Quantity(Decimal(token.text), self._take().text, word=True))
        if "." in token.text:
            return literal(_bounded(Decimal(token.text), token))
        return literal(_bounded(int(token.text), token))

    def _invocation(self) -> Step:
        at = self._token.at
        name = self._identifier()
        if not self._took("("):
            return Member(name, at)
        arguments = [] if self._took(")") else [self._argument(name)]
        while arguments and not self._took(")"):
            self._expect(",")
            arguments.append(self._argument(name))
        return Call(name, tuple(arguments), at)

    def _argument(self, function: str) -> Tree:
        tree = self._expression(0)
        at = self._token.at
        if function == "sort" and self._took("desc", "name"):
            return Sign("descending", tree, at)
        if function == "sort":
            self._took("asc", "name")
        return tree

    def _identifier(self) -> str:
        token = self._token
        if token.kind == "quoted" or (
            token.kind == "name"
            and token.text not in _RESERVED
            and (token.text not in _RANKS or token.text in _NAMES_TOO)
        ):
            return self._take().text
        raise self._unexpected()


def _moment(token: Token) -> moments.Moment:
    text = token.text[1:]
    parsers = moments.parse_time if text.startswith("T") else moments.parse_date_time
    moment = parsers(text) if "T" in text else moments.parse_date(text)
    if moment is None:
        raise FhirPathError(f"no such date or time: {token.text}", token.at)
    return moment


def _bounded(number: int | Decimal, token: Token) -> int | Decimal:
    if not in_range(number):
        raise FhirPathError("a number beyond the bounds", token.at)
    return number
