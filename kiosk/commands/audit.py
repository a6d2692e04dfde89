"""`audit`: who did what and when, and whether the log is as it was written."""

import argparse
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp, when
from kiosk.errors import UsageError
from kiosk.store import anchors
from kiosk.store import audit as log
from kiosk.store.database import Store

LOOKED_AT = 1000
"""So many of the last events are walked along where a look must be quick."""


def audit(arguments: argparse.Namespace) -> Outcome:
    """The last events, and every place where the chain does not hold: then it ends with 1."""
    if arguments.last < 1:
        raise UsageError("--last must be 1 or more.")
    now = datetime.now(UTC)
    with opened_store(settings_for(arguments)) as store:
        if arguments.accept is not None:
            with store.transaction() as connection:
                anchors.accept_breaks(connection, reason=arguments.accept, now=now)
        with store.reading() as connection:
            events = [_event(one) for one in log.events(connection, arguments.last)]
        document = {"events": events, **soundness(store, last=None)}
    return Outcome(0 if document["sound"] else 1, document, _text(document))


def soundness(store: Store, *, last: int | None = LOOKED_AT) -> dict[str, Any]:
    """Whether the log holds together, and what the central service knows of it."""
    with store.reading() as c:
        verdict, known, missing = log.verify(c, last=last), anchors.anchored(c), anchors.missing(c)
        refused, total = anchors.trouble(c), log.head(c).number
    return {
        "total": total,
        "lookedAt": verdict.events,
        "sound": not verdict.breaks and missing is None,
        "breaks": [
            {"first": one.first, "last": one.last, "gone": one.gone} for one in verdict.breaks
        ],
        "breaksAccepted": verdict.accepted,
        "anchored": None if known is None else {"event": known.head.number, "at": stamp(known.at)},
        "anchorMissing": missing,
        "anchorRefused": None if refused is None else refused[0],
    }


def break_lines(found: dict[str, Any]) -> list[str]:
    """What is wrong with the log, a sentence for each; nothing where it is sound."""
    lines = [_break_line(one) for one in found["breaks"]]
    if found["anchorMissing"] is not None:
        lines.append(
            f"The central service knows event {found['anchorMissing']} otherwise: this log was cut "
            "short or written anew since, or the store was damaged, or an old copy was put back."
        )
    return lines


def _break_line(found: dict[str, Any]) -> str:
    one = found["first"] == found["last"]
    which = (
        f"Event {found['first']} is" if one else f"Events {found['first']} to {found['last']} are"
    )
    if found["gone"]:
        return f"{which} gone."
    return f"{which} not as {'it was' if one else 'they were'} written."


def _event(event: log.AuditEvent) -> dict[str, str | None]:
    return {
        "at": stamp(event.at), "actor": event.actor, "action": event.action,
        "subject": event.subject,
    }  # fmt: skip


def _text(document: dict[str, Any]) -> str:
    lines = [
        f"{when(one['at']):<26}{one['actor']:<14}{one['action']:<26}{one['subject']}"
        for one in document["events"]
    ]
    lines += break_lines(document)
    if document["sound"]:
        but = ", but for what was accepted" if document["breaksAccepted"] else ""
        lines.append(f"Events: {document['total']}, all as they were written{but}.")
    else:
        lines.append('Find out why. If you know: kiosk audit --accept "the reason"')
    return "\n".join([*lines, _anchor_line(document)])


def _anchor_line(document: dict[str, Any]) -> str:
    if document["anchored"] is not None:
        known = document["anchored"]
        return f"The central service knows them up to event {known['event']} ({when(known['at'])})."
    if document["anchorRefused"]:
        return f"The central service does not keep the end of the log: {document['anchorRefused']}"
    return "The central service knows nothing of them yet: it learns it with each sync."
