"""The expressions of XLSForm as trees: XPath 1.0 with `${name}` for other questions.

Sources: https://docs.getodk.org/form-operators-functions/, https://www.w3.org/TR/xpath-10/
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MAX_LENGTH: Final = 8_000
MAX_DEPTH: Final = 40
MAX_LEVELS: Final = 80
"""Levels of a tree, which a long sum has as many of as it has terms."""


class NotXPath(ValueError):
    """Not an expression that is read here; says why."""


@dataclass(frozen=True)
class Number:
    """A number as written: 18, 0.5."""

    value: Decimal


@dataclass(frozen=True)
class Text:
    """A text between quotes."""

    value: str


@dataclass(frozen=True)
class Ref:
    """The answer of another question: `${name}`."""

    name: str


@dataclass(frozen=True)
class Self:
    """`.`: the answer of the question where the expression stands."""


@dataclass(frozen=True)
class Name:
    """A bare name: in a choice_filter a column of the choices."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function with its arguments; the name in small letters."""

    name: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True)
class Binary:
    """Two operands and what stands between them ("and", "=", "+", "div")."""

    operator: str
    left: "Tree"
    right: "Tree"


Tree = Number | Text | Ref | Self | Name | Call | Binary

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^{}\s]+\s*\})|(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<text>'[^']*'|\"[^\"]*\"|\u2018[^\u2019]*\u2019|\u201c[^\u201d]*\u201d)"
    r"|(?P<mark>!=|<=|>=|\.\.|[=<>+\-*(),./|\[\]@])"
    r"|(?P<name>[^\W\d][\w\-.]*(?::[^\W\d][\w\-.]*)?))"
)
_STRENGTHS: Final[Mapping[str, int]] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", ">", "<=", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
}
_UNARY: Final = 7
_END: Final = ("end", "")


def parse(text: str) -> Tree:
    """The tree of an expression.

    Raises:
        NotXPath: it is malformed, too long or too deep, or has a path (`../x`) in it.
    """
    if len(text) > MAX_LENGTH:
        raise NotXPath("it is too long")
    parser = _Parser(_tokens(text))
    tree = parser.expression(0, 0)
    if parser.next() != _END:
        raise NotXPath("it does not end where it should")
    level, levels = [tree], 0
    while level := [inner for node in level for inner in _inside(node)]:
        levels += 1
        if levels > MAX_LEVELS:
            raise NotXPath("it is too long")
    return tree


def _inside(tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Binary):
        return tree.left, tree.right
    return tree.arguments if isinstance(tree, Call) else ()


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at, text = [], 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotXPath(f"“{text[at : at + 10].strip()}” can't be read")
        kind = found.lastgroup or ""
        tokens.append((kind, found[kind]))
        at = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens[::-1]

    def next(self) -> tuple[str, str]:
        return self._tokens.pop() if self._tokens else _END

    def expression(self, least: int, depth: int) -> Tree:
        """Operators of at least that strength, and what stands between them."""
        if depth > MAX_DEPTH:
            raise NotXPath("it is nested too deep")
        left = self._operand(depth)
        while (strength := self._strength()) > least:
            operator = self.next()[1].lower()
            left = Binary(operator, left, self.expression(strength, depth + 1))
        return left

    def _strength(self) -> int:
        kind, word = self._tokens[-1] if self._tokens else _END
        return _STRENGTHS.get(word.lower(), 0) if kind in {"mark", "name"} else 0

    def _operand(self, depth: int) -> Tree:
        kind, word = self.next()
        if kind == "name":
            return self._named(word, depth)
        if kind == "mark":
            return self._marked(word, depth)
        if kind == "ref":
            return self._whole(Ref(word[2:-1].strip()))
        if kind == "number":
            return Number(Decimal(word))
        if kind == "text":
            return Text(word[1:-1])
        raise NotXPath("it ends too early")

    def _marked(self, mark: str, depth: int) -> Tree:
        if mark == "(":
            inside = self.expression(0, depth + 1)
            self._expect(")")
            return inside
        if mark == "-":
            inside = self.expression(_UNARY, depth + 1)
            negative = Binary("-", Number(Decimal(0)), inside)
            return Number(-inside.value) if isinstance(inside, Number) else negative
        if mark == ".":
            return self._whole(Self())
        if mark == "..":
            raise NotXPath("it looks at its place in the form (“..”)")
        raise NotXPath(f"“{mark}” can't be read there")

    def _whole(self, tree: Tree) -> Tree:
        if self._tokens and self._tokens[-1][1] in {"/", "["}:
            raise NotXPath("it has a path in it")
        return tree

    def _named(self, word: str, depth: int) -> Tree:
        if not self._tokens or self._tokens[-1] != ("mark", "("):
            return self._whole(Name(word))
        self.next()
        arguments: list[Tree] = []
        if self._tokens and self._tokens[-1] == ("mark", ")"):
            self.next()
            return Call(word.lower(), ())
        while True:
            arguments.append(self.expression(0, depth + 1))
            kind, mark = self.next()
            if (kind, mark) == ("mark", ")"):
                return Call(word.lower(), tuple(arguments))
            if mark != ",":
                raise NotXPath("a bracket is not closed")

    def _expect(self, mark: str) -> None:
        if self.next() != ("mark", mark):
            raise NotXPath("a bracket is not closed")
