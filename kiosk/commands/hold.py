"""`hold list`, `begin`, `end`: answers that must be kept for a legal case."""

import argparse
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp, when
from kiosk.store import holds

BY = "IT"


def show(arguments: argparse.Namespace) -> Outcome:
    """The holds that last."""
    with opened_store(settings_for(arguments)) as store, store.reading() as connection:
        document = [_hold(one) for one in holds.holds(connection)]
    lines = [_text(one) for one in document]
    return Outcome(
        0, document, "\n".join(lines or ["No hold lasts: sent answers go for their age."])
    )


def begin(arguments: argparse.Namespace) -> Outcome:
    """Nothing, or not that one response, is deleted for its age from now on."""
    with opened_store(settings_for(arguments)) as store, store.transaction() as connection:
        made = holds.begin_hold(
            connection, response_id=arguments.response, reason=arguments.reason, by=BY,
            now=datetime.now(UTC),
        )  # fmt: skip
    document = _hold(made)
    return Outcome(0, document, f"{_text(document)}\nIt lasts until: kiosk hold end {made.id}")


def end(arguments: argparse.Namespace) -> Outcome:
    """What that hold kept may be deleted again."""
    with opened_store(settings_for(arguments)) as store, store.transaction() as connection:
        holds.end_hold(connection, arguments.id, by=BY, now=datetime.now(UTC))
    text = "The hold has ended: what it kept goes for its age, as all else does."
    return Outcome(0, {"id": arguments.id, "ended": True}, text)


def _hold(hold: holds.Hold) -> dict[str, Any]:
    return {
        "id": hold.id, "response": hold.response_id, "reason": hold.reason,
        "since": stamp(hold.begun), "by": hold.by,
    }  # fmt: skip


def _text(hold: dict[str, Any]) -> str:
    covers = f"response {hold['response']}" if hold["response"] else "everything"
    return f"{hold['id']}  {covers}, since {when(hold['since'])}: {hold['reason']}"
