"""Small facts a store knows of itself, by name; none of them is about a patient."""

import secrets

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import kiosk, secret

_SECRETS, _SECRET_BYTES = ("audit", "pin"), 32
_SECRET = select(secret.c.value).where(secret.c.name == bindparam("of_name"))


def fact(c: Connection, name: str) -> str | None:
    """What is known under that name; None where nothing is."""
    found: str | None = c.scalar(select(kiosk.c.value).where(kiosk.c.name == name))
    return found


def keep_fact(c: Connection, name: str, value: str) -> None:
    """Know this from now on, in the place of what was known before."""
    new = insert(kiosk).values(name=name, value=value)
    c.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def forget_fact(c: Connection, name: str) -> None:
    """Know nothing under that name."""
    c.execute(kiosk.delete().where(kiosk.c.name == name))


def store_secret(c: Connection, name: str) -> bytes:
    """A key that was made with the store: "audit" or "pin"."""
    value: bytes = execute_prepared(c, _SECRET, {"of_name": name}).scalar_one()
    return value


def kept_secret(c: Connection, name: str) -> bytes | None:
    """What this kiosk was given to keep to itself; None where it was given nothing."""
    found: bytes | None = execute_prepared(c, _SECRET, {"of_name": name}).scalar_one_or_none()
    return found


def keep_secret(c: Connection, name: str, value: bytes) -> None:
    """Keep this to itself from now on, in the place of what was kept before."""
    new = insert(secret).values(name=name, value=value)
    c.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def forget_secret(c: Connection, name: str) -> None:
    """Keep nothing under that name; `Store.forget_deleted` empties the log of it."""
    c.execute(secret.delete().where(secret.c.name == name))


def make_missing_secrets(c: Connection) -> None:
    """After damage: a key that is lost is made anew.

    Without the old one the audit shows a break, and PINs have to be set anew.
    """
    new = insert(secret).on_conflict_do_nothing()
    for name in _SECRETS:
        c.execute(new.values(name=name, value=secrets.token_bytes(_SECRET_BYTES)))
