"""FHIRPath, behind this one file: everything else knows `Expression` alone.

The library is fhirpathpy. Where it falls short, functions of our own stand in: `sum`, `min`,
`max`, `avg` (which it refuses on answers) and `ordinal`, `weight` (which it lacks).
Sources: http://hl7.org/fhirpath/, http://hl7.org/fhir/uv/sdc/STU3/expressions.html
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from typing import Any, Final

Weights = Mapping[int, Decimal]
"""id() of an answer object or coding in the evaluated tree → its score. By identity, since the
same code may score differently in two questions."""

FUNCTIONS: Final = ("sum", "min", "max", "avg", "ordinal", "weight")
"""The functions of our own."""


class ExpressionFailed(ValueError):
    """The expression can't be parsed, or not evaluated on this resource."""


class Expression:
    """One FHIRPath expression, compiled on first use."""

    def __init__(self, text: str) -> None:
        self.text = text

    def evaluate(
        self,
        resource: Any,
        variables: Mapping[str, Any] | None = None,
        weights: Weights | None = None,
    ) -> list[Any]:
        """The results as JSON values (decimals as `Decimal`).

        `variables` are the %names; %context and %resource are the resource where not given.

        Raises:
            ExpressionFailed: no FHIRPath, an unknown variable or function, a type error.
        """
        nodes = self._run(resource, variables or {}, weights or {})
        return [_plain(node) for node in nodes]

    def evaluate_typed(
        self, resource: Any, variables: Mapping[str, Any] | None = None
    ) -> list[tuple[str, Any]]:
        """The same, each with its type name ("string", "Quantity", "dateTime")."""
        nodes = self._run(resource, variables or {}, {})
        return [(_type_name(node), _plain(node)) for node in nodes]

    def check(self) -> None:
        """Parses it.

        Raises:
            ExpressionFailed: it is no FHIRPath.
        """
        _guarded(lambda: self._parsed)

    @cached_property
    def _parsed(self) -> Any:
        return _parse(self.text)

    def _run(self, resource: Any, variables: Mapping[str, Any], weights: Weights) -> Sequence[Any]:
        def run() -> Any:
            return _library().apply_parsed_path(
                resource,
                self._parsed,
                {"resource": resource, **variables},
                _r4_model(),
                {"userInvocationTable": _functions(weights), "returnRawData": True},
            )

        result = _guarded(run)
        return result if isinstance(result, list) else [result]


def warm_up() -> None:
    """Loads the library ahead of the first expression, which else waits for it."""
    _library()
    _r4_model()


def _library() -> Any:
    # Loaded on first use: it costs 60 ms on a fast PC and 450 ms cold (the ANTLR grammar), which
    # forms without an expression need not pay; `import_module` gives the same module each time.
    return import_module("fhirpathpy")


def _parse(text: str) -> Any:
    # The library's own `parse` passes over syntax errors and over whatever follows the first
    # expression ("1 + 1 rubbish" gives 2), so its parser is driven from here.
    antlr, grammar = import_module("antlr4"), "fhirpathpy.parser.generated.FHIRPath"
    lexer = import_module(grammar + "Lexer").FHIRPathLexer(antlr.InputStream(text))
    lexer.removeErrorListeners()
    lexer.recover = _raise
    tokens = antlr.CommonTokenStream(lexer)
    parser = import_module(grammar + "Parser").FHIRPathParser(tokens)
    parser.removeErrorListeners()
    tree = parser.expression()
    rest = parser.getCurrentToken()
    if parser.getNumberOfSyntaxErrors() or rest.type != antlr.Token.EOF:
        raise ExpressionFailed(f"unexpected “{rest.text}” at character {rest.start + 1}")
    listener = import_module("fhirpathpy.parser.ASTPathListener").ASTPathListener()
    antlr.ParseTreeWalker().walk(listener, tree)
    return listener.parentStack[0]


def _raise(fault: Exception) -> None:
    raise fault


def _r4_model() -> Any:
    return import_module("fhirpathpy.models").models["r4"]


def _guarded(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except Exception as cause:
        # The library raises bare Exception for most faults, so nothing narrower will do.
        raise ExpressionFailed(str(cause) or type(cause).__name__) from cause


def _functions(weights: Weights) -> dict[str, Any]:
    table: dict[str, Callable[[list[Any]], Any]] = {
        "sum": lambda inputs: sum(_numbers(inputs[1:]), _numbers(inputs[:1])[0]),
        "min": lambda inputs: min(_numbers(inputs)),
        "max": lambda inputs: max(_numbers(inputs)),
        "avg": lambda inputs: Decimal(sum(_numbers(inputs))) / len(inputs),
    }
    scored = {"ordinal": _scores(weights), "weight": _scores(weights)}
    return {name: _entry(_unless_empty(fn)) for name, fn in table.items()} | {
        name: _entry(fn) for name, fn in scored.items()
    }


def _entry(function: Callable[[list[Any]], Any]) -> dict[str, Any]:
    return {"fn": function, "arity": {0: []}}


def _unless_empty(function: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    return lambda inputs: function(inputs) if inputs else []


def _numbers(values: Sequence[Any]) -> list[Any]:
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise TypeError(f"neither a number nor a text: {value!r}")
    return list(values)


def _scores(weights: Weights) -> Callable[[list[Any]], list[Decimal]]:
    def scores(inputs: list[Any]) -> list[Decimal]:
        found = (_score(value, weights) for value in inputs)
        return [score for score in found if score is not None]

    return scores


def _score(value: Any, weights: Weights) -> Decimal | None:
    if not isinstance(value, Mapping):
        return None
    own = _own_score(value)
    return own if own is not None else weights.get(id(value))


def _own_score(value: Mapping[str, Any]) -> Decimal | None:
    # "itemWeight on the answer first" (SDC): an extension in the resource itself wins.
    for extension in value.get("extension") or ():
        url = str(extension.get("url", "")).rpartition("/")[2]
        number = extension.get("valueDecimal", extension.get("valueInteger"))
        if url in {"itemWeight", "ordinalValue"} and number is not None:
            return Decimal(str(number))
    coding = value.get("valueCoding")
    return _own_score(coding) if isinstance(coding, Mapping) else None


def _plain(node: Any) -> Any:
    data = getattr(node, "data", node)
    if isinstance(data, float):
        return Decimal(str(data))
    if isinstance(data, bool | int | Decimal | str | Mapping | list) or data is None:
        return data
    if hasattr(data, "unit"):
        return {"value": data.value, "unit": str(data.unit).strip("'")}
    return str(data)


_SYSTEM_TYPES: Final = {
    "bool": "boolean",
    "int": "integer",
    "Decimal": "decimal",
    "float": "decimal",
    "str": "string",
    "FP_Quantity": "Quantity",
    "FP_DateTime": "dateTime",
    "FP_Date": "date",
    "FP_Time": "time",
}


def _type_name(node: Any) -> str:
    path = getattr(node, "path", None)
    if isinstance(path, str) and path:
        known = path.removeprefix("System.")
        return known if "." not in known else "BackboneElement"
    data = getattr(node, "data", node)
    kind = _SYSTEM_TYPES.get(type(data).__name__, type(data).__name__)
    # The library makes one class of both; a dateTime has a "T" even where no time follows.
    return "date" if kind == "dateTime" and "T" not in str(data) else kind
