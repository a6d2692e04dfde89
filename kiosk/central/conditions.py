"""A search as conditions of SQL on the table of resources."""

import operator
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select

from kiosk.central import database as tables
from kiosk.central.searching import WRITTEN, Search, Token

_COMPARED: Final = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}


def conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    """What a resource must fulfil; all of it."""
    for ids in search.ids:
        yield tables.resource.c.id.in_(ids)
    for tokens in search.identifiers:
        yield or_(*(_has_identifier(token) for token in tokens))
    for canonicals in search.questionnaires:
        yield or_(*(_answers_to(canonical) for canonical in canonicals))
    for name, tokens in search.tokens:
        yield or_(*(_has(name, token) for token in tokens))
    for name, prefix, moment in search.dates:
        yield _COMPARED[prefix](dated(name), moment)


def dated(name: str) -> ColumnElement[str]:
    """That date of a resource, as text in the order of time."""
    if name == WRITTEN:
        return tables.resource.c.last_updated
    table = tables.token
    of_it = and_(table.c.type == tables.resource.c.type, table.c.id == tables.resource.c.id)
    return select(table.c.value).where(of_it, table.c.name == name).limit(1).scalar_subquery()


def _has_identifier(token: Token) -> ColumnElement[bool]:
    return _indexed_as(tables.identifier, token).exists()


def _has(name: str, token: Token) -> ColumnElement[bool]:
    return _indexed_as(tables.token, token).where(tables.token.c.name == name).exists()


def _indexed_as(table: Table, token: Token) -> Select[Any]:
    query = select(table.c.id).where(
        table.c.type == tables.resource.c.type,
        table.c.id == tables.resource.c.id,
        table.c.value == token.value,
    )
    return query if token.system is None else query.where(table.c.system == token.system)


def _answers_to(canonical: str) -> ColumnElement[bool]:
    """A canonical with |version matches that version, one without it any version."""
    if "|" in canonical:
        return tables.resource.c.questionnaire == canonical
    return tables.resource.c.questionnaire_url == canonical
