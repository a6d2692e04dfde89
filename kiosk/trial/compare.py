"""Where two responses differ, item by item."""

from collections.abc import Iterator
from typing import Any


def differences(engine: Any, screen: Any) -> list[tuple[str, Any, Any]]:
    """The items whose answers are not the same: linkId, the engine's, the screen's.

    Who answered, when, and under which id is not compared; the n-th of a repeated linkId is
    compared with the n-th.
    """
    one, other = dict(_numbered(engine)), dict(_numbered(screen))
    keys = [*one, *(key for key in other if key not in one)]
    return [
        (key[0], one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key)
    ]


def _numbered(response: Any) -> Iterator[tuple[tuple[str, int], list[Any]]]:
    seen: dict[str, int] = {}
    for link_id, answers in _items(response):
        seen[link_id] = seen.get(link_id, 0) + 1
        yield (link_id, seen[link_id]), answers


def _items(inside: Any) -> Iterator[tuple[str, list[Any]]]:
    """Every item in the order of the response, with its answers less what hangs on them."""
    for item in inside.get("item", ()):
        answers = item.get("answer", ())
        bare = [{k: v for k, v in answer.items() if k != "item"} for answer in answers]
        yield str(item.get("linkId")), [*bare, *item.get("extension", ())]
        for answer in answers:
            yield from _items(answer)
        yield from _items(item)
