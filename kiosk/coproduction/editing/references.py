"""Who names an item of a form: conditions, and expressions in FHIRPath.

An expression names an item by its linkId in quotes (`where(linkId = 'sleep')`); the same word in
quotes that means something else is taken for it: better a change too few than a wrong score.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def named_in_expressions(raw: Json, link_id: str) -> bool:
    """Whether any expression of the form names it."""
    return any(names(text, link_id) for text in _expressions(raw))


def conditions_on(raw: Json, link_id: str) -> Iterator[tuple[Json, Json]]:
    """Each item that is asked only for an answer to it, with that condition."""
    for item in raw.get("item", []):
        for condition in item.get("enableWhen", []):
            if condition.get("question") == link_id:
                yield item, condition
        yield from conditions_on(item, link_id)


def rename(raw: Json, old: str, new: str) -> None:
    """Another linkId for an item, and for all who name it; changes what it is given."""
    for key, value in list(raw.items()):
        if key in {"linkId", "question"} and value == old:
            raw[key] = new
        elif _holds_expression(raw, key) and isinstance(value, str):
            raw[key] = _renamed(value, old, new)
        else:
            for inside in value if isinstance(value, list) else [value]:
                if isinstance(inside, dict):
                    rename(inside, old, new)


def names(expression: str, link_id: str) -> bool:
    """Whether an expression names it."""
    return f"'{link_id}'" in expression or f'"{link_id}"' in expression


def _holds_expression(element: Json, key: str) -> bool:
    # A constraint of R4 has its expression in an extension of its own.
    return key == "expression" or (key == "valueString" and element.get("url") == "expression")


def _renamed(expression: str, old: str, new: str) -> str:
    for quote in "'\"":
        expression = expression.replace(f"{quote}{old}{quote}", f"{quote}{new}{quote}")
    return expression


def _expressions(element: Any) -> Iterator[str]:
    if isinstance(element, dict):
        for key, value in element.items():
            if _holds_expression(element, key) and isinstance(value, str):
                yield value
            else:
                yield from _expressions(value)
    elif isinstance(element, list):
        for one in element:
            yield from _expressions(one)
