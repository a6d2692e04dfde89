"""`staff list`, `add`, `reset`, `remove`: by IT, who may log in to this PC."""

import argparse
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.pins import asked_pin
from kiosk.store import audit, staff


def show(arguments: argparse.Namespace) -> Outcome:
    """Who may come behind the desk."""
    with opened_store(settings_for(arguments)) as store, store.reading() as connection:
        document = [{"name": one.name, "role": one.role} for one in staff.list_staff(connection)]
    return Outcome(0, document, "\n".join(f"{one['name']:<24}{one['role']}" for one in document))


def add(arguments: argparse.Namespace) -> Outcome:
    """One more member of staff."""
    with opened_store(settings_for(arguments)) as store:
        pin, is_new = asked_pin(f"PIN of {arguments.name}", from_stdin=arguments.pin_stdin)
        now = datetime.now(UTC)
        with store.transaction() as connection:
            staff.add_staff(connection, name=arguments.name, role=arguments.role, pin=pin, now=now)
            name = arguments.name.strip()
            audit.record(connection, actor="IT", action="staff.added", subject=name, now=now)
    return _told(arguments.name, pin if is_new else None, "can come behind the desk")


def reset(arguments: argparse.Namespace) -> Outcome:
    """Another PIN for who lost theirs; waits for wrong PINs end."""
    with opened_store(settings_for(arguments)) as store:
        pin, is_new = asked_pin(f"New PIN of {arguments.name}", from_stdin=arguments.pin_stdin)
        with store.transaction() as connection:
            staff.reset_pin(connection, name=arguments.name, pin=pin, now=datetime.now(UTC))
    return _told(arguments.name, pin if is_new else None, "has another PIN")


def remove(arguments: argparse.Namespace) -> Outcome:
    """Their PIN opens nothing any more."""
    with opened_store(settings_for(arguments)) as store, store.transaction() as connection:
        staff.remove_staff(connection, name=arguments.name, now=datetime.now(UTC))
    return _told(arguments.name, None, "can't come behind the desk any more")


def _told(name: str, pin: str | None, what: str) -> Outcome:
    document: dict[str, Any] = {"name": name, "pin": pin}
    shown = f"\nThe PIN is {pin} (shown only now)." if pin else ""
    return Outcome(0, document, f"{name} {what}.{shown}")
