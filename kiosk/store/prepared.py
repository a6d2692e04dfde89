"""Statements made ready once for each open store: what a patient waits for must cost little.

The engine keeps no statement, for it would keep the values with which it was first used as well.
A statement here holds none: they come beside it, each time, and are forgotten each time.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Executable

_READY: Final = "kiosk_prepared"


def room_for_prepared() -> dict[str, Any]:
    """The execution options of a new engine, with room for its prepared statements."""
    return {_READY: {}}


def execute_prepared(
    c: Connection, statement: Executable, values: Mapping[str, object]
) -> CursorResult[Any]:
    """Execute a statement that is the same object each time, a constant of its module.

    Args:
        c: a transaction.
        statement: without any value; where it needs one, a bindparam without a value, or a column
            that is not named in `values()`.
        values: by the name of a column or bindparam.
    """
    ready = c.get_execution_options()[_READY]
    return c.execute(statement, dict(values), execution_options={"compiled_cache": ready})
