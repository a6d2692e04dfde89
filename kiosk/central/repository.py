"""Create, update, read and search, each one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, and_, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.central import database as tables
from kiosk.central.conditions import conditions, dated
from kiosk.central.indexing import indexed
from kiosk.central.interaction import InteractionError, encode, encode_sorted
from kiosk.central.searching import WRITTEN, Search, Token


@dataclass(frozen=True)
class Stored:
    """One version of one resource; `content` is its FHIR JSON as answered."""

    resource_type: str
    id: str
    version: int
    last_updated: datetime
    content: bytes


@dataclass(frozen=True)
class Found:
    """One page of a search, and how many there are in all."""

    total: int
    page: tuple[Stored, ...]


class Transaction:
    """Reads and writes that belong together; nothing is kept if one of them raises."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def put(self, resource: dict[str, Any], *, if_match: int | None = None) -> tuple[Stored, bool]:
        """Stores a resource under its own id; returns it and whether it is new.

        The same content again makes no new version: FHIR lets a server choose, and a kiosk that
        repeats itself after a lost answer then leaves one version behind, not two.

        Raises:
            InteractionError: 412, `if_match` is not the current version; nothing was written.
        """
        key = resource["resourceType"], resource["id"]
        current = _current(self._connection, *key)
        if if_match is not None and (current is None or current.version != if_match):
            raise InteractionError(412, "conflict", "If-Match is not the current version.")
        if current is not None and _digest(resource) == _stored_digest(self._connection, *key):
            return current, False
        return self._write(resource, current), current is None

    def create(
        self,
        resource: dict[str, Any],
        *,
        if_none_exist: Search | None = None,
        new_id: str | None = None,
    ) -> tuple[Stored, bool]:
        """Stores a resource under an id of the service's own choice.

        Args:
            resource: checked.
            if_none_exist: one that matches is returned instead (R4, http, conditional create).
                Search and write are one transaction, so two at the same moment can't both be new.
            new_id: chosen already, so that others can refer to it.

        Returns:
            What is stored now, and whether it is new.

        Raises:
            InteractionError: 412, more than one matches already; nothing was written.
        """
        found = self.matching(resource["resourceType"], if_none_exist)
        if found is not None:
            return found, False
        return self._write(resource | {"id": new_id or str(uuid4())}, None), True

    def matching(self, resource_type: str, if_none_exist: Search | None) -> Stored | None:
        """The one resource that a create would find instead; none where it would be new.

        Raises:
            InteractionError: 412, more than one matches.
        """
        if if_none_exist is None:
            return None
        found = _search(self._connection, resource_type, if_none_exist)
        if found.total > 1:
            raise InteractionError(412, "multiple-matches", "More than one exists.")
        return found.page[0] if found.total else None

    def read(self, resource_type: str, resource_id: str) -> Stored | None:
        """The current version, if there is any."""
        return _current(self._connection, resource_type, resource_id)

    def search(self, resource_type: str, search: Search) -> Found:
        """The current versions that match, in the order they were last written."""
        return _search(self._connection, resource_type, search)

    def _write(self, resource: dict[str, Any], before: Stored | None) -> Stored:
        number = 1 if before is None else before.version + 1
        instant = self._clock().astimezone(UTC).isoformat(timespec="milliseconds")
        meta = resource.get("meta", {}) | {"versionId": str(number), "lastUpdated": instant}
        content = encode(resource | {"meta": meta})
        row = {"type": resource["resourceType"], "id": resource["id"], "version": number,
               "last_updated": instant}  # fmt: skip
        _index(self._connection, row | _indexed(resource))
        self._connection.execute(insert(tables.version).values(row | {"content": content}))
        _index_identifiers(self._connection, resource)
        _index_tokens(self._connection, resource)
        return Stored(row["type"], row["id"], number, datetime.fromisoformat(instant), content)


class Repository:
    """The resources of one database. The clock is asked once for every write."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._reading = engine.execution_options(begin="DEFERRED")
        self._clock = clock

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Several reads and writes at once: on leaving they are on the disk, or none of them is."""
        with self._engine.begin() as connection:
            yield Transaction(connection, self._clock)

    def put(self, resource: dict[str, Any], *, if_match: int | None = None) -> tuple[Stored, bool]:
        """See `Transaction.put`."""
        with self.transaction() as kept:
            return kept.put(resource, if_match=if_match)

    def create(
        self, resource: dict[str, Any], *, if_none_exist: Search | None = None
    ) -> tuple[Stored, bool]:
        """See `Transaction.create`."""
        with self.transaction() as kept:
            return kept.create(resource, if_none_exist=if_none_exist)

    def read(self, resource_type: str, resource_id: str) -> Stored | None:
        """The current version, if there is any."""
        with self._reading.connect() as connection:
            return _current(connection, resource_type, resource_id)

    def history(self, resource_type: str, resource_id: str) -> tuple[Stored, ...]:
        """Every version, newest first; none where there is no such resource."""
        wanted = and_(tables.version.c.type == resource_type, tables.version.c.id == resource_id)
        query = select(tables.version).where(wanted).order_by(tables.version.c.version.desc())
        with self._reading.connect() as connection:
            return tuple(_stored(row) for row in connection.execute(query))

    def search(self, resource_type: str, search: Search) -> Found:
        """The current versions that match, in the order they were last written."""
        with self._reading.connect() as connection:
            return _search(connection, resource_type, search)


def _index(connection: Connection, row: dict[str, Any]) -> None:
    statement = insert(tables.resource).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["type", "id"], set_=row))


def _indexed(resource: dict[str, Any]) -> dict[str, Any]:
    canonical = resource.get("questionnaire")
    url = canonical.partition("|")[0] if isinstance(canonical, str) else None
    return {
        "questionnaire": canonical if url is not None else None,
        "questionnaire_url": url,
        "digest": _digest(resource),
    }


def _index_identifiers(connection: Connection, resource: dict[str, Any]) -> None:
    key = {"type": resource["resourceType"], "id": resource["id"]}
    table = tables.identifier
    connection.execute(table.delete().where(table.c.type == key["type"], table.c.id == key["id"]))
    rows = [key | {"system": one.system, "value": one.value} for one in _identifiers(resource)]
    if rows:
        connection.execute(table.insert(), rows)


def _index_tokens(connection: Connection, resource: dict[str, Any]) -> None:
    key = {"type": resource["resourceType"], "id": resource["id"]}
    table = tables.token
    connection.execute(table.delete().where(table.c.type == key["type"], table.c.id == key["id"]))
    rows = [
        key | {"name": name, "system": system, "value": value}
        for name, system, value in indexed(resource)
    ]
    if rows:
        connection.execute(table.insert(), rows)


def _identifiers(resource: dict[str, Any]) -> Iterator[Token]:
    """One identifier on a QuestionnaireResponse (R4), a list of them nearly everywhere else."""
    given = resource.get("identifier", [])
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            system = one.get("system")
            yield Token(system if isinstance(system, str) else "", one["value"])


def _digest(resource: dict[str, Any]) -> str:
    """Equal for equal content; what the service itself writes into meta does not count."""
    meta = {
        key: value
        for key, value in resource.get("meta", {}).items()
        if key not in ("versionId", "lastUpdated")
    }
    return sha256(encode_sorted(resource | {"meta": meta})).hexdigest()


def _stored_digest(connection: Connection, resource_type: str, resource_id: str) -> str:
    table = tables.resource
    query = select(table.c.digest).where(table.c.type == resource_type, table.c.id == resource_id)
    digest: str = connection.execute(query).scalar_one()
    return digest


def _current(connection: Connection, resource_type: str, resource_id: str) -> Stored | None:
    wanted = and_(tables.resource.c.type == resource_type, tables.resource.c.id == resource_id)
    row = connection.execute(_versions().where(wanted)).one_or_none()
    return None if row is None else _stored(row)


def _versions() -> Any:
    """The current version of every resource."""
    same = and_(
        tables.version.c.type == tables.resource.c.type,
        tables.version.c.id == tables.resource.c.id,
        tables.version.c.version == tables.resource.c.version,
    )
    return select(tables.version).join(tables.resource, same)


def _search(connection: Connection, resource_type: str, search: Search) -> Found:
    wanted = and_(tables.resource.c.type == resource_type, *conditions(search))
    count = select(func.count()).select_from(tables.resource).where(wanted)
    written = dated(search.sorted_by or WRITTEN)
    order = (written.desc() if search.newest_first else written, tables.resource.c.id)
    page = _versions().where(wanted).order_by(*order).limit(search.count).offset(search.offset)
    total: int = connection.execute(count).scalar_one()
    return Found(total, tuple(_stored(row) for row in connection.execute(page)))


def _stored(row: Any) -> Stored:
    instant = datetime.fromisoformat(row.last_updated)
    return Stored(row.type, row.id, row.version, instant, row.content)
