"""What is asked of the database, and how SQLite goes about it."""

from collections.abc import Callable

from sqlalchemy import Connection, event

Statement = tuple[str, object]


def asked(c: Connection, work: Callable[[], object]) -> list[Statement]:
    """The statements of that work, each with its values."""
    found: list[Statement] = []

    def note(_c: object, _cursor: object, sql: str, values: object, *_rest: object) -> None:
        found.append((sql, values))

    event.listen(c.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(c.engine, "before_cursor_execute", note)
    return found


def plan(c: Connection, statement: Statement) -> str:
    """How SQLite looks for the rows (sqlite.org/eqp.html)."""
    sql, values = statement
    return " ".join(row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values))  # type: ignore[arg-type]
