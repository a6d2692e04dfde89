"""XPath of XLSForm into FHIRPath, only where both say the same for every answer.

XPath knows no "nothing": a question without an answer is the text '', and no number. So
comparisons with it are false, but for `!=`, which is true. FHIRPath gives nothing for them,
which counts as false everywhere but under `not`, in a constraint and as a value: there it is
made false (`anyTrue`).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from inspect import signature
from typing import Final

from kiosk.authoring.xlsform import said
from kiosk.authoring.xlsform.comparing import chosen, compare_literal
from kiosk.authoring.xlsform.folding import with_days
from kiosk.authoring.xlsform.questions import NotExact, Place, Question, Questions, literal
from kiosk.authoring.xlsform.said import BOOLEAN, DATE, DECIMAL, INTEGER, NUMBERS, STRING, Said
from kiosk.authoring.xlsform.xpath import Binary, Call, Name, Number, Ref, Self, Text, Tree, parse
from kiosk.forms.moments import Moment
from kiosk.forms.patterns import PatternRefused, compile_pattern
from kiosk.forms.shapes import is_integer

_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_ARITHMETIC: Final = {"+": "+", "-": "-", "*": "*", "div": "/", "mod": "mod"}
_MOST_DIGITS: Final = 15


class Translator:
    """Translates the expressions that stand at one place."""

    def __init__(self, questions: Questions, place: Place) -> None:
        self.questions = questions
        self.place = place

    def parse(self, text: str) -> Tree:
        """The tree of an expression at this place.

        Raises:
            NotXPath: it is none.
        """
        return with_days(parse(text), self.questions.days)

    def translate(self, tree: Tree) -> Said:
        """FHIRPath that gives the same.

        Raises:
            NotExact: there is none, or it is not known here.
        """
        if isinstance(tree, Number):
            return _number(tree.value)
        if isinstance(tree, Text):
            return said.quoted(tree.value) if tree.value else said.NOTHING
        if isinstance(tree, Ref | Self):
            return self._answer(self.question(tree))
        if isinstance(tree, Name):
            raise NotExact(f"“{tree.name}” is neither a question nor a text")
        if isinstance(tree, Call):
            return self._call(tree)
        return self._binary(tree)

    def condition(self, tree: Tree) -> str:
        """FHIRPath that gives true or false whatever is answered."""
        return said.sure(self.translate(tree))

    def question(self, tree: Tree) -> Question:
        """The question that `${name}` or `.` means."""
        if isinstance(tree, Ref):
            return self.questions.find(tree.name, self.place)
        if isinstance(tree, Self) and self.place.own is not None:
            return self.place.own
        raise NotExact("a question is expected there")

    def values(self, question: Question) -> str:
        """FHIRPath for the values of a question's answers."""
        return self.questions.values(question, self.place)

    def _call(self, tree: Call) -> Said:
        function = _FUNCTIONS.get(tree.name)
        if function is None:
            raise NotExact(f"{tree.name}() is not known here")
        try:
            signature(function).bind(self, *tree.arguments)
        except TypeError as cause:
            raise NotExact(f"{tree.name}() is called in a way not known here") from cause
        return function(self, *tree.arguments)

    def _answer(self, question: Question) -> Said:
        values = self.values(question)
        if question.codes is None:
            if question.type == "attachment" or question.agreed:
                raise NotExact(f"the answer of “{question.name}” is no text or number")
            if question.rest:
                # XLSForm takes down the first day of what is asked as a year or a month.
                length = len("2026-03-02") - len(question.rest)
                start = f"({values}).toString().substring(0, {length})"
                return Said(f"({start} & {literal(question.rest)}).toDate()", DATE)
            return Said(values, STRING if question.type == "text" else question.type)
        if question.several or question.open or question.renamed:
            raise NotExact(f"the answer of “{question.name}” is more than one code")
        return Said(f"{values}.code", STRING)

    def _binary(self, tree: Binary) -> Said:
        if tree.operator in {"and", "or"}:
            left, right = (self._truth(side) for side in (tree.left, tree.right))
            text = f"({left.text} {tree.operator} {right.text})"
            return Said(text, BOOLEAN, left.sure and right.sure)
        if tree.operator in _TURNED:
            return self._comparison(tree)
        left, right = (said.number(self.translate(side)) for side in (tree.left, tree.right))
        whole = left.type == right.type == INTEGER and tree.operator != "div"
        text = f"({left.text} {_ARITHMETIC[tree.operator]} {right.text})"
        return Said(text, INTEGER if whole else DECIMAL)

    def _truth(self, tree: Tree) -> Said:
        found = self.translate(tree)
        if found.type != BOOLEAN:
            raise NotExact("a yes or no is expected on both sides of “and” and “or”")
        return found

    def _comparison(self, tree: Binary) -> Said:
        operator, left, right = tree.operator, tree.left, tree.right
        if isinstance(left, Number | Text) and isinstance(right, Ref | Self):
            operator, left, right = _TURNED[operator], right, left
        if isinstance(left, Ref | Self) and isinstance(right, Number | Text):
            question = self.question(left)
            if found := compare_literal(question, self.values(question), operator, right):
                return found
        if operator == "!=":
            return Said(f"{said.sure(self._compared('=', left, right))}.not()", BOOLEAN, sure=True)
        return self._compared(operator, left, right)

    def _compared(self, operator: str, left: Tree, right: Tree) -> Said:
        one, other = self.translate(left), self.translate(right)
        if said.NOTHING in (one, other) or BOOLEAN in (one.type, other.type):
            raise NotExact("what it compares is no text, number or date")
        if {one.type, other.type} & NUMBERS or (operator != "=" and one.type == STRING):
            one, other = said.number(one), said.number(other)
        elif one.type != other.type:
            raise NotExact(f"a {one.type} is compared with a {other.type}")
        text = f"({one.text} {operator} {other.text})"
        if operator == "=" and all(isinstance(side, Ref | Self) for side in (left, right)):
            # To XPath, two questions without an answer have the same.
            both = " and ".join(f"({side.text}).empty()" for side in (one, other))
            return Said(f"({text}.anyTrue() or ({both}))", BOOLEAN, sure=True)
        return Said(text, BOOLEAN)


def _number(value: Decimal) -> Said:
    if len(value.as_tuple().digits) > _MOST_DIGITS:
        raise NotExact("a number has too many digits")
    whole = value == value.to_integral_value()
    is_small = whole and is_integer(int(value))
    text = f"{int(value)}" if is_small else f"{int(value)}.0" if whole else f"{value:f}"
    return Said(f"({text})" if value < 0 else text, INTEGER if is_small else DECIMAL)


def _not(at: Translator, inner: Tree) -> Said:
    return Said(f"{at.condition(inner)}.not()", BOOLEAN, sure=True)


def _if(at: Translator, criterion: Tree, then: Tree, otherwise: Tree) -> Said:
    one, other = at.translate(then), at.translate(otherwise)
    types = {each.type for each in (one, other) if each != said.NOTHING}
    if types == NUMBERS:
        types = {DECIMAL}
    if len(types) != 1:
        raise NotExact("if() gives values of several kinds")
    return Said(f"iif({at.condition(criterion)}, {one.text}, {other.text})", types.pop())


def _selected(at: Translator, which: Tree, code: Tree) -> Said:
    question = at.question(which)
    if question.codes is None or not isinstance(code, Text):
        raise NotExact("selected() is known for a select and a choice's name alone")
    return chosen(at.values(question), question.codes.get(code.value, (code.value,)))


def _count_selected(at: Translator, which: Tree) -> Said:
    return Said(f"{at.values(at.question(which))}.count()", INTEGER)


def _coalesce(at: Translator, one: Tree, other: Tree) -> Said:
    first, second = at.translate(one), at.translate(other)
    if first.type != second.type:
        raise NotExact("coalesce() gives values of several kinds")
    return Said(f"iif(({first.text}).exists(), {first.text}, {second.text})", first.type)


def _concat(at: Translator, *parts: Tree) -> Said:
    pieces = [found for part in parts if (found := at.translate(part)) != said.NOTHING]
    if not pieces:
        return said.NOTHING
    return Said(f"({' & '.join(said.words(piece) for piece in pieces)})", STRING)


def _length(at: Translator, inner: Tree) -> Said:
    text = said.words(at.translate(inner))
    return Said(f"iif(({text}).exists(), ({text}).length(), 0)", INTEGER)


def _regex(at: Translator, inner: Tree, pattern: Tree) -> Said:
    if not isinstance(pattern, Text):
        raise NotExact("a regular expression must stand there as it is")
    try:
        compile_pattern(pattern.value)
    except PatternRefused as cause:
        raise NotExact(f"the regular expression can't be run: {cause}") from cause
    text = said.words(at.translate(inner))
    return Said(f"({text}).matchesFull({literal(pattern.value)})", BOOLEAN)


def _asks_text(function: str) -> Callable[..., Said]:
    def translate(at: Translator, inner: Tree, part: Tree) -> Said:
        if not isinstance(part, Text) or not part.value:
            raise NotExact("a text must stand there as it is")
        text = said.words(at.translate(inner))
        return Said(f"({text}).{function}({literal(part.value)})", BOOLEAN)

    return translate


def _of_number(form: str, gives: str = "") -> Callable[..., Said]:
    def translate(at: Translator, inner: Tree) -> Said:
        found = said.number(at.translate(inner))
        return Said(form.format(f"({found.text})"), gives or found.type)

    return translate


def _round(at: Translator, inner: Tree, digits: Tree = Number(Decimal(0))) -> Said:  # noqa: B008 - frozen
    if not isinstance(digits, Number) or digits.value not in range(10):
        raise NotExact("round() is known for 0 to 9 digits")
    found = said.number(at.translate(inner))
    return Said(f"({found.text}).round({int(digits.value)})", DECIMAL)


def _power(at: Translator, base: Tree, exponent: Tree) -> Said:
    one, other = said.number(at.translate(base)), said.number(at.translate(exponent))
    return Said(f"({one.text}).power({other.text})", DECIMAL)


def _date(at: Translator, inner: Tree) -> Said:
    if isinstance(inner, Text):
        moment = Moment.of(inner.value)
        if moment is None or moment.precision != "day":
            raise NotExact(f"“{inner.value}” is no date")
        return Said(f"@{inner.value}", DATE)
    found = at.translate(inner)
    if found.type != DATE:
        raise NotExact("a date is expected there")
    return found


def _sum(at: Translator, inner: Tree) -> Said:
    question = at.question(inner)
    shared = at.place.repeats[: len(question.repeats)]
    if question.type not in NUMBERS or (shared and shared == question.repeats):
        raise NotExact("sum() is known for a number inside a repeat, seen from outside, alone")
    if at.place.repeats:
        raise NotExact("sum() is not known inside a repeat")
    values = at.questions.all_values(question)
    return Said(f"iif({values}.exists(), {values}.sum(), 0)", question.type)


def _string(at: Translator, inner: Tree) -> Said:
    return Said(said.words(at.translate(inner)), STRING)


def _fixed(text: str, gives: str, *, is_sure: bool = False) -> Callable[..., Said]:
    return lambda _at: Said(text, gives, is_sure)


_FUNCTIONS: Final[Mapping[str, Callable[..., Said]]] = {
    "not": _not,
    "if": _if,
    "selected": _selected,
    "count-selected": _count_selected,
    "coalesce": _coalesce,
    "concat": _concat,
    "string-length": _length,
    "regex": _regex,
    "starts-with": _asks_text("startsWith"),
    "ends-with": _asks_text("endsWith"),
    "contains": _asks_text("contains"),
    "int": _of_number("{}.truncate()", INTEGER),
    "number": _of_number("{}"),
    "abs": _of_number("{}.abs()"),
    "sqrt": _of_number("{}.sqrt()", DECIMAL),
    "round": _round,
    "pow": _power,
    "date": _date,
    "string": _string,
    "sum": _sum,
    "true": _fixed("true", BOOLEAN, is_sure=True),
    "false": _fixed("false", BOOLEAN, is_sure=True),
    "today": _fixed("today()", DATE),
    "now": _fixed("now()", "dateTime"),
}
