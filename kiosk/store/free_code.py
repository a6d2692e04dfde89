"""A code that no other visit has here: two patients must never be told the same one."""

from sqlalchemy import Connection, exists, select

from kiosk.errors import RefusedError
from kiosk.store.tables import visit
from kiosk.store.visit_code import new_code


def free_code(c: Connection, given: str | None = None) -> str:
    """A new one; or `given`, that a patient was given elsewhere.

    Raises:
        RefusedError: another visit has that one here, and it opens only one.
    """
    if given is not None:
        if _is_known(c, given):
            raise RefusedError("Its code opens another visit here.", advice="Make it anew.")
        return given
    code = new_code()
    while _is_known(c, code):
        code = new_code()
    return code


def _is_known(c: Connection, code: str) -> bool:
    return bool(c.scalar(select(exists().where(visit.c.code == code))))
