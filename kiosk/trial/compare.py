"""Where two responses to one form differ; who made them, when and under which id aside."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext

Key = tuple[tuple[str, int], ...]
"""The way to an item: of each step its linkId and which of its fellows of that name it is."""

_NOT_OF_THE_FORM: Final = frozenset({
    "author", "authored", "id", "identifier", "item", "meta", "source", "status", "subject",
})  # fmt: skip
_ORDER: Final = "comes after"


def differences(engine: Any, screen: Any) -> list[tuple[str, Any, Any]]:
    """What is not the same: linkId, the engine's, the screen's; None where there is no such item.

    Items are the same where they stand at the same place below the same items and answers, in the
    same order, with the same text, answers, and marks (declined). The linkId is "" where what the
    responses say of themselves differs: form, language, extensions.
    """
    one, other = dict(_items(engine, ())), dict(_items(screen, ()))
    keys = [*one, *(key for key in other if key not in one)]
    pairs = [(key[-1][0], one.get(key), other.get(key)) for key in keys]
    heads = [("", _head(engine), _head(screen))]
    found = [pair for pair in heads + pairs if _exact(pair[1]) != _exact(pair[2])]
    return [*found, *_moved(list(one), list(other))]


def _exact(value: Any) -> Any:
    """The same with numbers as they are written: 1 is not 1.0, and not true."""
    if isinstance(value, Mapping):
        return {name: _exact(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return repr(value) if isinstance(value, Decimal | float | int) else value


def _head(response: Mapping[str, Any]) -> dict[str, Any]:
    """What a response says of itself, without the persons and the moment."""
    head = {name: value for name, value in response.items() if name not in _NOT_OF_THE_FORM}
    extensions = ext.mappings(response, "extension")
    kept = [one for one in extensions if ext.url_of(one) != ext.ANSWERED_BY]
    return head | ({"extension": kept} if "extension" in head else {})


def _items(inside: Mapping[str, Any], way: Key) -> Iterator[tuple[Key, dict[str, Any]]]:
    """Every item in the order of the response, each without the items below it.

    What is below an answer is found by the answer's place, so that it can't hang on another.
    """
    seen: dict[str, int] = {}
    for item in ext.mappings(inside, "item"):
        link_id = str(item.get("linkId"))
        seen[link_id] = seen.get(link_id, 0) + 1
        here = (*way, (link_id, seen[link_id]))
        answers = [*ext.mappings(item, "answer")]
        bare = [{name: value for name, value in a.items() if name != "item"} for a in answers]
        own = {name: value for name, value in item.items() if name not in {"item", "answer"}}
        yield here, own | {"answer": bare}
        for place, answer in enumerate(answers):
            yield from _items(answer, (*here, ("", place)))
        yield from _items(item, here)


def _moved(one: list[Key], other: list[Key]) -> Iterator[tuple[str, Any, Any]]:
    """The first item that stands elsewhere; all that follow are moved by it."""
    places = set(one) & set(other)
    mine, theirs = ([key for key in keys if key in places] for keys in (one, other))
    for before, (here, there) in enumerate(zip(mine, theirs, strict=True)):
        if here != there:
            last = mine[before - 1][-1][0] if before else ""
            yield there[-1][0], f"{here[-1][0]} {_ORDER} “{last}”", f"{_ORDER} “{last}”"
            return
