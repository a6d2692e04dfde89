"""The few search parameters of the trial endpoint, from a query string to a frozen value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kiosk.central.interaction import InteractionError

PAGE = 50
PAGE_MAX = 500

_COMMA = re.compile(r"(?<!\\),")
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\|,$])")


@dataclass(frozen=True)
class Token:
    """One search token (R4, search, token); `system` is `None` where any will do."""

    system: str | None
    value: str


@dataclass(frozen=True)
class Search:
    """What is looked for; parameters are joined by AND, the tokens of one by OR."""

    ids: tuple[tuple[str, ...], ...] = ()
    identifiers: tuple[tuple[Token, ...], ...] = ()
    questionnaires: tuple[tuple[str, ...], ...] = ()
    count: int = PAGE
    offset: int = 0


def parse_search(parameters: Iterable[tuple[str, str]]) -> Search:
    """The search that decoded query parameters ask for.

    Raises:
        InteractionError: 400 for an unknown parameter (ignoring one would answer another
            question than was asked) or a value that is not understood.
    """
    ids, identifiers, questionnaires = [], [], []
    numbers = {"_count": PAGE, "_offset": 0}
    for name, value in parameters:
        if name == "_id":
            ids.append(_alternatives(value))
        elif name == "identifier":
            identifiers.append(tuple(_token(one) for one in _COMMA.split(value)))
        elif name == "questionnaire":
            questionnaires.append(_alternatives(value))
        elif name in numbers:
            numbers[name] = _number(name, value)
        else:
            raise InteractionError(400, "not-supported", f"No search parameter {name[:40]!r} here.")
    return Search(
        tuple(ids), tuple(identifiers), tuple(questionnaires),
        min(numbers["_count"], PAGE_MAX), numbers["_offset"],
    )  # fmt: skip


def parse_condition(text: str) -> Search:
    """The search of an If-None-Exist.

    Raises:
        InteractionError: 400, as `parse_search`, or it names no identifier.
    """
    search = parse_search(parse_qsl(text.lstrip("?"), keep_blank_values=True))
    if not search.identifiers:
        raise InteractionError(400, "not-supported", "If-None-Exist names an identifier here.")
    return search


def _alternatives(value: str) -> tuple[str, ...]:
    return tuple(_plain(one) for one in _COMMA.split(value))


def _token(text: str) -> Token:
    parts = _BAR.split(text, maxsplit=1)
    if len(parts) == 1:
        return Token(None, _plain(parts[0]))
    return Token(_ESCAPED.sub(r"\1", parts[0]), _plain(parts[1]))  # "|x": x without a system


def _plain(text: str) -> str:
    plain = _ESCAPED.sub(r"\1", text)
    if not plain:
        raise InteractionError(400, "value", "A search parameter has no value.")
    return plain


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 9):  # noqa: PLR2004 - an int
        raise InteractionError(400, "value", f"{name} is a whole number.")
    return int(value)
