"""What a value may be, in words for who writes it into a file or a policy."""

from collections.abc import Iterator
from typing import Any, Final, Literal, get_args

import msgspec
from msgspec import inspect

Annotation = Any
"""A type as a class of the settings names it, with what it demands of its values."""

Shape = Literal["text", "choice", "truth", "whole", "decimal", "texts", "structured"]
"""What a value is by its form: `texts` is a list of texts, `structured` a list of tables."""

_SHOWN: Final = 60
"""Signs of a value that a message repeats."""


def plain_type(annotation: Annotation) -> inspect.Type:
    """The type without what surrounds it: remarks, and that it may be left out (None)."""
    kind = inspect.type_info(annotation)
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        others = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        if len(others) == 1:
            kind = others[0]
            return kind.type if isinstance(kind, inspect.Metadata) else kind
    return kind


def may_be_none(annotation: Annotation) -> bool:
    """Whether it stands for something by not being there."""
    kind = inspect.type_info(annotation)
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    return isinstance(kind, inspect.UnionType) and kind.includes_none


def element_of(annotation: Annotation) -> Annotation:
    """The type of what a list holds."""
    while hasattr(annotation, "__metadata__"):  # Annotated
        annotation = get_args(annotation)[0]
    return get_args(annotation)[0]


def is_secret(annotation: Annotation) -> bool:
    """Whether no message may repeat it, or any part of it."""
    kind = inspect.type_info(annotation)
    return any((one.extra or {}).get("secret") for one in _metadata(kind))


def _metadata(kind: Any) -> Iterator[inspect.Metadata]:
    if isinstance(kind, inspect.Metadata):
        yield kind
        yield from _metadata(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _metadata(one)
    elif isinstance(kind, inspect.VarTupleType | inspect.ListType):
        yield from _metadata(kind.item_type)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _metadata(field.type)


def shape(annotation: Annotation) -> Shape:
    """What its values are by their form."""
    kind = plain_type(annotation)
    for found, name in _SHAPES:
        if isinstance(kind, found):
            return name
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        inner = shape(element_of(annotation))
        return "texts" if inner in {"text", "choice"} else "structured"
    return "structured"


_SHAPES: Final[tuple[tuple[Any, Shape], ...]] = (
    (inspect.BoolType, "truth"),
    (inspect.IntType, "whole"),
    (inspect.FloatType, "decimal"),
    (inspect.StrType, "text"),
    (inspect.LiteralType, "choice"),
)


def choices(annotation: Annotation) -> tuple[str, ...]:
    """The words to choose from, in the order in which they are named; () where it is no choice."""
    kind = plain_type(annotation)
    if not isinstance(kind, inspect.LiteralType):
        return ()
    return tuple(map(str, _literals(annotation)))


def _literals(annotation: Annotation) -> tuple[Any, ...]:
    """In the order of the class, which the inspected type does not keep."""
    arguments = get_args(annotation)
    if arguments and all(isinstance(one, str) for one in arguments):
        return arguments
    return next(filter(None, map(_literals, arguments)), ())


def bounds(annotation: Annotation) -> tuple[float | None, float | None]:
    """The smallest and the largest value, or length; None where there is no such bound."""
    kind = plain_type(annotation)
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        low = kind.ge if kind.ge is not None else kind.gt
        return low, kind.le if kind.le is not None else kind.lt
    return getattr(kind, "min_length", None), getattr(kind, "max_length", None)


def range_words(annotation: Annotation) -> str:
    """The range of a number: "60 to 600", "more than 0, up to 120"; "" where it has none."""
    kind = plain_type(annotation)
    if not isinstance(kind, inspect.IntType | inspect.FloatType):
        return ""
    low, high = bounds(annotation)
    if low is not None and high is not None and kind.gt is None and kind.lt is None:
        return f"{_number(low)} to {_number(high)}"
    above = "more than" if kind.gt is not None else "at least"
    below = "less than" if kind.lt is not None else "up to"
    ends = ((above, low), (below, high))
    return ", ".join(f"{word} {_number(end)}" for word, end in ends if end is not None)


def expected(annotation: Annotation) -> str:
    """What a value must be: "a number, 60 to 600", "one of “day”, “week” or “month”"."""
    said = {
        "truth": "true or false",
        "whole": "a whole number",
        "decimal": "a number",
        "choice": f"one of {_listed(choices(annotation))}",
        "text": _text_words(annotation),
    }.get(shape(annotation)) or _structured_words(annotation)
    return ", ".join(filter(None, (said, range_words(annotation))))


def _structured_words(annotation: Annotation) -> str:
    kind = plain_type(annotation)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return f"a list of {_length(annotation, ' ')}{_each(element_of(annotation))}"
    if isinstance(kind, inspect.StructType):
        return f"a table with {_keys_of(kind)}"
    return "another kind of value"


def _each(annotation: Annotation) -> str:
    kind = plain_type(annotation)
    if isinstance(kind, inspect.StructType):
        return f"tables with {_keys_of(kind)}"
    one = expected(annotation)
    return one.replace("text", "texts", 1) if one.startswith("text") else f"texts, each {one}"


def _keys_of(kind: inspect.StructType) -> str:
    return "the keys " + ", ".join(field.encode_name for field in kind.fields)


def _text_words(annotation: Annotation) -> str:
    if said := _described(annotation):
        return said
    kind = plain_type(annotation)
    pattern = getattr(kind, "pattern", None)
    like = f" that the pattern {pattern} describes" if pattern else ""
    length = _length(annotation, " characters")
    return f"text{like}{length and ' of ' + length}"


def _length(annotation: Annotation, unit: str) -> str:
    low, high = bounds(annotation)
    if low and high:
        return f"{_number(low)} to {_number(high)}{unit}"
    if high:
        return f"up to {_number(high)}{unit}"
    return f"at least {_number(low)}{unit}" if low else ""


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _described(annotation: Annotation) -> str:
    """What the type says of itself (`msgspec.Meta.description`), for texts with a pattern."""
    return str(next(_remarks(annotation, "description"), ""))


def example(annotation: Annotation) -> Any:
    """A value that shows what is meant (`msgspec.Meta.examples`); None where none is given."""
    if (given := next(_remarks(annotation, "examples"), None)) is not None:
        return given[0]
    if shape(annotation) == "texts" and (one := example(element_of(annotation))) is not None:
        return [one]
    return None


def _remarks(annotation: Annotation, name: str) -> Iterator[Any]:
    """What the type itself, not what it holds, says under that name."""
    kinds = [inspect.type_info(annotation)]
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, inspect.Metadata):
            if said := (kind.extra_json_schema or {}).get(name):
                yield said
            kinds.append(kind.type)
        elif isinstance(kind, inspect.UnionType):
            kinds += kind.types


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


def found(value: Any, annotation: Annotation = str) -> str:
    """What stands there instead, shortened; of a secret only that it does."""
    if is_secret(annotation):
        return "something else (secret, so not shown)"
    return _found(value)


def _found(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{_short(value)}”" if value else "an empty text"
        case list() | tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return f"a table with {_short(', '.join(value))}" if value else "an empty table"
    dated = "" if isinstance(value, int | float) else ", a date or time without quotes"
    return f"{_short(str(value))}{dated}"


def _short(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def is_right(value: Any, annotation: Annotation) -> bool:
    """Whether it is such a value."""
    try:
        msgspec.convert(value, annotation)
    except msgspec.ValidationError:
        return False
    return True
