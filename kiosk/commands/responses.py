"""`responses`: which responses are here and how far they came, a page at a time; no answers."""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import midnight, refuse_turned_days, stamp, when
from kiosk.errors import UsageError
from kiosk.export.flatten import form_name
from kiosk.store.database import Store
from kiosk.store.listing import (
    STATES,
    Listed,
    Place,
    Tally,
    Wanted,
    list_responses,
    tally_responses,
)

MOST = 1000
"""So many fit one page."""

_TURNS = range(1, 2**63)
"""What the number of a row can be."""


def responses(arguments: argparse.Namespace) -> Outcome:
    """The newest responses, how many there are, and where the next page begins."""
    refuse_turned_days(arguments.since, arguments.until)
    if not 1 <= arguments.last <= MOST:
        raise UsageError(f"--last must be 1 to {MOST}.")
    after = None if arguments.after is None else _read_place(arguments.after)
    wanted = Wanted(
        questionnaire=arguments.form,
        since=midnight(arguments.since),
        until=midnight(arguments.until, days=1),
        state=arguments.state,
    )
    with opened_store(settings_for(arguments)) as store:
        document = page_document(store, wanted, size=arguments.last, after=after)
    return Outcome(0, document, "\n".join(_lines(document)))


def page_document(
    store: Store, wanted: Wanted, *, size: int, after: Place | None
) -> dict[str, Any]:
    """One page for a program to read: `responses`, `next` (None on the last page) and `counts`."""
    with store.reading() as connection:
        page = list_responses(connection, wanted, size=size, after=after)
        tallies = tally_responses(connection, wanted)
    return {
        "responses": [_response(one) for one in page.responses],
        "next": None if page.following is None else _write_place(page.following),
        "counts": _counts(tallies),
    }


def _response(one: Listed) -> dict[str, Any]:
    return {
        "response": one.id,
        "questionnaire": one.questionnaire,
        "completed": stamp(one.completed_at),
        "state": one.state,
        "sent": stamp(one.sent_at),
        "reason": one.error,
        "changed": stamp(one.changed_at),
        "status": one.status,
    }


def _counts(tallies: tuple[Tally, ...]) -> dict[str, Any]:
    in_all: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    forms: dict[str, dict[str, int]] = {}
    for one in tallies:
        in_all[one.state] += one.responses
        forms.setdefault(one.questionnaire, {})[one.state] = one.responses
    return {**in_all, "forms": forms}


def _lines(page: dict[str, Any]) -> Iterator[str]:
    counts = page["counts"]
    yield ", ".join(f"{counts[state]} {state}" for state in STATES)
    for form, states in counts["forms"].items():
        yield f"  {form_name(form)}: {', '.join(f'{many} {name}' for name, many in states.items())}"
    for one in page["responses"]:
        yield f"{when(one['completed'])}  {form_name(one['questionnaire'])}  {_how_far(one)}"
        yield f"  {one['response']}"
    if page["next"]:
        yield f"Older ones: --after {page['next']}"


def _how_far(one: dict[str, Any]) -> str:
    if one["changed"]:
        return f"{one['status']} {when(one['changed'])}, {_where(one)}"
    return _where(one)


def _where(one: dict[str, Any]) -> str:
    if one["sent"]:
        return f"sent {when(one['sent'])}"
    return f"{one['state']}: {one['reason']}" if one["reason"] else str(one["state"])


def _write_place(place: Place) -> str:
    return f"{place.completed_at.isoformat()}/{place.turn}"


def _read_place(text: str) -> Place:
    moment, _, turn = text.partition("/")
    try:
        place = Place(datetime.fromisoformat(moment), int(turn))
        if place.completed_at.tzinfo is not None and place.turn in _TURNS:
            return replace(place, completed_at=place.completed_at.astimezone(UTC))
    except (ValueError, OverflowError):
        pass
    raise UsageError(
        f"“{text}” is not where a page ended.", advice="Copy what stands after --after."
    )
