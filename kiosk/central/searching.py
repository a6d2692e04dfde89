"""The few search parameters of the trial endpoint, from a query string to a frozen value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kiosk.central.indexing import Index, indexes, instant_text
from kiosk.central.interaction import InteractionError

WRITTEN = "_lastUpdated"
PREFIXES = ("ge", "gt", "le", "lt")
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
    """What is looked for; parameters are joined by AND, the tokens of one by OR.

    Attributes:
        ids, identifiers, questionnaires: by `_id`, `identifier`, `questionnaire`.
        tokens: by the name of another parameter (`kiosk.central.indexing`).
        dates: by the name of a parameter: how it compares, and with which moment; `_lastUpdated`
            is one of them.
        count, offset: the page.
        newest_first: the order; else the last written comes last.
        sorted_by: the date it goes by; "": when it was written.
    """

    ids: tuple[tuple[str, ...], ...] = ()
    identifiers: tuple[tuple[Token, ...], ...] = ()
    questionnaires: tuple[tuple[str, ...], ...] = ()
    tokens: tuple[tuple[str, tuple[Token, ...]], ...] = ()
    dates: tuple[tuple[str, str, str], ...] = ()
    count: int = PAGE
    offset: int = 0
    newest_first: bool = False
    sorted_by: str = ""


def parse_search(parameters: Iterable[tuple[str, str]], resource_type: str) -> Search:
    """The search of that type that decoded query parameters ask for.

    Raises:
        InteractionError: 400 for an unknown parameter (ignoring one would answer another
            question than was asked) or a value that is not understood.
    """
    ids, identifiers, questionnaires, tokens, dates = [], [], [], [], []
    known, newest_first, sorted_by = indexes(resource_type), False, ""
    numbers = {"_count": PAGE, "_offset": 0}
    for name, value in parameters:
        if name == "_id":
            ids.append(_alternatives(value))
        elif name == "identifier":
            identifiers.append(tuple(_token(one) for one in _COMMA.split(value)))
        elif name == "questionnaire":
            questionnaires.append(_alternatives(value))
        elif name == WRITTEN or (name in known and known[name].kind == "date"):
            dates.append((name, *_date(name, value)))
        elif name in known:
            of_kind = _token if known[name].kind == "token" else _uri
            tokens.append((name, tuple(of_kind(one) for one in _COMMA.split(value))))
        elif name == "_sort":
            newest_first, sorted_by = _order(value, known)
        elif name in numbers:
            numbers[name] = _number(name, value)
        else:
            raise InteractionError(400, "not-supported", f"No search parameter {name[:40]!r} here.")
    return Search(
        tuple(ids), tuple(identifiers), tuple(questionnaires), tuple(tokens), tuple(dates),
        min(numbers["_count"], PAGE_MAX), numbers["_offset"], newest_first, sorted_by,
    )  # fmt: skip


def parse_condition(text: str, resource_type: str) -> Search:
    """The search of an If-None-Exist.

    Raises:
        InteractionError: 400, as `parse_search`, or it names no identifier.
    """
    parameters = parse_qsl(text.lstrip("?"), keep_blank_values=True)
    search = parse_search(parameters, resource_type)
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


def _uri(text: str) -> Token:
    return Token(None, _plain(text))


def _order(value: str, known: Mapping[str, Index]) -> tuple[bool, str]:
    name = value.removeprefix("-")
    if name != WRITTEN and (name not in known or known[name].kind != "date"):
        raise InteractionError(400, "not-supported", "Sorted by a date or not at all here.")
    return value.startswith("-"), "" if name == WRITTEN else name


def _date(name: str, value: str) -> tuple[str, str]:
    """Instants alone: what a day is, depends on where somebody is."""
    prefix = value[:2] if value[:2] in PREFIXES else ""
    # A "+" of an offset comes as a space where nobody escaped it.
    text = instant_text(value.removeprefix(prefix).replace(" ", "+"))
    if text is None or not prefix:
        raise InteractionError(
            400,
            "not-supported",
            f"{name} is compared by {', '.join(PREFIXES)} with an instant here.",
        )
    return prefix, text


def _plain(text: str) -> str:
    plain = _ESCAPED.sub(r"\1", text)
    if not plain:
        raise InteractionError(400, "value", "A search parameter has no value.")
    return plain


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 9):  # noqa: PLR2004 - an int
        raise InteractionError(400, "value", f"{name} is a whole number.")
    return int(value)
